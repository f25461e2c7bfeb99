"""Two machines with one host name and equal process numbers on one database are two workers."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.client import reader, wait_for
from tests.e2e.process import BotProcess, Operator
from tests.e2e.test_hanging import SECRET, free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

APART = ("unshare", "--fork", "--pid", "--mount-proc", "--uts", "--kill-child=SIGTERM")
"""Runs a program where process numbers begin at 1, as on a machine (or in a container) of its own."""


def may_be_apart() -> bool:
    program = shutil.which(APART[0])
    return (
        bool(program)
        and not subprocess.run([*APART, "true"], check=False, capture_output=True).returncode
    )


def number_inside(process: int) -> int:
    """The number of the first worker below a process, as it sees itself."""
    while True:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
        if not children.split():
            status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
            line = next(one for one in status.splitlines() if one.startswith("NSpid:"))
            return int(line.split()[-1])
        process = int(children.split()[0])


@pytest.mark.skipif(not may_be_apart(), reason="no rights to make spaces of process numbers")
def test_each_question_gets_one_answer(operator: Operator):
    address = f"127.0.0.1:{free_port()}"
    operator.command = (*APART, sys.executable, "-m", "bot", "run")
    operator.settings |= {
        "ACCORDINGTO_SEMANTIC": "off",
        "ACCORDINGTO_LOG_LEVEL": "info",
        "ACCORDINGTO_WEBHOOK_URL": f"http://{address}/hook",
        "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
        "ACCORDINGTO_LISTEN": address,
    }
    machines = [operator.start(), operator.start()]
    try:
        for machine in machines:
            _wait_until_at_work(machine)
        first, second = (number_inside(machine.process.pid) for machine in machines)
        assert first == second, "the same number on both"
        askers = [reader(operator.driver, f"Reader {number}") for number in range(30)]
        for one in askers:
            one.say("How many drones were shot down?")
            time.sleep(0.1)
        for one in askers:
            wait_for(one.replies, "an answer", 30)
        time.sleep(3)
        assert sum(len(one.replies()) for one in askers) == len(askers)
        assert not any("workers that ended" in machine.log for machine in machines)
    finally:
        for machine in machines:
            for inside in machine.workers():  # what makes the space does not pass a signal on
                os.kill(inside, signal.SIGTERM)
            machine.wait()


def _wait_until_at_work(machine: BotProcess) -> None:
    wait_for(lambda: "answering as" in machine.log, "a machine at work", 60)
