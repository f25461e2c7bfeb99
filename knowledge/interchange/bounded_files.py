"""Files read within bounds: text in whatever encoding people have, YAML with the line of every value."""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.characters import Decoded, cleaned, decoded, unseen_in
from knowledge.domain import Fault, InvalidFile
from knowledge.interchange.record_schemas import without
from knowledge.translations import Wording


def text_of(path: Path, limit: int) -> str:
    """The text of a file in UTF-8.

    Raises:
        InvalidFile: it cannot be read, is larger than `limit` bytes, or is no UTF-8 text.
    """
    content = _content(path, limit)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = Wording("The file is not UTF-8 text; save it as UTF-8.")
        raise InvalidFile([Fault(str(path), line, reason)]) from error


def text_in_any_encoding(path: Path, limit: int) -> Decoded:
    """The text of a file in any of the usual encodings, with the one that was taken.

    Raises:
        InvalidFile: it cannot be read, is larger than `limit` bytes, or is no text.
    """
    found = decoded(_content(path, limit))
    if found is None:
        raise InvalidFile([Fault(str(path), 1, Wording("This is no text file."))])
    return found


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        reason = Wording(
            "The file cannot be read ({why}); check its path and permissions.", why=error.strerror
        )
        raise InvalidFile([Fault(str(path), None, reason)]) from error
    if len(content) > limit:
        reason = Wording(
            "The file is larger than {number} MB; split it.", number=f"{limit / 1e6:g}"
        )
        raise InvalidFile([Fault(str(path), None, reason)])
    return content


MAX_BYTES = 4_000_000
MAX_DEPTH = 12
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Way = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML file as plain values.

    Args:
        lines: of each value, by the way to it.
        cleaned: where characters were taken out that cannot be seen.
    """

    path: str
    values: Any
    lines: dict[Way, int]
    cleaned: tuple[Fault, ...] = ()

    def line(self, place: Way) -> int | None:
        """The line of a value, or of the nearest one around it."""
        for end in range(len(place), -1, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return None

    def fault(self, place: Way, reason: str) -> Fault:
        """What is wrong with the value there."""
        return Fault(self.path, self.line(place), reason)


def read_document(path: Path) -> YamlDocument:
    """Read one YAML file within its bounds.

    Dates and the old words for true and false (yes, on…) stay text, as in YAML 1.2.

    Raises:
        InvalidFile: see `text_of`; or it is no YAML, too deep, or has aliases, tags or double keys.
    """
    return parse(text_of(path, MAX_BYTES), str(path))


def parse(text: str, path: str) -> YamlDocument:
    """The same for text at hand; `path` is for the messages."""
    try:
        _refuse_dangers(text, path)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = Wording("This is not YAML: {why}.", why=error.problem or error.context)
        raise InvalidFile([Fault(path, mark.line + 1 if mark else None, reason)]) from error
    except yaml.YAMLError as error:
        raise InvalidFile(
            [Fault(path, None, Wording("This is not YAML: {why}.", why=str(error)))]
        ) from error
    if node is None:
        raise InvalidFile([Fault(path, None, Wording("The file is empty."))])
    lines: dict[Way, int] = {}
    faults: list[Fault] = []
    reading = _Values(path, lines, faults)
    values = reading.of(node, ())
    if faults:
        raise InvalidFile(faults)
    return YamlDocument(path, values, lines, tuple(reading.cleaned))


def _refuse_dangers(text: str, path: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            reason = Wording("Anchors and aliases (& and *) are not taken; write the value out.")
            raise InvalidFile([Fault(path, line, reason)])
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > MAX_DEPTH:
            reason = Wording(
                "Values are nested deeper than {number} levels; nothing here is.", number=MAX_DEPTH
            )
            raise InvalidFile([Fault(path, line, reason)])
        if documents > 1:
            reason = Wording("A second document begins (---); give it its own file.")
            raise InvalidFile([Fault(path, line, reason)])


class _Values:
    """Turns nodes into plain values, noting lines and faults."""

    def __init__(self, path: str, lines: dict[Way, int], faults: list[Fault]) -> None:
        self._path = path
        self._lines = lines
        self._faults = faults
        self.cleaned: list[Fault] = []

    def of(self, node: yaml.Node, place: Way) -> Any:  # noqa: ANN401 - whatever the file says
        self._lines[place] = node.start_mark.line + 1
        match node:
            case yaml.MappingNode():
                return self._mapping(node, place)
            case yaml.SequenceNode():
                return [self.of(one, (*place, index)) for index, one in enumerate(node.value)]
            case _:
                return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Way) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in node.value:
            if not isinstance(name, yaml.ScalarNode):
                self._fault(name, Wording("A key is a list or a mapping; keys are words."))
            elif name.value in values:
                self._fault(
                    name,
                    Wording('The key "{value}" stands here twice; keep one.', value=name.value),
                )
            else:
                values[name.value] = self.of(value, (*place, name.value))
                self._lines[*place, name.value] = name.start_mark.line + 1
        return values

    def _scalar(self, node: yaml.Node) -> Any:  # noqa: ANN401 - as above
        text = cleaned(str(node.value))
        if unseen := unseen_in(str(node.value)):
            self.cleaned.append(Fault(self._path, node.start_mark.line + 1, without(unseen)))
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "null":
                return None
            case "bool" if text.lower() in {"true", "false"}:
                return text.lower() == "true"
            case "int" if _INTEGER.fullmatch(text):
                return int(text) if len(text) < 20 else float(text)  # noqa: PLR2004 - a 64-bit number has at most 20 characters
            case "float":
                return self._float(text)
            case "str" | "bool" | "int" | "timestamp" | "merge" | "value":
                return text
            case tag:
                self._fault(
                    node, Wording('The tag "{tag}" is not taken; write plain values.', tag=tag)
                )
                return None

    def _float(self, text: str) -> float | str:
        try:
            number = float(text)
        except ValueError:
            return text
        return number if math.isfinite(number) else text

    def _fault(self, node: yaml.Node, reason: str) -> None:
        self._faults.append(Fault(self._path, node.start_mark.line + 1, reason))
