"""The supervisor: starts workers, watches their heartbeats, replaces those that end or hang."""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType

from bot.heartbeat import HEARTBEAT, HUNG, SLOW_START, Heartbeat, WorkerState
from bot.settings import PREFIX
from knowledge.domain import Fallen

FALLEN = f"{PREFIX}FALLEN"
"""Where a worker finds it."""


def written(fallen: Iterable[Fallen]) -> str:
    """As the value of an environment variable."""
    return json.dumps([[one.name, sorted(one.begun or ()), one.by_itself] for one in fallen])


def fallen_before() -> list[Fallen]:
    """The workers that this one replaces; none where nobody started it."""
    given = json.loads(os.environ.get(FALLEN) or "[]")
    return [Fallen(name, frozenset(begun), by_itself) for name, begun, by_itself in given]


ADDRESS = "NOTIFY_SOCKET"
WATCHDOG = "WATCHDOG_USEC"


def notify(*states: str) -> bool:
    """Tell the service manager, if there is one that listens; never raises.

    Args:
        states: such as `READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=…`.

    Returns:
        Whether it was told.
    """
    address = os.environ.get(ADDRESS, "")
    if not address:
        return False
    if address.startswith("@"):  # an abstract name
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sending:
            sending.settimeout(1)
            sending.sendto("\n".join(states).encode(), address)
    except OSError:
        return False
    return True


def watched_every() -> float | None:
    """Seconds within which systemd wants to hear of us; None where it does not watch."""
    microseconds = os.environ.get(WATCHDOG, "")
    process = os.environ.get("WATCHDOG_PID", "")
    if not microseconds.isdecimal() or process not in {"", str(os.getpid())}:
        return None
    return int(microseconds) / 1e6


log = logging.getLogger(__name__)

LOOKED_AFTER = 0.2
"""Seconds between two looks at the workers."""

LONGEST_PAUSE = 30.0
"""Seconds after which a worker that ends at once is started again, at most."""

STEADY = 60.0
"""Seconds after which a worker counts as running well."""

LONGEST_STOP = 20.0
"""Seconds that workers have to stop; what hangs is killed then."""

ASLEEP = 3.0
"""Seconds without a look after which we were stopped ourselves (Ctrl-Z, a suspended machine), so
that the silence of the workers says nothing."""

SUPERVISOR = f"{PREFIX}SUPERVISOR"
"""Where a worker finds the process that started it."""

REFUSED = 1
"""The exit code of a worker that says, in a sentence, why it cannot run."""

OUTSIDE = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT})
"""Signals that somebody else sends; SIGKILL is one as well unless memory ran out."""

_OURS = (SUPERVISOR, HEARTBEAT, FALLEN, ADDRESS, WATCHDOG, "WATCHDOG_PID", f"{PREFIX}WORKERS")


class _WorkerProcess:
    """One of the workers, and when it may be started again."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._pause = 0.5
        self._fallen: list[Fallen] = []
        self.ever_ready = False
        self.refused = False
        self.code: int | None = None
        self.again_at: float | None = None
        self.begin()

    def begin(self) -> None:
        """Start it; where that fails it is tried again later."""
        self.heartbeat = Heartbeat()
        self._ready = self._killed = False
        self._by_itself = True
        self._out_of_memory = ran_out_of_memory()
        self.since = time.monotonic()
        environment = {name: value for name, value in os.environ.items() if name not in _OURS}
        environment |= {
            f"{PREFIX}WORKERS": "1",
            SUPERVISOR: str(os.getpid()),
            HEARTBEAT: str(self.heartbeat.descriptor),
            FALLEN: written(self._fallen),
        }
        try:
            self.process: subprocess.Popen[bytes] | None = subprocess.Popen(  # noqa: S603  # ourselves, once more
                self._command, env=environment, pass_fds=(self.heartbeat.descriptor,)
            )
        except OSError as error:
            log.error("a worker cannot be started: %s", error)  # noqa: TRY400  # the sentence says it
            self.process = None
            self.heartbeat.close()
            self._rest(soon=True)
        else:
            self.again_at = None

    def look(self) -> None:
        """Replace it where it has ended or hangs, later each time that it ends soon."""
        if self.again_at is not None:
            if time.monotonic() >= self.again_at and not self.refused:
                self.begin()
            return
        if self.process is None:  # pragma: no cover  # then it is to be started again
            return
        state = self.heartbeat.state
        if state is WorkerState.READY and not self._ready:
            self._ready = self.ever_ready = True
            self._fallen.clear()  # it has taken them over
        code = self.process.poll()
        if code is None:
            if not self._killed:
                self._kill_if_hung(state)
            return
        self._ended(code, state)

    def awake(self) -> None:
        """Begin to count its silence anew: we did not look for a while."""
        self.since = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether its event loop runs."""
        return self._ready and self.again_at is None

    def _kill_if_hung(self, state: WorkerState) -> None:
        if self.process is None or state is WorkerState.REFUSED:
            return
        silence = self.heartbeat.silence(self.since)
        if silence < (HUNG if state is WorkerState.READY else SLOW_START):
            return
        self._by_itself = not _is_stopped(self.process.pid)
        why = "hangs" if self._by_itself else "was stopped"
        log.error(
            "worker %d %s: no heartbeat for %.0f s; it is killed and replaced",
            self.process.pid, why, silence,
        )  # fmt: skip
        self._killed = True
        self.process.kill()

    def _ended(self, code: int, state: WorkerState) -> None:
        self.code = code
        self.refused = code == REFUSED and state is WorkerState.REFUSED
        if not self._killed:
            memory = ran_out_of_memory() != self._out_of_memory
            killed = code == -signal.SIGKILL and not memory
            self._by_itself = not (code == 0 or -code in OUTSIDE or killed)
        if self.heartbeat.name:
            begun = self.heartbeat.begun()
            self._fallen.append(Fallen(self.heartbeat.name, begun, self._by_itself and bool(begun)))
        self.heartbeat.close()
        # Somebody else ended one that a signal ended; one that ends itself soon does so again.
        self._rest(soon=code > 0 and time.monotonic() - self.since < STEADY)
        if self.refused:
            log.error("a worker cannot run and is not started again; it has said why")
        else:
            log.error("a worker ended (%d) and is started again in %.0f s", code, self._pause)

    def _rest(self, *, soon: bool) -> None:
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if soon else 0.5
        self.again_at = time.monotonic() + self._pause


