"""A question made ready to be compared: its terms, its sort, its numbers, who signed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.search.counting import Codes, among, light_codes, pairs_of
from knowledge.search.documents import Query
from knowledge.search.everyday import FUNCTION_WORDS
from knowledge.search.kinds import kind_of
from knowledge.search.lexicon import Lexicon
from knowledge.search.repair import Spelt, Used, repaired
from knowledge.search.text import (
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

LIGHT = 0.15
"""What a function word weighs beside another word as rare."""


@dataclass(frozen=True)
class Asked:
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
) -> Asked:
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
    return Asked(
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
) -> tuple[Asked, tuple[str, ...], dict[str, str]]:
    """Analyse a question against the words that the store uses.

    Returns:
        The question, its words that the store does not use, and what others were taken for.
    """

    def read(repairs: Mapping[str, str]) -> Asked:
        return understood(
            query.text, lexicon, marks=query.marks, context=query.context, repairs=repairs
        )

    def is_strange(word: str) -> bool:
        # A word that a concept's phrase took up stands in the question no more.
        stemmed = stem(word)
        return stemmed in asked.terms and not used.frequency("words", stemmed)

    asked = read({})
    strange = [word for word in asked.content if is_strange(word)]
    repairs = repaired(strange, used, spelt) if strange else {}
    unknown = tuple(word for word in strange if word not in repairs and len(word) > 1)
    return (read(repairs) if repairs else asked), unknown, repairs
