"""What the store lacks for a question that it cannot answer, what is near, and the sentence that says so."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.agreement import printed
from knowledge.answering.candidates import CandidatePool
from knowledge.answering.compose.styled_text import cut, quoted
from knowledge.answering.decision import POLICY, Policy, gap_is_meant
from knowledge.answering.index_sync import GAP
from knowledge.answering.listings import happened
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import GapQuestion, Language
from knowledge.languages.letters import UPPER
from knowledge.questions import follow_ups
from knowledge.questions.entities import LOCATIVE
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.spelling_correction import fold, key, words_of
from knowledge.search.function_words import frequent
from knowledge.translations import words_in

_PLACES_NAMED = 6
_WORDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Missing:
    """What the store lacks for a question, each in the reader's language.

    Args:
        subject: what a gap question lacks.
        times: that nothing in the store is dated to.
        words: of the question that the store does not use, as typed.
        place: those of the words that stand where a place would.
        small_talk: the question is a greeting or about the bot.
    """

    subject: str = ""
    times: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    small_talk: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, most telling first."""
        subject = (self.subject,) if self.subject else ()
        return tuple(dict.fromkeys((*self.place, *subject, *self.times, *self.words)))


def sentence(lack: Missing, places: Sequence[str], language: Language) -> str:
    """Say what is missing.

    Args:
        lack: of this question.
        places: names of the places in the store.
        language: the reader's.
    """
    words = words_in(language)
    if lack.small_talk:
        return words.say(
            "Ask about the reported incidents: the answer says who stated what, and on what terms."
        )
    if lack.place and places:
        return words.say(
            "The store has nothing about {words}; places in the store: {places}.",
            words=_quoted(lack.place, language),
            places=_listed(places[:_PLACES_NAMED]),
        )
    if lack.subject:
        return words.say("The store has nothing about {subject}.", subject=lack.subject)
    if lack.times:
        return words.say(
            "The store has nothing with this date: {dates}.", dates=_listed(lack.times)
        )
    if lack.words:
        return words.say(
            "The store has nothing about {words}.", words=_quoted(lack.words, language)
        )
    return words.say("The store has no statement that answers this.")


def _quoted(typed: Sequence[str], language: Language) -> str:
    return _listed(quoted(cut(word, 40), language) for word in typed[:_WORDS_NAMED])


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


_AFTER_LEAD = re.compile(rf"\b(\w+) (?:the )?([{UPPER}][\w'’-]{{2,}}(?: [{UPPER}][\w'’-]+)*)")


def missing_of(
    asked: ParsedQuestion, found: CandidatePool, library: StoreSnapshot, language: Language
) -> Missing:
    """Name what is missing: what a gap question lacks, a time, words that nobody here uses."""
    small = is_small_talk(asked)
    gap = gap_meant(found, library)
    places = strange_places(asked, found)
    return Missing(
        subject=gap.missing.in_language(language) if gap and not small else "",
        times=_times(asked, found, library, language),
        words=() if small else _words(asked, found, places),
        place=() if small else places,
        small_talk=small,
    )


def is_small_talk(asked: ParsedQuestion) -> bool:
    """Whether a message holds nothing that could be looked up."""
    return follow_ups.is_small_talk(fold(asked.text)) or not asked.words


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
    """Whether a statement that was looked at has one of the words."""
    keys = {key(word) for word in words}
    return any(each.facts and not keys.isdisjoint(each.facts.words) for each in found.candidates)


def _is_time(words: list[str], asked: ParsedQuestion) -> bool:
    return any(word in when.text for word in words for when in asked.whens)


def _words(asked: ParsedQuestion, found: CandidatePool, places: tuple[str, ...]) -> tuple[str, ...]:
    """Words of the question that the store does not use, as typed; everyday ones left out."""
    strange = [word for word in found.ranking.unknown if word not in frequent() and word.isalpha()]
    typed = [_typed(word, asked.text) for word in strange]
    return tuple(dict.fromkeys((*places, *typed)))


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


def _typed(word: str, text: str) -> str:
    """A folded word as it stands in the text."""
    at = text.casefold().find(word)
    return text[at : at + len(word)] if at >= 0 else word
