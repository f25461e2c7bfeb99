"""The reading process: it takes time, memory and the network from itself, then reads what it is sent.

It is asked over its standard input and answers over its standard output (see `protocol`).
"""

import ctypes
import logging
import math
import os
import resource
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.articles.file_reader import read_file, read_page, read_pasted
from knowledge.domain import RefusedInput
from knowledge.extraction.article_statements import statements
from knowledge.interchange.formats import Format, read_stream
from knowledge.sandbox import protocol
from knowledge.sandbox.protocol import Plain

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_FORBIDDEN = frozenset(
    """
    socket.connect socket.bind socket.sendto socket.sendmsg socket.getaddrinfo socket.gethostbyname
    socket.gethostbyaddr subprocess.Popen os.system os.exec os.posix_spawn os.fork os.forkpty pty.spawn
    """.split()
)
LOOKED = 1.0
"""Seconds between two looks whether the bot is still there."""


def confine(memory: int) -> None:
    """Give up what reading needs not; for the whole life of this process.

    Args:
        memory: bytes of address space.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key pressed in the terminal is the bot's
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    _without_interfaces()
    sys.addaudithook(_forbid)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def allow_seconds(seconds: float) -> None:
    """Let this process be ended after so many more seconds of the processor."""
    spent = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(spent + seconds), hard))


def _without_interfaces() -> None:
    """Move into a network without interfaces where the system lets us; the hook holds anyway."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(_NEW_NET) != 0:
        unshare(_NEW_USER | _NEW_NET)


def _forbid(event: str, _: object) -> None:
    """An audit hook (PEP 578): it cannot be taken off again."""
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not for the process that reads foreign files")


def _end_with(parent: int) -> None:
    """End when the bot is gone, whatever is being read; a closed pipe is seen between files only."""
    while os.getppid() == parent:
        time.sleep(LOOKED)
    os._exit(0)


Answers = Iterator[tuple[Plain, bytes]]


def _pasted(_: Plain, body: bytes) -> Answers:
    yield {}, protocol.ARTICLE.dump_json(read_pasted(body.decode("utf-8", "surrogatepass")))


def _file(asked: Plain, body: bytes) -> Answers:
    yield {}, protocol.ARTICLE.dump_json(read_file(body, asked["name"]))


def _page(asked: Plain, body: bytes) -> Answers:
    yield {}, protocol.ARTICLE.dump_json(read_page(body, asked["url"], asked["declared"]))


def _candidates(asked: Plain, body: bytes) -> Answers:
    known = protocol.SPEAKERS.validate_python(asked["known"])
    found = statements(
        body.decode(), language=asked["language"], published=asked["published"], known=known
    )
    yield {}, protocol.CANDIDATES.dump_json(found)


def _load(asked: Plain, _: bytes) -> Answers:
    path = Path(asked["path"])
    for bundle in read_stream(path, Format(asked["format"]), size=asked["size"]):
        yield {"bundle": protocol.bundle_as_values(bundle)}, b""
        allow_seconds(asked["seconds"])
    yield {"end": True}, b""


JOBS: dict[str, Callable[[Plain, bytes], Answers]] = {
    "pasted": _pasted,
    "file": _file,
    "page": _page,
    "candidates": _candidates,
    "load": _load,
}


def serve(asking: BinaryIO, answering: BinaryIO, idle: float) -> None:
    """Read whatever is asked for until nobody asks any more.

    Args:
        asking: where frames come from.
        answering: where frames go.
        idle: seconds without work after which this process ends, to give its memory back.
    """
    while select.select([asking], [], [], idle)[0]:
        try:
            asked, body = protocol.receive(asking)
        except EOFError:
            return
        allow_seconds(asked["seconds"])
        if not _answered(asked, body, answering):
            return


def _answered(asked: Plain, body: bytes, answering: BinaryIO) -> bool:
    """Answer one question; whether this process is still good for another."""
    try:
        for values, content in JOBS[asked["job"]](asked, body):
            protocol.send(answering, values, content)
    except RefusedInput as error:
        protocol.send(answering, protocol.refusal(error))
    except MemoryError:
        protocol.send(answering, {"costly": True})
        return False
    except ModuleNotFoundError as error:
        protocol.send(answering, {"absent": error.name or type(error).__name__})
    except OSError:  # nobody waits for the answer
        return False
    except Exception as error:  # noqa: BLE001  # a hostile file finds errors that no list foresees
        protocol.send(answering, {"broken": type(error).__name__})
        return False
    return True


def main(arguments: list[str]) -> None:
    """Serve over the standard streams; `arguments` are bytes of memory and seconds of idleness."""
    logging.disable()  # what libraries think of a hostile file is of no use
    memory, idle = int(arguments[0]), float(arguments[1])
    asking: Any = sys.stdin.buffer
    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets between the frames
    confine(memory)
    protocol.send(answering, {"ready": True})
    serve(asking, answering, idle)


if __name__ == "__main__":
    main(sys.argv[1:])
