"""sd_notify: a datagram to whoever started us."""

import os
import socket

import pytest

from bot.systemd import notify, watched_every


@pytest.mark.parametrize("abstract", [False, True])
def test_the_service_manager_is_told(tmp_path, monkeypatch, abstract):
    name = f"@{tmp_path}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name.replace("@", "\0"))
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        assert notify("READY=1", "STATUS=well")
        assert manager.recv(100) == b"READY=1\nSTATUS=well"


def test_where_nobody_listens_nothing_happens(tmp_path, monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    assert not notify("READY=1")


@pytest.mark.parametrize(
    ("given", "process", "seconds"),
    [
        ("30000000", "", 30.0),
        ("30000000", str(os.getpid()), 30.0),
        ("30000000", "1", None),
        ("", "", None),
        ("soon", "", None),
    ],
    ids=["any process", "this process", "another process", "nothing", "no number"],
)
def test_whether_systemd_watches_this_process(monkeypatch, given, process, seconds):
    monkeypatch.setenv("WATCHDOG_USEC", given)
    monkeypatch.setenv("WATCHDOG_PID", process)
    assert watched_every() == seconds
