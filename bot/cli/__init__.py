"""The command `accordingto`."""

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from bot.imports import told, while_importing
from knowledge.domain import AccordingToError

COMMANDS = {
    "ask": "ask:ask",
    "chat": "ask:chat",
    "run": "run:run",
    "load": "load:load",
    "export": "load:export",
    "check": "load:check",
    "eval": "evaluate:evaluate",
    "extract": "load:extract",
    "schema": "load:schema",
    "timeline": "ask:timeline",
    "speakers": "ask:speakers",
    "status": "upkeep:status",
    "backup": "upkeep:backup",
    "restore": "upkeep:restore",
    "db": "upkeep:db",
    "dead-letters": "upkeep:dead_letters",
}
"""Each command's module in this package and its function or group there."""


class _Commands(TyperGroup):
    """The commands, each imported when it is asked for: none waits for what another one needs."""

    def list_commands(self, _: object) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: object, cmd_name: str) -> Any:  # noqa: ANN401 - click's own type, of which typer keeps a copy
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(importlib.import_module(f"bot.cli.{module}"), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
            alone.command(cmd_name)(found)
            found = alone
        command = typer.main.get_command(found)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=_Commands,
    name="accordingto",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def accordingto() -> None:
    """Answers questions about reported incidents, and always says who said it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; exit 0 when it is done, 1 with a sentence when it cannot be, 2 on misuse."""
    try:
        app(args=arguments)
    except AccordingToError as error:
        _fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone; Python would complain about it
        sys.exit(1)
    except OSError as error:
        if while_importing(error):
            _fail(told(error))
        name = f": {error.filename}" if error.filename else ""
        _fail(f"{error.strerror or error}{name}.")
    except Exception as error:
        if not while_importing(error):
            raise
        _fail(told(error))


def _fail(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)
