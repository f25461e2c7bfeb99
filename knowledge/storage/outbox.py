"""The outbox: what must still be told, claimed before it is told, so that little is told twice.

What was told leaves its key and its outcome behind, not its content.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, delete, exists, func, insert, or_, select, update

from knowledge.domain import Follow, Posting
from knowledge.storage.coordination import ALLOWANCES, STATE, put
from knowledge.storage.database import Database
from knowledge.storage.people import CHUNK, FOLLOWS, PREFERENCES, SENT
from knowledge.storage.question_log import DELIVERIES, FORMS, INVITATIONS, POSTS
from knowledge.storage.record_rows import table_of
from knowledge.storage.revision_log import REVISIONS
from knowledge.storage.tables import DigestRow, FollowRow, OutboxRow

OUTBOX = table_of(OutboxRow)
DIGESTS = table_of(DigestRow)
_FOLLOWS = table_of(FollowRow)
NOBODY = 0
"""No chat has this id; what was told to a chat that is forgotten is kept under it."""

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

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def told_up_to(self) -> int | None:
        """The revision up to which all that must be told is in the outbox; None at first."""
        with self._database.reading() as connection:
            value = connection.execute(select(STATE.c.value).where(STATE.c.name == CURSOR)).scalar()
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
                put(connection, CURSOR, str(up_to))
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
            found = [Posting(**row) for row in connection.execute(query).mappings()]
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
        asked = (_FOLLOWS.c.subject == QUESTION, _FOLLOWS.c.subject_id.in_(numbers))
        connection.execute(delete(_FOLLOWS).where(*asked))


MOVED = (PREFERENCES, FOLLOWS, SENT, DELIVERIES, DIGESTS, POSTS, INVITATIONS, FORMS)
"""What a chat takes along when it gets a new id."""


class NewsFeed:
    """The part of the store that knows what is told by itself."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def happened(self, since: int, up_to: int) -> list[tuple[int, str, str, str | None]]:
        """Revisions of statements and relations in (since, up_to]: number, subject, id, before."""
        columns = (
            REVISIONS.c.number,
            REVISIONS.c.subject,
            REVISIONS.c.subject_id,
            REVISIONS.c.before,
        )
        query = select(*columns).where(
            REVISIONS.c.number > since,
            REVISIONS.c.number <= up_to,
            REVISIONS.c.subject.in_(("statement", "relation")),
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(REVISIONS.c.number))
            return [(row.number, row.subject, row.subject_id, row.before) for row in rows]

    def sent(self, wanted: Mapping[int, str]) -> frozenset[int]:
        """Which of the chats have been told of the occasion that is named for each."""
        chats, occasions = list(wanted), set(wanted.values())
        told = set[int]()
        with self._database.reading() as connection:
            for start in range(0, len(chats), CHUNK):
                here = SENT.c.chat.in_(chats[start : start + CHUNK])
                query = select(SENT.c.chat, SENT.c.what).where(here, SENT.c.what.in_(occasions))
                rows = connection.execute(query)
                told.update(row.chat for row in rows if wanted[row.chat] == row.what)
        return frozenset(told)

    def tell_once(
        self, chat: int, what: str, letter: tuple[str, str, str] | None, up_to: int | None = None
    ) -> bool:
        """Put down something that is told to a chat once; False where it was put down before.

        That it was told, the letter and how far are kept together: a crash between them, or
        another process at the same moment, can neither skip nor double it.

        Args:
            chat: that is told.
            what: names the occasion, such as the day of a digest.
            letter: (key, occasion, content) for the outbox, or None where there is nothing to say.
            up_to: the revision up to which a digest has told it.
        """
        now = self._clock()
        with self._database.writing() as connection:
            once = self._database.insert(SENT).values(chat=chat, what=what, at=now)
            noted = once.on_conflict_do_nothing().returning(SENT.c.at)
            if connection.execute(noted).first() is None:
                return False
            if letter is not None:
                key, occasion, content = letter
                row = {"key": key, "occasion": occasion, "chat": chat, "content": content}
                row |= {"state": "waiting", "due": now}
                connection.execute(
                    self._database.insert(OUTBOX).values(row).on_conflict_do_nothing()
                )
            if up_to is not None:
                _told_up_to(connection, chat, up_to)
        return True

    def digest_told(self, chat: int) -> int | None:
        """The revision up to which a chat has been told in digests."""
        with self._database.reading() as connection:
            revision: int | None = connection.execute(
                select(DIGESTS.c.revision).where(DIGESTS.c.chat == chat)
            ).scalar()
        return revision

    def begin_digests(self, chat: int, revision: int) -> None:
        """From this revision on a chat gets digests."""
        with self._database.writing() as connection:
            _told_up_to(connection, chat, revision)

    def tell_up_to(
        self,
        cursor: str,
        since: int | None,
        up_to: int,
        letters: Iterable[tuple[str, str, int, str, datetime]],
        *,
        fulfilled: Iterable[int] = (),
    ) -> int:
        """Put down what follows from revisions up to a number; gives how many are new.

        Args:
            cursor: name of the mark that says up to where this was done.
            since: the mark from which the letters were made; where it stands elsewhere by now,
                another process was first, and nothing is put down.
            up_to: the mark from now on.
            letters: (key, occasion, chat, content, due).
            fulfilled: numbers of questions whose answer they tell, so that nobody waits any more.
        """
        stands = select(STATE.c.value).where(STATE.c.name == cursor)
        added = 0
        with self._database.writing() as connection:
            if since is None:
                first = self._database.insert(STATE).values(name=cursor, value=str(up_to))
                connection.execute(first.on_conflict_do_nothing())
                return 0
            if connection.execute(stands.with_for_update()).scalar() != str(since):
                return 0
            for key, occasion, chat, content, due in letters:
                row: dict[str, Any] = {"key": key, "occasion": occasion, "chat": chat}
                row |= {"content": content, "state": "waiting", "due": due}
                statement = self._database.insert(OUTBOX).values(row).on_conflict_do_nothing()
                added += connection.execute(statement).rowcount
            fulfil(connection, fulfilled)
            put(connection, cursor, str(up_to))
        return added

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: what is kept of it is kept under its new id alone."""
        with self._database.writing() as connection:
            _move_outbox(connection, old, new)
            connection.execute(delete(ALLOWANCES).where(ALLOWANCES.c.key == f"chat {old}"))
            for table in MOVED:
                taken = (
                    connection.execute(select(table).where(table.c.chat == new)).mappings().all()
                )
                keys = [column for column in table.primary_key if column.name != "chat"]
                held = {tuple(row[key] for key in keys) for row in taken}
                moved = select(table).where(table.c.chat == old)
                for row in connection.execute(moved).mappings().all():
                    this = [column == row[column] for column in table.primary_key]
                    if tuple(row[key] for key in keys) in held:
                        connection.execute(delete(table).where(*this))
                    else:
                        connection.execute(table.update().where(*this).values(chat=new))

    def wishes(self, subject: str) -> list[Follow]:
        """Everybody's wishes of one sort, the earliest first."""
        query = select(FOLLOWS).where(FOLLOWS.c.subject == subject)
        with self._database.reading() as connection:
            return [
                Follow(row.chat, row.subject, row.subject_id, row.at)
                for row in connection.execute(query.order_by(FOLLOWS.c.at, FOLLOWS.c.chat))
            ]


def _told_up_to(connection: Connection, chat: int, revision: int) -> None:
    connection.execute(delete(DIGESTS).where(DIGESTS.c.chat == chat))
    connection.execute(insert(DIGESTS), {"chat": chat, "revision": revision})


def _move_outbox(connection: Connection, old: int, new: int) -> None:
    """What was told and is to be told there goes along; the keys name the chat as well."""
    rows = connection.execute(select(OUTBOX.c.number, OUTBOX.c.key).where(OUTBOX.c.chat == old))
    for row in rows.all():
        key = ":".join(str(new) if part == str(old) else part for part in row.key.split(":"))
        this = OUTBOX.c.number == row.number
        if connection.execute(select(OUTBOX.c.number).where(OUTBOX.c.key == key)).first():
            connection.execute(delete(OUTBOX).where(this))  # it is told under the new id already
        else:
            connection.execute(OUTBOX.update().where(this).values(chat=new, key=key))
