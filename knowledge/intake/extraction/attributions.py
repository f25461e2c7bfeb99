"""The attributions of a whole text: those of its sentences, and quotations that go on after them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.intake.extraction.lexicon import Words, english
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.rules import Found, read
from knowledge.intake.extraction.sentences import Sentence, sentences
from knowledge.intake.extraction.speeches import labelled
from knowledge.intake.extraction.tokens import Kind, Token

Offsets = tuple[int, int]
_QUOTED = frozenset({"quote"})


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution by character offsets."""

    source: Offsets | None
    cue: Offsets
    contents: tuple[Offsets, ...]
    family: str
    paragraph: int
    sentence: int


def attributions(text: str, language: str) -> list[Attributed]:
    """Every attribution of a text in order."""
    words = english()
    found: list[Attributed] = []
    for index, sentence in enumerate(sentences(text, language, words)):
        line = Line(sentence.tokens, words)
        here = labelled(line, first=sentence.first, title=index == 0) or read(line)
        if not here and found and _goes_on(sentence, found[-1], index):
            found[-1] = _continued(found[-1], sentence, index)
        for one in here:
            found.append(_placed(one, sentence, index))
    return found


def _placed(one: Found, sentence: Sentence, index: int) -> Attributed:
    def offsets(phrase: tuple[int, int]) -> Offsets:
        return sentence.tokens[phrase[0]].start, sentence.tokens[phrase[1]].end

    return Attributed(
        offsets(one.source) if one.source else None,
        offsets(one.cue),
        tuple(offsets(part) for part in one.contents),
        one.family,
        sentence.paragraph,
        index,
    )


def _goes_on(sentence: Sentence, before: Attributed, index: int) -> bool:
    """Whether a sentence of nothing but quotations continues the quotation before it."""
    if before.family not in _QUOTED or before.sentence != index - 1:
        return False
    return bool(sentence.tokens) and all(token.kind is Kind.QUOTE for token in _core(sentence))


def _core(sentence: Sentence) -> Iterator[Token]:
    return (token for token in sentence.tokens if token.low not in {".", ","})


def _continued(before: Attributed, sentence: Sentence, index: int) -> Attributed:
    parts = tuple((token.start, token.end) for token in sentence.tokens if token.kind is Kind.QUOTE)
    return replace(before, contents=(*before.contents, *parts), sentence=index)
