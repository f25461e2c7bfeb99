"""Which outcome a question gets, by a policy: what a statement leaves open or puts right, and what the store lacks."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile, pairwise, takewhile

from rapidfuzz import fuzz

from knowledge.answering.agreement import AGREES, CLASHES, SILENT
from knowledge.answering.candidates import Candidate, CandidatePool
from knowledge.answering.compose.outcome_messages import nothing_found, talk, unread_message
from knowledge.answering.listings import happened
from knowledge.answering.premises import typed
from knowledge.answering.snapshot import GAP, StoreSnapshot
from knowledge.answering.statement_facts import StatementFacts, printed
from knowledge.domain import GapQuestion, Language
from knowledge.languages.registry import listed, pattern
from knowledge.languages.scripts import UPPER
from knowledge.questions.conversation import Intent
from knowledge.questions.entities import LOCATIVE, holds, spelling
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.predicates import sides_in
from knowledge.questions.question_type import QuestionType, is_of_saying
from knowledge.questions.segmentation import sentences_of
from knowledge.questions.spelling_correction import Unread, unread
from knowledge.questions.value_expressions import counts_what_is_not, is_negated, numbered_in
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    is_everyday,
    stem as key,
    words as words_of,
)
from knowledge.translations import cut, quoted, words_in


@dataclass(frozen=True, slots=True)
class Policy:
    """When to answer, to offer and to refuse; the same for every store and every file.

    Args:
        sure: chance from which one statement is the answer. Chosen on the held-out phrasings of
            the store and on the development stores so that of a hundred answerable questions
            at most four are answered wrongly.
        offered: chance from which statements are offered. Below it more than two of three
            offers would be made to questions that the store cannot answer.
        close: how far (in log odds) a candidate may lie behind the best and still be offered.
        most: options in one choice; a reader reads four, and four rows of buttons fit a phone.
        near: chance from which a statement counts as near in a refusal.
        gap_near: score of a gap question from which what it lacks is named.
    """

    sure: float = 0.38
    offered: float = 0.28
    close: float = 2.5
    most: int = 4
    near: float = 0.03
    gap_near: float = 0.35


POLICY = Policy()


class Verdict(StrEnum):
    """What to do with the candidates."""

    ANSWER = "answer"
    OFFER = "offer"
    REFUSE = "refuse"


def verdict(found: CandidatePool, chance: float, policy: Policy = POLICY) -> Verdict:
    """Decide by the chance that the best candidate is meant.

    A question in the very words of a curated one needs no weighing: a phrasing of the best
    statement is answered, a gap question is refused.
    """
    statement = bool(found.candidates) and found.candidates[0].asked
    if statement != found.gap_asked:
        return Verdict.ANSWER if statement else Verdict.REFUSE
    if chance >= policy.sure:
        return Verdict.ANSWER
    return Verdict.OFFER if chance >= policy.offered else Verdict.REFUSE


def options(found: CandidatePool, policy: Policy = POLICY) -> tuple[Candidate, ...]:
    """The candidates worth offering: the best and those close behind it."""
    known = [each for each in found.candidates if each.record]
    close = [each for each in known if known[0].worth - each.worth <= policy.close]
    # One option alone is no choice: the next best stands beside it, however far behind.
    return tuple(close[: policy.most] if len(close) > 1 else known[:2])


def gap_is_meant(found: CandidatePool, policy: Policy = POLICY) -> bool:
    """Whether a refusal names what the best gap question lacks."""
    return found.gap is not None and found.gap.score >= policy.gap_near


_OF_TYPE = re.compile(rf"\b(?:{pattern('question_words', 'of_type')})((?: \w+){{1,3}})")
_PART_OF = re.compile(rf"\b(?:{pattern('question_numbers', 'part_of')})\s++(\d{{1,9}})\b")
"""So many, of which it is asked how many."""
_ENOUGH = 2
"""Words and aspects that agree, from which the question is about the statement all the same."""
_COUNTS = listed("question_words", "counts")
"""Words before a thing that tell how many, not of what kind."""
_SOMEBODY_ELSE = 0.5
"""Of the question's proper names, how much a statement lacks that names somebody else."""
_STRANGE = 1
_STRANGE_SHARE = 1 / 3
"""Words, and share of them, that the statement need not have: another verb for the same thing."""


