"""What is followed is told: at once or in a digest, each once, to the right chats."""

import json
from datetime import timedelta

import pytest

from knowledge.desk import Desk
from knowledge.domain import (
    Language,
    MultilingualText,
    NotFound,
    Posting,
    Question,
    RefusedInput,
    State,
)
from knowledge.storage.outbox import NewsFeed
from tests.clock import Clock
from tests.knowledge.subscriptions.conftest import Open, alter, dispute, publish

EN = Language.EN
ALICE, GROUP, BOB = 42, -1001, 43


def waiting(desk: Desk) -> list[Posting]:
    desk.chats.collect()
    return desk.chats.store.outbox.take_postings(limit=100)


def told(desk: Desk, posting: Posting) -> str:
    letter = desk.letter(posting)
    assert letter is not None
    return letter.message.plain()


@pytest.mark.parametrize("identity", ["sails", "nothing-of-that-id"])
def test_what_is_not_published_cannot_be_followed_by_its_id(desk: Desk, identity: str):
    with pytest.raises(NotFound):
        desk.chats.follow(ALICE, "statement", identity, EN)
    assert "sail" not in desk.chats.following(ALICE, EN).plain()


@pytest.mark.parametrize("number", ["9" * 40, "-1", "x", ""])
def test_no_question_has_a_number_that_no_database_holds(desk: Desk, number: str):
    with pytest.raises(NotFound):
        desk.chats.follow(ALICE, "question", number, EN)


@pytest.mark.parametrize(
    ("subject", "identity"),
    [("incident", "departure"), ("speaker", "ann-lee"), ("everything", "")],
)
def test_what_is_published_is_told_to_those_who_follow_it(desk: Desk, subject: str, identity: str):
    assert desk.chats.follow(ALICE, subject, identity, EN)
    assert not desk.chats.follow(ALICE, subject, identity, EN)
    publish(desk.chats.store, "sails")
    (posting,) = waiting(desk)
    assert posting.chat == ALICE
    text = told(desk, posting)
    assert "New" in text
    assert "Ann Lee" in text
    assert waiting(desk) == []


def test_who_follows_something_else_is_left_in_peace(desk: Desk):
    desk.chats.follow(ALICE, "statement", "boats", EN)
    publish(desk.chats.store, "sails")
    assert waiting(desk) == []


def test_corrections_tell_the_narrow_follower_and_news_those_who_follow_everything(desk: Desk):
    desk.chats.follow(ALICE, "statement", "boats", EN)
    desk.chats.follow(BOB, "everything", "", EN)
    alter(desk.chats.store, "boats", claim=MultilingualText.of(en="131 boats left the harbour"))
    (posting,) = waiting(desk)
    assert posting.chat == BOB
    assert "Corrected" in told(desk, posting)


def test_a_dispute_is_told_with_both_sides(desk: Desk):
    store = desk.chats.store
    publish(store, "sails")
    desk.chats.collect()
    desk.chats.follow(ALICE, "incident", "departure", EN)
    dispute(store, "sails", "boats")
    (posting,) = waiting(desk)
    assert "Now disputed" in told(desk, posting)
    assert "Against it" in told(desk, posting)


def test_a_withdrawal_is_told_with_its_reason(desk: Desk):
    desk.chats.follow(BOB, "everything", "", EN)
    alter(desk.chats.store, "boats", state=State.RETRACTED, reason="the count was wrong")
    (posting,) = waiting(desk)
    assert "the count was wrong" in told(desk, posting)


def test_news_waits_for_the_end_of_quiet_hours(desk: Desk, clock: Clock):
    desk.chats.change(ALICE, "quiet", "0-7", EN)
    desk.chats.follow(ALICE, "everything", "", EN)
    publish(desk.chats.store, "sails")
    assert desk.chats.is_quiet(ALICE)
    assert waiting(desk) == []
    clock.pass_by(hours=7)
    assert len(waiting(desk)) == 1


def test_a_correction_waits_for_the_end_of_quiet_hours_but_what_puts_right_does_not(
    desk: Desk, clock: Clock
):
    chats, store = desk.chats, desk.chats.store
    chats.change(ALICE, "quiet", "0-7", EN)
    desk.delivered(ALICE, (9,), desk.show("boats", EN))
    chats.follow(ALICE, "statement", "boats", EN)
    desk.curation.corrections.collect()
    alter(store, "boats", claim=MultilingualText.of(en="131 boats left"))
    desk.curation.corrections.collect()
    postings = {
        json.loads(each.content)["kind"]: each for each in store.outbox.take_postings(limit=9)
    }
    rests = chats.rests_until(postings["note"])
    assert rests is not None
    assert rests.hour == 7
    assert chats.rests_until(postings["edit"]) is None
    store.outbox.put_off_posting(postings["note"].number, rests)
    assert store.outbox.posted(postings["note"].occasion)["resting"] == 1
    clock.pass_by(hours=7)
    assert chats.rests_until(postings["note"]) is None


