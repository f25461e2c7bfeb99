"""Questions are read from a streaming replica of PostgreSQL, and from the primary without it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from knowledge.intake import shipped
from knowledge.model import Actor
from knowledge.store import Store
from tests.postgres import GIVEN, Cluster, _programs, _user, _wait

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]
SOMEBODY = Actor(1, "Olena")


@pytest.fixture
def replica(server: Cluster) -> Iterator[tuple[Path, "subprocess.Popen[bytes]"]]:
    """A second server that streams from the first."""
    if os.environ.get(GIVEN):
        pytest.skip("a server that is not ours has no replica")
    (folder,) = parse_qs(urlsplit(server.admin).query)["host"]
    with tempfile.TemporaryDirectory(prefix="accordingto-replica-", dir=folder) as made:
        there, user = Path(made), _user()
        if user:
            shutil.chown(there, user)
        base = there / "base"
        copy = [str(_programs() / "pg_basebackup"), "-h", folder, "-U", "postgres", "-R"]
        subprocess.run([*copy, "-D", str(base)], check=True, user=user, cwd=there)
        process = subprocess.Popen(
            [
                str(_programs() / "postgres"), "-D", str(base), "-k", str(there),
                "-c", "listen_addresses=", "-c", "max_connections=60",
            ],
            user=user,
            cwd=there,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _wait(f"postgresql://postgres@/postgres?host={there}", process)
        yield there, process
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def test_a_change_is_soon_in_the_replica_and_its_end_harms_nobody(server, replica):
    there, process = replica
    with server.database() as address:
        with closing(Store(address)) as store:
            store.upgrade()
            store.load(shipped(), SOMEBODY, "first")
            last = store.revision()
        name = urlsplit(address).path
        with closing(
            Store(address, read_address=f"postgresql://postgres@{name}?host={there}")
        ) as store:
            caught_up(store, last)
            first = next(iter(store.documents())).statement
            store.change(replace(first, review_due="2030-01-01"), actor=SOMEBODY, reason="due")
            assert caught_up(store, last + 1) < 1
            assert store.records([first.id])[0].statement.review_due == "2030-01-01"
            process.send_signal(signal.SIGQUIT)
            process.wait(20)
            assert store.records([first.id])[0].statement.review_due == "2030-01-01"
            assert store.revision() == last + 1


def caught_up(store: Store, revision: int) -> float:
    """Seconds until the replica has the revision."""
    began = time.monotonic()
    while store.revision() < revision:
        assert time.monotonic() - began < 20
        time.sleep(0.01)
    return time.monotonic() - began