def supervise(number: int, database: str | None, *, force: bool = False) -> int:
    """Run so many workers until SIGTERM or Ctrl-C; gives the exit code.

    Args:
        number: of workers; several listen at the same address and the kernel deals out connections.
        database: as given on the command line.
        force: as given there.
    """
    command = [sys.executable, "-m", "bot", "run"]
    command += ["--database", database] if database else []
    command += ["--force"] if force else []
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    # The first one makes the tables and the index; the others find them.
    places = [_WorkerProcess(command)]
    while len(places) < number:
        places.append(_WorkerProcess(command))
    service = _Service()
    looked = time.monotonic()
    while not stopping:
        time.sleep(LOOKED_AFTER)
        if time.monotonic() - looked > ASLEEP:
            for place in places:
                place.awake()
        looked = time.monotonic()
        for place in places:
            place.look()
        service.tell(sum(place.alive for place in places), number)
        if all(place.refused for place in places) or _never_ran(places):
            return REFUSED
    notify("STOPPING=1")
    return max(_stopped([place.process for place in places if place.process is not None]))


class _Service:
    """What the service manager hears of us."""

    def __init__(self) -> None:
        every = watched_every()
        self._every = None if every is None else every / 3
        self._told = (-1, -1)
        self._told_at = 0.0

    def tell(self, alive: int, number: int) -> None:
        """Say how many workers run, when that has changed, and that somebody looks after them."""
        now = time.monotonic()
        states = []
        if self._told != (alive, number):
            states.append(f"STATUS={alive} of {number} workers run")
            if alive:
                states.append("READY=1")
            self._told = (alive, number)
        if self._every is not None and now - self._told_at >= self._every:
            states.append("WATCHDOG=1")
            self._told_at = now
        if states:
            notify(*states)


def _never_ran(places: Sequence[_WorkerProcess]) -> bool:
    """Whether each has ended with a sentence and none of them has ever run."""
    return all(
        place.code == REFUSED and place.again_at is not None and not place.ever_ready
        for place in places
    )


def _stopped(processes: Sequence["subprocess.Popen[bytes]"]) -> list[int]:
    """The exit codes of those that ran, after they were told to stop; what does not is killed."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.send_signal(signal.SIGTERM)
    until = time.monotonic() + LONGEST_STOP
    codes = [0]
    for process in running:
        try:
            code = process.wait(max(0.0, until - time.monotonic()))
            # One that was still starting has nothing to finish, and ends as it was told.
            codes.append(0 if code == -signal.SIGTERM else abs(code))
        except subprocess.TimeoutExpired:
            log.error("worker %d does not stop and is killed", process.pid)  # noqa: TRY400  # nothing to trace
            process.kill()
            codes.append(abs(process.wait()))
    return codes


async def stop_with_supervisor(stop: asyncio.Event) -> None:
    """Stop when the process that started this one has ended, however it ended."""
    given = os.environ.get(SUPERVISOR)
    while given and os.getppid() == int(given):  # noqa: ASYNC110  # nothing tells of a parent's end
        await asyncio.sleep(1)
    if given:
        log.error("the process that started this worker is gone: stopping")
        stop.set()


def is_worker() -> bool:
    """Whether this process was started by a supervisor."""
    return SUPERVISOR in os.environ


def _is_stopped(process: int) -> bool:
    """Whether somebody has stopped a process (SIGSTOP, a debugger), so that it cannot beat."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] in {"T", "t"}


def ran_out_of_memory() -> str:
    """How often the kernel has ended a process because memory ran out; changes when it does."""
    try:
        counts = Path("/proc/vmstat").read_text(encoding="utf-8")
    except OSError:
        return ""
    return next((line for line in counts.splitlines() if line.startswith("oom_kill ")), "")
