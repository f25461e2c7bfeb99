"""The re-ranker: a query analysed, compared with candidates by named features, a weighted sum, the chance of the best.

Words weigh by rarity. `covered` asks how much of the question a text has, `told` how much of the
text the question has; `plain` counts function words as rare as they are, otherwise they weigh
little. What ends in `_main` is about the first passage alone, `whole` about all passages together.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.languages.registry import listed
from knowledge.search import text_analysis
from knowledge.search.documents import Query
from knowledge.search.encoders.profile import ORDER, Fitted
from knowledge.search.lexical_index import saturated
from knowledge.search.passage_store import Holdings
from knowledge.search.spelling import Spelt, Used, repaired
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    LONGEST_QUESTION,
    SOUNDLESS,
    Codes,
    DocumentFrequencies,
    among,
    bare,
    fold,
    hashes,
    is_cyrillic,
    light_codes,
    pairs_of,
    readable,
    sound,
    stem,
    words,
)
from knowledge.search.word_similarity import Lexicon

_KINDS: dict[str, int] = {
    word: number
    for number, kind in enumerate(
        ("who", "where", "when", "why", "which", "how", "count", "what"), start=1
    )
    for word in listed("question_words", kind)
}
_HOW, _COUNT, _WHAT = 6, 7, 8
DEFINES, _WHETHER, _HOW_LONG = 9, 10, 11
"""What is …; is it …; how long."""
_WHETHER_WORDS = listed("question_words", "whether")
_AMOUNTS = listed("question_words", "amounts")
_EXTENTS = listed("question_words", "extents")
_COPULAS = listed("question_words", "copulas")
_DEFINED = 3
"""Words, at most, of something that "what is" asks to define."""


def kind_of(words: Sequence[str]) -> int:
    """Give the number of the sort of question that these folded words ask, 0 for none."""
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        kind = _KINDS.get(word, 0)
        if kind == _HOW and following in _AMOUNTS:
            return _COUNT
        if kind == _HOW and following in _EXTENTS:
            return _HOW_LONG
        if kind == _WHAT and following in _COPULAS and len(words) - place - 2 <= _DEFINED:
            return DEFINES
        if kind:
            return kind
        if place == 0 and word in _WHETHER_WORDS:
            return _WHETHER
    return 0


LIGHT = 0.15
"""What a function word weighs beside another word as rare."""


@dataclass(frozen=True)
class AnalysedQuery:
    """What a question says.

    Args:
        plain: without links and signature, repaired, with capitals.
        folded: the same, folded.
        content: the words of it that are not function words, in order.
        terms: stems and concepts, in order.
        distinct: the different terms, with their hashes in `codes`.
        light: which of them are function words.
        numeric: which of them are numbers.
        pairs: hashes of neighbouring terms, in ascending order.
        author: hashes of the stems of the name it is signed with.
        context: hashes of the content terms around the question.
        kind: what sort of question, as `kind_of` numbers them.
    """

    plain: str
    folded: str
    content: tuple[str, ...]
    terms: tuple[str, ...]
    distinct: tuple[str, ...]
    codes: Codes
    light: NDArray[np.bool_]
    numeric: NDArray[np.bool_]
    pairs: Codes
    author: Codes
    context: Codes
    kind: int
    sounds: tuple[str, ...]
    cyrillic: bool
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)


def terms_of(text: str, lexicon: Lexicon) -> list[str]:
    """Give the terms under which a readable text is indexed, in order."""
    return lexicon.terms([stem(word) for word in words(fold(text))])


def understood(
    text: str,
    lexicon: Lexicon,
    *,
    marks: Mapping[str, frozenset[str]],
    context: str = "",
    repairs: Mapping[str, str],
) -> AnalysedQuery:
    """Analyse a question, with these words taken for others."""
    plain, author = readable(text[: LONGEST_QUESTION * 2])
    plain = plain[:LONGEST_QUESTION]
    folded = fold(plain)
    cut = words(folded)
    if repairs:
        cut = [repairs.get(word, word) for word in cut]
        folded = plain = " ".join(cut)
    terms = lexicon.terms([stem(word) for word in cut])
    distinct = tuple(dict.fromkeys(terms))
    codes = hashes(distinct)
    around = (
        hashes(sorted(set(terms_of(context[:LONGEST_QUESTION], lexicon)))) if context else codes[:0]
    )
    content = tuple(dict.fromkeys(w for w in cut if w not in FUNCTION_WORDS))
    return AnalysedQuery(
        plain=plain,
        folded=folded,
        content=content,
        terms=tuple(terms),
        distinct=distinct,
        codes=codes,
        light=among(codes, light_codes()),
        numeric=np.array([term[0].isdigit() for term in distinct], dtype=np.bool_),
        pairs=np.unique(pairs_of(hashes(terms))),
        author=np.unique(hashes(terms_of(author, lexicon))),
        context=around[~among(around, light_codes())],
        kind=kind_of(cut),
        sounds=tuple(
            dict.fromkeys(s for s in map(sound, (w for w in content if len(w) > SOUNDLESS)) if s)
        ),
        cyrillic=is_cyrillic(plain),
        marks=marks,
    )


def understood_with_repairs(
    query: Query, lexicon: Lexicon, used: Used, spelt: Spelt
) -> tuple[AnalysedQuery, tuple[str, ...], dict[str, str]]:
    """Analyse a question against the words that the store uses.

    Returns:
        The question, its words that the store does not use, and what others were taken for.
    """

    def read(repairs: Mapping[str, str]) -> AnalysedQuery:
        return understood(
            query.text, lexicon, marks=query.marks, context=query.context, repairs=repairs
        )

    asked = read({})
    stems = [stem(word) for word in asked.content]
    often = used.frequencies("words", stems)
    strange = [
        word
        for word, stemmed, times in zip(asked.content, stems, often, strict=True)
        # A word that a concept's phrase took up stands in the question no more.
        if stemmed in asked.terms and not times
    ]
    repairs = repaired(strange, used, spelt) if strange else {}
    unknown = tuple(word for word in strange if word not in repairs and len(word) > 1)
    return (read(repairs) if repairs else asked), unknown, repairs


_TWO = 2


class FeatureRow(Mapping[str, float]):
    """The features of one document among the columns of all: most are never looked at.

    Args:
        columns: name → a number a document.
        at: which document.
    """

    __slots__ = ("_at", "_columns")

    def __init__(self, columns: Mapping[str, NDArray[np.float64]], at: int) -> None:
        self._columns = columns
        self._at = at

    def __getitem__(self, name: str) -> float:
        return float(self._columns[name][self._at])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def rows_of(columns: Mapping[str, NDArray[np.float64]], places: Sequence[int]) -> list[FeatureRow]:
    """The features of the documents at these places."""
    return [FeatureRow(columns, at) for at in places]


@dataclass(frozen=True)
class RerankerWeights:
    """A fitted model.

    Args:
        made_by: the command that wrote it.
        rank: feature → weight of the sum that orders.
        chance: feature → weight of the logistic that calibrates; `bias` is the constant.
    """

    made_by: str = ""
    rank: Mapping[str, float] = field(default_factory=dict)
    chance: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "RerankerWeights":
        """Read from JSON."""
        return cls(**json.loads(text))


@cache
def fitted(of: Fitted = ORDER) -> RerankerWeights:
    """Give the weights that were fitted with an encoder; the shipped ones until then."""
    return RerankerWeights.of(of.text(ORDER))


def weighted(
    features: Mapping[str, NDArray[np.float64]], weights: Mapping[str, float], size: int
) -> NDArray[np.float64]:
    """Give the weighted sum of features for each candidate; `a*b` is the product of two."""
    total: NDArray[np.float64] = np.full(size, weights.get("bias", 0.0))
    for name, weight in weights.items():
        first, _, gate = name.partition("*")
        if first in features:
            total += weight * features[first] * (features[gate] if gate else 1.0)
    return total


def lead(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give by how much each is ahead of the best of the others (negative: behind)."""
    if len(scores) < _TWO:
        return np.zeros(len(scores))
    second, first = np.partition(scores, -2)[-2:]
    ahead: NDArray[np.float64] = scores - np.where(scores == first, second, first)
    return ahead


