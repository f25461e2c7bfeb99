"""The schema and its steps."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.dialects import sqlite

from knowledge.domain import Actor, SchemaProblem, StoreProblem
from knowledge.interchange import shipped
from knowledge.storage import Store, schema, utc_now
from knowledge.storage.database import Database
from knowledge.storage.schema import SCHEMA
from knowledge.storage.tables import Utc

ROOT = Path(__file__).parents[3]


def test_a_new_database_gets_the_tables_of_the_code(empty_address):
    store = Store(empty_address)
    assert store.check() == [f"The schema is missing, not {SCHEMA}: run `accordingto db upgrade`."]
    store.upgrade()
    store.upgrade()
    assert store.check() == []
    store.close()


def test_the_newest_step_is_the_one_that_the_code_names():
    steps = files("knowledge.storage") / "migrations" / "versions"
    numbers = sorted(step.name[:4] for step in steps.iterdir() if step.name.endswith(".py"))
    assert numbers[-1] == SCHEMA


def test_a_schema_newer_than_the_code_is_refused(address):
    store = Store(address)
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for action in (store.upgrade, lambda: Store(address)):
        with pytest.raises(StoreProblem, match="schema 9999, made by a later release"):
            action()
    store.close()


def test_a_table_that_differs_is_found(store):
    with store.database.writing() as connection:
        connection.execute(text("ALTER TABLE speaker ADD COLUMN hat TEXT"))
    [said] = store.check()
    assert "hat" in said


def test_a_row_that_refers_to_nothing_is_found(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.upgrade()
    with store.database.engine.connect() as connection:
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
    program = "import sys; from knowledge.storage import Store; Store(sys.argv[1]).upgrade()"
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


def first_release(connection: Connection, statement: str) -> None:
    """A question and its answer as they were kept before no question led to a chat."""
    at = datetime(2026, 1, 2, 13, 14, 15, tzinfo=UTC)
    connection.execute(
        text(
            "INSERT INTO question (number, text, language, outcome, score, at, asker) "
            "VALUES (1, 'How many?', 'uk', 'answer', 0.9, :at, 7)"
        ),
        {"at": at},
    )
    connection.execute(
        text(
            "INSERT INTO delivery (number, chat, message, asked, question, at) "
            "VALUES (1, 7, 1, 3, 1, :at)"
        ),
        {"at": at},
    )
    connection.execute(
        text("INSERT INTO delivered VALUES (1, 0, :statement, 1)"), {"statement": statement}
    )


AT = datetime(2026, 1, 2, 13, 14, 15, tzinfo=UTC)


def with_questions_of_chats(connection: Connection) -> None:
    """Twenty questions, each of a chat; three of them asked to be told, one was, one is to be."""

    def put(statement: str, *rows: Mapping[str, object]) -> None:
        for row in rows:
            connection.execute(text(statement), {"at": AT, **row})

    asked = [{"number": n, "text": f"question {n}", "chat": 700 + n} for n in range(1, 21)]
    put(
        "INSERT INTO question (number, text, language, outcome, score, at, asker) "
        "VALUES (:number, :text, 'en', 'no_answer', 0.1, :at, :chat)",
        *asked,
    )
    put(
        "INSERT INTO delivery (number, chat, message, question, at) "
        "VALUES (:number, :chat, 1, :number, :at)",
        *asked,
    )
    put(
        "INSERT INTO follow (chat, subject, subject_id, at) VALUES (:chat, 'question', :id, :at)",
        *({"chat": 700 + n, "id": str(n)} for n in (1, 2, 3)),
    )
    put(
        "INSERT INTO outbox (key, occasion, chat, content, state, due) "
        "VALUES (:key, :occasion, :chat, :content, :state, :at)",
        *(
            {
                "key": f"answered:{700 + n}:{n}",
                "occasion": f"question {n}",
                "chat": 700 + n,
                "content": json.dumps({"kind": "answered", "text": f"question {n}"}),
                "state": state,
            }
            for n, state in ((2, "done"), (3, "waiting"))
        ),
        {
            "key": "edit:9:1:4",
            "occasion": "revision 4",
            "chat": 9,
            "content": '{"kind": "edit"}',
            "state": "done",
        },
    )
    put(
        "INSERT INTO draft (batch, content, state, at, version) "
        "VALUES (:batch, :content, 'open', :at, 1)",
        *(
            {"batch": batch, "content": json.dumps(content)}
            for batch, content in (
                ("backlog", {"questions": [4, 99], "statement": None}),
                ("feedback", {"words": "no", "question": 5, "statements": []}),
                ("task", {"verb": "new", "answers": {"backlog": "6,7"}}),
                ("task", {"verb": "edit", "answers": {}}),
            )
        ),
    )
    put("INSERT INTO inbox (update_id, raw, at, handled_at, chat) VALUES (1, '', :at, :at, 7)", {})


def test_no_question_of_an_earlier_release_leads_to_a_chat(empty_address):
    old = Store(empty_address)
    schema.upgrade(old.database, "0003")
    with old.database.writing() as connection:
        with_questions_of_chats(connection)
    old.close()
    with closing(Store(empty_address)) as store:
        store.upgrade()
        assert store.check() == []
        new = {one.text: one for one in store.questions.listed()}
        numbers = [new[f"question {number}"].number for number in range(1, 21)]
        assert len(set(numbers)) == 20
        assert min(numbers) > 2**32
        assert numbers != sorted(numbers), "nor does their order pair them"
        assert {one.day.isoformat() for one in new.values()} == {"2026-01-02"}
        wished = [(one.chat, one.subject_id) for one in store.news.wishes("question")]
        assert wished == [(701, str(numbers[0]))], "the second was told, the third will be"
        [waiting] = store.outbox.take_postings(limit=9)
        assert "question 3" in waiting.content
        backlog, feedback, task, other = store.drafts.listed()
        assert json.loads(backlog.content)["questions"] == [numbers[3]]
        assert json.loads(feedback.content)["asked"] == "question 5"
        assert "question" not in json.loads(feedback.content)
        assert feedback.at == datetime(2026, 1, 2, tzinfo=UTC)
        assert json.loads(task.content)["answers"]["backlog"] == f"{numbers[5]},{numbers[6]}"
        assert task.at == other.at == AT
        left = contents(store.database, ["delivery", "outbox", "inbox"])
        assert "question" not in left["delivery"][0]
        assert [row["content"] for row in left["outbox"] if row["state"] == "done"] == [""]
        assert left["inbox"][0]["chat"] is None


def test_a_full_database_of_the_first_release_is_brought_up_by_two_workers_at_once(empty_address):
    old = Store(empty_address)
    schema.upgrade(old.database, "0001")
    bundle = shipped()
    old.bulk.load(bundle, Actor(None, "operator"), "the first release")
    statement = bundle.statements[0].id
    old.chats.set_preference(7, "language", "uk")
    old.drafts.add("article", ["{}"])
    old.vectors.keep("use", {"key": b"\x00\x01"})
    with old.database.writing() as connection:
        connection.execute(
            text("INSERT INTO inbox (update_id, raw, at) VALUES (8, :raw, :at)"),
            {"raw": '{"update_id": 8}', "at": datetime(2026, 1, 2, tzinfo=UTC)},
        )
        first_release(connection, statement)
        names = set(inspect(connection).get_table_names()) - {"alembic_version", "question"}
    before = contents(old.database, names)
    assert sum(map(len, before.values())) > 300
    old.close()
    program = "import sys; from knowledge.storage import Store; Store(sys.argv[1]).upgrade()"
    command = [sys.executable, "-c", program, empty_address]
    workers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=90)[1] for process in workers]
    assert [process.returncode for process in workers] == [0, 0], said
    with closing(Store(empty_address)) as store:
        assert store.schema == SCHEMA
        assert store.check() == []
        after = contents(store.database, names)
        for name in names:
            gone = {"question"} if name == "delivery" else set()
            was = [{key: row[key] for key in row if key not in gone} for row in before[name]]
            kept = [
                {key: row[key] for key in one} for one, row in zip(was, after[name], strict=True)
            ]
            assert kept == was, name
        told = store.deliveries.carrying([statement])
        assert [(one.chat, one.message, one.asked, one.language) for one in told] == [
            (7, 1, 3, "uk")
        ]
        assert [one.update_id for one in store.inbox.claim("w", 5)] == [8]


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


@pytest.mark.parametrize("found", ["0002zz", "0000", "", "3", "00030", "latest"])
def test_a_schema_that_no_release_made_is_refused_in_a_sentence(address, found):
    with closing(Store(address)) as store:
        with store.database.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": found})
        with pytest.raises(SchemaProblem, match="which no release of this program makes"):
            store.refuse_another()
    with pytest.raises(SchemaProblem):
        Store(address)


def test_what_was_kept_among_preferences_gets_tables_of_its_own(empty_address):
    old = Store(empty_address)
    schema.upgrade(old.database, "0006")
    kept = {
        (0, "news up to revision"): "12",
        (0, "second review"): "on",
        (7, "language"): "uk",
        (7, "habits"): "{}",
        (7, "report"): "weekly",
        (7, "reported"): "report 2026-01-05",
        (7, "curator's menu"): "owner:uk",
        (7, "digest up to revision"): "9",
        (7, "post 5"): "yes",
        (7, "complaint 6"): "5",
        (7, "form 8"): "3.2",
    }
    for (chat, name), value in kept.items():
        old.chats.set_preference(chat, name, value)
    old.close()
    with closing(Store(empty_address)) as store:
        store.upgrade()
        assert store.check() == []
        assert store.state.get("news up to revision") == "12"
        assert store.state.get("second review") == "on"
        assert store.roles.role_and_menu(7) == (None, "owner:uk")
        assert store.news.digest_told(7) == 9
        assert store.notes.is_post(7, 5)
        assert store.notes.invited_about(7, 6) == 5
        assert store.notes.form_at(7, 8) == (3, 2)
        left = contents(store.database, ["preference"])["preference"]
        assert {row["name"] for row in left} == {"language", "habits", "report"}


def test_a_gap_question_gets_the_incident_of_the_statements_it_is_near_to(empty_address):
    old = Store(empty_address)
    schema.upgrade(old.database, "0008")
    everything = shipped()
    near, alone, own = everything.gaps[:3]
    gaps = (
        replace(near, incident=None),
        replace(alone, incident=None, nearest=()),
        replace(own, incident=everything.incidents[1].id),
    )
    assert old.bulk.load(replace(everything, gaps=gaps), Actor(None, "test"), "test").refused == ()
    old.close()
    with closing(Store(empty_address)) as store:
        store.upgrade()
        assert [gap.incident for gap in store.records.gaps()] == [
            "drone-campaign",
            None,
            everything.incidents[1].id,
        ]


def test_what_is_kept_of_messages_and_of_the_bot_is_put_down_anew_and_forgotten(address):
    with closing(Store(address)) as store:
        store.upgrade()
        for answer in (5, 6):
            store.notes.mark_post(7, 1)
            store.notes.keep_invitation(7, 2, answer)
            store.notes.keep_form(7, 3, 9, answer)
            store.roles.keep_menu(7, f"owner:{answer}")
            store.news.begin_digests(7, answer)
            store.state.set("one", str(answer))
        assert store.notes.is_post(7, 1)
        assert not store.notes.is_post(7, 2)
        assert store.notes.invited_about(7, 2) == 6
        assert store.notes.form_at(7, 3) == (9, 6)
        assert store.notes.form_at(7, 4) is None
        assert store.roles.role_and_menu(7) == (None, "owner:6")
        assert store.news.digest_told(7) == 6
        assert store.state.get("one") == "6"
        store.news.move_chat(7, 8)
        assert (store.notes.form_at(8, 3), store.news.digest_told(8)) == ((9, 6), 6)
        store.roles.keep_menu(7, None)
        store.state.set("one", None)
        assert store.roles.role_and_menu(7) == (None, None)
        assert store.state.get("one") is None
        store.erasure.forget_chat(8)
        assert store.notes.is_post(8, 1) is False
        assert (store.notes.invited_about(8, 2), store.notes.form_at(8, 3)) == (None, None)
