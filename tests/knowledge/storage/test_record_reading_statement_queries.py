"""Finding statements by what they are."""

import pytest

from knowledge.domain import (
    Access,
    Attribution,
    Channel,
    Figure,
    Kind,
    MultilingualText,
    Relation,
    RelationKind,
    State,
)
from knowledge.storage.record_reading import StatementFilter
from tests.knowledge.factories import (
    a_bundle,
    a_place,
    a_speaker,
    a_statement,
    an_appearance,
    an_article,
)

SECRET = Channel(Access.CLASSIFIED)
NARRATED = (an_appearance("second", attribution=Attribution.NARRATOR),)


@pytest.fixture
def filled(store, curator):
    store.bulk.load(
        a_bundle(
            a_statement("named", said="XXXX-12-14", figures=(Figure(MultilingualText.of(en="x"), 1, "x"),)),
            a_statement("secret", speaker="chief", kind=Kind.DENIAL, said="2023-08",
                        appearances=(an_appearance(channel=SECRET, quotes=("never",)),)),
            a_statement("told", speaker=None, appearances=NARRATED, incident=None, places=("hill",)),
            a_statement("draft", state=State.DRAFT),
            articles=(an_article(), an_article("second")),
            places=(a_place(), a_place("hill")),
            speakers=(a_speaker(), a_speaker("chief")),
            relations=(
                Relation("secret", RelationKind.DENIES, "named"),
                Relation("named", RelationKind.SUPPORTS, "secret"),
                Relation("draft", RelationKind.DISPUTES, "told"),
            ),
        ),
        curator,
        "first",
    )  # fmt: skip
    return store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["named", "secret", "told"]),
        ({"limit": 1}, ["named"]),
        ({"speakers": ["mayor", "chief"]}, ["named", "secret"]),
        ({"incidents": ["fire"]}, ["named", "secret"]),
        ({"kinds": [Kind.DENIAL]}, ["secret"]),
        ({"attributions": [Attribution.NARRATOR]}, ["told"]),
        ({"access": [Access.CLASSIFIED]}, ["secret"]),
        ({"articles": ["second"]}, ["told"]),
        ({"places": ["town"]}, ["named", "secret"]),
        ({"places": ["hill", "town"]}, ["named", "secret", "told"]),
        ({"said": "XXXX-12"}, ["named"]),
        ({"said": "XXXX-12-14"}, ["named"]),
        ({"said": "2023-08-01"}, []),
        ({"said": "%"}, []),
        ({"quoted": True}, ["secret"]),
        ({"figures": True}, ["named"]),
        ({"disputed": True}, ["named"]),
        ({"states": [State.DRAFT]}, ["draft"]),
        ({"speakers": ["mayor"], "quoted": True}, []),
    ],
)
def test_statements_are_found_that_meet_every_condition(filled, wanted, found):
    limit = wanted.get("limit")
    conditions = StatementFilter(**{name: wanted[name] for name in wanted if name != "limit"})
    assert filled.statements.select(conditions, limit=limit) == found


def test_published_statements_are_counted_by_speaker_and_article(filled):
    assert filled.statements.counted("speaker") == {"mayor": 1, "chief": 1, None: 1}
    assert filled.statements.counted("article") == {"report": 2, "second": 1}
