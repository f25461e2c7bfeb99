"""`db` and `status`: the database and its health."""

from typing import Annotated

import typer

from bot.cli.options import AsJson, Database, print_json
from knowledge.model import NotFound, StoreProblem

db = typer.Typer(help="The database's tables.", no_args_is_help=True)
dead_letters = typer.Typer(
    help="Updates that were set aside because they ended workers.", no_args_is_help=True
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
    from bot.databases import place
    from bot.settings import read_settings

    settings = read_settings()
    place(database, settings).begin_anew()
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
        letters = store.dead_letters()
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
        again = store.replay(updates)
    if updates and not again:
        raise NotFound("No such update is set aside: `accordingto dead-letters list` shows them.")
    typer.echo(f"{again} are begun once more.")


def status(*, as_json: AsJson = False, database: Database = None) -> None:
    """Tell what the store holds, how the index stands, and what Telegram and the workers say."""
    from shutil import disk_usage

    from bot.app import desk_of, raw_store
    from bot.cli.outside import telegram_state, workers_state
    from bot.databases import place
    from bot.settings import read_settings

    settings = read_settings()
    with desk_of(settings, database) as desk:
        held = dict(desk.status())
    where = place(database, settings)
    with raw_store(settings, database) as store:
        last = store.last_arrival()
        held |= {
            "schema": store.schema,
            "waiting_updates": store.backlog(),
            "dead_letters": store.count_dead_letters(),
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
        typer.echo(f"{name.replace('_', ' '):<{width}}  {value}")


def _shown(raw: str) -> str:
    """The beginning of an update, with nothing in it that would act upon the terminal."""
    return "".join(mark if mark.isprintable() else "·" for mark in raw[:LINE])
