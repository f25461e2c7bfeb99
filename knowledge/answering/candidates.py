"""The statements that may answer, ordered by the search and by what they agree with."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.answering.agreement import Agreement, agreements, features_of_each
from knowledge.answering.index_sync import GAP
from knowledge.answering.statement_facts import StatementFacts
from knowledge.domain import Place, Record
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.quantities import is_negated
from knowledge.questions.spelling_correction import fold, key, words_of
from knowledge.search.documents import Hit, Ranking
from knowledge.search.fair_scheduling import check
from knowledge.search.function_words import FUNCTION_WORDS

LOOKED_AT = 12
"""Statements at the top of the ranking that are compared with the question in full."""
LOOKED_AT_BY_WORD = 24
"""The same where words are compared one by one, which finds the right one far below the top."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may answer.

    Args:
        hit: as the search found it.
        record, facts: None below those that are looked at in full.
        worth: the search's score as log odds, with what agreement adds and clashes take.
        closeness: word by word, where the store is small enough for it.
        asked: whether the question is one of its phrasings, but for inflection, case and marks.
    """

    hit: Hit
    worth: float
    record: Record | None = None
    agreement: Agreement = field(default_factory=Agreement)
    facts: StatementFacts | None = None
    closeness: Mapping[str, float] = field(default_factory=dict)
    asked: bool = False

    @property
    def features(self) -> dict[str, float]:
        """What orders it beside the search's score, by name.

        How near the claim comes says less where the statement has phrasings: those have been
        compared by the search, and are nearer to questions than any claim.
        """
        return self.with_nearness(self.agreement.features())

    def with_nearness(self, agreed: Mapping[str, float]) -> dict[str, float]:
        """The features of its agreement and those of its closeness, by name."""
        near = {f"{name}_phrased": value for name, value in self.closeness.items()}
        return {**agreed, **(near if self.phrased else self.closeness)}

    @property
    def phrased(self) -> bool:
        """Whether it has phrasings, as far as it was looked at."""
        return self.record is None or bool(self.record.statement.phrasings)

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.hit.id


@dataclass(frozen=True, slots=True)
class CandidatePool:
    """Everything that competes for an answer, best first.

    Args:
        gap: the gap question that matches best, if any does.
        gap_asked: whether the question is one of its phrasings.
    """

    candidates: tuple[Candidate, ...] = ()
    gap: Hit | None = None
    gap_asked: bool = False
    ranking: Ranking = field(default_factory=Ranking)


def log_odds(chance: float) -> float:
    """Of a chance, kept finite."""
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def pool_of(
    asked: ParsedQuestion,
    ranking: Ranking,
    records: Mapping[str, tuple[Record, StatementFacts]],
    places: Mapping[str, Place],
    weights: Mapping[str, float],
    *,
    closeness: Mapping[str, Mapping[str, float]],
    gap_asked: str | None = None,
) -> CandidatePool:
    """Order the statements of a ranking anew by how they agree with the question.

    Args:
        asked: the question.
        ranking: what the search found.
        records: of the first statements, with what they say, by id.
        places: all of the store, by id.
        weights: of the agreements (`Agreement.features`) and of closeness, in log odds.
        closeness: features of `closeness`, by id.
        gap_asked: the gap question that has the question among its phrasings, by id.
    """
    wanted = asked.wording
    check()
    agreed = agreements(asked, [facts for _, facts in records.values()], places)
    check()
    terms = {
        identity: (agrees, features)
        for identity, agrees, features in zip(
            records, agreed, features_of_each(agreed), strict=True
        )
    }
    looked_at: list[Candidate] = []
    rest: list[Candidate] = []
    for hit in ranking.hits:
        if hit.id.startswith(GAP):
            continue
        if hit.id not in records:
            rest.append(Candidate(hit, log_odds(hit.score)))
            continue
        record, facts = records[hit.id]
        agrees, features = terms[hit.id]
        near = closeness.get(hit.id, {})
        same = wanted in facts.wordings
        candidate = Candidate(hit, log_odds(hit.score), record, agrees, facts, near, same)
        near_too = candidate.with_nearness(features).items()
        added = sum([weights[name] * each for name, each in near_too if each and name in weights])
        looked_at.append(replace(candidate, worth=candidate.worth + added))
    # A question in the very words of a curated one is that question, whatever else comes near.
    looked_at.sort(key=lambda each: (not each.asked, -each.worth))
    gaps = [hit for hit in ranking.hits if hit.id.startswith(GAP)]
    if any(hit.id == gap_asked for hit in gaps):
        gaps = [hit for hit in gaps if hit.id == gap_asked]
    gap = next((hit for hit in gaps if not _asks_the_opposite(hit, asked)), None)
    return CandidatePool((*looked_at, *rest), gap, gap is not None and gap.id == gap_asked, ranking)


def _asks_the_opposite(gap: Hit, asked: ParsedQuestion) -> bool:
    """Whether a gap question has no word but a negation that the question has not.

    "How many were not shot down?" is all but the same words as the question that is answered.
    """
    text = fold(gap.best.text)
    if is_negated(text) == asked.negated:
        return False
    return _content(words_of(text)) <= _content(asked.words)


def _content(words: Iterable[str]) -> frozenset[str]:
    return frozenset(key(word) for word in words if word not in FUNCTION_WORDS)


def joined(found: CandidatePool, also: CandidatePool) -> CandidatePool:
    """Two searches for one question as one: the mean worth orders, the first search's hits stand.

    Args:
        found: by the question alone.
        also: by the question with the sentences that its pronouns point at.
    """
    worths = {each.id: each.worth for each in also.candidates}
    lowest = min(worths.values(), default=0.0)
    known = {each.id for each in found.candidates}
    floor = min((each.worth for each in found.candidates), default=0.0)
    both = [
        replace(each, worth=(each.worth + worths.get(each.id, lowest)) / 2)
        for each in found.candidates
    ]
    both += [
        replace(each, worth=(each.worth + floor) / 2)
        for each in also.candidates
        if each.id not in known
    ]
    # Only what was looked at in full can be first: the rest has no record to show.
    both.sort(key=lambda each: (each.record is None, -each.worth))
    return CandidatePool(tuple(both), found.gap, found.gap_asked, found.ranking)


def statements_first(ranking: Ranking, most: int = LOOKED_AT) -> Sequence[str]:
    """Ids of the statements to be looked at in full."""
    return [hit.id for hit in ranking.hits if not hit.id.startswith(GAP)][:most]
