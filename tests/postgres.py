"""A PostgreSQL cluster for tests: one that is given by address, or one of Debian's that is thrown away."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

GIVEN = "ACCORDINGTO_TEST_POSTGRES_URL"
MEMORY, ROOM = "/dev/shm", 2**31  # noqa: S108  # mkdtemp makes a folder of our own in it


class NoServer(Exception):
    """Why there is no PostgreSQL to test with."""


class Cluster:
    """A running server; `admin` is the address of a database where others can be made."""

    def __init__(self, admin: str, server: "_Server | None" = None) -> None:
        self.admin = admin
        self._server = server

    @property
    def is_given(self) -> bool:
        """Whether it was there before these tests."""
        return self._server is None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Nobody listens while this is entered.

        Raises:
            NoServer: it is not ours to stop.
        """
        if self._server is None:
            raise NoServer("a server that is given cannot be stopped")
        self._server.stop()
        try:
            yield
        finally:
            self._server.start()

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """The address of a new database, dropped at the end; `template` is one to copy."""
        name = f"accordingto_{uuid4().hex[:12]}"
        copy = f' TEMPLATE "{_name(template)}"' if template else ""
        self._run(f'CREATE DATABASE "{name}"{copy}')
        head, _, query = self.admin.partition("?")
        base = head.rpartition("/")[0]
        try:
            yield f"{base}/{name}" + (f"?{query}" if query else "")
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, command: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """The server that the environment names, else a new one, stopped by its process id at the end.

    Raises:
        NoServer: with the reason.
    """
    if given := os.environ.get(GIVEN):
        yield Cluster(given)
        return
    programs = installed_programs()
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="accordingto-pg-", dir=_memory()))
    if user:
        shutil.chown(folder, user)
    base = folder / "base"
    commands = [str(programs / "initdb"), "-D", str(base), "-A", "trust", "-U", "postgres", "-N"]
    subprocess.run(commands, check=True, capture_output=True, user=user, cwd=folder)
    server = _Server(programs / "postgres", folder, user)
    try:
        server.start()
        yield Cluster(server.admin, server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class _Server:
    """The process of a cluster of ours, whose files are in the folder `base`."""

    def __init__(self, program: Path, folder: Path, user: str | None) -> None:
        self._program = program
        self._folder = folder
        self._user = user
        self.admin = f"postgresql://postgres@/postgres?host={folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(
            [
                str(self._program), "-D", str(self._folder / "base"), "-k", str(self._folder),
                "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60",
            ],
            user=self._user, cwd=self._folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until_up(self.admin, self._process)

    def stop(self) -> None:
        """End it, and every session with it."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(20)


def _memory() -> str | None:
    """A folder in memory, if there is one with room: a new database is three hundred files."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free > ROOM else None
    except OSError:
        return None


def _name(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def installed_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise NoServer(f"no PostgreSQL: set {GIVEN} or install Debian's postgresql")
    return found[-1].parent


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoServer("PostgreSQL does not run as root and there is no user postgres") from None


def wait_until_up(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                raise NoServer("PostgreSQL ended as soon as it was started") from None
            time.sleep(0.1)
        else:
            return
    raise NoServer("PostgreSQL did not start within ten seconds")
