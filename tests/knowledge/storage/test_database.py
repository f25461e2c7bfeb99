"""Writes of many threads go into one transaction, and one that fails harms no other."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from knowledge.domain import Actor, StoreLost, StoreProblem
from knowledge.interchange import shipped
from knowledge.storage import Store
from knowledge.storage.database import Database, GroupCommit, explained
from tests.knowledge.factories import a_bundle, a_statement
from tests.postgres import GIVEN, Cluster, installed_programs, unprivileged_user, wait_until_up


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'some.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE number (n INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


def numbers(engine) -> list[int]:
    with engine.begin() as connection:
        return list(connection.execute(text("SELECT n FROM number ORDER BY n")).scalars())


def test_what_waits_goes_together_and_each_gets_its_own_result(engine):
    begun: list[int] = []
    gate = Event()

    @contextmanager
    def begin():
        begun.append(1)
        with engine.begin() as connection:
            yield connection

    combining = GroupCommit(begin)

    def add(n: int) -> int:
        def work(connection) -> int:
            gate.wait(0.2)
            connection.execute(text("INSERT INTO number VALUES (:n)"), {"n": n})
            return n * 10

        return combining.do(work)

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(add, range(20))) == [n * 10 for n in range(20)]
    assert numbers(engine) == list(range(20))
    assert len(begun) < 20


def test_a_failure_is_raised_where_it_belongs_and_the_others_are_kept(engine):
    combining = GroupCommit(engine.begin)
    inside, gate = Event(), Event()

    def hold(_connection) -> None:
        inside.set()
        gate.wait(60)

    def add(n: int) -> None:
        combining.do(
            lambda connection: connection.execute(text("INSERT INTO number VALUES (:n)"), {"n": n})
        )

    def fail() -> None:
        combining.do(lambda connection: connection.execute(text("SELECT nothing FROM nowhere")))

    with ThreadPoolExecutor(4) as pool:
        holding = pool.submit(combining.do, hold)
        inside.wait(60)
        waiting = [pool.submit(add, 1), pool.submit(fail), pool.submit(add, 2)]
        while len(combining.waiting) < 3:
            pass
        gate.set()
        holding.result(5)
        assert waiting[1].exception(5) is not None
        assert waiting[0].exception(5) is None
        assert waiting[2].exception(5) is None
    assert numbers(engine) == [1, 2]


SOMEBODY = Actor(None, "test")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("oracle://host/x", 'scheme "oracle" is not supported; give sqlite:///'),
        ("mysql+pymysql://u:secret@h/x", 'scheme "mysql[+]pymysql" is not supported'),
        ("nonsense", "cannot be understood"),
        ("sqlite://", "gone when the program ends"),
        ("sqlite:///:memory:", "gone when the program ends"),
        ("sqlite:////nowhere/at/all/store.db", "The folder /nowhere/at/all is not there"),
        ("postgresql://u:secret@localhost:notaport/x", "cannot be understood"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_would_be_right(address, said):
    with pytest.raises(StoreProblem, match=said) as caught:
        Store(address)
    assert "secret" not in str(caught.value)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(StoreProblem, match="is a folder"):
        Store(f"sqlite:///{tmp_path}")


def test_a_server_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(StoreProblem, match="does not answer") as caught:
        Store("postgresql://reader:secret@127.0.0.1:1/x")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("my notes\n" * 200)
    with pytest.raises(StoreProblem, match="is not a SQLite database"):
        Store(f"sqlite:///{path}")
    assert path.read_text().startswith("my notes")


def test_a_database_without_tables_says_how_to_make_them(empty_address):
    store = Store(empty_address)
    with pytest.raises(StoreProblem, match="accordingto db upgrade"):
        store.records.speakers()
    store.close()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write in")
def test_a_folder_that_cannot_be_written_says_so():
    with pytest.raises(StoreProblem, match="cannot be opened"):
        Store("sqlite:////proc/store.db")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
def test_a_database_of_somebody_else_says_which_permission_is_missing(tmp_path):
    path = tmp_path / "store.db"
    store = Store(f"sqlite:///{path}")
    store.upgrade()
    store.close()
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    program = (
        "import os, sys; sys.path.insert(0, os.getcwd())\n"
        "from knowledge.storage import Store\n"
        "from knowledge.domain import StoreProblem\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try: Store(sys.argv[1]).chats.set_preference(1, 'a', 'b')\n"
        "except StoreProblem as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, f"sqlite:///{path}"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert "write permission" in run.stdout or "cannot be opened" in run.stdout


def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.upgrade()
    store.bulk.load(a_bundle(), SOMEBODY, "-")
    before = store.records.bundle()
    with store.database.engine.connect() as connection:
        # The limit belongs to the connection, which the pool hands out again.
        connection.execute(text("PRAGMA max_page_count = 60"))
    many = a_bundle(*(a_statement(f"s{number}") for number in range(5_000)))
    with pytest.raises(StoreProblem, match="found no room; free space"):
        store.bulk.load(many, SOMEBODY, "-")
    assert store.records.bundle() == before
    store.close()


def test_sqlite_is_durable_and_keeps_references(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    with database.reading() as connection:
        wanted = {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": 60_000,
        }
        assert {
            name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted
        } == wanted
    database.close()


def test_the_name_of_a_store_hides_the_password(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    assert store.name.endswith("store.db")
    store.close()
    database = Database("postgresql://reader:secret@db.example/news")
    assert database.name == "postgresql+psycopg://reader:***@db.example/news"


class Failure(psycopg.Error):
    """A failure as the server reports it, with its code."""

    def __init__(self, state: str | None) -> None:
        super().__init__("it failed\nDETAIL: more")
        self.sqlstate = state


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Failure(None), "does not answer"),
        (Failure("28P01"), "refuses the user"),
        (Failure("3D000"), "is not there; create it"),
        (Failure("25006"), "use the primary server"),
        (Failure("53100"), "found no room"),
        (Failure("57P01"), "stopped by its operator"),
        (Failure("XX000"), "failed: it failed."),
        (sqlite3.OperationalError("no such table: statement"), "accordingto db upgrade"),
        (sqlite3.OperationalError("something else"), "failed: something else."),
        (sqlite3.OperationalError(), "failed: OperationalError."),
    ],
)
def test_every_failure_is_a_sentence_that_says_what_to_do(cause, said):
    sentence = explained(OperationalError("SELECT 1", {}, cause), "sqlite:///x.db")
    assert sentence.startswith("The database sqlite:///x.db ")
    assert said in sentence


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreProblem, match=r"accordingto\[postgres\]"):
        Database("postgresql://reader@db.example/news")


def test_a_file_that_is_gone_or_replaced_is_not_made_anew(tmp_path):
    file = tmp_path / "of a town %.db"
    database = Database(f"sqlite:///{file}")
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE one (number INTEGER)"))
    file.rename(tmp_path / "kept")
    for use in (database.reading, database.writing, database.snapshot):
        with pytest.raises(StoreLost, match="is gone") as found, use():
            pass
        assert found.value.passing
    with pytest.raises(StoreLost):
        database.session()
    assert not file.exists()
    (tmp_path / "kept").rename(file)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM one")).scalar() == 0
    file.unlink()
    file.write_bytes(b"")
    with pytest.raises(StoreLost, match="replaced") as found, database.reading():
        pass
    assert found.value.replaced
    database.close()


pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]
_READER = Actor(1, "Olena")


@pytest.fixture
def replica(server: Cluster) -> Iterator[tuple[Path, "subprocess.Popen[bytes]"]]:
    """A second server that streams from the first."""
    if os.environ.get(GIVEN):
        pytest.skip("a server that is not ours has no replica")
    (folder,) = parse_qs(urlsplit(server.admin).query)["host"]
    with tempfile.TemporaryDirectory(prefix="accordingto-replica-", dir=folder) as made:
        there, user = Path(made), unprivileged_user()
        if user:
            shutil.chown(there, user)
        base = there / "base"
        copy = [str(installed_programs() / "pg_basebackup"), "-h", folder, "-U", "postgres", "-R"]
        subprocess.run([*copy, "-D", str(base)], check=True, user=user, cwd=there)
        process = subprocess.Popen(
            [
                str(installed_programs() / "postgres"), "-D", str(base), "-k", str(there),
                "-c", "listen_addresses=", "-c", "max_connections=60",
            ],
            user=user,
            cwd=there,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until_up(f"postgresql://postgres@/postgres?host={there}", process)
        yield there, process
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def test_a_change_is_soon_in_the_replica_and_its_end_harms_nobody(server, replica):
    there, process = replica
    with server.database() as address:
        with closing(Store(address)) as store:
            store.upgrade()
            store.bulk.load(shipped(), _READER, "first")
            last = store.revisions.newest()
        name = urlsplit(address).path
        with closing(
            Store(address, read_address=f"postgresql://postgres@{name}?host={there}")
        ) as store:
            caught_up(store, last)
            first = next(iter(store.records.documents())).statement
            store.changes.change(
                replace(first, review_due="2030-01-01"), actor=_READER, reason="due"
            )
            assert caught_up(store, last + 1) < 1
            assert store.records.complete([first.id])[0].statement.review_due == "2030-01-01"
            process.send_signal(signal.SIGQUIT)
            process.wait(20)
            assert store.records.complete([first.id])[0].statement.review_due == "2030-01-01"
            assert store.revisions.newest() == last + 1


def caught_up(store: Store, revision: int) -> float:
    """Seconds until the replica has the revision."""
    began = time.monotonic()
    while store.revisions.newest() < revision:
        assert time.monotonic() - began < 20
        time.sleep(0.01)
    return time.monotonic() - began
