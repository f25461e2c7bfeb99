"""Text analysis: texts folded, cleaned of what social media add, cut into stemmed terms, and the terms counted (tf, df)."""

import re
import threading
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import Stemmer
from anyascii import anyascii
from numpy.typing import NDArray

from knowledge.characters import cleaned, is_odd
from knowledge.languages.registry import listed, meanings, table
from knowledge.languages.scripts import LOWER, UPPER, alphabet_of

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


Column = NDArray[np.float64]
Codes = NDArray[np.uint32]
Owners = NDArray[np.int64]

_GRAM_BUCKETS = 1 << 16
_PAIR, _TRIGRAM = 2, 3
_SEVERAL = 3
_A, _B = np.uint32(1_000_003), np.uint32(31)


@cache
def light_codes() -> Codes:
    """Give the hashes of the stems of function words."""
    return np.sort(hashes(sorted({stem(word) for word in FUNCTION_WORDS})))


def occurrences(
    flat: Codes, owner: Owners, texts: int, codes: Codes
) -> tuple[Column, NDArray[np.bool_]]:
    """Count each code in each text (texts × codes), and say which terms are among the codes.

    Args:
        flat: the terms of all texts, one text after the other.
        owner: for each term, its text.
        texts: how many texts there are.
        codes: that are counted, each once.
    """
    if not len(codes):
        return np.zeros((texts, 0)), np.zeros(len(flat), dtype=np.bool_)
    order = np.argsort(codes)
    place = np.searchsorted(codes, flat, sorter=order)
    column = order[np.minimum(place, len(codes) - 1)]
    known = codes[column] == flat
    cells = owner[known] * len(codes) + column[known]
    counted = np.bincount(cells, minlength=texts * len(codes)).reshape(texts, len(codes))
    return counted.astype(np.float64), known


def among(codes: Codes, known: Codes) -> NDArray[np.bool_]:
    """Say which codes are among the known ones, which are in ascending order and at least one."""
    place = np.searchsorted(known, codes)
    found: NDArray[np.bool_] = known[np.minimum(place, len(known) - 1)] == codes
    return found


def sums(owner: Owners, values: NDArray[np.generic], texts: int) -> Column:
    """Add up the values of each text's terms."""
    summed: Column = np.bincount(owner, values, texts).astype(np.float64)
    return summed


def share_of(flat: Codes, owner: Owners, texts: int, wanted: Codes) -> Column:
    """Give which share of the wanted codes each text has; 0 where nothing is wanted."""
    if not len(wanted):
        return np.zeros(texts)
    share: Column = (occurrences(flat, owner, texts, wanted)[0] > 0).mean(axis=1)
    return share


def pairs_of(codes: Codes) -> Codes:
    """Give hashes of neighbouring terms."""
    return (codes[:-1] * _B) ^ codes[1:]


def pairs_shared(flat: Codes, owner: Owners, texts: int, pairs: Codes) -> Column:
    """Give the share of the question's neighbouring terms that each text has side by side.

    `pairs` are in ascending order.
    """
    if not len(pairs) or len(flat) < _PAIR:
        return np.zeros(texts)
    hit = among(pairs_of(flat), pairs) & (owner[:-1] == owner[1:])
    return np.minimum(np.bincount(owner[:-1], hit, texts) / len(pairs), 1.0)


