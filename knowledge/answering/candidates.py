"""The statements that may answer, ordered by the search, by what they agree with and by how much of the question they speak of."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.answering.agreement import (
    AGREES,
    CLASHES,
    SILENT_IN_ALL,
    Agreement,
    agreements,
    features_of_each,
)
from knowledge.answering.premises import share_told
from knowledge.answering.snapshot import GAP
from knowledge.answering.statement_facts import StatementFacts
from knowledge.domain import Place, Record, RelationKind
from knowledge.languages.registry import listed, pattern
from knowledge.languages.scripts import UPPER
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.predicates import corrects, is_pending
from knowledge.questions.question_type import (
    AnswerType,
    QuestionType,
    credited_in,
    focus_in,
    is_measure,
    is_of_saying,
)
from knowledge.questions.value_expressions import is_negated
from knowledge.search.documents import Hit, Ranking
from knowledge.search.engine import Engine
from knowledge.search.fair_scheduling import check
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    frequent,
    is_everyday,
    stem as key,
    words as words_of,
)

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
    agreement: Agreement = SILENT_IN_ALL
    facts: StatementFacts | None = None
    closeness: Mapping[str, float] = field(default_factory=dict)
    asked: bool = False

    @property
    def features(self) -> dict[str, float]:
        """What orders it beside the search's score, by name.

        How near the claim comes says less where the statement has phrasings: those have been
        compared by the search, and are nearer to questions than any claim.
        """
        return _with_nearness(self.agreement.features(), self.closeness, phrased=self.phrased)

    @property
    def phrased(self) -> bool:
        """Whether it has phrasings, as far as it was looked at."""
        return self.record is None or bool(self.record.statement.phrasings)

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.hit.id


def _with_nearness(
    agreed: Mapping[str, float], closeness: Mapping[str, float], *, phrased: bool
) -> dict[str, float]:
    """The features of an agreement and those of closeness, by name."""
    if not phrased:
        return {**agreed, **closeness}
    return {**agreed, **{f"{name}_phrased": value for name, value in closeness.items()}}


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
        phrased = bool(record.statement.phrasings)
        near_too = _with_nearness(features, near, phrased=phrased).items()
        added = sum([weights[name] * each for name, each in near_too if each and name in weights])
        worth = log_odds(hit.score) + added
        looked_at.append(Candidate(hit, worth, record, agrees, facts, near, same))
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


_LIGHT_WORDS = listed("question_words", "light")
_TELLING = listed("question_words", "amounts") | listed("question_words", "precise")
_LIGHT = 0.3
"""What a word that tells little of what is asked counts beside one that tells it."""


def _is_light(word: str) -> bool:
    return word not in _TELLING and (word in _LIGHT_WORDS or is_everyday(word))


_MOST = 40
"""Content words of a question that are compared; a longer one repeats itself."""


def closeness(
    engine: Engine,
    asked: ParsedQuestion,
    repaired: Mapping[str, str],
    said: Sequence[StatementFacts],
    wordings: Sequence[str] = (),
) -> list[dict[str, float]]:
    """Features of each statement; empty where the engine does not compare words.

    A statement speaks of what it says and of what its nearest phrasing asks (`wordings`, one a
    statement, empty where it has none).

    `soft` is the share of the question's words (by rarity) that the statement comes near to,
    `worst` the share of the word that it comes least near to, `second` how near it comes to the
    second least: of a question that a statement answers, one word may be new, seldom two.
    `unfocused` is how far it stays from what is asked for by name ("which *forum*"), `counted` how
    near what it counts comes to what is to be counted, `credited` how near its speaker comes to
    the one whose word is asked for, and `strangers` how much of the question's proper names it lacks;
    `uncounted` and `uncredited` are the same told as a lack, and `miscredited` is what the rest of the
    words for that source lack beside the best met one: the mayor is not the port of the same town.
    `aside` is how much of a question that credits nobody only the name of the speaker has: who speaks
    need not be who is asked about.

    The rest sets it into what it is told with (`StatementFacts.group`). Words that name the incident
    say nothing of which statement of it is asked for: `specific` is the share met of the question
    without them, `lacking` the largest share of a word that neither has. `elsewhere` is how much of
    the question only what is told with others comes near to, `beside` how much its own neighbours
    come nearer to, `nowhere` how much nothing that was found does, and `unheard` how much of the
    question's proper names nothing has that is told with it. `retold` is how much of the
    claim stands in the question. `foreign` is 1 where it is told in no language of the question's,
    so that everything comes less near.
    """
    within = [repaired.get(word, word) for word in asked.words]
    telling = (
        word
        for typed, word in zip(asked.words, within, strict=True)
        if typed not in FUNCTION_WORDS and len(word) > 1
    )
    content = list(dict.fromkeys(telling))[:_MOST]
    worded = [at for at, wording in enumerate(wordings) if wording]
    texts = [
        *(each.own for each in said),
        *(each.credited for each in said),
        *(wordings[at] for at in worded),
    ]
    compared = engine.closeness(content, texts, within) if said else None
    if compared is None:
        return [{} for _ in said]
    rarity = compared[0] * [_LIGHT if _is_light(word) else 1.0 for word in content]
    own, spoken_by = compared[1][: len(said)], compared[1][len(said) :]
    near = [np.maximum(*each) for each in zip(own, spoken_by, strict=False)]
    aside = _aside(rarity, own, near, asked)
    for at, by_wording in zip(worded, compared[1][2 * len(said) :], strict=True):
        near[at] = np.maximum(near[at], by_wording)
    places = {word: at for at, word in enumerate(content)}
    languages = [each.languages for each in said]
    setting = _context(engine, content, said, within)
    retold = _retold(engine, said, asked.text)

    def among(words: Sequence[str]) -> list[int]:
        mended = (repaired.get(word, word) for word in words)
        return [places[word] for word in dict.fromkeys(mended) if word in places]

    focus = among(focus_in(asked.words))
    proper = among(_strangers(asked))
    source = among(credited_in(fold(asked.text)))
    counts = focus if asked.want is QuestionType.HOW_MANY else []
    # Whoever asks how old somebody is does not ask for how many of them there were.
    of_age = AnswerType.AGE in asked.sorts
    counted = _near(engine, content, counts, ["" if of_age else each.counted for each in said])
    credited = _near(engine, content, source, [each.credited for each in said])
    groups = [each.group for each in said]
    together = _together(rarity, np.stack(near), setting, groups, proper)
    return [
        {
            **_features(rarity, values),
            **others,
            "retold": told,
            "foreign": float(bool(spoken) and asked.language not in spoken),
            "unfocused": 0.0 if measured else 1 - float(values[focus].mean()) if focus else 0.0,
            "counted": 1.0 if measured and counts else by_count,
            "uncounted": 1 - by_count if counts and not measured else 0.0,
            "credited": by_source,
            "aside": beside,
            "uncredited": 1 - by_source if source else 0.0,
            "miscredited": by_source - by_all if source else 0.0,
            "strangers": float((1 - np.maximum(values, called)[proper]).sum()) if proper else 0.0,
        }
        for (
            values,
            called,
            (by_count, _),
            (by_source, by_all),
            others,
            told,
            spoken,
            beside,
            measured,
        ) in zip(
            near,
            setting,
            counted,
            credited,
            together,
            retold,
            languages,
            aside,
            _measured(asked, said),
            strict=True,
        )
    ]


_MEASURES = frozenset({AnswerType.MONEY, AnswerType.DURATION})
"""What is told in units of its own: money and hours stand beside the number, and not what they are for."""


def _measured(asked: ParsedQuestion, said: Sequence[StatementFacts]) -> list[bool]:
    """Which statements give the measure that is asked for: "what sum" is met by crowns."""
    wanted = asked.sorts & _MEASURES
    other = [word for word in focus_in(asked.words) if not is_measure(word)]
    return [bool(wanted) and not other and wanted <= each.sorts for each in said]


def _aside(
    rarity: NDArray[np.float64],
    own: Sequence[NDArray[np.float32]],
    near: Sequence[NDArray[np.float32]],
    asked: ParsedQuestion,
) -> list[float]:
    """How much of a question only the names of the speakers have, where it credits nobody."""
    if asked.claimant is not None or is_of_saying(asked.folded) or credited_in(asked.folded):
        return [0.0 for _ in own]
    weights = np.sqrt(rarity) + 1e-9
    return [
        float((weights * (whole - alone)).sum() / weights.sum())
        for alone, whole in zip(own, near, strict=True)
    ]


def _context(
    engine: Engine, content: Sequence[str], said: Sequence[StatementFacts], within: Sequence[str]
) -> NDArray[np.float32]:
    """How near what each statement is told with comes to each word of the question."""
    texts = list(dict.fromkeys(each.context for each in said))
    compared = engine.closeness(content, texts, within)
    if compared is None:
        return np.zeros((len(said), len(content)), dtype=np.float32)
    rows = dict(zip(texts, compared[1], strict=True))
    return np.stack([rows[each.context] for each in said])


def _retold(engine: Engine, said: Sequence[StatementFacts], question: str) -> list[float]:
    """How much of each claim, by rarity, the question comes near to."""
    claims = [
        [word for word in dict.fromkeys(each.claimed) if word not in FUNCTION_WORDS][:_MOST]
        for each in said
    ]
    words = list(dict.fromkeys(word for claim in claims for word in claim))
    compared = engine.closeness(words, [question]) if words else None
    if compared is None:
        return [0.0 for _ in said]
    rarity, near = compared[0], compared[1][0]
    places = {word: at for at, word in enumerate(words)}
    found = []
    for claim in claims:
        at = [places[word] for word in claim]
        total = float(rarity[at].sum())
        found.append(float((rarity[at] * near[at]).sum() / total) if total else 0.0)
    return found


def _together(
    rarity: NDArray[np.float64],
    near: NDArray[np.float32],
    setting: NDArray[np.float32],
    groups: Sequence[str],
    proper: Sequence[int],
) -> list[dict[str, float]]:
    """What each statement has of the question beside what is told with it and what is not."""
    weights = np.sqrt(rarity) + 1e-9
    whole = float(weights.sum())
    has = np.maximum(near, setting)
    most = has.max(axis=0)
    found = []
    for at, group in enumerate(groups):
        same = np.array([other == group for other in groups])
        own = has[same].max(axis=0)
        others = has[~same].max(axis=0) if not same.all() else np.zeros_like(own)
        specific = weights * (1 - setting[at]) + 1e-9
        found.append(
            {
                "specific": float((specific * near[at]).sum() / specific.sum()),
                "lacking": float((weights * (1 - has[at])).max() / whole),
                "elsewhere": float((weights * np.maximum(others - own, 0)).sum() / whole),
                "beside": float((weights * np.maximum(own - has[at], 0)).sum() / whole),
                "nowhere": float((weights * (1 - most)).sum() / whole),
                "unheard": float((1 - own[proper]).sum()) if proper else 0.0,
            }
        )
    return found


def _near(
    engine: Engine, content: Sequence[str], chosen: Sequence[int], texts: Sequence[str]
) -> list[tuple[float, float]]:
    """How near each text comes to the best met of the chosen words, and to all of them together.

    0 where none is chosen.
    """
    compared = engine.closeness([content[at] for at in chosen], texts) if chosen else None
    if compared is None:
        return [(0.0, 0.0) for _ in texts]
    return [(float(values.max()), float(values.mean())) for values in compared[1]]


_SHOUTED = 4
"""Letters of a word in capitals that is no abbreviation."""
_CAPITAL = re.compile(rf"(?<![.!?…\"«“])(?<!^)\s[\"«“(]?([{UPPER}][\w'’-]+)")


def _strangers(asked: ParsedQuestion) -> list[str]:
    """Words with a capital that does not begin a sentence, folded; not names that the store knows.

    Who is credited wrongly, or taken for another one of the store's, is a difference to be told.
    Words that are shouted have their capitals from that.
    """
    known = {word for each in asked.mentions for word in asked.words[each.start : each.end]}
    if asked.claimant and not asked.claimant.open:
        known.update(asked.claimant.words)
    capitals = _CAPITAL.findall(asked.text)
    shouted = [each for each in capitals if each.isupper() and len(each) >= _SHOUTED]
    shouts = len(shouted) > 1
    return [
        word
        for found in capitals
        for word in words_of(fold(found))
        if not (found.isupper() and (word in frequent() or (shouts and found in shouted)))
        and word not in known
    ]


def _features(rarity: NDArray[np.float64], near: NDArray[np.float32]) -> dict[str, float]:
    weights = np.sqrt(rarity) + 1e-9
    lowest = np.sort(near)
    return {
        "soft": float((weights * near).sum() / weights.sum()),
        "worst": float((rarity * (1 - near)).max() / (rarity.sum() + 1e-9)),
        "second": float(lowest[1] if len(lowest) > 1 else lowest[0]),
    }


_MOST_OF_IT = 0.75
"""Share of what a question tells that another speaker's statement must have."""
_LITTLE_OF_IT = 0.34
"""Share of it that the credited speaker's statement may have and still be of something else."""
_MORE = 0.2
"""By how much more of it another one must have than a statement that says the opposite."""
TELLING = frozenset({QuestionType.IS_IT_TRUE, QuestionType.WHY, QuestionType.WHAT})
"""What is asked of words that a question tells; others ask for something beside them."""


