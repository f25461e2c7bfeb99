"""The registry of commands: one row says who may give it, where, what it takes and what it opens.

The menus, the handlers, the terminal, /help and the test of the pages read it; nothing else lists
commands.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from telegram import Update

from handlers import charts, chat_pages, reader_pages
from handlers.context import Context
from handlers.reader_pages import Page, PageRequest
from knowledge.domain import Language, Line, Message, Part, Role, Section, Span
from knowledge.languages.scripts import NAMES
from knowledge.translations import Wording, words_in


class CommandPlace(Enum):
    """Where a command may be given."""

    PRIVATE = "the chat of one reader with the bot"
    SHARED = "a group or a channel"
    TERMINAL = "a terminal of the operator"


ANYWHERE = frozenset(CommandPlace)
CHATS = frozenset({CommandPlace.PRIVATE, CommandPlace.SHARED})
SHARED = frozenset({CommandPlace.SHARED})
ALONE = frozenset({CommandPlace.PRIVATE, CommandPlace.TERMINAL})
"""For pages about one reader; who gives such a command in a group is told how to ask there."""

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    What it opens is a page, or a handler that does more than show one. Where neither is given, a
    reader's command asks what stands after it, and a curator's begins work on the store, which
    `desk.curation.command` knows.

    Args:
        name: without the slash.
        summary: one line for menus and /help.
        page: the message that it opens.
        handler: does in Telegram what no page can: reads and changes what belongs to the chat.
        picture: comes before the page, where this name is typed and nothing after it.
        terminal: the page in a terminal, where that is another one.
        role: the least role of whoever may give it; None: everybody.
        places: where it may be given.
        arguments: what may stand after it; empty: nothing is read.
        also: other names that people type for it.
        in_menu: whether the readers' menu and /help list it.
    """

    name: str
    summary: Wording
    page: Page | None = None
    handler: Handler | None = None
    picture: charts.Picture | None = None
    terminal: Page | None = None
    role: Role | None = None
    places: frozenset[CommandPlace] = ANYWHERE
    arguments: str = ""
    also: tuple[str, ...] = ()
    in_menu: bool = True

    @property
    def curates(self) -> bool:
        """Whether it begins work on the store."""
        return self.page is None and self.handler is None and self.role is not None

    @property
    def asks(self) -> bool:
        """Whether what stands after it is a question."""
        return self.page is None and self.handler is None and self.role is None

    def said(self, language: Language) -> str:
        """The summary in a language."""
        return words_in(language).again(self.summary)


def helping(asked: PageRequest) -> Message:
    """How to ask, and every command that whoever asks may give."""
    words = words_in(asked.language)
    how = words.say(
        "Ask in your own words ({languages}): “who said…”, “when…”, “how many…”, “is it true "
        "that…”, “everything by…”. Then ask on: “and who said that?”, “any other source?”. Edit "
        "your question and the answer changes with it.",
        languages=", ".join(NAMES.values()),
    )
    where = words.say(
        "In a group: /ask and the question. In any chat: @, my name and a few words; several "
        "look-ups go into one message with a semicolon between them."
    )
    said = ((Span(how),), (Span(where),))
    sections = [Section(Part.ANSWER, said), Section(Part.SOURCE, _lines(None, asked.language))]
    if asked.role is not None:
        heading: Line = (Span(words.say("For those who keep the store:")),)
        sections.append(Section(Part.MORE, (heading, *_lines(asked.role, asked.language))))
    return Message(tuple(sections), reader_pages.examples(asked))


def _lines(role: Role | None, language: Language) -> tuple[Line, ...]:
    listed = readers() if role is None else keepers(role)
    return tuple(
        (Span(f"/{each.name}"), Span(f" – {each.said(language)}"))
        for each in listed
        if each.name not in {"start", "help"}
    )


