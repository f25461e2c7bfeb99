"""The schema and its steps."""

import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.dialects import sqlite

from knowledge.intake import shipped
from knowledge.model import Actor, StoreProblem
from knowledge.store import Store, schema, utc_now
from knowledge.store.connection import Database
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


def contents(database: Database, names: Iterable[str]) -> dict[str, list[dict[str, object]]]:
    """Every row of these tables, as the database has them."""
    with database.reading() as connection:
        return {
            name: sorted(
                (
                    dict(row._mapping)
                    for row in connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608  # names of our own tables
                ),
                key=repr,
            )
            for name in names
        }


def test_a_full_database_of_the_first_release_is_brought_up_by_two_workers_at_once(empty_address):
    old = Store(empty_address)
    schema.upgrade(old._database, "0001")
    bundle = shipped()
    old.load(bundle, Actor(None, "operator"), "the first release")
    statement = bundle.statements[0].id
    question = old.remember_question("How many?", "en", "answer", 0.9, asker=7)
    old.remember_delivery(7, 1, question, [(statement, 1)], asked=3)
    old.set_preference(7, "language", "uk")
    old.add_drafts("article", ["{}"])
    old.vectors.keep("use", {"key": b"\x00\x01"})
    with old._database.writing() as connection:
        connection.execute(
            text("INSERT INTO inbox (update_id, raw, at) VALUES (8, :raw, :at)"),
            {"raw": '{"update_id": 8}', "at": datetime(2026, 1, 2, tzinfo=UTC)},
        )
        names = [
            name for name in inspect(connection).get_table_names() if name != "alembic_version"
        ]
    before = contents(old._database, names)
    assert sum(map(len, before.values())) > 300
    old.close()
    program = "import sys; from knowledge.store import Store; Store(sys.argv[1]).upgrade()"
    command = [sys.executable, "-c", program, empty_address]
    workers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=90)[1] for process in workers]
    assert [process.returncode for process in workers] == [0, 0], said
    with closing(Store(empty_address)) as store:
        assert store.schema == SCHEMA
        assert store.check() == []
        after = contents(store._database, names)
        for name in names:
            kept = [
                {key: row[key] for key in was}
                for was, row in zip(before[name], after[name], strict=True)
            ]
            assert kept == before[name], name
        assert [one.update_id for one in store.claim("w", 5)] == [8]


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
