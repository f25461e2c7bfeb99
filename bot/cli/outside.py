"""What `status` asks of others: Telegram, and the workers that run."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import httpx
from prometheus_client.parser import text_string_to_metric_families
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.logs import redacted, spelled
from bot.settings import Settings
from knowledge.model import RefusedInput

PATIENCE = 5.0
"""Seconds to wait for an answer."""

PREFIX = "accordingto_"

TOLD = (
    "index_lag_revisions",
    "waiting_updates",
    "dead_letters",
    "leading",
    "telegram_heard_seconds",
)
"""Numbers of a worker that are shown."""


def telegram_state(settings: Settings) -> dict[str, Any]:
    """The bot as Telegram knows it: its webhook and its privacy mode; empty without a token."""
    try:
        token = settings.bot_token()
    except RefusedInput:
        return {}
    return asyncio.run(_telegram(settings, token))


def workers_state(settings: Settings) -> list[dict[str, Any]]:
    """The numbers of the workers of this machine, where the settings say that they are shown."""
    if settings.metrics_address is None:
        return []
    host, port = settings.metrics_address
    found = []
    for number in range(port, port + settings.workers):
        address = f"{host}:{number}"
        try:
            page = httpx.get(f"http://{address}/metrics", timeout=PATIENCE, trust_env=False).text
        except httpx.HTTPError:
            continue
        samples = {
            sample.name.removeprefix(PREFIX): sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }
        found.append({"at": address, **{name: samples[name] for name in TOLD if name in samples}})
    return found


async def _telegram(settings: Settings, token: str) -> dict[str, Any]:
    request = HTTPXRequest(connect_timeout=PATIENCE, read_timeout=PATIENCE)
    bot = Bot(
        token, settings.telegram_base_url, settings.telegram_base_file_url,
        request=request, get_updates_request=request,
    )  # fmt: skip
    try:
        async with bot:
            webhook = await bot.get_webhook_info()
            me = bot.bot
    except TelegramError as error:
        told = redacted(str(error), spelled(settings.secrets()))
        return {"telegram": f"does not answer: {told}"}
    state: dict[str, Any] = {
        "telegram": f"@{me.username}",
        "privacy_mode": "off" if me.can_read_all_group_messages else "on",
        "webhook": urlsplit(webhook.url).netloc or "none: polling",
        "waiting_at_telegram": webhook.pending_update_count,
    }
    if webhook.last_error_message:
        state["last_webhook_error"] = webhook.last_error_message
    return state
