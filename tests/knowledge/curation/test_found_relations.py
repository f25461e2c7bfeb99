"""What a statement that was changed by hand bears on is asked, and taken with one press."""

from knowledge.domain import RelationKind
from tests.knowledge.curation.conftest import Office


def kinds(office: Office) -> set[tuple[str, RelationKind, str]]:
    return {(one.source, one.kind, one.target) for one in office.store.records.bundle().relations}


def test_a_contradiction_is_asked_about_and_taken_with_one_press(office: Office):
    before = kinds(office)
    office.confirmed("speaker", "new Nora Pell | another voice")
    office.confirmed("edit", "quay-closed speaker Nora Pell | it was her")
    page = office.confirmed("edit", "quay-closed claim.en The boats never left the harbour | so")
    text = page.message.plain()
    assert "Done." in text
    assert "Is it so?" in text, text
    assert "1. contradicts: “" in text
    assert kinds(office) == before, "nothing is related before somebody says so"
    left = office.press(page, "None of these")
    assert "/relate says it at any time" in left.message.plain()
    # What says nothing else leads to no question again.
    plain = office.confirmed("edit", "quay-closed review_due 2 March 2030 | looked at")
    assert "Is it so?" not in plain.message.plain()
    page = office.confirmed(
        "edit", "quay-closed claim.en The boats never left the harbour at all | so"
    )
    done = office.press(page, "1. contradicts")
    assert done.wakes
    assert kinds(office) - before == {("quay-closed", RelationKind.CONTRADICTS, "boats-left")}
    asked = office.press(done, "Take it back")
    office.press(office.press(asked, "it was a mistake"), "Confirm")
    assert kinds(office) == before
