"""What chats are told by themselves: what happened since a revision, and that it was told once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from knowledge.model import Follow
from knowledge.store.allowing import ALLOWANCES
from knowledge.store.connection import Database
from knowledge.store.journal import REVISIONS
from knowledge.store.people import CHUNK, FOLLOWS, PREFERENCES, SENT
from knowledge.store.posting import NOBODY, OUTBOX, fulfil
from knowledge.store.remembering import DELIVERIES

MOVED = (PREFERENCES, FOLLOWS, SENT, DELIVERIES)
"""What a chat takes along when it gets a new id."""


class Telling:
    """The part of the store that knows what is told by itself."""

    _database: Database
    _clock: Callable[[], datetime]

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

    def preferences(self, name: str) -> Mapping[int, str]:
        """A setting of every chat that has it."""
        query = select(PREFERENCES.c.chat, PREFERENCES.c.value).where(PREFERENCES.c.name == name)
        with self._database.reading() as connection:
            return {row.chat: row.value for row in connection.execute(query)}

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
        self, chat: int, what: str, letter: tuple[str, str, str] | None, mark: tuple[str, str]
    ) -> bool:
        """Put down something that is told to a chat once; False where it was put down before.

        That it was told, the letter and the mark are kept together: a crash between them, or
        another process at the same moment, can neither skip nor double it.

        Args:
            chat: that is told.
            what: names the occasion, such as the day of a digest.
            letter: (key, occasion, content) for the outbox, or None where there is nothing to say.
            mark: (name, value) of a setting of the chat: up to where it has been told.
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
            name, value = mark
            here = (PREFERENCES.c.chat == chat, PREFERENCES.c.name == name)
            connection.execute(delete(PREFERENCES).where(*here))
            connection.execute(insert(PREFERENCES), {"chat": chat, "name": name, "value": value})
        return True

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
        here = (PREFERENCES.c.chat == NOBODY, PREFERENCES.c.name == cursor)
        stands = select(PREFERENCES.c.value).where(*here)
        mark = {"chat": NOBODY, "name": cursor, "value": str(up_to)}
        added = 0
        with self._database.writing() as connection:
            if since is None:
                first = self._database.insert(PREFERENCES).values(mark).on_conflict_do_nothing()
                connection.execute(first)
                return 0
            if connection.execute(stands.with_for_update()).scalar() != str(since):
                return 0
            for key, occasion, chat, content, due in letters:
                row: dict[str, Any] = {"key": key, "occasion": occasion, "chat": chat}
                row |= {"content": content, "state": "waiting", "due": due}
                statement = self._database.insert(OUTBOX).values(row).on_conflict_do_nothing()
                added += connection.execute(statement).rowcount
            fulfil(connection, fulfilled)
            connection.execute(delete(PREFERENCES).where(*here))
            connection.execute(insert(PREFERENCES), mark)
        return added

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: what is kept of it is kept under its new id alone."""
        with self._database.writing() as connection:
            _move_outbox(connection, old, new)
            connection.execute(delete(ALLOWANCES).where(ALLOWANCES.c.key == f"chat {old}"))
            for table in MOVED:
                taken = connection.execute(select(table).where(table.c.chat == new)).all()
                keys = [column for column in table.primary_key if column.name != "chat"]
                held = {tuple(row._mapping[key] for key in keys) for row in taken}  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
                for row in connection.execute(select(table).where(table.c.chat == old)).all():
                    this = [column == row._mapping[column] for column in table.primary_key]  # noqa: SLF001 - as above
                    if tuple(row._mapping[key] for key in keys) in held:  # noqa: SLF001 - as above
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
