"""Questions, deliveries, people and unfinished work."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.domain import (
    Admission,
    Arrival,
    Attempt,
    Carried,
    Conflict,
    Delivery,
    Draft,
    Follow,
    Grant,
    Limits,
    NotFound,
    RememberedQuestion,
    Role,
    Shape,
)
from knowledge.storage import Store
from knowledge.storage.tables import METADATA
from tests.knowledge.tables import with_tables

GROUP = -1_002_345_678_901
READER = 7_654_321_098


def test_a_question_is_kept_without_whoever_asked(store, clock):
    number = store.questions.remember("who?", "en", "no_answer", 0.25)
    today = clock.now.date()
    assert store.questions.get(number) == RememberedQuestion(
        number, "who?", "en", "no_answer", 0.25, today
    )


def test_numbers_of_questions_tell_no_order_and_are_not_come_upon(store):
    numbers = [store.questions.remember("who?", "en", "answer", 0.5) for _ in range(50)]
    assert numbers != sorted(numbers)
    assert min(numbers) > 2**40, "nobody hits one by counting"


def test_a_question_of_odd_characters_is_kept_without_them(store):
    number = store.questions.remember("who\ud800 is\x00 it", "en", "answer", 0.5)
    assert store.questions.get(number).text == "who? is it"


def test_feedback_is_kept_with_the_question(store):
    number = store.questions.remember("who?", "en", "answer", 0.9)
    store.questions.judge(number, False)
    assert store.questions.get(number).helpful is False
    store.questions.judge(number, True)
    assert store.questions.get(number).helpful is True


def test_an_unknown_question_is_not_found(store):
    with pytest.raises(NotFound, match="no question 5"):
        store.questions.get(5)
    for number in (5, 0, -1, 10**40):
        with pytest.raises(NotFound, match=f"no question {number}"):
            store.questions.judge(number, True)


def test_questions_are_found_by_outcome_feedback_and_time(store, clock):
    first = store.questions.remember("a", "en", "no_answer", 0.1)
    clock.pass_by(days=1)
    second = store.questions.remember("b", "ru", "answer", 0.9)
    store.questions.judge(second, False)
    assert [one.number for one in store.questions.listed()] == [second, first]
    assert [one.number for one in store.questions.listed(outcomes=["no_answer"])] == [first]
    assert [one.number for one in store.questions.listed(helpful=False)] == [second]
    assert [one.number for one in store.questions.listed(since=clock.now)] == [second]
    assert [one.number for one in store.questions.listed(limit=1)] == [second]


def test_a_delivery_is_found_by_statement_message_and_what_asked(store, clock):
    shape = Shape("listing", "statements", "Statements: Ann Lee")
    store.deliveries.remember(
        GROUP, 11, [("one", 3), ("two", 1)], asked=10, language="uk", shape=shape
    )
    store.deliveries.remember(READER, 5, [("two", 1)])
    carried = (Carried("one", 3), Carried("two", 1))
    first = Delivery(GROUP, 11, carried, clock.now, "uk", shape, asked=10)
    second = Delivery(READER, 5, (Carried("two", 1),), clock.now)
    assert store.deliveries.carrying(["two"]) == [first, second]
    assert store.deliveries.carrying(["one", "x"]) == [first]
    assert store.deliveries.carrying([]) == []
    assert store.deliveries.get(GROUP, 11) == first
    assert store.deliveries.answering(GROUP, 10) == first
    assert store.deliveries.answering(GROUP, 11) is None


def test_an_edited_message_carries_what_it_was_edited_to(store):
    store.deliveries.remember(GROUP, 11, [("one", 3)], asked=10)
    store.deliveries.remember(GROUP, 11, [], asked=10)
    assert store.deliveries.carrying(["one"]) == []
    kept = store.deliveries.get(GROUP, 11)
    assert kept is not None
    assert kept.statements == ()
    store.deliveries.forget(GROUP, 11)
    assert store.deliveries.get(GROUP, 11) is None


def test_a_conversation_is_read_without_its_questions(store):
    def told(**of: int) -> tuple[str | None, list[tuple[int | None, tuple[str, ...], bool]]]:
        language, turns, _ = store.chats.before_asking(GROUP, **of)
        return language, [(each.message, each.statements, each.answered) for each in turns]

    assert told() == (None, [])
    store.deliveries.remember(GROUP, 11, [("one", 3), ("two", 1)], shape=Shape("answer"))
    store.deliveries.remember(GROUP, 12, [("three", 1)], asked=7, shape=Shape("no_answer"))
    store.deliveries.remember(READER, 12, [("four", 1)])
    first, second = (11, ("one", "two"), True), (12, ("three",), False)
    assert told() == (None, [first, second])
    assert told(instead=7) == (None, [first])
    store.chats.set_preference(GROUP, "language", "uk")
    store.chats.set_preference(GROUP, "habits", "{}")
    assert told(message=11) == ("uk", [first])
    assert told(message=99) == ("uk", [])
    assert store.deliveries.turns(GROUP, message=11)[0].text == ""


def test_a_preference_is_kept_changed_and_forgotten(store):
    assert store.chats.preference(GROUP, "language") is None
    store.chats.set_preference(GROUP, "language", "uk")
    store.chats.set_preference(GROUP, "language", "ru")
    assert store.chats.preference(GROUP, "language") == "ru"
    store.chats.set_preference(GROUP, "language", None)
    assert store.chats.preference(GROUP, "language") is None


def test_roles_are_granted_changed_and_revoked(store, clock):
    store.roles.grant(READER, Role.REVIEWER, None)
    clock.pass_by(minutes=1)
    store.roles.grant(READER, Role.CURATOR, 5)
    assert store.roles.role_of(READER) is Role.CURATOR
    assert store.roles.listed() == [Grant(READER, Role.CURATOR, 5, clock.now)]
    assert store.roles.revoke(READER)
    assert not store.roles.revoke(READER)
    assert store.roles.role_of(READER) is None


def test_refused_attempts_are_kept(store, clock):
    store.roles.record_attempt(READER, "retract", "not a curator", update_id=9)
    store.roles.record_attempt(None, "edit", "a channel post")
    assert store.roles.attempts() == [
        Attempt(None, "edit", "a channel post", clock.now),
        Attempt(READER, "retract", "not a curator", clock.now, 9),
    ]


def test_wishes_to_be_told_are_kept_once(store, clock):
    assert store.follows.follow(READER, "statement", "one")
    assert not store.follows.follow(READER, "statement", "one")
    store.follows.follow(GROUP, "statement", "two")
    mine = Follow(READER, "statement", "one", clock.now)
    assert store.follows.of_chat(READER) == [mine]
    assert store.follows.followers("statement", ["one"]) == [mine]
    assert store.follows.followers("incident", ["one"]) == []
    assert store.follows.unfollow(READER, "statement", "one")
    assert not store.follows.unfollow(READER, "statement", "one")


def test_what_was_sent_once_is_not_sent_again(store):
    assert store.news.tell_once(READER, "digest 2026-11-23", None)
    assert not store.news.tell_once(READER, "digest 2026-11-23", None)
    assert store.news.tell_once(GROUP, "digest 2026-11-23", None)


def test_who_was_sent_something_is_known(store, monkeypatch):
    monkeypatch.setattr("knowledge.storage.outbox.CHUNK", 2)
    for chat in range(1, 6):
        store.news.tell_once(chat, "Monday" if chat < 4 else "Tuesday", None)
    wanted = dict.fromkeys(range(1, 6), "Monday") | {2: "Sunday", 5: "Tuesday", 9: "Monday"}
    assert store.news.sent(wanted) == {1, 3, 5}
    assert store.news.sent({}) == frozenset()


def test_a_person_can_be_forgotten(store):
    number = store.questions.remember("a", "en", "no_answer", 0.1)
    store.follows.follow(READER, "question", str(number))
    store.deliveries.remember(READER, 5, [("one", 1)])
    store.chats.set_preference(READER, "language", "uk")
    store.follows.follow(READER, "statement", "one")
    store.news.tell_once(READER, "digest", None)
    store.erasure.forget(READER)
    assert store.questions.listed() == [], "it was known to be theirs"
    assert store.deliveries.carrying(["one"]) == []
    assert store.chats.preference(READER, "language") is None
    assert store.follows.of_chat(READER) == []
    assert store.news.tell_once(READER, "digest", None)


def test_drafts_are_kept_in_order_and_change_by_version(store, clock):
    [first, second] = store.drafts.add("article", ["1", "2"], holder=READER)
    draft = store.drafts.get(first)
    assert draft == Draft(first, "article", "1", READER, "open", clock.now, 1)
    changed = store.drafts.change(replace(draft, state="accepted", content="1b"))
    assert (changed.state, changed.content, changed.version) == ("accepted", "1b", 2)
    with pytest.raises(Conflict, match="changed by somebody else"):
        store.drafts.change(replace(draft, state="rejected"))
    assert [one.number for one in store.drafts.listed(batch="article", states=["open"])] == [second]
    assert [one.number for one in store.drafts.listed(holder=READER, limit=1)] == [first]
    assert store.drafts.listed(batch="other") == []
    with pytest.raises(NotFound):
        store.drafts.get(99)


def test_old_questions_deliveries_and_updates_are_pruned(store, clock):
    old = store.questions.remember("old", "en", "answer", 0.9)
    store.follows.follow(READER, "question", str(old))
    store.deliveries.remember(READER, 1, [("one", 1)])
    store.inbox.receive([Arrival(1, "{}", READER, READER), Arrival(2, "{}", 9, 9)], Limits())
    store.inbox.settle([], [1])
    clock.pass_by(days=30)
    new = store.questions.remember("new", "en", "answer", 0.9)
    assert store.erasure.prune(clock.now - timedelta(days=1)) == 6
    assert [one.number for one in store.questions.listed()] == [new]
    assert store.follows.of_chat(READER) == [], "whoever asked to be told is forgotten as well"
    assert [one.update_id for one in store.inbox.waiting()] == [2]


def test_ids_of_updates_are_forgotten_after_days_and_what_was_posted_with_the_questions(
    store, clock
):
    store.inbox.receive([Arrival(1, "{}", READER, READER)], Limits())
    store.inbox.settle([], [1])
    store.outbox.post([(key, "news", READER, "{}") for key in ("done", "failed", "waiting")])
    done, failed, _ = store.outbox.take_postings(limit=3)
    store.outbox.settle_posting(done.number, "done")
    store.outbox.settle_posting(failed.number, "failed")
    store.outbox.release_postings()
    clock.pass_by(days=2)
    assert store.erasure.prune(clock.now - timedelta(days=90)) == 1, "an allowance"
    clock.pass_by(days=2)
    assert store.erasure.prune(clock.now - timedelta(days=90)) == 1, "the id"
    assert store.inbox.receive([Arrival(1, "{}", READER, READER)], Limits()) == {1: Admission.TAKEN}
    clock.pass_by(days=90)
    assert store.erasure.prune(clock.now - timedelta(days=90)) == 3, "two postings and an allowance"
    assert store.outbox.posted("news") == {"waiting": 1}


def test_vectors_are_kept_by_model_and_key(store):
    store.vectors.keep("use", {"a": b"\x00\x01", "b": b"2"})
    store.vectors.keep("use", {"a": b"other"})
    store.vectors.keep("use", {})
    assert store.vectors.load("use", ["a", "b", "c"]) == {"a": b"\x00\x01", "b": b"2"}
    assert store.vectors.load("another", ["a"]) == {}
    assert store.vectors.load("use", []) == {}


def test_what_telegram_did_not_take_is_waited_for_in_its_chat_and_nowhere_else(store, clock):
    postings = [("a", "x", 5, "1"), ("b", "x", 5, "2"), ("c", "x", 6, "3")]
    store.outbox.post(postings)
    first = store.outbox.take_postings(limit=1)[0]
    store.outbox.refuse_posting(first.number, timedelta(seconds=400))
    assert [each.key for each in store.outbox.take_postings(limit=9)] == ["c"]
    clock.pass_by(seconds=400)
    again, second = store.outbox.take_postings(limit=9)
    assert (again.key, again.refusals, second.key) == ("a", 1, "b")
    assert clock.now - again.refused_since == timedelta(seconds=400)


def test_a_clock_that_was_set_back_keeps_no_posting_for_ever(store, clock):
    store.outbox.post([("a", "x", 5, "1"), ("b", "x", 5, "2")])
    (first, second) = store.outbox.take_postings(limit=9)
    store.outbox.refuse_posting(first.number, timedelta(days=3))
    store.outbox.delay_posting(second.number, timedelta())
    clock.pass_by(days=-400)
    assert [each.key for each in store.outbox.take_postings(limit=9)] == ["a"]


def test_a_posting_is_given_up_with_a_word_a_day(store, clock):
    store.outbox.post([("a", "x", 5, "1"), ("b", "x", 5, "2")])
    for posting in store.outbox.take_postings(limit=9):
        store.outbox.refuse_posting(posting.number, timedelta())
    for posting in store.outbox.take_postings(limit=9):
        assert not store.outbox.is_overdue(posting, timedelta(hours=24)), "one refusal is no outage"
        store.outbox.refuse_posting(posting.number, timedelta())
    clock.pass_by(hours=25)
    for posting in store.outbox.take_postings(limit=9):
        assert store.outbox.is_overdue(posting, timedelta(hours=24))
        store.outbox.give_up_posting(posting, ("late", "{}"))
    (word,) = store.outbox.take_postings(limit=9)
    assert (word.chat, word.occasion) == (5, "late")
    assert store.outbox.posted("x") == {"failed": 2}
    store.outbox.give_up_posting(word, None)
    assert store.outbox.take_postings(limit=9) == []


def every_cell(store) -> str:
    """Whatever stands in any table."""
    with store.database.reading() as connection:
        tables = METADATA.sorted_tables
        return " ".join(repr(row) for one in tables for row in connection.execute(select(one)))


def of_a_group(store) -> None:
    """What is kept of a group that asked, follows, was told and is to be told."""
    number = store.questions.remember("a", "en", "no_answer", 0.1)
    store.follows.follow(GROUP, "question", str(number))
    store.follows.follow(GROUP, "statement", "one")
    store.deliveries.remember(GROUP, 5, [("one", 1)])
    store.chats.set_preference(GROUP, "habits", "{}")
    store.notes.mark_post(GROUP, 5)
    store.notes.keep_invitation(GROUP, 8, 5)
    store.notes.keep_form(GROUP, 9, 1, 1)
    store.news.begin_digests(GROUP, 3)
    store.news.tell_once(GROUP, "digest", None)
    store.inbox.receive([Arrival(1, "{}", GROUP, READER)], Limits())
    store.inbox.settle([], [1])
    keys = [f"edit:{GROUP}:{message}:1" for message in (5, 6, 7)]
    store.outbox.post([(key, "revision 1", GROUP, "{}") for key in keys])
    done, failed = store.outbox.take_postings(limit=2)
    store.outbox.settle_posting(done.number, "done", "hash")
    store.outbox.settle_posting(failed.number, "failed", "gone")


def test_of_a_chat_that_is_gone_nothing_is_left_but_that_it_was_counted(store):
    of_a_group(store)
    assert str(GROUP) in every_cell(store)
    store.erasure.forget_chat(GROUP)
    assert str(GROUP) not in every_cell(store)
    assert store.outbox.posted("revision 1") == {"done": 1, "failed": 1}
    assert len(store.questions.listed()) == 1, "a group's question is nobody's"


def test_a_group_that_gets_a_new_id_leaves_nothing_under_its_old_one(store):
    of_a_group(store)
    store.news.move_chat(GROUP, -100_777)
    assert str(GROUP) not in every_cell(store)
    assert len(store.follows.of_chat(-100_777)) == 2
    assert store.outbox.last_result("edit:-100777:5:") == "hash"
    assert [one.key for one in store.outbox.take_postings(limit=5)] == ["edit:-100777:7:1"]


def test_notes_about_messages_and_forms_end_with_them(store, clock):
    store.deliveries.remember(GROUP, 5, [("one", 1)])
    for message, answer in ((8, 5), (9, 6)):
        store.notes.mark_post(GROUP, answer)
        store.notes.keep_invitation(GROUP, message, answer)
    [old] = store.drafts.add("task", ["{}"], holder=READER)
    clock.pass_by(days=2)
    [new] = store.drafts.add("task", ["{}"], holder=READER)
    for number in (old, new):
        store.notes.keep_form(GROUP, number, number, 1)
    store.roles.record_attempt(READER, "/grant", "needs owner")
    store.erasure.prune(clock.now - timedelta(days=3))
    assert store.notes.is_post(GROUP, 5)
    assert store.notes.invited_about(GROUP, 8) == 5
    assert [store.notes.form_at(GROUP, one) for one in (old, new)] == [(old, 1), (new, 1)]
    assert not store.notes.is_post(GROUP, 6)
    assert store.notes.invited_about(GROUP, 9) is None
    store.erasure.prune(clock.now - timedelta(days=1))
    assert store.notes.form_at(GROUP, old) is None
    assert store.notes.form_at(GROUP, new) == (new, 1)
    assert not store.notes.is_post(GROUP, 5), "its delivery went"
    assert len(store.roles.attempts()) == 1
    clock.pass_by(days=2)
    store.erasure.prune(clock.now - timedelta(days=1))
    assert store.roles.attempts() == []


def test_what_was_told_leaves_no_content_and_an_answer_not_even_its_key(store):
    number = store.questions.remember("a", "en", "no_answer", 0.1)
    store.follows.follow(READER, "question", str(number))
    letter = (f"answered:{READER}:{number}", f"question {number}", READER, '{"text": "a b c"}')
    store.outbox.post([letter], fulfilled=[number])
    assert store.follows.of_chat(READER) == []
    [posting] = store.outbox.take_postings(limit=1)
    store.outbox.settle_posting(posting.number, "done", "hash")
    assert str(number) not in every_cell(store).replace(f"({number}, ", "(")
    assert "a b c" not in every_cell(store)


def test_the_hour_of_a_complaint_is_not_kept(store, clock):
    [number] = store.drafts.add("feedback", ["{}"], by_day=True)
    assert store.drafts.get(number).at == clock.now.replace(hour=0)


def test_what_is_forgotten_is_not_in_the_file_either(tmp_path):
    file = tmp_path / "store.db"
    with closing(Store(with_tables(file))) as store:
        for number in range(200):
            store.chats.set_preference(READER, f"habits {number}", f"Kvitoslava {number}")
        with store.database.session() as session:
            session.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Kvitoslava" in file.read_bytes()
        store.erasure.forget(READER)
        with store.database.session() as session:
            session.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Kvitoslava" not in file.read_bytes()
