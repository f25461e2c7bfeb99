"""The bot without Telegram: a line typed, a message back."""

from dataclasses import replace

from bot.cli.card import numbered
from handlers import menu
from handlers.saying import say
from knowledge.desk import Desk
from knowledge.model import Action, Language, Message, NotFound, Question, Reply
from knowledge.wording import words_in

_ELSEWHERE = frozenset({"settings", "following", "stats", "forgetme"})


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
        self._about: tuple[str, ...] = ()

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
                return menu.no_such_name(words)
        if typed.isdecimal() and 0 < int(typed) <= len(self._actions):
            try:
                return self._shown(self._press(self._actions[int(typed) - 1]))
            except NotFound:
                return menu.gone(words)
        return self._shown(self._ask(typed))

    def _shown(self, said: Message | Reply) -> Message:
        message = here(said.message if isinstance(said, Reply) else said)
        if isinstance(said, Reply) and said.shown:
            self._about = tuple(shown.record.statement.id for shown in said.shown)
        if message.actions:
            self._actions = numbered(message)
        return message

    def _ask(self, text: str) -> Reply:
        reply = self._desk.ask(Question(text, self._chosen, self._about))
        self._usual = reply.language
        self._question = self._desk.remember(reply)
        return reply

    def _command(self, name: str, typed: str) -> Message:
        words = words_in(self.language)
        if name == "language" and typed:
            return self._speak(typed)
        if name in _ELSEWHERE:
            return self._elsewhere(name, typed)
        command = menu.find(name, menu.commands(self.language))
        if command is None:
            return menu.unknown(words, name)
        return command.page(self._desk, self.language, typed)

    def _elsewhere(self, name: str, typed: str) -> Message:
        """What in Telegram belongs to a chat: as far as a terminal has it."""
        words = words_in(self.language)
        if name == "stats":
            return self._desk.chats.report(self.language, menu.days_of(typed) or menu.WEEK)
        if name == "forgetme":
            return say(words.say("Nothing is kept of who asks in a terminal."))
        if name == "following":
            return say(
                words.say(
                    "A terminal is gone when it is closed, so nothing can be told here later. In "
                    "Telegram, press Follow under an incident or a speaker."
                )
            )
        setting, _, value = typed.partition(" ")
        if setting.casefold() == "language" and value:
            return self._speak(value)
        page = menu.languages(self._desk, self.language, "")
        told = words.say("All other settings are about chats in Telegram.")
        return replace(page, sections=(*page.sections, *say(told).sections))

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
                return menu.none_of_these(words) if action.name == "none" else menu.thanks(words)
        return menu.open_page(self._desk, action.name, action.subject, self.language)

    def _speak(self, typed: str) -> Message:
        chosen = menu.language_named(typed)
        if chosen is None:
            return menu.no_such_language(words_in(self.language))
        self._chosen = chosen
        return menu.now_speaking(words_in(chosen))


def here(message: Message) -> Message:
    """Without the buttons that promise to come back: a terminal is gone when it is closed."""
    kept = (
        tuple(each for each in row if not each.name.startswith(("follow", "tell")))
        for row in message.actions
    )
    return replace(message, actions=tuple(row for row in kept if row))
