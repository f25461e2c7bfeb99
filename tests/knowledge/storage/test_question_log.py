"""Questions, deliveries, people and unfinished work."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.domain import (
    Arrival,
    Attempt,
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
    Verdict,
)
from knowledge.storage import Store
from knowledge.storage.tables import METADATA
from tests.knowledge.tables import with_tables

GROUP = -1_002_345_678_901
READER = 7_654_321_098


def test_a_question_is_kept_without_whoever_asked(store, clock):
    number = store.remember_question("who?", "en", "no_answer", 0.25)
    today = clock.now.date()
    assert store.question(number) == RememberedQuestion(
        number, "who?", "en", "no_answer", 0.25, today
    )


def test_numbers_of_questions_tell_no_order_and_are_not_come_upon(store):
    numbers = [store.remember_question("who?", "en", "answer", 0.5) for _ in range(50)]
    assert numbers != sorted(numbers)
    assert min(numbers) > 2**40, "nobody hits one by counting"


def test_a_question_of_odd_characters_is_kept_without_them(store):
    number = store.remember_question("who\ud800 is\x00 it", "en", "answer", 0.5)
    assert store.question(number).text == "who? is it"


def test_feedback_is_kept_with_the_question(store):
    number = store.remember_question("who?", "en", "answer", 0.9)
    store.remember_feedback(number, False)
    assert store.question(number).helpful is False
    store.remember_feedback(number, True)
    assert store.question(number).helpful is True


def test_an_unknown_question_is_not_found(store):
    with pytest.raises(NotFound, match="no question 5"):
        store.question(5)
    for number in (5, 0, -1, 10**40):
        with pytest.raises(NotFound, match=f"no question {number}"):
            store.remember_feedback(number, True)


def test_questions_are_found_by_outcome_feedback_and_time(store, clock):
    first = store.remember_question("a", "en", "no_answer", 0.1)
    clock.pass_by(days=1)
    second = store.remember_question("b", "ru", "answer", 0.9)
    store.remember_feedback(second, False)
    assert [one.number for one in store.questions()] == [second, first]
    assert [one.number for one in store.questions(outcomes=["no_answer"])] == [first]
    assert [one.number for one in store.questions(helpful=False)] == [second]
    assert [one.number for one in store.questions(since=clock.now)] == [second]
    assert [one.number for one in store.questions(limit=1)] == [second]


def test_a_delivery_is_found_by_statement_message_and_what_asked(store, clock):
    shape = Shape("listing", "statements", "Statements: Ann Lee")
    store.remember_delivery(
        GROUP, 11, [("one", 3), ("two", 1)], asked=10, language="uk", shape=shape
    )
    store.remember_delivery(READER, 5, [("two", 1)])
    carried = (("one", 3), ("two", 1))
    first = Delivery(GROUP, 11, carried, clock.now, "uk", shape, asked=10)
    second = Delivery(READER, 5, (("two", 1),), clock.now)
    assert store.deliveries_of(["two"]) == [first, second]
    assert store.deliveries_of(["one", "x"]) == [first]
    assert store.deliveries_of([]) == []
    assert store.delivery(GROUP, 11) == first
    assert store.delivery_answering(GROUP, 10) == first
    assert store.delivery_answering(GROUP, 11) is None


def test_an_edited_message_carries_what_it_was_edited_to(store):
    store.remember_delivery(GROUP, 11, [("one", 3)], asked=10)
    store.remember_delivery(GROUP, 11, [], asked=10)
    assert store.deliveries_of(["one"]) == []
    kept = store.delivery(GROUP, 11)
    assert kept is not None
    assert kept.statements == ()
    store.forget_delivery(GROUP, 11)
    assert store.delivery(GROUP, 11) is None


def test_a_conversation_is_read_without_its_questions(store):
    def told(**of: int) -> tuple[str | None, list[tuple[int | None, tuple[str, ...], bool]]]:
        language, turns = store.before_asking(GROUP, **of)
        return language, [(each.message, each.statements, each.answered) for each in turns]

    assert told() == (None, [])
    store.remember_delivery(GROUP, 11, [("one", 3), ("two", 1)], shape=Shape("answer"))
    store.remember_delivery(GROUP, 12, [("three", 1)], asked=7, shape=Shape("no_answer"))
    store.remember_delivery(READER, 12, [("four", 1)])
    first, second = (11, ("one", "two"), True), (12, ("three",), False)
    assert told() == (None, [first, second])
    assert told(instead=7) == (None, [first])
    store.set_preference(GROUP, "language", "uk")
    store.set_preference(GROUP, "habits", "{}")
    assert told(message=11) == ("uk", [first])
    assert told(message=99) == ("uk", [])
    assert store.turns(GROUP, message=11)[0].text == ""


def test_a_preference_is_kept_changed_and_forgotten(store):
    assert store.preference(GROUP, "language") is None
    store.set_preference(GROUP, "language", "uk")
    store.set_preference(GROUP, "language", "ru")
    assert store.preference(GROUP, "language") == "ru"
    store.set_preference(GROUP, "language", None)
    assert store.preference(GROUP, "language") is None


def test_roles_are_granted_changed_and_revoked(store, clock):
    store.grant(READER, Role.REVIEWER, None)
    clock.pass_by(minutes=1)
    store.grant(READER, Role.CURATOR, 5)
    assert store.role_of(READER) is Role.CURATOR
    assert store.roles() == [Grant(READER, Role.CURATOR, 5, clock.now)]
    assert store.revoke(READER)
    assert not store.revoke(READER)
    assert store.role_of(READER) is None


def test_refused_attempts_are_kept(store, clock):
    store.record_attempt(READER, "retract", "not a curator", update_id=9)
    store.record_attempt(None, "edit", "a channel post")
    assert store.attempts() == [
        Attempt(None, "edit", "a channel post", clock.now),
        Attempt(READER, "retract", "not a curator", clock.now, 9),
    ]


def test_wishes_to_be_told_are_kept_once(store, clock):
    assert store.follow(READER, "statement", "one")
    assert not store.follow(READER, "statement", "one")
    store.follow(GROUP, "statement", "two")
    mine = Follow(READER, "statement", "one", clock.now)
    assert store.follows(READER) == [mine]
    assert store.followers("statement", ["one"]) == [mine]
    assert store.followers("incident", ["one"]) == []
    assert store.unfollow(READER, "statement", "one")
    assert not store.unfollow(READER, "statement", "one")


def test_what_was_sent_once_is_not_sent_again(store):
    assert store.first_time(READER, "digest 2026-11-23")
    assert not store.first_time(READER, "digest 2026-11-23")
    assert store.first_time(GROUP, "digest 2026-11-23")


def test_who_was_sent_something_is_known(store, monkeypatch):
    monkeypatch.setattr("knowledge.storage.outbox.CHUNK", 2)
    for chat in range(1, 6):
        store.first_time(chat, "Monday" if chat < 4 else "Tuesday")
    wanted = dict.fromkeys(range(1, 6), "Monday") | {2: "Sunday", 5: "Tuesday", 9: "Monday"}
    assert store.sent(wanted) == {1, 3, 5}
    assert store.sent({}) == frozenset()


def test_a_person_can_be_forgotten(store):
    number = store.remember_question("a", "en", "no_answer", 0.1)
    store.follow(READER, "question", str(number))
    store.remember_delivery(READER, 5, [("one", 1)])
    store.set_preference(READER, "language", "uk")
    store.follow(READER, "statement", "one")
    store.first_time(READER, "digest")
    store.forget(READER)
    assert store.questions() == [], "it was known to be theirs"
    assert store.deliveries_of(["one"]) == []
    assert store.preference(READER, "language") is None
    assert store.follows(READER) == []
    assert store.first_time(READER, "digest")


def test_drafts_are_kept_in_order_and_change_by_version(store, clock):
    [first, second] = store.add_drafts("article", ["1", "2"], holder=READER)
    draft = store.draft(first)
    assert draft == Draft(first, "article", "1", READER, "open", clock.now, 1)
    changed = store.change_draft(replace(draft, state="accepted", content="1b"))
    assert (changed.state, changed.content, changed.version) == ("accepted", "1b", 2)
    with pytest.raises(Conflict, match="changed by somebody else"):
        store.change_draft(replace(draft, state="rejected"))
    assert [one.number for one in store.drafts(batch="article", states=["open"])] == [second]
    assert [one.number for one in store.drafts(holder=READER, limit=1)] == [first]
    assert store.drafts(batch="other") == []
    with pytest.raises(NotFound):
        store.draft(99)


def test_old_questions_deliveries_and_updates_are_pruned(store, clock):
    old = store.remember_question("old", "en", "answer", 0.9)
    store.follow(READER, "question", str(old))
    store.remember_delivery(READER, 1, [("one", 1)])
    store.receive([Arrival(1, "{}", READER, READER), Arrival(2, "{}", 9, 9)], Limits())
    store.settle([], [1])
    clock.pass_by(days=30)
    new = store.remember_question("new", "en", "answer", 0.9)
    assert store.prune(clock.now - timedelta(days=1)) == 6
    assert [one.number for one in store.questions()] == [new]
    assert store.follows(READER) == [], "whoever asked to be told is forgotten as well"
    assert [one.update_id for one in store.waiting()] == [2]


def test_ids_of_updates_are_forgotten_after_days_and_what_was_posted_with_the_questions(
    store, clock
):
    store.receive([Arrival(1, "{}", READER, READER)], Limits())
    store.settle([], [1])
    store.post([(key, "news", READER, "{}") for key in ("done", "failed", "waiting")])
    done, failed, _ = store.take_postings(limit=3)
    store.settle_posting(done.number, "done")
    store.settle_posting(failed.number, "failed")
    store.release_postings()
    clock.pass_by(days=2)
    assert store.prune(clock.now - timedelta(days=90)) == 1, "an allowance"
    clock.pass_by(days=2)
    assert store.prune(clock.now - timedelta(days=90)) == 1, "the id"
    assert store.receive([Arrival(1, "{}", READER, READER)], Limits()) == {1: Verdict.TAKEN}
    clock.pass_by(days=90)
    assert store.prune(clock.now - timedelta(days=90)) == 3, "two postings and an allowance"
    assert store.posted("news") == {"waiting": 1}


def test_vectors_are_kept_by_model_and_key(store):
    store.vectors.keep("use", {"a": b"\x00\x01", "b": b"2"})
    store.vectors.keep("use", {"a": b"other"})
    store.vectors.keep("use", {})
    assert store.vectors.load("use", ["a", "b", "c"]) == {"a": b"\x00\x01", "b": b"2"}
    assert store.vectors.load("another", ["a"]) == {}
    assert store.vectors.load("use", []) == {}


def test_what_telegram_did_not_take_is_waited_for_in_its_chat_and_nowhere_else(store, clock):
    postings = [("a", "x", 5, "1"), ("b", "x", 5, "2"), ("c", "x", 6, "3")]
    store.post(postings)
    first = store.take_postings(limit=1)[0]
    store.refuse_posting(first.number, timedelta(seconds=400))
    assert [each.key for each in store.take_postings(limit=9)] == ["c"]
    clock.pass_by(seconds=400)
    again, second = store.take_postings(limit=9)
    assert (again.key, again.refusals, second.key) == ("a", 1, "b")
    assert clock.now - again.refused_since == timedelta(seconds=400)


def test_a_clock_that_was_set_back_keeps_no_posting_for_ever(store, clock):
    store.post([("a", "x", 5, "1"), ("b", "x", 5, "2")])
    (first, second) = store.take_postings(limit=9)
    store.refuse_posting(first.number, timedelta(days=3))
    store.delay_posting(second.number, timedelta())
    clock.pass_by(days=-400)
    assert [each.key for each in store.take_postings(limit=9)] == ["a"]


def test_a_posting_is_given_up_with_a_word_a_day(store, clock):
    store.post([("a", "x", 5, "1"), ("b", "x", 5, "2")])
    for posting in store.take_postings(limit=9):
        store.refuse_posting(posting.number, timedelta())
    for posting in store.take_postings(limit=9):
        assert not store.is_overdue(posting, timedelta(hours=24)), "one refusal is no outage"
        store.refuse_posting(posting.number, timedelta())
    clock.pass_by(hours=25)
    for posting in store.take_postings(limit=9):
        assert store.is_overdue(posting, timedelta(hours=24))
        store.give_up_posting(posting, ("late", "{}"))
    (word,) = store.take_postings(limit=9)
    assert (word.chat, word.occasion) == (5, "late")
    assert store.posted("x") == {"failed": 2}
    store.give_up_posting(word, None)
    assert store.take_postings(limit=9) == []


def every_cell(store) -> str:
    """Whatever stands in any table."""
    with store._database.reading() as connection:
        tables = METADATA.sorted_tables
        return " ".join(repr(row) for one in tables for row in connection.execute(select(one)))


def of_a_group(store) -> None:
    """What is kept of a group that asked, follows, was told and is to be told."""
    number = store.remember_question("a", "en", "no_answer", 0.1)
    store.follow(GROUP, "question", str(number))
    store.follow(GROUP, "statement", "one")
    store.remember_delivery(GROUP, 5, [("one", 1)])
    store.set_preference(GROUP, "habits", "{}")
    store.set_preference(GROUP, "post 5", "yes")
    store.first_time(GROUP, "digest")
    store.receive([Arrival(1, "{}", GROUP, READER)], Limits())
    store.settle([], [1])
    keys = [f"edit:{GROUP}:{message}:1" for message in (5, 6, 7)]
    store.post([(key, "revision 1", GROUP, "{}") for key in keys])
    done, failed = store.take_postings(limit=2)
    store.settle_posting(done.number, "done", "hash")
    store.settle_posting(failed.number, "failed", "gone")


def test_of_a_chat_that_is_gone_nothing_is_left_but_that_it_was_counted(store):
    of_a_group(store)
    assert str(GROUP) in every_cell(store)
    store.forget_chat(GROUP)
    assert str(GROUP) not in every_cell(store)
    assert store.posted("revision 1") == {"done": 1, "failed": 1}
    assert len(store.questions()) == 1, "a group's question is nobody's"


def test_a_group_that_gets_a_new_id_leaves_nothing_under_its_old_one(store):
    of_a_group(store)
    store.move_chat(GROUP, -100_777)
    assert str(GROUP) not in every_cell(store)
    assert len(store.follows(-100_777)) == 2
    assert store.last_result("edit:-100777:5:") == "hash"
    assert [one.key for one in store.take_postings(limit=5)] == ["edit:-100777:7:1"]


def test_notes_about_messages_and_forms_end_with_them(store, clock):
    store.remember_delivery(GROUP, 5, [("one", 1)])
    for name, value in (("post 5", "yes"), ("post 6", "yes"), ("complaint 8", "5")):
        store.set_preference(GROUP, name, value)
    store.set_preference(GROUP, "complaint 9", "6")
    [old] = store.add_drafts("task", ["{}"], holder=READER)
    clock.pass_by(days=2)
    [new] = store.add_drafts("task", ["{}"], holder=READER)
    for number in (old, new):
        store.set_preference(GROUP, f"form {number}", f"{number}.1")
    store.record_attempt(READER, "/grant", "needs owner")
    store.prune(clock.now - timedelta(days=3))
    kept = ("post 5", "complaint 8", f"form {old}", f"form {new}")
    assert [store.preference(GROUP, name) is None for name in kept] == [False] * 4
    assert store.preference(GROUP, "post 6") is None
    assert store.preference(GROUP, "complaint 9") is None
    store.prune(clock.now - timedelta(days=1))
    assert store.preference(GROUP, f"form {old}") is None
    assert store.preference(GROUP, f"form {new}") is not None
    assert store.preference(GROUP, "post 5") is None, "its delivery went"
    assert len(store.attempts()) == 1
    clock.pass_by(days=2)
    store.prune(clock.now - timedelta(days=1))
    assert store.attempts() == []


def test_what_was_told_leaves_no_content_and_an_answer_not_even_its_key(store):
    number = store.remember_question("a", "en", "no_answer", 0.1)
    store.follow(READER, "question", str(number))
    letter = (f"answered:{READER}:{number}", f"question {number}", READER, '{"text": "a b c"}')
    store.post([letter], fulfilled=[number])
    assert store.follows(READER) == []
    [posting] = store.take_postings(limit=1)
    store.settle_posting(posting.number, "done", "hash")
    assert str(number) not in every_cell(store).replace(f"({number}, ", "(")
    assert "a b c" not in every_cell(store)


def test_the_hour_of_a_complaint_is_not_kept(store, clock):
    [number] = store.add_drafts("feedback", ["{}"], by_day=True)
    assert store.draft(number).at == clock.now.replace(hour=0)


def test_what_is_forgotten_is_not_in_the_file_either(tmp_path):
    file = tmp_path / "store.db"
    with closing(Store(with_tables(file))) as store:
        for number in range(200):
            store.set_preference(READER, f"habits {number}", f"Kvitoslava {number}")
        with store._database.session() as session:
            session.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Kvitoslava" in file.read_bytes()
        store.forget(READER)
        with store._database.session() as session:
            session.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Kvitoslava" not in file.read_bytes()
