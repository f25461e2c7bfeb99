"""Feedback on answers, and reports for those who keep the store: what was asked, what came of it, what is overdue."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from knowledge.answering.compose.claim_lines import filled, strong
from knowledge.domain import (
    Action,
    ChatSettings,
    Delivery,
    Draft,
    Language,
    Line,
    Message,
    NotFound,
    Part,
    RememberedQuestion,
    Rhythm,
    Span,
    Statement,
    section,
)
from knowledge.domain.dates import Edtf
from knowledge.storage import Store
from knowledge.storage.people import SPOKEN
from knowledge.subscriptions.chat_settings import due
from knowledge.translations import cut, quoted, words_in

TOP = 5
"""Unanswered questions, and overdue statements, that a report names."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed; 0 for none.

    Args:
        values: in any order.
        share: 0 to 1.
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def report(
    asked: Sequence[RememberedQuestion],
    elapsed: Sequence[float],
    overdue: Sequence[Statement],
    days: int,
    language: Language,
) -> Message:
    """What was asked in some days and what came of it.

    Args:
        asked: the questions of these days.
        elapsed: milliseconds of the latest answers of this process.
        overdue: statements whose review is due.
        days: how many.
        language: the reader's.
    """
    words = words_in(language)
    outcomes = Counter(each.outcome for each in asked)
    choices = [each.helpful for each in asked if each.outcome == "choices"]
    judged = [each.helpful for each in asked if each.outcome != "choices"]
    rows = [
        (words.say("Asked"), str(len(asked))),
        (words.say("Answered"), _share(outcomes["answer"] + outcomes["listing"], len(asked))),
        (words.say("Choices offered"), _share(outcomes["choices"], len(asked))),
        (words.say("Choices taken"), _share(choices.count(True), len(choices))),
        (words.say("Refused"), _share(outcomes["no_answer"], len(asked))),
        (words.say("Judged right"), str(judged.count(True))),
        (words.say("Judged wrong"), str(judged.count(False))),
    ]
    if elapsed:
        times = words.say(
            "{median} ms, one in twenty over {slow} ms",
            median=f"{percentile(elapsed, 0.5):.0f}",
            slow=f"{percentile(elapsed, 0.95):.0f}",
        )
        rows.append((words.say("Time of an answer"), times))
    lines: list[Line] = [
        filled("{name}: {value}", name=name, value=strong(value)) for name, value in rows
    ]
    title = words.count("The last {number} day", "The last {number} days", days)
    return Message(
        (
            *section(Part.ANSWER, (strong(title),), *lines),
            *section(Part.CAREFUL, *_unanswered(asked, language)),
            *section(Part.SOURCE, *_overdue(overdue, language)),
        )
    )


def is_overdue(statement: Statement, today: date) -> bool:
    """Whether the day on which a statement must be looked at again has come."""
    if statement.review_due is None:
        return False
    return Edtf.parse(statement.review_due).first <= (today.year, today.month, today.day)


def _share(part: int, whole: int) -> str:
    return f"{part} ({round(100 * part / whole)} %)" if whole else str(part)


def _unanswered(asked: Sequence[RememberedQuestion], language: Language) -> list[Line]:
    words = words_in(language)
    refused = [each.text for each in asked if each.outcome == "no_answer" and each.text.strip()]
    spelled = {text.casefold().strip(" ?!."): text for text in reversed(refused)}
    counted = Counter(text.casefold().strip(" ?!.") for text in refused).most_common(TOP)
    lines: list[Line] = [
        (Span(f"• {cut(spelled[folded], 100)} ({number})"),) for folded, number in counted
    ]
    return [(strong(words.say("Most asked without an answer:")),), *lines] if lines else []


def _overdue(statements: Sequence[Statement], language: Language) -> list[Line]:
    words = words_in(language)
    if not statements:
        return []
    heading = words.count(
        "{number} statement must be reviewed again:",
        "{number} statements must be reviewed again:",
        len(statements),
    )
    lines: list[Line] = [
        (Span(f"• {each.id} ({Edtf.parse(each.review_due or '').named(language)})"),)
        for each in statements[:TOP]
    ]
    return [(strong(heading),), *lines]


BATCH = "feedback"
OPEN = "feedback"
"""A state of its own, so that no reviewer meets it as a draft."""

LONGEST = 1000
"""Characters of a reader's words that are kept."""


def keep(store: Store, delivery: Delivery | None, words: str, question: str) -> int:
    """Keep what a reader wrote, with the answer and the versions that it is about.

    Args:
        store: keeps it.
        delivery: the answer, or None where it is not known any more.
        words: the reader's; nothing is kept of who they are, nor of when in the day they wrote.
        question: that was answered, or empty.

    Returns:
        Its number.
    """
    content = {
        "words": words[:LONGEST],
        "asked": question[:LONGEST],
        "statements": [list(each) for each in delivery.statements] if delivery else [],
    }
    kept = json.dumps(content, ensure_ascii=False)
    return store.drafts.add(BATCH, [kept], state=OPEN, by_day=True)[0]


