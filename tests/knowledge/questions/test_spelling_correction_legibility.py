"""What of a message can be read at all."""

import pytest

from knowledge.questions.spelling_correction import legible


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("ﷺﷺﷺ how many boats sank?", "how many boats sank?"),
        ("無人機 сколько лодок затонуло 5 мая 無人機", "сколько лодок затонуло 5 мая"),
        ("скільки човнів — 31? קרה", "скільки човнів — 31? קרה"),
        ("無人機 Ann Lee", "無人機 Ann Lee"),
        ("is naïve ok here", "is naïve ok here"),
    ],
)
def test_words_in_letters_of_no_language_of_ours_are_left_out_of_a_question(message, read):
    assert legible(message) == read


def test_a_short_mixed_message_stays_as_it_is():
    assert legible("沉船 31?") == "沉船 31?"
