"""The bot's side: files go in, articles, candidates and bundles come out, within bounds."""

import logging
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from knowledge.articles.document import ReadArticle
from knowledge.domain import Bundle, RefusedInput
from knowledge.extraction.annotations import CandidateStatement, KnownSpeaker
from knowledge.interchange.formats import SIZE, Format
from knowledge.sandbox import protocol
from knowledge.translations import Wording

log = logging.getLogger(__name__)

CODE = "knowledge.sandbox"

START = 60.0
"""Seconds in which the process must have loaded its libraries; it takes one or two."""


_IMPORTED = f"""
import sys
try:
    import {CODE}.__main__
except Exception as error:
    sys.exit(" ".join(f"{{type(error).__name__}}: {{error}}".split()))
"""


def what_is_missing() -> str | None:
    """Why the process that reads cannot import all that it needs; None where it can.

    It is tried in a process of its own, which takes a second: what reads foreign bytes is not to be
    loaded here.
    """
    done = subprocess.run(  # noqa: S603  # our own text
        [sys.executable, "-c", _IMPORTED],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=START,
        check=False,
    )
    if not done.returncode:
        return None
    return done.stderr.strip().rpartition("\n")[2] or f"it ends with {done.returncode}"


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
    return {"PYTHONPATH": os.pathsep.join(sys.path), **kept}  # and no secrets


