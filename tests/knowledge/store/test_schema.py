"""The schema and its steps."""

import subprocess
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from knowledge.model import StoreProblem
from knowledge.store import Store, utc_now
from knowledge.store.schema import SCHEMA
from knowledge.store.tables.base import Utc

ROOT = Path(__file__).parents[3]


def test_a_new_database_gets_the_tables_of_the_code(empty_address):
    store = Store(empty_address)
    assert store.check() == [f"The schema is missing, not {SCHEMA}: run `accordingto db upgrade`."]
    store.upgrade()
    store.upgrade()
    assert store.check() == []
    store.close()


def test_the_newest_step_is_the_one_that_the_code_names():
    steps = files("knowledge.store") / "migrations" / "versions"
    numbers = sorted(step.name[:4] for step in steps.iterdir() if step.name.endswith(".py"))
    assert numbers[-1] == SCHEMA


def test_a_schema_newer_than_the_code_is_refused(address):
    store = Store(address)
    with store._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for action in (store.upgrade, lambda: Store(address)):
        with pytest.raises(StoreProblem, match="schema 9999, made by a later release"):
            action()
    store.close()


def test_a_table_that_differs_is_found(store):
    with store._database.writing() as connection:
        connection.execute(text("ALTER TABLE speaker ADD COLUMN hat TEXT"))
    [said] = store.check()
    assert "hat" in said


def test_a_row_that_refers_to_nothing_is_found(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.upgrade()
    with store._database._engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(
            "INSERT INTO statement VALUES (1, 's', '{}', 1, 'x', NULL, NULL, 'fact', "
            "'published', NULL, NULL, 0, 0)"
        )
        raw.execute("PRAGMA foreign_keys = ON")
    assert store.check() == ["A row of statement refers to a row of speaker that is not there."]
    store.close()


def test_several_programs_may_upgrade_at_once(empty_address):
    program = "import sys; from knowledge.store import Store; Store(sys.argv[1]).upgrade()"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, empty_address], cwd=ROOT, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=90)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    store = Store(empty_address)
    assert store.check() == []
    store.close()


def test_developers_can_run_the_steps_with_alembic(tmp_path):
    address = f"sqlite:///{tmp_path / 'store.db'}"
    command = [sys.executable, "-m", "alembic", "-x", f"url={address}", "upgrade", "head"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    store = Store(address)
    assert store.check() == []
    store.close()


def test_a_moment_without_zone_cannot_be_stored():
    with pytest.raises(ValueError, match="without time zone"):
        Utc().process_bind_param(datetime(2026, 1, 1), sqlite.dialect())  # noqa: DTZ001 - the point
    assert Utc().process_bind_param(None, sqlite.dialect()) is None
    assert Utc().process_result_value(None, sqlite.dialect()) is None


def test_the_clock_of_a_program_knows_its_zone():
    assert utc_now().tzinfo is UTC
