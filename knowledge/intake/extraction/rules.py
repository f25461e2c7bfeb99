"""The families of rules: which source, cue and contents a sentence holds."""

from dataclasses import replace

from knowledge.intake.extraction.complements import Complement, complement
from knowledge.intake.extraction.contents import content_before, content_end
from knowledge.intake.extraction.found import Found, Phrase
from knowledge.intake.extraction.groups import Group, group_at
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.inverted import subject_after
from knowledge.intake.extraction.subjects import subject_before
from knowledge.intake.extraction.uttered import uttered

_MOST_CUES = 24  # in one sentence; longer lists are no prose
_HOLDS = frozenset({"bare", "that", "what", "according", "post"})
_CATENATIVES = frozenset(
    {
        "sought",
        "seeks",
        "tried",
        "tries",
        "went",
        "goes",
        "continued",
        "continues",
        "began",
        "begins",
        "seemed",
        "seems",
        "appeared",
        "appears",
        "used",
        "wanted",
        "failed",
        "refused",
        "rushed",
        "managed",
    }
)


def read(line: Line) -> list[Found]:
    """Every attribution in a sentence, in the order of its cues."""
    found: list[Found] = []
    cues = 0
    for index in range(len(line)):
        if line.low(index) == "according" and line.low(index + 1) == "to":
            _keep(found, according_to(line, index))
            continue
        if line.cue(index) is None or cues >= _MOST_CUES:
            continue
        cues += 1
        group = group_at(line, index)
        if group is not None and not any(one.cue[0] <= index <= one.cue[1] for one in found):
            _keep(found, _attribution(line, group, found))
    found += uttered(line, found)
    return [one for one in found if not _nested(one, found)]


def _nested(one: Found, found: list[Found]) -> bool:
    """Whether an attribution is told within the content of another ("said that she thinks")."""
    return any(
        first <= one.cue[0] and one.cue[1] <= last
        for other in found
        if other is not one and other.family in _HOLDS
        for first, last in other.contents
    )


def _keep(found: list[Found], one: Found | None) -> None:
    if one is not None:
        found.append(one)


def _attribution(line: Line, group: Group, found: list[Found]) -> Found | None:
    if group.passive:
        return _passive(line, group)
    if group.cue.lemma == "ask" and group.first == 0:
        return _asked(line, group)
    if group.infinitive:
        group = _with_catenative(line, group)
        if group.infinitive:
            return None
    source = _subject(line, group)
    before = (source[0] if source else group.first) - 1
    floor = _floor(found, before)
    after = complement(line, group)
    if after is not None and line.stop(after.first):
        after = None
    if (
        "post" in group.cue.takes
        and not group.participle
        and (found_left := _postposed(line, group, source, before, floor, after))
    ):
        return found_left
    if after is None:
        return None
    shared = group.participle or _coordinated(line, group.first)
    if source is None and shared:
        source = _shared_subject(line, group, found)
    if source is None and not shared and after.family != "quote":
        return None
    contents: tuple[Phrase, ...] = ((after.first, content_end(line, after.first, after.family)),)
    if group.participle and group.first == 0:
        contents = (_up_to_comma(line, contents[0]),)
    if after.family == "quote":
        contents = ((after.first, _quote_end(line, after.first)),)
    return Found(source, (group.first, after.cue_last), contents, after.family)


def _up_to_comma(line: Line, content: Phrase) -> Phrase:
    """An opening participle's content ends where the main clause begins."""
    commas = (at for at in range(content[0] + 1, content[1]) if line.comma(at))
    return content[0], next(commas, content[1] + 1) - 1


def _asked(line: Line, group: Group) -> Found | None:
    """ "Asked whether ..., the mayor said": the question is nobody's by name."""
    after = complement(line, group)
    if after is None or after.family != "what":
        return None
    end = next((at for at in range(after.first, len(line)) if line.comma(at)), None)
    return (
        Found(None, (group.first, group.last), ((after.first, end - 1),), "asked") if end else None
    )


def _subject(line: Line, group: Group) -> Phrase | None:
    if not group.participle:
        return subject_before(line, group.first)
    before = group.first - 1
    if line.at(before).word and not line.within(
        before, "prepositions", "conjunctions", "subordinators", "adverbs"
    ):
        return subject_before(line, group.first)
    return None


