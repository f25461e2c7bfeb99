"""Corrections reach everybody who was told, once, and say what was and what is."""

from collections.abc import Callable

import pytest

from knowledge.desk import Desk
from knowledge.domain import Actor, Bundle, Language
from knowledge.storage import Store
from tests.knowledge import factories
from tests.knowledge.curation.conftest import ANN, NOW, OWNER, Office

EDIT = "boats-left figure 120 | recounted"
READER, FOLLOWER = 500, 600
QUESTION = "How many boats left the harbour?"


def test_an_answer_is_put_right_in_place_and_back_again(office: Office):
    assert "130 boats" in office.told(READER, 7, QUESTION)
    office.confirmed("edit", EDIT, user=ANN)
    edit, report = office.letters()
    assert edit[:2] == (READER, 7)
    assert "120 boats" in edit[2]
    assert "Corrected on November 23, 2026." in edit[2]
    assert report[0] == ANN
    assert "1 message put right or sent" in report[2]
    office.confirmed("undo", f"{office.store.revisions.newest()} | it was right")
    edit, _ = office.letters()
    assert "130 boats" in edit[2]
    assert office.letters() == []


def test_those_who_asked_to_be_told_get_a_note_in_their_language(office: Office):
    for subject, identity in (
        ("statement", "boats-left"),
        ("incident", "departure"),
        ("speaker", "ann-lee"),
    ):
        office.store.follows.follow(FOLLOWER, subject, identity)
    office.desk.set_language(FOLLOWER, Language.RU)
    office.confirmed("edit", EDIT)
    notes = [
        text for chat, message, text in office.letters() if chat == FOLLOWER and message is None
    ]
    told = (
        "Высказывание, о котором вы спрашивали, изменилось.\n\n"
        "Было: Из гавани вышли 130 лодок\nСтало: Из гавани вышли 120 лодок"
    )
    assert notes == [told]


def test_a_change_of_another_field_is_told_by_its_name(office: Office):
    office.store.follows.follow(FOLLOWER, "statement", "boats-left")
    office.confirmed("edit", "boats-left said 2024-03-02 | misread")
    [note] = [text for chat, _, text in office.letters() if chat == FOLLOWER]
    assert "Date said: " in note


def test_a_retraction_withdraws_the_answer(office: Office):
    office.told(READER, 7, QUESTION)
    office.store.follows.follow(FOLLOWER, "statement", "boats-left")
    office.confirmed("retract", "boats-left nobody said this")
    letters = {(chat, message): text for chat, message, text in office.letters()}
    assert "This answer was withdrawn on November 23, 2026." in letters[READER, 7]
    assert "Reason: nobody said this" in letters[READER, 7]
    assert "was withdrawn" in letters[FOLLOWER, None]
    office.confirmed("undo", "boats-left | it was said")
    letters = {(chat, message): text for chat, message, text in office.letters()}
    assert "130 boats" in letters[READER, 7]


def test_a_merge_puts_the_answer_of_the_other_in_its_place(office: Office):
    office.told(READER, 7, "Is the quay closed?")
    office.confirmed("merge", "quay-closed boats-left | they say the same")
    edits = [text for chat, message, text in office.letters() if message == 7]
    assert "130 boats" in edits[0]


def test_what_is_no_substance_is_told_to_nobody(office: Office):
    office.told(READER, 7, QUESTION)
    office.store.follows.follow(FOLLOWER, "statement", "boats-left")
    office.confirmed("phrase", "boats-left How many boats went? | readers ask so")
    office.confirmed("edit", "boats-left review_due 2027-01-01 | soon")
    assert office.letters() == []


def test_a_change_taken_back_before_it_was_told_is_told_to_nobody(office: Office):
    office.told(READER, 7, QUESTION)
    office.confirmed("edit", EDIT)
    office.confirmed("undo", "boats-left | no")
    assert office.letters() == []


