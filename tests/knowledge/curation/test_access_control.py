"""What is kept of what was refused: of strangers no word."""

import pytest

from knowledge.curation.access_control import without_words
from tests.knowledge.curation.conftest import ANN, MALLORY, Office

TRIED = [
    ("/edit boats-left my secret words", "/edit"),
    ("/EDIT@some_bot my words", "/edit"),
    ("/new", "/new"),
    ("/grant 5 curator", "/grant"),
    ("pull https://example.org/mine", "pull"),
    ("pull an article", "pull an article"),
    ("pull of my life.pdf", "pull of"),
    ("grant curator to 5", "grant"),
    ("button 7.2 of draft 9", "button"),
    ("button of task 9", "button of task"),
    ("link question 12", "link question"),
    ("мої слова", ""),
    ("", ""),
]


@pytest.mark.parametrize(("action", "kept"), TRIED)
def test_of_what_a_stranger_tried_only_our_own_words_are_kept(
    office: Office, action: str, kept: str
):
    assert without_words(action) == kept
    access = office.desk.curation.access
    access.refuse(MALLORY, action, "needs owner", 1)
    access.refuse(None, action, "channel post", 2)
    assert [one.action for one in office.store.roles.attempts()] == [kept, kept]


def test_of_who_keeps_the_store_it_is_known_what_they_tried(office: Office):
    office.desk.curation.access.refuse(ANN, "/grant 5 owner", "needs owner", 1)
    assert office.store.roles.attempts()[0].action == "/grant 5 owner"