_KEPT = ("COVERAGE_", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class ReadingBounds:
    """What reading one file may cost.

    Args:
        seconds: of the clock and of the processor, for a file, or for one bundle of an upload.
        memory: bytes of address space that the process may have.
        idle: seconds without work after which the process ends, to give its memory back.
        waiting: how many may be reading or waiting for their turn; more are refused at once.
    """

    seconds: float = 30.0
    memory: int = 2_000_000_000
    idle: float = 300.0
    waiting: int = 2


class Sandbox:
    """Reads foreign files in another process, one at a time; safe to use from many threads.

    The process is started when it is first needed and again when it is gone. Uploads are read in
    a process of their own, which ends with them: they may take minutes.

    Args:
        bounds: what reading may cost.
    """

    def __init__(self, bounds: ReadingBounds = ReadingBounds()) -> None:
        self.bounds = bounds
        self.turn = threading.Lock()
        self.places = threading.BoundedSemaphore(bounds.waiting)
        self._uploads = threading.BoundedSemaphore(1)
        self.child: _Child | None = None

    def read_pasted(self, text: str) -> ReadArticle:
        """An article that was pasted as text; raises RefusedInput, as the others do."""
        return self._article({"job": "pasted"}, text.encode("utf-8", "surrogatepass"))

    def read_file(self, content: bytes, name: str = "") -> ReadArticle:
        """An article from a file; the ending of its name tells Markdown from plain text."""
        return self._article({"job": "file", "name": name}, content)

    def read_page(self, content: bytes, url: str, declared: str | None = None) -> ReadArticle:
        """An article from what a link led to; `declared` is the encoding that the server named."""
        return self._article({"job": "page", "url": url, "declared": declared}, content)

    def candidates(
        self,
        text: str,
        *,
        language: str | None = None,
        published: str | None = None,
        known: Sequence[KnownSpeaker] = (),
    ) -> list[CandidateStatement]:
        """Every statement that is proposed; see `knowledge.extraction.article_statements.statements`."""
        speakers = protocol.SPEAKERS.dump_python(list(known))
        asked = {
            "job": "candidates",
            "language": language,
            "published": published,
            "known": speakers,
        }
        content = self._asked(asked, text.encode("utf-8", "replace"))
        return protocol.CANDIDATES.validate_json(content)

    def read_stream(self, path: Path, form: Format, *, size: int = SIZE) -> Iterator[Bundle]:
        """What an upload holds, in bundles; see `knowledge.interchange.read_stream`.

        Raises:
            InvalidFile: the file as a whole cannot be taken.
            RefusedInput: it costs too much to read, or another one is being read.
        """
        if not self._uploads.acquire(blocking=False):
            raise RefusedInput(_BUSY)
        try:
            with closing(_Child(self.bounds)) as child:
                asked = {"job": "load", "path": str(path), "format": form.value, "size": size}
                values, _ = child.ask(asked, b"")
                while "end" not in values:
                    yield protocol.bundle_of_values(values["bundle"])
                    values, _ = child.more()
        except _Idle:
            raise RefusedInput(_BROKEN) from None
        finally:
            self._uploads.release()

    def close(self) -> None:
        """End the process, whatever it reads; it is started again when it is needed."""
        if (child := self.child) is not None:
            child.kill()
        with self.turn:
            self._end()

    def __enter__(self) -> Self:
        """For as long as the block takes."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()

    def _article(self, asked: dict[str, Any], body: bytes) -> ReadArticle:
        return protocol.ARTICLE.validate_json(self._asked(asked, body))

    def _asked(self, asked: dict[str, Any], body: bytes) -> bytes:
        if not self.places.acquire(blocking=False):
            raise RefusedInput(_BUSY)
        try:
            with self.turn:
                return self._with_child(asked, body)
        finally:
            self.places.release()

    def _with_child(self, asked: dict[str, Any], body: bytes) -> bytes:
        used = self.child is not None
        child = self.child = self.child or _Child(self.bounds)
        try:
            return child.ask(asked, body)[1]
        except _Idle:  # it ended just now for want of work
            self._end()
            if not used:
                raise RefusedInput(_BROKEN) from None
            return self._with_child(asked, body)
        except _Spent as spent:
            self._end()
            raise RefusedInput(spent.args[0]) from None

    def _end(self) -> None:
        if self.child is not None:
            self.child.close()
            self.child = None


class _Idle(Exception):
    """The process had ended by itself, with nothing asked of it."""


class _Spent(RefusedInput):
    """The process is good for nothing more; why, in words for a curator."""


_BUSY = Wording("I am reading something else just now: send it again in a minute.")
_BROKEN = Wording("This cannot be read: send the article's text.")
_COSTLY = Wording(
    "This takes too much time or memory to read: send the article's text alone, or less at once."
)


class _Child:
    """One process that reads."""

    def __init__(self, bounds: ReadingBounds) -> None:
        self.bounds = bounds
        self.process = subprocess.Popen(  # noqa: S603  # our own module, with no words of a file
            [sys.executable, "-m", CODE, str(bounds.memory), str(bounds.idle)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._asking = cast("BinaryIO", self.process.stdin)
        self._answers = cast("BinaryIO", self.process.stdout)
        self._overdue = self._ready = False
        self._ending = weakref.finalize(self, _ended, self.process)

    def ask(self, asked: dict[str, Any], body: bytes) -> tuple[protocol.Plain, bytes]:
        """Ask for something and wait for the first answer; raises RefusedInput and _Idle.

        Raises:
            ImportError: the process cannot import what it needs, which no file is to blame for.
        """
        if not self._ready:  # loading the libraries is no cost of the file
            self._begin()
        with self._in_time(self.bounds.seconds):
            protocol.send(self._asking, asked | {"seconds": self.bounds.seconds}, body)
            answer = protocol.receive(self._answers)
        return self._judged(answer)

    def _begin(self) -> None:
        try:
            with self._in_time(START):
                protocol.receive(self._answers)
        except _Spent:
            if (reason := what_is_missing()) is not None:
                raise ImportError(reason) from None
            log.warning("the process that reads foreign files does not start")
            raise
        self._ready = True

    def more(self) -> tuple[protocol.Plain, bytes]:
        """Wait for the next answer to the same question."""
        with self._in_time(self.bounds.seconds):
            answer = protocol.receive(self._answers)
        return self._judged(answer)

    def kill(self) -> None:
        """End it at once; whoever waits for an answer wakes up."""
        self.process.kill()

    def close(self) -> None:
        """End it, and give back what it held."""
        self._ending()

    @contextmanager
    def _in_time(self, seconds: float) -> Iterator[None]:
        """End the process when the time is over, and say so; what waits for it wakes up then."""
        alarm = threading.Timer(seconds, self._overrun)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        except (EOFError, OSError):
            code = self.process.wait()
            if code == 0 and not self._overdue:
                raise _Idle from None
            if self._ready:  # before that nothing foreign has come near it
                log.warning("a foreign file ended the process that read it (code %s)", code)
            costly = self._overdue or code < 0  # a signal: of time, of memory, of a library's fault
            raise _Spent(_COSTLY if costly else _BROKEN) from None
        finally:
            alarm.cancel()

    def _overrun(self) -> None:
        self._overdue = True
        self.kill()

    def _judged(self, answer: tuple[protocol.Plain, bytes]) -> tuple[protocol.Plain, bytes]:
        values = answer[0]
        if "costly" in values:
            raise _Spent(_COSTLY)
        if "absent" in values:
            raise RefusedInput(
                Wording(
                    "The package {name} is missing, and articles in this language are read with it: install this program again with all its packages.",
                    name=values["absent"],
                )
            )
        if "broken" in values:
            log.warning("a foreign file could not be read: %s", values["broken"])
            raise _Spent(_BROKEN)
        error = protocol.refused(values)
        if error is not None:
            raise error
        return answer


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Let a process end by itself for a moment, as it does when nobody asks any more."""
    with suppress(OSError):
        cast("BinaryIO", process.stdin).close()
    try:
        process.wait(0.2 if process.poll() is None else 0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    cast("BinaryIO", process.stdout).close()
