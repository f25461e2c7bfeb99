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
    store.load(
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
    assert store.revision() == 0
    assert store.changes_since(0) == Changes()


def test_all_that_was_loaded_is_a_change(filled):
    changes = filled.changes_since(0)
    assert sorted(changes.statements) == ["one", "two"]
    assert (changes.gaps, changes.vocabulary) == (("cost",), True)
    assert changes.revision == filled.revision()
    assert filled.changes_since(changes.revision) == Changes(revision=changes.revision)


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
    before = filled.revision()
    filled.change_record(now, was, actor=curator, reason="-")
    changes = filled.changes_since(before)
    assert set(changes.statements) == statements
    assert changes.vocabulary == isinstance(was, Speaker | Incident | Place)
    assert changes.gaps == (("cost",) if was == GAP else ())


def test_a_relation_brings_the_statements_at_both_ends(filled, curator):
    before = filled.revision()
    relation = Relation("two", RelationKind.DISPUTES, "one")
    filled.relate(relation, actor=curator, reason="-")
    assert set(filled.changes_since(before).statements) == {"one", "two"}
    between = filled.revision()
    filled.unrelate(relation, actor=curator, reason="-")
    assert set(filled.changes_since(between).statements) == {"one", "two"}


def test_the_latest_revisions_come_first_and_in_pages(filled, curator):
    for number in range(3):
        now = replace(filled.statement("one"), said=f"202{number}")
        filled.change(now, actor=curator, reason=f"change {number}")
    page = filled.revisions(limit=2)
    assert [one.reason for one in page] == ["change 2", "change 1"]
    rest = filled.revisions(before=page[-1].number, limit=2)
    assert [one.reason for one in rest] == ["change 0", "first"]
    assert all(one.after for one in (*page, *rest))


def test_a_creation_shows_its_content_in_the_history(filled, curator):
    filled.change(replace(filled.statement("one"), said="2026"), actor=curator, reason="-")
    [created, changed] = filled.history("statement", "one")
    assert created.before is None
    assert created.after == changed.before
    assert '"said":"2026"' in (changed.after or "")
    assert [one.after is not None for one in filled.revisions()] == [True] * filled.revision()


def test_what_was_never_there_has_no_history(filled):
    assert filled.history("statement", "x") == []
    assert filled.history("example", "x") == []


def test_an_example_question_is_no_change_for_an_index(filled, curator):
    before = filled.revision()
    filled.load(a_bundle(examples=(("en", "Who?"),), statements=()), curator, "-")
    assert filled.changes_since(before).statements == ()
    assert filled.revisions(limit=1)[0].subject == "example"
