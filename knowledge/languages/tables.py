"""The tables of the languages, read once: `knowledge/languages/<code>/<name>.yaml`."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

CODES = ("en", "ru", "uk")
"""The languages that have a folder."""


@cache
def table(name: str) -> dict[str, dict[str, Any]]:
    """One table of every language, by its code.

    Args:
        name: of the file, without its ending.
    """
    folder = files("knowledge.languages")
    return {
        code: yaml.safe_load((folder / code / f"{name}.yaml").read_text("utf-8")) for code in CODES
    }