def credited_rightly(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by who said what the question tells, where the credited speaker did not.

    A statement of the credited speaker comes first by its speaker alone; where it tells of something
    else, or says the opposite, and somebody else said just that, those are the words that are meant.
    """
    claimant = asked.claimant
    tells = asked.want in TELLING and not asked.tells_nothing
    if claimant is None or claimant.open or not tells or not found.candidates:
        return found
    best = found.candidates[0]
    if best.facts is None or best.agreement.claimant != AGREES:
        return found
    told = _told(asked, best)
    if told is None:
        return found
    for each in found.candidates:
        if each.facts is None or each.agreement.claimant != CLASHES:
            continue
        share = _told(asked, each)
        if share is None or share < _MOST_OF_IT or each.agreement.opposite == CLASHES:
            continue
        turned = best.agreement.opposite == CLASHES and share >= told + _MORE
        if turned or told <= _LITTLE_OF_IT:
            return _led_by(each, found)
    return found


_BESIDE = 1.0
"""How far, in log odds, a statement of the very speaker may lie behind one of the same source."""
_LOOKED_AT = 3
_NONE_OF = re.compile(rf"\b(?:{pattern('negation', 'none_of')})\b")
"""How a claim says that not one of so many did something."""


def by_namesake(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by the very speaker that is named where one of the same source leads.

    "The mayor" is the mayor before he is his office, where both come as near.
    """
    claimant = asked.claimant
    if claimant is None or not claimant.ids or not found.candidates:
        return found
    best = found.candidates[0]
    same = best.agreement.claimant == AGREES
    if best.facts is None or best.facts.speaker in claimant.ids or not same:
        return found
    for each in found.candidates[1:_LOOKED_AT]:
        near = best.worth - each.worth <= _BESIDE
        if near and each.facts is not None and each.facts.speaker in claimant.ids:
            return _led_by(each, found)
    return found


def counted_first(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by what counts something where one leads that says that none did.

    "How many drones were there?" is answered by how many there were, and not by that none of so
    many arrived, unless just that is asked.
    """
    best = found.candidates[0] if found.candidates else None
    counts = asked.want is QuestionType.HOW_MANY or bool(asked.numbers)
    if best is None or best.facts is None or not counts or asked.negated:
        return found
    # "23 were hurt, none of them badly" counts those who were hurt.
    if not (best.facts.denied and _NONE_OF.search(" ".join(best.facts.claimed))):
        return found
    asked_of = {each for events in asked.events.values() for each in events}
    for each in found.candidates[1:_LOOKED_AT]:
        facts = each.facts
        if facts is None or facts.negated or facts.incident != best.facts.incident:
            continue
        told = {event for events in facts.events.values() for event in events}
        if asked_of <= told and facts.numbers & best.facts.numbers:
            return _led_by(each, found)
    return found


_STEPS = 8
"""Updates of updates that are followed."""


def newest_first(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by the newest number where what leads is updated by others.

    The same where it had not come about so far, and has. Who asks how many there are asks for what
    is said by now, unless they ask for a day, for a number that they give, for an earlier one, or
    for the words of somebody who said no other.
    """
    best = found.candidates[0] if found.candidates else None
    if (
        best is None
        or not (asked.want is QuestionType.HOW_MANY or _was_pending(best))
        or asked.whens
        or asked.numbers
        or corrects(asked.folded)
    ):
        return found
    by_id = {each.id: each for each in found.candidates}
    newest, passed = best, {best.id}
    for _ in range(_STEPS):
        newer = [
            each
            for relation in (newest.record.incoming if newest.record else ())
            if relation.kind is RelationKind.UPDATES
            and (each := by_id.get(relation.source)) is not None
            and each.id not in passed
            and _tells_too(asked, each, best)
            and (best.agreement.claimant != AGREES or each.agreement.claimant == AGREES)
        ]
        if not newer:
            break
        # What updates several is updated by none of them: the one that updates most is the newest.
        newest = max(newer, key=lambda each: len(each.record.outgoing) if each.record else 0)
        passed.add(newest.id)
    return found if newest is best else _led_by(newest, found)


def _was_pending(candidate: Candidate) -> bool:
    """Whether a claim says that something has not come about so far."""
    return candidate.facts is not None and is_pending(" ".join(candidate.facts.claimed))


def _tells_too(asked: ParsedQuestion, newer: Candidate, older: Candidate) -> bool:
    """Whether an update tells of what is asked: how many dead there are, and not how many missing."""
    if newer.facts is None or not (newer.facts.numbers or _was_pending(older)):
        return False
    asked_of = {each for events in asked.events.values() for each in events}
    if asked_of:
        return asked_of <= {each for events in newer.facts.events.values() for each in events}
    mine, its = (_told(asked, each) for each in (newer, older))
    return mine is None or its is None or mine >= its


def _led_by(first: Candidate, found: CandidatePool) -> CandidatePool:
    rest = (each for each in found.candidates if each is not first)
    return replace(found, candidates=(first, *rest))


def _told(asked: ParsedQuestion, candidate: Candidate) -> float | None:
    """The share of what a question tells that a candidate has; None where that cannot be compared."""
    if candidate.facts is None:
        return None
    return share_told(asked, candidate.facts)
