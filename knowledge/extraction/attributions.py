"""The attributions of a whole text: of its sentences, labels, and quotations that go on after them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.extraction.annotations import FoundAttribution
from knowledge.extraction.attribution_rules import read
from knowledge.extraction.sentence_splitting import Sentence
from knowledge.extraction.source_phrases import subject_after, subject_before
from knowledge.extraction.tagged_sentence import TaggedSentence, group_at
from knowledge.extraction.tokenizer import TokenKind

_LONGEST_LABEL = 8  # tokens before the colon
_LONGEST_LINE = 40  # tokens searched for the cue of a line that ends in a colon


def labelled(line: TaggedSentence, *, first: bool, title: bool) -> list[FoundAttribution]:
    """The attribution of a sentence whose speaker stands before a colon.

    Args:
        line: the sentence.
        first: whether it begins a paragraph.
        title: whether it is the first of the text.
    """
    if ":" not in line.lows:
        return []
    colon = line.lows.index(":")
    if line.stop(colon + 1) or not (line.quote(colon + 1) or (title and first)):
        return []
    start = colon
    while start > 0 and line.at(start - 1).word and colon - start < _LONGEST_LABEL:
        start -= 1
    if not (start == 0 or line.dash(start - 1)) or not _is_label(line, start, colon):
        return []
    last = len(line) - 1
    while last > colon + 1 and line.stop(last):
        last -= 1
    if line.quote(colon + 1):
        last = colon + 1
    if line.low(start) in {"from", "per", "according"}:
        start += 1 + (line.low(start + 1) == "to")
    end = next((at for at in range(start + 1, colon) if title and line.low(at) == "on"), colon)
    return [FoundAttribution((start, end - 1), (colon, colon), ((colon + 1, last),), "label")]


def signed(line: TaggedSentence) -> list[FoundAttribution]:
    """The attribution of a quotation with its speaker behind a dash ("“...” — Ann Lee")."""
    dash = next((at for at in range(len(line)) if not line.quote(at)), 0)
    if not dash or not line.dash(dash):
        return []
    last = len(line) - 1
    while last > dash and line.stop(last):
        last -= 1
    if not dash < last <= dash + _LONGEST_LABEL:
        return []
    if not line.at(dash + 1).capital or any(line.verb(at) for at in range(dash + 1, last + 1)):
        return []
    return [FoundAttribution((dash + 1, last), (dash, dash), ((0, dash - 1),), "label")]


def _is_label(line: TaggedSentence, start: int, colon: int) -> bool:
    begin = start + 2 if line.low(start) == "according" else start
    return begin < colon and not any(line.verb(at) or line.cue(at) for at in range(begin, colon))


def announced(line: TaggedSentence) -> FoundAttribution | None:
    """The speaker and the cue of a line that ends in a colon, for the quotation below it."""
    colon = len(line) - 1
    if line.low(colon) != ":":
        return None
    for at in range(colon - 1, max(-1, colon - _LONGEST_LINE), -1):
        group = group_at(line, at)
        if group is None or group.passive or not group.cue.takes & {"quote", "post"}:
            continue
        source = subject_before(line, group.first)
        if source is None and group.first == 0:
            source = subject_after(line, at + 1)
        if source is not None:
            return FoundAttribution(
                source, (group.first, colon if at == colon - 1 else at), (), "quote"
            )
    return None


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


def _placed(one: FoundAttribution, sentence: Sentence, index: int) -> Attributed:
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
    return bool(core) and all(token.kind in {TokenKind.QUOTE, TokenKind.BRACKET} for token in core)


def _continue(
    found: list[Attributed], pending: Attributed | None, sentence: Sentence, index: int
) -> None:
    """Hand a sentence of nothing but quotations to whoever spoke in the sentence before it."""
    parts = tuple(
        (token.start, token.end) for token in sentence.line.tokens if token.kind is TokenKind.QUOTE
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
