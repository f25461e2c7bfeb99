"""`accordingto run`: the bot in Telegram."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Database

if TYPE_CHECKING:
    from bot.heartbeat import Heartbeat
    from bot.settings import Settings


def run(
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Poll even where a webhook is set, and end it.")
    ] = False,
    database: Database = None,
) -> None:
    """Answer in Telegram, by polling or by webhook, until told to stop."""
    import asyncio
    import logging
    import sys
    from concurrent.futures import ThreadPoolExecutor
    from contextlib import ExitStack

    from bot.settings import PREFIX, read_settings
    from knowledge.domain import AccordingToError, RefusedInput, StoreProblem

    settings = read_settings()
    token = settings.bot_token()
    if settings.webhook_url:
        settings.webhook_secret_token()
    elif settings.workers > 1:
        raise RefusedInput(
            f"Several workers need a webhook: set {PREFIX}WEBHOOK_URL, or {PREFIX}WORKERS to 1."
        )

    from bot import observability
    from bot.settings import store_location
    from bot.supervisor import is_worker, stop_with_supervisor, supervise

    where = store_location(database, settings)
    observability.set_up(
        settings.log_level, settings.log_format, (*settings.secrets(), *where.secrets())
    )
    if not is_worker():
        sys.exit(supervise(settings.workers, database, force=force))

    heartbeat = _complete(settings, postgres=where.file is None)

    from bot.app import telegram_application, worker_of
    from bot.lifecycle import serve, stop_signals
    from bot.observability import Counting
    from bot.supervisor import fallen_before

    try:
        with ExitStack() as held:
            with heartbeat.starting():
                desk, worker = held.enter_context(
                    worker_of(settings, database, heartbeat=heartbeat, fallen=fallen_before())
                )
                logging.getLogger().addHandler(Counting(worker.metrics))
                application = telegram_application(settings, token, desk, worker=worker)

            async def answer() -> None:
                stop = asyncio.Event()
                # As many questions may think at once as chats are served; what they write goes
                # together.
                pool = ThreadPoolExecutor(settings.concurrent_chats, thread_name_prefix="thinking")
                asyncio.get_running_loop().set_default_executor(pool)
                with stop_signals(stop), worker.metrics.shown_at(settings.metrics_address):
                    beside = [
                        asyncio.create_task(heartbeat.run()),
                        asyncio.create_task(stop_with_supervisor(stop)),
                    ]
                    try:
                        await serve(application, worker, settings, stop, force=force)
                    finally:
                        for task in beside:
                            task.cancel()

            asyncio.run(answer())
    except AccordingToError as error:
        if not (isinstance(error, StoreProblem) and error.passing):
            heartbeat.refused()
        raise


def _complete(settings: "Settings", *, postgres: bool) -> "Heartbeat":
    """The heartbeat of a worker that can import all that it may need; else the error of the import."""
    from bot.heartbeat import Heartbeat
    from bot.imports import import_everything
    from bot.settings import cache_folder

    heartbeat = Heartbeat.given()
    try:
        with heartbeat.starting():
            import_everything(settings.semantic, postgres=postgres, folder=cache_folder())
    except Exception:
        heartbeat.refused()
        raise
    return heartbeat