def corrects(asked: ParsedQuestion, candidate: Candidate, is_common: Callable[[str], bool]) -> bool:
    """Whether a statement puts right what the question has wrong, and is of the same all the same.

    A wrong year is put right only where the claim itself tells the year, or the speaker and the
    month are right: elsewhere the question asks for another time, of which the store has nothing.
    Words that are quoted belong to who said them, whomever the question names.

    Args:
        asked: the question.
        candidate: the best one.
        is_common: tells of a folded word whether most statements have it.
    """
    facts, agrees = candidate.facts, candidate.agreement
    if facts is None:
        return False
    named_else = candidate.closeness.get("strangers", 0.0) >= _SOMEBODY_ELSE
    if _quotes(asked, facts) and (named_else or CLASHES in (agrees.claimant, agrees.speaker)):
        return True
    if named_else:
        # A name that nothing in it has: it is asked of something else.
        return False
    of_year = any(when.year for when in facts.times) or (
        agrees.date == AGREES and AGREES in (agrees.speaker, agrees.claimant, agrees.event)
    )
    wrong = (agrees.number, agrees.claimant, agrees.opposite, agrees.actor)
    if CLASHES not in wrong and not (agrees.year == CLASHES and of_year):
        return False
    telling, met = _told_of(asked, facts, is_common)
    aspects = (agrees.speaker, agrees.claimant, agrees.date, agrees.place, agrees.event)
    strange = max(_STRANGE, _STRANGE_SHARE * telling)
    # Who speaks and when is not yet of what: some word of it has to be met.
    return telling - met <= strange and met + aspects.count(AGREES) >= _ENOUGH and bool(met)


def covers(asked: ParsedQuestion, candidate: Candidate, is_common: Callable[[str], bool]) -> bool:
    """Whether a claim has every word that tells something, and clashes in nothing."""
    facts, agrees = candidate.facts, candidate.agreement
    clashes = (agrees.date, agrees.year, agrees.event, agrees.fits, agrees.place, agrees.name)
    if facts is None or CLASHES in clashes:
        return False
    telling = _telling(asked, is_common)
    met = sum(key(word) in facts.told for word in telling)
    aspects = (agrees.date, agrees.number, agrees.event, agrees.fits)
    return len(telling) == met and met + aspects.count(AGREES) >= _ENOUGH


def is_of_it(asked: ParsedQuestion, candidate: Candidate, is_common: Callable[[str], bool]) -> bool:
    """Whether a statement has any of what a question tells, where it tells enough to be missed."""
    if candidate.facts is None:
        return False
    telling, met = _told_of(asked, candidate.facts, is_common)
    return bool(met) or telling < _ENOUGH


def _told_of(
    asked: ParsedQuestion, facts: StatementFacts, is_common: Callable[[str], bool]
) -> tuple[int, int]:
    """How many words of a question tell something, and how many of them a statement has."""
    telling = _telling(asked, is_common)
    return len(telling), sum(key(word) in facts.words for word in telling)


def _telling(asked: ParsedQuestion, is_common: Callable[[str], bool]) -> frozenset[str]:
    """The words of a question that tell something, beside numbers and who is credited."""
    credited = asked.claimant.words if asked.claimant else ()
    return frozenset(
        word
        for word in asked.rest
        if not (word.isdigit() or word in credited or is_common(word) or is_everyday(word))
        and not sides_in(word)
    )


