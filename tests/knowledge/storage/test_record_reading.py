"""Reading records."""

from dataclasses import replace

import pytest

from knowledge.domain import Edit, MultilingualText, NotFound, Record, Relation, RelationKind, State
from tests.knowledge.factories import (
    a_bundle,
    a_place,
    a_speaker,
    a_statement,
    an_appearance,
    an_article,
    an_incident,
)

DENIES = Relation("fire-is-out", RelationKind.DENIES, "fire-burns")


@pytest.fixture
def filled(store, curator):
    store.bulk.load(
        a_bundle(
            a_statement(places=("hill",), appearances=(an_appearance(), an_appearance("second"))),
            a_statement("fire-burns", speaker="chief", incident=None),
            a_statement("old", state=State.RETRACTED, reason="wrong"),
            articles=(an_article(), an_article("second", title="Another report")),
            places=(a_place(), a_place("hill")),
            speakers=(
                a_speaker(),
                a_speaker("chief", name=MultilingualText.of(en="Chief", ru="Начальник")),
            ),
            relations=(DENIES,),
        ),
        curator,
        "first",
    )
    return store


def test_a_record_has_all_that_belongs_to_its_statement(filled):
    [record] = filled.records.complete(["fire-is-out"])
    assert record == Record(
        statement=a_statement(
            places=("hill",), appearances=(an_appearance(), an_appearance("second"))
        ),
        speaker=a_speaker(),
        incident=an_incident(),
        articles=(an_article(), an_article("second", title="Another report")),
        places=(a_place("hill"), a_place()),
        outgoing=(DENIES,),
        incoming=(),
    )


def test_relations_are_seen_from_both_ends(filled):
    [record] = filled.records.complete(["fire-burns"])
    assert (record.outgoing, record.incoming, record.incident) == ((), (DENIES,), None)


def test_records_come_in_the_order_asked_once_and_known_ones_only(filled):
    ids = ["old", "nothing", "fire-is-out", "old"]
    assert [one.statement.id for one in filled.records.complete(ids)] == ["old", "fire-is-out"]
    assert filled.records.complete([]) == []


def test_a_merged_id_gives_the_statement_that_took_its_place(filled, curator):
    gone = replace(
        filled.records.statement("fire-burns"), state=State.MERGED, merged_into="fire-is-out"
    )
    filled.changes.change(gone, actor=curator, reason="the same")
    assert [one.statement.id for one in filled.records.complete(["fire-burns", "fire-is-out"])] == [
        "fire-is-out"
    ]
    assert filled.records.statement("fire-burns").merged_into == "fire-is-out"


def test_statements_merged_into_each_other_give_nothing_rather_than_going_round(filled, curator):
    one = replace(filled.records.statement("fire-burns"), state=State.MERGED, merged_into="old")
    two = replace(
        filled.records.statement("old"), state=State.MERGED, merged_into="fire-burns", reason=None
    )
    filled.changes.apply(Edit(statements=(one, two)), actor=curator, reason="a mistake")
    assert len(filled.records.complete(["old"])) == 1


def test_an_index_gets_published_statements_only(filled):
    assert [one.statement.id for one in filled.records.documents()] == ["fire-is-out", "fire-burns"]
    assert [one.statement.id for one in filled.records.documents(["old", "fire-burns", "x"])] == [
        "fire-burns"
    ]


def test_single_records_are_found_by_id_or_missed(filled):
    assert filled.records.article("report") == an_article()
    assert filled.records.speaker("mayor") == a_speaker()
    assert filled.records.incident("fire") == an_incident()
    for find in (
        filled.records.statement,
        filled.records.article,
        filled.records.speaker,
        filled.records.incident,
    ):
        with pytest.raises(NotFound, match=r'There is no .* "nobody"'):
            find("nobody")


def test_lists_hold_all_records_as_they_came(filled):
    assert [one.id for one in filled.records.articles()] == ["report", "second"]
    assert [one.id for one in filled.records.places()] == ["town", "hill"]
    assert [one.id for one in filled.records.speakers()] == ["mayor", "chief"]
    assert [one.id for one in filled.records.incidents()] == ["fire"]
    assert (filled.records.gaps(), filled.records.concepts(), filled.records.examples()) == (
        [],
        [],
        [],
    )


def test_everything_can_be_read_piece_by_piece(filled):
    parts, whole = list(filled.records.parts(size=2)), filled.records.bundle()
    for field in ("articles", "places", "speakers", "incidents", "statements", "relations"):
        assert sum((getattr(part, field) for part in parts), ()) == getattr(whole, field)
    assert max(len(part.statements) for part in parts) == 2


def test_counts_tell_how_many_there_are(filled):
    counts = filled.records.counts()
    assert counts["statements"] == 3
    assert counts["published"] == 2
    assert counts["relations"] == 1
    assert counts["gaps"] == 0
