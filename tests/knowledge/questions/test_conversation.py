"""What a conversation is about, and what a message takes over of it."""

import pytest

from knowledge.domain import Language, Turn
from knowledge.questions.conversation import (
    LONGEST,
    FollowUp,
    Intent,
    asks_of_everything,
    changed,
    intent_of,
    leaning_of,
    subject_of,
)


def told(*turns: Turn):
    return subject_of(turns, lambda text: text)


def test_a_refusal_sets_no_subject_and_takes_none_away():
    asked = Turn("did the boats return?", ("boats-left",))
    refused = Turn("which engines had they?", ("near",), answered=False)
    assert told(refused).statements == ()
    assert told(asked, refused).statements == ("boats-left",)
    assert told(asked, refused).question == "which engines had they?"


def test_what_leans_on_an_answer_and_talk_leave_the_question_as_it_is():
    first = Turn("how many boats sank on May 14?", ("boats-sank",))
    subject = told(first, Turn("who said that?", ("boats-sank",)), Turn("thanks", answered=False))
    assert subject.question == first.text
    after = told(first, Turn("and on the 15th?", ("boats-left",)))
    assert after.question == "how many boats sank on 15 may?"
    assert after.earlier == ("boats-sank",)


@pytest.mark.parametrize(
    ("question", "message", "expected"),
    [
        ("how many boats sank on May 14?", "and on the 15th?", "how many boats sank on 15 may?"),
        ("сколько лодок затонуло 14 мая?", "а 15-го?", "сколько лодок затонуло 15 мая?"),
        ("скільки човнів затонуло 14 травня", "а в червні?", "скільки човнів затонуло червні?"),
        ("how many boats sank in 2021?", "and in 2022?", "how many boats sank in 2022?"),
        ("how many boats sank?", "and the lighthouse in May?", None),
        ("how many boats sank?", "who said that?", None),
        ("", "and in May?", None),
    ],
)
def test_a_time_alone_changes_the_question_before_it(question, message, expected):
    assert changed(question, message, leaning_of(message)) == expected


EN, RU, UK = Language


@pytest.mark.parametrize(
    ("message", "intent", "language"),
    [
        ("hello!", Intent.GREETING, EN),
        ("thanks a lot", Intent.THANKS, EN),
        ("ok, thanks", Intent.THANKS, EN),
        ("спасибо большое", Intent.THANKS, RU),
        ("дякую", Intent.THANKS, UK),
        ("ок", Intent.NOD, None),
        ("бувай", Intent.GOODBYE, UK),
        ("what can you do?", Intent.ABILITY, EN),
        ("допоможіть", Intent.ABILITY, UK),
        ("помощь", Intent.ABILITY, RU),
        ("who made you", Intent.IDENTITY, EN),
        ("откуда ты это берёшь", Intent.ORIGIN, RU),
        ("can I talk to a human?", Intent.HUMAN, EN),
        ("з людиною можна поговорити?", Intent.HUMAN, UK),
        ("stop", Intent.STOP, EN),
        ("как отписаться?", Intent.STOP, RU),
        ("підпишіть мене", Intent.SUBSCRIBE, UK),
        ("notify me if something changes", Intent.SUBSCRIBE, EN),
        ("do you store my messages", Intent.PRIVACY, EN),
        ("кто прав?", Intent.OPINION, RU),
        ("is the harbour master lying?", Intent.OPINION, EN),
        ("what's going on with the boats?", Intent.OVERVIEW, EN),
        ("расскажи вкратце", Intent.OVERVIEW, RU),
        ("що відбувається?", Intent.OVERVIEW, UK),
        ("а короче?", Intent.SHORTER, RU),
        ("why should I believe any of this", Intent.TRUST, EN),
        ("чому я маю цьому вірити?", Intent.TRUST, UK),
        ("who published it?", Intent.PUBLISHER, EN),
        ("❤️", Intent.NOTHING, None),
        ("?!", Intent.NOTHING, None),
    ],
)
def test_what_a_message_wants_and_in_which_language(message, intent, language):
    assert intent_of(message) == (intent, language)


@pytest.mark.parametrize(
    "message",
    [
        "thanks. who said that the boats left?",
        "hello, how many boats sank?",
        "who is the harbour master?",
        "what did the council say about stopping the ferries?",
        "спасибо, а кто это подтвердил из ведомств?",
        "thank you " * 40,
    ],
)
def test_a_question_beside_it_is_a_question(message):
    assert intent_of(message) is None


def test_long_messages_are_not_tried_and_repetition_costs_nothing():
    assert intent_of("hi " * (LONGEST // 3 + 1)) is None
    assert intent_of("hi hello hey " * 5) is not None


def test_an_overview_is_of_everything_unless_something_is_named():
    is_common = frozenset({"boats"}).__contains__
    assert asks_of_everything("what's going on with the boats?", is_common)
    assert not asks_of_everything("what's new about the lighthouse?", is_common)


PAIRS = (
    ("and who said that?", FollowUp.WHO),
    ("who says so", FollowUp.WHO),
    ("According to whom?", FollowUp.WHO),
    ("ok, but who claims this?", FollowUp.WHO),
    ("when?", FollowUp.WHEN),
    ("When was that exactly?", FollowUp.WHEN),
    ("what year was it", FollowUp.YEAR),
    ("where did it happen?", FollowUp.WHERE),
    ("how many exactly?", FollowUp.HOW_MANY),
    ("source?", FollowUp.SOURCE),
    ("which article is that from?", FollowUp.SOURCE),
    ("where does that come from?", FollowUp.SOURCE),
    ("any other source?", FollowUp.OTHERS),
    ("who else said that?", FollowUp.OTHERS),
    ("does anybody dispute it?", FollowUp.AGAINST),
    ("what else did they say?", FollowUp.SPEAKER),
    ("is it true?", FollowUp.CAUTION),
    ("how reliable is that?", FollowUp.CAUTION),
    ("а кто это сказал?", FollowUp.WHO),
    ("когда это было?", FollowUp.WHEN),
    ("откуда это?", FollowUp.SOURCE),
    ("есть другие источники?", FollowUp.OTHERS),
    ("что ещё он говорил?", FollowUp.SPEAKER),
    ("а это точно?", FollowUp.CAUTION),
    ("а хто це сказав?", FollowUp.WHO),
    ("коли це сталося?", FollowUp.WHEN),
    ("хтось це заперечує?", FollowUp.AGAINST),
    ("яке джерело?", FollowUp.SOURCE),
    ("who called it a gesture of despair?", None),
    ("when was the bridge attacked?", None),
    ("thanks, that is true", None),
    ("how many people were hurt?", None),
    ("how much more is that than a month before?", None),
    ("how much more is that?", FollowUp.HOW_MANY),
    ("кто назвал это жестом отчаяния?", None),
)


@pytest.mark.parametrize(("message", "asked"), PAIRS, ids=[message for message, _ in PAIRS])
def test_what_leans_on_the_answer_before_is_told_from_what_stands_alone(
    message: str, asked: FollowUp | None
):
    assert leaning_of(message).asked is asked


@pytest.mark.parametrize("message", ["", "?", "🙂🙂", "ok", "and so it is " * 20])
def test_what_asks_nothing_leans_on_nothing(message: str):
    assert leaning_of(message).asked is None
