"""A question made ready to be compared: its terms, its sort, its numbers, who signed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.languages.word_tables import listed
from knowledge.search.documents import Query
from knowledge.search.spelling import Spelt, Used, repaired
from knowledge.search.synonyms import Lexicon
from knowledge.search.term_counts import Codes, among, light_codes, pairs_of
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    LONGEST_QUESTION,
    SOUNDLESS,
    fold,
    hashes,
    is_cyrillic,
    readable,
    sound,
    stem,
    words,
)

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
