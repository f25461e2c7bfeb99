"""A draft beside what is published of its incident."""

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.curation.claim_nearness import ClaimNearness
from knowledge.curation.statement_matching import SAME, Match, matches
from knowledge.domain import (
    Figure,
    Kind,
    MultilingualText,
    Polarity,
    RelationKind,
    Speaker,
    Statement,
)
from tests.knowledge import factories

ANN, BOB = factories.speaker(), factories.speaker(id="bob", name=MultilingualText.of(en="Bob Ray"))


def said(
    claim: str,
    *,
    language: str = "en",
    dead: float | None = None,
    kind: Kind = Kind.FACT,
    identity: str = "draft",
    **more: object,
) -> Statement:
    figures: tuple[Figure, ...] = ()
    if dead is not None:
        figures = (Figure(MultilingualText({language: "dead"}, language), dead, "people"),)
    return factories.statement(
        id=identity,
        claim=MultilingualText({language: claim}, language),
        figures=figures,
        kind=kind,
        phrasings=(),
        **more,
    )


def beside(
    draft: Statement, other: Statement, *, by: Speaker = ANN, other_by: Speaker = ANN
) -> Match | None:
    record = factories.record(other, said_by=other_by)
    return next(iter(matches(draft, by, [record])), None)


def test_the_same_by_the_same_speaker_is_another_appearance():
    other = said("The ferry had 40 passengers on board", identity="there")
    found = beside(said("On board the ferry were 40 passengers"), other)
    assert found is not None
    assert found.kind == SAME
    assert found.relation("draft") is None


def test_the_same_by_another_speaker_supports_it():
    other = said("The ferry had 40 passengers on board", identity="there")
    found = beside(said("On board the ferry were 40 passengers"), other, by=BOB)
    assert found is not None
    assert found.kind == RelationKind.SUPPORTS


@pytest.mark.parametrize(
    ("by", "kind"), [(ANN, RelationKind.UPDATES), (BOB, RelationKind.CONTRADICTS)]
)
def test_another_number_is_an_update_of_ones_own_and_contradicts_anothers(
    by: Speaker, kind: RelationKind
):
    other = said("Nine people died in the flood", dead=9, identity="there")
    found = beside(said("Ten people have died in the flood", dead=10), other, by=by)
    assert found is not None
    assert found.kind == kind
    assert found.change == (9, 10)


def test_an_earlier_number_is_updated_by_the_later_one():
    other = said("Ten people died in the flood", dead=10, identity="there", said="2024-05-03")
    found = beside(said("Nine people died in the flood", dead=9, said="2024-05-02"), other)
    assert found is not None
    assert found.backwards
    relation = found.relation("draft")
    assert relation is not None
    assert (relation.source, relation.kind, relation.target) == (
        "there",
        RelationKind.UPDATES,
        "draft",
    )


def test_a_denial_denies_and_an_assertion_is_denied():
    asserted = said("The ship had been overloaded", identity="there")
    denial = said("BlueLine denies that the ship was overloaded", kind=Kind.DENIAL)
    found = beside(denial, asserted, by=BOB)
    assert found is not None
    assert (found.kind, found.backwards) == (RelationKind.DENIES, False)
    other_way = beside(
        said("The ship had been overloaded"),
        said("The ship was not overloaded", polarity=Polarity.NEGATED, identity="there"),
        by=BOB,
    )
    assert other_way is not None
    assert (other_way.kind, other_way.backwards) == (RelationKind.DENIES, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The captain was arrested on Monday", "The harbour was closed to ships"),
        ("130 drones were shot down on December 14", "130 drones were shot down on December 15"),
        ("In 12 houses the windows were broken", "In 15 houses the windows were broken"),
        ("", "The harbour was closed"),
    ],
)
def test_what_speaks_of_different_things_bears_on_nothing(one: str, other: str):
    assert beside(said(one), said(other, identity="there")) is None


def test_the_fourteen_of_a_date_is_no_number():
    other = said("130 drones were shot down over the region", identity="there")
    found = beside(said("On December 14 130 drones were shot down over the region"), other)
    assert found is not None
    assert found.kind == SAME


def test_other_languages_are_compared_by_meaning():
    other = factories.record(said("The ferry ran aground", identity="there"), said_by=ANN)
    draft = said("Паром сел на мель", language="ru")
    assert matches(draft, ANN, [other]) == []
    also = said("The captain was arrested", identity="elsewhere")
    vectors = {"Паром": (1.0, 0.0), "The ferry": (0.96, 0.28), "The captain": (0.0, 1.0)}

    def meaning(text: str, _language: str) -> NDArray[np.float32]:
        [vector] = [one for begins, one in vectors.items() if text.startswith(begins)]
        return np.array(vector, np.float32)

    there = [other, factories.record(also, said_by=ANN)]
    near = ClaimNearness([factories.record(draft, said_by=ANN), *there], meaning)
    [found] = matches(draft, ANN, there, near)
    assert found.kind == SAME
    assert found.sure
    assert found.other.statement.id == "there"


def test_one_name_in_two_scripts_is_one_speaker():
    anna = factories.speaker(id="ann-li", name=MultilingualText({"ru": "Энн Ли"}, "ru"), aliases=())
    other = said("The ferry had 40 passengers on board", identity="there")
    found = beside(said("On board the ferry were 40 passengers"), other, by=anna)
    assert found is not None
    assert found.kind == SAME


def test_a_statement_is_not_compared_with_itself():
    one = said("The ferry ran aground")
    assert beside(one, one) is None
