"""A question weighed: its reading, the candidates in their order, and the chance of the best, by fitted weights of features."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from knowledge.answering.agreement import AGREES, CLASHES, agreement
from knowledge.answering.candidates import (
    LOOKED_AT,
    LOOKED_AT_BY_WORD,
    TELLING,
    Candidate,
    CandidatePool,
    closeness,
    joined,
    log_odds,
    pool_of,
    statements_first,
)
from knowledge.answering.decision import POLICY, covers
from knowledge.answering.snapshot import GAP, RecordCache, StoreSnapshot, marks_of_question
from knowledge.domain import GapQuestion, Incident
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import QuestionType, wants_of
from knowledge.questions.segmentation import MOST_PIECES, readings_of, sentences_of, told_apart
from knowledge.search.documents import Hit, Query, Ranking
from knowledge.search.encoders.profile import DECISION, Fitted
from knowledge.search.engine import Engine
from knowledge.search.fair_scheduling import check
from knowledge.search.text_analysis import FUNCTION_WORDS, stem as key, wording

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


_WHOLE = -1.0
"""By how much nearer (in log odds) the whole of a message has to come than the question in it, in a
store where the search alone orders: less, since a question cut out of a post is often none."""
_PIECE = 1.0
"""The same where words are compared one by one, which serves a question better."""
_TELLING = 3
"""Content words of a sentence that can be weighed by itself."""
_HALF_TOLD = 0.6
"""How much of what is told a statement of the credited speaker must have, word by word."""
_LITTLE_TOLD = 0.35
"""How much of it shows that it is of something else."""
_BETTER_TOLD = 0.1
"""By how much more of it somebody else's must have to be the one that is meant."""
_SOMEBODY_ELSE = 0.15
"""By how much likelier words must be somebody else's than theirs who are credited with them."""


