"""Messages that want something else than a statement."""

import pytest

from knowledge.domain import Language
from knowledge.questions.intents import LONGEST, Intent, asks_of_everything, intent_of

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
