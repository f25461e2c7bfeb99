"""The words of a correction: answers put right, notes of what changed, reports to curators."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from knowledge.curation.change_previews import page, text, word_by_word
from knowledge.domain import (
    Action,
    Delivery,
    Language,
    Line,
    Message,
    NotFound,
    Part,
    Reply,
    Span,
    State,
    Statement,
    Style,
    from_plain,
)
from knowledge.domain.dates import Edtf
from knowledge.editing import differs_in_substance, field_changes
from knowledge.storage import Store
from knowledge.storage.people import LANGUAGE
from knowledge.translations import Words, words_in

Again = Callable[[Delivery, Language], Reply | None]
"""Tells again what a message told; None where nothing of it is left."""

PARTS = 3
"""Differing parts that a note tells."""

_TOLD = ("claim", "figures", "speaker", "kind", "polarity", "said", "incident", "appearances")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is to be sent, or to be put in the place of another.

    Args:
        chat: where.
        message: what it says.
        instead: the message that it replaces; None sends a new one.
        reply: what is delivered with it.
    """

    chat: int
    message: Message
    instead: int | None = None
    reply: Reply | None = None


class CorrectionMessages:
    """Words what must be told.

    Args:
        store: of what was told.
        again: tells again what a message told; nobody knows any more what was asked.
        show: the full answer about one statement.
        clock: gives the present moment, aware.
    """

    def __init__(
        self,
        store: Store,
        again: Again,
        show: Callable[[str, Language], Reply],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._again = again
        self._show = show
        self._clock = clock

    def told(self, identity: str, version: int) -> Statement | None:
        """A statement as it was in a version; None if that is not known any more."""
        history = self._store.revisions.history("statement", identity)
        if not 1 <= version <= len(history) or history[version - 1].after is None:
            return None
        return from_plain(Statement, json.loads(history[version - 1].after or "{}"))

    def edited(self, chat: int, message: int) -> Posted | None:
        """An answer as it would be given now, marked as corrected; None if it is right already."""
        delivery = self._store.deliveries.get(chat, message)
        if delivery is None:
            return None
        wrong = [one for one in delivery.statements if self._is_wrong(*one)]
        if not wrong:
            return None
        language = self._language(chat, delivery.language)
        now = self._store.records.statement(wrong[0][0])
        if now.state is State.RETRACTED and len(delivery.statements) <= 1:
            return Posted(
                chat, self._withdrawn(now, language), message, self._show(now.id, language)
            )
        # The heading of a list was put into words when it was told.
        told_in = Language.known(delivery.language) if delivery.shape.heading else None
        language = told_in or language
        reply = self._again(delivery, language) or self._show(delivery.statements[0][0], language)
        words = words_in(language)
        mark = text(words.say("Corrected on {date}.", date=self._today(language)), Style.QUIET)
        marked = _with_line(_without_question(reply.message), Part.CAREFUL, mark)
        return Posted(chat, marked, message, reply)

    def note(self, chat: int, content: Mapping[str, Any]) -> Posted | None:
        """What changed, before and after, for somebody who asked to be told."""
        language = self._language(chat, None)
        words = words_in(language)
        before = from_plain(Statement, json.loads(content["before"]))
        now = self._store.records.statement(content["statement"])
        if not differs_in_substance(before, replace(now, phrasings=(), notes=())):
            return None  # taken back before it was told
        withdrawn = now.state is State.RETRACTED
        opening = (
            words.say("A statement that you asked about was withdrawn.")
            if withdrawn
            else words.say("A statement that you asked about was changed.")
        )
        lines = _changed(before, now, language, words)
        if withdrawn and now.reason:
            lines.append(text(words.say("Reason: {reason}", reason=now.reason)))
        actions = ((Action("choose", now.id, words.say("Show the answer")),),)
        sections = page((Part.ANSWER, [text(opening, Style.STRONG)]), (Part.CONFLICT, lines))
        return Posted(chat, Message(sections, () if withdrawn else actions))

    def answered(self, chat: int, content: Mapping[str, Any]) -> Posted | None:
        """The answer to a question that had none when it was asked."""
        language = self._language(chat, None)
        words = words_in(language)
        reply = self._show(content["statement"], language)
        opening = words.say(
            "You asked “{question}”. There is an answer now:", question=content["text"]
        )
        sections = page((Part.ANSWER, [text(opening, Style.QUIET)])) + reply.message.sections
        told = _without_question(replace(reply.message, sections=sections))
        return Posted(chat, told, None, reply)

    def late(self, chat: int) -> Posted:
        """That something did not reach a chat in time."""
        words = words_in(self._language(chat, None))
        said = words.say(
            "I could not tell this chat something in time, such as a correction or news: Telegram "
            "did not take my messages for too long. Please ask again before you rely on earlier "
            "answers."
        )
        return Posted(chat, Message(page((Part.ANSWER, [text(said)]))))

    def set_aside(self, chat: int) -> Posted:
        """To a curator: what they sent brought the program down and is not tried again."""
        words = words_in(self._language(chat, None))
        said = words.say(
            "Something that you sent brought me down more than once, so I have set it aside: "
            "nothing came of it, and whoever runs this bot can look at it and try it again."
        )
        return Posted(chat, Message(page((Part.ANSWER, [text(said)]))))

    def report(self, chat: int, content: Mapping[str, Any], states: Mapping[str, int]) -> Posted:
        """To the curator: whom a correction has reached."""
        words = words_in(self._language(chat, None))
        done, failed = states.get("done", 0), states.get("failed", 0)
        said = words.say("Correction of {id}:", id=content["statement"])
        lines = [
            text(said, Style.STRONG),
            text(
                words.count(
                    "{number} message put right or sent",
                    "{number} messages put right or sent",
                    done,
                )
            ),
        ]
        if failed:
            lines.append(
                text(
                    words.count(
                        "{number} chat could not be reached",
                        "{number} chats could not be reached",
                        failed,
                    )
                )
            )
        resting = states.get("resting", 0)
        if resting:
            lines.append(
                text(
                    words.count(
                        "{number} chat is told after its quiet hours",
                        "{number} chats are told after their quiet hours",
                        resting,
                    )
                )
            )
        return Posted(chat, Message(page((Part.ANSWER, lines))))

    def _is_wrong(self, identity: str, version: int) -> bool:
        try:
            now = self._store.records.statement(identity)
        except NotFound:
            return False
        told = self.told(identity, version)
        return now.version != version and (told is None or differs_in_substance(told, now))

    def _language(self, chat: int, asked: str | None) -> Language:
        """As chosen in the chat, else as the question was answered, else English."""
        chosen = (
            self._store.chats.preference(chat, LANGUAGE)
            or asked
            or self._store.chats.language_of(chat)
        )
        return Language.known(chosen) or Language.EN

    def _today(self, language: Language) -> str:
        return Edtf.parse(self._clock().date().isoformat()).named(language)

    def _withdrawn(self, statement: Statement, language: Language) -> Message:
        words = words_in(language)
        claim = statement.claim.in_language(language)
        told = words.say("This answer was withdrawn on {date}.", date=self._today(language))
        lines: list[Line] = [text(told, Style.STRONG), (Span(claim, Style.STRUCK),)]
        if statement.reason:
            lines.append(text(words.say("Reason: {reason}", reason=statement.reason)))
        return Message(page((Part.ANSWER, lines)))


def _changed(before: Statement, now: Statement, language: Language, words: Words) -> list[Line]:
    """Before and after, of the claim in the reader's language or else of what differs."""
    old, new = before.claim.in_language(language), now.claim.in_language(language)
    if old != new:
        return [
            (Span(words.say("Before: ")), Span(old)),
            (Span(words.say("Now: ")), *word_by_word("", new)),
        ]
    return [
        (Span(f"{one.field}: ", Style.QUIET), *word_by_word(one.before, one.after))
        for one in field_changes(before, now)
        if one.field.partition(".")[0] in _TOLD
    ][:PARTS]


_OF_THE_QUESTION = frozenset({"helpful", "none", "tell"})
"""Buttons that are about the question, which a message that is told by itself does not know."""


def _without_question(message: Message) -> Message:
    kept = (
        tuple(one for one in row if one.name not in _OF_THE_QUESTION) for row in message.actions
    )
    return replace(message, actions=tuple(row for row in kept if row))


def _with_line(message: Message, part: Part, line: Line) -> Message:
    """The message with one more line at the end of a part."""
    sections = list(message.sections)
    for at, section in enumerate(sections):
        if section.part is part:
            sections[at] = replace(section, lines=(*section.lines, line))
            return replace(message, sections=tuple(sections))
    return replace(message, sections=(*sections, *page((part, [line]))))
