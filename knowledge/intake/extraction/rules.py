"""The families of rules: which source, cue and contents a sentence holds."""

from dataclasses import replace

from knowledge.intake.extraction.complements import Complement, complement
from knowledge.intake.extraction.contents import content_end, quote_end
from knowledge.intake.extraction.found import Found, Phrase
from knowledge.intake.extraction.groups import Group, group_at
from knowledge.intake.extraction.inverted import subject_after
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.postposed import postposed
from knowledge.intake.extraction.special import according_to, asked, passive
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
        return passive(line, group)
    if group.cue.lemma == "ask" and group.first == 0:
        return asked(line, group)
    if group.infinitive:
        group = _with_catenative(line, group)
    return None if group.infinitive else _active(line, group, found)


def _active(line: Line, group: Group, found: list[Found]) -> Found | None:
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
    return Found(
        source, (group.first, after.cue_last), (_content(line, group, after),), after.family
    )


def _opening_cue(line: Line, group: Group) -> Found | None:
    """As in "Said Ann Lee, who was there: “...”", the cue first and then the source."""
    if group.first > 0 or group.participle or not group.cue.takes & {"quote", "post"}:
        return None
    source = subject_after(line, group.last + 1)
    if source is None:
        return None
    quote = source[1] + 1 + (line.comma(source[1] + 1) or line.low(source[1] + 1) == ":")
    if not line.quote(quote):
        return None
    return Found(source, (group.first, group.last), ((quote, quote_end(line, quote)),), "quote")


def _content(line: Line, group: Group, after: Complement) -> Phrase:
    if after.family == "quote":
        return after.first, quote_end(line, after.first)
    content = (after.first, content_end(line, after.first, after.family))
    return _up_to_comma(line, content) if group.participle and group.first == 0 else content


def _up_to_comma(line: Line, content: Phrase) -> Phrase:
    """An opening participle's content ends where the main clause begins."""
    commas = (at for at in range(content[0] + 1, content[1]) if line.comma(at))
    return content[0], next(commas, content[1] + 1) - 1


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
    """As in "sought to explain" and "went on to say" are cues as a whole."""
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


def _shared_subject(line: Line, group: Group, found: list[Found]) -> Phrase | None:
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


def _is_subordinate(line: Line, verb: int) -> bool:
    """Whether the verb stands in a clause of its own that "when" or "who" opens."""
    for at in range(verb - 1, -1, -1):
        if line.within(at, "subordinators"):
            return True
        if not line.at(at).word:
            return False
    return False


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
