"""The command `accordingto`."""

import os
import sys
from collections.abc import Sequence

import typer

from bot.cli.ask import ask
from bot.cli.charts_export import speakers, timeline
from bot.cli.chat import chat
from bot.cli.evaluate import evaluate
from bot.cli.extract import extract
from bot.cli.load import check, export, load, schema
from bot.cli.run import run
from bot.cli.upkeep import backup, db, dead_letters, restore, status
from bot.imports import told, while_importing
from knowledge.domain import AccordingToError

app = typer.Typer(
    name="accordingto",
    help="Answers questions about reported incidents, and always says who said it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(ask)
app.command()(chat)
app.command()(run)
app.command()(load)
app.command()(export)
app.command()(check)
app.command("eval")(evaluate)
app.command()(extract)
app.command()(schema)
app.command()(timeline)
app.command()(speakers)
app.command()(status)
app.command()(backup)
app.command()(restore)
app.add_typer(db, name="db")
app.add_typer(dead_letters, name="dead-letters")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; exit 0 when it is done, 1 with a sentence when it cannot be, 2 on misuse."""
    for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        # The arrays of one question are small; threads that wait for work would burn a core each.
        os.environ.setdefault(threads, "1")
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
