"""What the store lacks for a question that it cannot answer, and what is near."""

import re

from knowledge.answering.candidates import Field
from knowledge.answering.compose.refusing import Lack
from knowledge.answering.conflicts import printed
from knowledge.answering.indexing import GAP
from knowledge.answering.library import Library
from knowledge.answering.listings import happened
from knowledge.answering.policy import POLICY, Policy, gap_is_meant
from knowledge.answering.understand import smalltalk
from knowledge.answering.understand.names import LOCATIVE
from knowledge.answering.understand.reading import Understood
from knowledge.answering.understand.words import fold, key, words_of
from knowledge.model import GapQuestion, Language
from knowledge.search.everyday import frequent

_AFTER_LEAD = re.compile(r"\b(\w+) (?:the )?([A-ZА-ЯЁІЇЄҐ][\w'’-]{2,}(?: [A-ZА-ЯЁІЇЄҐ][\w'’-]+)*)")


def lack_of(asked: Understood, found: Field, library: Library, language: Language) -> Lack:
    """Name what is missing: what a gap question lacks, a time, words that nobody here uses."""
    small = is_small_talk(asked)
    gap = gap_meant(found, library)
    places = strange_places(asked, found)
    return Lack(
        subject=gap.missing.in_language(language) if gap and not small else "",
        times=_times(asked, found, library, language),
        words=() if small else _words(asked, found, places),
        place=() if small else places,
        small_talk=small,
    )


def is_small_talk(asked: Understood) -> bool:
    """Whether a message holds nothing that could be looked up."""
    return smalltalk.is_small_talk(fold(asked.text)) or not asked.words


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


def names_nothing_held(asked: Understood, found: Field, library: Library) -> bool:
    """Whether all that a question names is a place or a time of which the store has nothing.

    "What happened in Zanzibar?" must never be answered, however near some statement seems.
    """
    places = strange_places(asked, found)
    held = {word for place in places for word in words_of(fold(place))}
    telling = [
        word for word in asked.rest if word not in held and not library.reader.is_common(word)
    ]
    if telling or asked.mentions or asked.numbers:
        return False
    return bool(places or _times(asked, found, library, asked.language))


def strange_places(asked: Understood, found: Field) -> tuple[str, ...]:
    """Words with a capital that stand where a place would and name nothing in the store."""
    named = {word for each in asked.mentions for word in asked.words[each.start : each.end]}
    strange = []
    for lead, name in _AFTER_LEAD.findall(asked.text):
        words = words_of(fold(name))
        if fold(lead) not in LOCATIVE or _is_time(words, asked):
            continue
        if not named.intersection(words) and not _used(words, found):
            strange.append(name)
    return tuple(strange)


def _used(words: list[str], found: Field) -> bool:
    """Whether a statement that was looked at has one of the words."""
    keys = {key(word) for word in words}
    return any(each.facts and not keys.isdisjoint(each.facts.words) for each in found.candidates)


def _is_time(words: list[str], asked: Understood) -> bool:
    return any(word in when.text for word in words for when in asked.whens)


def _words(asked: Understood, found: Field, places: tuple[str, ...]) -> tuple[str, ...]:
    """Words of the question that the store does not use, as typed; everyday ones left out."""
    strange = [word for word in found.ranking.unknown if word not in frequent() and word.isalpha()]
    typed = [_typed(word, asked.text) for word in strange]
    return tuple(dict.fromkeys((*places, *typed)))


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
