"""The Bot API server of the tests is strict about messages, as Telegram is."""

from typing import Any

import httpx
import pytest

from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader
from tests.e2e.loopback import Loopback
from tests.e2e.raw import RawBot

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def test_a_bot_knows_itself_and_a_wrong_token_is_not_let_in(server: BotServer, call: RawBot):
    assert call("getMe")["result"]["is_bot"]
    for token, status in (("7:wrong", 401), ("nonsense", 404)):
        answer = httpx.get(f"{server.base_url}{token}/getMe", trust_env=False)
        assert answer.status_code == answer.json()["error_code"] == status


def test_an_unknown_method_is_404_and_an_unknown_parameter_a_mistake(
    driver: Loopback, call: RawBot, alice: Conversation
):
    assert call("sendTelepathy")["error_code"] == 404
    call.send(alice.chat, colour="red")
    assert driver.mistakes() == [
        "sendTelepathy: 404 Not Found",
        "sendMessage: unknown parameter colour",
    ]


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("<b>a</b> &lt;&amp;&#39;", "a <&'", [("bold", 0, 1)]),
        ("😀<i>я</i>", "😀я", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler><s></s>", "x", [("spoiler", 0, 1)]),
        ("a & b", "a & b", []),
    ],
)
def test_markup_becomes_text_and_entities(
    call: RawBot, alice: Conversation, markup: str, text: str, entities: list[Any]
):
    message = call.send(alice.chat, markup, parse_mode="HTML")
    assert message["text"] == text
    found = [(e["type"], e["offset"], e["length"]) for e in message.get("entities", [])]
    assert found == entities


@pytest.mark.parametrize(
    "markup",
    ["<b>a", "a</b>", "<b><i>a</b></i>", "<script>a</script>", "1 < 2", "<b class='x'>a</b>"],
)
def test_markup_that_telegram_would_refuse_is_refused(
    call: RawBot, alice: Conversation, markup: str
):
    answer = call("sendMessage", chat_id=alice.chat, text=markup, parse_mode="HTML")
    assert answer["error_code"] == 400
    assert answer["description"].startswith("Bad Request: can't parse entities: ")


def test_lengths_count_after_the_markup_is_gone(call: RawBot, alice: Conversation):
    call.send(alice.chat, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    long = call("sendMessage", chat_id=alice.chat, text="x" * 4097)
    assert long["description"] == "Bad Request: message is too long"
    for nothing in ("", "  \n", "<b></b>"):
        empty = call("sendMessage", chat_id=alice.chat, text=nothing, parse_mode="HTML")
        assert empty["description"] == "Bad Request: message text is empty"


@pytest.mark.parametrize(
    ("button", "accepted"),
    [
        ({"text": "a", "callback_data": "x" * 64}, True),
        ({"text": "a", "callback_data": "я" * 33}, False),
        ({"text": "a", "callback_data": ""}, False),
        ({"text": "", "callback_data": "x"}, False),
        ({"text": "a"}, False),
        ({"text": "a", "url": "https://example.org"}, True),
        ({"text": "a", "url": "somewhere"}, False),
        ({"text": "a", "callback_data": "x", "url": "https://example.org"}, False),
    ],
)
def test_a_button_has_a_text_and_one_action_within_its_bounds(
    call: RawBot, alice: Conversation, button: dict[str, str], accepted: bool
):
    keyboard = {"inline_keyboard": [[button]]}
    answer = call("sendMessage", chat_id=alice.chat, text="a", reply_markup=keyboard)
    assert answer["ok"] is accepted


def test_an_edit_must_change_something_of_a_message_of_the_bot(call: RawBot, alice: Conversation):
    message = {"chat_id": alice.chat, "message_id": call.send(alice.chat)["message_id"]}
    assert call("editMessageText", **message, text="other")["result"]["text"] == "other"
    same = call("editMessageText", **message, text="other")
    assert same["description"].startswith("Bad Request: message is not modified")
    missing = call("editMessageText", chat_id=alice.chat, message_id=999, text="x")
    assert missing["description"] == "Bad Request: message to edit not found"
    theirs = call("editMessageText", chat_id=alice.chat, message_id=1, text="x")
    assert theirs["description"] == "Bad Request: message can't be edited"
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    marked = call("editMessageReplyMarkup", **message, reply_markup=keyboard)
    assert marked["result"]["reply_markup"] == keyboard
    bare = call("editMessageText", **message, text="third")
    assert "reply_markup" not in bare["result"]
    assert call("deleteMessage", **message)["result"]
    assert call("deleteMessage", **message)["error_code"] == 400


def test_nobody_is_written_to_who_does_not_want_it(
    driver: Loopback, call: RawBot, alice: Conversation
):
    stranger = reader(driver, "Bob")
    first = call("sendMessage", chat_id=stranger.chat, text="hi")
    assert first["description"] == "Forbidden: bot can't initiate conversation with a user"
    driver.block(alice.chat, True)
    answer = call("sendMessage", chat_id=alice.chat, text="hi")
    assert (answer["error_code"], answer["description"]) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    nowhere = call("sendMessage", chat_id=12345, text="hi")
    assert nowhere["description"] == "Bad Request: chat not found"
    alice.say("/start")
    assert call.send(alice.chat)["chat"]["id"] == alice.chat
    kinds = [set(u) - {"update_id"} for u in call("getUpdates")["result"]]
    assert kinds == [{"message"}, {"my_chat_member"}, {"my_chat_member"}, {"message"}]


def test_a_press_is_answered_once(driver: Loopback, call: RawBot, alice: Conversation):
    keyboard = {"inline_keyboard": [[{"text": "Source", "callback_data": "s:1"}]]}
    message = call.send(alice.chat, reply_markup=keyboard)
    callback = driver.press(alice.chat, alice.chat, message["message_id"], "s:1")
    query = call("getUpdates", offset=-1)["result"][0]["callback_query"]
    assert (query["id"], query["data"]) == (callback, "s:1")
    too_much = call("answerCallbackQuery", callback_query_id=callback, text="x" * 201)
    assert too_much["error_code"] == 400
    assert driver.notice(callback) is None
    assert call("answerCallbackQuery", callback_query_id=callback, text="done")["result"]
    assert driver.notice(callback) == "done"
    again = call("answerCallbackQuery", callback_query_id=callback)
    assert again["description"].startswith("Bad Request: query is too old")


def test_files_go_both_ways(server: BotServer, driver: Loopback, call: RawBot, alice: Conversation):
    photo = call.upload("sendPhoto", {"photo": ("a.png", PNG)}, chat_id=alice.chat, caption="a")
    assert photo["result"]["caption"] == "a"
    attached = {"chat_id": alice.chat, "document": "attach://part"}
    assert call.upload("sendDocument", {"part": ("a.csv", b"a;b")}, **attached)["ok"]
    no_image = call.upload("sendPhoto", {"photo": ("a.png", b"text")}, chat_id=alice.chat)
    assert no_image["error_code"] == 400
    long = call.upload(
        "sendPhoto", {"photo": ("a.png", PNG)}, chat_id=alice.chat, caption="x" * 1025
    )
    assert long["description"] == "Bad Request: message caption is too long"
    driver.attach(alice.chat, alice.chat, "document", b"some text", "")
    document = call("getUpdates", offset=-1)["result"][0]["message"]["document"]
    path = call("getFile", file_id=document["file_id"])["result"]["file_path"]
    file = httpx.get(f"{server.base_file_url}{server.token}/{path}", trust_env=False)
    assert file.content == b"some text"
    assert call("getFile", file_id="nothing")["error_code"] == 400
