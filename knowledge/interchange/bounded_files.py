"""Files as text within a bound of size: in UTF-8, or in whatever encoding people have."""

from pathlib import Path

from knowledge.domain import Fault, InvalidFile
from knowledge.text_encoding import Decoded, decoded
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
