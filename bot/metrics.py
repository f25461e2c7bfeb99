"""What happens, as numbers for Prometheus."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from knowledge.desk import Desk
from knowledge.domain import Question, Reply

log = logging.getLogger(__name__)

PORTS = 32
"""Ports tried, from the first one on: each worker of a machine has one of its own."""

GIVEN_UP = ("answer", "posting", "notice")
"""Kinds of what may be given up."""

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """The numbers of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        named: dict[str, Any] = {"registry": self.registry, "namespace": "accordingto"}
        self._updates = Counter("updates", "Updates by what became of them", ["result"], **named)
        self._given_up = Counter(
            "given_up", "What Telegram did not take for too long, by kind", ["what"], **named
        )
        # From 0 on: an alert does not see the increase of a number that begins at 1.
        for what in GIVEN_UP:
            self._given_up.labels(what)
        self._update_seconds = Histogram(
            "update_seconds", "From the claim of an update to its end", buckets=_SECONDS, **named
        )
        self._outcomes = Counter("outcomes", "Questions by outcome", ["outcome"], **named)
        self._answer_seconds = Histogram(
            "answer_seconds", "Thinking about a question", buckets=_SECONDS, **named
        )
        self._requests = Counter("webhook_requests", "Requests by status", ["status"], **named)
        self._polls = Counter("polls", "Requests for updates by status", ["status"], **named)
        self._problems = Counter(
            "problems", "Warnings and errors in the log", ["level", "logger"], **named
        )
        self.waiting = Gauge("waiting_updates", "Updates received and not handled", **named)
        self.database_up = Gauge(
            "database_up", "1 while the database can be used and is the one opened", **named
        )
        self.dead_letters = Gauge("dead_letters", "Updates that are set aside", **named)
        self.index_lag = Gauge("index_lag_revisions", "Changes not in the index yet", **named)
        self.leading = Gauge("leading", "1 in the worker that runs the scheduled jobs", **named)
        self.heard = Gauge("telegram_heard_seconds", "Since the last answer to getUpdates", **named)

    def update(self, result: str, count: int) -> None:
        """Updates that came or ended so."""
        self._updates.labels(result).inc(count)

    def given_up(self, what: str, count: int) -> None:
        """So much of a kind (an answer, a notice about one, a posting) is not offered any more."""
        self._given_up.labels(what).inc(count)

    def handled(self, seconds: float) -> None:
        """An update was dealt with."""
        self.update("handled", 1)
        self._update_seconds.observe(seconds)

    def request(self, status: int) -> None:
        """A request to the webhook was answered."""
        self._requests.labels(str(status)).inc()

    def poll(self, status: str) -> None:
        """Telegram answered a request for updates so, or not at all ("none")."""
        self._polls.labels(status).inc()

    def answered(self, outcome: str, seconds: float) -> None:
        """A question was answered."""
        self._outcomes.labels(outcome).inc()
        self._answer_seconds.observe(seconds)

    def problem(self, record: logging.LogRecord) -> None:
        """A warning or an error was logged."""
        self._problems.labels(record.levelname.lower(), record.name.split(".")[0]).inc()

    @contextmanager
    def shown_at(self, address: tuple[str, int] | None) -> Iterator[None]:
        """Show the numbers at the first free port from this one on; None shows them nowhere."""
        server = None if address is None else self._server(*address)
        try:
            yield
        finally:
            if server is not None:
                server.shutdown()
                server.server_close()

    def _server(self, host: str, port: int) -> WSGIServer | None:
        for number in range(port, port + PORTS):
            try:
                server, _ = start_http_server(number, host, self.registry)
            except OSError:
                continue
            log.info("metrics at http://%s:%d/metrics", host, number)
            return server
        log.warning("metrics cannot be shown: no free port from %d on at %s", port, host)
        return None


class Counting(logging.Handler):
    """Counts the warnings and errors that pass."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.WARNING)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self._metrics.problem(record)


class MeasuredDesk(Desk):
    """A desk whose answers are counted."""

    def measured_by(self, metrics: Metrics) -> None:
        """Tell these."""
        self._metrics = metrics

    def ask(self, question: Question) -> Reply:
        """Answer a question; no text makes it raise."""
        reply = super().ask(question)
        self._metrics.answered(reply.outcome.name, reply.elapsed / 1000)
        return reply
