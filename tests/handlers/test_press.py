"""What a button opens in a group: over the message or in its place, and nothing is sent anew."""

from itertools import count

import pytest

from handlers.context import App
from handlers.press import brief
from handlers.sending import NOTICE
from knowledge.domain import Message, Part, Section, Span
from tests.handlers.telegram import Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

NUMBERS = count()
SHOT_DOWN = "How many drones were shot down on the night of December 14?"


@pytest.fixture
def group(application: App, telegram: Telegram) -> Reader:
    number = -5000 - next(NUMBERS)  # what was told in one test is remembered in the next
    telegram.chats[number] = "supergroup"
    return Reader(application, telegram, id=number, chat_type="supergroup", person=42)


async def answered(group: Reader, question: str = SHOT_DOWN) -> Call:
    (answer,) = messages(await group.says(f"/ask {question}"))
    return answer


def methods(calls: list[Call]) -> list[str]:
    return [call.method for call in calls]


@pytest.mark.parametrize(("page", "told"), [("source", "Paragraph: 10"), ("caveats", "party")])
async def test_source_and_cautions_are_told_to_whoever_pressed_alone(group, page, told):
    answer = await answered(group)
    calls = await group.presses(answer, data=f"{page}:mod-130-drones")
    assert methods(calls) == ["answerCallbackQuery"]
    assert told in calls[0].text
    assert calls[0].values["show_alert"] == "true"
    assert len(calls[0].text) <= NOTICE + 1


async def test_other_accounts_open_below_the_answer_that_stays(group):
    answer = await answered(group)
    pressed, edited = await group.presses(answer, "Other accounts")
    assert pressed.method == "answerCallbackQuery"
    assert edited.method == "editMessageText"
    assert "130" in edited.text.splitlines()[0], "the answer is still the first line"
    assert "20%" in edited.text
    assert "✓ Other accounts" in [label for label, _ in edited.buttons]


async def test_a_page_comes_in_the_place_of_the_message(group):
    answer = await answered(group)
    calls = await group.presses(answer, data="incident:moscow-interception-may")
    assert methods(calls) == ["answerCallbackQuery", "editMessageText"]
    assert "The interception of a drone" in calls[1].text


async def test_a_choice_becomes_its_answer_and_a_follow_up_knows_it(group):
    (offer,) = messages(await group.says("/ask drone strikes"))
    data = next(data for _, data in offer.buttons if data.startswith("choose:"))
    calls = await group.presses(offer, data=data)
    assert methods(calls) == ["answerCallbackQuery", "editMessageText"]
    assert calls[0].values["show_alert"] == "false"
    follow_up = await group.replies("and who said that?", calls[1].values["message_id"])
    assert messages(follow_up)


async def test_of_a_list_only_whoever_pressed_is_told(group):
    answer = await answered(group)
    calls = await group.presses(answer, data="choose:mod-130-drones")
    assert methods(calls) == ["answerCallbackQuery"]
    assert "Ministry of Defense" in calls[0].text


@pytest.mark.parametrize("page", ["source", "choose", "others", "caveats"])
async def test_what_is_gone_is_said_and_changes_nothing(group, page):
    answer = await answered(group)
    calls = await group.presses(answer, data=f"{page}:no-such-statement")
    assert methods(calls) == ["answerCallbackQuery"]
    assert "no longer in the store" in calls[0].text


def message(*parts: tuple[Part, list[str]]) -> Message:
    return Message(
        tuple(Section(part, tuple((Span(line),) for line in lines)) for part, lines in parts)
    )


def test_a_notice_holds_the_parts_that_are_wanted_in_whole_lines():
    said = message(
        (Part.ANSWER, ["130 drones"]), (Part.SOURCE, ["The paper", "Paragraph: 10"]),
    )  # fmt: skip
    assert brief(said) == "130 drones"
    assert brief(said, Part.SOURCE) == "The paper\nParagraph: 10"
    assert brief(said, Part.CAREFUL) == ""


def test_a_line_that_a_notice_cannot_hold_is_left_out_and_the_first_is_cut_at_a_word():
    long = " ".join(["word"] * 100)
    assert brief(message((Part.ANSWER, ["short", long, "after"]))) == "short"
    cut = brief(message((Part.ANSWER, [long])))
    assert cut.endswith("word…")
    assert len(cut) <= NOTICE
