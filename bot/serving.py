"""The bot at work: from the first greeting of Telegram to a clean stop."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from telegram import BotCommand, WebhookInfo
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.pacing import seconds_of
from bot.settings import PREFIX, Settings
from handlers.context import App
from handlers.curating.telling import Teller
from handlers.menu import commands
from handlers.register import UPDATES
from knowledge.model import Language, RefusedInput

log = logging.getLogger(__name__)

T = TypeVar("T")

POLL = timedelta(seconds=25)
"""How long Telegram holds a request for updates when there is none."""

LONGEST_PAUSE = 10.0
"""Seconds between two attempts to reach Telegram at the start, at most."""


async def serve(
    application: App, settings: Settings, stop: asyncio.Event, *, force: bool = False
) -> None:
    """Answer until `stop` is set, then finish what has begun.

    Args:
        application: with its handlers.
        settings: say whether to poll or to listen for a webhook.
        stop: ends the work.
        force: poll even where a webhook is set, which ends the webhook.

    Raises:
        RefusedInput: Telegram refuses the token, or a webhook is set and `force` is not.
    """
    if not await _greeted(application, stop):
        return
    try:
        if not settings.webhook_url and not force:
            await _refuse_webhook(application, stop)
        await application.start()
        try:
            await _listen(application, settings)
            greeting = asyncio.create_task(tell_commands(application))
            teller = Teller(application)
            application.bot_data.wake = teller.wanted.set
            telling = asyncio.create_task(teller.run())
            log.info("answering as @%s", application.bot.username)
            await stop.wait()
            log.info("stopping: what has begun is finished first")
            greeting.cancel()
            telling.cancel()
        finally:
            if application.updater is not None and application.updater.running:
                await application.updater.stop()
            await application.stop()
    finally:
        await application.shutdown()
        log.info("stopped")


@contextmanager
def stop_signals(stop: asyncio.Event) -> Iterator[None]:
    """Let SIGTERM and Ctrl-C set the event; for use inside the running loop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def tell_commands(application: App) -> None:
    """Fill the menu of commands in every language; without it the bot works as well."""
    for language in Language:
        try:
            await application.bot.set_my_commands(
                [BotCommand(command.name, command.summary) for command in commands(language)],
                language_code=None if language is Language.EN else language.value,
            )
        except TelegramError as error:
            log.warning("the menu of commands could not be set: %s", error)
            return


async def _greeted(application: App, stop: asyncio.Event) -> bool:
    """Reach Telegram for the first time, however long that takes; False when told to stop."""
    try:
        await _until_reached(application.initialize, stop)
    except InvalidToken:
        raise RefusedInput(
            f"Telegram refuses the bot token: check {PREFIX}TELEGRAM_TOKEN, or get a new one "
            "from @BotFather."
        ) from None
    return not stop.is_set()


async def _refuse_webhook(application: App, stop: asyncio.Event) -> None:
    info: WebhookInfo | None = await _until_reached(application.bot.get_webhook_info, stop)
    if info is not None and info.url:
        host = urlsplit(info.url).netloc
        raise RefusedInput(
            f"A webhook at {host} is set for this bot, so another process may be answering: stop "
            "that one, or start with --force to end its webhook."
        )


async def _until_reached(call: Callable[[], Awaitable[T]], stop: asyncio.Event) -> T | None:
    pause = 0.5
    while not stop.is_set():
        try:
            return await call()
        except InvalidToken:
            raise
        except RetryAfter as error:
            pause = seconds_of(error)
            log.warning("Telegram asks to wait %.0f s", pause)
        except NetworkError as error:
            pause = min(pause * 2, LONGEST_PAUSE)
            log.warning("Telegram cannot be reached, next try in %.0f s: %s", pause, error)
        await _pause(pause, stop)
    return None


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def _listen(application: App, settings: Settings) -> None:
    """Begin to take updates, by webhook where one is configured, else by polling."""
    updater = application.updater
    if updater is None:  # pragma: no cover  # our builder always makes one
        raise AssertionError("the application has no updater")
    if settings.webhook_url:
        host, port = settings.address_and_port
        await updater.start_webhook(
            listen=host,
            port=port,
            url_path=urlsplit(settings.webhook_url).path.strip("/"),
            webhook_url=settings.webhook_url,
            secret_token=settings.webhook_secret_token(),
            allowed_updates=UPDATES,
            bootstrap_retries=-1,
        )
        return
    await updater.start_polling(
        timeout=POLL,
        allowed_updates=UPDATES,
        bootstrap_retries=-1,
        error_callback=_poll_failed,
    )


def _poll_failed(error: TelegramError) -> None:
    log.warning("no updates for the moment: %s", error)
