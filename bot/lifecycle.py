"""The bot at work: from the first greeting of Telegram to a clean stop."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from telegram import BotCommand, WebhookInfo
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.polling import POLL, watch
from bot.settings import PREFIX, Settings
from bot.webhook import Webhook
from bot.worker import Worker
from handlers.commands import readers
from handlers.context import App
from handlers.error_handler import is_passing, pause_after, seconds_of
from handlers.notifications import Notifier, look_for_what_is_due
from handlers.reader_pages import described
from handlers.registration import UPDATES
from knowledge.domain import Language, RefusedInput

EVERY = timedelta(seconds=20)
"""Between two looks at what is due; a digest is at most this late."""


def schedule(application: App) -> None:
    """Let the clock look for what is due, from the start of the application to its end.

    The scheduler keeps nothing: what is due is a rule of the clock and of the database, so that
    a look that was missed, made late or made by two processes changes nothing. Looks that were
    missed are made once, however late.

    Args:
        application: with a job queue.
    """
    if application.job_queue is None:
        raise ValueError("The application has no job queue.")
    application.job_queue.run_repeating(
        look_for_what_is_due,
        EVERY,
        first=1.0,
        name="what is due",
        job_kwargs={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )


log = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST_PAUSE = 10.0
"""Seconds between two attempts to reach Telegram at the start, at most."""

GRACE = 8.0
"""Seconds for what has begun when told to stop; Docker kills after ten."""


async def serve(
    application: App,
    worker: Worker,
    settings: Settings,
    stop: asyncio.Event,
    *,
    force: bool = False,
) -> None:
    """Answer until `stop` is set, then finish what has begun.

    Args:
        application: with its handlers.
        worker: that the application was made with.
        settings: say whether to poll or to listen for a webhook.
        stop: ends the work.
        force: poll even where a webhook is set, which ends the webhook.

    Raises:
        RefusedInput: Telegram refuses the token, or a webhook is set and `force` is not.
        StoreProblem: the schema has become newer than this code.
    """
    if not await _greeted(application, stop):
        return
    try:
        if not settings.webhook_url and not force:
            await _refuse_webhook(application, stop)
        schedule(application)
        await application.start()
        try:
            teller = Notifier(application)
            application.bot_data.wake = teller.wanted.set
            async with (
                worker.taking(application, [teller.run], stop),
                _listening(application, worker, settings),
            ):
                greeting = asyncio.create_task(tell_commands(application))
                log.info("answering as @%s", application.bot.username)
                await stop.wait()
                log.info("stopping: what has begun is finished first")
                greeting.cancel()
        finally:
            await _finish(application, worker)
            await worker.leave()
    finally:
        await application.shutdown()
        log.info("stopped")
    if worker.refusal is not None:
        raise worker.refusal


async def _finish(application: App, worker: Worker) -> None:
    """Finish what has begun if that takes no longer than `GRACE`; the inbox keeps the rest."""
    try:
        async with asyncio.timeout(GRACE):
            await application.stop()
    except TimeoutError:
        left = worker.inbox.busy
        log.warning("%d updates were not finished in time; they are begun again later", left)
        worker.processor.break_off()


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
    """Fill the menu of commands and the descriptions in every language; the bot works without."""
    left, refusals = list(Language), 0
    while left:
        code = None if left[0] is Language.EN else left[0].value
        whole, short = described(left[0])
        try:
            await application.bot.set_my_commands(
                [BotCommand(command.name, command.said(left[0])) for command in readers()],
                language_code=code,
            )
            await application.bot.set_my_description(whole, language_code=code)
            await application.bot.set_my_short_description(short, language_code=code)
        except TelegramError as error:
            log.warning("the menu of commands and the descriptions could not be set: %s", error)
            if not is_passing(error):
                return
            await asyncio.sleep(pause_after(error, refusals))
            refusals += 1
        else:
            left.pop(0)


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


@asynccontextmanager
async def _listening(application: App, worker: Worker, settings: Settings) -> AsyncIterator[None]:
    """Take updates, by webhook where one is configured, else by polling."""
    if settings.webhook_url:
        async with _by_webhook(application, worker, settings, settings.webhook_url):
            yield
        return
    updater, heard = application.updater, worker.heard
    if updater is None or heard is None:  # pragma: no cover  # our builder always makes both
        raise AssertionError("the application cannot poll")

    async def begin() -> None:
        await updater.start_polling(
            timeout=POLL, allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=_poll_failed
        )

    await begin()
    watching = asyncio.create_task(watch(updater, heard, begin))
    try:
        yield
    finally:
        watching.cancel()
        with suppress(TelegramError):
            if updater.running:
                await updater.stop()


@asynccontextmanager
async def _by_webhook(
    application: App, worker: Worker, settings: Settings, url: str
) -> AsyncIterator[None]:
    path = urlsplit(url).path.strip("/")
    secret = settings.webhook_secret_token()
    webhook = Webhook(
        path,
        secret,
        receive=worker.inbox.receive,
        ready=worker.ready,
        count=worker.metrics.request,
    )
    webhook.open(*settings.address_and_port)
    try:
        await _until_reached(
            lambda: application.bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES),
            asyncio.Event(),
        )
        yield
    finally:
        await webhook.close()


def _poll_failed(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error(
            "another program asks for the updates of this bot, so that each gets a part of them: "
            "end one of the two"
        )
    else:
        log.warning("no updates for the moment: %s", error)
