"""`accordingto chat`: the bot in the terminal."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cli.terminal import numbered
from handlers import reader_pages
from handlers.commands import CommandPlace, find
from handlers.reader_pages import PageRequest
from knowledge.characters import cleaned
from knowledge.desk import Desk
from knowledge.domain import Action, Language, Message, NoAnswer, NotFound, Question, Reply, Turn
from knowledge.translations import words_in

if TYPE_CHECKING:
    from rich.console import Console

_REMEMBERED = 5
"""Turns before the last one back to which a conversation is followed."""


class Conversation:
    """What one person at a terminal says and gets.

    Args:
        desk: the one door.
        language: as chosen; None follows each question.
        usual: the language of the pages before anything is chosen.
    """

    def __init__(
        self, desk: Desk, language: Language | None = None, usual: Language = Language.EN
    ) -> None:
        self._desk = desk
        self._chosen = language
        self._usual = usual
        self._actions: list[Action] = []
        self._question: int | None = None
        self._turns: tuple[Turn, ...] = ()

    @property
    def language(self) -> Language:
        """The language of the pages."""
        return self._chosen or self._usual

    def hear(self, line: str) -> Message:
        """Answer a question, a /command or the number of a choice."""
        typed = line.strip()
        words = words_in(self.language)
        if typed.startswith("/"):
            name, _, rest = typed[1:].partition(" ")
            try:
                return self._shown(self._command(name.casefold(), rest.strip()))
            except NotFound:
                return reader_pages.no_such_name(words)
        if typed.isdecimal() and 0 < int(typed) <= len(self._actions):
            try:
                return self._shown(self._press(self._actions[int(typed) - 1]))
            except NotFound:
                return reader_pages.gone(words)
        return self._shown(self._ask(typed))

    def _shown(self, said: Message | Reply) -> Message:
        message = here(said.message if isinstance(said, Reply) else said)
        if message.actions:
            self._actions = numbered(message)
        return message

    def ask(self, text: str) -> Reply:
        """Answer a question, in the light of those before it."""
        reply = self._desk.ask(Question(text, self._chosen, self._turns, self._usual))
        self._usual = reply.language
        self._told(reply, text)
        return reply

    def _told(self, reply: Reply, text: str) -> None:
        """Take up what was told, as chats in Telegram do."""
        ids = tuple(shown.record.statement.id for shown in reply.shown)
        answered = bool(ids) and not isinstance(reply.outcome, NoAnswer)
        self._turns = (*self._turns[-_REMEMBERED:], Turn(text, ids, answered, reply.language))

    def _ask(self, text: str) -> Reply:
        reply = self.ask(text)
        self._question = self._desk.remember(reply)
        return reply

    def _command(self, name: str, typed: str) -> Message | Reply:
        chosen = _language_in(name, typed)
        if chosen:
            return self._speak(chosen)
        command = find(name)
        if command is None or CommandPlace.TERMINAL not in command.places:
            return reader_pages.unknown(words_in(self.language), name)
        if command.asks and typed:
            return self._ask(typed)
        opening = command.terminal or command.page or reader_pages.start
        return opening(PageRequest(self._desk, self.language, typed))

    def _press(self, action: Action) -> Message | Reply:
        words = words_in(self.language)
        match action.name:
            case "ask":
                return self._ask(action.label)
            case "language":
                return self._speak(action.subject)
            case "helpful" | "unhelpful" | "none":
                if self._question is not None:
                    self._desk.feedback(self._question, helpful=action.name == "helpful")
                return (
                    reader_pages.none_of_these(words)
                    if action.name == "none"
                    else reader_pages.thanks(words)
                )
        opened = reader_pages.open_page(self._desk, action.name, action.subject, self.language)
        if isinstance(opened, Reply):
            self._told(opened, self._turns[-1].text if self._turns else "")
        return opened

    def _speak(self, typed: str) -> Message:
        chosen = reader_pages.language_named(typed)
        if chosen is None:
            return reader_pages.no_such_language(words_in(self.language))
        self._chosen = chosen
        return reader_pages.now_speaking(words_in(chosen))


def _language_in(name: str, typed: str) -> str:
    """The language that /language or /settings language is to choose; empty: none."""
    if name == "language":
        return typed
    setting, _, value = typed.partition(" ")
    return value if name == "settings" and setting.casefold() == "language" else ""


def here(message: Message) -> Message:
    """Without the buttons that promise to come back: a terminal is gone when it is closed."""
    kept = (
        tuple(each for each in row if not each.name.startswith(("follow", "tell")))
        for row in message.actions
    )
    return replace(message, actions=tuple(row for row in kept if row))


LEAVING = {"/quit", "/exit", "/q"}


def talk(lang: Language | None, database: str | None) -> None:
    """Answer what is typed until the end of the input."""
    from rich.console import Console

    from bot.app import desk_of
    from bot.cli.terminal import show
    from bot.settings import read_settings

    console = Console()
    with desk_of(read_settings(), database) as desk:
        conversation = Conversation(desk, lang)
        show(console, conversation.hear("/start"))
        for line in _lines(console):
            show(console, conversation.hear(cleaned(line)))


def _lines(console: "Console") -> Iterator[str]:
    """What is typed, until the end of the input or /quit."""
    prompting = sys.stdin.isatty()
    if prompting:
        import readline  # noqa: F401  # gives input() its history and editing

        hint = "A question, a /command, or the number of a choice. /quit ends."
        console.print(hint, style="dim", highlight=False)
    while True:
        try:
            line = input("\n› " if prompting else "")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if not line.strip():
            continue
        if line.strip().casefold() in LEAVING:
            return
        if not prompting:
            console.file.write(f"\n› {line}\n")
        yield line