def test_who_chose_no_language_is_told_in_the_one_they_were_spoken_to(desk: Desk):
    desk.chats.follow(ALICE, "everything", "", Language.RU)
    publish(desk.chats.store, "sails")
    (posting,) = waiting(desk)
    assert "Есть новости" in told(desk, posting)


def test_a_digest_tells_what_was_followed_and_is_silent_when_nothing_happened(
    desk: Desk, clock: Clock
):
    chats = desk.chats
    chats.change(GROUP, "digest", "daily", EN)
    chats.follow(GROUP, "incident", "departure", EN)
    clock.pass_by(hours=9)
    assert waiting(desk) == []  # nothing happened
    publish(chats.store, "sails")
    assert waiting(desk) == []  # it waits for the hour
    clock.pass_by(days=1)
    (posting,) = waiting(desk)
    assert "What is new" in told(desk, posting)
    clock.pass_by(days=1)
    assert waiting(desk) == []


def test_a_digest_of_a_chat_that_follows_nothing_tells_everything(desk: Desk, clock: Clock):
    desk.chats.change(GROUP, "digest", "weekly", EN)
    publish(desk.chats.store, "sails")
    clock.pass_by(days=4, hours=9)  # the first Monday of the year
    (posting,) = waiting(desk)
    assert posting.key == f"digest:{GROUP}:digest 2026-01-05"


def test_two_processes_tell_the_same_news_once(desk: Desk, open_desk: Open):
    other = open_desk()
    desk.chats.follow(ALICE, "everything", "", EN)
    publish(desk.chats.store, "sails")
    desk.chats.collect()
    other.chats.collect()
    assert len(desk.chats.store.outbox.take_postings(limit=9)) == 1


def test_after_a_restart_a_digest_that_was_told_is_not_made_again(
    desk: Desk, open_desk: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    desk.chats.change(GROUP, "digest", "daily", EN)
    publish(desk.chats.store, "sails")
    clock.pass_by(days=1)
    desk.chats.collect()
    monkeypatch.setattr(NewsFeed, "tell_once", None)
    assert open_desk().chats.collect() == 0


def test_a_question_without_an_answer_is_told_when_it_has_one(desk: Desk):
    store = desk.chats.store
    alter(store, "boats", state=State.DRAFT)
    desk.chats.collect()
    reply = desk.ask(Question("Who said that 130 boats left the harbour?"))
    number = desk.remember(reply)
    desk.chats.follow(ALICE, "question", str(number), EN)
    alter(store, "boats", state=State.PUBLISHED)
    (posting,) = waiting(desk)
    assert json.loads(posting.content)["statement"] == "boats"
    assert "There is an answer now" in told(desk, posting)


def test_what_is_not_there_cannot_be_followed(desk: Desk):
    for subject in ("incident", "speaker", "statement", "question", "planet"):
        with pytest.raises(NotFound):
            desk.chats.follow(ALICE, subject, "nothing", EN)


def test_nobody_follows_without_bound(desk: Desk):
    for number in range(200):
        desk.chats.store.follows.follow(ALICE, "incident", str(number))
    with pytest.raises(RefusedInput, match="/following"):
        desk.chats.follow(ALICE, "everything", "", EN)


def test_the_page_of_what_is_followed_names_it_and_ends_it(desk: Desk):
    chats = desk.chats
    assert "Nothing is followed" in chats.following(ALICE, EN).plain()
    number = desk.remember(desk.ask(Question("What of the sails?")))
    wishes = (
        ("incident", "departure"),
        ("speaker", "ann-lee"),
        ("statement", "boats"),
        ("question", str(number)),
        ("everything", ""),
    )
    for subject, identity in wishes:
        chats.follow(ALICE, subject, identity, EN)
    chats.store.follows.follow(ALICE, "incident", "gone")
    text = chats.following(ALICE, EN).plain()
    for word in (
        "the departure",
        "Ann Lee",
        "130 boats",
        "What of the sails?",
        "everything",
        "gone",
    ):
        assert word in text
    assert chats.unfollow(ALICE, "everything", "")
    assert not chats.unfollow(ALICE, "everything", "")


def test_a_chat_that_is_gone_follows_nothing(desk: Desk, clock: Clock):
    chats = desk.chats
    chats.change(GROUP, "digest", "daily", EN)
    chats.follow(GROUP, "everything", "", EN)
    chats.gone(GROUP)
    chats.gone(ALICE)
    publish(chats.store, "sails")
    clock.now += timedelta(days=2)
    assert waiting(desk) == []


def test_a_group_that_moves_takes_its_settings_along(desk: Desk):
    chats = desk.chats
    chats.change(GROUP, "zone", "Europe/Kyiv", EN)
    chats.change(GROUP, "language", "uk", EN)
    chats.follow(GROUP, "everything", "", EN)
    chats.follow(-2002, "everything", "", EN)
    publish(chats.store, "sails")
    chats.collect()
    chats.moved(GROUP, -2002)
    assert chats.habits(-2002).zone == "Europe/Kyiv"
    assert chats.habits(-2002).language is Language.UK
    assert len(chats.store.follows.of_chat(-2002)) == 1
    assert {each.chat for each in chats.store.outbox.take_postings(limit=9)} == {-2002}
