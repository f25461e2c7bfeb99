"""`backup` and `restore`: everything that is kept, as one file."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import AsJson, Database, print_json
from knowledge.model import RefusedInput

if TYPE_CHECKING:
    from knowledge.store.backup_file import Contents


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
    from knowledge.store.backup_file import verify

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
    from knowledge.store.backup_file import Signature

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
