"""What every test may use."""

import os

import pytest

# python-telegram-bot warns about its coming times as timedelta unless they are asked for.
os.environ["PTB_TIMEDELTA"] = "1"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the bot does."""
    return "asyncio"
