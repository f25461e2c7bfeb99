"""Publishing, retracting, merging, undoing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.domain import (
    Actor,
    Conflict,
    Edit,
    Entry,
    Figure,
    MultilingualText,
    Note,
    Polarity,
    Record,
    RefusedInput,
    Relation,
    RelationKind,
    Revision,
    State,
    as_json,
)
from knowledge.editing import merged, obstacles, published, retracted, undone, worries
from tests.knowledge.factories import a_speaker, a_statement, an_appearance

FIRE = a_statement()
DENIES = Relation("other", RelationKind.DENIES, "fire-is-out")


def a_revision(
    subject: str, before: Entry | Relation | None, after: Entry | Relation | None
) -> Revision:
    return Revision(
        number=7,
        subject=subject,
        subject_id="x",
        actor=Actor(1, "Olena"),
        at=datetime(2026, 11, 23, tzinfo=UTC),
        reason="-",
        before=as_json(before) if before else None,
        after=as_json(after) if after else None,
    )


def test_publishing_marks_the_review_and_takes_the_machine_away():
    draft = a_statement(state=State.IN_REVIEW, machine_extracted=True)
    ready = published(draft, "2026-11-23")
    assert (ready.state, ready.reviewed, ready.machine_extracted) == (
        State.PUBLISHED, "2026-11-23", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (a_statement(speaker=None, state=State.DRAFT), "no speaker and is not the narrator's"),
        (a_statement(appearances=(), state=State.DRAFT), "stands in no article"),
        (a_statement(claim=MultilingualText.of(en=" ")), "has no claim"),
        (a_statement(said="some day"), "the date of saying"),
        (a_statement(state=State.MERGED, merged_into="x"), 'merged into "x"'),
    ],
)
def test_what_lacks_something_is_not_published(statement, said):
    with pytest.raises(RefusedInput, match=said):
        published(statement, "2026-11-23")


def test_a_sound_statement_meets_no_obstacle():
    assert obstacles(replace(FIRE, said="XXXX-05", review_due="2027")) == ()
    assert "review is due" in obstacles(replace(FIRE, review_due="soon"))[0]


def test_an_editor_is_told_what_to_look_at():
    statement = a_statement(
        claim=MultilingualText.of(en="150 fires", ru="130 пожаров"),
        figures=(
            Figure(
                MultilingualText.of(en="x"),
                130,
                "x",
                text=MultilingualText.of(en="130", ru="130", uk="130"),
            ),
        ),
        incident=None,
    )
    assert worries(statement) == (
        "The claim is not given in uk; readers of it get the original.",
        "The figure's words “130” do not stand in the claim.",
        "No phrasing says how a reader would ask for it.",
        "It belongs to no incident.",
    )
    full = replace(FIRE, phrasings=(("en", "x"),))
    assert worries(full, languages=("en",)) == ()


def test_a_retraction_keeps_the_statement_with_its_reason():
    gone = retracted(FIRE, " a rumour ")
    assert (gone.state, gone.reason, gone.claim) == (State.RETRACTED, "a rumour", FIRE.claim)
    with pytest.raises(RefusedInput, match="needs a reason"):
        retracted(FIRE, "  ")
    with pytest.raises(RefusedInput, match="is retracted already"):
        retracted(gone, "again")


def test_a_merge_takes_over_what_the_other_has_not():
    duplicate = a_statement(
        "copy",
        version=4,
        appearances=(an_appearance(), an_appearance("second", paragraphs=(3,))),
        phrasings=(("en", "out?"), ("en", "is it out")),
        notes=(Note(MultilingualText.of(en="odd")),),
        places=("hill",),
    )
    into = replace(FIRE, phrasings=(("en", "out?"),), version=2)
    edit = merged(
        Record(
            duplicate,
            outgoing=(Relation("copy", RelationKind.SUPPORTS, "fire-is-out"),),
            incoming=(
                Relation("other", RelationKind.DENIES, "copy"),
                Relation("third", RelationKind.DISPUTES, "copy"),
            ),
        ),
        Record(into, incoming=(DENIES,)),
        "the same",
    )
    kept, gone = edit.statements
    assert [one.article for one in kept.appearances] == ["report", "second"]
    assert kept.phrasings == (("en", "out?"), ("en", "is it out"))
    assert (kept.places, kept.notes, kept.version) == (("hill",), duplicate.notes, 2)
    assert (gone.id, gone.state, gone.merged_into, gone.version) == (
        "copy", State.MERGED, "fire-is-out", 4,
    )  # fmt: skip
    assert edit.relate == (Relation("third", RelationKind.DISPUTES, "fire-is-out"),)
    assert len(edit.unrelate) == 3


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (FIRE, "into itself"),
        (a_statement("b", speaker="chief"), "different speakers"),
        (a_statement("b", polarity=Polarity.NEGATED), "affirms what the other denies"),
        (a_statement("b", state=State.MERGED, merged_into="c"), "merged before"),
    ],
)
def test_what_are_two_statements_is_not_merged(other, said):
    with pytest.raises(RefusedInput, match=said):
        merged(Record(FIRE), Record(other), "-")


def test_an_edit_is_taken_back_to_what_was_before():
    after = replace(FIRE, said="2026", version=3)
    [statement] = undone(a_revision("statement", FIRE, after), after).statements
    assert statement == replace(FIRE, version=3)


def test_what_was_changed_again_is_not_taken_back():
    now = replace(FIRE, said="2027")
    with pytest.raises(Conflict, match="undo the later changes first"):
        undone(a_revision("statement", FIRE, replace(FIRE, said="2026")), now)


def test_a_creation_is_taken_back_by_retraction():
    [statement] = undone(a_revision("statement", None, FIRE), FIRE).statements
    assert statement.state is State.RETRACTED
    with pytest.raises(RefusedInput, match="the speaker stays"):
        undone(a_revision("speaker", None, a_speaker()), a_speaker())


def test_other_records_are_taken_back_as_well():
    before, after = a_speaker(), a_speaker(party=True)
    edit = undone(a_revision("speaker", before, after), after)
    assert edit == Edit(others=((before, after),))


def test_relations_come_back_and_go_again():
    noted = replace(DENIES, note=MultilingualText.of(en="so"))
    assert undone(a_revision("relation", None, DENIES), DENIES) == Edit(unrelate=(DENIES,))
    assert undone(a_revision("relation", DENIES, None), None) == Edit(relate=(DENIES,))
    assert undone(a_revision("relation", DENIES, noted), noted) == Edit(relate=(DENIES,))
