"""What people may do, what they wish, what was refused to them, and work of curators that survives a restart."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from knowledge.domain import Attempt, Conflict, Draft, Follow, Grant, NotFound, Role, Turn
from knowledge.storage.database import Database
from knowledge.storage.question_log import told_last_query, turns_of
from knowledge.storage.record_rows import new_number, table_of
from knowledge.storage.revision_log import LAST
from knowledge.storage.tables import (
    AttemptRow,
    DraftRow,
    FollowRow,
    MenuRow,
    PreferenceRow,
    RoleRow,
    SentRow,
)
from knowledge.translations import Wording

PREFERENCES = table_of(PreferenceRow)
MENUS = table_of(MenuRow)
ROLES = table_of(RoleRow)
FOLLOWS = table_of(FollowRow)
SENT = table_of(SentRow)
ATTEMPTS = table_of(AttemptRow)
CHUNK = 10_000


LANGUAGE = "language"
"""The preference of a chat for a language."""

SPOKEN = "spoken"
"""The language in which a chat without a preference asked to be told of something."""


class ChatPreferences:
    """The settings that chats have chosen; nothing else is kept among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def preference(self, chat: int, name: str) -> str | None:
        """A setting of a chat, or None."""
        here = (PREFERENCES.c.chat == chat, PREFERENCES.c.name == name)
        with self._database.reading() as connection:
            value: str | None = connection.execute(
                select(PREFERENCES.c.value).where(*here)
            ).scalar()
        return value

    def set_preference(self, chat: int, name: str, value: str | None) -> None:
        """Keep a setting of a chat; None forgets it."""
        here = (PREFERENCES.c.chat == chat, PREFERENCES.c.name == name)
        with self._database.writing() as connection:
            connection.execute(delete(PREFERENCES).where(*here))
            if value is not None:
                row = {"chat": chat, "name": name, "value": value}
                connection.execute(insert(PREFERENCES), row)

    def having(self, name: str) -> Mapping[int, str]:
        """A setting of every chat that has it."""
        query = select(PREFERENCES.c.chat, PREFERENCES.c.value).where(PREFERENCES.c.name == name)
        with self._database.reading() as connection:
            return {row.chat: row.value for row in connection.execute(query)}

    def language_of(self, chat: int) -> str | None:
        """The language that a chat chose, else the one it was spoken to in when it asked for news."""
        return self.preference(chat, LANGUAGE) or self.preference(chat, SPOKEN)

    def before_asking(
        self, chat: int, *, message: int | None = None, instead: int | None = None
    ) -> tuple[str | None, tuple[Turn, ...], int]:
        """The language that a chat chose, what `turns` gives, and the last revision, in one reading."""
        query = _before_asking(of_message=message is not None, of_others=instead is not None)
        here = {"chat": chat, "message": message, "instead": instead}
        with self._database.reading() as connection:
            rows = connection.execute(query, here).all()
        return rows[0].chosen, turns_of(rows), rows[0].revision or 0


@cache
def _before_asking(*, of_message: bool, of_others: bool) -> Select[Any]:
    """As `told_last_query`, each row with the language that the chat chose and the last revision."""
    here = (PREFERENCES.c.chat == bindparam("chat"), PREFERENCES.c.name == LANGUAGE)
    chosen = select(PREFERENCES.c.value).where(*here).scalar_subquery()
    query = told_last_query(of_message=of_message, of_others=of_others)
    return query.add_columns(chosen.label("chosen"), LAST.scalar_subquery().label("revision"))


_ROLE_AND_MENU = select(
    select(ROLES.c.role).where(ROLES.c.user == bindparam("user")).scalar_subquery(),
    select(MENUS.c.shown).where(MENUS.c.chat == bindparam("user")).scalar_subquery(),
)
"""Looked up for every message in a private chat."""


