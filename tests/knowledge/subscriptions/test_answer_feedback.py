"""Reports and what readers say is wrong."""

from datetime import timedelta

from knowledge.desk import Desk
from knowledge.domain import Language, Question, Role
from knowledge.subscriptions.answer_feedback import percentile
from tests.clock import Clock
from tests.knowledge.subscriptions.conftest import alter
from tests.knowledge.subscriptions.test_follows import told, waiting

CURATORS = -77


def test_a_report_counts_what_was_asked_and_names_what_had_no_answer(desk: Desk):
    number = desk.remember(desk.ask(Question("Who said that 130 boats left the harbour?")))
    for text in ("What is the price of bread?", "what is the price of BREAD"):
        desk.chats.store.questions.remember(text, "en", "no_answer", 0.1)
    desk.feedback(number, helpful=True)
    alter(desk.chats.store, "boats", review_due="2025-01-01")
    text = desk.chats.feedback.report(Language.EN).plain()
    for line in ("Asked: 3", "Judged right: 1", "(2)", "1 statement must be reviewed", "ms"):
        assert line in text


def test_an_empty_week_is_reported_as_such(desk: Desk):
    assert "Asked: 0" in desk.chats.feedback.report(Language.UK).plain().replace(
        "Поставлено", "Asked"
    )


def test_the_weekly_report_comes_once_on_monday(desk: Desk, clock: Clock):
    desk.chats.feedback.reporting(CURATORS, on=True)
    clock.pass_by(days=4, hours=9)
    (posting,) = waiting(desk)
    assert "The last 7 days" in told(desk, posting)
    clock.pass_by(minutes=1)
    assert waiting(desk) == []
    desk.chats.feedback.reporting(CURATORS, on=False)
    clock.now += timedelta(days=7)
    assert waiting(desk) == []


def test_what_a_reader_says_is_wrong_reaches_the_curators_with_the_version(desk: Desk):
    chats = desk.chats
    chats.feedback.reporting(CURATORS, on=True)
    reply = desk.ask(Question("Who said that 130 boats left the harbour?"))
    desk.delivered(42, (10,), reply)
    chats.feedback.invite(42, 11, 10)
    chats.feedback.complain(42, 11, "it was 131 \ud83d", reply.question.text)
    alter(chats.store, "boats", said="2024-03-02")
    (posting,) = waiting(desk)
    text = told(desk, posting)
    assert "it was 131" in text
    assert "130 boats left the harbour?" in text
    assert "boats, version 1, now 2" in text


def test_a_report_comes_in_the_language_in_which_it_was_asked_for(desk: Desk, clock: Clock):
    desk.chats.feedback.reporting(CURATORS, on=True, language=Language.UK)
    clock.pass_by(days=4, hours=9)
    (posting,) = waiting(desk)
    assert "Останні 7 днів" in told(desk, posting)


def test_words_about_an_unknown_answer_are_kept_too(desk: Desk):
    desk.chats.feedback.reporting(CURATORS, on=True)
    desk.chats.feedback.complain(42, 99, "wrong")
    (posting,) = waiting(desk)
    assert "wrong" in told(desk, posting)


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([], 0.5) == 0
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(range(100), 0.95) == 95


def test_whose_role_was_taken_away_gets_no_more_reports(desk: Desk, clock: Clock):
    store = desk.chats.store
    store.roles.grant(9, Role.REVIEWER, None)
    desk.chats.feedback.reporting(9, on=True)
    clock.pass_by(days=4, hours=9)
    (posting,) = waiting(desk)
    assert desk.letter(posting) is not None
    desk.chats.feedback.complain(42, 11, "words of a reader")
    (complaint,) = waiting(desk)
    store.roles.revoke(9)  # though both wait in the outbox already
    assert desk.letter(posting) is None
    assert desk.letter(complaint) is None
