"""Questions in a private chat, from the update to what the reader sees."""

import pytest

from handlers.commands import readers
from handlers.context import App
from handlers.render.html import LIMIT
from knowledge.desk import Desk
from tests.handlers.telegram import Reader, Telegram, messages

pytestmark = pytest.mark.anyio

SHOT_DOWN = "How many drones were shot down on the night of December 14?"
VAGUE = "Was a drone intercepted over Moscow?"
DESPAIR = "Who called it a gesture of despair?"


def is_none(data: str) -> bool:
    return data.startswith("none:")


async def answer_to(reader: Reader, question: str):
    (answer,) = messages(await reader.says(question))
    return answer


async def test_an_answer_names_its_speaker_and_carries_its_buttons(alice: Reader):
    answer = await answer_to(alice, SHOT_DOWN)
    assert answer.values["parse_mode"] == "HTML"
    first = answer.text.splitlines()[0]
    assert "<b>" in first
    assert "130" in first
    assert "Ministry of Defense" in first
    names = [data.partition(":")[0] for _, data in answer.buttons]
    assert names == ["others", "follow-statement", "unhelpful"]


async def test_source_and_other_accounts_hang_under_the_answer(alice: Reader):
    answer = await answer_to(alice, SHOT_DOWN)
    for data, word in (("source:mod-130-drones", "10"), ("others:mod-130-drones", "20")):
        calls = await alice.presses(answer, data=data)
        assert calls[0].method == "answerCallbackQuery"
        (shown,) = messages(calls)
        assert word in shown.text
        assert "reply_parameters" in shown.values


async def test_an_edited_question_edits_its_answer(alice: Reader):
    await alice.says(DESPAIR)
    told = alice.telegram.last
    (edited,) = messages(await alice.edits(SHOT_DOWN))
    assert edited.method == "editMessageText"
    assert int(edited.values["message_id"]) == told
    assert "130" in edited.text


async def test_an_edit_of_a_message_that_was_never_answered_is_answered(alice: Reader):
    alice.said = 5000
    (answer,) = messages(await alice.edits(SHOT_DOWN))
    assert answer.method == "sendMessage"


async def test_an_edit_that_changes_nothing_leaves_the_answer(alice: Reader, telegram: Telegram):
    await alice.says(SHOT_DOWN)
    telegram.fail("editMessageText", 400, "Bad Request: message is not modified")
    assert [call.method for call in messages(await alice.edits(SHOT_DOWN))] == ["editMessageText"]


async def test_an_answer_that_is_gone_is_told_anew_when_its_question_is_edited(
    alice: Reader, telegram: Telegram
):
    await alice.says(SHOT_DOWN)
    telegram.fail("editMessageText", 400, "Bad Request: message to edit not found")
    calls = messages(await alice.edits(DESPAIR))
    assert [call.method for call in calls] == ["editMessageText", "sendMessage"]
    (again,) = messages(await alice.edits(SHOT_DOWN))
    assert int(again.values["message_id"]) == telegram.last


async def test_the_answer_is_found_again_by_another_process(
    alice: Reader, desk: Desk, telegram: Telegram
):
    await alice.says(DESPAIR)
    assert desk.answer_to(alice.id, alice.said) == telegram.last


@pytest.mark.usefixtures("hesitant")
async def test_a_choice_leads_to_the_whole_answer_and_none_of_these_is_heard(alice: Reader):
    offer = await answer_to(alice, VAGUE)
    options = [label for label, data in offer.buttons if data.startswith("choose:")]
    assert 1 < len(options) <= 4
    (taken,) = messages(await alice.presses(offer, options[0]))
    assert any(data.startswith("unhelpful:") for _, data in taken.buttons)
    label = next(label for label, data in offer.buttons if is_none(data))
    calls = await alice.presses(offer, label)
    (left,) = [call for call in calls if call.method == "editMessageReplyMarkup"]
    assert not any(is_none(data) for _, data in left.buttons)
    (sorry,) = messages(calls)
    assert "other words" in sorry.text


