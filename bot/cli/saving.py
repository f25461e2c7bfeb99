"""`backup` and `restore`: everything that is kept, as one file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import AsJson, Database, print_json


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

    to = path or Path(f"accordingto-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.backup")
    with raw_store(read_settings(), database) as store:
        contents = store.back_up(to)
    if as_json:
        print_json({"file": str(to), "schema": contents.schema, "rows": contents.rows})
        return
    typer.echo(f"{to}: {sum(contents.rows.values())} rows, read back and sound.")


def restore(
    path: Annotated[Path, typer.Argument(help="Of a file that `backup` wrote.")],
    *,
    check_only: Annotated[
        bool, typer.Option("--check", help="Only read the file and say whether it is sound.")
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Fill a new database, of either engine, from a backup; a damaged file changes nothing."""
    from bot.app import raw_store
    from bot.settings import read_settings
    from knowledge.store.backup_file import verify

    contents = verify(path)
    if not check_only:
        with raw_store(read_settings(), database) as store:
            store.restore(path)
    if as_json:
        print_json({"file": str(path), "schema": contents.schema, "rows": contents.rows})
        return
    done = "sound" if check_only else "restored"
    typer.echo(f"{path} of {contents.made}: {sum(contents.rows.values())} rows, {done}.")
