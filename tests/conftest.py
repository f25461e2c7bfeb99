"""What every test may use."""

import os
import shutil
import sys
from functools import partial

import hypothesis
import pytest

from bot.__main__ import THREADS
from knowledge.answering.decision import Policy, verdict

for _threads in THREADS:  # as the program itself does, before anything imports numpy
    os.environ.setdefault(_threads, "1")


# What is compiled once is kept: hundreds of processes import the same.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# python-telegram-bot warns about its coming times as timedelta unless they are asked for.
os.environ["PTB_TIMEDELTA"] = "1"

MEMORY, ROOM = "/dev/shm", 4 * 2**30  # noqa: S108  # pytest makes a folder of its own in it
"""A folder in memory, and the bytes that must be free there."""


def pytest_configure() -> None:
    """Temporary files stand in memory where it has room: thousands of commits wait for no disk."""
    try:
        roomy = shutil.disk_usage(MEMORY).free > ROOM
    except OSError:
        return
    if roomy:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folder of a test is the first thing that it gets, so that it is the last that goes.

    Asked for after a store or an index that stands in it, it would be removed before they close.
    """
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "tmp_path" in names:
            names.remove("tmp_path")
            names.insert(0, "tmp_path")


# The same examples at every run, however slow the machine: what fails once fails again.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _unmeasured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs without the tracer starts processes without one."""
    if request.node.get_closest_marker("no_cover"):
        for name in [one for one in os.environ if one.startswith("COVERAGE_")]:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the bot does."""
    return "asyncio"


@pytest.fixture
def hesitant(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy that is never sure and offers whatever was found, so that there is a choice."""
    never = Policy(sure=1.1, offered=0.0)
    monkeypatch.setattr("knowledge.answering.answerer.verdict", partial(verdict, policy=never))