def letter(store: Store, draft: Draft, language: Language) -> Message:
    """For those who keep the store: the words, the question, the statements as they were told.

    Args:
        store: of the statements.
        draft: as `keep` made it.
        language: of the reader of this letter.
    """
    words = words_in(language)
    content = json.loads(draft.content)
    ids: Sequence[tuple[str, int]] = [(each[0], each[1]) for each in content["statements"]]
    now = {
        each.statement.id: each.statement
        for each in store.records.complete([one for one, _ in ids])
    }
    lines: list[Line] = [(Span(quoted(content["words"], language)),)]
    if content["asked"]:
        asked = quoted(cut(content["asked"], 200), language)
        lines.append(filled(words.say("Asked: {question}"), question=asked))
    for identity, version in ids[:5]:
        told = words.say("{id}, version {version}", id=identity, version=version)
        current = now.get(identity)
        if current is not None and current.version != version:
            told = words.say(
                "{id}, version {version}, now {now}",
                id=identity,
                version=version,
                now=current.version,
            )
        lines.append((Span(f"• {told}"),))
    heading = strong(words.say("A reader says that an answer is wrong:"))
    rows = tuple(
        (Action("choose", identity, words.say("Show {id}", id=cut(identity, 40))),)
        for identity, _ in ids[:3]
        if identity in now
    )
    return Message(section(Part.ANSWER, (heading,), *lines), rows)


REPORTING = "report"
"""The preference of a chat that gets the weekly report and what readers say is wrong."""

WEEK = 7


class AnswerFeedback:
    """What readers say of answers, and reports of what was asked.

    Args:
        store: of everything.
        habits: what a chat has chosen.
        clock: gives the present moment, aware.
        elapsed: milliseconds of the latest answers, for reports.
    """

    def __init__(
        self,
        store: Store,
        habits: Callable[[int], ChatSettings],
        clock: Callable[[], datetime],
        elapsed: Iterable[float],
    ) -> None:
        self._store = store
        self._habits = habits
        self._clock = clock
        self._elapsed = elapsed
        # Only spares a look into the database; what was told is known there.
        self._reported: dict[int, str] = {}

    def invite(self, chat: int, request: int, answer: int) -> None:
        """Keep which answer our request for a reader's words is about."""
        self._store.notes.keep_invitation(chat, request, answer)

    def complain(self, chat: int, request: int, said: str, question: str = "") -> int:
        """Keep what a reader says is wrong, and tell those who keep the store; gives its number.

        Args:
            chat: where.
            request: our message that asked for their words.
            said: their words; nothing is kept of who they are.
            question: that the answer was to, as the request repeats it.
        """
        about = self._store.notes.invited_about(chat, request)
        delivery = None if about is None else self._store.deliveries.get(chat, about)
        spoken, asked = (
            each.encode("utf-8", "replace").decode("utf-8") for each in (said, question)
        )
        number = keep(self._store, delivery, spoken, asked)
        content = json.dumps({"kind": "feedback", "draft": number})
        self._store.outbox.post(
            (
                (f"feedback:{number}:{reader}", f"feedback {number}", reader, content)
                for reader in self._store.chats.having(REPORTING)
            ),
            # The second would tell whose words they are.
            due=self._clock().replace(minute=0, second=0, microsecond=0),
        )
        return number

    def reporting(self, chat: int, *, on: bool, language: Language | None = None) -> None:
        """Whether a chat gets the weekly report and what readers say is wrong.

        Args:
            chat: of those who keep the store.
            on: whether it does.
            language: of the report, where the chat has chosen none.
        """
        self._store.chats.set_preference(chat, REPORTING, "weekly" if on else None)
        if on and language is not None:
            self._store.chats.set_preference(chat, SPOKEN, language)

    def report(self, language: Language, days: int = WEEK) -> Message:
        """What was asked in the last days, what came of it, what must be reviewed again."""
        now = self._clock()
        asked = self._store.questions.listed(since=now - timedelta(days=days))
        return report(asked, list(self._elapsed), self._overdue(now), days, language)

    def _overdue(self, now: datetime) -> list[Statement]:
        found = (each.statement for each in self._store.records.documents())
        return [each for each in found if is_overdue(each, now.date())]

    def collect(self) -> int:
        """Put the weekly reports that are due into the outbox; gives how many."""
        now, told = self._clock(), 0
        for chat in self._store.chats.having(REPORTING):
            weekly = replace(self._habits(chat), rhythm=Rhythm.WEEKLY, since=None)
            wanted = due(weekly, now)
            if wanted is not None and self._reported.get(chat) != wanted.key:
                what = wanted.key.replace("digest", "report")
                self._reported[chat] = wanted.key
                letter = (f"report:{chat}:{what}", what, json.dumps({"kind": "weekly"}))
                told += self._store.news.tell_once(chat, what, letter)
        return told

    def complaint(self, number: int, language: Language) -> Message | None:
        """What a reader said is wrong; None where it is not kept any more."""
        try:
            draft = self._store.drafts.get(number)
        except NotFound:
            return None
        return letter(self._store, draft, language)
