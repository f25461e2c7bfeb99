"""What every test may use."""

import os

import hypothesis
import pytest

# python-telegram-bot warns about its coming times as timedelta unless they are asked for.
os.environ["PTB_TIMEDELTA"] = "1"

# The same examples at every run, however slow the machine: what fails once fails again.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the bot does."""
    return "asyncio"
