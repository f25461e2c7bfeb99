"""The tables of the languages, read once: `knowledge/languages/<code>/<name>.yaml`."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from knowledge.languages.registry import CODES

# The parser in C reads the thesaurus in a tenth of the time; it comes with PyYAML's wheels.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def table(name: str) -> dict[str, dict[str, Any]]:
    """One table of every language that has it, by its code.

    Args:
        name: of the file, without its ending.
    """
    folder = files("knowledge.languages")
    found = ((code, folder / code / f"{name}.yaml") for code in CODES)
    return {
        code: yaml.load(file.read_text("utf-8"), _LOADER)  # noqa: S506  # a safe loader, in C
        for code, file in found
        if file.is_file()
    }


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """The words under a key of a table, of every language together.

    Args:
        name: of the table.
        key: of a text of words with blanks between, or of a list.
    """
    return frozenset(word for one in table(name).values() for word in _words(one.get(key)))


@cache
def pattern(name: str, key: str) -> str:
    """The patterns under a key of a table, of every language, as alternatives of one."""
    return "|".join(one[key] for one in table(name).values() if one.get(key))


@cache
def meanings(name: str, key: str) -> dict[str, str]:
    """The pairs under a key of a table, of every language together."""
    return {word: meant for one in table(name).values() for word, meant in one.get(key, {}).items()}


def _words(value: str | list[str] | None) -> list[str]:
    return value.split() if isinstance(value, str) else value or []
