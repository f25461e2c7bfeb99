"""The attributions of an English text: families of rules for source, cue and contents, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.extraction.annotations import FoundAttribution, Phrase
from knowledge.extraction.content_clauses import (
    Complement,
    complement,
    content_before,
    content_end,
    quote_end,
)
from knowledge.extraction.sentence_splitting import Sentence
from knowledge.extraction.source_phrases import subject_after, subject_before
from knowledge.extraction.tagged_sentence import TaggedSentence, VerbGroup, group_at
from knowledge.extraction.tokenizer import TokenKind, english

_TO_SECOND_HALF = 30  # tokens between the speaker and the rest of a quotation


def postposed(
    line: TaggedSentence,
    group: VerbGroup,
    source: Phrase | None,
    after: Complement | None,
    floor: int,
) -> FoundAttribution | None:
    """The attribution whose content ends right before its source and cue.

    Args:
        line: the sentence.
        group: the cue.
        source: the subject before the cue, where there is one.
        after: what follows the cue.
        floor: the first token that no content before has used.
    """
    before = (source[0] if source else group.first) - 1
    if before < 0 or not (line.quote(before) or line.comma(before) or line.dash(before)):
        return None
    inverted = source is None
    if _goes_on_instead(line, before, after, inverted=inverted):
        return None
    source = source or subject_after(line, group.last + 1)
    left = content_before(line, before, floor)
    if source is None or left is None:
        return None
    end = max(source[1], group.last) + 1
    quoted = line.quote(left[1])
    if not quoted and not inverted and not _closes(line, end):
        return None
    parts = (left, *_second_half(line, end))
    return FoundAttribution(source, (group.first, group.last), parts, "quote" if quoted else "post")


def _goes_on_instead(
    line: TaggedSentence, before: int, after: Complement | None, *, inverted: bool
) -> bool:
    """Whether the content is what follows the cue, not what stands before."""
    if after is None:
        return False
    if inverted:
        return after.family == "that"
    return after.family not in {"quote", "object"} and not line.quote(before)


def _closes(line: TaggedSentence, at: int) -> bool:
    return line.stop(at) or line.comma(at) or line.within(at, "prepositions", "weekdays", "adverbs")


def _second_half(line: TaggedSentence, at: int) -> tuple[Phrase, ...]:
    """The quotation that goes on behind the attribution: "...," she said, "..."."""
    for later in range(at, min(len(line), at + _TO_SECOND_HALF)):
        if line.quote(later):
            if line.comma(later - 1) or line.low(later - 1) == ":" or line.dash(later - 1):
                return ((later, quote_end(line, later)),)
            return ()
        if line.verb(later) and later > at:
            return ()
    return ()


_TO_VERB = 14  # tokens of a speaker between the quotation and the verb
_PARTICLES = frozenset({"back", "out", "in"})
_OPEN_ENDS = (",", "?", "!")


def uttered(line: TaggedSentence, found: list[FoundAttribution]) -> list[FoundAttribution]:
    """Attributions of quotations that no rule has taken and that a speaker and a verb follow.

    Args:
        line: the sentence.
        found: what the other rules have found in it.
    """
    quotes = [at for at, token in enumerate(line.tokens) if token.kind is TokenKind.QUOTE]
    if not quotes:
        return []
    taken = {at for one in found for first, last in one.contents for at in range(first, last + 1)}
    free = [at for at in quotes if at not in taken]
    return [
        one
        for at in free
        if (one := _speaker_behind(line, at) if line.low(at).endswith(_OPEN_ENDS) else None)
        or (one := _speaker_before(line, at))
    ]


def _speaker_before(line: TaggedSentence, quote: int) -> FoundAttribution | None:
    """As in "she boomed, “...”" and "he turned to the crowd: “...”"."""
    mark = quote - 1
    colon = line.low(mark) == ":"
    if not (colon or line.comma(mark)) or not line.at(quote).capital:
        return None
    for at in range(mark - 1, max(-1, mark - _TO_VERB), -1):
        if line.verb(at) and not line.auxiliary(at):
            source = subject_before(line, at)
            if source is None or line.low(source[0]) == "it" or not (colon or at >= mark - 2):
                return None
            last = at + (line.low(at + 1) in _PARTICLES)
            return FoundAttribution(source, (at, last), ((quote, quote),), "quote")
        if line.stop(at) or line.quote(at):
            return None
    return None


def _speaker_behind(line: TaggedSentence, quote: int) -> FoundAttribution | None:
    if line.verb(quote + 1) and not line.auxiliary(quote + 1):
        source = subject_after(line, quote + 2)
        return (
            FoundAttribution(source, (quote + 1, quote + 1), ((quote, quote),), "quote")
            if source
            else None
        )
    for at in range(quote + 2, min(len(line), quote + _TO_VERB)):
        if line.verb(at) and not line.auxiliary(at):
            source = subject_before(line, at)
            last = at + (line.low(at + 1) in _PARTICLES)
            if source is None or source[0] != quote + 1:
                return None
            return FoundAttribution(source, (at, last), ((quote, quote),), "quote")
    return None


def according_to(line: TaggedSentence, index: int) -> FoundAttribution | None:
    """As in "According to X, ..." and "..., according to X"."""
    before = index - 1
    opens = index == 0 or (line.within(before, "conjunctions") and index == 1)
    source = subject_after(line, index + 2, apposition=not opens)
    if source is None:
        return None
    cue = (index, index + 1)
    if opens:
        first = source[1] + 2 if line.comma(source[1] + 1) else source[1] + 1
        if first >= len(line) or line.stop(first):
            return None
        return FoundAttribution(
            source, cue, ((first, content_end(line, first, "that")),), "according"
        )
    last = before - 1 if line.comma(before) and not line.quote(before) else before
    if last < 0:
        return None
    return FoundAttribution(source, cue, ((0, last),), "according")


def passive(line: TaggedSentence, group: VerbGroup) -> FoundAttribution | None:
    """As in "was described by officials as ..."."""
    by = group.last + 1
    if line.low(by) != "by" or not group.cue.takes & {"object", "that"}:
        return None
    source = subject_after(line, by + 1, apposition=False)
    subject = subject_before(line, group.first)
    if source is None or subject is None:
        return None
    following = source[1] + 1
    if line.low(following) == "as":
        return FoundAttribution(
            source,
            (group.first, group.last),
            ((following, content_end(line, following, "that")),),
            "passive",
        )
    return FoundAttribution(source, (group.first, group.last), (subject,), "passive")


def asked(line: TaggedSentence, group: VerbGroup) -> FoundAttribution | None:
    """As in "Asked whether ..., the mayor said": the question is nobody's by name."""
    after = complement(line, group)
    if after is None or after.family != "what":
        return None
    end = next((at for at in range(after.first, len(line)) if line.comma(at)), None)
    return (
        FoundAttribution(None, (group.first, group.last), ((after.first, end - 1),), "asked")
        if end
        else None
    )