def _quotes(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether words that the statement quotes stand in the question."""
    words = asked.wording
    return any(
        words[at : at + len(quote)] == quote
        for quote in facts.quoted
        for at in range(len(words) - len(quote) + 1)
    )


def asks_else(asked: ParsedQuestion, candidate: Candidate) -> bool:
    """Whether a question asks for something that a statement, however near, leaves open."""
    return (
        counts_others(asked, candidate)
        or leaves_type_open(asked, candidate)
        or is_of_another_number(asked, candidate)
    )


def is_of_another_number(asked: ParsedQuestion, candidate: Candidate) -> bool:
    """Whether a question is of a thing of another number: of terminal 2, and not of terminal 4."""
    if candidate.facts is None:
        return False
    told = candidate.facts.numbered
    return any(
        thing in told and numbers.isdisjoint(told[thing])
        for thing, numbers in numbered_in(asked.folded).items()
    )


def counts_others(asked: ParsedQuestion, candidate: Candidate) -> bool:
    """Whether a question asks for another number than the one that a statement gives.

    "How many were not shot down?" is not answered by how many were, "how many on December 20?"
    not by how many there were on another day, and how many were shot down not by how many were
    launched.
    """
    agrees = candidate.agreement
    if happened_otherwise(asked, candidate) or _is_whole_of_share(asked, candidate):
        return True
    of_a_day = asked.want is QuestionType.HOW_MANY and any(when.days for when in asked.whens)
    if of_a_day and agrees.date == CLASHES and agrees.number != AGREES:
        return True
    says_so = candidate.facts is None or not candidate.facts.negated
    return says_so and counts_what_is_not(fold(asked.text))


def _is_whole_of_share(asked: ParsedQuestion, candidate: Candidate) -> bool:
    """Whether it is asked how many of so many, and a statement tells of the whole alone."""
    of = [float(each) for each in _PART_OF.findall(asked.folded)]
    facts = candidate.facts
    if not of or asked.want is not QuestionType.HOW_MANY or facts is None or facts.negated:
        return False
    return not any(number not in of for number in facts.numbers) or of[0] not in facts.numbers


def happened_otherwise(asked: ParsedQuestion, candidate: Candidate) -> bool:
    """Whether it is asked whether, or how often, one thing happened, and another one did."""
    return asked.asks_of_event and candidate.agreement.event == CLASHES


def leaves_type_open(asked: ParsedQuestion, candidate: Candidate) -> bool:
    """Whether a question asks of what type something is, and a statement only names the thing.

    "One drone was intercepted" does not tell the type of drone, "industrial and military targets"
    tells the kind of targets.
    """
    found = _OF_TYPE.search(fold(asked.text))
    if found is None or candidate.facts is None:
        return False
    after = list(dropwhile(FUNCTION_WORDS.__contains__, words_of(found[1])))
    kinds = {key(word) for word in takewhile(lambda each: each not in FUNCTION_WORDS, after)}
    told = words_of(fold(candidate.facts.spoken))
    before = [last for last, word in pairwise(("", *told)) if key(word) in kinds]
    known = FUNCTION_WORDS | set(asked.words) | {""}
    return bool(before) and all(
        last in known or last.isdigit() or last in _COUNTS for last in before
    )


_SAME_NAME = 65
"""How alike, of 100, two spellings of one name in two scripts are at least."""
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


_THING = rf"[^\W\d_{UPPER}]{{3,30}}"
_KEPT_BY = rf"(?:{_THING} (?:{pattern('places', 'of_place')}) |(?![a-z]){_THING} )?"
"""A thing between the word for where and the place's name: "in hospitals of Moscow", with the
name in the genitive in Slavic languages."""
_AFTER_LEAD = re.compile(
    rf"\b(\w+) (?:(?:{pattern('determiners', 'the')}) )?{_KEPT_BY}([{UPPER}][\w'’-]{{2,}}(?: [{UPPER}][\w'’-]+)*)"
)


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


def asks_of_other(asked: ParsedQuestion, best: Candidate) -> bool:
    """Whether it is asked what somebody said, and the best is sure to be another one's words."""
    claimant = asked.claimant
    spoken = best.facts is not None and best.facts.speaker is not None
    open_to = claimant is not None and claimant.open
    return open_to and spoken and best.agreement.claimant == CLASHES


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
    if best is None:
        return False
    strange = strange_places(asked, found)
    # Where no place is kept with the statements, only the names in them tell where they are of;
    # what else a post names need not be what its question is of.
    alone = asked.open and len(sentences_of(asked.text)) <= 1
    named = bool(best.places) or (alone and not _written_otherwise(strange, found))
    return bool(strange) and named


def _written_otherwise(names: Iterable[str], found: CandidatePool) -> bool:
    """Whether one of these may be another spelling of a name that a statement has."""
    held = {
        spelling(word)
        for each in found.candidates
        if each.facts
        for word in words_of(fold(f"{each.facts.spoken} {each.facts.context}"))
    }
    return any(
        fuzz.ratio(spelling(word), form) >= _SAME_NAME
        for name in names
        for word in words_of(fold(name))
        for form in held
    )


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
