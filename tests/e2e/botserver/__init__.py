"""A strict Telegram Bot API server on loopback, as far as the bot uses it."""

from tests.e2e.botserver.faults import Fault
from tests.e2e.botserver.server import BotServer

__all__ = ["BotServer", "Fault"]
