"""What the store lacks for a question that it cannot answer, and what is near."""

from knowledge.answering.candidates import Field
from knowledge.answering.compose.refusing import Lack
from knowledge.answering.conflicts import printed
from knowledge.answering.indexing import GAP
from knowledge.answering.library import Library
from knowledge.answering.listings import happened
from knowledge.answering.policy import POLICY, Policy, gap_is_meant
from knowledge.answering.understand.names import LOCATIVE
from knowledge.answering.understand.reading import Understood
from knowledge.answering.understand.smalltalk import is_small_talk
from knowledge.answering.understand.words import fold
from knowledge.model import GapQuestion, Language


def lack_of(asked: Understood, found: Field, library: Library, language: Language) -> Lack:
    """Name what is missing: what a gap question lacks, a time, words that nobody here uses."""
    small = is_small_talk(fold(asked.text)) or not asked.words
    gap = gap_meant(found, library)
    return Lack(
        subject=gap.missing.in_language(language) if gap and not small else "",
        times=_times(asked, found, library, language),
        words=() if small else tuple(_typed(word, asked.text) for word in found.ranking.unknown),
        small_talk=small,
    )


def gap_meant(found: Field, library: Library, policy: Policy = POLICY) -> GapQuestion | None:
    """The gap question that a refusal names, if one is near enough."""
    if found.gap is None or not gap_is_meant(found, policy):
        return None
    return library.gaps.get(found.gap.id.removeprefix(GAP))


def nearest_of(
    found: Field, library: Library, chance: float, policy: Policy = POLICY
) -> tuple[str, ...]:
    """Ids of statements to offer with a refusal: the gap's own, else the best if they are near."""
    gap = gap_meant(found, library)
    if gap is not None:
        return gap.nearest[: policy.most]
    if chance < policy.near:
        return ()
    return tuple(each.id for each in found.candidates[:2] if each.hit.score >= policy.near)


def asks_of_place(asked: Understood, lack: Lack) -> bool:
    """Whether a word that is missing stands where a place would."""
    missing = {fold(word) for word in lack.words}
    before = zip(asked.words, asked.words[1:], strict=False)
    return any(word in missing and lead in LOCATIVE for lead, word in before)


def _times(
    asked: Understood, found: Field, library: Library, language: Language
) -> tuple[str, ...]:
    """Times of the question that nothing in the store is dated to."""
    met = any(
        each.agreement.year > 0 or each.agreement.date > 0
        for each in found.candidates
        if each.record
    )
    if met or not library.incidents:
        return ()
    return tuple(
        printed(when, language)
        for when in asked.whens
        if not any(happened(each, (when,)) for each in library.incidents)
    )


def _typed(word: str, text: str) -> str:
    """A folded word as it stands in the text."""
    at = text.casefold().find(word)
    return text[at : at + len(word)] if at >= 0 else word
