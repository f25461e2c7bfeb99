"""Of what a gap question is asked: it refuses nobody who asks of another incident."""

from knowledge.answering.candidates import Candidate
from knowledge.answering.index_sync import GAP
from knowledge.answering.snapshot import RecordCache, StoreSnapshot
from knowledge.domain import GapQuestion, Incident
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.spelling_correction import key, wording
from knowledge.search.documents import Hit
from knowledge.search.text_analysis import FUNCTION_WORDS


def asks_of_another(
    asked: ParsedQuestion, gap: Hit, best: Candidate, library: StoreSnapshot, cache: RecordCache
) -> bool:
    """Whether a question is asked of another incident than a gap question is.

    So it is where the best statement is of another one and has at least as many of the question's
    words as the gap question and its incident.

    Args:
        asked: the question.
        gap: the gap question that came nearest.
        best: the statement that came nearest.
        library: of the store.
        cache: of its records.
    """
    known = library.gaps.get(gap.id.removeprefix(GAP))
    if known is None or best.facts is None:
        return False
    of_gap = _incidents(known, library, cache)
    if not of_gap or _whole(best.facts.incident, library) in of_gap:
        return False
    content = {key(word) for word in asked.words if word not in FUNCTION_WORDS}
    told = content & {*best.facts.words, *wording(best.facts.context)}
    texts = [text for _, text in known.phrasings]
    names = [
        name
        for each in library.incidents
        if _whole(each.id, library) in of_gap
        for name in (*each.name.all(), *each.aliases)
    ]
    missed = content & {word for text in (*texts, *names) for word in wording(text)}
    return bool(told) and len(told) >= len(missed)


def _incidents(
    gap: GapQuestion, library: StoreSnapshot, cache: RecordCache
) -> frozenset[str | None]:
    """The whole incidents that a gap question is asked of; none where it is asked of anything."""
    if gap.incident is not None:
        return frozenset({_whole(gap.incident, library)})
    near = cache.records(gap.nearest)
    return frozenset(
        _whole(each.statement.incident, library) for each in near if each.statement.incident
    )


def _whole(identity: str | None, library: StoreSnapshot) -> str | None:
    """What an incident is in the end part of."""
    by_id: dict[str, Incident] = {each.id: each for each in library.incidents}
    seen: set[str] = set()
    while identity in by_id and identity not in seen:
        seen.add(identity)
        wider = by_id[identity].part_of
        if wider is None:
            break
        identity = wider
    return identity
