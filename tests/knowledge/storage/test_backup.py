"""A backup holds everything as of one moment, is checked, and fills a database of either engine."""

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import text

from knowledge.domain import Actor, Arrival, Limits, RefusedInput, Role, StoreProblem
from knowledge.interchange import shipped
from knowledge.storage import Store, schema
from knowledge.storage.backup import FORMAT, Seal, Signature, saved_tables, verify

SOMEBODY = Actor(None, "operator")


@pytest.fixture
def filled(store: Store) -> Store:
    store.bulk.load(shipped(), SOMEBODY, "first")
    number = store.questions.remember("who?", "en", "answer", 0.9)
    store.follows.follow(2**53 + 1, "question", str(number))
    store.deliveries.remember(7, 1, [("one", 1)])
    store.drafts.add("article", ["{}"])
    store.vectors.keep("use", {"a": b"\x00\xff"})
    store.inbox.receive([Arrival(1, '{"a": "ї"}', 5, 5)], Limits())
    return store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def another_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database elsewhere, of the same or the other engine, without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'another.db'}"
        return
    with request.getfixturevalue("server").database() as address:
        yield address


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.database.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(table.select().order_by(*table.primary_key.columns))
            ]
            for table in saved_tables()
        }


def test_what_is_restored_is_what_was_there(filled, tmp_path, another_address):
    told: dict[str, int] = {}
    file = tmp_path / "some.backup"
    contents = filled.back_up(file, told.__setitem__)
    assert contents.rows["statement"] == told["statement"] == len(shipped().statements)
    assert file.stat().st_mode & 0o077 == 0, "it holds what readers asked"
    with closing(Store(another_address)) as other:
        assert other.restore(file) == contents == verify(file)
        assert everything(other) == everything(filled)
        assert other.check() == []
        assert other.revisions.newest() == filled.revisions.newest()
        assert other.drafts.add("article", ["{}"]) == [2], "numbers go on"
        assert other.bulk.load(shipped(), SOMEBODY, "again").changed == ()
        with pytest.raises(RefusedInput, match="holds something already"):
            other.restore(file)


def test_a_file_is_never_written_over(filled, tmp_path):
    file = tmp_path / "some.backup"
    file.write_text("mine")
    with pytest.raises(RefusedInput, match="is there already"):
        filled.back_up(file)
    assert file.read_text() == "mine"


def test_tables_of_another_release_are_not_saved(empty_address, tmp_path):
    with closing(Store(empty_address)) as store, pytest.raises(StoreProblem, match="db upgrade"):
        store.back_up(tmp_path / "some.backup")
    assert not list(tmp_path.glob("*.backup*"))


def test_what_others_write_meanwhile_is_in_it_wholly_or_not_at_all(
    address, tmp_path, another_address
):
    with closing(Store(address)) as store, closing(Store(address)) as writer:
        store.bulk.load(shipped(), SOMEBODY, "first")
        ended = threading.Event()

        def write() -> None:
            number = 0
            while not ended.is_set():
                number += 1
                writer.questions.remember(f"{number}", "en", "answer", 0.5)
                writer.deliveries.remember(1, number, [("x", 1)])

        writing = threading.Thread(target=write)
        writing.start()
        for number in range(3):
            file = tmp_path / f"{number}.backup"
            store.back_up(file)
        ended.set()
        writing.join()
        with closing(Store(another_address)) as other:
            restored = other.restore(file)
            assert other.check() == []
        questions = [row[1] for row in everything(store)["question"]]
    assert restored.rows["delivery"] in {
        restored.rows["question"],
        restored.rows["question"] - 1,
    }
    assert 0 < restored.rows["question"] <= len(questions)


def lines_of(file: Path) -> list[bytes]:
    with gzip.open(file) as opened:
        return opened.readlines()


def rewritten(file: Path, lines: list[bytes]) -> Path:
    other = file.with_suffix(".other")
    with gzip.open(other, "wb") as opened:
        opened.writelines(lines)
    return other


