"""`python -m knowledge.sandbox`: the process that reads, one file after the other.

It is asked over its standard input and answers over its standard output (see `protocol`).
"""

import logging
import os
import select
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.articles.file_reader import read_file, read_page, read_pasted
from knowledge.domain import RefusedInput
from knowledge.extraction.article_statements import statements
from knowledge.interchange.formats import Format, read_stream
from knowledge.sandbox import protocol
from knowledge.sandbox.confinement import allow_seconds, confine
from knowledge.sandbox.protocol import Plain

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
