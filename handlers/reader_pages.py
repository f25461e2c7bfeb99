"""The pages that readers' commands and buttons open; knows no Telegram."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from handlers.sending import say
from knowledge.desk import Desk
from knowledge.domain import (
    Action,
    Language,
    Line,
    Message,
    NotFound,
    Part,
    Reply,
    Role,
    Section,
    Span,
    Style,
)
from knowledge.languages.scripts import NAMES, language_called
from knowledge.translations import Words, words_in


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Who opens a page, and with which words.

    Args:
        desk: the one door.
        language: the reader's.
        typed: what stands after the command.
        role: that the reader holds; None for whoever keeps nothing.
    """

    desk: Desk
    language: Language
    typed: str = ""
    role: Role | None = None


Page = Callable[[PageRequest], Message | Reply]
"""Makes the message that a command opens; a reply where it tells statements. Raises NotFound where the store has nothing of the name."""


def privacy(asked: PageRequest) -> Message:
    """What is remembered and what is not; bot/README.md says the same of each column."""
    words = words_in(asked.language)
    return say(
        words.say(
            "I keep the text of questions with the day, and nothing that tells whose they are or "
            "where they were asked: so the people who keep the store see what is missing. The same "
            "goes for what you write about an answer."
        ),
        words.say(
            "Only a question that you asked to be told of is tied to this chat, until you have "
            "been told."
        ),
        words.say(
            "Of this chat I keep the language that you chose, the settings, what it follows, and "
            "which message carries which statements, so that an answer can be corrected."
        ),
        words.say(
            "Your number stays for about a day with the count of your latest messages, and longer "
            "with what was refused to you, without your words."
        ),
        words.count(
            "Questions, links and refusals are forgotten after {number} day.",
            "Questions, links and refusals are forgotten after {number} days.",
            asked.desk.keep_days,
        ),
        words.say(
            "Whoever keeps the store signs changes with name and number: they stay in its history."
        ),
        words.say(
            "/forgetme forgets all that leads to you, at once; so does blocking me, and a group "
            "that removes me is forgotten too. Backups made before still hold it until the "
            "operator deletes them."
        ),
    )


def forgetting(asked: PageRequest) -> Message:
    """What is lost by it, before anything is."""
    words = words_in(asked.language)
    lost = words.say(
        "Shall I forget all that leads to you: the language, the settings, what you follow, the "
        "questions whose answers you wait for, and which messages carry which statements? "
        "Corrections will not reach earlier answers then."
    )
    return say(lost, actions=((Action("forget", "", words.say("Forget it all")),),))


def forgotten(words: Words) -> Message:
    """Said when it is done."""
    return say(words.say("Forgotten. Your questions stay, without anything that tells whose."))


def status(asked: PageRequest) -> Message:
    """What the store holds, as counts."""
    words = words_in(asked.language)
    held = asked.desk.status()
    lines = [
        words.count("{number} statement", "{number} statements", int(held["statements"])),
        words.count("{number} incident", "{number} incidents", int(held["incidents"])),
        words.count("{number} speaker", "{number} speakers", int(held["speakers"])),
        words.count("{number} article", "{number} articles", int(held["articles"])),
    ]
    return say(words.say("The store holds:"), *(f"• {line}" for line in lines))


def with_privacy(page: Message, words: Words, *, sees_all: bool, private: bool) -> Message:
    """The page with a word about what the bot sees in groups.

    Args:
        page: of the status.
        words: of the reader.
        sees_all: whether every message of the group, or of any group, reaches the bot.
        private: whether it is told to one reader, about groups in general.
    """
    if private and sees_all:
        seen = words.say(
            "In groups all messages reach me (privacy mode is off); I read only those that are "
            "meant for me, and keep nothing of the others."
        )
    elif private:
        seen = words.say(
            "In groups only commands and replies to me reach me (privacy mode is on). To be asked "
            "by @ and my name, I must be an admin there."
        )
    elif sees_all:
        seen = words.say(
            "All messages of this chat reach me; I read only those that are meant for me, and keep "
            "nothing of the others."
        )
    else:
        seen = words.say(
            "Here only commands and replies to me reach me (privacy mode). To be asked by @ and my "
            "name, make me an admin of this chat."
        )
    return replace(page, sections=(*page.sections, Section(Part.ANSWER, ((Span(seen),),))))


EXAMPLES_SHOWN = 4


WEEK = 7
LONGEST_REPORT = 366


def days_of(typed: str) -> int | None:
    """Days that a report is to cover, as typed after /stats; None for what is no such number."""
    if not typed.strip():
        return WEEK
    if not typed.strip().isdecimal():
        return None
    days = int(typed.strip()[:4])
    return days if 0 < days <= LONGEST_REPORT else None


def described(language: Language) -> tuple[str, str]:
    """What stands in the empty chat before /start, and what in the profile of the bot."""
    words = words_in(language)
    whole = words.say(
        "Ask in your own words about reported incidents. Every answer says who said it, on what "
        "terms, who says otherwise and what to be careful about, with the article and its "
        "paragraph. I never say that something is true."
    )
    return whole, words.say("Who said it, on what terms, and what to be careful about.")