COMMANDS: tuple[Command, ...] = (
    # Of readers, in the order of the menu.
    Command(
        "start",
        Wording("What this bot does, with example questions"),
        page=reader_pages.start,
        places=ALONE,
    ),
    Command("help", Wording("How to ask"), page=helping, places=ALONE),
    Command(
        "ask",
        Wording("Ask a question: /ask and your words"),
        arguments="a question; none: the words of the message that is replied to",
    ),
    Command("incidents", Wording("What is reported to have happened"), page=reader_pages.incidents),
    Command(
        "incident",
        Wording("One incident: /incident and a word of its name"),
        page=reader_pages.incident,
        arguments="an id or words of a name",
    ),
    Command(
        "speakers",
        Wording("Who is quoted, and on what terms"),
        page=reader_pages.speakers,
        picture=charts.speakers,
        arguments="an id or words of a name",
        also=("speaker",),
    ),
    Command(
        "timeline",
        Wording("Incidents in order of time"),
        page=reader_pages.timeline,
        picture=charts.timeline,
    ),
    Command(
        "following",
        Wording("What you are told of"),
        handler=chat_pages.follows_listed,
        terminal=reader_pages.terminal_following,
    ),
    Command(
        "settings",
        Wording("Language, pictures, digest, quiet hours"),
        handler=chat_pages.settings_opened,
        terminal=reader_pages.terminal_settings,
        arguments="a setting and its value",
    ),
    Command(
        "about", Wording("What this is, and how to read the cautions"), page=reader_pages.about
    ),
    Command(
        "language",
        Wording("Choose the language"),
        handler=chat_pages.language_opened,
        terminal=reader_pages.languages,
        places=ALONE,
        arguments="a language",
    ),
    Command("status", Wording("What the store holds"), page=reader_pages.status),
    Command(
        "privacy", Wording("What is remembered about you"), page=reader_pages.privacy, places=ALONE
    ),
    Command(
        "forgetme",
        Wording("Forget what is remembered about you"),
        page=reader_pages.forgetting,
        terminal=reader_pages.terminal_memory,
        places=ALONE,
    ),
    # Of teams who publish: the admins of a channel or a group.
    Command(
        "post",
        Wording("The answer as a post: /post and a question"),
        places=SHARED,
        in_menu=False,
        arguments="a question; none: the answer that is replied to",
    ),
    # Of those who keep the store, in the order of their menu.
    *(
        Command(name, summary, role=role, places=CHATS)
        for name, role, summary in (
            ("pull", Role.CURATOR, Wording("Take statements from an article")),
            ("review", Role.REVIEWER, Wording("Review what was taken")),
            ("new", Role.CURATOR, Wording("Add a statement")),
            ("edit", Role.CURATOR, Wording("Change a statement")),
            ("retract", Role.CURATOR, Wording("Withdraw a statement")),
            ("merge", Role.CURATOR, Wording("Make two statements one")),
            (
                "translate",
                Role.REVIEWER,
                Wording("Write claims in the languages that they lack"),
            ),
            ("relate", Role.CURATOR, Wording("Say how statements bear on one another")),
            ("phrase", Role.CURATOR, Wording("Teach a way of asking")),
            ("speaker", Role.CURATOR, Wording("Change or add a speaker")),
            ("incident_edit", Role.CURATOR, Wording("Change or add an incident")),
            ("place", Role.CURATOR, Wording("Change or add a place")),
            ("article", Role.CURATOR, Wording("Correct an article's head")),
            ("undo", Role.CURATOR, Wording("Take a change back")),
            ("history", Role.REVIEWER, Wording("History of a statement")),
            ("unanswered", Role.CURATOR, Wording("What readers asked in vain")),
            ("import", Role.CURATOR, Wording("Take statements from a file")),
            ("export", Role.CURATOR, Wording("Everything as a file")),
            ("audit", Role.CURATOR, Wording("Who changed what, and what was refused")),
            ("cancel", Role.REVIEWER, Wording("Drop what I have begun")),
            ("grant", Role.OWNER, Wording("Give a role: /grant 123456789 curator")),
            ("revoke", Role.OWNER, Wording("Take a role away: /revoke 123456789")),
            ("roles", Role.OWNER, Wording("Who has which role")),
        )
    ),
    Command(
        "stats",
        Wording("What was asked, and what came of it"),
        handler=chat_pages.opened,
        terminal=reader_pages.terminal_report,
        role=Role.REVIEWER,
        arguments="a number of days, weekly or off",
    ),
)
"""Every command that there is."""

CURATING: Mapping[str, Role] = {
    each.name: each.role for each in COMMANDS if each.curates and each.role is not None
}
"""Who may give which command that begins work on the store."""

READERS_TOO = frozenset(CURATING) & {name for each in COMMANDS for name in each.also}
"""Names under which curators work and everybody else opens a page."""


def readers() -> tuple[Command, ...]:
    """What everybody may give, in the order of the menu."""
    return tuple(each for each in COMMANDS if each.role is None and each.in_menu)


def keepers(role: Role) -> tuple[Command, ...]:
    """What somebody of that role may give beside it, in the order of the menu."""
    return tuple(each for each in COMMANDS if each.role is not None and role.covers(each.role))


def named(name: str) -> Command:
    """The command of that very name. Raises KeyError."""
    return _BY_NAME[name]


def find(name: str) -> Command | None:
    """What a name opens for a reader; None where it is nobody's or begins work on the store."""
    return _OPENING.get(name)


_BY_NAME = {each.name: each for each in COMMANDS}
_OPENING = {name: each for each in COMMANDS if not each.curates for name in (each.name, *each.also)}