def best_places(values: Column, begins: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the place of the greatest value in each run; of equals the first."""
    ends = [*begins[1:].tolist(), len(values)]
    found = [b + int(values[b:e].argmax()) for b, e in zip(begins.tolist(), ends, strict=True)]
    return np.array(found, dtype=np.int64)


def several(cosines: Column, begins: NDArray[np.int64]) -> Column:
    """Give how far the mean of the three greatest cosines of each run lies below the greatest.

    The nearest passages vote together (nearest neighbours: Cover and Hart, 1967): one of hundred
    phrasings comes near by chance, three seldom do. 0 where fewer than three have a vector; one
    that has none has a cosine of exactly 0.
    """
    lengths = np.diff(begins, append=len(cosines))
    if lengths.max(initial=0) < _SEVERAL:
        return np.zeros(len(begins))
    owner = np.repeat(np.arange(len(begins)), lengths)
    known = np.where(cosines == 0.0, -np.inf, cosines)
    falling = known[np.lexsort((-known, owner))]
    long = np.flatnonzero(lengths >= _SEVERAL)
    below = np.zeros(len(begins))
    greatest = falling[begins[long, None] + np.arange(_SEVERAL)]
    enough = np.isfinite(greatest[:, -1])
    below[long[enough]] = greatest[enough].mean(axis=1) - greatest[enough, 0]
    return below


def places(values: Column) -> Column:
    """Give 1 for the greatest value, 1/2 for the next, and so on; equals share their place."""
    ascending = np.sort(values)
    greater = len(values) - np.searchsorted(ascending, values, side="right")
    reciprocal: Column = 1.0 / (1 + greater)
    return reciprocal


def trigrams_shared(question: str, texts: Sequence[str]) -> Column:
    """Give the share of the question's runs of three letters that each text has."""
    wanted = np.unique(_trigrams(question))
    if not len(wanted):
        return np.zeros(len(texts))
    column = np.full(_GRAM_BUCKETS, -1, dtype=np.int16)
    column[wanted] = np.arange(len(wanted))
    found = column[_trigrams("\n".join(texts))]
    known = np.flatnonzero(found >= 0)
    ends = np.cumsum([len(text) + 1 for text in texts])
    has = np.zeros((len(texts), len(wanted)), dtype=np.bool_)
    has[np.searchsorted(ends, known, side="right"), found[known]] = True
    share: Column = has.mean(axis=1)
    return share


def _trigrams(text: str) -> NDArray[np.uint32]:
    letters = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    if len(letters) < _TRIGRAM:
        return np.zeros(0, dtype=np.uint32)
    mixed = (letters[:-2] * _A + letters[1:-1]) * _A + letters[2:]
    return (mixed ^ (mixed >> np.uint32(16))) & np.uint32(_GRAM_BUCKETS - 1)


_BUCKETS = 1 << 20
"""Terms whose hashes share a bucket are counted together; with 300,000 terms few do."""
_SMOOTHING = 0.5
_MANY = 50_000
"""Terms from which going over the whole table is quicker than going to each bucket."""


class DocumentFrequencies:
    """Document frequencies by the hash of a term."""

    def __init__(self) -> None:
        self._table = np.zeros(_BUCKETS, dtype=np.int32)
        self.documents = 0

    def add(self, hashes: NDArray[np.uint32], documents: int, times: int) -> None:
        """Count documents.

        Args:
            hashes: the distinct terms of each document, one document after the other.
            documents: how many documents that are.
            times: 1, or -1 to take them off again.
        """
        buckets = hashes & (_BUCKETS - 1)
        if len(hashes) > _MANY:
            self._table += (times * np.bincount(buckets, minlength=_BUCKETS)).astype(np.int32)
        else:
            np.add.at(self._table, buckets, times)
        self.documents += times * documents

    def rarity(self, hashes: NDArray[np.uint32]) -> NDArray[np.float64]:
        """Give the idf of BM25 (never negative) for each term."""
        found = np.maximum(self._table[hashes & (_BUCKETS - 1)], 0)
        absent = np.maximum(self.documents - found, 0)
        idf: NDArray[np.float64] = np.log1p((absent + _SMOOTHING) / (found + _SMOOTHING))
        return idf

    def save(self, path: Path, slots: int, dropped: int) -> None:
        """Write the table down with how many slots and dropped documents it has counted."""
        partial = path.with_suffix(".partial.npy")
        head = np.array([slots, dropped, self.documents], dtype=np.int32)
        np.save(partial, np.concatenate([head, self._table]))
        partial.replace(path)

    def load(self, path: Path) -> tuple[int, int]:
        """Read a table and give what it has counted; (0, 0) if there is no good one."""
        try:
            whole = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return 0, 0
        if whole.shape != (_BUCKETS + 3,) or whole.dtype != np.int32:
            return 0, 0
        self.documents, self._table = int(whole[2]), whole[3:].copy()
        return int(whole[0]), int(whole[1])