def start(asked: PageRequest) -> Message:
    """What the bot does, with example questions to press."""
    words = words_in(asked.language)
    opening: tuple[Line, ...] = (
        (Span(words.say("Ask me about a reported incident."), Style.STRONG),),
        (
            Span(
                words.say(
                    "I answer from a curated store of statements taken from news articles, and "
                    "always say who said it, on what terms, and what to be careful about. "
                    "I never say that something is true."
                )
            ),
        ),
    )
    examples = asked.desk.browse.examples(asked.language)[:EXAMPLES_SHOWN]
    hint = words.say("Type a question, or press one of these:")
    return Message(
        (Section(Part.ANSWER, (*opening, *(((Span(hint),),) if examples else ()))),),
        _asking(examples),
    )


def examples(asked: PageRequest) -> tuple[tuple[Action, ...], ...]:
    """Questions to press, of the store at hand."""
    return _asking(asked.desk.browse.examples(asked.language)[:EXAMPLES_SHOWN])


def _asking(questions: Sequence[str]) -> tuple[tuple[Action, ...], ...]:
    return tuple((Action("ask", "", each),) for each in questions)


def languages(asked: PageRequest) -> Message:
    """Which language to choose."""
    words = words_in(asked.language)
    row = tuple(Action("language", code.value, name) for code, name in NAMES.items())
    return say(words.say("Which language shall I speak?"), actions=(row,))


def language_named(typed: str) -> Language | None:
    """The language of that code or name; None where it is none of ours."""
    return language_called(typed)


def now_speaking(words: Words) -> Message:
    """Said in the language that was just chosen."""
    return say(words.say("From now on I speak English."))


def no_such_language(words: Words) -> Message:
    """Said where the language is none of ours."""
    return say(languages_spoken(words))


def languages_spoken(words: Words) -> str:
    """Which languages there are, each by its own name and its code."""
    named = ", ".join(f"{name} ({code})" for code, name in NAMES.items())
    return words.say("I speak {languages}.", languages=named)


def thanks(words: Words) -> Message:
    """Said to a reader who judged an answer."""
    return say(words.say("Thank you, noted."))


def none_of_these(words: Words) -> Message:
    """Said to a reader who meant none of the choices."""
    return say(
        words.say(
            "Then the store may not have it. I have noted the question for the people who keep "
            "the store. You can also ask it in other words."
        )
    )


def unknown(words: Words, name: str) -> Message:
    """What is said to a command that does not exist."""
    return say(words.say("There is no command /{name}. Type a question, or see /help.", name=name))


def gone(words: Words) -> Message:
    """Said where a button leads to something that the store no longer holds."""
    return say(words.say("This is no longer in the store. Please ask again."))


def no_such_name(words: Words) -> Message:
    """Said where a command names nothing that the store holds."""
    return say(
        words.say(
            "I know nothing of that name. See /incidents and /speakers, or ask in your own words."
        )
    )


def incidents(asked: PageRequest) -> Reply:
    """All incidents."""
    return asked.desk.browse.page("incidents", "", asked.language)


def incident(asked: PageRequest) -> Reply:
    """Without a name: all of them; with an id or a name: that one."""
    if not asked.typed.strip():
        return incidents(asked)
    return asked.desk.browse.page("incident", asked.typed, asked.language)


def speakers(asked: PageRequest) -> Reply:
    """Without a name: all of them; with an id or a name: that one."""
    name = "speaker" if asked.typed.strip() else "speakers"
    return asked.desk.browse.page(name, asked.typed, asked.language)


def timeline(asked: PageRequest) -> Reply:
    """Incidents in order of time."""
    return asked.desk.browse.page("timeline", "", asked.language)


def about(asked: PageRequest) -> Message:
    """How to read the cautions."""
    return asked.desk.browse.about(asked.language)


def terminal_report(asked: PageRequest) -> Message:
    """What was asked in the last days; who is at a terminal of the store may see it."""
    return asked.desk.chats.feedback.report(asked.language, days_of(asked.typed) or WEEK)


def terminal_memory(asked: PageRequest) -> Message:
    """There is nothing to forget."""
    return say(words_in(asked.language).say("Nothing is kept of who asks in a terminal."))


def terminal_following(asked: PageRequest) -> Message:
    """Nothing can be followed."""
    return say(
        words_in(asked.language).say(
            "A terminal is gone when it is closed, so nothing can be told here later. In "
            "Telegram, press Follow under an incident or a speaker."
        )
    )


def terminal_settings(asked: PageRequest) -> Message:
    """The language; the other settings are of chats."""
    page = languages(asked)
    told = words_in(asked.language).say("All other settings are about chats in Telegram.")
    return replace(page, sections=(*page.sections, *say(told).sections))


def open_page(desk: Desk, name: str, subject: str, language: Language) -> Reply:
    """What a button leads to.

    Raises:
        NotFound: the store holds nothing of that name any more, or nobody knows the button.
    """
    if name == "choose":
        return desk.show(subject, language)
    if name not in {"timeline", "source", "others", "caveats", "incident", "speaker"}:
        raise NotFound(f"There is no button {name!r}.")
    return desk.browse.page(name, "" if name == "timeline" else subject, language)
