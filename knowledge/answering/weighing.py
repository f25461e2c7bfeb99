"""A question weighed: its reading, the candidates in their order, the chance of the best."""

import math
from dataclasses import replace

from knowledge.answering.agreement import AGREES, CLASHES, agreement
from knowledge.answering.candidates import (
    LOOKED_AT,
    LOOKED_AT_BY_WORD,
    CandidatePool,
    joined,
    log_odds,
    pool_of,
    statements_first,
)
from knowledge.answering.coverage import closeness
from knowledge.answering.decision import POLICY, Weights, chance_of, covers, features_of
from knowledge.answering.index_sync import GAP, marks_of_question
from knowledge.answering.record_cache import RecordCache
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.readings import readings_of
from knowledge.search.documents import Query, Ranking
from knowledge.search.engine import Engine
from knowledge.search.fair_scheduling import check

_WHOLE = -1.0
"""By how much nearer (in log odds) the whole of a message has to come than the question in it, in a
store where the search alone orders: less, since a question cut out of a post is often none."""
_PIECE = 1.0
"""The same where words are compared one by one, which serves a question better."""
_SOMEBODY_ELSE = 0.15
"""By how much likelier words must be somebody else's than theirs who are credited with them."""


class Weighing:
    """Weighs what the search finds against a question.

    Args:
        engine: the search.
        shelf: of the store's records.
        weights: of the order and of the decision.
    """

    def __init__(self, engine: Engine, shelf: RecordCache, weights: Weights) -> None:
        self._engine = engine
        self._shelf = shelf
        self._weights = weights

    def field(self, asked: ParsedQuestion, library: StoreSnapshot) -> CandidatePool:
        """Search, and order what was found by what it agrees with."""
        found = self._searched(asked, asked.text, library)
        if not asked.before:
            return found
        return joined(found, self._searched(asked, f"{asked.before} {asked.text}", library))

    def read(
        self, message: str, asked: ParsedQuestion, library: StoreSnapshot
    ) -> tuple[ParsedQuestion, CandidatePool]:
        """The reading of a message that the store comes nearest to, with what was found for it.

        The question in it is ordered by what it agrees with; in a large store, the whole of it or
        the nearest piece by the search alone.
        """
        found = self.field(asked, library)
        readings = readings_of(message)
        nearest = _top(found.ranking)
        # Where words are compared one by one, that orders better than the search alone.
        by_search = not self._engine.compares_words
        margin = _WHOLE if by_search else _PIECE
        best: tuple[float, str] | None = None
        for piece in readings.pieces:
            check()
            ranking = self._engine.search(Query(piece, asked.language))
            if _top(ranking) >= max(nearest + margin, best[0] if best else nearest + margin):
                best = (_top(ranking), piece)
        if best is None:
            return asked, found
        told = library.reader.read_whole(best[1], asked.language)
        return told, self._searched(told, best[1], library, by_search=by_search)

    def seen(self, message: str, library: StoreSnapshot) -> tuple[ParsedQuestion, CandidatePool]:
        """What the decision sees of a message: its reading, and the candidates in their order."""
        asked = library.reader.read(message)
        asked, found = self.read(message, asked, library)
        found, _ = self.weighed(asked, found, library)
        return asked, found

    def _searched(
        self, asked: ParsedQuestion, text: str, library: StoreSnapshot, *, by_search: bool = False
    ) -> CandidatePool:
        query = Query(text, asked.language, marks_of_question(asked), asked.context)
        if by_search:
            query = Query(text, asked.language)
        ranking = self._engine.search(query)
        places = library.places
        most = LOOKED_AT_BY_WORD if self._engine.compares_words else LOOKED_AT
        held = self._shelf.records(statements_first(ranking, most))
        said = self._shelf.facts(held, places)
        records = {each.statement.id: (each, facts) for each, facts in zip(held, said, strict=True)}
        best = {hit.id: hit.best for hit in ranking.hits}
        wordings = [best[i].text if best[i].role == "phrasing" else "" for i in records]
        near = closeness(self._engine, asked, ranking.repaired, said, wordings)
        check()
        by_id = dict(zip(records, near, strict=True))
        gap = library.gap_wordings.get(asked.wording)
        return pool_of(
            asked, ranking, records, places, {} if by_search else self._weights.agreement,
            closeness=by_id, gap_asked=gap and f"{GAP}{gap}",
        )  # fmt: skip

    def weighed(
        self, asked: ParsedQuestion, found: CandidatePool, library: StoreSnapshot, lean: float = 0.0
    ) -> tuple[CandidatePool, float]:
        """The candidates with the chance of the best; of words that somebody else may have said."""
        is_common = library.reader.is_common
        rival = found.gap and not found.gap_asked
        if rival and found.candidates and covers(asked, found.candidates[0], is_common):
            # A gap question never beats a statement that has all the words of the question.
            found = replace(found, gap=None)
        chance = self._chance(asked, found, lean)
        claimant = asked.claimant
        if claimant is None or claimant.open or not found.candidates:
            return found, chance
        best = found.candidates[0].agreement
        if best.claimant == AGREES and best.number != CLASHES and chance >= POLICY.sure:
            return found, chance
        return self._said_by_others(asked, found, library, chance, lean)

    def _said_by_others(
        self,
        asked: ParsedQuestion,
        found: CandidatePool,
        library: StoreSnapshot,
        chance: float,
        lean: float,
    ) -> tuple[CandidatePool, float]:
        """The same for words that may be somebody else's than theirs who are credited with them."""
        best = found.candidates[0].agreement
        uncredited = library.reader.uncredited(asked)
        others = self.field(uncredited, library)
        if not others.candidates:
            return found, chance
        both = joined(others, found)
        first = both.candidates[0].id
        meant = [each for each in others.candidates if each.id == first and each.facts]
        if not meant:
            return found, chance
        rest = [each for each in others.candidates if each.id != first]
        others = replace(others, candidates=(*meant, *rest), gap=found.gap and others.gap)
        other = self._chance(uncredited, others, lean)
        if first == found.candidates[0].id:
            return found, max(chance, other)
        if other > chance + _SOMEBODY_ELSE or best.claimant != AGREES:
            places = library.places
            kept = tuple(
                replace(each, agreement=agreement(asked, each.facts, places))
                if each.facts
                else each
                for each in others.candidates
            )
            return replace(others, candidates=kept), other
        return found, chance

    def _chance(self, asked: ParsedQuestion, found: CandidatePool, lean: float) -> float:
        features = features_of(asked, found)
        return chance_of(features, self._weights.of(features), lean)


def _top(ranking: Ranking) -> float:
    """The log odds of the best statement of a ranking."""
    return next(
        (log_odds(hit.score) for hit in ranking.hits if not hit.id.startswith(GAP)), -math.inf
    )