async def test_a_judged_answer_is_thanked_for_and_loses_the_question(alice: Reader):
    answer = await answer_to(alice, SHOT_DOWN)
    data = next(data for _, data in answer.buttons if data.startswith("unhelpful:"))
    calls = await alice.presses(answer, data=data)
    assert calls[0].method == "answerCallbackQuery"
    assert calls[0].text
    assert len(messages(calls)) == 1  # what is wrong is asked for
    (left,) = [call for call in calls if call.method == "editMessageReplyMarkup"]
    names = {data.partition(":")[0] for _, data in left.buttons}
    assert "unhelpful" not in names
    assert {"noted", "others"} <= names
    assert "✓ Not what I asked" in [label for label, _ in left.buttons]
    (again,) = await alice.presses(left, "✓ Not what I asked")
    assert again.method == "answerCallbackQuery"


async def test_a_button_pressed_twice_does_no_harm(alice: Reader, telegram: Telegram):
    answer = await answer_to(alice, SHOT_DOWN)
    data = next(data for _, data in answer.buttons if data.startswith("unhelpful:"))
    telegram.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
    telegram.fail("editMessageReplyMarkup", 400, "Bad Request: message is not modified")
    assert len(messages(await alice.presses(answer, data=data))) == 1  # what is wrong


@pytest.mark.parametrize(
    "data", ["source:no-such-statement", "no-such-button:x", ":", "choose:gone~0123456789"]
)
async def test_a_button_that_leads_nowhere_says_so(alice: Reader, data):
    answer = await answer_to(alice, SHOT_DOWN)
    assert "no longer" in await alice.told_by_pressing(answer, data=data)


@pytest.mark.parametrize("data", ["helpful:999999", "ask:99", "none:"])
async def test_a_forged_button_is_only_acknowledged(alice: Reader, data):
    answer = await answer_to(alice, SHOT_DOWN)
    calls = await alice.presses(answer, data=data)
    assert calls[0].method == "answerCallbackQuery"
    assert "wrong" not in "".join(call.text for call in calls)


async def test_a_button_of_a_message_that_telegram_has_forgotten_still_works(alice: Reader):
    answer = await answer_to(alice, SHOT_DOWN)
    (source,) = messages(await alice.presses(answer, data="source:mod-130-drones", stale=True))
    assert "10" in source.text
    ask = await alice.presses(answer, data="ask:1", stale=True)
    assert not messages(ask)


async def test_example_questions_are_asked_by_their_label(alice: Reader):
    (welcome,) = messages(await alice.says("/start"))
    label, _ = welcome.buttons[0]
    (answer,) = messages(await alice.presses(welcome, label))
    assert answer.text


@pytest.mark.parametrize(
    "text", ["🔥", "<b>&\"'</b>", "дрон " * 800, "a" * 4096, "?", "\ud83d broken", "/<b>"]
)
async def test_whatever_is_written_gets_a_message_that_telegram_takes(alice: Reader, text):
    for told in messages(await alice.says(text)):
        assert 0 < len(told.text) <= LIMIT * 2
        assert "went wrong" not in told.text


@pytest.mark.parametrize("language", ["ru", "uk"])
async def test_a_question_is_answered_in_its_language(
    application: App, telegram: Telegram, language
):
    olha = Reader(application, telegram, id=50, language=language)
    question = {"ru": "Кто назвал это жестом отчаяния?", "uk": "Скільки дронів збили 14 грудня?"}
    answer = await answer_to(olha, question[language])
    assert "according to" not in answer.text


async def test_a_chosen_language_holds_for_every_answer(application: App, telegram: Telegram):
    bob = Reader(application, telegram, id=51)
    (offer,) = messages(await bob.says("/language"))
    (chosen,) = messages(await bob.presses(offer, "Українська"))
    assert "українською" in chosen.text
    answer = await answer_to(bob, SHOT_DOWN)
    assert "according to" not in answer.text
    assert "130" in answer.text