def test_a_change_taken_back_after_it_was_put_down_leaves_nothing_to_tell(office: Office):
    office.told(READER, 7, QUESTION)
    office.confirmed("edit", EDIT)
    office.desk.curation.corrections.collect()
    office.confirmed("undo", "boats-left | no")
    assert [one for one in office.letters() if one[1] == 7] == []


def test_changes_of_other_programs_are_told_too(office: Office):
    office.told(READER, 7, QUESTION)
    changed = factories.statement(said="2024-03-05")
    office.store.bulk.load(Bundle(statements=(changed,)), Actor(None, "operator"), "a new load")
    assert [(chat, message) for chat, message, _ in office.letters()] == [(READER, 7)]


def test_a_listing_is_asked_for_again(office: Office):
    office.told(READER, 7, "Everything Ann Lee said")
    office.confirmed("edit", EDIT)
    [listing] = [text for _, message, text in office.letters() if message == 7]
    assert "120 boats" in listing
    assert "quay" in listing


def test_an_answer_to_a_forgotten_question_is_put_right_as_well(office: Office):
    reply = office.desk.show("boats-left", Language.UK)
    office.desk.delivered(READER, (8,), reply)
    office.desk.set_language(READER, Language.UK)
    office.confirmed("edit", EDIT)
    [edit] = [text for _, message, text in office.letters() if message == 8]
    assert "120 човнів" in edit


def test_what_was_taken_by_a_program_that_ended_is_told_after_the_restart(
    office: Office, make_desk: Callable[[], tuple[Desk, Store]]
):
    for reader in range(READER, READER + 10):
        office.told(reader, 7, QUESTION)
    office.confirmed("edit", EDIT)
    office.desk.curation.corrections.collect()
    taken = office.desk.curation.corrections.take(4)
    office.desk.curation.corrections.settle(taken[0], "done", "told")
    desk, store = make_desk()
    desk.refresh()
    desk.curation.corrections.resume()
    later = Office(desk, store)
    told = [chat for chat, message, _ in later.letters() if message == 7]
    assert sorted(told) == list(range(READER + 1, READER + 10))
    assert later.letters() == []


def test_a_report_waits_for_what_it_reports_on(office: Office):
    office.told(READER, 7, QUESTION)
    office.confirmed("edit", EDIT)
    corrections = office.desk.curation.corrections
    corrections.collect()
    edit, report = corrections.take(10)
    assert corrections.is_early(report)
    assert not corrections.is_early(edit)
    corrections.settle(edit, "failed", "blocked")
    assert not corrections.is_early(report)
    letter = corrections.letter(report)
    assert letter is not None
    assert "1 chat could not be reached" in letter.message.plain()
    corrections.put_off(report, NOW)
    assert corrections.take(10) != []


def test_the_last_thing_told_in_a_message_is_known(office: Office):
    office.told(READER, 7, QUESTION)
    corrections = office.desk.curation.corrections
    assert corrections.last_told(READER, 7) is None
    office.confirmed("edit", EDIT)
    office.letters()
    assert corrections.last_told(READER, 7) == "told"


def test_a_delivery_that_was_forgotten_is_left_alone(office: Office):
    office.told(READER, 7, QUESTION)
    office.confirmed("edit", EDIT)
    office.desk.curation.corrections.collect()
    office.store.deliveries.forget(READER, 7)
    assert [one for one in office.letters() if one[1] == 7] == []


@pytest.mark.no_cover
@pytest.mark.parametrize("times", [500])
def test_five_hundred_chats_are_told_once_each(office: Office, times: int):
    reply = office.desk.show("boats-left", Language.EN)
    for chat in range(1_000, 1_000 + times):
        office.desk.delivered(chat, (7,), reply)
    office.confirmed("edit", EDIT)
    told = [chat for chat, message, _ in office.letters() if message == 7]
    assert sorted(told) == list(range(1_000, 1_000 + times))
    assert office.letters() == []
    assert office.store.outbox.posted(f"revision {office.store.revisions.newest()}") == {
        "done": times + 1
    }
    assert OWNER
