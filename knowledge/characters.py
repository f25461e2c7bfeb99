"""Characters from outside: bytes decoded, and the one place that decides which may be stored and shown.

What is left out is what Unicode calls default ignorable (zero-width and filler characters, soft
hyphens, tags, variation selectors), the controls of the bidirectional algorithm (UAX #9), the
controls C0 and C1, lone surrogates, private use and what is not assigned: none of it can be seen,
and each can hide or turn round what is. Marks that pile up on one letter are cut.
"""

import codecs
import re
import unicodedata
from typing import NamedTuple

from charset_normalizer import from_bytes

MARKS = 3
"""Combining marks that one letter keeps; no word of our languages has more than two."""

REPLACEMENT = "\ufffd"

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINES = {"\u2028": "\n", "\u2029": "\n\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}
# Default ignorable, or blank, and yet of a category whose other members are seen.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
_STYLED = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff])\ufe0f")
_PICTURE = "\ue000"  # stands in for U+FE0F behind a symbol while the others are taken out
# Beyond these a look at each character is worth its time: Latin, Cyrillic, the usual punctuation.
_ODD = re.compile(
    "[^\t\n -~\xa0-\xac\xae-\u02c1\u0400-\u0482\u048a-\u052f"
    "\u2010-\u2027\u202f\u2030-\u205e\u20a0-\u20bf\u2116\u2190-\u21ff]"
)
is_odd = _ODD.search
"""Finds what `cleaned` has to look at, if anything: for those who ask it of every text."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MET = 4096


class _Table(dict[int, str | None]):
    """For `str.translate`: leaves out what cannot be seen; remembers the characters it met first."""

    def __missing__(self, code: int) -> str | None:
        kept = _kept(chr(code))
        if len(self) < _MET:
            self[code] = kept
        return kept


def _kept(character: str) -> str | None:
    if character in _LINES:
        return _LINES[character]
    if character in "\n\t":
        return character
    unseen = character in _BLANK or unicodedata.category(character) in _UNSEEN
    return None if unseen else character


_TABLE = _Table()


def cleaned(text: str) -> str:
    """The text as it may be stored and shown: composed (NFC), nothing in it that cannot be seen.

    Every kind of line end becomes a line feed. The work grows with the length alone: marks are cut
    before they are put in order, which takes the square of their number.
    """
    if not is_odd(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufe0f" in text:
        text = _STYLED.sub(_PICTURE, text.replace(_PICTURE, ""))
        parts = (part.translate(_TABLE) for part in text.split(_PICTURE))
        return unicodedata.normalize("NFC", without_piles("\ufe0f".join(parts)))
    return unicodedata.normalize("NFC", without_piles(text.translate(_TABLE)))


def cleaned_values(value: object, unseen: set[str]) -> object:
    """Plain values of a file, every text in them cleaned; `unseen` gets what was taken out."""
    if isinstance(value, str):
        unseen.update(unseen_in(value))
        return cleaned(value)
    if isinstance(value, dict):
        return {key: cleaned_values(one, unseen) for key, one in value.items()}
    if isinstance(value, list):
        return [cleaned_values(one, unseen) for one in value]
    return value


def storable(text: str) -> str:
    """The text with a mark (U+FFFD) in the place of what no database keeps: NUL, lone surrogates.

    Its length stays as it is, counted as Telegram does, so that offsets into it stay right.
    """
    return _UNSTORABLE.sub(REPLACEMENT, text)


def without_piles(text: str) -> str:
    """The text with at most `MARKS` combining marks in a row."""
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        # Letters and signs below U+0300 are no marks: the usual case is decided without a look-up.
        run = run + 1 if character > "\u02ff" and unicodedata.category(character)[0] == "M" else 0
        if run <= MARKS:
            kept.append(character)
    return "".join(kept)


def unseen_in(text: str) -> tuple[str, ...]:
    """The characters that `cleaned` would take out, each once, as "U+202E": for a word about them."""
    if not is_odd(text):
        return ()
    bare = _STYLED.sub("", text)
    return tuple(
        f"U+{ord(one):04X}"
        for one in dict.fromkeys(bare)
        if one != "\r" and one not in _LINES and _TABLE[ord(one)] is None
    )


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
