"""The steps from one schema to the next, run by `Store.upgrade` or by alembic's command."""
