"""What the operator is told of Telegram and of the workers that run."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.cli.outside import telegram_state, workers_state
from bot.metrics import Metrics
from bot.settings import Settings
from tests.e2e.botserver import BotServer

TOKEN = "7000000001:status_test-token-AAAAAAAAAAAAAAAAAAAAA"  # served on loopback only


@pytest.fixture
def server() -> Iterator[BotServer]:
    running = BotServer(TOKEN)
    yield running
    running.stop()


def settings(server: BotServer) -> Settings:
    return Settings(
        _env_file=None, telegram_token=SecretStr(TOKEN), telegram_base_url=server.base_url
    )


def test_the_webhook_and_the_privacy_mode_are_told(server):
    told = telegram_state(settings(server))
    assert told["webhook"] == "none: polling"
    assert told["privacy_mode"] == "on"
    assert told["waiting_at_telegram"] == 0
    hook = server.api.webhook

    def fail() -> None:
        hook.set("https://example.org/hook", "", 40)
        hook.last_error, hook.last_error_date = "Wrong response: 503", 1

    server.call(fail)
    told = telegram_state(settings(server))
    assert told["webhook"] == "example.org"
    assert told["last_webhook_error"] == "Wrong response: 503"


def test_without_a_token_nothing_is_asked_and_silence_is_told(server):
    assert telegram_state(Settings(_env_file=None)) == {}
    server.go_away()
    told = telegram_state(settings(server))
    server.come_back()
    assert told["telegram"].startswith("does not answer")


def test_the_numbers_of_running_workers_are_told(unused_port):
    metrics = Metrics()
    metrics.index_lag.set(3)
    shown = Settings(_env_file=None, metrics=f"127.0.0.1:{unused_port}", workers=2)
    with metrics.shown_at(shown.metrics_address):
        (worker,) = workers_state(shown)
    assert worker["at"] == f"127.0.0.1:{unused_port}"
    assert worker["index_lag_revisions"] == 3
    assert workers_state(shown) == []
    assert workers_state(Settings(_env_file=None)) == []