def _floor(found: list[Found], before: int) -> int:
    """The first token behind what earlier quotations of the sentence have used."""
    return max(
        (one.last + 1 for one in found if one.last < before and one.family in {"quote", "post"}),
        default=0,
    )


def _with_catenative(line: Line, group: Group) -> Group:
    """ "sought to explain" and "went on to say" are cues as a whole."""
    at = group.first - 2
    if line.low(at) == "on":
        at -= 1
    if line.low(at) not in _CATENATIVES:
        return group
    while line.adverb(at - 1) or line.auxiliary(at - 1):
        at -= 1
    return replace(group, first=at, infinitive=False)


def _coordinated(line: Line, first: int) -> bool:
    at = first - 1
    return (
        line.low(at) in {"and", "or", "but", "then"}
        or line.comma(at)
        or (line.low(at) in {"by", "while", "before", "after"})
    )


def _postposed(
    line: Line,
    group: Group,
    source: Phrase | None,
    before: int,
    floor: int,
    after: Complement | None,
) -> Found | None:
    """The content stands before: "..., she said" and "..., said Smith"."""
    if before < 0 or not (line.quote(before) or line.comma(before) or line.dash(before)):
        return None
    inverted = source is None
    if source is None:
        if after is not None and after.family == "that":
            return None
        source = subject_after(line, group.last + 1)
        if source is None:
            return None
    elif after is not None and after.family not in {"quote", "object"} and not line.quote(before):
        return None
    left = content_before(line, before, floor)
    if left is None:
        return None
    end = max(source[1], group.last) + 1
    if (
        not line.quote(left[1])
        and not inverted
        and not (
            line.stop(end)
            or line.comma(end)
            or line.within(end, "prepositions", "weekdays", "adverbs")
        )
    ):
        return None
    family = "quote" if line.quote(left[1]) else "post"
    return Found(source, (group.first, group.last), (left, *_second_half(line, end)), family)


def _second_half(line: Line, at: int) -> tuple[Phrase, ...]:
    """The quotation that goes on behind the attribution: "...," she said, "..."."""
    for later in range(at, min(len(line), at + 30)):
        if line.quote(later):
            if line.comma(later - 1) or line.low(later - 1) == ":" or line.dash(later - 1):
                return ((later, _quote_end(line, later)),)
            return ()
        if line.verb(later) and later > at:
            return ()
    return ()


def _quote_end(line: Line, first: int) -> int:
    """A quotation, and the rest of its clause where it is only the beginning of it."""
    if (
        line.at(first).capital
        or not line.at(first + 1).word
        or line.low(first).endswith((",", "."))
    ):
        return first
    return content_end(line, first, "that")


def _shared_subject(line: Line, group: Group, found: list[Found]) -> Phrase | None:
    """The subject of the verb before, where this one shares it."""
    for one in reversed([one for one in found if not _nested(one, found)]):
        if one.source is not None and one.source[0] < group.first:
            return one.source
    if group.participle and group.first <= 1:
        return _following_subject(line, group.last)
    for at in range(group.first - 1, -1, -1):
        if line.verb(at):
            first = at
            while line.adverb(first - 1):
                first -= 1
            subject = subject_before(line, first)
            if subject is not None:
                return subject
    return None


def _following_subject(line: Line, index: int) -> Phrase | None:
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


def according_to(line: Line, index: int) -> Found | None:
    """ "According to X, ..." and "..., according to X"."""
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
        return Found(source, cue, ((first, content_end(line, first, "that")),), "according")
    last = before - 1 if line.comma(before) and not line.quote(before) else before
    if last < 0:
        return None
    return Found(source, cue, ((0, last),), "according")


def _passive(line: Line, group: Group) -> Found | None:
    """ "was described by officials as ..."."""
    by = group.last + 1
    if line.low(by) != "by" or not group.cue.takes & {"object", "that"}:
        return None
    source = subject_after(line, by + 1, apposition=False)
    subject = subject_before(line, group.first)
    if source is None or subject is None:
        return None
    following = source[1] + 1
    if line.low(following) == "as":
        return Found(
            source,
            (group.first, group.last),
            ((following, content_end(line, following, "that")),),
            "passive",
        )
    return Found(source, (group.first, group.last), (subject,), "passive")
