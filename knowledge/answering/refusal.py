"""What the store lacks for a question that it cannot answer, what is near, and the sentence that says so."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.agreement import AGREES, SILENT, typed
from knowledge.answering.candidates import CandidatePool
from knowledge.answering.compose.claim_lines import cut, quoted
from knowledge.answering.compose.outcome_messages import nothing_found, talk, unread_message
from knowledge.answering.decision import POLICY, Policy, gap_is_meant
from knowledge.answering.listings import happened
from knowledge.answering.snapshot import GAP, StoreSnapshot
from knowledge.answering.statement_facts import printed
from knowledge.domain import GapQuestion, Language
from knowledge.languages.scripts import UPPER
from knowledge.questions.conversation import Intent
from knowledge.questions.entities import LOCATIVE, holds
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import is_of_saying
from knowledge.questions.spelling_correction import Unread, unread
from knowledge.questions.value_expressions import is_negated
from knowledge.search.text_analysis import (
    folded as fold,
    is_everyday,
    stem as key,
    words as words_of,
)
from knowledge.translations import words_in

_PLACES_NAMED = 6
_WORDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Missing:
    """What the store lacks for a question, each in the reader's language.

    Args:
        subject: what a gap question lacks.
        times: that nothing in the store is dated to.
        place: names that stand where a place would, of none in the store.
        person: of whom the store has no words.
        nothing: the message holds nothing to look up.
        unread: what may have kept the message from being read.
    """

    subject: str = ""
    times: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    person: str = ""
    nothing: bool = False
    unread: Unread | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, most telling first."""
        named = (*self.place, self.person, self.subject, *self.times)
        return tuple(dict.fromkeys(each for each in named if each))


def sentence(lack: Missing, places: Sequence[str], language: Language) -> str:
    """Say what is missing.

    Args:
        lack: of this question.
        places: names of the places in the store.
        language: the reader's.
    """
    words = words_in(language)
    if lack.nothing:
        return talk(Intent.NOTHING, language)
    if lack.place and places:
        return words.say(
            "The store has nothing about {words}; places in the store: {places}.",
            words=_quoted(lack.place, language),
            places=_listed(places[:_PLACES_NAMED]),
        )
    if lack.person:
        return words.say("The store has no words of {person}.", person=lack.person)
    if lack.subject:
        return words.say("The store has nothing about {subject}.", subject=lack.subject)
    if lack.times:
        return words.say(
            "The store has nothing with this date: {dates}.", dates=_listed(lack.times)
        )
    return unread_message(lack.unread, language) if lack.unread else nothing_found(language)


def _quoted(typed: Sequence[str], language: Language) -> str:
    return _listed(quoted(cut(word, 40), language) for word in typed[:_WORDS_NAMED])


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


_AFTER_LEAD = re.compile(rf"\b(\w+) (?:the )?([{UPPER}][\w'’-]{{2,}}(?: [{UPPER}][\w'’-]+)*)")


def missing_of(
    asked: ParsedQuestion,
    found: CandidatePool,
    library: StoreSnapshot,
    language: Language,
    message: str = "",
) -> Missing:
    """Name what is missing where that is sure: what a gap question lacks, a time, a place, a person."""
    if is_nothing(asked):
        return Missing(nothing=True)
    kept_from = unread(message or asked.text, library.reader.knows)
    if kept_from in {Unread.LANGUAGE, Unread.LETTERS}:
        return Missing(unread=kept_from)
    stranger = asks_of_stranger(asked, found)
    gap = None if stranger else gap_meant(found, library)
    return Missing(
        subject=gap.missing.in_language(language) if gap else "",
        times=_times(asked, found, library, language),
        place=strange_places(asked, found),
        person=typed((*asked.claimant.beside, *asked.claimant.words), asked.text)
        if stranger and asked.claimant
        else "",
        unread=kept_from,
    )


def is_nothing(asked: ParsedQuestion) -> bool:
    """Whether a message holds nothing that could be looked up."""
    return not asked.words


def asks_of_stranger(asked: ParsedQuestion, found: CandidatePool) -> bool:
    """Whether it is asked what somebody said of whom the store has no words."""
    claimant = asked.claimant
    if claimant is None:
        return False
    if claimant.ids:
        theirs = any(each.agreement.claimant == AGREES for each in found.candidates if each.facts)
        return bool(claimant.beside) and claimant.open and not theirs
    if _of_no_words(asked):
        return True
    return claimant.open and not any(
        each.agreement.claimant >= SILENT for each in found.candidates if each.facts
    )


def _of_no_words(asked: ParsedQuestion) -> bool:
    """Whether it is asked only whether somebody said nothing: no other word tells anything."""
    credited = asked.claimant.words if asked.claimant else ()
    rest = [word for word in asked.rest if word not in credited and not is_of_saying(word)]
    return asked.negated and all(is_everyday(word) or is_negated(word) for word in rest)


def gap_meant(
    found: CandidatePool, library: StoreSnapshot, policy: Policy = POLICY
) -> GapQuestion | None:
    """The gap question that a refusal names, if one is near enough."""
    if found.gap is None or not gap_is_meant(found, policy):
        return None
    return library.gaps.get(found.gap.id.removeprefix(GAP))


def nearest_of(
    found: CandidatePool, library: StoreSnapshot, chance: float, policy: Policy = POLICY
) -> tuple[str, ...]:
    """Ids of statements to offer with a refusal: the gap's own, else the best if they are near."""
    gap = gap_meant(found, library)
    if gap is not None:
        return gap.nearest[: policy.most]
    if chance < policy.near:
        return ()
    return tuple(each.id for each in found.candidates[:2] if each.hit.score >= policy.near)


def names_nothing_held(asked: ParsedQuestion, found: CandidatePool, library: StoreSnapshot) -> bool:
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


def is_elsewhere(asked: ParsedQuestion, found: CandidatePool) -> bool:
    """Whether a question is of a place that the store does not know, and the best is of one it does.

    A wrong place among right ones, or in words that are somebody's, is a difference to be told.
    """
    if asked.claimant is not None or asked.places or is_of_saying(asked.folded):
        return False
    best = found.candidates[0].facts if found.candidates else None
    return best is not None and bool(best.places) and bool(strange_places(asked, found))


def strange_places(asked: ParsedQuestion, found: CandidatePool) -> tuple[str, ...]:
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


def _used(words: list[str], found: CandidatePool) -> bool:
    """Whether a statement that was looked at has one of the words, in whatever script."""
    keys = {key(word) for word in words}
    return any(
        not keys.isdisjoint(each.facts.words)
        or any(holds([word], (each.facts.spoken, each.facts.context)) for word in words)
        for each in found.candidates
        if each.facts
    )


def _is_time(words: list[str], asked: ParsedQuestion) -> bool:
    return any(word in when.text for word in words for when in asked.whens)


def _times(
    asked: ParsedQuestion, found: CandidatePool, library: StoreSnapshot, language: Language
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
