"""Questions whose answer is known: the store's own phrasings, each held out, and gold files."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

from knowledge.answering.candidates import CandidatePool, log_odds
from knowledge.answering.snapshot import IndexSync, RecordCache
from knowledge.answering.weighing import DecisionWeights, Weighing, features_of
from knowledge.domain import Actor, Bundle, MultilingualText
from knowledge.questions.parser import ParsedQuestion
from knowledge.search import Encoder, Engine, Lexicon
from knowledge.storage import Store
from knowledge.training.logistic_regression import SCORE

FOLDS = 5
_GAP_FOLDS = 4
_GAPLESS = 600
"""Questions asked of the store without gap questions; about a quarter of all phrasings."""
_TAKEN_OUT = 120
"""Questions a fold about statements that were taken out."""
_STAYED = 150
"""Phrasings a fold of statements that stayed."""
_PLAIN = 900
"""Questions asked of the plain store; more say nothing new."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question as the decision sees it.

    Args:
        source: the set that it comes from; sets weigh alike, whatever their size.
        style: of the question.
        features: of the best candidate; empty where there is none.
        answerable: whether the store holds the answer.
        right: whether the best candidate is the answer.
        listed: whether a list answers it, and not the decision.
        rivals: what orders each candidate that was looked at.
        meant: which of them answer it.
    """

    source: str
    style: str
    features: Mapping[str, float]
    answerable: bool
    right: bool
    listed: bool
    rivals: Sequence[Mapping[str, float]] = ()
    meant: Sequence[bool] = ()


class Remembered:
    """Keeps vectors in memory, for the many stores of one fit."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], bytes] = {}

    def load(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Those that were kept."""
        return {key: self._held[model, key] for key in keys if (model, key) in self._held}

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep these."""
        self._held.update({(model, key): vector for key, vector in vectors.items()})


class Bench:
    """Asks stores that are made for the purpose.

    Args:
        encoder: of the sentences; None switches the search by meaning off.
        weights: whose agreements order the candidates.
    """

    def __init__(self, encoder: Encoder | None, weights: DecisionWeights) -> None:
        self._encoder = encoder
        self._weights = weights
        self._keeper = Remembered()

    def own(self, bundle: Bundle, seed: int = 7) -> Iterator[Example]:
        """Every phrasing of the store, asked while it is held out; gap questions as negatives."""
        items = _phrasings(bundle)
        random.Random(seed).shuffle(items)  # noqa: S311 - folds, no secrets
        for fold in range(FOLDS):
            held = items[fold::FOLDS]
            asked = [(text, "phrasing", wanted) for _, text, wanted in held]
            yield from self._asked(
                "own", _without(bundle, {(of, text) for of, text, _ in held}), asked
            )

    def unseen_gaps(self, bundle: Bundle, seed: int = 3) -> Iterator[Example]:
        """Gap questions asked of the store while the whole gap is unknown to it."""
        gaps = list(bundle.gaps)
        random.Random(seed).shuffle(gaps)  # noqa: S311 - folds, no secrets
        for fold in range(_GAP_FOLDS):
            held = {gap.id for gap in gaps[fold::_GAP_FOLDS]}
            reduced = replace(bundle, gaps=tuple(gap for gap in gaps if gap.id not in held))
            asked = [
                (text, "gap", ()) for gap in gaps if gap.id in held for _, text in gap.phrasings
            ]
            yield from self._asked("unseen gaps", reduced, asked)

    def gapless(self, bundle: Bundle, seed: int = 11) -> Iterator[Example]:
        """Some phrasings, held out together, and gap questions asked of a store without gaps."""
        items = _phrasings(bundle)
        random.Random(seed).shuffle(items)  # noqa: S311 - a sample, no secrets
        held = items[:_GAPLESS]
        reduced = replace(_without(bundle, {(of, text) for of, text, _ in held}), gaps=())
        asked = [(text, "phrasing" if wanted else "gap", wanted) for _, text, wanted in held]
        yield from self._asked("gapless", reduced, asked)

    def taken_out(self, bundle: Bundle, seed: int = 13) -> Iterator[Example]:
        """Every fifth statement taken out and asked for; phrasings of the others, held out.

        There are no gap questions: what the store lacks has to show by itself.
        """
        identities = [each.id for each in bundle.statements]
        items = [each for each in _phrasings(bundle) if each[2]]
        chance = random.Random(seed)  # noqa: S311 - folds, no secrets
        chance.shuffle(identities)
        for fold in range(FOLDS):
            chance.shuffle(items)
            gone = frozenset(identities[fold::FOLDS])
            held = [each for each in items if each[0] not in gone][:_STAYED]
            missed = [each for each in items if each[0] in gone][:_TAKEN_OUT]
            rest = _without(bundle, {(of, text) for of, text, _ in held})
            stayed = tuple(each for each in rest.statements if each.id not in gone)
            reduced = replace(rest, statements=stayed, gaps=(), relations=())
            asked = [(text, "phrasing", wanted) for _, text, wanted in held]
            asked += [(text, "taken out", ()) for _, text, _ in missed]
            yield from self._asked("taken out", reduced, asked)

    def plain(self, bundle: Bundle, seed: int = 5) -> Iterator[Example]:
        """The phrasings asked of a store that has none: claims in one language and nothing else.

        It stands for the stores of others, which have neither synonyms nor gap questions.
        """
        asked = _phrasings(bundle)
        random.Random(seed).shuffle(asked)  # noqa: S311 - a sample, no secrets
        sample = [
            (text, "plain phrasing" if wanted else "plain gap", wanted)
            for _, text, wanted in asked[:_PLAIN]
        ]
        yield from self._asked("plain", _plain(bundle), sample)

    def gold(self, source: str, bundle: Bundle, questions: Path) -> Iterator[Example]:
        """The questions of a gold file, asked of its store."""
        lines = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line]
        asked = [
            (each["question"], str(each.get("style", source)), tuple(each["expect"]))
            for each in lines
        ]
        yield from self._asked(source, bundle, asked)

    def lacking(
        self, source: str, bundle: Bundle, questions: Path, seed: int = 2
    ) -> Iterator[Example]:
        """The questions of a gold file, each asked while all that answers it is taken out.

        So readers ask of an incident that the store knows for what it does not tell.
        """
        lines = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line]
        answered = [each for each in lines if each["expect"]]
        random.Random(seed).shuffle(answered)  # noqa: S311 - folds, no secrets
        for fold in range(FOLDS):
            held = answered[fold::FOLDS]
            gone = {identity for each in held for identity in each["expect"]}
            stayed = tuple(each for each in bundle.statements if each.id not in gone)
            reduced = replace(bundle, statements=stayed, relations=())
            asked = [(each["question"], "taken out", ()) for each in held]
            yield from self._asked(source, reduced, asked)

    def _asked(
        self, source: str, bundle: Bundle, asked: Iterable[tuple[str, str, Sequence[str]]]
    ) -> Iterator[Example]:
        with TemporaryDirectory() as folder:
            store = Store(f"sqlite:///{folder}/fit.db")
            store.upgrade()
            store.bulk.load(bundle, Actor(None, "fit"), "fit")
            lexicon = Lexicon((each.id, each.words) for each in bundle.concepts)
            engine = Engine(None, encoder=self._encoder, keeper=self._keeper, lexicon=lexicon)
            standing = IndexSync(store, engine)
            standing.refresh()
            shelf = RecordCache(store)
            weighing = Weighing(engine, shelf, self._weights)
            for text, style, wanted in asked:
                understood, found = weighing.seen(text, standing.library)
                yield _example(source, style, understood, found, wanted)
            engine.close()
            store.close()


