"""Questions that lean on the last answer of a private chat."""

import pytest

from handlers.charts import CAPTION, caption
from handlers.context import App
from tests.handlers.telegram import Reader, Telegram, messages

pytestmark = pytest.mark.anyio

SHOT_DOWN = "How many drones were shot down on the night of December 14?"


@pytest.fixture
def dave(application: App, telegram: Telegram) -> Reader:
    return Reader(application, telegram, id=81)


@pytest.mark.parametrize(
    ("follow_up", "word"),
    [
        ("and who said that?", "<b>The Russian Ministry of Defense</b> reported"),
        ("when?", "<b>December 14, year not given</b>"),
        ("source?", "Paragraph: 10"),
        ("any other source?", "On the same incident"),
        ("is it true?", "party to the matter"),
        ("is it true?", "that does not make it true"),
        ("чи є інше джерело?", "Про ту саму подію"),
        ("what else did they say?", "<b>Russian Ministry of Defense</b>"),
        ("а кто это сказал?", "Министерство обороны России</b> сообщило"),
    ],
)
async def test_a_follow_up_is_about_the_answer_before_it(dave: Reader, follow_up: str, word: str):
    await dave.says(SHOT_DOWN)
    (told,) = messages(await dave.says(follow_up))
    assert word in told.text


async def test_whether_it_is_true_is_told_by_what_is_against_it(dave: Reader):
    await dave.says("Who called it a gesture of despair?")
    (told,) = messages(await dave.says("and is it true?"))
    assert "Disputes this: <b>Russian officials who disagree</b>" in told.text


async def test_a_question_of_its_own_is_no_follow_up(dave: Reader):
    await dave.says(SHOT_DOWN)
    (told,) = messages(await dave.says("What is the capital of Australia?"))
    assert "130" not in told.text.splitlines()[0]


async def test_a_follow_up_without_an_answer_before_it_is_a_question(
    application: App, telegram: Telegram
):
    stranger = Reader(application, telegram, id=82)
    (told,) = messages(await stranger.says("and who said that?"))
    assert told.text


def test_a_caption_keeps_within_what_telegram_takes():
    long = caption("Timeline\n" + "\n".join(f"{number}: a claim & more" for number in range(200)))
    assert long.startswith("<b>Timeline</b>")
    assert "…</blockquote>" in long
    assert len(long.replace("&amp;", "&")) < CAPTION + 60
    assert caption("Only this") == "<b>Only this</b>"
