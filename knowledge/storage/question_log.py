"""Questions that were asked, what was said about the answers, and where answers were delivered.

Nothing leads from the one to the other: a question has a number drawn at random and a day, a
delivery has a chat and what its message carries.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from knowledge.domain import (
    Carried,
    Concluded,
    Delivery,
    Language,
    NoAnswer,
    NotFound,
    RememberedQuestion,
    Shape,
    Turn,
)
from knowledge.storage.database import Database
from knowledge.storage.record_rows import AnyRow, table_of
from knowledge.storage.tables import (
    DeliveredRow,
    DeliveryPartRow,
    DeliveryRow,
    FormRow,
    InvitationRow,
    PostRow,
    QuestionRow,
)

QUESTIONS = table_of(QuestionRow)
DELIVERIES = table_of(DeliveryRow)
DELIVERED = table_of(DeliveredRow)
PARTS = table_of(DeliveryPartRow)
CHUNK = 10_000
_TURNS = 6
"""Answers back to which a conversation is followed."""
_ADDING_CARRIED = insert(DELIVERED)
NUMBERS = 2**63
"""Numbers of questions are drawn from so many: nobody hits one by trying."""


class QuestionLog:
    """The part of the store that remembers questions and deliveries."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        # What is written for every question is made once: making it takes as long as running it.
        self._adding = database.insert(QUESTIONS).on_conflict_do_nothing()

    def remember(self, text: str, language: str, outcome: str, score: float) -> int:
        """Keep a question and give its number."""
        question = self.noted(text, language, outcome, score)
        self.keep(question)
        return question.number

    @staticmethod
    def drawn() -> int:
        """A number for a question that is not kept yet; only its own buttons carry it."""
        return secrets.randbelow(NUMBERS - 1) + 1

    def noted(
        self, text: str, language: str, outcome: str, score: float, number: int | None = None
    ) -> RememberedQuestion:
        """A question as it is kept, not kept yet.

        Args:
            text: as asked.
            language: the code it was answered in.
            outcome: answer, choices, listing or no_answer.
            score: of the best candidate, 0 to 1.
            number: that it has already.
        """
        # No database keeps half a surrogate pair, PostgreSQL no zero: a question may hold both.
        kept = text.encode("utf-8", "replace").decode().replace("\x00", "")
        day = self._clock().astimezone(UTC).date()
        drawn = self.drawn() if number is None else number
        return RememberedQuestion(drawn, kept, language, outcome, score, day)

    def keep(self, question: RememberedQuestion) -> None:
        """Keep a question; one that is kept already stays as it is."""
        work = partial(self.add, questions=[question])
        self._database.combined(work)

    def add(self, connection: Connection, questions: Sequence[RememberedQuestion]) -> None:
        """Keep questions in a transaction that is under way."""
        if questions:
            connection.execute(self._adding, [_question_row(each) for each in questions])

    def judge(self, question: int, helpful: bool) -> None:
        """Keep whether the answer was what was asked; the last word counts. Raises NotFound."""
        with self._database.writing() as connection:
            changing = update(QUESTIONS).where(QUESTIONS.c.number == _drawn(question))
            if not connection.execute(changing.values(helpful=helpful)).rowcount:
                raise _no_question(question)

    def get(self, number: int) -> RememberedQuestion:
        """One question; raises NotFound."""
        with self._database.reading() as connection:
            this = select(QUESTIONS).where(QUESTIONS.c.number == _drawn(number))
            row = connection.execute(this).first()
        if row is None:
            raise _no_question(number)
        return _asked(row)

    def listed(
        self,
        *,
        outcomes: Sequence[str] = (),
        helpful: bool | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[RememberedQuestion]:
        """Questions, the latest day first; each condition that is given must hold.

        Args:
            outcomes: answer, choices, listing, no_answer.
            helpful: what was said of the answer.
            since: asked on its day or later.
            limit: how many at most.
        """
        latest = (QUESTIONS.c.day.desc(), QUESTIONS.c.number)
        query = select(QUESTIONS).order_by(*latest).limit(limit)
        if outcomes:
            query = query.where(QUESTIONS.c.outcome.in_(outcomes))
        if helpful is not None:
            query = query.where(QUESTIONS.c.helpful.is_(helpful))
        if since is not None:
            query = query.where(QUESTIONS.c.day >= day_of(since))
        with self._database.reading() as connection:
            return [_asked(row) for row in connection.execute(query)]


class Deliveries:
    """Which statements each message of ours carries, and how it was told."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        adding = database.insert(DELIVERIES).on_conflict_do_nothing()
        self._adding = adding.returning(
            DELIVERIES.c.number, DELIVERIES.c.chat, DELIVERIES.c.message
        )

    def remember(
        self,
        chat: int,
        message: int,
        statements: Iterable[Carried | tuple[str, int]],
        *,
        asked: int | None = None,
        language: str | None = None,
        shape: Shape = Shape(),  # noqa: B008 - frozen
        inline: str | None = None,
        further: Sequence[int] = (),
    ) -> None:
        """Keep what a message of ours carries; an edited message replaces what it carried before.

        Args:
            chat: where it stands.
            message: its id there.
            statements: each as it is told, or its id and version.
            asked: the message that held the question.
            language: that it was told in.
            shape: in what way it tells them.
            inline: Telegram's id of a message that was sent inline.
            further: ids of the messages that go on where this one was full.
        """
        self.keep(
            Delivery(
                chat,
                message,
                tuple(one if isinstance(one, Carried) else Carried(*one) for one in statements),
                self._clock(),
                language,
                shape,
                asked,
                inline,
                tuple(further),
            )
        )

    def keep(self, delivery: Delivery) -> None:
        """Keep what a message of ours carries, as `remember` does."""
        self._database.combined(partial(self.add, deliveries=[delivery]))

    def add(self, connection: Connection, deliveries: Sequence[Delivery]) -> None:
        """Keep what messages carry in a transaction that is under way; of one message the last counts."""
        latest = {(each.chat, each.message): each for each in deliveries}
        if not latest:
            return
        numbers = self._added(connection, list(latest.values()))
        edited = [each for each in latest if each not in numbers]
        for chat, message in edited:  # which is rare
            here = (DELIVERIES.c.chat == chat, DELIVERIES.c.message == message)
            connection.execute(delete(DELIVERIES).where(*here))
        numbers |= self._added(connection, [latest[each] for each in edited])
        carried = [row for each in latest for row in _rows(numbers[each], latest[each].carried)]
        if carried:
            connection.execute(_ADDING_CARRIED, carried)
        further = [row for each in latest for row in _parts(numbers[each], latest[each].further)]
        if further:
            connection.execute(insert(PARTS), further)

    def _added(
        self, connection: Connection, deliveries: Sequence[Delivery]
    ) -> dict[tuple[int, int], int]:
        """The numbers of those that were not there yet, by chat and message."""
        if not deliveries:
            return {}
        added = connection.execute(self._adding, [_delivery_row(each) for each in deliveries])
        return {(row.chat, row.message): row.number for row in added}

    def put_right(
        self, chat: int, message: int, carried: Sequence[Carried], further: Sequence[int]
    ) -> None:
        """Keep what a message carries since it was put right; the rest of it stays as it was.

        Args:
            chat: where it stands.
            message: its id there.
            carried: each statement as it is told now.
            further: ids of the messages that go on where this one is full.
        """
        here = (DELIVERIES.c.chat == chat, DELIVERIES.c.message == message)
        with self._database.writing() as connection:
            number = connection.execute(select(DELIVERIES.c.number).where(*here)).scalar()
            if number is None:
                return
            connection.execute(delete(DELIVERED).where(DELIVERED.c.delivery == number))
            connection.execute(delete(PARTS).where(PARTS.c.delivery == number))
            if rows := _rows(number, carried):
                connection.execute(insert(DELIVERED), rows)
            if further:
                connection.execute(insert(PARTS), _parts(number, further))

    def carrying(self, statements: Sequence[str]) -> list[Delivery]:
        """Every message that carries one of these statements, the earliest first."""
        with self._database.reading() as connection:
            numbers: set[int] = set()
            for start in range(0, len(statements), CHUNK):
                chosen = DELIVERED.c.statement.in_(statements[start : start + CHUNK])
                query = select(DELIVERED.c.delivery).where(chosen)
                numbers.update(connection.execute(query).scalars())
            return _deliveries(connection, sorted(numbers))

    def get(self, chat: int, message: int) -> Delivery | None:
        """What a message of ours carries, or the answer that it is a part of."""
        return self._delivery(DELIVERIES.c.chat == chat, _stands_in(message))

    def answering(self, chat: int, asked: int) -> Delivery | None:
        """Our latest message that answers a message of the chat."""
        return self._delivery(DELIVERIES.c.chat == chat, DELIVERIES.c.asked == asked)

    def turns(
        self, chat: int, *, message: int | None = None, instead: int | None = None
    ) -> tuple[Turn, ...]:
        """What was told last in a chat, or by a message of ours; without the questions.

        Args:
            chat: where.
            message: of ours, that is replied to; None: the latest ones.
            instead: a message of the chat that is asked anew: what was told to it is left out.

        Returns:
            The latest last.
        """
        query = told_last_query(of_message=message is not None, of_others=instead is not None)
        here = {"chat": chat, "message": message, "instead": instead}
        with self._database.reading() as connection:
            return turns_of(connection.execute(query, here))

    def forget(self, chat: int, message: int) -> None:
        """No longer keep what a message carries, for one that is gone or cannot be edited."""
        here = (DELIVERIES.c.chat == chat, DELIVERIES.c.message == message)
        with self._database.writing() as connection:
            connection.execute(delete(DELIVERIES).where(*here))

    def _delivery(self, *conditions: Any) -> Delivery | None:  # noqa: ANN401 - SQLAlchemy's conditions
        query = select(DELIVERIES.c.number).where(*conditions)
        with self._database.reading() as connection:
            number = connection.execute(query.order_by(DELIVERIES.c.number.desc())).scalar()
            return _deliveries(connection, [number])[0] if number is not None else None


def _stands_in(message: int | BindParameter[int]) -> ColumnElement[bool]:
    """Deliveries that a message of this id is, or is a further part of."""
    begun = select(PARTS.c.delivery).where(PARTS.c.message == message)
    return or_(DELIVERIES.c.message == message, DELIVERIES.c.number.in_(begun))


def inline_number(identity: str) -> int:
    """What stands for the id of a message that was sent inline, as the number of the message."""
    return int.from_bytes(blake2b(identity.encode(), digest_size=8).digest()) >> 1


def day_of(moment: datetime) -> str:
    """The day of a moment, UTC, as questions keep it."""
    return moment.astimezone(UTC).date().isoformat()


@cache
def told_last_query(*, of_message: bool, of_others: bool) -> Select[Any]:
    """The latest answers of a chat with what they carry; asked before every question, hence kept.

    There is a row without a number where there is no answer.

    Args:
        of_message: whether they are those of one message of ours.
        of_others: whether what was told to a message that is asked anew is left out.
    """
    here = [DELIVERIES.c.chat == bindparam("chat")]
    if of_message:
        here.append(_stands_in(bindparam("message", type_=DELIVERIES.c.message.type)))
    else:  # a page that was opened answers nothing: its code is of two words
        here.append(DELIVERIES.c.asks.not_like("% %"))
    if of_others:
        here.append(or_(DELIVERIES.c.asked.is_(None), DELIVERIES.c.asked != bindparam("instead")))
    columns = (DELIVERIES.c.number, DELIVERIES.c.message, DELIVERIES.c.asked)
    latest = (
        select(*columns, DELIVERIES.c.outcome, DELIVERIES.c.language)
        .where(*here)
        .order_by(DELIVERIES.c.number.desc())
        .limit(_TURNS)
        .subquery()
    )
    always = select(literal(1).label("always")).subquery()
    joined = always.outerjoin(latest, true()).outerjoin(
        # What only stood beside an answer is not what the conversation is about.
        DELIVERED,
        and_(DELIVERED.c.delivery == latest.c.number, DELIVERED.c.beside.is_(False)),
    )
    query = select(latest, DELIVERED.c.statement).select_from(joined)
    return query.order_by(latest.c.number, DELIVERED.c.number)


def turns_of(rows: Iterable[AnyRow]) -> tuple[Turn, ...]:
    """What rows of `told_last_query` tell."""
    carried: dict[int, tuple[AnyRow, list[str]]] = {}
    for row in rows:
        if row.number is not None:
            statements = carried.setdefault(row.number, (row, []))[1]
            if row.statement is not None:
                statements.append(row.statement)
    turns = []
    for row, told in carried.values():
        # What was opened by a button under a refusal is no refusal any more: nothing asked for it.
        refused = row.outcome == NoAnswer.name and row.asked is not None
        turns.append(
            Turn(
                statements=tuple(told),
                answered=bool(told) and not refused,
                language=Language.known(row.language),
                message=row.message,
            )
        )
    return tuple(turns)


def _asked(row: AnyRow) -> RememberedQuestion:
    return RememberedQuestion(
        number=row.number,
        text=row.text,
        language=row.language,
        outcome=row.outcome,
        score=row.score,
        day=date.fromisoformat(row.day),
        helpful=row.helpful,
    )


def _drawn(number: int) -> int:
    """The number, or 0 for one that no question has and no database takes."""
    return number if 0 < number < NUMBERS else 0


def _no_question(number: int) -> NotFound:
    return NotFound(f"There is no question {number}; it may have been forgotten.")


class Conclusions:
    """What is left of answers once they stand in their chats.

    Questions go before, in a transaction of their own and in the order of their numbers: what was
    written together, or in the same order, would pair them with where they were answered.
    """

    def __init__(self, database: Database, questions: QuestionLog, deliveries: Deliveries) -> None:
        self._database = database
        self._questions = questions
        self._deliveries = deliveries

    def keep(self, concluded: Concluded) -> None:
        """Keep what is left of one answer."""
        self.keep_questions([concluded])
        self._deliveries.keep(concluded.delivery)

    def keep_questions(self, concluded: Sequence[Concluded]) -> None:
        """Keep the questions that were answered."""
        asked = [each.question for each in concluded if each.question is not None]
        if asked:
            asked.sort(key=lambda each: each.number)
            self._database.combined(partial(self._questions.add, questions=asked))

    def add(self, connection: Connection, concluded: Sequence[Concluded]) -> None:
        """Keep what the answers carry in a transaction that is under way."""
        self._deliveries.add(connection, [each.delivery for each in concluded])


def _question_row(question: RememberedQuestion) -> dict[str, Any]:
    return {
        "number": question.number,
        "text": question.text,
        "language": question.language,
        "outcome": question.outcome,
        "score": question.score,
        "day": question.day.isoformat(),
    }


def _delivery_row(delivery: Delivery) -> dict[str, Any]:
    shape = delivery.shape
    return {
        "chat": delivery.chat,
        "message": delivery.message,
        "asked": delivery.asked,
        "at": delivery.at,
        "language": delivery.language,
        "outcome": shape.outcome,
        "asks": shape.asks,
        "heading": shape.heading,
        "inline": delivery.inline,
    }


def _rows(number: int, carried: Sequence[Carried]) -> list[dict[str, Any]]:
    return [
        {
            "delivery": number,
            "number": index,
            "statement": one.id,
            "version": one.version,
            "digest": one.digest,
            "beside": one.beside,
        }
        for index, one in enumerate(carried)
    ]


def _parts(number: int, further: Sequence[int]) -> list[dict[str, int]]:
    return [
        {"delivery": number, "number": index, "message": message}
        for index, message in enumerate(further)
    ]


def _deliveries(connection: Connection, numbers: Sequence[int]) -> list[Delivery]:
    found = []
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        carried: dict[int, list[Carried]] = {}
        parts = select(DELIVERED).where(DELIVERED.c.delivery.in_(chunk))
        for row in connection.execute(parts.order_by(DELIVERED.c.delivery, DELIVERED.c.number)):
            carried.setdefault(row.delivery, []).append(
                Carried(row.statement, row.version, row.digest, row.beside)
            )
        further: dict[int, list[int]] = {}
        more = select(PARTS).where(PARTS.c.delivery.in_(chunk))
        for row in connection.execute(more.order_by(PARTS.c.delivery, PARTS.c.number)):
            further.setdefault(row.delivery, []).append(row.message)
        query = select(DELIVERIES).where(DELIVERIES.c.number.in_(chunk))
        found += [
            Delivery(
                chat=row.chat,
                message=row.message,
                carried=tuple(carried.get(row.number, ())),
                at=row.at,
                language=row.language,
                shape=Shape(row.outcome, row.asks, row.heading),
                asked=row.asked,
                inline=row.inline,
                further=tuple(further.get(row.number, ())),
            )
            for row in connection.execute(query.order_by(DELIVERIES.c.number))
        ]
    return found


POSTS = table_of(PostRow)
INVITATIONS = table_of(InvitationRow)
FORMS = table_of(FormRow)


class MessageNotes:
    """Which messages are posts, which ask for a reader's words, and which for a curator's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark_post(self, chat: int, message: int) -> None:
        """Keep that a message is a post."""
        adding = self._database.insert(POSTS).values(chat=chat, message=message)
        with self._database.writing() as connection:
            connection.execute(adding.on_conflict_do_nothing())

    def is_post(self, chat: int, message: int) -> bool:
        """Whether a message is a post."""
        here = (POSTS.c.chat == chat, POSTS.c.message == message)
        with self._database.reading() as connection:
            return connection.execute(select(POSTS.c.chat).where(*here)).first() is not None

    def keep_invitation(self, chat: int, message: int, answer: int) -> None:
        """Keep which answer a message asks a reader about."""
        here = (INVITATIONS.c.chat == chat, INVITATIONS.c.message == message)
        with self._database.writing() as connection:
            connection.execute(delete(INVITATIONS).where(*here))
            row = {"chat": chat, "message": message, "answer": answer}
            connection.execute(insert(INVITATIONS), row)

    def invited_about(self, chat: int, message: int) -> int | None:
        """The answer that a message asks a reader about."""
        here = (INVITATIONS.c.chat == chat, INVITATIONS.c.message == message)
        with self._database.reading() as connection:
            answer: int | None = connection.execute(
                select(INVITATIONS.c.answer).where(*here)
            ).scalar()
        return answer

    def keep_form(self, chat: int, message: int, task: int, version: int) -> None:
        """Keep that replies to a message go to a task, at the version in which it asked."""
        here = (FORMS.c.chat == chat, FORMS.c.message == message)
        with self._database.writing() as connection:
            connection.execute(delete(FORMS).where(*here))
            row = {"chat": chat, "message": message, "task": task, "version": version}
            connection.execute(insert(FORMS), row)

    def form_at(self, chat: int, message: int) -> tuple[int, int] | None:
        """(Number, version) of the task that replies to a message go to."""
        here = (FORMS.c.chat == chat, FORMS.c.message == message)
        with self._database.reading() as connection:
            row = connection.execute(select(FORMS.c.task, FORMS.c.version).where(*here)).first()
        return None if row is None else (row.task, row.version)
