"""What the bot says that reaches it in groups."""

import pytest

from handlers.reader_pages import with_privacy
from handlers.sending import say
from knowledge.translations import words_in


@pytest.mark.parametrize(
    ("sees_all", "private", "said"),
    [
        (True, True, "privacy mode is off"),
        (False, True, "privacy mode is on"),
        (True, False, "All messages of this chat reach me"),
        (False, False, "make me an admin of this chat"),
    ],
)
def test_who_asks_for_the_status_is_told_what_of_a_group_is_read(
    sees_all: bool, private: bool, said: str
):
    page = with_privacy(say("27 statements"), words_in("en"), sees_all=sees_all, private=private)
    assert page.plain().startswith("27 statements")
    assert said in page.plain()
