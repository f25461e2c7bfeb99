"""Where alembic enters: `Store.upgrade` passes a connection, developers pass `-x url=...`."""

from alembic import context
from sqlalchemy import Connection

from knowledge.storage.database import Database
from knowledge.storage.schema import migration_options


def run(connection: Connection) -> None:
    """Bring the schema up on this connection, within its transaction."""
    context.configure(connection=connection, **migration_options())
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with Database(context.get_x_argument(as_dictionary=True)["url"]).writing() as opened:
        run(opened)
