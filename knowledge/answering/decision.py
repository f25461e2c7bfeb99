"""Which outcome a question gets: how sure the best candidate is, whether its premise holds, and the policy."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import dropwhile, pairwise, takewhile

from knowledge.answering.agreement import AGREES, CLASHES
from knowledge.answering.candidates import Candidate, CandidatePool, log_odds
from knowledge.answering.statement_facts import StatementFacts, numbered_in
from knowledge.languages.registry import listed, pattern
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.predicates import sides_in
from knowledge.questions.question_type import QuestionType
from knowledge.questions.value_expressions import counts_what_is_not
from knowledge.search.documents import Hit
from knowledge.search.encoders.profile import DECISION, Fitted
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    is_everyday,
    stem as key,
    words as words_of,
)

FROM_SEARCH = (
    "covered_whole",
    "told",
    "meaning",
    "meaning_main",
    "words_main",
    "pairs",
)
"""Features of the search's best hit that tell how well it fits, whatever else there is."""
SORTS = ("chance", "plain", "large", "ungapped", "bare", "bare_plain")
"""The sets of weights of a decision, one of which goes with a question."""
DIFFERENCES = frozenset(
    {
        "claimant_agrees", "claimant_clashes", "number_clashes", "negation_clashes",
        "opposite_agrees", "opposite_clashes", "actor_clashes",
    }
)  # fmt: skip
"""What a question may have wrong and still mean a statement: told to the reader, not held against it."""
_AGAINST_GAP = ("covered", "meaning")
_HIGHEST_ODDS = 6.0
_LONGEST_LEAD = 4.0
_LONGEST_LEAD_OF_FIELD = 6.0
_LONGEST_GAP = 4.0
_FIELD = 5
"""Candidates behind the best whose mean worth it is compared with."""


@dataclass(frozen=True)
class DecisionWeights:
    """A fitted model, readable as JSON.

    Args:
        made_by: the command that wrote it.
        agreement: what agreements and clashes add to a candidate's log odds.
        chance: of the features of `features_of`, in log odds; `bias` is the constant.
        plain: the same for a best candidate without phrasings: how near a question comes to
            a claim tells something else than how near it comes to a question.
        large: the same where words are not compared one by one, as in a large store.
        ungapped: the same for a best candidate with phrasings where no gap question competes:
            what no statement answers has to show by itself.
        bare: where there is no encoder, and words are all there is.
        bare_plain: where there is neither encoder nor phrasing.
    """

    made_by: str = ""
    agreement: Mapping[str, float] = field(default_factory=dict)
    chance: Mapping[str, float] = field(default_factory=dict)
    plain: Mapping[str, float] = field(default_factory=dict)
    large: Mapping[str, float] = field(default_factory=dict)
    ungapped: Mapping[str, float] = field(default_factory=dict)
    bare: Mapping[str, float] = field(default_factory=dict)
    bare_plain: Mapping[str, float] = field(default_factory=dict)

    def of(self, features: Mapping[str, float]) -> Mapping[str, float]:
        """Those that go with these features."""
        weights: Mapping[str, float] = getattr(self, sort_of(features))
        return weights


def sort_of(features: Mapping[str, float]) -> str:
    """Which set of `Weights` goes with these features, by name."""
    phrased = features.get("phrased")
    if not (features.get("meaning") or features.get("meaning_main")):
        return "bare" if phrased else "bare_plain"
    if not phrased:
        return "plain" if "soft" in features else "large"
    return "chance" if features.get("gap") else "ungapped"


@cache
def shipped(of: Fitted = DECISION) -> DecisionWeights:
    """The weights that were fitted with an encoder; those of the package until then."""
    return DecisionWeights(**json.loads(of.text(DECISION)))


def features_of(asked: ParsedQuestion, found: CandidatePool) -> dict[str, float]:
    """What tells whether the best candidate is meant; empty where there is none."""
    if not found.candidates:
        return {}
    best = found.candidates[0]
    agrees = best.agreement.features()
    content = max(1, len(asked.rest))
    odds = log_odds(best.hit.score)
    return {
        **{name: best.hit.features.get(name, 0.0) for name in FROM_SEARCH},
        **{name: each for name, each in agrees.items() if name not in DIFFERENCES},
        **_against_gap(best, found.gap),
        **best.closeness,
        **_of_question(asked, best),
        "score": max(min(odds, _HIGHEST_ODDS), -_HIGHEST_ODDS),
        "lead": _lead(found, 1, _LONGEST_LEAD),
        "lead5": _lead(found, _FIELD, _LONGEST_LEAD_OF_FIELD),
        "unknown": min(1.0, len(found.ranking.unknown) / content),
        "phrasing": float(best.hit.best.role == "phrasing"),
        "phrased": float(best.phrased),
    }


def _of_question(asked: ParsedQuestion, best: Candidate) -> dict[str, float]:
    """What the closeness of the best candidate tells of this sort of question alone.

    Whether something is so is answered by what has every word of it; and words of another language
    come less near than those of the same, however well they are met. Keywords and what somebody
    states ask for nothing in particular that could be lacking.
    """
    near = best.closeness
    foreign = near.get("foreign", 0.0)
    stated = "?" not in asked.text and asked.want is QuestionType.WHAT and not asked.tells_nothing
    keywords = asked.is_keywords
    return {
        "keywords": float(keywords),
        "stated": float(stated and not keywords),
        "worst_whether": near.get("worst", 0.0) * (asked.want is QuestionType.IS_IT_TRUE),
        "soft_foreign": near.get("soft", 0.0) * foreign,
        "retold_foreign": near.get("retold", 0.0) * foreign,
    }


def chance_of(
    features: Mapping[str, float], weights: Mapping[str, float], lean: float = 0.0
) -> float:
    """The chance, from 0 to 1, that the best candidate is meant.

    Args:
        features: as `features_of` gives them.
        weights: that go with them.
        lean: what speaks for it before they are looked at, in log odds.
    """
    if not features:
        return 0.0
    total = lean + weights.get("bias", 0.0)
    total += sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(min(total, 40.0), -40.0)))


def _lead(found: CandidatePool, others: int, longest: float) -> float:
    """By how much the first candidate leads the mean of those right behind it, in log odds."""
    behind = [each.worth for each in found.candidates[1 : others + 1]]
    if not behind:
        return longest
    return min(found.candidates[0].worth - sum(behind) / len(behind), longest)


def _against_gap(best: Candidate, gap: Hit | None) -> dict[str, float]:
    """How the best gap question compares with the best statement; 0 where there is none."""
    if gap is None:
        return {}
    over = log_odds(gap.score) - log_odds(best.hit.score)
    return {
        "gap": 1.0,
        "gap_over": max(min(over, _LONGEST_GAP), -_LONGEST_GAP),
        **{
            f"gap_{name}": gap.features.get(name, 0.0) - best.hit.features.get(name, 0.0)
            for name in _AGAINST_GAP
        },
    }


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
    told = {key(word) for word in facts.claimed}
    telling = _telling(asked, is_common)
    met = sum(key(word) in told for word in telling)
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
