"""Texts made comparable: folded, cleaned of what social media add, cut into words, stemmed."""

import re
import threading
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np
import Stemmer
from anyascii import anyascii
from numpy.typing import NDArray

from knowledge.characters import cleaned, is_odd
from knowledge.languages.letters import LOWER, UPPER, alphabet_of
from knowledge.languages.word_tables import listed, meanings, table

LONGEST_QUESTION = 1000
"""Characters of a question that are read."""

_CHARACTERS = str.maketrans(dict.fromkeys("’ʼ‘`", "'") | meanings("language", "folded"))
_DASHES = str.maketrans("–—‑−‐", "-----")
_MET = 4096
_SISTERS = str.maketrans(meanings("language", "stemmed_as"))
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*")
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S*", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?<![—–\-\s])\s*+[—–-]++\s*+([^—–\n(]{0,80}+)\(@\w{1,30}+\)(?:\s++\w{1,20}+ \d{1,2}, \d{4})?\s*+$"
)
_TAG = re.compile(r"[#@](\w+)")
_QUOTES = re.compile(r"(?<!\w)['‘’\"“”«»„‹›]+|['‘’\"“”«»„‹›]+(?!\w)")
_HUMP = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])|(?<=[A-Z])(?=[A-Z][a-z])|_+|(?<=\D)(?=\d)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATER = re.compile(rf"(?:{'|'.join(sorted(listed('language', 'endings')))})$")
_ENDLESS = 5
"""Letters of a word up to which what looks like an ending is part of the word."""
_MUTE = "".join(listed("language", "mute")) + "'"
_STEMMERS = {
    letter: str(one["stemmer"])
    for code, one in reversed(table("language").items())
    for letter in alphabet_of(code)
    if "stemmer" in one
}
"""The stemmer of a letter: that of the first language which has it."""
SOUNDLESS = 2
"""Letters of a word up to which its sound says nothing."""
_QUOTE = re.compile("['‘’\"“”«»„‹›]")
_ASCII = "\x7f"
_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_UNHEARD = re.compile(r"[aeiouyjhw]")
_DOUBLED = re.compile(r"(.)\1+")
_local = threading.local()


class _Unmarked(dict[int, int | None]):
    """For `str.translate`: leaves marks out; remembers the characters it met first."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code))[0] == "M" else code
        if len(self) < _MET:
            self[code] = kept
        return kept


_UNMARKED = _Unmarked()


def fold(text: str) -> str:
    """Give the text in one spelling: NFKC, lower case, nothing that cannot be seen.

    Letters that people write for each other, as e with and without dots in Russian, become one.
    One character can become eighteen (U+FDFA): what comes out is cut as well as what goes in.
    """
    plain = text[: LONGEST_QUESTION * 4]
    if plain.isascii():
        return plain.casefold()[:LONGEST_QUESTION]
    plain = cleaned(plain) if is_odd(plain) else plain
    plain = unicodedata.normalize("NFKC", plain)[: LONGEST_QUESTION * 4].casefold()
    plain = unicodedata.normalize("NFKC", plain.translate(_CHARACTERS))
    return plain.translate(_UNMARKED)[:LONGEST_QUESTION]


def folded(text: str) -> str:
    """The same with one kind of dash, as what is asked is compared with what is told."""
    return fold(text).translate(_DASHES)


def readable(text: str) -> tuple[str, str]:
    """Split what was posted into what it says and who signed it.

    Links and quotation marks go, tags and mentions are cut into their words, the line
    "— Author (@name) date" that embedded posts end with is taken off.

    Returns:
        The text with the capitals it had, and the author's name or the empty string.
    """
    signature = _SIGNATURE.search(text)
    author = ""
    if signature and signature.start() > 0:
        author, text = signature.group(1).strip(), text[: signature.start()]
    text = _LINK.sub(" ", text)
    text = _TAG.sub(lambda tag: " " + _HUMP.sub(" ", tag.group(1)) + " ", text)
    return " ".join(_QUOTES.sub("", text).split()), author


def bare(texts: Iterable[str]) -> list[str]:
    """Give texts in lower case and without any quotation marks, for comparing letters."""
    return [_QUOTE.sub("", text.lower()) for text in texts]


def words(folded: str) -> list[str]:
    """Cut a folded text into words and numbers; 1,000 is one number, 's is dropped."""
    found = _WORD.findall(folded)
    return [_plain_word(word) for word in found] if "'" in folded or "," in folded else found


