"""What Telegram does not take for the moment, and how long to wait before it is offered again."""

from datetime import timedelta

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

FIRST_PAUSE = 1.0
"""Seconds after the first refusal; each pause is twice the one before."""

LONGEST_PAUSE = 60.0
"""Seconds between two attempts at most, where Telegram itself names no time."""

REFUSED_PAUSE = 30.0
"""Seconds until what was refused for want of a token is offered again."""

_UNREADABLE = "Invalid server response"
"""What python-telegram-bot says of an answer that is no JSON, such as a proxy's page."""


def is_passing(error: BaseException | None) -> bool:
    """Whether the same request may be taken later: nothing is wrong with it or with its chat."""
    if isinstance(error, BadRequest):  # a NetworkError, to python-telegram-bot
        return False
    if isinstance(error, NetworkError | RetryAfter | InvalidToken):
        return True
    return isinstance(error, TelegramError) and error.message == _UNREADABLE


def pause_after(error: BaseException | None, refusals: int) -> float:
    """Seconds until a request is made again.

    Args:
        error: why it was not taken, one that `is_passing`.
        refusals: how often it was refused before this time.
    """
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    if isinstance(error, InvalidToken):
        return REFUSED_PAUSE
    return float(min(FIRST_PAUSE * 2 ** min(refusals, 16), LONGEST_PAUSE))


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