_MOST_CUES = 24  # in one sentence; longer lists are no prose
_HOLDS = frozenset({"bare", "that", "what", "according", "post"})


def read(line: TaggedSentence) -> list[FoundAttribution]:
    """Every attribution in a sentence, in the order of its cues."""
    found: list[FoundAttribution] = []
    cues = 0
    for index, low in enumerate(line.lows):
        if low == "according" and line.low(index + 1) == "to":
            _keep(found, according_to(line, index))
            continue
        if low not in line.words.cues or cues >= _MOST_CUES:
            continue
        cues += 1
        group = group_at(line, index)
        if group is not None and not any(one.cue[0] <= index <= one.cue[1] for one in found):
            _keep(found, _attribution(line, group, found))
    found += uttered(line, found)
    return [one for one in found if not _nested(one, found)]


def _nested(one: FoundAttribution, found: list[FoundAttribution]) -> bool:
    """Whether an attribution is told within the content of another ("said that she thinks")."""
    return any(
        first <= one.cue[0] and one.cue[1] <= last
        for other in found
        if other is not one and other.family in _HOLDS
        for first, last in other.contents
    )


def _keep(found: list[FoundAttribution], one: FoundAttribution | None) -> None:
    if one is not None:
        found.append(one)


def _attribution(
    line: TaggedSentence, group: VerbGroup, found: list[FoundAttribution]
) -> FoundAttribution | None:
    if group.passive:
        return passive(line, group)
    if group.cue.lemma == "ask" and group.first == 0:
        return asked(line, group)
    if group.infinitive:
        group = _with_catenative(line, group)
    return None if group.infinitive else _active(line, group, found)