def wording(text: str) -> tuple[str, ...]:
    """The stems of a text's words: the same for two that differ in inflection, case and marks."""
    return tuple(map(stem, words(fold(text))))


def _plain_word(word: str) -> str:
    if "'" in word:
        return word.removesuffix("'s").replace("'", "")
    if word[0].isdigit():
        return word.replace(",", "")
    return word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Give the part of a folded word that its inflected forms share.

    Letters are first written as their sisters (Ukrainian ones as Russian), so one stemmer serves
    both and words that both languages have meet. A letter beyond ASCII tells the language.
    """
    if word.isascii():
        latin: str = _stemmer(_STEMMERS["a"]).stemWord(word)
        return latin
    telling = next((letter for letter in word if letter > _ASCII and letter in _STEMMERS), None)
    if telling is None:
        return word
    shorter = _LATER.sub("", word) if len(word) > _ENDLESS else word
    stemmed: str = _stemmer(_STEMMERS[telling]).stemWord(shorter.translate(_SISTERS))
    return stemmed.rstrip(_MUTE) or word


def _stemmer(language: str) -> "Stemmer.Stemmer":
    """One stemmer a thread: they are not made for sharing."""
    found = getattr(_local, language, None)
    if found is None:
        found = Stemmer.Stemmer(language)
        setattr(_local, language, found)
    return found


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Give a key that a name keeps through transliteration, "zlnsk" for Zelensky in any script."""
    latin = anyascii(word).lower()
    latin = _NOT_PLAIN.sub("", latin)
    if not latin or latin[0].isdigit():
        return latin
    for spelled, heard in _SOUNDS:
        latin = latin.replace(spelled, heard)
    head, tail = latin[0], _UNHEARD.sub("", latin[1:])
    tail = _DOUBLED.sub(r"\1", tail)
    return ("a" if head in "aeiouyj" else head) + tail


_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("zh", "z"), ("kh", "h"),
    ("ph", "f"), ("th", "t"), ("ts", "c"), ("ck", "k"), ("ks", "x"), ("qu", "k"), ("q", "k"),
    ("w", "v"), ("c", "k"), ("z", "s"), ("g", "h"),
)  # fmt: skip


def is_cyrillic(text: str) -> bool:
    """Whether most letters are Cyrillic."""
    letters = [c for c in text if c.isalpha()]
    return 2 * len(_CYRILLIC.findall(text)) > len(letters)


def hashes(terms: Iterable[str]) -> NDArray[np.uint32]:
    """Give 32-bit numbers that stand for terms, the same in every process."""
    return np.array([zlib.crc32(term.encode()) for term in terms], dtype=np.uint32)


FUNCTION_WORDS = listed("function_words", "words")


@cache
def frequent() -> frozenset[str]:
    """Words too common to be a misspelling of a rarer one: everyday ones, and all function words."""
    return listed("frequent_words", "words") | FUNCTION_WORDS


@cache
def _everyday() -> re.Pattern[str]:
    patterns: list[Sequence[str]] = [
        words for language in table("dialogue").values() for words in language["words"].values()
    ]
    return re.compile("|".join(each.replace("'", "") for some in patterns for each in some))


def is_everyday(word: str) -> bool:
    """Whether people use a folded word whatever they ask."""
    return _everyday().fullmatch(word) is not None
