"""Bytes to text: by their mark, by what is declared, as UTF-8, else by a guess."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""charset\s*+=\s*+["']?+\s*+([\w.:-]{2,30})""", re.IGNORECASE)
_USUAL = ["utf_8", "cp1251", "koi8_r", "koi8_u", "cp1252", "iso8859_5", "cp866", "mac_cyrillic"]
SAMPLE = 64_000
"""Bytes from which an undeclared encoding is guessed."""

BROKEN = 0.02
"""Share of characters that may be unreadable before a text counts as binary."""


class Decoded(NamedTuple):
    """A text, and whether its encoding (`encoding`, Python's name) had to be guessed."""

    text: str
    encoding: str
    guessed: bool = False


def decoded(content: bytes, declared: str | None = None) -> Decoded | None:
    """The text in these bytes, or None where they are no text.

    Args:
        content: the bytes.
        declared: the encoding that the sender named, if any; a wrong one is passed over.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _readable(Decoded(content.decode(encoding, "replace"), encoding))
    if b"\x00" in content:
        return None
    for name in ("utf-8", declared, _in_head(content)):
        try:
            if name:
                return _readable(Decoded(content.decode(name), name))
        except (LookupError, ValueError):
            continue
    # A cut at a byte inside the sample could split a character, which the guess survives.
    guess = from_bytes(content[:SAMPLE], cp_isolation=_USUAL, threshold=0.4).best()
    if guess is None:
        return None
    text = content.decode(guess.encoding, "replace")
    return _readable(Decoded(text, guess.encoding, guessed=True))


def _in_head(content: bytes) -> str | None:
    found = _DECLARED.search(content[:2_000])
    return found.group(1).decode() if found else None


def _readable(found: Decoded) -> Decoded | None:
    odd = sum(
        character == "\ufffd" or (character < " " and character not in "\t\n\r\f")
        for character in found.text
    )
    return None if odd > BROKEN * max(len(found.text), 1) else found
