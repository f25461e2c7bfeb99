"""The outbox: what must still be told, claimed before it is told, so that little is told twice.

What was told leaves its key and its outcome behind, not its content.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from knowledge.model import Posting
from knowledge.store.connection import Database
from knowledge.store.kinds import table_of
from knowledge.store.tables import FollowRow, OutboxRow, PreferenceRow

OUTBOX = table_of(OutboxRow)
PREFERENCES = table_of(PreferenceRow)
FOLLOWS = table_of(FollowRow)
NOBODY = 0
"""No chat has this id; settings of the whole deployment are kept under it."""

SOON = timedelta(minutes=10)
"""What is put off for longer rests until a chat's quiet hours end; nobody waits for it."""

LONGEST_REST = timedelta(days=1)
"""What Telegram did not take is put off for no longer than this at once."""

CURSOR = "told up to revision"

QUESTION = "question"
"""The subject of a wish to be told of the answer to a question; its id is the question's number."""

ANSWERED = "answered:"
"""Begins the key of what tells the answer to a question; the chat and the question's number follow.
While it waits, it ties the reader to the question, as they wished; not a moment longer."""


class Outbox:
    """The part of the store that keeps what is still to be told."""

    _database: Database
    _clock: Callable[[], datetime]

    def told_up_to(self) -> int | None:
        """The revision up to which all that must be told is in the outbox; None at first."""
        here = (PREFERENCES.c.chat == NOBODY, PREFERENCES.c.name == CURSOR)
        with self._database.reading() as connection:
            value = connection.execute(select(PREFERENCES.c.value).where(*here)).scalar()
        return None if value is None else int(value)

    def post(
        self,
        postings: Iterable[tuple[str, str, int, str]],
        *,
        up_to: int | None = None,
        due: datetime | None = None,
        fulfilled: Iterable[int] = (),
    ) -> int:
        """Put down what must be told, all or nothing; gives how many are new.

        Args:
            postings: (key, occasion, chat, content).
            up_to: the revision that they bring the outbox up to, kept with them.
            due: not to be told before; now.
            fulfilled: numbers of questions whose answer they tell, so that nobody waits any more.
        """
        due = due or self._clock()
        rows = [
            {"key": key, "occasion": occasion, "chat": chat, "content": content}
            | {"state": "waiting", "due": due}
            for key, occasion, chat, content in postings
        ]
        added = 0
        with self._database.writing() as connection:
            for row in rows:
                statement = self._database.insert(OUTBOX).values(row).on_conflict_do_nothing()
                added += connection.execute(statement).rowcount
            fulfil(connection, fulfilled)
            if up_to is not None:
                here = (PREFERENCES.c.chat == NOBODY, PREFERENCES.c.name == CURSOR)
                connection.execute(delete(PREFERENCES).where(*here))
                value = {"chat": NOBODY, "name": CURSOR, "value": str(up_to)}
                connection.execute(insert(PREFERENCES), value)
        return added

    def take_postings(self, *, limit: int) -> list[Posting]:
        """Take what is due, the earliest first; it stays taken until it is settled or put off.

        What Telegram did not take is waited for by what comes after it in its chat.
        """
        now, earlier = self._clock(), OUTBOX.alias()
        refused = exists().where(
            earlier.c.chat == OUTBOX.c.chat,
            earlier.c.state == "waiting",
            earlier.c.number < OUTBOX.c.number,
            earlier.c.refusals > 0,
            earlier.c.due > now,
            earlier.c.due <= now + LONGEST_REST,
        )
        # What seems to be put off for longer than ever is left from a clock that was moved.
        moved = and_(OUTBOX.c.refusals > 0, OUTBOX.c.due > now + LONGEST_REST)
        due = (OUTBOX.c.state == "waiting", or_(OUTBOX.c.due <= now, moved), ~refused)
        query = select(OUTBOX).where(*due).order_by(OUTBOX.c.number).limit(limit)
        with self._database.reading() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []  # the usual case costs no writing
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                query = query.with_for_update(skip_locked=True)
            found = [Posting(**row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
            numbers = [posting.number for posting in found]
            taken = update(OUTBOX).where(OUTBOX.c.number.in_(numbers))
            connection.execute(taken.values(state="claimed"))
        return found

    def settle_posting(self, number: int, state: str, result: str | None = None) -> None:
        """Keep what came of it: done or failed, and in a word what or why; the content goes.

        Of an answer to a question even the key and the result go: they would go on telling which
        chat had asked it.
        """
        with self._database.writing() as connection:
            _settle(connection, number, state, result)

    def put_off_posting(self, number: int, until: datetime) -> None:
        """Let it wait until then."""
        with self._database.writing() as connection:
            this = update(OUTBOX).where(OUTBOX.c.number == number)
            connection.execute(this.values(state="waiting", due=until))

    def refuse_posting(self, number: int, pause: timedelta) -> None:
        """Let wait for so long what Telegram did not take; longer than a day counts as a day."""
        now = self._clock()
        with self._database.writing() as connection:
            this = update(OUTBOX).where(OUTBOX.c.number == number)
            values = {
                "state": "waiting",
                "due": now + min(pause, LONGEST_REST),
                "refusals": OUTBOX.c.refusals + 1,
                "refused_since": func.coalesce(OUTBOX.c.refused_since, now),
            }
            connection.execute(this.values(values))

    def delay_posting(self, number: int, pause: timedelta) -> None:
        """Let it wait for so long, of our own accord."""
        self.put_off_posting(number, self._clock() + pause)

    def give_up_posting(self, posting: Posting, word: tuple[str, str] | None) -> None:
        """Offer a posting no more, and put down a word about that in one transaction with it.

        Args:
            posting: that Telegram did not take for too long.
            word: (occasion, content) of what its chat is told instead, once a day; None: nothing.
        """
        now = self._clock()
        with self._database.writing() as connection:
            _settle(connection, posting.number, "failed", "too late")
            if word is not None:
                occasion, content = word
                adding = self._database.insert(OUTBOX).values(
                    key=f"late:{posting.chat}:{now.date()}",
                    occasion=occasion,
                    chat=posting.chat,
                    content=content,
                    state="waiting",
                    due=now,
                )
                adding = adding.on_conflict_do_nothing()
                connection.execute(adding)

    def is_overdue(self, posting: Posting, within: timedelta) -> bool:
        """Whether Telegram has not taken a posting for longer than this, tried more than once."""
        since = posting.refused_since
        return posting.refusals > 1 and since is not None and self._clock() - since > within

    def release_postings(self) -> int:
        """Let wait again what a process claimed that has ended; gives how many."""
        with self._database.writing() as connection:
            taken = update(OUTBOX).where(OUTBOX.c.state == "claimed")
            return connection.execute(taken.values(state="waiting")).rowcount

    def posted(self, occasion: str) -> Mapping[str, int]:
        """How many postings of an occasion there are in each state; `resting` wait for long."""
        late = OUTBOX.c.due > self._clock() + SOON
        state = case((and_(OUTBOX.c.state == "waiting", late), "resting"), else_=OUTBOX.c.state)
        query = select(state, func.count()).where(OUTBOX.c.occasion == occasion)
        with self._database.reading() as connection:
            rows = connection.execute(query.group_by(state)).all()
        return {row[0]: row[1] for row in rows}

    def last_result(self, key_prefix: str) -> str | None:
        """The result of the latest posting done whose key begins so."""
        query = (
            select(OUTBOX.c.result)
            .where(OUTBOX.c.key.startswith(key_prefix, autoescape=True), OUTBOX.c.state == "done")
            .order_by(OUTBOX.c.number.desc())
        )
        with self._database.reading() as connection:
            result: str | None = connection.execute(query.limit(1)).scalar()
        return result


def _settle(connection: Connection, number: int, state: str, result: str | None) -> None:
    this = update(OUTBOX).where(OUTBOX.c.number == number)
    connection.execute(this.values(state=state, result=result, content=""))
    answer = this.where(OUTBOX.c.key.startswith(ANSWERED, autoescape=True))
    told = {"key": f"told:{number}", "occasion": "answered", "result": None}
    connection.execute(answer.values(**told))


def fulfil(connection: Connection, questions: Iterable[int]) -> None:
    """End the wishes to be told of these questions, in the transaction that puts down the answer."""
    numbers = [str(number) for number in questions]
    if numbers:
        asked = (FOLLOWS.c.subject == QUESTION, FOLLOWS.c.subject_id.in_(numbers))
        connection.execute(delete(FOLLOWS).where(*asked))
