"""The Bot API server of the tests knows groups, channels, inline mode and the bot's profile."""

from typing import Any

from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation
from tests.e2e.loopback import Loopback
from tests.e2e.raw import RawBot


def test_commands_and_descriptions_keep_to_their_bounds(call: RawBot):
    good = [{"command": "start", "description": "begin"}]
    assert call("setMyCommands", commands=good, language_code="ru")["result"]
    assert call("getMyCommands", language_code="ru")["result"] == good
    assert call("getMyCommands")["result"] == []
    for command, description in (("Start!", "x"), ("start", ""), ("x" * 33, "x")):
        bad = [{"command": command, "description": description}]
        assert call("setMyCommands", commands=bad)["error_code"] == 400
    assert call("setMyDescription", description="x" * 512)["result"]
    assert call("getMyDescription")["result"]["description"] == "x" * 512
    assert call("setMyShortDescription", short_description="x" * 121)["error_code"] == 400


def test_a_group_in_privacy_mode_shows_only_what_is_meant_for_the_bot(
    driver: Loopback, call: RawBot, alice: Conversation
):
    chat = driver.add_chat("supergroup", "Desk", [alice.chat], "member")
    desk = Conversation(driver, chat, alice.chat)
    call("getUpdates", offset=-1)
    mine = call("sendMessage", chat_id=chat, text="I am here")["result"]["message_id"]
    for text in ("chatter", "/ask@other_bot who", "/ask who", "/ask@AccordingTo_bot when"):
        desk.say(text)
    driver.write(alice.chat, chat, "a reply", mine)
    heard = [u["message"]["text"] for u in call("getUpdates")["result"] if "message" in u]
    assert heard[-3:] == ["/ask who", "/ask@AccordingTo_bot when", "a reply"]
    assert "chatter" not in heard
    answer = call("sendMessage", chat_id=chat, text="x", reply_parameters={"message_id": 777})
    assert answer["description"] == "Bad Request: message to be replied not found"
    managers = call("getChatAdministrators", chat_id=chat)["result"]
    assert [(m["user"]["id"], m["status"]) for m in managers] == [(alice.chat, "creator")]
    asked = {"chat_id": chat, "user_id": alice.chat}
    assert call("getChatMember", **asked)["result"]["status"] == "creator"
    assert call("getChat", chat_id=chat)["result"]["title"] == "Desk"


def test_a_channel_is_written_to_by_its_admins_only(
    driver: Loopback, call: RawBot, alice: Conversation
):
    closed = driver.add_chat("channel", "Closed", [alice.chat], "member")
    assert call("sendMessage", chat_id=closed, text="x")["error_code"] == 400
    news = driver.add_chat("channel", "News", [alice.chat], "administrator")
    Conversation(driver, news, None).say("/ask who")
    post = call("getUpdates", offset=-1)["result"][0]["channel_post"]
    assert (post["text"], post["sender_chat"]["title"]) == ("/ask who", "News")
    assert call("sendMessage", chat_id=news, text="x")["ok"]


def test_inline_results_are_whole_and_at_most_fifty(
    server: BotServer, call: RawBot, alice: Conversation
):
    def article(number: int, text: str = "x") -> dict[str, Any]:
        content = {"message_text": text, "parse_mode": "HTML"}
        return {
            "type": "article",
            "id": str(number),
            "title": "t",
            "input_message_content": content,
        }

    people = server.api.people
    query = server.call(lambda: people.look_up(alice.chat, "drone"))
    for results in (
        [article(n) for n in range(51)],
        [article(1), article(1)],
        [article(1, "<b>")],
        [article(1, "")],
        [{"type": "article", "id": "1", "title": ""}],
    ):
        answer = call("answerInlineQuery", inline_query_id=query, results=results)
        assert answer["error_code"] == 400
    assert call("answerInlineQuery", inline_query_id=query, results=[article(1)])["result"]
    server.call(lambda: people.choose(alice.chat, query, 0, alice.chat))
    chosen = call("getUpdates", offset=-1)["result"][0]["chosen_inline_result"]
    edited = call("editMessageText", inline_message_id=chosen["inline_message_id"], text="new")
    assert edited["result"] is True
    assert alice.all()[-1].text == "new"