async def test_groups_are_not_answered_unless_they_address_the_bot(
    application: App, telegram: Telegram
):
    group = Reader(application, telegram, id=-100, chat_type="supergroup")
    assert await group.says(SHOT_DOWN) == []
    assert await group.says("/start@other_bot") == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/start", ["Ask me"]),
        ("/help", ["/incidents", "/about", "/privacy"]),
        ("/help@accordingto_bot", ["/incidents"]),
        ("/HELP", ["/incidents"]),
        ("/incidents", ["Moscow"]),
        ("/incident", ["Moscow"]),
        ("/incident moscow-attack-dec-15", ["21"]),
        ("/speakers", ["Who says how much"]),
        ("/timeline", ["Timeline"]),
        ("/about", ["Year", "Anonymous"]),
        ("/status", ["28 statements", "4 incidents"]),
        ("/privacy", ["language that you chose"]),
        ("/language", ["language"]),
        ("/language українська", ["українською"]),
        ("/language klingon", ["Українська"]),
        ("/ask", ["Ask me"]),
        ("/ask What happened in Moscow?", ["Moscow"]),
        ("/post What happened in Moscow?", ["/help"]),
        ("/frobnicate", ["/help"]),
        ("/" + "x" * 32, ["/help"]),
        ("/incident nothing-of-that-name", ["/incidents"]),
    ],
)
async def test_every_command_opens_its_page(application: App, telegram: Telegram, command, words):
    reader = Reader(application, telegram, id=60 + abs(hash(command)) % 1000)
    calls = await reader.says(command)
    page = " ".join(call.text or call.values.get("caption", "") for call in calls)
    for word in words:
        assert word in page


@pytest.mark.parametrize("language", ["ru", "uk", "ru-RU"])
async def test_pages_speak_the_readers_language(application: App, telegram: Telegram, language):
    reader = Reader(application, telegram, id=70, language=language)
    for command in readers():
        calls = await reader.says(f"/{command.name}")
        text = "".join(call.text or call.values.get("caption", "") for call in calls)
        assert any("а" <= letter <= "я" for letter in text.casefold()), command.name


@pytest.mark.parametrize("language", ["", "de", "xx-YY"])
async def test_who_speaks_another_language_gets_english(
    application: App, telegram: Telegram, language
):
    reader = Reader(application, telegram, id=71, language=language)
    (page,) = messages(await reader.says("/start"))
    assert "Ask me" in page.text


FILE = {"file_id": "1", "file_unique_id": "1"}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"photo": [FILE | {"width": 1, "height": 1}]}, "read text"),
        ({"voice": FILE | {"duration": 1}}, "listen"),
        ({"video_note": FILE | {"length": 1, "duration": 1}}, "listen"),
        ({"document": FILE}, "read text"),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, "read text"),
        ({"dice": {"emoji": "🎲", "value": 1}}, "read text"),
    ],
)
async def test_what_is_not_text_is_told_to_type(alice: Reader, content, word):
    (told,) = messages(await alice.sends(**content))
    assert word in told.text
    assert "reply_parameters" in told.values


async def test_what_telegram_itself_says_in_a_chat_is_not_answered(alice: Reader):
    assert await alice.sends(pinned_message=alice.message(1, "x")) == []


async def test_a_question_is_remembered_once_whether_or_not_its_answer_can_be_sent(
    alice: Reader, telegram: Telegram, desk: Desk
):
    refused, taken = "Who called it a gesture of despair, 1?", "Who called it a gesture, 2?"
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await alice.says(refused)
    await alice.says(taken)
    asked = [each.text for each in desk.store.questions.listed()]
    assert (asked.count(refused), asked.count(taken)) == (1, 1)
