"""The Bot API server of the tests delivers updates, and fails to, as Telegram does."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.raw import RawBot


def test_updates_come_again_until_they_are_acknowledged(call: RawBot, alice: Conversation):
    alice.say("one")
    alice.say("two")
    first = call("getUpdates")["result"]
    assert [u["message"]["text"] for u in first] == ["/start", "one", "two"]
    assert call("getUpdates")["result"] == first
    assert call("getUpdates", limit=1)["result"] == first[:1]
    assert call("getUpdates", offset=first[1]["update_id"])["result"] == first[1:]
    assert call("getUpdates", offset=first[2]["update_id"] + 1)["result"] == []


def test_a_long_poll_waits_for_what_comes(call: RawBot, alice: Conversation):
    last = call("getUpdates")["result"][-1]["update_id"]
    threading.Timer(0.3, lambda: alice.say("late")).start()
    began = time.monotonic()
    updates = call("getUpdates", offset=last + 1, timeout=4)["result"]
    assert [u["message"]["text"] for u in updates] == ["late"]
    assert 0.2 < time.monotonic() - began < 3
    empty = call("getUpdates", offset=updates[0]["update_id"] + 1, timeout=0)
    assert empty["result"] == []


def test_kinds_that_were_not_asked_for_do_not_come(
    driver: Loopback, call: RawBot, alice: Conversation
):
    call("getUpdates", offset=-1, allowed_updates=["callback_query"])
    waiting = driver.waiting()
    alice.say("unheard")
    assert driver.waiting() == waiting


def test_a_second_poller_ends_the_first(server: BotServer, driver: Loopback, call: RawBot):
    answers: list[dict[str, Any]] = []

    def poll() -> None:
        answers.append(
            httpx.get(
                f"{server.base_url}{server.token}/getUpdates", params={"timeout": 9}, timeout=15
            ).json()
        )

    first = threading.Thread(target=poll)
    first.start()
    wait_for(driver.polling, "the first poll")
    assert call("getUpdates")["ok"]
    first.join(60)
    assert answers[0]["error_code"] == 409


def test_polling_and_a_webhook_exclude_each_other(call: RawBot):
    assert call("setWebhook", url="http://example.org")["error_code"] == 400
    assert call("setWebhook", url="http://127.0.0.1:9/hook")["result"]
    assert call("getWebhookInfo")["result"]["url"] == "http://127.0.0.1:9/hook"
    assert call("getUpdates")["error_code"] == 409
    assert call("deleteWebhook")["result"]
    assert call("getUpdates")["ok"]


def test_a_webhook_is_tried_again_with_its_secret_and_in_the_order_of_the_chat(
    call: RawBot, alice: Conversation
):
    came: list[tuple[str | None, dict[str, Any]]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            came.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
            self.send_response(500 if len(came) == 1 else 200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Print nothing."""

    with HTTPServer(("127.0.0.1", 0), Hook) as hook:
        threading.Thread(target=hook.serve_forever, daemon=True).start()
        secret = {"secret_token": "s-1"}
        call("setWebhook", url=f"http://127.0.0.1:{hook.server_port}/", **secret)
        alice.say("second")
        wait_for(lambda: len(came) == 3, "three deliveries")
        info = wait_for(
            lambda: (i := call("getWebhookInfo")["result"])["pending_update_count"] == 0 and i,
            "nothing pending",
        )
        hook.shutdown()
    assert [secret for secret, _ in came] == ["s-1"] * 3
    assert [b["message"]["text"] for _, b in came] == ["/start", "/start", "second"]
    assert "500" in info["last_error_message"]


def test_bad_weather_happens_as_often_as_it_was_ordered_and_blames_nobody(
    driver: Loopback, call: RawBot, alice: Conversation
):
    driver.fault("sendMessage", "flood", seconds=3)
    driver.fault("sendMessage", "status", times=2)
    driver.fault("*", "drop")
    driver.fault("sendMessage", "drop_after")
    hello = {"chat_id": alice.chat, "text": "hello"}
    flooded = call("sendMessage", **hello)
    assert (flooded["error_code"], flooded["parameters"]) == (429, {"retry_after": 3})
    assert [call("sendMessage", **hello)["error_code"] for _ in range(2)] == [502, 502]
    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            call("sendMessage", **hello)
    assert len(alice.replies()) == 1
    driver.fault("sendMessage", "delay", seconds=0.4)
    began = time.monotonic()
    assert call("sendMessage", **hello)["ok"]
    assert time.monotonic() - began >= 0.4
    assert driver.mistakes() == []
    assert len(driver.calls("sendMessage")) == 6


def test_the_flood_limits_hold_when_they_are_on(
    server: BotServer, driver: Loopback, call: RawBot, alice: Conversation
):
    server.api.flood.on = True
    call.send(alice.chat)
    second = call("sendMessage", chat_id=alice.chat, text="too soon")
    assert second["error_code"] == 429
    assert second["parameters"]["retry_after"] >= 1
    assert len(driver.mistakes()) == 1
    time.sleep(second["parameters"]["retry_after"])
    call.send(alice.chat)


def test_a_server_that_was_away_comes_back_on_its_port_with_its_updates(
    server: BotServer, driver: Loopback, call: RawBot, alice: Conversation
):
    with driver.away():
        with pytest.raises(httpx.ConnectError):
            httpx.get(server.base_url, trust_env=False)
        alice.say("are you there?")
    updates = call("getUpdates")["result"]
    assert [u["message"]["text"] for u in updates] == ["/start", "are you there?"]
