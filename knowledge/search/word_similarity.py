"""Lexical similarity across languages: words of one group of the thesaurus, and how near single words are in meaning."""

import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.languages.registry import table
from knowledge.search.documents import Encoder
from knowledge.search.encoders.profile import profile_of
from knowledge.search.text_analysis import FUNCTION_WORDS, fold, sound, stem, words

T = TypeVar("T")


class PhraseTable(Generic[T]):
    """What wordings stand for, by the stems of their words.

    Args:
        longest: words of a wording that count; the rest of a longer one is left off.
    """

    def __init__(self, longest: int) -> None:
        self._most = longest
        self._meant: dict[tuple[str, ...], tuple[T, ...]] = {}
        self._longest: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._meant)

    def add(self, wording: Sequence[str], meant: T) -> None:
        """Let a wording, cut into folded words, stand for this too; one without words does not."""
        stems = tuple(map(stem, wording[: self._most]))
        known = self._meant.get(stems, ())
        if stems and meant not in known:
            self._meant[stems] = (*known, meant)
            self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    def at(self, stems: Sequence[str], place: int) -> Iterator[tuple[int, tuple[T, ...]]]:
        """The wordings that begin at a place: how many words each has, and what it stands for."""
        most = min(self._longest.get(stems[place], 0), len(stems) - place)
        for length in range(most, 0, -1):
            found = self._meant.get(tuple(stems[place : place + length]))
            if found:
                yield length, found

    def items(self) -> list[tuple[tuple[str, ...], tuple[T, ...]]]:
        """Every wording with what it stands for, in the order of their stems."""
        return sorted(self._meant.items())


LONGEST_PHRASE = 6
"""Words of the longest phrase that can be a concept."""


class Lexicon:
    """Concepts by the stems of their words.

    Args:
        concepts: (concept id, (language, word or phrase) …). A word of two concepts stands for both.
    """

    def __init__(self, concepts: Iterable[tuple[str, Iterable[tuple[str, str]]]] = ()) -> None:
        self._phrases: PhraseTable[str] = PhraseTable(LONGEST_PHRASE)
        for concept, wordings in concepts:
            for _, wording in wordings:
                self._phrases.add(words(fold(wording)), f"={concept}")

    @property
    def fingerprint(self) -> str:
        """Differs between lexicons that would index a text differently."""
        return f"{zlib.crc32(repr(self._phrases.items()).encode()):08x}"

    def knows(self, word_stem: str) -> bool:
        """Whether some concept has this stem as a word of its own."""
        return any(self._phrases.at((word_stem,), 0))

    def terms(self, stems: Sequence[str]) -> list[str]:
        """Put concepts in the place of the words that stand for them, the longest phrase first."""
        if not self._phrases:
            return list(stems)
        terms: list[str] = []
        at = 0
        while at < len(stems):
            length, found = next(self._phrases.at(stems, at), (1, (stems[at],)))
            terms.extend(found)
            at += length
        return terms


_LONGEST = 4
"""Words of the longest phrase."""
_NOTHING: frozenset[int] = frozenset()


class Thesaurus:
    """Groups of words and phrases, met in any inflection.

    Args:
        groups: the words and phrases of each group.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._phrases: PhraseTable[int] = PhraseTable(_LONGEST)
        for number, members in enumerate(groups):
            for member in members:
                wording = words(fold(member))
                # A function word alone has too many meanings to be a synonym of anything.
                if not FUNCTION_WORDS.issuperset(wording):
                    self._phrases.add(wording, number)

    def __len__(self) -> int:
        return len(self._phrases)

    def of(self, text: Sequence[str]) -> list[frozenset[int]]:
        """The groups of each folded word of a text: its own, and those of phrases it is part of."""
        stems = [stem(word) for word in text]
        found: list[frozenset[int]] = [_NOTHING] * len(stems)
        for at in range(len(stems)):
            for length, groups in self._phrases.at(stems, at):
                for place in range(at, at + length):
                    found[place] = found[place].union(groups)
        return found


@cache
def shipped() -> Thesaurus:
    """The thesaurus of the languages: groups by a name that each has in every folder."""
    groups: dict[str, list[str]] = {}
    for one in table("thesaurus").values():
        for name, wordings in one.items():
            groups.setdefault(name, []).extend(wordings.split(","))
    return Thesaurus(groups.values())


MOST_WORDS = 40_000
"""Words that are remembered (80 MB); then all are forgotten and encoded anew when met."""
_SYNONYM = 0.9
"""How near two words are that the thesaurus puts together."""
_SOUNDLESS = 3
"""Letters of a word up to which two scripts may have its sound by chance."""
_TEXTS = 8_192
"""Texts that are kept ready to be compared."""
_ORDINARY = 300
"""Function words whose mean is taken off: what all words share says nothing of any."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A text made ready to be compared word by word; `foreign` are sounds of its Cyrillic words."""

    content: tuple[str, ...]
    terms: frozenset[str]
    groups: frozenset[int]
    sounds: frozenset[str]
    foreign: frozenset[str]


