"""What systemd is told: ready, alive, stopping (sd_notify)."""

import os
import socket

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
