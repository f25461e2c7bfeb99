"""Statements with ids too long for a button are reached all the same."""

import json

import pytest

from bot.app import OPERATOR, desk_of, store_of, telegram_application
from bot.settings import Settings
from knowledge.interchange import read
from tests.handlers.telegram import Reader, Telegram, messages

pytestmark = pytest.mark.anyio

LONG = "-".join(["the-governor-of-the-bank-holds-the-rate"] * 4)


@pytest.fixture
def long_desk(settings: Settings, tmp_path):
    file = tmp_path / "long.jsonl"
    lines = [
        {"id": LONG + end, "claim": f"The {what} of the bank stays", "speaker": "Ann Doe, governor"}
        for end, what in (("-1", "interest rate"), ("-2", "old bridge"), ("-3", "blue door"))
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    url = f"sqlite:///{tmp_path / 'long.db'}"
    with store_of(settings, url) as store:
        store.bulk.load(read(file), OPERATOR, "for the test")
    with desk_of(settings, url) as desk:
        yield desk


async def test_a_button_with_a_shortened_id_leads_to_its_statement(settings, long_desk):
    telegram = Telegram()
    application = telegram_application(settings, "123456:ABC", long_desk, request=telegram)
    async with application:
        reader = Reader(application, telegram)
        (answer,) = messages(await reader.says("What does Ann Doe say about the blue door?"))
        source = next(data for _, data in answer.buttons if data.startswith("follow-statement:"))
        assert "~" in source
        assert len(source.encode()) <= 64
        calls = await reader.presses(answer, data=source)
        assert "no longer" not in calls[0].text
        assert "tell you" in calls[0].text
