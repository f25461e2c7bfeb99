"""What happens, for those who watch: numbers for Prometheus, log lines without a secret in them."""

import logging
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TextIO
from wsgiref.simple_server import WSGIServer

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from knowledge.desk import Desk
from knowledge.domain import Question, Reply
from knowledge.domain.credentials import forms

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

    def ask(self, question: Question, revision: int | None = None) -> Reply:
        """Answer a question; no text makes it raise."""
        reply = super().ask(question, revision)
        self._metrics.answered(reply.outcome.name, reply.elapsed / 1000)
        return reply


_SHAPES = (
    (re.compile(r"(?<![0-9])[0-9]{6,}+(?::|%3[Aa])[A-Za-z0-9_-]{30,}"), "[token]"),
    (re.compile(r"(://[^/\s:@]{0,200}):[^@/\s]{1,500}@"), r"\1:[password]@"),
    (
        re.compile(
            r"((?:password|passwd|passfile|pwd|secret_token)(?:\\?[\"'])?\s{0,3}[=:]\s{0,3})"
            r"(?:(\\?[\"'])[^\s\"'\\]{1,500}\2|[^\s&;,\"'\\)\]}]{1,500})",
            re.IGNORECASE,
        ),
        r"\1\2[password]\2",
    ),
)
"""How secrets look that nobody told us of; each looks at a bounded number of characters."""

QUIET = ("httpx", "httpcore", "alembic", "apscheduler", "matplotlib", "PIL", "asyncio")
"""Loggers of libraries that would otherwise tell every request, with the token in its address."""


class Redacting(structlog.stdlib.ProcessorFormatter):
    """Takes every secret out of the finished line, whoever wrote it.

    Args:
        secrets: texts that must never be printed.
        processors: structlog's last steps.
    """

    def __init__(
        self, secrets: Iterable[str], processors: list[structlog.typing.Processor]
    ) -> None:
        super().__init__(
            processors=processors,
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(),
                _stamped,
            ],
        )
        self._secrets = spelled(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The line that is written, tracebacks included."""
        if record.exc_info and record.name.startswith("telegram"):
            # The library tells a lost connection with its whole inside; one line is enough.
            record.msg = f"{record.getMessage()} ({record.exc_info[1]!r})"
            record.args = None
            record.exc_info = None
            record.exc_text = None
        return redacted(super().format(record), self._secrets)


def spelled(secrets: Iterable[str]) -> Sequence[str]:
    """Every form of these secrets, the longest first, for `redacted`."""
    return sorted({form for one in secrets if one for form in forms(one)}, key=len, reverse=True)


def redacted(text: str, secrets: Sequence[str]) -> str:
    """The text without these secrets, and without what looks like one.

    Args:
        text: to be shown.
        secrets: as `spelled` gives them.
    """
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    for shape, word in _SHAPES:
        text = shape.sub(word, text)
    return text


_stamped = structlog.processors.TimeStamper(fmt="iso", utc=True)


def set_up(
    level: str,
    form: Literal["text", "json"],
    secrets: Iterable[str],
    stream: TextIO | None = None,
) -> None:
    """Send every log line of the program and its libraries to `stream` (standard error).

    Args:
        level: debug, info, warning or error.
        form: text for people, json for machines.
        secrets: texts that must never be printed.
        stream: where the lines go.
    """
    last: structlog.typing.Processor
    if form == "json":
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        last = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    steps: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta
    ]
    if form == "json":
        steps.append(structlog.processors.format_exc_info)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(secrets, [*steps, last]))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            _stamped,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
