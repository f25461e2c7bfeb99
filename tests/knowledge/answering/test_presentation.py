"""Statements of one incident that may contradict each other."""

import pytest

from knowledge.answering.presentation import contradiction
from knowledge.answering.statement_facts import facts_of
from knowledge.domain import Aspect, Kind, MultilingualText
from tests.knowledge.factories import record, statement


def of(text: str, kind: Kind = Kind.FACT):
    return facts_of(
        record(statement(claim=MultilingualText.of(en=text), kind=kind, figures=())), {}
    )


@pytest.mark.parametrize(
    ("one", "other", "aspect"),
    [
        ("31 fishing boats sank in the bay", "12 fishing boats sank in the bay", Aspect.NUMBER),
        ("31 boats sank", "The storm lasted 12 hours", None),
        ("The alarm at the pier was working", "The alarm at the pier was not working",
         Aspect.NEGATION),
        ("Strikes on the port will increase", "Strikes on the port will decrease",
         Aspect.NEGATION),
        ("The alarm was working", "Nobody saw the boats", None),
        ("31 boats sank", "31 boats sank", None),
    ],
)  # fmt: skip
def test_numbers_denials_and_opposites_of_the_same_matter_are_found(one, other, aspect):
    assert contradiction(of(one), of(other)) is aspect


def test_a_denial_stands_against_what_it_denies():
    denial = of("The council denies that the warning came too late", Kind.DENIAL)
    assert contradiction(of("The warning of the council came too late"), denial) is Aspect.NEGATION
