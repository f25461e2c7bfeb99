"""The schema: brought up, compared with the code, refused when it is newer than the code."""

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from knowledge.domain import SchemaProblem
from knowledge.storage.database import WRITER, Database
from knowledge.storage.tables import METADATA, Utc

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

SCHEMA = "0010"
"""The newest step in migrations/versions; steps are numbered in order."""

_STEP = re.compile(r"[0-9]{4}")


def migration_options() -> dict[str, Any]:
    """How alembic compares and changes the tables."""
    return {
        "target_metadata": METADATA,
        "render_as_batch": True,
        "transactional_ddl": True,
        "render_item": _rendered,
    }


def upgrade(database: Database, to: str = SCHEMA) -> None:
    """Bring the schema to a step; several programs may do so at once, one waits for the other."""
    refuse_newer(database)
    if (version(database) or "") >= to:
        return
    # alembic takes a fifth of a second to import; an up-to-date database does without.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER + 1})
        if (_version(connection) or "") >= to:
            return
        config = Config()
        config.set_main_option("script_location", "knowledge.storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def refuse_newer(database: Database) -> None:
    """See that the tables are such as this release made or can bring up.

    Raises:
        SchemaProblem: a later release has changed them, or none of ours did.
    """
    with database.reading() as connection:
        found = _version(connection)
    if found is None or (_STEP.fullmatch(found) and "0000" < found <= SCHEMA):
        return
    if _STEP.fullmatch(found) and found > SCHEMA:
        raise SchemaProblem(
            f"The database {database.name} has schema {found}, made by a later release than this "
            f"one, which knows up to {SCHEMA}; install the later release or restore a backup."
        )
    raise SchemaProblem(
        f'The database {database.name} has schema "{found[:40]}", which no release of this program '
        "makes; restore a backup into a new database, or name another one with --database."
    )


def faults(database: Database) -> list[str]:
    """What differs between the tables and the code, and what the database itself finds damaged."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see `upgrade`
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see `upgrade`

    with database.reading() as connection:
        found = _version(connection)
        if found != SCHEMA:
            return [
                f"The schema is {found or 'missing'}, not {SCHEMA}: run `accordingto db upgrade`."
            ]
        context = MigrationContext.configure(connection, opts=migration_options())
        differences = compare_metadata(context, METADATA)
        said = [f"The tables differ from the code: {difference}" for difference in differences]
        if database.is_sqlite:
            said += [
                f"SQLite finds the file damaged: {row[0]}; restore a backup."
                for row in connection.execute(text("PRAGMA integrity_check(20)"))
                if row[0] != "ok"
            ]
            said += [
                f"A row of {row[0]} refers to a row of {row[2]} that is not there."
                for row in connection.execute(text("PRAGMA foreign_key_check"))
            ]
    return said


def version(database: Database) -> str | None:
    """The step that the tables are at; None where there are none."""
    with database.reading() as connection:
        return _version(connection)


def has_table(connection: Connection, name: str) -> bool:
    """Whether there is such a table."""
    return inspect(connection).has_table(name)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def _rendered(kind: str, item: object, _: "AutogenContext") -> str | bool:
    """Keep the code's own types out of the migrations, which must outlive them."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False
