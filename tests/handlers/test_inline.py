"""Look-ups in any chat, guests, and the links that lead to the private chat."""

import json

import pytest

from handlers.context import App
from knowledge.answering.compose.outcome_messages import nothing_found
from knowledge.domain import Language
from tests.handlers.telegram import Reader, Telegram, messages

pytestmark = pytest.mark.anyio

SHOT_DOWN = "How many drones were shot down on the night of December 14?"


async def test_results_name_the_speaker_and_the_worst_caveat(alice: Reader):
    answer = await alice.looks_up(SHOT_DOWN)
    first, *_ = json.loads(answer.values["results"])
    assert first["title"].startswith("130 Ukrainian drones")
    assert first["description"].startswith("Russian Ministry of Defense · party to the matter")
    content = first["input_message_content"]
    assert content["parse_mode"] == "HTML"
    assert "Source:" in content["message_text"]
    assert "start=s_mod-130-drones" in str(first["reply_markup"])


async def test_without_words_the_latest_incidents_are_shown(alice: Reader):
    answer = await alice.looks_up("")
    assert len(json.loads(answer.values["results"])) == 4


@pytest.mark.parametrize("typed", ["🙂" * 256, "zxqv wvutq", "capital of australia"])
async def test_where_there_is_nothing_the_private_chat_is_offered(alice: Reader, typed: str):
    answer = await alice.looks_up(typed)
    assert json.loads(answer.values["results"]) == []
    button = json.loads(answer.values["button"])
    assert button["start_parameter"] == "ask"
    assert "Nothing on that" in button["text"]


async def test_half_a_word_does_not_empty_the_results(alice: Reader):
    answer = await alice.looks_up(f"{SHOT_DOWN[:-1]} xq")
    assert json.loads(answer.values["results"])


async def test_an_answer_that_is_too_late_is_let_go(alice: Reader, telegram: Telegram):
    telegram.fail("answerInlineQuery", 400, "Bad Request: query is too old")
    await alice.looks_up("drones")
    telegram.fail("answerGuestQuery", 400, "Bad Request: query is too old")
    guest = alice.message(1, f"@accordingto_bot {SHOT_DOWN}") | {"guest_query_id": "g"}
    assert not messages(await alice.update(guest_message=guest))


@pytest.mark.parametrize(
    ("question", "word"),
    [
        (SHOT_DOWN, "130 Ukrainian drones"),
        ("What is the capital of Australia?", nothing_found(Language.EN)),
    ],
)
async def test_a_guest_is_answered_where_the_bot_is_not(alice: Reader, question: str, word: str):
    guest = alice.message(1, f"@accordingto_bot {question}") | {"guest_query_id": "g"}
    (answer,) = await alice.update(guest_message=guest)
    assert answer.method == "answerGuestQuery"
    result = json.loads(answer.values["result"])
    assert word in result["input_message_content"]["message_text"]


async def test_a_link_opens_the_full_answer(alice: Reader):
    (answer,) = messages(await alice.says("/start s_mod-130-drones"))
    assert "130 Ukrainian drones" in answer.text
    (gone,) = messages(await alice.says("/start s_nothing-of-that"))
    assert "no longer" in gone.text
    (welcome,) = messages(await alice.says("/start ask"))
    assert welcome.buttons


@pytest.mark.parametrize("parameter", ["b_!!", "h_00", "b_", "s_"])
async def test_a_broken_link_does_no_harm(alice: Reader, parameter: str):
    (told,) = messages(await alice.says(f"/start {parameter}"))
    assert told.text


async def test_the_readers_language_holds_in_look_ups(application: App, telegram: Telegram):
    olha = Reader(application, telegram, id=61, language="uk")
    first, *_ = json.loads((await olha.looks_up("")).values["results"])
    assert any("а" <= letter <= "я" for letter in first["title"].casefold())
