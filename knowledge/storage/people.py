"""What people may do, what they wish, and what was refused to them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select

from knowledge.domain import Attempt, Follow, Grant, Role, Turn
from knowledge.storage.database import Database
from knowledge.storage.question_log import told_last
from knowledge.storage.record_rows import table_of
from knowledge.storage.tables import AttemptRow, FollowRow, MenuRow, PreferenceRow, RoleRow, SentRow

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
    ) -> tuple[str | None, tuple[Turn, ...]]:
        """The language that a chat chose, and what `turns` gives, in one reading."""
        here = (PREFERENCES.c.chat == chat, PREFERENCES.c.name == LANGUAGE)
        with self._database.reading() as connection:
            chosen = connection.execute(select(PREFERENCES.c.value).where(*here)).scalar()
            return chosen, told_last(connection, chat, message, instead)


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
        role = select(ROLES.c.role).where(ROLES.c.user == user).scalar_subquery()
        value = select(MENUS.c.shown).where(MENUS.c.chat == user).scalar_subquery()
        with self._database.reading() as connection:
            held, kept = connection.execute(select(role, value)).one()
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
    """What chats follow, and what they were told once."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def follow(self, chat: int, subject: str, subject_id: str) -> bool:
        """Keep that a chat wants to be told of a subject; False if it is known already."""
        values = {"chat": chat, "subject": subject, "subject_id": subject_id}
        return self._insert_once(FOLLOWS, values)

    def unfollow(self, chat: int, subject: str, subject_id: str) -> bool:
        """Forget the wish; False if there was none."""
        this = (
            FOLLOWS.c.chat == chat,
            FOLLOWS.c.subject == subject,
            FOLLOWS.c.subject_id == subject_id,
        )
        with self._database.writing() as connection:
            return bool(connection.execute(delete(FOLLOWS).where(*this)).rowcount)

    def of_chat(self, chat: int) -> list[Follow]:
        """What a chat wants to be told of, the earliest first."""
        return self._follows(FOLLOWS.c.chat == chat)

    def followers(self, subject: str, ids: Sequence[str]) -> list[Follow]:
        """Who wants to be told of these subjects, the earliest first."""
        return self._follows(FOLLOWS.c.subject == subject, FOLLOWS.c.subject_id.in_(ids))

    def first_time(self, chat: int, what: str) -> bool:
        """Keep that this was sent to the chat; True the first time, False ever after."""
        return self._insert_once(SENT, {"chat": chat, "what": what})

    def _follows(self, *conditions: Any) -> list[Follow]:  # noqa: ANN401 - SQLAlchemy's conditions
        query = select(FOLLOWS).where(*conditions).order_by(FOLLOWS.c.at, FOLLOWS.c.chat)
        with self._database.reading() as connection:
            return [
                Follow(row.chat, row.subject, row.subject_id, row.at)
                for row in connection.execute(query)
            ]

    def _insert_once(self, table: Table, values: dict[str, object]) -> bool:
        statement = self._database.insert(table).values(**values, at=self._clock())
        with self._database.writing() as connection:
            made = connection.execute(statement.on_conflict_do_nothing().returning(table.c.at))
            return made.first() is not None
