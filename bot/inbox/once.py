"""Nothing is sent twice for an update, though it may be begun more than once."""

import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextvars import ContextVar
from typing import Any

from bot.pacing import Json, Result, Wrapping
from knowledge.model import Said, StoreProblem

log = logging.getLogger(__name__)

KEPT = ("send", "copy", "forward", "answerCallback")
"""Methods that put something new into a chat begin so, and one that Telegram refuses a second time;
the others may be repeated."""

FLEETING = frozenset({"sendChatAction"})


class Journal:
    """What is sent for one update.

    Args:
        update_id: of the update.
        before: what was sent for it before it was broken off.
        keep: writes one down, durably.

    Attributes:
        unkept: what was sent and could not be written down.
    """

    def __init__(
        self, update_id: int, before: Iterable[Said], keep: Callable[[Said], Awaitable[None]]
    ) -> None:
        self._update_id = update_id
        self._before = {(one.number, one.what): one.result for one in before}
        self._keep = keep
        self._number = 0
        self.unkept: list[Said] = []

    def begin(self, what: str) -> tuple[int, str | None]:
        """The number of what is sent next, and what Telegram answered if it was sent before."""
        number = self._number
        self._number += 1
        return number, self._before.get((number, what))

    async def done(self, number: int, what: str, result: str) -> None:
        """Keep what Telegram answered; where that fails, the message stands all the same."""
        said = Said(self._update_id, number, what, result)
        try:
            await self._keep(said)
        except StoreProblem as problem:
            self.unkept.append(said)
            log.error(  # noqa: TRY400  # the sentence says it all
                "what was sent for update %s could not be kept: %s", self._update_id, problem
            )


CURRENT: ContextVar[Journal] = ContextVar("journal")
"""The journal of the update that is being handled; tasks and threads of a handler inherit it."""


class Once(Wrapping):
    """Gives what Telegram answered before instead of sending the same once more.

    One window is left: the process dies after Telegram took a message and before that is written
    down, some thousandths of a second. The message is sent again then; Telegram has no way to ask
    whether it has it already, and a reader rather gets an answer twice than never.
    """

    async def process_request(  # noqa: PLR0917  # python-telegram-bot's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401  # the same
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: None,
    ) -> Result:
        """Make the request unless it was made before."""
        request = (callback, args, kwargs, endpoint, data, rate_limit_args)
        journal = CURRENT.get(None)
        if journal is None or not endpoint.startswith(KEPT) or endpoint in FLEETING:
            return await self.further.process_request(*request)
        what = f"{endpoint} {data.get('chat_id', '')}"
        number, before = journal.begin(what)
        if before is not None:
            log.info("sent before, not again: %s, the %d. of its update", what, number + 1)
            answered: Result = json.loads(before)
            return answered
        result = await self.further.process_request(*request)
        await journal.done(number, what, json.dumps(result))
        return result
