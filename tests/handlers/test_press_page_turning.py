"""Pages of long lists are turned in place; a button that is pressed twice in a row is pressed once."""

import pytest

from handlers.context import App
from tests.handlers.telegram import Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

SHOT_DOWN = "How many drones were shot down on the night of December 14?"


@pytest.fixture
def group(application: App, telegram: Telegram) -> Reader:
    telegram.chats[-4_000] = "supergroup"
    return Reader(application, telegram, id=-4_000, chat_type="supergroup", person=42)


def lines(page: Call) -> list[str]:
    """The numbers of the lines that the page shows."""
    numbers = [line.partition(".")[0] for line in page.text.splitlines()]
    return [each for each in numbers if each.isdecimal()]


def turning(page: Call) -> list[str]:
    """The labels of the buttons that turn the page."""
    return [label for label, data in page.buttons if data.startswith("page:")]


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("show me all statements", "28 statements"),
        ("покажи всё, что сказали", "28 высказываний"),
        ("покажи всі висловлювання", "28 висловлювань"),
    ],
)
async def test_everything_is_shown_page_by_page(alice: Reader, asked, heading):
    (page,) = messages(await alice.says(asked))
    told = alice.telegram.last
    met = lines(page)
    assert heading in page.text
    assert len(page.buttons) <= 7
    while label := next((each for each in turning(page) if each.endswith("›")), None):
        (page,) = messages(await alice.presses(page, label))
        assert page.method == "editMessageText"
        assert int(page.values["message_id"]) == told
        assert heading in page.text
        met += lines(page)
    assert met == [str(number) for number in range(1, 29)]
    (back,) = messages(await alice.presses(page, turning(page)[0]))
    assert lines(back)[-1] == "27" or int(lines(back)[-1]) < 28


async def test_a_number_opens_its_line(alice: Reader):
    (page,) = messages(await alice.says("show me all statements"))
    (answer,) = messages(await alice.presses(page, "2"))
    assert "crediting nobody" in answer.text or "nobody" in answer.text


@pytest.mark.parametrize("command", ["/speakers a", "/incidents", "/speaker"])
async def test_what_a_command_lists_has_no_twins_of_its_lines_for_buttons(alice: Reader, command):
    for page in messages(await alice.says(command)):
        for label, data in page.buttons:
            if data.partition(":")[0] in {"choose", "incident", "speaker"}:
                assert label.isdecimal()


async def test_a_group_turns_the_page_in_place_too(group: Reader):
    (page,) = messages(await group.says("/ask show me all statements"))
    (turned,) = messages(await group.presses(page, turning(page)[0]))
    assert turned.method == "editMessageText"
    assert lines(turned)[0] == str(int(lines(page)[-1]) + 1)


async def test_a_page_of_what_is_not_known_says_so(alice: Reader):
    (page,) = messages(await alice.says("show me all statements"))
    alice.telegram.last += 500  # a message that nothing is known of
    assert "no longer works" in await alice.told_by_pressing(page, data="page:6")


@pytest.mark.parametrize("data", ["source:mod-130-drones", "others:mod-130-drones"])
async def test_two_quick_presses_are_one(alice: Reader, data):
    (answer,) = messages(await alice.says(SHOT_DOWN))
    number = alice.telegram.last
    assert len(messages(await alice.presses(answer, data=data))) == 1
    answer.values["message_id"] = number
    again = await alice.presses(answer, data=data)
    assert [each.method for each in again] == ["answerCallbackQuery"]


async def test_two_quick_presses_ask_an_example_once(alice: Reader):
    (welcome,) = messages(await alice.says("/start"))
    welcome.values["message_id"] = alice.telegram.last
    label, _ = welcome.buttons[0]
    assert messages(await alice.presses(welcome, label))
    assert not messages(await alice.presses(welcome, label))


async def test_two_quick_presses_say_once_that_an_answer_was_not_meant(alice: Reader):
    (answer,) = messages(await alice.says(SHOT_DOWN))
    answer.values["message_id"] = alice.telegram.last
    first = await alice.presses(answer, "Not what I asked")
    assert [each.method for each in messages(first)].count("sendMessage") == 1
    again = await alice.presses(answer, "Not what I asked")
    assert not [each for each in messages(again) if each.method == "sendMessage"]
