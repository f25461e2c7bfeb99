"""How sure the answer is: the chance that the best candidate is meant, from named features."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from knowledge.answering.candidates import Candidate, Field, log_odds
from knowledge.answering.understand.reading import Understood
from knowledge.search.documents import Hit

FROM_SEARCH = (
    "covered_whole",
    "told",
    "meaning",
    "meaning_main",
    "words_main",
    "pairs",
)
"""Features of the search's best hit that tell how well it fits, whatever else there is."""
SORTS = ("chance", "plain", "ungapped", "bare", "bare_plain")
"""The sets of weights of a decision, one of which goes with a question."""
_AGAINST_GAP = ("covered", "meaning")
_HIGHEST_ODDS = 6.0
_LONGEST_LEAD = 4.0
_LONGEST_LEAD_OF_FIELD = 6.0
_LONGEST_GAP = 4.0
_FIELD = 5
"""Candidates behind the best whose mean worth it is compared with."""


@dataclass(frozen=True)
class Weights:
    """A fitted model, readable as JSON.

    Args:
        made_by: the command that wrote it.
        agreement: what agreements and clashes add to a candidate's log odds.
        chance: of the features of `features_of`, in log odds; `bias` is the constant.
        plain: the same for a best candidate without phrasings: how near a question comes to
            a claim tells something else than how near it comes to a question.
        ungapped: the same for a best candidate with phrasings where no gap question competes:
            what no statement answers has to show by itself.
        bare: where there is no encoder, and words are all there is.
        bare_plain: where there is neither encoder nor phrasing.
    """

    made_by: str = ""
    agreement: Mapping[str, float] = field(default_factory=dict)
    chance: Mapping[str, float] = field(default_factory=dict)
    plain: Mapping[str, float] = field(default_factory=dict)
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
    if not features.get("meaning"):
        return "bare" if phrased else "bare_plain"
    if not phrased:
        return "plain"
    return "chance" if features.get("gap") else "ungapped"


@cache
def shipped() -> Weights:
    """The weights of the package."""
    text = files("knowledge.answering").joinpath("weights.json").read_text("utf-8")
    return Weights(**json.loads(text))


def features_of(asked: Understood, found: Field) -> dict[str, float]:
    """What tells whether the best candidate is meant; empty where there is none."""
    if not found.candidates:
        return {}
    best = found.candidates[0]
    content = max(1, len(asked.rest))
    odds = log_odds(best.hit.score)
    return {
        **{name: best.hit.features.get(name, 0.0) for name in FROM_SEARCH},
        **best.agreement.features(),
        **_against_gap(best, found.gap),
        **best.closeness,
        "score": max(min(odds, _HIGHEST_ODDS), -_HIGHEST_ODDS),
        "lead": _lead(found, 1, _LONGEST_LEAD),
        "lead5": _lead(found, _FIELD, _LONGEST_LEAD_OF_FIELD),
        "unknown": min(1.0, len(found.ranking.unknown) / content),
        "phrasing": float(best.hit.best.role == "phrasing"),
        "phrased": float(best.phrased),
    }


def chance_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The chance, from 0 to 1, that the best candidate is meant."""
    if not features:
        return 0.0
    total = weights.get("bias", 0.0)
    total += sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(min(total, 40.0), -40.0)))


def _lead(found: Field, others: int, longest: float) -> float:
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
