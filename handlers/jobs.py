"""What is done by the clock: looking for what is due. What was done is in the database alone."""

import logging

from handlers.context import Context
from knowledge.model import StoreProblem

log = logging.getLogger(__name__)


async def look_for_what_is_due(context: Context) -> None:
    """Put digests, reports and news that are due into the outbox; each is put there once."""
    try:
        if await context.think(context.desk.chats.collect):
            context.bot_data.wake()
    except StoreProblem as problem:  # the next look finds the same
        log.warning("what is due could not be looked for: %s", problem)
