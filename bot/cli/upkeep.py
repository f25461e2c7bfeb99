"""`db`, `status`, `backup` and `restore`: the database and its health."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from bot.cli.terminal import AsJson, Database, print_json
from knowledge.domain import NotFound, RefusedInput, StoreProblem

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.storage.backup import Contents

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


def telegram_state(settings: "Settings") -> dict[str, Any]:
    """The bot as Telegram knows it: its webhook and its privacy mode; empty without a token."""
    try:
        token = settings.bot_token()
    except RefusedInput:
        return {}
    return asyncio.run(_telegram(settings, token))


def workers_state(settings: "Settings") -> list[dict[str, Any]]:
    """The numbers of the workers of this machine, where the settings say that they are shown."""
    import httpx
    from prometheus_client.parser import text_string_to_metric_families

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


async def _telegram(settings: "Settings", token: str) -> dict[str, Any]:
    from telegram import Bot
    from telegram.error import TelegramError
    from telegram.request import HTTPXRequest

    from bot.observability import redacted, spelled

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


db = typer.Typer(help="The database's tables.", no_args_is_help=True, add_completion=False)
dead_letters = typer.Typer(
    help="Updates that were set aside because they ended workers.",
    no_args_is_help=True,
    add_completion=False,
)

LINE = 160
"""Characters of an update that are shown."""


@db.command()
def upgrade(*, database: Database = None) -> None:
    """Bring the tables up to this release; several programs may do so at once."""
    from bot.app import raw_store
    from bot.settings import read_settings

    with raw_store(read_settings(), database) as store:
        store.upgrade()
        typer.echo(f"{store.name} is up to date.")


@db.command("init")
def initialise(*, database: Database = None) -> None:
    """Begin anew where the database's file is gone: empty, but for the default one."""
    from bot.app import store_of
    from bot.settings import read_settings, store_location

    settings = read_settings()
    store_location(database, settings).begin_anew()
    with store_of(settings, database) as store:
        typer.echo(f"{store.name} is new.")


@db.command("check")
def check_database(*, database: Database = None) -> None:
    """Compare the tables with the code and look for damage."""
    from bot.app import raw_store
    from bot.settings import read_settings

    with raw_store(read_settings(), database) as store:
        faults = store.check()
    if faults:
        raise StoreProblem("\n".join(faults))
    typer.echo("The database is sound.")


@dead_letters.command("list")
def list_dead_letters(*, as_json: AsJson = False, database: Database = None) -> None:
    """Updates that ended the workers that handled them, and are begun no more."""
    from bot.app import raw_store
    from bot.settings import read_settings

    with raw_store(read_settings(), database) as store:
        letters = store.dead_letters.listed()
    rows = [
        {
            "update": one.update_id,
            "at": one.at.isoformat(timespec="seconds"),
            "chat": one.chat,
            "deaths": one.deaths,
            "raw": one.raw,
        }
        for one in letters
    ]
    if as_json:
        print_json(rows)
        return
    for one in letters:
        typer.echo(
            f"{one.update_id}  {one.at:%Y-%m-%d %H:%M:%S}  chat {one.chat}  {_shown(one.raw)}"
        )
    typer.echo(f"{len(rows)} set aside.")


@dead_letters.command()
def replay(
    updates: Annotated[
        list[int] | None, typer.Argument(help="Their ids; default: all.", show_default=False)
    ] = None,
    *,
    database: Database = None,
) -> None:
    """Let them be begun once more, each alone; one that ends a worker again is set aside again."""
    from bot.app import raw_store
    from bot.settings import read_settings

    with raw_store(read_settings(), database) as store:
        again = store.dead_letters.replay(updates)
    if updates and not again:
        raise NotFound("No such update is set aside: `accordingto dead-letters list` shows them.")
    typer.echo(f"{again} are begun once more.")