class WordSimilarity:
    """Compares the words of a question with those of texts.

    Args:
        encoder: of sentences; a word is a short one.
        lexicon: of the store's own concepts.
        thesaurus: gives that of words that mean nearly the same anywhere; called when it is first
            needed, because it takes a third of a second to be read.
    """

    def __init__(
        self, encoder: Encoder, lexicon: Lexicon, thesaurus: Callable[[], Thesaurus]
    ) -> None:
        self._meaning = WordMeaning(encoder)
        self._lexicon = lexicon
        self._given_thesaurus = thesaurus
        self._told: dict[str, _Told] = {}

    def greatest(
        self, asked: Sequence[str], texts: Sequence[str], within: Sequence[str]
    ) -> list[NDArray[np.float32]]:
        """Give, for each text, how near its nearest word comes to each asked one.

        1 for the same stem, the same concept or a name that sounds the same in another script,
        less for a synonym, else a cosine from 0 to 1.

        Args:
            asked: folded content words.
            texts: as they are written.
            within: all words of the question in their order, in which phrases are found.
        """
        terms = [self._lexicon.terms([stem(word)]) for word in asked]
        heard = [sound(word) if len(word) > _SOUNDLESS else "" for word in asked]
        latin = [word.isascii() for word in asked]
        meant = self._meant(asked, within)
        known = self._analysed(texts)
        near = self._meaning.greatest(asked, [each.content for each in known])
        for values, text in zip(near, known, strict=True):
            alike = [not text.groups.isdisjoint(own) for own in meant]
            values[alike] = np.maximum(values[alike], _SYNONYM)
            values[
                [
                    own in (text.foreign if plain else text.sounds)
                    for own, plain in zip(heard, latin, strict=True)
                ]
            ] = 1.0
            values[[not text.terms.isdisjoint(own) for own in terms]] = 1.0
        return near

    @cached_property
    def _thesaurus(self) -> Thesaurus:
        return self._given_thesaurus()

    def _meant(self, asked: Sequence[str], within: Sequence[str]) -> list[frozenset[int]]:
        meant: dict[str, frozenset[int]] = {}
        for word, groups in zip(within, self._thesaurus.of(within), strict=True):
            meant[word] = meant.get(word, frozenset()) | groups
        return [meant[word] if word in meant else self._thesaurus.of([word])[0] for word in asked]

    def _analysed(self, texts: Sequence[str]) -> list[_Told]:
        """The texts made ready: those not met before all together, step by step."""
        held = self._told
        new = [text for text in dict.fromkeys(texts) if text not in held]
        if new:
            cut = [words(fold(text)) for text in new]
            stems = [[stem(word) for word in each] for each in cut]
            sounds = [
                frozenset([sound(word) for word in each if len(word) > _SOUNDLESS]) for each in cut
            ]
            foreign = [
                frozenset([heard for word in each if len(heard := sound(word)) > _SOUNDLESS])
                for each in ([word for word in one if not word.isascii()] for one in cut)
            ]
            terms = [frozenset(self._lexicon.terms(each)) for each in stems]
            groups = [frozenset[int]().union(*self._thesaurus.of(each)) for each in cut]
            content = [
                tuple(word for word in dict.fromkeys(each) if word not in FUNCTION_WORDS)
                for each in cut
            ]
            made = dict(zip(new, map(_Told, content, terms, groups, sounds, foreign), strict=True))
            if len(held) + len(made) > _TEXTS:
                held = self._told = {text: held[text] for text in texts if text in held}
            held.update(made)
        return [held[text] for text in texts]


class WordMeaning:
    """Vectors of single words, encoded when first met and remembered.

    Args:
        encoder: of sentences; a word is a short one.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = profile_of(encoder).encoder
        self._lock = threading.Lock()
        self._mean: NDArray[np.float32] | None = None
        self._places: dict[str, int] = {}
        self._vectors = np.zeros((0, encoder.dimensions), dtype=np.float32)

    def greatest(
        self, asked: Sequence[str], texts: Sequence[Sequence[str]]
    ) -> list[NDArray[np.float32]]:
        """Give, for each text, the greatest cosine (0 to 1) of each asked word with its words.

        The idea is that of late interaction (Khattab and Zaharia, ColBERT, 2020), with words
        that do not know their neighbours.
        """
        if not asked:
            return [np.zeros(0, dtype=np.float32) for _ in texts]
        told = {word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(texts)))}
        vectors = self._of([*asked, *told])
        cosines = np.clip(vectors[: len(asked)] @ vectors[len(asked) :].T, 0.0, 1.0)
        nothing = np.zeros(len(asked), dtype=np.float32)
        return [
            cosines[:, [told[word] for word in text]].max(axis=1) if text else nothing.copy()
            for text in texts
        ]

    def _of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """A row a word."""
        with self._lock:
            if self._mean is None:
                ordinary = sorted(FUNCTION_WORDS)[:_ORDINARY]
                self._mean = self._encoder.encode(ordinary).mean(axis=0)
            places = self._places
            if len(places) + len(words) > MOST_WORDS:
                places.clear()
            missing = sorted({word for word in words if word not in places})
            if missing:
                vectors = self._encoder.encode(missing) - self._mean
                vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
                kept, size = len(places), len(places) + len(missing)
                if size > len(self._vectors):
                    grown = np.zeros(
                        (max(size, min(2 * size, MOST_WORDS)), vectors.shape[1]), dtype=np.float32
                    )
                    grown[:kept] = self._vectors[:kept]
                    self._vectors = grown
                self._vectors[kept:size] = vectors
                places.update(zip(missing, range(kept, size), strict=True))
            rows: NDArray[np.float32] = self._vectors[[places[word] for word in words]]
            return rows
