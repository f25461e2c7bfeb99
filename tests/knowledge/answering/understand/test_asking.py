"""What a question asks for first."""

import pytest

from knowledge.answering.understand.asking import Want, asks_whence, wants_of


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("who said so?", "who"),
        ("which unnamed official said so?", "who"),
        ("according to whom?", "who"),
        ("when did it happen?", "when"),
        ("in which year was it?", "when"),
        ("wen did it start", "when"),
        ("since when is it closed", "when"),
        ("where did they go?", "where"),
        ("how many boats left?", "how_many"),
        ("how mny boats left", "how_many"),
        ("how big was the fleet?", "how_many"),
        ("what percentage was that?", "how_many"),
        ("why did they leave?", "why"),
        ("what explains the drop?", "why"),
        ("is it true that they left?", "is_it_true"),
        ("did they leave?", "is_it_true"),
        ("they all left, is that true?", "is_it_true"),
        ("what did the master say?", "what"),
        ("boats fog", "what"),
        ("кто это сказал?", "who"),
        ("когда это случилось?", "when"),
        ("с каких пор закрыто?", "when"),
        ("где они?", "where"),
        ("сколько лодок?", "how_many"),
        ("почему они ушли?", "why"),
        ("правда ли, что ушли?", "is_it_true"),
        ("были ли лодки?", "is_it_true"),
        ("что сказал капитан?", "what"),
        ("хто це сказав?", "who"),
        ("коли це сталося?", "when"),
        ("відколи зачинено?", "when"),
        ("куди вони пливли?", "where"),
        ("скільки човнів?", "how_many"),
        ("чому вони вийшли?", "why"),
        ("чи правда, що вийшли?", "is_it_true"),
        ("чи вийшли човни?", "is_it_true"),
        ("що сказав капітан?", "what"),
    ],
)
def test_the_first_want_is_told(question, want):
    assert wants_of(question)[0] is Want(want)


@pytest.mark.parametrize(
    ("question", "whence"),
    [
        ("where did the boats come from?", True),
        ("where were they launched?", True),
        ("which port did they leave from?", False),
        ("from which port?", True),
        ("откуда они пришли?", True),
        ("звідки вони?", True),
        ("where are the boats?", False),
        ("где они?", False),
    ],
)
def test_where_something_came_from_is_told_from_where_it_is(question, whence):
    assert asks_whence(question) is whence


def test_a_question_can_ask_for_several_things():
    assert wants_of("when and where did she say it?") == (Want.WHEN, Want.WHERE)