@pytest.fixture(scope="session")
def one_backup(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("backup")
    with closing(Store(f"sqlite:///{folder / 'store.db'}")) as store:
        store.upgrade()
        store.bulk.load(shipped(), SOMEBODY, "first")
        store.back_up(folder / "some.backup")
    return folder / "some.backup"


@pytest.mark.parametrize(
    "harm",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[: len(lines) // 2],
        lambda lines: [*lines[:5], *lines[6:]],
        lambda lines: [*lines, b"[]\n"],
        lambda lines: lines[1:],
        lambda lines: [lines[0], b"[1]\n", *lines[1:]],
        lambda lines: [b'{"format": "another"}\n', *lines[1:]],
        lambda lines: [*lines[:3], b"[" * 100_000 + b"\n", *lines[3:]],
        lambda lines: [*lines[:3], b"\xff\n", *lines[3:]],
        lambda lines: [*lines[:-1], b"7\n"],
        lambda _: [],
    ],
)
def test_a_damaged_file_is_refused_and_changes_nothing(one_backup, harm, tmp_path):
    damaged = rewritten(one_backup, harm(lines_of(one_backup)))
    address = f"sqlite:///{tmp_path / 'new.db'}"
    with closing(Store(address)) as store:
        with pytest.raises(RefusedInput, match="cannot be restored"):
            store.restore(damaged)
        with store.database.reading() as connection:
            assert not connection.execute(text("SELECT * FROM sqlite_master")).all()


KEY = b"k" * 32
OTHER = b"o" * 32


@pytest.fixture(scope="session")
def signed_backup(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("signed")
    with closing(Store(f"sqlite:///{folder / 'store.db'}")) as store:
        store.upgrade()
        store.bulk.load(shipped(), SOMEBODY, "first")
        store.roles.grant(7, Role.REVIEWER, None)
        store.back_up(folder / "some.backup", key=KEY)
    return folder / "some.backup"


def sealed(lines: list[bytes], key: bytes | None) -> list[bytes]:
    """The lines of a backup with an end that fits them, as whoever has this key can make it."""
    seal, rows, name = Seal(key), dict[str, int](), ""
    for line in lines[:-1]:
        seal.add(line)
        value = json.loads(line)
        if isinstance(value, list):
            rows[name] += 1
        elif "table" in value:
            name = value["table"]
            rows[name] = 0
    return [*lines[:-1], json.dumps({"rows": rows, **seal.end()}).encode() + b"\n"]


def with_an_owner(lines: list[bytes]) -> list[bytes]:
    """The lines with one more row: 666 is an owner."""
    at = next(n for n, line in enumerate(lines) if line.startswith(b'{"table":"role"'))
    columns = json.loads(lines[at])["columns"]
    known = {"user": 666, "role": "owner", "at": "2026-01-01T00:00:00+00:00"}
    row = json.dumps([known.get(column) for column in columns]).encode() + b"\n"
    return [*lines[: at + 1], row, *lines[at + 1 :]]


def test_a_role_put_into_a_backup_is_shown_without_a_key_and_refused_with_one(
    signed_backup, tmp_path
):
    whole = verify(signed_backup, KEY)
    assert whole.signature is Signature.GOOD
    assert whole.roles == (("7", "reviewer"),)
    lines = lines_of(signed_backup)
    forged = rewritten(tmp_path / "forged.backup", sealed(with_an_owner(lines), None))
    told = verify(forged)
    assert told.signature is Signature.NONE
    assert set(told.roles) == {("7", "reviewer"), ("666", "owner")}
    with closing(Store(f"sqlite:///{tmp_path / 'new.db'}")) as store:
        with pytest.raises(RefusedInput, match="not signed, and a key is set"):
            store.restore(forged, key=KEY)
        with store.database.reading() as connection:
            assert not connection.execute(text("SELECT * FROM sqlite_master")).all()


def end_with(**given: object) -> Callable[[list[bytes]], list[bytes]]:
    """The end with something else in it."""
    return lambda lines: [
        *lines[:-1],
        json.dumps({**json.loads(lines[-1]), **given}).encode() + b"\n",
    ]


@pytest.mark.parametrize(
    "forge",
    [
        lambda lines: sealed(with_an_owner(lines), None),
        lambda lines: sealed(with_an_owner(lines), OTHER),
        lambda lines: sealed(with_an_owner(lines), b"k"),
        lambda lines: sealed(lines, None),
        lambda lines: sealed(lines, OTHER),
        lambda lines: [*sealed(with_an_owner(lines), None)[:-1], lines[-1]],
        lambda lines: end_with(hmac=json.loads(lines[-1])["hmac"])(
            sealed(with_an_owner(lines), None)
        ),
        lambda lines: end_with(hmac=json.loads(lines[-1])["sha256"])(lines),
        lambda lines: sealed([*lines[:5], *lines[6:]], OTHER),
        lambda lines: [lines[0].replace(b'"made":"2', b'"made":"3'), *lines[1:]],
        *(end_with(hmac=json.loads(it)) for it in ("null", '""', "7", "[]", "{}", '"ї"')),
        end_with(hmac="0" * 64),
    ],
)
def test_what_is_not_signed_with_the_key_is_refused_while_it_is_set(signed_backup, forge, tmp_path):
    forged = rewritten(tmp_path / "forged.backup", forge(lines_of(signed_backup)))
    with pytest.raises(RefusedInput, match="cannot be restored"):
        verify(forged, KEY)


def test_a_signed_backup_is_restored_with_its_key_and_without_but_not_with_another(
    signed_backup, tmp_path
):
    assert verify(signed_backup).signature is Signature.NOT_CHECKED
    with pytest.raises(RefusedInput, match="not signed with the key"):
        verify(signed_backup, OTHER)
    for key in (KEY, None):
        with closing(Store(f"sqlite:///{tmp_path / f'{bool(key)}.db'}")) as store:
            store.restore(signed_backup, key=key)
            assert [(one.user, one.role) for one in store.roles.listed()] == [(7, Role.REVIEWER)]


def test_what_was_changed_after_it_was_shown_is_refused(signed_backup, tmp_path):
    file = tmp_path / "some.backup"
    file.write_bytes(signed_backup.read_bytes())
    shown = verify(file)
    rewritten(file, sealed(with_an_owner(lines_of(file)), None)).replace(file)
    with closing(Store(f"sqlite:///{tmp_path / 'new.db'}")) as store:
        with pytest.raises(RefusedInput, match="changed while it was read"):
            store.restore(file, verified=shown)
        assert store.roles.listed() == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"table":"role"', b'"table":"ROLE"'),
        (b'"table":"role"', b'"table":"main.role"'),
        (b'"table":"role"', b'"table":"role "'),
        (b'"table":"role"', b'"table":"preference"'),
        (b'"columns":["user","role"', b'"columns":["USER","role"'),
        (b'"columns":["user","role"', b'"columns":["user","user"'),
    ],
)
def test_no_role_hides_under_another_name(signed_backup, was, becomes, tmp_path):
    """SQLite does not tell `role` from `ROLE`: what would be restored there has to be shown."""
    lines = [line.replace(was, becomes) for line in with_an_owner(lines_of(signed_backup))]
    assert any(becomes in line for line in lines)
    with pytest.raises(RefusedInput, match="cannot be restored"):
        verify(rewritten(tmp_path / "forged.backup", sealed(lines, None)))


