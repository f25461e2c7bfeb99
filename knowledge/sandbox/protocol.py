"""What goes between the bot and the process that reads: frames of JSON, a body of bytes beside it.

Plain values only: nothing that comes out of the other process can name code to be run.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from knowledge.articles.document import ReadArticle
from knowledge.domain import Bundle, Fault, InvalidFile, Refusal, RefusedInput, as_plain, from_plain
from knowledge.extraction.annotations import CandidateStatement, KnownSpeaker
from knowledge.interchange.curated_files import FIELD_OF, TYPE_OF
from knowledge.translations import Wording

Plain = dict[str, Any]

MOST = 100_000_000
"""Bytes of one frame; a file that comes in has at most 20 million."""

_HEAD = struct.Struct(">IQ")

ARTICLE = TypeAdapter(ReadArticle)
CANDIDATES = TypeAdapter(list[CandidateStatement])
SPEAKERS = TypeAdapter(list[KnownSpeaker])


def send(stream: BinaryIO, values: Mapping[str, Any], body: bytes = b"") -> None:
    """Write one frame; raises OSError where nobody reads it."""
    text = json.dumps(values).encode()
    stream.write(_HEAD.pack(len(text), len(body)) + text)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Plain, bytes]:
    """Read one frame.

    Raises:
        EOFError: the other process is gone, or speaks otherwise.
    """
    lengths = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if sum(lengths) > MOST:
        raise EOFError("a frame that is too large")
    try:
        values = json.loads(_exactly(stream, lengths[0]))
    except (ValueError, RecursionError):
        raise EOFError("a frame that is no JSON") from None
    if not isinstance(values, dict):
        raise EOFError("a frame without names")  # noqa: TRY004  # it speaks otherwise
    return values, _exactly(stream, lengths[1])


def _exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError("the other process is gone")
    return content


def said(text: str) -> Any:  # noqa: ANN401 - any JSON
    """A sentence as values, so that it can be told in another language on the other side."""
    if not isinstance(text, Wording):
        return text
    values = {name: said(one) if isinstance(one, str) else one for name, one in text.values.items()}
    return {"text": text.text, "values": values}


def heard(values: Any) -> str:  # noqa: ANN401 - any JSON
    """The sentence again."""
    if isinstance(values, str):
        return values
    given = {
        name: heard(one) if isinstance(one, dict) else one for name, one in values["values"].items()
    }
    return Wording(values["text"], **given)


def refusal(error: RefusedInput) -> Plain:
    """Why a file is refused, as values."""
    if isinstance(error, InvalidFile):
        faults = [[one.path, one.line, said(one.reason)] for one in error.faults]
        return {"faults": faults}
    return {"refused": said(error.args[0])}


def refused(values: Plain) -> RefusedInput | None:
    """The refusal again; None where a frame holds none."""
    if "faults" in values:
        faults = [Fault(path, line, heard(reason)) for path, line, reason in values["faults"]]
        return InvalidFile(faults)
    return RefusedInput(heard(values["refused"])) if "refused" in values else None


def bundle_as_values(bundle: Bundle) -> Plain:
    """A bundle as values."""
    records = {
        kind: [as_plain(one) for one in getattr(bundle, field)] for kind, field in FIELD_OF.items()
    }
    return {
        "records": {kind: them for kind, them in records.items() if them},
        "examples": list(bundle.examples),
        "lines": [[*key, where] for key, where in bundle.lines.items()],
        "implied": sorted(bundle.implied),
        "refused": [[one.where, said(one.reason)] for one in bundle.refused],
        "cleaned": [[one.where, said(one.reason)] for one in bundle.cleaned],
        "skipped": [[one.where, said(one.reason)] for one in bundle.skipped],
        "whole": bundle.whole,
    }


def bundle_of_values(values: Plain) -> Bundle:
    """The bundle again."""
    records: Plain = {
        FIELD_OF[kind]: tuple(from_plain(TYPE_OF[kind], one) for one in them)
        for kind, them in values["records"].items()
    }
    return Bundle(
        **records,
        examples=tuple((language, text) for language, text in values["examples"]),
        lines={(kind, identity): where for kind, identity, where in values["lines"]},
        implied=frozenset((kind, identity) for kind, identity in values["implied"]),
        refused=tuple(Refusal(where, heard(reason)) for where, reason in values["refused"]),
        cleaned=tuple(Refusal(where, heard(reason)) for where, reason in values["cleaned"]),
        skipped=tuple(Refusal(where, heard(reason)) for where, reason in values["skipped"]),
        whole=values["whole"],
    )
