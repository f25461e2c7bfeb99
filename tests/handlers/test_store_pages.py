"""Commands, and messages that are not text."""

import pytest

from handlers.commands import readers
from handlers.context import App
from tests.handlers.telegram import Reader, Telegram, messages

pytestmark = pytest.mark.anyio


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
    assert await alice.sends(pinned_message=alice._message(1, "x")) == []
