"""Forgetting: a person at their wish, a chat that ended, and what is kept for a while only."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    cast,
    delete,
    exists,
    literal,
    select,
    update,
)

from knowledge.storage.coordination import ALLOWANCES
from knowledge.storage.database import Database
from knowledge.storage.outbox import DIGESTS, NOBODY, OUTBOX, QUESTION
from knowledge.storage.people import ATTEMPTS, DRAFTS, FOLLOWS, MENUS, PREFERENCES, SENT
from knowledge.storage.question_log import DELIVERIES, FORMS, INVITATIONS, POSTS, QUESTIONS, day_of
from knowledge.storage.update_inbox import INBOX, SAID, forget_dead_letters, is_dead

SEEN = timedelta(days=3)
"""Telegram keeps an update that it could not deliver for one day."""

RESTED = timedelta(days=1)
"""After which an allowance has grown back and says nothing any more."""

ONCE = timedelta(days=35)
"""For so long it is known at least that something was told once: longer than any digest's rhythm."""

OF_THE_CHAT = (PREFERENCES, MENUS, FOLLOWS, SENT, DELIVERIES, DIGESTS, POSTS, INVITATIONS, FORMS)
"""Tables whose rows belong to a chat, by its id."""

ENDING = ("task", "backlog", "feedback")
"""Batches of drafts that are work of a day: forms, what was put away, readers' complaints."""


TASK = DRAFTS.c.batch == "task"


class Erasure:
    """The part of the store that forgets."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def forget(self, user: int, *, keeps: bool = False) -> None:
        """Forget all that is kept about a person, everywhere.

        Questions that they asked to be told of go as well; of the others nobody can say whose they
        were. What they did for the store as a curator stays: its history names who changed what.

        Args:
            user: their id, which is that of their private chat as well.
            keeps: whether they keep the store: what was refused to them stays with their id then.
        """
        with self._database.writing() as connection:
            _forget_chat(connection, user, questions=True)
            if not keeps:
                attempts = update(ATTEMPTS).where(ATTEMPTS.c.user == user)
                connection.execute(attempts.values(user=None))
            held = DRAFTS.c.holder == user
            connection.execute(delete(DRAFTS).where(held, DRAFTS.c.batch.in_(ENDING)))
            connection.execute(update(DRAFTS).where(held).values(holder=None))

    def forget_chat(self, chat: int) -> None:
        """Forget a chat that cannot be written to any more: nothing can be put right there."""
        with self._database.writing() as connection:
            _forget_chat(connection, chat, questions=False)

    def prune(self, before: datetime, *, now: datetime | None = None) -> int:
        """Forget what is older than this, whatever it is; gives how many rows.

        Ids of handled updates are of no use after some days, and are forgotten then: Telegram begins
        its numbers anew after a quiet week, and a new update must not be taken for an old one.

        Args:
            before: what is older is forgotten.
            now: the time, where it is known better than by the clock.
        """
        now = now or self._clock()
        day, seen = day_of(before), max(before, now - SEEN)
        dead = and_(is_dead(), INBOX.c.handled_at < before)
        settled = OUTBOX.c.state.in_(("done", "failed"))
        old = (
            delete(DELIVERIES).where(DELIVERIES.c.at < before),
            delete(QUESTIONS).where(QUESTIONS.c.day < day),
            delete(FOLLOWS).where(FOLLOWS.c.subject == QUESTION, FOLLOWS.c.at < before),
            delete(OUTBOX).where(OUTBOX.c.due < before, settled),
            delete(SENT).where(SENT.c.at < min(before, now - ONCE)),
            delete(ATTEMPTS).where(ATTEMPTS.c.at < before),
            delete(DRAFTS).where(DRAFTS.c.at < before, DRAFTS.c.batch.in_(ENDING)),
            delete(INBOX).where(INBOX.c.at < seen, INBOX.c.handled_at.is_not(None), ~is_dead()),
            delete(SAID).where(SAID.c.update_id.in_(select(INBOX.c.update_id).where(dead))),
            delete(INBOX).where(dead),
            delete(ALLOWANCES).where(ALLOWANCES.c.at < (now - RESTED).timestamp()),
            delete(POSTS).where(_told_no_more(POSTS, "message")),
            delete(INVITATIONS).where(_told_no_more(INVITATIONS, "answer")),
            delete(FORMS).where(FORMS.c.task.not_in(select(DRAFTS.c.number).where(TASK))),
        )
        with self._database.writing() as connection:
            return sum(connection.execute(statement).rowcount for statement in old)


def _forget_chat(connection: Connection, chat: int, *, questions: bool) -> None:
    forget_dead_letters(connection, chat)
    if questions:
        wished = select(FOLLOWS.c.subject_id).where(
            FOLLOWS.c.chat == chat, FOLLOWS.c.subject == QUESTION
        )
        numbers = [int(one) for one in connection.execute(wished).scalars()]
        connection.execute(delete(QUESTIONS).where(QUESTIONS.c.number.in_(numbers)))
    for table in OF_THE_CHAT:
        connection.execute(delete(table).where(table.c.chat == chat))
    told = OUTBOX.c.state.in_(("done", "failed"))
    of_the_chat = OUTBOX.c.chat == chat
    # A report counts whom a correction has reached; whose chats these were is of no matter.
    counted = {"chat": NOBODY, "key": literal("told:") + cast(OUTBOX.c.number, Text)}
    connection.execute(
        update(OUTBOX).where(of_the_chat, told).values(**counted, content="", result=None)
    )
    connection.execute(delete(OUTBOX).where(of_the_chat))
    keys = (f"sender {chat}", f"chat {chat}")
    connection.execute(delete(ALLOWANCES).where(ALLOWANCES.c.key.in_(keys)))
    handled = (INBOX.c.chat == chat, INBOX.c.handled_at.is_not(None))
    ended = select(INBOX.c.update_id).where(*handled)
    connection.execute(delete(SAID).where(SAID.c.update_id.in_(ended)))
    connection.execute(update(INBOX).where(*handled).values(chat=None))


def _told_no_more(table: Table, column: str) -> ColumnElement[bool]:
    """That nothing is kept any more of the message that is named in this column."""
    here = (DELIVERIES.c.chat == table.c.chat, DELIVERIES.c.message == table.c[column])
    return ~exists().where(*here)
