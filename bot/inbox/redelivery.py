"""An update that failed for want of the database, or of Telegram, is begun again later."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from handlers.backoff import is_passing, pause_after
from handlers.context import Context
from handlers.error_handler import TooLate, TurnedAway
from knowledge.domain import StoreProblem

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds after the first failure of the database; each pause is twice the one before."""

LONGEST_PAUSE = 10.0

MOST = 8
"""Failures of the database after which the reader is told to ask again: about 40 seconds."""


@dataclass(slots=True)
class Redelivery:
    """Whether an update is to be begun again.

    Attributes:
        failures: of the update before this one, whatever they were.
        refusals: how often Telegram did not take what was to be sent for it.
        pause: seconds until then; 0: it is not.
        undelivered: whether it was Telegram that failed: the pause is kept durably then, and the
            run does not count as one of those after which an update is given up.
    """

    failures: int = 0
    refusals: int = 0
    pause: float = 0.0
    undelivered: bool = False


REDELIVERY: ContextVar[Redelivery] = ContextVar("later")
"""Of the update that is being handled."""


def owe(error: BaseException | None) -> bool:
    """Put the update that is being handled off where Telegram took nothing for the moment.

    Gives whether it was put off.
    """
    later = REDELIVERY.get(None)
    if later is None or not is_passing(error):
        return False
    later.pause, later.undelivered = pause_after(error, later.refusals), True
    return True


async def redeliver(update: object, context: Context) -> None:
    """Keep an update for later, in place of every other treatment of the error.

    What it sent already is not sent once more, and what its handler did and noted in `STEPS` is
    not done once more. All else that is written is one transaction each, so that a failure leaves
    nothing half done.
    """
    later, error = REDELIVERY.get(None), context.error
    if later is None:
        return
    inner = update.update if isinstance(update, TurnedAway | TooLate) else update
    if isinstance(inner, Update) and inner.inline_query is not None and is_passing(error):
        return  # whoever typed it has typed on
    if not owe(error):
        if not (isinstance(error, StoreProblem) and error.passing and later.failures < MOST):
            return
        later.pause = min(PAUSE * 2**later.failures, LONGEST_PAUSE)
    number = inner.update_id if isinstance(inner, Update) else None
    log.warning("update %s is begun again in %.1f s: %s", number, later.pause, error)
    raise ApplicationHandlerStop
