"""Bytes to text: by mark, by declaration, as UTF-8, else by what the letters look like."""

import codecs
import re

from charset_normalizer import from_bytes

from knowledge.model import RefusedInput
from knowledge.wording import Wording

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


def decode(content: bytes, declared: str | None = None) -> str:
    """The text in these bytes; `declared` is the encoding that the sender named, if any.

    A wrong one is passed over.

    Raises:
        RefusedInput: the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _readable(content.decode(encoding, "replace"))
    if b"\x00" in content:
        raise RefusedInput(_BINARY)
    for name in ("utf-8", declared, _in_head(content)):
        try:
            if name:
                return _readable(content.decode(name))
        except (LookupError, ValueError):
            continue
    # A cut at a byte inside the sample could split a character, which the guess survives.
    guess = from_bytes(content[:SAMPLE], cp_isolation=_USUAL, threshold=0.4).best()
    if guess is None:
        raise RefusedInput(_BINARY)
    return _readable(content.decode(guess.encoding, "replace"))


_BINARY = Wording(
    "This is not text but something else: send the article as text or as a .txt, .md, .html or .pdf file."
)


def _in_head(content: bytes) -> str | None:
    found = _DECLARED.search(content[:2_000])
    return found.group(1).decode() if found else None


def _readable(text: str) -> str:
    odd = sum(
        character == "\ufffd" or (character < " " and character not in "\t\n\r\f")
        for character in text
    )
    if odd > BROKEN * max(len(text), 1):
        raise RefusedInput(_BINARY)
    return text
