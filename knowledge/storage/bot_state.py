"""What the bot keeps of itself: how far its jobs have come, and what owners switched on."""

from sqlalchemy import Connection, delete, insert, select

from knowledge.storage.database import Database
from knowledge.storage.record_rows import table_of
from knowledge.storage.tables import StateRow

STATE = table_of(StateRow)


class BotState:
    """Values by name, none of which is of a chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """A value, or None."""
        with self._database.reading() as connection:
            value: str | None = connection.execute(
                select(STATE.c.value).where(STATE.c.name == name)
            ).scalar()
        return value

    def set(self, name: str, value: str | None) -> None:
        """Keep a value; None forgets it."""
        with self._database.writing() as connection:
            put(connection, name, value)


def put(connection: Connection, name: str, value: str | None) -> None:
    """Keep a value in a transaction; None forgets it."""
    connection.execute(delete(STATE).where(STATE.c.name == name))
    if value is not None:
        connection.execute(insert(STATE), {"name": name, "value": value})