def chance(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(values, -40, 40)))
    return result


def agreement(
    asked: Mapping[str, frozenset[str]], holdings: Holdings, firsts: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    """Give for each aspect of the question which documents agree, clash or say nothing about it.

    `agree_x` is 1 where they share a value, `clash_x` 1 where the document has other values only;
    `agree` and `clash` count over the aspects.
    """
    features = {"agree": np.zeros(len(firsts)), "clash": np.zeros(len(firsts))}
    if not any(asked.values()):
        return features
    named = {aspect: values for aspect, values in asked.items() if values}
    known = holdings.marks(firsts, named)
    for aspect, values in named.items():
        theirs = [marks.get(aspect, frozenset()) for marks in known]
        agree = np.array([bool(values & other) for other in theirs], dtype=np.float64)
        clash = np.array([bool(other) and not values & other for other in theirs], dtype=np.float64)
        features[f"agree_{aspect}"], features[f"clash_{aspect}"] = agree, clash
        features["agree"] += agree
        features["clash"] += clash
    return features


Column = NDArray[np.float64]

TYPICAL = 18.0
"""Terms of a passage of ordinary length."""
_FUZZY = 256
"""Characters that RapidFuzz compares; its cost grows with the square."""
_BRIEF = (2.3, 0.4)
"""By the logarithm of its terms: a question is brief below 6 terms, and not at all from 9 on."""
_LARGE = (6.0, 3.0)
"""By the logarithm of its documents: a store is large from 8,000 on, and not at all below 400."""
_FEW = 2
"""Passages of a document that has no phrasings of its own."""
_RELATIVE = ("words", "words_plain", "meaning", "spelling", "covered_whole")
_NEAR_ZERO = 1e-9


@dataclass(frozen=True)
class Pool:
    """Candidates and those of their passages that are looked at.

    Args:
        firsts: first slot of each candidate.
        slots: of the passages, candidate by candidate.
        begins: where each candidate's passages begin in `slots`.
        cosines: of each passage with the question, centred.
        raw: the same, not centred.
        recall: name → a number a candidate, from the recall.
    """

    firsts: NDArray[np.int64]
    slots: NDArray[np.int64]
    begins: NDArray[np.int64]
    cosines: Column
    raw: Column
    recall: Mapping[str, Column]


def measure(
    asked: AnalysedQuery, pool: Pool, holdings: Holdings, frequencies: DocumentFrequencies
) -> tuple[dict[str, Column], NDArray[np.int64]]:
    """Give name → one number a candidate, and the slot of each candidate's best passage.

    All but how the marks agree (`agreement`), which the texts have no part in.
    """
    flat, counts = holdings.terms(pool.slots)
    owner = np.repeat(np.arange(len(counts)), counts)
    idf = frequencies.rarity(asked.codes)
    rare = frequencies.rarity(flat)
    times, shared = text_analysis.occurrences(flat, owner, len(counts), asked.codes)
    has = times > 0
    heavy, plain = idf * np.where(asked.light, LIGHT, 1.0), idf
    often = saturated(times, counts[:, None].astype(np.float64), TYPICAL)
    words, words_plain = _share(often, heavy), _share(often, plain)
    covered, covered_plain = _share(has, heavy), _share(has, plain)
    told = text_analysis.sums(owner, rare * shared, len(counts)) / np.maximum(
        text_analysis.sums(owner, rare, len(counts)), _NEAR_ZERO
    )
    begins = pool.begins
    chosen = text_analysis.best_places(covered + words + pool.cosines, begins)
    whole = np.maximum.reduceat(has, begins, axis=0)
    covered_whole = _share(whole, heavy)
    untold = text_analysis.sums(
        owner, ~shared & ~text_analysis.among(flat, text_analysis.light_codes()), len(counts)
    )
    brief = np.clip((_BRIEF[0] - np.log1p(len(asked.terms))) / _BRIEF[1], 0, 1)
    large = np.clip((np.log1p(frequencies.documents) - _LARGE[0]) / _LARGE[1], 0, 1)
    few = (holdings.slots["count"][pool.firsts] <= _FEW).astype(np.float64)

    def best(values: Column) -> Column:
        found: Column = np.maximum.reduceat(values, begins)
        return found

    features = {
        "words": best(words),
        "words_main": words[begins],
        "words_plain": best(words_plain),
        "covered": best(covered),
        "covered_main": covered[begins],
        "covered_plain": best(covered_plain),
        "covered_whole": covered_whole,
        "covered_whole_plain": _share(whole, plain),
        "covered_evenly": best(_share(has, np.ones(len(idf)))),
        "told": best(told),
        "told_best": told[chosen],
        "told_main": told[begins],
        "told_covered": told[chosen] * best(covered_plain),
        "overlap": best(2 * told * covered / np.maximum(told + covered, _NEAR_ZERO)),
        "exhausted": (untold[chosen] == 0) * (1 - covered_whole),
        "missing": (1 - covered_whole) / (1 + untold[chosen]),
        "rarest": (whole * heavy).max(axis=1, initial=0) / max(heavy.max(initial=0), _NEAR_ZERO),
        "pairs": best(text_analysis.pairs_shared(flat, owner, len(counts), asked.pairs)),
        "meaning": best(pool.cosines),
        "meaning_main": pool.cosines[begins],
        "meaning_several": text_analysis.several(pool.cosines, begins),
        "raw": best(pool.raw),
        "raw_main": pool.raw[begins],
        "numbers": _share(whole, idf * asked.numeric),
        "author": best(text_analysis.share_of(flat, owner, len(counts), asked.author)),
        "context": best(text_analysis.share_of(flat, owner, len(counts), asked.context)),
        **_spelled(asked, holdings.texts(pool.slots[chosen])),
        **_kinds(asked.kind, holdings.slots["asks"][pool.slots[chosen]]),
        **pool.recall,
        "brief": np.full(len(begins), brief),
        "few": few,
        "brief_few": brief * few * (not asked.cyrillic),
        "large": np.full(len(begins), large),
    }
    for name in _RELATIVE:
        values = features[name]
        features[f"{name}_relative"] = values / max(float(values.max()), 1e-6)
    for name in ("words", "meaning"):
        features[f"{name}_place"] = text_analysis.places(features[name])
    return features, pool.slots[chosen]


def _share(matrix: NDArray[np.float64] | NDArray[np.bool_], weights: Column) -> Column:
    share: Column = matrix @ weights / max(float(weights.sum()), _NEAR_ZERO)
    return share


def _spelled(asked: AnalysedQuery, texts: list[str]) -> dict[str, Column]:
    """Compare letter by letter; catches what words and meaning miss, such as slips and word forms."""
    query, *short = bare([text[:_FUZZY] for text in (asked.folded, *texts)])
    ratio = process.cdist([query], short, scorer=fuzz.ratio, dtype=np.float32)[0]
    return {
        "ratio": ratio.astype(np.float64) / 100,
        "spelling": text_analysis.trigrams_shared(query, short),
    }


def _kinds(kind: int, others: NDArray[np.uint8]) -> dict[str, Column]:
    """Compare what sort of question it is with what sort the passage is, 0 being none."""
    same = (others == kind) & (kind > 0)
    return {
        "kind_same": same.astype(np.float64),
        "kind_clash": ((others != kind) & (others > 0) & (kind > 0)).astype(np.float64),
        "kind_extra": ((others > 0) & (kind == 0)).astype(np.float64),
        "kind_defines": ((others == DEFINES) & (kind != DEFINES)).astype(np.float64),
    }