def _active(
    line: TaggedSentence, group: VerbGroup, found: list[FoundAttribution]
) -> FoundAttribution | None:
    source = _subject(line, group)
    after = complement(line, group)
    if after is not None and line.stop(after.first):
        after = None
    if opened := _opening_cue(line, group):
        return opened
    phrase = after is not None and line.low(group.last + 1) in group.cue.after
    if "post" in group.cue.takes and not group.participle and not phrase:
        before = (source[0] if source else group.first) - 1
        if behind := postposed(line, group, source, after, _floor(found, before)):
            return behind
    if after is None:
        return None
    if source is None and (group.participle or _coordinated(line, group.first)):
        source = _shared_subject(line, group, found)
    elif source is None and after.family != "quote":
        return None
    return FoundAttribution(
        source, (group.first, after.cue_last), (_content(line, group, after),), after.family
    )


def _opening_cue(line: TaggedSentence, group: VerbGroup) -> FoundAttribution | None:
    """As in "Said Ann Lee, who was there: “...”", the cue first and then the source."""
    if group.first > 0 or group.participle or not group.cue.takes & {"quote", "post"}:
        return None
    source = subject_after(line, group.last + 1)
    if source is None:
        return None
    quote = source[1] + 1 + (line.comma(source[1] + 1) or line.low(source[1] + 1) == ":")
    if not line.quote(quote):
        return None
    return FoundAttribution(
        source, (group.first, group.last), ((quote, quote_end(line, quote)),), "quote"
    )


def _content(line: TaggedSentence, group: VerbGroup, after: Complement) -> Phrase:
    if after.family == "quote":
        return after.first, quote_end(line, after.first)
    content = (after.first, content_end(line, after.first, after.family))
    return _up_to_comma(line, content) if group.participle and group.first == 0 else content


def _up_to_comma(line: TaggedSentence, content: Phrase) -> Phrase:
    """An opening participle's content ends where the main clause begins."""
    commas = (at for at in range(content[0] + 1, content[1]) if line.comma(at))
    return content[0], next(commas, content[1] + 1) - 1


def _subject(line: TaggedSentence, group: VerbGroup) -> Phrase | None:
    if not group.participle:
        return subject_before(line, group.first)
    before = group.first - 1
    if line.at(before).word and not line.within(
        before, "prepositions", "conjunctions", "subordinators", "adverbs"
    ):
        return subject_before(line, group.first)
    return None


def _floor(found: list[FoundAttribution], before: int) -> int:
    """The first token behind what earlier quotations of the sentence have used."""
    return max(
        (one.last + 1 for one in found if one.last < before and one.family in {"quote", "post"}),
        default=0,
    )


def _with_catenative(line: TaggedSentence, group: VerbGroup) -> VerbGroup:
    """As in "sought to explain" and "went on to say" are cues as a whole."""
    at = group.first - 2
    if line.low(at) == "on":
        at -= 1
    if line.low(at) not in english()["catenatives"]:
        return group
    while line.adverb(at - 1) or line.auxiliary(at - 1):
        at -= 1
    return replace(group, first=at, infinitive=False)


def _coordinated(line: TaggedSentence, first: int) -> bool:
    at = first - 1
    return (
        line.low(at) in {"and", "or", "but", "then"}
        or line.comma(at)
        or (line.low(at) in {"by", "while", "before", "after"})
    )


def _shared_subject(
    line: TaggedSentence, group: VerbGroup, found: list[FoundAttribution]
) -> Phrase | None:
    """The subject of the verb before, where this one shares it."""
    for one in reversed([one for one in found if not _nested(one, found)]):
        if one.source is not None and one.source[0] < group.first:
            return one.source
    if group.participle and group.first <= 1:
        return _following_subject(line, group.last)
    verbs = [at for at in range(group.first) if line.verb(at)]
    main = group.participle and line.comma(group.first - 1)
    for at in verbs if main else reversed(verbs):
        if not (main and _is_subordinate(line, at)):
            first = at
            while line.adverb(first - 1):
                first -= 1
            subject = subject_before(line, first)
            if subject is not None:
                return subject
    return None


def _is_subordinate(line: TaggedSentence, verb: int) -> bool:
    """Whether the verb stands in a clause of its own that "when" or "who" opens."""
    for at in range(verb - 1, -1, -1):
        if line.within(at, "subordinators"):
            return True
        if not line.at(at).word:
            return False
    return False


def _following_subject(line: TaggedSentence, index: int) -> Phrase | None:
    """The subject behind an opening participle: "Recalling the war, the mayor urged ..."."""
    comma = next(
        (
            at
            for at in range(index, len(line))
            if line.comma(at) or (line.quote(at) and line.low(at).endswith(","))
        ),
        None,
    )
    if comma is None:
        return None
    for at in range(comma + 2, len(line)):
        if line.verb(at):
            return subject_before(line, at)
    return None


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