class RoleRegister:
    """Who may do what, by numeric id, and what was refused."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def role_of(self, user: int) -> Role | None:
        """The role that a person holds by grant (owners may also stand in the settings)."""
        with self._database.reading() as connection:
            role = connection.execute(select(ROLES.c.role).where(ROLES.c.user == user)).scalar()
        return Role(role) if role is not None else None

    def role_and_menu(self, user: int) -> tuple[Role | None, str | None]:
        """The role that a person holds by grant and the menu that they see: one look."""
        with self._database.reading() as connection:
            held, kept = connection.execute(_ROLE_AND_MENU, {"user": user}).one()
        return (None if held is None else Role(held)), kept

    def keep_menu(self, user: int, shown: str | None) -> None:
        """Keep which menu a person sees; None: that of readers."""
        with self._database.writing() as connection:
            connection.execute(delete(MENUS).where(MENUS.c.chat == user))
            if shown is not None:
                connection.execute(insert(MENUS), {"chat": user, "shown": shown})

    def listed(self) -> list[Grant]:
        """All grants, the earliest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(ROLES).order_by(ROLES.c.at, ROLES.c.user))
            return [Grant(row.user, Role(row.role), row.granted_by, row.at) for row in rows]

    def grant(self, user: int, role: Role, by: int | None) -> None:
        """Give a person a role in place of the one held; `by` is None for an operator."""
        values = {"user": user, "role": role.value, "granted_by": by, "at": self._clock()}
        with self._database.writing() as connection:
            connection.execute(delete(ROLES).where(ROLES.c.user == user))
            connection.execute(insert(ROLES), values)

    def revoke(self, user: int) -> bool:
        """Take a person's role away; False if there was none."""
        with self._database.writing() as connection:
            return bool(connection.execute(delete(ROLES).where(ROLES.c.user == user)).rowcount)

    def record_attempt(
        self, user: int | None, action: str, reason: str, *, update_id: int | None = None
    ) -> None:
        """Keep that something was refused to a person."""
        values = {"user": user, "action": action, "reason": reason, "update_id": update_id}
        with self._database.writing() as connection:
            connection.execute(insert(ATTEMPTS), values | {"at": self._clock()})

    def attempts(self, *, limit: int = 50) -> list[Attempt]:
        """What was refused, the latest first."""
        query = select(ATTEMPTS).order_by(ATTEMPTS.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            return [
                Attempt(row.user, row.action, row.reason, row.at, row.update_id)
                for row in connection.execute(query)
            ]


class FollowRegister:
    """What chats follow, and what they were told once.

    Who follows something that was made one with another follows that: the wish stays as it was
    made and leads there, so that it is as before where the two are parted again.

    Args:
        database: where wishes are kept.
        clock: gives the present moment, aware.
        merged: by kind of record, the ids of those that were merged and where they lead.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        merged: Callable[[], Mapping[str, Mapping[str, str]]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._merged = merged

    def follow(self, chat: int, subject: str, subject_id: str) -> bool:
        """Keep that a chat wants to be told of a subject; False if it is known already."""
        if any(one.chat == chat for one in self.followers(subject, [subject_id])):
            return False
        values = {"chat": chat, "subject": subject, "subject_id": subject_id, "at": self._clock()}
        statement = self._database.insert(FOLLOWS).values(values)
        with self._database.writing() as connection:
            made = connection.execute(statement.on_conflict_do_nothing().returning(FOLLOWS.c.at))
            return made.first() is not None

    def unfollow(self, chat: int, subject: str, subject_id: str) -> bool:
        """Forget the wish; False if there was none."""
        this = (
            FOLLOWS.c.chat == chat,
            FOLLOWS.c.subject == subject,
            FOLLOWS.c.subject_id.in_(self._leading(subject, [subject_id])),
        )
        with self._database.writing() as connection:
            return bool(connection.execute(delete(FOLLOWS).where(*this)).rowcount)

    def of_chat(self, chat: int) -> list[Follow]:
        """What a chat wants to be told of, the earliest first."""
        return self._follows(FOLLOWS.c.chat == chat)

    def followers(self, subject: str, ids: Sequence[str]) -> list[Follow]:
        """Who wants to be told of these subjects, the earliest first."""
        leading = self._leading(subject, ids)
        return self._follows(FOLLOWS.c.subject == subject, FOLLOWS.c.subject_id.in_(leading))

    def _leading(self, subject: str, ids: Sequence[str]) -> list[str]:
        """These ids, and those of what was made one with them."""
        led = self._merged().get(subject, {})
        return [*ids, *(one for one, into in led.items() if into in ids)]

    def _follows(self, *conditions: Any) -> list[Follow]:  # noqa: ANN401 - SQLAlchemy's conditions
        query = select(FOLLOWS).where(*conditions).order_by(FOLLOWS.c.at, FOLLOWS.c.chat)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        merged = self._merged() if rows else {}
        found: dict[tuple[int, str, str], Follow] = {}
        for row in rows:
            led = merged.get(row.subject, {}).get(row.subject_id, row.subject_id)
            key = (row.chat, row.subject, led)
            found.setdefault(key, Follow(row.chat, row.subject, led, row.at))
        return list(found.values())


DRAFTS = table_of(DraftRow)


class DraftStore:
    """The part of the store that keeps unfinished work."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        batch: str,
        contents: Sequence[str],
        *,
        state: str = "open",
        holder: int | None = None,
        by_day: bool = False,
    ) -> list[int]:
        """Keep new drafts, all or none, and give their numbers in order.

        Args:
            batch: what they have in common.
            contents: JSON texts.
            state: of all of them.
            holder: who works on them.
            by_day: whether of the time only the day is kept, since the hour would tell whose it is.
        """
        at = self._clock()
        if by_day:
            at = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        shared = {"batch": batch, "state": state, "holder": holder, "at": at}
        with self._database.writing() as connection:
            return [
                new_number(
                    connection.execute(insert(DRAFTS).values(**shared, content=one, version=1))
                )
                for one in contents
            ]

    def get(self, number: int) -> Draft:
        """One draft; raises NotFound."""
        with self._database.reading() as connection:
            row = (
                connection.execute(select(DRAFTS).where(DRAFTS.c.number == number))
                .mappings()
                .first()
            )
        if row is None:
            raise NotFound(Wording("There is no draft {number}.", number=number))
        return Draft(**row)

    def listed(
        self,
        *,
        batch: str | None = None,
        states: Sequence[str] = (),
        holder: int | None = None,
        limit: int | None = None,
    ) -> list[Draft]:
        """Drafts in the order they were made; each condition that is given must hold."""
        query = select(DRAFTS).order_by(DRAFTS.c.number).limit(limit)
        if batch is not None:
            query = query.where(DRAFTS.c.batch == batch)
        if states:
            query = query.where(DRAFTS.c.state.in_(states))
        if holder is not None:
            query = query.where(DRAFTS.c.holder == holder)
        with self._database.reading() as connection:
            return [Draft(**row) for row in connection.execute(query).mappings()]

    def change_all(
        self, changed: Sequence[Draft], added: Sequence[str] = (), batch: str = ""
    ) -> None:
        """Keep several drafts in their new states, and new ones in a batch: all or none.

        Raises:
            Conflict: somebody changed one of them since the version that it was made from.
        """
        at = self._clock()
        with self._database.writing() as connection:
            for draft in changed:
                self._keep(connection, draft)
            for content in added:
                values = {"batch": batch, "state": "open", "at": at, "content": content}
                connection.execute(insert(DRAFTS).values(**values, version=1))

    def change(self, draft: Draft) -> Draft:
        """Keep the draft in its new state and give it with its new version.

        Raises:
            Conflict: somebody changed it since the version that it was made from.
        """
        with self._database.writing() as connection:
            self._keep(connection, draft)
        return self.get(draft.number)

    @staticmethod
    def _keep(connection: Connection, draft: Draft) -> None:
        this = (DRAFTS.c.number == draft.number, DRAFTS.c.version == draft.version)
        changed = {
            "content": draft.content,
            "holder": draft.holder,
            "state": draft.state,
            "version": draft.version + 1,
        }
        if not connection.execute(update(DRAFTS).where(*this).values(**changed)).rowcount:
            raise Conflict(
                Wording(
                    "Draft {number} was changed by somebody else; look at it again.",
                    number=draft.number,
                )
            )