def _example(
    source: str, style: str, asked: ParsedQuestion, found: CandidatePool, wanted: Sequence[str]
) -> Example:
    best = found.candidates[0].id if found.candidates else None
    rivals = [each for each in found.candidates if each.record]
    return Example(
        source=source,
        style=style,
        features=features_of(asked, found),
        answerable=bool(wanted),
        right=best in wanted,
        listed=asked.facet is not None,
        rivals=[{**each.features, SCORE: log_odds(each.hit.score)} for each in rivals],
        meant=[each.id in wanted for each in rivals],
    )


def together(bundles: Iterable[Bundle]) -> Bundle:
    """Several stores as one, in which each incident is one of many; the first of an id stands."""
    joint = Bundle()
    for bundle in bundles:
        joint = replace(
            joint,
            articles=_united(joint.articles, bundle.articles),
            places=_united(joint.places, bundle.places),
            speakers=_united(joint.speakers, bundle.speakers),
            incidents=_united(joint.incidents, bundle.incidents),
            statements=_united(joint.statements, bundle.statements),
        )
    return joint


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def _united(held: tuple[T, ...], more: tuple[T, ...]) -> tuple[T, ...]:
    known = {each.id for each in held}
    return (*held, *(each for each in more if each.id not in known))


def _plain(bundle: Bundle) -> Bundle:
    return replace(
        bundle,
        statements=tuple(
            replace(each, phrasings=(), claim=MultilingualText.of(en=each.claim.in_language("en")))
            for each in bundle.statements
        ),
        gaps=(),
        concepts=(),
    )


def _phrasings(bundle: Bundle) -> list[tuple[str, str, tuple[str, ...]]]:
    """(id of the statement or gap, text, ids that answer it)."""
    own = [(each.id, text, (each.id,)) for each in bundle.statements for _, text in each.phrasings]
    return [*own, *((gap.id, text, ()) for gap in bundle.gaps for _, text in gap.phrasings)]


def _without(bundle: Bundle, held: set[tuple[str, str]]) -> Bundle:
    def left(identity: str, phrasings: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple(each for each in phrasings if (identity, each[1]) not in held)

    return replace(
        bundle,
        statements=tuple(
            replace(each, phrasings=left(each.id, each.phrasings)) for each in bundle.statements
        ),
        gaps=tuple(replace(gap, phrasings=left(gap.id, gap.phrasings)) for gap in bundle.gaps),
    )
