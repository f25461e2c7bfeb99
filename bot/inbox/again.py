"""An update that failed for want of the database, or of a token, is begun again later."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.limits import TurnedAway
from knowledge.model import StoreProblem

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds after the first failure; each pause is twice the one before."""

LONGEST_PAUSE = 10.0

MOST = 8
"""Failures of the database after which the reader is told to ask again: about 40 seconds."""

REFUSED_PAUSE = 30.0
"""Seconds until what could not be sent for want of a token is tried again, without an end."""


@dataclass(slots=True)
class Later:
    """Whether an update is to be begun again.

    Attributes:
        failures: of the update before this one.
        pause: seconds until then; 0: it is not.
        counts: whether this run counts as one of those after which an update is given up.
    """

    failures: int = 0
    pause: float = 0.0
    counts: bool = True


LATER: ContextVar[Later] = ContextVar("later")
"""Of the update that is being handled."""


async def begin_again(update: object, context: Context) -> None:
    """Keep an update for later, in place of every other treatment of the error.

    What it sent already is not sent once more. Curators' changes and all else that is written is
    one transaction each, so that a failure leaves nothing half done.
    """
    later, error = LATER.get(None), context.error
    if later is None:
        return
    if isinstance(error, InvalidToken):
        later.pause, later.counts = REFUSED_PAUSE, False
    elif isinstance(error, StoreProblem) and error.passing and later.failures < MOST:
        later.pause = min(PAUSE * 2**later.failures, LONGEST_PAUSE)
    else:
        return
    number = update.update.update_id if isinstance(update, TurnedAway) else None
    number = update.update_id if isinstance(update, Update) else number
    log.warning("update %s is begun again in %.1f s: %s", number, later.pause, error)
    raise ApplicationHandlerStop
