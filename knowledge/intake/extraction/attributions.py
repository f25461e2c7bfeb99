"""The attributions of a whole text: those of its sentences, and quotations that go on after them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.intake.extraction.found import Found
from knowledge.intake.extraction.rules import read
from knowledge.intake.extraction.sentences import Sentence
from knowledge.intake.extraction.speeches import announced, labelled, signed
from knowledge.intake.extraction.tokens import Kind

Offsets = tuple[int, int]
_QUOTED = frozenset({"quote", "label"})
_REACH = 1  # sentences between a speaker and the quotation that goes on


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution by character offsets.

    Args:
        sentence: the index of the last sentence that its content reaches.
        begun: the index of the sentence that holds its source and cue.
    """

    source: Offsets | None
    cue: Offsets
    contents: tuple[Offsets, ...]
    family: str
    paragraph: int
    sentence: int
    begun: int


def attributions(article: Sequence[Sentence]) -> list[Attributed]:
    """Every attribution of an English article in order."""
    found: list[Attributed] = []
    pending: Attributed | None = None
    for index, sentence in enumerate(article):
        line = sentence.line
        here = labelled(line, first=sentence.first, title=index == 0) or signed(line) or read(line)
        if not here and _only_quoted(sentence):
            _continue(found, pending, sentence, index)
        else:
            found += [_placed(one, sentence, index) for one in here]
            opening = announced(line)
            pending = _placed(opening, sentence, index) if opening else None
    return [one for one in found if one.contents]


def _placed(one: Found, sentence: Sentence, index: int) -> Attributed:
    def offsets(phrase: tuple[int, int]) -> Offsets:
        return sentence.line.tokens[phrase[0]].start, sentence.line.tokens[phrase[1]].end

    return Attributed(
        offsets(one.source) if one.source else None,
        offsets(one.cue),
        tuple(offsets(part) for part in one.contents),
        one.family,
        sentence.paragraph,
        index,
        index,
    )


def _only_quoted(sentence: Sentence) -> bool:
    core = [token for token in sentence.line.tokens if token.low not in {".", ","}]
    return bool(core) and all(token.kind in {Kind.QUOTE, Kind.BRACKET} for token in core)


def _continue(
    found: list[Attributed], pending: Attributed | None, sentence: Sentence, index: int
) -> None:
    """Hand a sentence of nothing but quotations to whoever spoke in the sentence before it."""
    parts = tuple(
        (token.start, token.end) for token in sentence.line.tokens if token.kind is Kind.QUOTE
    )
    if pending is not None and pending.sentence == index - 1:
        found.append(replace(pending, contents=parts, sentence=index))
        return
    recent = [at for at, one in enumerate(found) if index - one.sentence <= _REACH]
    latest = max((found[at].sentence for at in recent), default=0)
    recent = [at for at in recent if found[at].sentence == latest]
    quoting = [at for at in recent if found[at].family in _QUOTED]
    if recent:
        at = (quoting or recent)[-1]
        found[at] = replace(found[at], contents=(*found[at].contents, *parts), sentence=index)
