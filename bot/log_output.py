"""Log lines for people or for machines, without a secret in them."""

import logging
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Literal, TextIO

import structlog

from knowledge.domain.credentials import forms

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
