"""Bad weather on demand: errors, dropped connections, delays, and Telegram's flood limits."""

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.e2e.botserver.refusal import RefusedError, too_many

PHRASES = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """What happens to the next requests of a method (`*`: of all but getUpdates).

    `kind`: `status` answers with that error, `flood` with 429, `drop` cuts the connection before
    the request is done, `drop_after` when it is done, `delay` answers late. `skip` requests pass
    before it, then it happens `times` times.
    """

    method: str
    kind: str
    times: int = 1
    skip: int = 0
    status: int = 502
    seconds: float = 1.0

    def meets(self, method: str) -> bool:
        if self.method == "*":
            return method.lower() != "getupdates"
        return self.method.lower() == method.lower()

    def error(self) -> RefusedError:
        """The answer of a `status` or `flood` fault."""
        if self.kind == "flood":
            return too_many(int(self.seconds))
        return RefusedError(self.status, PHRASES.get(self.status, "Injected error"))


@dataclass
class Weather:
    """The faults that are still to come."""

    faults: list[Fault] = field(default_factory=list)

    def next(self, method: str) -> Fault | None:
        """The fault that this request meets, used up."""
        for fault in self.faults:
            if not fault.meets(method):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            return fault
        return None


@dataclass
class Flood:
    """Telegram's published sending limits; off until `on` is set."""

    on: bool = False
    a_second: int = 30
    a_second_in_a_chat: int = 1
    a_minute_in_a_group: int = 20
    sent: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    held: dict[int, float] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        """Count a message to a chat.

        Raises:
            RefusedError: it is one too many, or came before the time that was given.
        """
        if not self.on:
            return
        now = time.monotonic()
        limits = [(0, 1.0, self.a_second), (chat_id, 1.0, self.a_second_in_a_chat)]
        if chat_id < 0:
            limits.append((chat_id, 60.0, self.a_minute_in_a_group))
        wait = self.held.get(chat_id, now) - now
        for key, window, most in limits:
            recent = [moment for moment in self.sent[key] if moment > now - window]
            if len(recent) >= most:
                wait = max(wait, recent[-most] + window - now)
        if wait > 0:
            self.held[chat_id] = now + wait
            raise too_many(max(1, round(wait + 0.5)))
        for key in (0, chat_id):
            self.sent[key].append(now)
            while self.sent[key][0] < now - 60:
                self.sent[key].popleft()
