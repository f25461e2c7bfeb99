"""What a set of gold questions says about the answers; pure.

Ranking measures are taken from the ranked list, whatever the outcome was: MAP@5 (average
precision over the first five, divided by the number of expected statements or five), MRR,
hit1 and hit5. The verdicts divide the answerable questions: answered right, offered (the right
one is among the choices or in the listing), answered wrong, refused; what is left are choices
without the right one. `must_conflict` is the share of the questions with a false premise whose
difference is told, `clean` the share of all in which nothing stands that must not be said.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from knowledge.languages.letters import merge_letters

CUT = 5
"""Where the ranking measures stop looking."""


_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with the answer that people expect; empty fields ask for nothing."""

    id: str
    question: str
    lang: str = "en"
    expect: frozenset[str] = frozenset()
    must_say: tuple[tuple[str, ...], ...] = ()
    must_caveat: frozenset[str] = frozenset()
    must_not_say: tuple[str, ...] = ()
    must_conflict: frozenset[str] = frozenset()
    abstain: bool = False
    smalltalk: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ToldDifference:
    """What a question took for granted and a statement says otherwise, as details hold it."""

    what: str
    asked: str
    stored: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered.

    Args:
        outcome: answer, choices, listing or no_answer.
        ranked: statement ids, best first, before the outcome was decided.
        statements: ids that were shown.
        caveats: codes.
        text: as plain text.
        ms: milliseconds.
        conflicts: where the question differs from what is told.
    """

    id: str
    outcome: str
    ranked: tuple[str, ...]
    statements: tuple[str, ...]
    caveats: frozenset[str]
    text: str
    ms: float
    conflicts: tuple[ToldDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, judged; the pairs are (found, wanted), `banned` what had to be left unsaid."""

    gold: Gold
    verdict: str
    average_precision: float
    reciprocal_rank: float
    first_hit: int | None
    said: tuple[int, int]
    careful: tuple[int, int]
    ms: float
    differed: tuple[int, int] = (0, 0)
    banned: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether there is something to be found."""
        return not self.gold.abstain and bool(self.gold.expect)

    @property
    def barren(self) -> bool:
        """Whether there is nothing to be found, though something is asked."""
        return not self.answerable and not self.gold.smalltalk


def judge(gold: Gold, told: Told) -> Judged:
    """Compare one answer with what was expected."""
    hits = [place for place, one in enumerate(told.ranked, start=1) if one in gold.expect]
    within = [place for place in hits if place <= CUT]
    precision = sum((count / place) for count, place in enumerate(within, start=1))
    answered = told.outcome in {"answer", "listing"} and not gold.abstain
    spoken = folded(told.text)
    said = sum(any(folded(word) in spoken for word in group) for group in gold.must_say)
    return Judged(
        gold=gold,
        verdict=verdict(gold, told),
        average_precision=precision / min(len(gold.expect), CUT) if gold.expect else 0.0,
        reciprocal_rank=1 / hits[0] if hits else 0.0,
        first_hit=hits[0] if hits else None,
        said=(said, len(gold.must_say)) if answered else (0, 0),
        careful=(len(gold.must_caveat & told.caveats), len(gold.must_caveat))
        if answered
        else (0, 0),
        ms=told.ms,
        differed=(
            bool(gold.must_conflict & {each.what for each in told.conflicts}),
            bool(gold.must_conflict),
        ),
        banned=tuple(each for each in gold.must_not_say if _says(spoken, folded(each))),
    )


def verdict(gold: Gold, told: Told) -> str:
    """right, offered, wrong, refused or missed; for a question without an answer the outcome."""
    shown = set(told.statements)
    if gold.abstain or not gold.expect:
        refused = "refused" if told.outcome == "no_answer" else "asserted"
        return "talked" if gold.smalltalk else refused
    match told.outcome:
        case "answer":
            return "right" if told.statements[0] in gold.expect else "wrong"
        case "listing" if gold.expect <= shown and len(shown) <= 2 * len(gold.expect):
            return "right"
        case "listing":
            return "offered" if gold.expect & shown else "wrong"
        case "choices":
            return "offered" if gold.expect & shown else "missed"
    return "refused"


def measures(judged: Sequence[Judged]) -> dict[str, float]:
    """The figures over all of them; a share of nothing is 0."""
    asked = [one for one in judged if one.answerable]
    barren = [one for one in judged if one.barren]
    refused = [one for one in judged if one.verdict == "refused"]
    times = sorted(one.ms for one in judged)
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99

    def share(name: str) -> float:
        return _share(sum(one.verdict == name for one in asked), len(asked))

    return {
        "n": len(judged),
        "map5": _share(sum(one.average_precision for one in asked), len(asked)),
        "mrr": _share(sum(one.reciprocal_rank for one in asked), len(asked)),
        "hit1": _share(sum(one.first_hit == 1 for one in asked), len(asked)),
        "hit5": _share(sum((one.first_hit or CUT + 1) <= CUT for one in asked), len(asked)),
        "answered_right": share("right"),
        "offered": share("offered"),
        "answered_wrong": share("wrong"),
        "refused_wrong": share("refused"),
        "abstain_recall": _share(sum(one.verdict == "refused" for one in barren), len(barren)),
        "abstain_precision": _share(sum(not one.answerable for one in refused), len(refused)),
        "must_say": _recall(one.said for one in judged),
        "must_caveat": _recall(one.careful for one in judged),
        "must_conflict": _recall(one.differed for one in judged),
        "clean": _share(sum(not one.banned for one in judged), len(judged)),
        "ms_p50": round(cuts[49], 2) if cuts else 0.0,
        "ms_p95": round(cuts[94], 2) if cuts else 0.0,
    }


def by(judged: Sequence[Judged], attribute: str) -> Mapping[str, dict[str, float]]:
    """The figures for each value of `style` or `lang`; empty where no question has one."""
    values = sorted({value for one in judged if (value := getattr(one.gold, attribute))})
    return {
        value: measures([one for one in judged if getattr(one.gold, attribute) == value])
        for value in values
    }


def _says(spoken: str, words: str) -> bool:
    """Whether a text has these words, and not only letters of longer ones."""
    text, wanted = (" ".join(_WORD.findall(each)) for each in (spoken, words))
    return f" {wanted} " in f" {text} "


def folded(text: str) -> str:
    """Letters without case or compatibility forms, as a reader would compare them."""
    return merge_letters(unicodedata.normalize("NFKC", text).casefold())


def _share(part: float, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _recall(pairs: Iterable[tuple[int, int]]) -> float:
    found = wanted = 0
    for part, whole in pairs:
        found += part
        wanted += whole
    return _share(found, wanted)
