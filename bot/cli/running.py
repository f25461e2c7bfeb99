"""`accordingto run`: the bot in Telegram."""

from typing import Annotated

import typer

from bot.cli.options import Database


def run(
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Poll even where a webhook is set, and end it.")
    ] = False,
    database: Database = None,
) -> None:
    """Answer in Telegram, by polling or by webhook, until told to stop."""
    import asyncio

    from bot.settings import read_settings

    settings = read_settings()
    token = settings.bot_token()
    if settings.webhook_url:
        settings.webhook_secret_token()

    from bot import logs
    from bot.app import desk_of, telegram_application
    from bot.databases import place
    from bot.serving import serve, stop_signals

    where = place(database, settings)
    logs.set_up(settings.log_level, settings.log_format, (*settings.secrets(), *where.secrets()))

    async def answer() -> None:
        stop = asyncio.Event()
        with stop_signals(stop):
            await serve(telegram_application(settings, token, desk), settings, stop, force=force)

    with desk_of(settings, database) as desk:
        asyncio.run(answer())
