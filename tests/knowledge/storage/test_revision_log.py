"""What changed, for an index and for people."""

from dataclasses import replace

import pytest

from knowledge.domain import (
    Changes,
    GapQuestion,
    Incident,
    MultilingualText,
    Place,
    Relation,
    RelationKind,
    Speaker,
)
from tests.knowledge.samples import (
    a_bundle,
    a_place,
    a_speaker,
    a_statement,
    an_article,
    an_incident,
)

GAP = GapQuestion("cost", MultilingualText.of(en="the cost"))


@pytest.fixture
def filled(store, curator):
    store.bulk.load(
        a_bundle(
            a_statement("one"),
            a_statement("two", speaker="chief", incident=None, places=("hill",)),
            speakers=(a_speaker(), a_speaker("chief")),
            places=(a_place(), a_place("hill")),
            gaps=(GAP,),
        ),
        curator,
        "first",
    )
    return store


def test_an_empty_store_has_no_revision_and_no_changes(store):
    assert store.revisions.newest() == 0
    assert store.revisions.since(0) == Changes()


def test_all_that_was_loaded_is_a_change(filled):
    changes = filled.revisions.since(0)
    assert sorted(changes.statements) == ["one", "two"]
    assert (changes.gaps, changes.vocabulary) == (("cost",), True)
    assert changes.revision == filled.revisions.newest()
    assert filled.revisions.since(changes.revision) == Changes(revision=changes.revision)


@pytest.mark.parametrize(
    ("was", "now", "statements"),
    [
        (a_speaker(), a_speaker(party=True), {"one"}),
        (an_incident(), an_incident(when="2026"), {"one"}),
        (a_place(), a_place(aliases=("city",)), {"one"}),
        (a_place("hill"), a_place("hill", within="town"), {"two"}),
        (an_article(), an_article(url="https://example.org/x"), {"one", "two"}),
        (GAP, replace(GAP, nearest=("one",)), set()),
    ],
)
def test_a_changed_record_brings_the_statements_that_show_it(filled, curator, was, now, statements):
    before = filled.revisions.newest()
    filled.changes.change_record(now, was, actor=curator, reason="-")
    changes = filled.revisions.since(before)
    assert set(changes.statements) == statements
    assert changes.vocabulary == isinstance(was, Speaker | Incident | Place)
    assert changes.gaps == (("cost",) if was == GAP else ())


def test_a_relation_brings_the_statements_at_both_ends(filled, curator):
    before = filled.revisions.newest()
    relation = Relation("two", RelationKind.DISPUTES, "one")
    filled.changes.relate(relation, actor=curator, reason="-")
    assert set(filled.revisions.since(before).statements) == {"one", "two"}
    between = filled.revisions.newest()
    filled.changes.unrelate(relation, actor=curator, reason="-")
    assert set(filled.revisions.since(between).statements) == {"one", "two"}


def test_the_latest_revisions_come_first_and_in_pages(filled, curator):
    for number in range(3):
        now = replace(filled.records.statement("one"), said=f"202{number}")
        filled.changes.change(now, actor=curator, reason=f"change {number}")
    page = filled.revisions.recent(limit=2)
    assert [one.reason for one in page] == ["change 2", "change 1"]
    rest = filled.revisions.recent(before=page[-1].number, limit=2)
    assert [one.reason for one in rest] == ["change 0", "first"]
    assert all(one.after for one in (*page, *rest))


def test_a_creation_shows_its_content_in_the_history(filled, curator):
    filled.changes.change(
        replace(filled.records.statement("one"), said="2026"), actor=curator, reason="-"
    )
    [created, changed] = filled.revisions.history("statement", "one")
    assert created.before is None
    assert created.after == changed.before
    assert '"said":"2026"' in (changed.after or "")
    assert [one.after is not None for one in filled.revisions.recent()] == [
        True
    ] * filled.revisions.newest()


def test_what_was_never_there_has_no_history(filled):
    assert filled.revisions.history("statement", "x") == []
    assert filled.revisions.history("example", "x") == []


def test_an_example_question_is_no_change_for_an_index(filled, curator):
    before = filled.revisions.newest()
    filled.bulk.load(a_bundle(examples=(("en", "Who?"),), statements=()), curator, "-")
    assert filled.revisions.since(before).statements == ()
    assert filled.revisions.recent(limit=1)[0].subject == "example"
