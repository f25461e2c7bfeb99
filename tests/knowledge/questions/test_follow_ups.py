"""Pairs of an answer and what is said after it, judged one by one."""

import pytest

from knowledge.questions.follow_ups import FollowUp, follow_up_in

PAIRS = (
    ("and who said that?", FollowUp.WHO),
    ("who says so", FollowUp.WHO),
    ("According to whom?", FollowUp.WHO),
    ("ok, but who claims this?", FollowUp.WHO),
    ("when?", FollowUp.WHEN),
    ("When was that exactly?", FollowUp.WHEN),
    ("what year was it", FollowUp.WHEN),
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
    assert follow_up_in(message) is asked


@pytest.mark.parametrize("message", ["", "?", "🙂🙂", "ok", "and so it is " * 20])
def test_what_asks_nothing_leans_on_nothing(message: str):
    assert follow_up_in(message) is None
