"""Single changes by people."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from knowledge.domain import (
    Conflict,
    Edit,
    MultilingualText,
    NotFound,
    RefusedInput,
    Relation,
    RelationKind,
    State,
    StoreProblem,
)
from tests.knowledge.factories import a_bundle, a_speaker, a_statement

NEWS = MultilingualText.of(en="the fire is nearly out")
DENIES = Relation("fire-is-out", RelationKind.DENIES, "fire-burns")


@pytest.fixture
def filled(store, curator):
    store.bulk.load(a_bundle(a_statement(), a_statement("fire-burns")), curator, "first")
    return store


def test_a_change_is_kept_with_who_when_why_before_and_after(filled, curator, clock):
    clock.pass_by(hours=1)
    now = replace(filled.records.statement("fire-is-out"), claim=NEWS)
    made = filled.changes.change(now, actor=curator, reason="a call", update_id=77)
    [first, second] = filled.revisions.history("statement", "fire-is-out")
    assert made == second
    assert (second.actor, second.at, second.reason) == (curator, clock.now, "a call")
    assert (second.before, second.update_id) == (first.after, 77)
    assert filled.records.statement("fire-is-out") == replace(now, version=2)


def test_a_change_from_an_old_version_is_a_conflict(filled, curator):
    old = filled.records.statement("fire-is-out")
    filled.changes.change(replace(old, claim=NEWS), actor=curator, reason="first")
    with pytest.raises(Conflict, match="changed by somebody else"):
        filled.changes.change(replace(old, said="2026"), actor=curator, reason="second")
    assert filled.records.statement("fire-is-out").said is None


def test_a_change_that_changes_nothing_leaves_no_trace(filled, curator):
    before = filled.revisions.newest()
    assert (
        filled.changes.change(filled.records.statement("fire-is-out"), actor=curator, reason="-")
        is None
    )
    assert filled.revisions.newest() == before


def test_a_new_statement_has_version_zero_and_a_free_id(filled, curator):
    filled.changes.change(a_statement("new", version=0), actor=curator, reason="news")
    assert filled.records.statement("new").version == 1
    with pytest.raises(Conflict, match="choose another id"):
        filled.changes.change(a_statement("new", version=0), actor=curator, reason="news")


def test_what_is_not_there_cannot_be_changed(filled, curator):
    with pytest.raises(NotFound):
        filled.changes.change(a_statement("nothing"), actor=curator, reason="-")


def test_a_change_that_breaks_the_promise_is_refused(filled, curator):
    with pytest.raises(RefusedInput, match='no speaker "x"'):
        filled.changes.change(a_statement(speaker="x"), actor=curator, reason="-")
    with pytest.raises(RefusedInput, match="stands in no article"):
        filled.changes.change(a_statement(appearances=()), actor=curator, reason="-")


def test_an_edit_is_made_whole_or_not_at_all(filled, curator):
    good = replace(filled.records.statement("fire-is-out"), claim=NEWS)
    bad = replace(filled.records.statement("fire-burns"), version=9, claim=NEWS)
    with pytest.raises(Conflict):
        filled.changes.apply(Edit(statements=(good, bad)), actor=curator, reason="-")
    assert filled.records.statement("fire-is-out") == a_statement()


def test_an_update_that_comes_again_does_nothing(filled, curator):
    now = replace(filled.records.statement("fire-is-out"), claim=NEWS)
    first = filled.changes.apply(Edit(statements=(now,)), actor=curator, reason="-", update_id=5)
    again = filled.changes.apply(Edit(statements=(now,)), actor=curator, reason="-", update_id=5)
    assert again == first
    assert filled.records.statement("fire-is-out").version == 2
    assert filled.revisions.of_update(5) == list(first)


def test_other_records_are_changed_from_what_they_were(filled, curator):
    old, new = a_speaker(), a_speaker(party=True)
    filled.changes.change_record(new, old, actor=curator, reason="a side")
    assert filled.records.speaker("mayor").party
    with pytest.raises(Conflict):
        filled.changes.change_record(a_speaker(aliases=("m",)), old, actor=curator, reason="late")
    filled.changes.change_record(a_speaker("chief"), None, actor=curator, reason="new")
    assert filled.changes.change_record(new, new, actor=curator, reason="same") is None
    assert filled.records.speaker("chief") == a_speaker("chief")


def test_records_of_one_edit_may_refer_to_each_other(filled, curator):
    edit = Edit(
        others=((a_speaker("chief"), None),),
        statements=(a_statement("new", speaker="chief", version=0),),
        relate=(Relation("new", RelationKind.SUPPORTS, "fire-burns"),),
    )
    assert len(filled.changes.apply(edit, actor=curator, reason="news")) == 3


def test_relations_come_change_and_go_and_their_history_stays(filled, curator):
    assert filled.changes.relate(DENIES, actor=curator, reason="one") is not None
    assert filled.changes.relate(DENIES, actor=curator, reason="again") is None
    noted = replace(DENIES, note=MultilingualText.of(en="by the way"))
    filled.changes.relate(noted, actor=curator, reason="two")
    assert filled.records.bundle().relations == (noted,)
    filled.changes.unrelate(noted, actor=curator, reason="three")
    assert filled.changes.unrelate(noted, actor=curator, reason="four") is None
    history = filled.revisions.history("relation", "fire-is-out denies fire-burns")
    assert [one.reason for one in history] == ["one", "two", "three"]
    assert [(one.before is None, one.after is None) for one in history] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip
    with pytest.raises(RefusedInput):
        filled.changes.relate(replace(DENIES, target="x"), actor=curator, reason="-")


def test_a_retraction_is_a_state_with_a_reason(filled, curator):
    gone = replace(filled.records.statement("fire-burns"), state=State.RETRACTED, reason="a rumour")
    filled.changes.change(gone, actor=curator, reason="a rumour")
    assert filled.statements.select() == ["fire-is-out"]
    [record] = filled.records.complete(["fire-burns"])
    assert record.statement.reason == "a rumour"


@pytest.mark.parametrize("command", ["UPDATE revision SET reason = 'x'", "DELETE FROM revision"])
def test_revisions_are_only_ever_added(filled, command):
    with pytest.raises(StoreProblem, match="only ever added"), filled.database.writing() as one:
        one.execute(text(command))
    assert [one.reason for one in filled.revisions.history("statement", "fire-is-out")] == ["first"]