class Weighing:
    """Weighs what the search finds against a question.

    Args:
        engine: the search.
        shelf: of the store's records.
        weights: of the order and of the decision.
    """

    def __init__(self, engine: Engine, shelf: RecordCache, weights: DecisionWeights) -> None:
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
        readings = readings_of(message)
        if readings.posted:
            asked = as_told(asked)
        # Where words are compared one by one, that orders better than the search alone; else what
        # is found for the question is not looked at in full before it is the reading that is taken.
        by_search = not self._engine.compares_words
        found = None if by_search else self.field(asked, library)
        ranking = found.ranking if found else self._engine.search(_query_of(asked, asked.text))
        nearest = _top(ranking)
        margin = _WHOLE if by_search else _PIECE
        best: tuple[float, str] | None = None
        reader = library.reader
        for piece in told_apart(message, readings, reader.knows, reader.is_common):
            check()
            ranking = self._engine.search(Query(piece, asked.language))
            if _top(ranking) >= max(nearest + margin, best[0] if best else nearest + margin):
                best = (_top(ranking), piece)
        if best is None:
            return asked, found or self.field(asked, library)
        told = library.reader.read_whole(best[1], asked.language)
        if readings.posted:
            told = as_told(told)
        pool = self._searched(told, best[1], library, by_search=by_search)
        if found is not None and _same_first(found, pool):
            # Often what stands around a question only brings words into it that nothing answers.
            alone = self._chance(asked, found, 0.0) >= self._chance(told, pool, 0.0)
            return (asked, found) if alone else (told, pool)
        return told, pool

    def seen(self, message: str, library: StoreSnapshot) -> tuple[ParsedQuestion, CandidatePool]:
        """What the decision sees of a message: its reading, and the candidates in their order."""
        asked = library.reader.read(message)
        asked, found = self.read(message, asked, library)
        found, _ = self.weighed(asked, found, library)
        return asked, found

    def _searched(
        self, asked: ParsedQuestion, text: str, library: StoreSnapshot, *, by_search: bool = False
    ) -> CandidatePool:
        query = Query(text, asked.language) if by_search else _query_of(asked, text)
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
        found = self._without_gap(asked, found, library)
        chance = self._chance(asked, found, lean)
        if chance < POLICY.sure:
            chance = max(chance, self._of_sentence(asked, found, library, lean))
        claimant = asked.claimant
        if claimant is None or claimant.open or not found.candidates:
            return found, chance
        best = found.candidates[0].agreement
        if best.claimant == AGREES and chance >= POLICY.sure:
            tells = asked.want in TELLING and not asked.tells_nothing
            theirs = (
                self._told_by_them(asked, found, library, chance, lean)
                if tells
                else (found, chance)
            )
            # With another number, it may be their words all the same, or somebody else's.
            first = theirs[0].candidates[0].id
            if best.number != CLASHES or first != found.candidates[0].id:
                return theirs
        return self._said_by_others(asked, found, library, chance, lean)

    def _without_gap(
        self, asked: ParsedQuestion, found: CandidatePool, library: StoreSnapshot
    ) -> CandidatePool:
        """Without the gap question where it may not refuse.

        It never beats a statement that has all the words of the question, nor one of another
        incident that the question is about.
        """
        if found.gap is None or not found.candidates:
            return found
        best = found.candidates[0]
        met = not found.gap_asked and covers(asked, best, library.reader.is_common)
        if met or asks_of_another(asked, found.gap, best, library, self._shelf):
            return replace(found, gap=None, gap_asked=False)
        return found

    def _told_by_them(
        self,
        asked: ParsedQuestion,
        found: CandidatePool,
        library: StoreSnapshot,
        chance: float,
        lean: float,
    ) -> tuple[CandidatePool, float]:
        """The same for words of somebody who is rightly credited, but perhaps with other words.

        Their statement comes first by its speaker; without the speaker it has to have what the
        question tells, else the question is of another one's, or of none.
        """
        uncredited = library.reader.uncredited(asked)
        others = self.field(uncredited, library)
        best = found.candidates[0]
        own = next((each for each in others.candidates if each.id == best.id), None)
        if own is not None and own.facts is None and best.agreement.number == CLASHES:
            # With another number and too far below to be looked at, it has nothing of what is told.
            own = None
        met = own.closeness.get("soft", 1.0) if own else 0.0
        if not best.closeness or not others.candidates or met >= _HALF_TOLD:
            return found, chance
        first = others.candidates[0]
        if first.facts and first.closeness.get("soft", 0.0) >= met + _BETTER_TOLD:
            other = self._chance(uncredited, others, lean)
            return self._as_credited(asked, others, library), other
        # Not even found without its speaker: it is of something else.
        return found, chance if own is not None and met >= _LITTLE_TOLD else 0.0

    def _as_credited(
        self, asked: ParsedQuestion, others: CandidatePool, library: StoreSnapshot
    ) -> CandidatePool:
        """What was found without the speaker, compared with the question that names one."""
        return replace(
            others,
            candidates=tuple(
                replace(each, agreement=agreement(asked, each.facts, library.places))
                if each.facts
                else each
                for each in others.candidates
            ),
        )

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
            return self._as_credited(asked, others, library), other
        return found, chance

    def _chance(self, asked: ParsedQuestion, found: CandidatePool, lean: float) -> float:
        features = features_of(asked, found)
        return chance_of(features, self._weights.of(features), lean)

    def _of_sentence(
        self, asked: ParsedQuestion, found: CandidatePool, library: StoreSnapshot, lean: float
    ) -> float:
        """The chance of the best for the sentence of a message that speaks for it most.

        What else a message tells is of its writer, and no lack of the statement.
        """
        best = found.candidates[0] if found.candidates else None
        sentences = sentences_of(asked.text)
        if best is None or best.facts is None or len(sentences) < 2:  # noqa: PLR2004 - one is all
            return 0.0
        wording = best.hit.best.text if best.hit.best.role == "phrasing" else ""
        chances = [0.0]
        for sentence in sentences[:MOST_PIECES]:
            check()
            told = as_told(library.reader.read_whole(sentence, asked.language))
            if len(told.rest) < _TELLING:
                continue
            repaired = found.ranking.repaired
            near = closeness(self._engine, told, repaired, [best.facts], [wording])[0]
            unknown = tuple(word for word in found.ranking.unknown if word in told.words)
            first = replace(
                best, closeness=near, agreement=agreement(told, best.facts, library.places)
            )
            only = replace(
                found,
                candidates=(first, *found.candidates[1:]),
                ranking=replace(found.ranking, unknown=unknown),
            )
            chances.append(self._chance(told, only, lean))
        return max(chances)


_BEGINNING = 3
"""Words of a message among which the question word of a question stands."""


def as_told(asked: ParsedQuestion) -> ParsedQuestion:
    """A message that tells something: "when it landed" asks for no time there."""
    begins = " ".join(asked.words[:_BEGINNING])
    if "?" in asked.text or asked.want is QuestionType.WHAT or asked.want in wants_of(begins):
        return asked
    return replace(asked, wants=(QuestionType.WHAT,), sorts=frozenset())


def _query_of(asked: ParsedQuestion, text: str) -> Query:
    """What is searched for a question in these words, with all that it is about."""
    return Query(text, asked.language, marks_of_question(asked), asked.context)


def _same_first(found: CandidatePool, also: CandidatePool) -> bool:
    """Whether two searches come to the same statement."""
    return bool(
        found.candidates and also.candidates and found.candidates[0].id == also.candidates[0].id
    )


def _top(ranking: Ranking) -> float:
    """The log odds of the best statement of a ranking."""
    return next(
        (log_odds(hit.score) for hit in ranking.hits if not hit.id.startswith(GAP)), -math.inf
    )