def status(*, as_json: AsJson = False, database: Database = None) -> None:
    """Tell what the store holds, how the index stands, and what Telegram and the workers say."""
    from shutil import disk_usage

    from bot.app import desk_of, raw_store
    from bot.settings import read_settings, store_location

    settings = read_settings()
    with desk_of(settings, database) as desk:
        held = dict(desk.status())
    where = store_location(database, settings)
    with raw_store(settings, database) as store:
        last = store.inbox.last_arrival()
        held |= {
            "schema": store.schema,
            "waiting_updates": store.inbox.backlog(),
            "dead_letters": store.dead_letters.count(),
            "last_update": None if last is None else last.isoformat(timespec="seconds"),
        }
    if where.file is not None:
        held["database_bytes"] = where.file.stat().st_size
        held["disk_free_bytes"] = disk_usage(where.file.parent).free
    held |= telegram_state(settings)
    held |= {f"worker_{one.pop('at')}": one for one in workers_state(settings)}
    document = {"database": where.shown, "index": str(where.index), **held}
    if as_json:
        print_json(document)
        return
    width = max(len(name) for name in document)
    for name, value in document.items():
        told = "none yet" if value is None else value
        typer.echo(f"{name.replace('_', ' '):<{width}}  {told}")


def _shown(raw: str) -> str:
    """The beginning of an update, with nothing in it that would act upon the terminal."""
    return "".join(mark if mark.isprintable() else "·" for mark in raw[:LINE])


def backup(
    path: Annotated[
        Path | None,
        typer.Argument(help="Of the new file; default: accordingto-DATE.backup here."),
    ] = None,
    *,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Write the whole database into one file while the bot goes on, and read it back."""
    from bot.app import raw_store
    from bot.settings import read_settings

    settings = read_settings()
    key = settings.backup_signing_key()
    to = path or Path(f"accordingto-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.backup")
    with raw_store(settings, database) as store:
        contents = store.back_up(to, key=key)
    if as_json:
        print_json(_document(to, contents))
        return
    typer.echo(f"{to}: {sum(contents.rows.values())} rows, read back and sound.")
    typer.echo(_signature(contents))


def restore(
    path: Annotated[Path, typer.Argument(help="Of a file that `backup` wrote.")],
    *,
    check_only: Annotated[
        bool,
        typer.Option(
            "--check", help="Only read the file: whether it is sound, whose roles it brings."
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Bring the roles that stand in it without being asked.")
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Fill a new database, of either engine, from a backup; a damaged file changes nothing."""
    from bot.app import raw_store
    from bot.settings import read_settings
    from knowledge.storage.backup import verify

    settings = read_settings()
    key = settings.backup_signing_key()
    contents = verify(path, key)
    if not as_json:
        _tell(path, contents)
    if not check_only:
        _confirm(path, contents, yes=yes, ask=sys.stdin.isatty() and not as_json)
        with raw_store(settings, database, anew=True) as store:
            store.restore(path, key=key, verified=contents)
    if as_json:
        print_json(_document(path, contents))
    elif not check_only:
        typer.echo("Restored.")


def _tell(path: Path, contents: "Contents") -> None:
    rows = sum(contents.rows.values())
    typer.echo(f"{path} of {_plain(contents.made)}: {rows} rows, sound.")
    typer.echo(_signature(contents))
    if contents.roles:
        typer.echo("It brings these roles, by numeric Telegram id:")
    for user, role in contents.roles:
        typer.echo(f"  {_plain(user)} {_plain(role)}")


def _confirm(path: Path, contents: "Contents", *, yes: bool, ask: bool) -> None:
    """See that somebody wants the roles.

    Raises:
        RefusedInput: nobody does, or nobody can be asked.
    """
    if yes or not contents.roles:
        return
    if ask:
        if typer.confirm("Shall these people have these roles?"):
            return
        raise RefusedInput("Nothing was changed.")
    raise RefusedInput(
        f"{path} gives roles to people ({len(contents.roles)}): look at them with --check, and say "
        "--yes where they shall have them. Nothing was changed."
    )


def _signature(contents: "Contents") -> str:
    from bot.settings import PREFIX
    from knowledge.storage.backup import Signature

    return {
        Signature.GOOD: f"Signed with {PREFIX}BACKUP_KEY.",
        Signature.NOT_CHECKED: f"It is signed; set {PREFIX}BACKUP_KEY to have that checked.",
        Signature.NONE: "Not signed: whoever can write the file can change what is in it unseen.",
    }[contents.signature]


def _plain(text: str) -> str:
    """What a file says, in characters that cannot pretend to be anything else."""
    return ascii(text)[1:-1][:80]


def _document(path: Path, contents: "Contents") -> dict[str, Any]:
    return {
        "file": str(path),
        "schema": contents.schema,
        "made": contents.made,
        "signature": contents.signature.value,
        "roles": [{"user": user, "role": role} for user, role in contents.roles],
        "rows": contents.rows,
    }
