"""What the reading process takes from itself before it reads: time, memory, the network."""

import ctypes
import math
import os
import resource
import signal
import sys
import threading
import time

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_FORBIDDEN = frozenset(
    """
    socket.connect socket.bind socket.sendto socket.sendmsg socket.getaddrinfo socket.gethostbyname
    socket.gethostbyaddr subprocess.Popen os.system os.exec os.posix_spawn os.fork os.forkpty pty.spawn
    """.split()
)
LOOKED = 1.0
"""Seconds between two looks whether the bot is still there."""


def confine(memory: int) -> None:
    """Give up what reading needs not; for the whole life of this process.

    Args:
        memory: bytes of address space.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key pressed in the terminal is the bot's
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    _without_interfaces()
    sys.addaudithook(_forbid)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def allow_seconds(seconds: float) -> None:
    """Let this process be ended after so many more seconds of the processor."""
    spent = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(spent + seconds), hard))


def _without_interfaces() -> None:
    """Move into a network without interfaces where the system lets us; the hook holds anyway."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(_NEW_NET) != 0:
        unshare(_NEW_USER | _NEW_NET)


def _forbid(event: str, _: object) -> None:
    """An audit hook (PEP 578): it cannot be taken off again."""
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not for the process that reads foreign files")


def _end_with(parent: int) -> None:
    """End when the bot is gone, whatever is being read; a closed pipe is seen between files only."""
    while os.getppid() == parent:
        time.sleep(LOOKED)
    os._exit(0)