@pytest.mark.no_cover
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_byte_can_be_changed_unseen(one_backup, tmp_path, data):
    whole = bytearray(one_backup.read_bytes())
    # The time of writing, flags and system in gzip's own head mean nothing to us.
    at = data.draw(st.integers(10, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    file = tmp_path / "damaged"
    file.write_bytes(whole)
    try:
        found = verify(file)
    except RefusedInput:
        return
    assert found == verify(one_backup), "the bits that gzip pads with change nothing"


def test_a_backup_of_a_later_release_is_refused(one_backup, tmp_path):
    head = json.dumps({"format": FORMAT, "schema": "9999", "made": "2030"}).encode() + b"\n"
    end = {"rows": {}, "sha256": hashlib.sha256(head).hexdigest()}
    later = rewritten(one_backup, [head, json.dumps(end).encode() + b"\n"])
    with (
        closing(Store(f"sqlite:///{tmp_path / 'new.db'}")) as store,
        pytest.raises(RefusedInput, match="later release"),
    ):
        store.restore(later)


def test_a_backup_of_the_first_release_is_brought_up(tmp_path, empty_address):
    old = Store(f"sqlite:///{tmp_path / 'old.db'}")
    schema.upgrade(old.database, "0001")
    with old.database.writing() as connection:
        connection.execute(text("INSERT INTO preference VALUES (5, 'language', 'uk')"))
        columns = [row[1] for row in connection.execute(text("PRAGMA table_info(preference)"))]
    old.close()
    lines = [
        json.dumps({"format": FORMAT, "schema": "0001", "made": "2026"}).encode() + b"\n",
        json.dumps({"table": "preference", "columns": columns}).encode() + b"\n",
        b'[5, "language", "uk"]\n',
    ]
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    lines.append(json.dumps({"rows": {"preference": 1}, "sha256": digest}).encode() + b"\n")
    file = rewritten(tmp_path / "x.backup", lines)
    with closing(Store(empty_address)) as store:
        store.restore(file)
        assert store.chats.preference(5, "language") == "uk"
        assert store.check() == []
