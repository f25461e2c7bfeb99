"""The registry of languages (ISO 639-1): which there are, and the tables of words that their folders hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml


class Language(StrEnum):
    """A language that the product speaks."""

    EN = "en"
    RU = "ru"
    UK = "uk"

    @classmethod
    def known(cls, code: str | None) -> "Language | None":
        """The language of a code; None where it is none of ours."""
        return cls(code) if code in set(cls) else None


CODES = tuple(one.value for one in Language)
"""The codes of all, English first: it is the language of the texts in the code."""


# The parser in C reads the thesaurus in a tenth of the time; it comes with PyYAML's wheels.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def table(name: str) -> dict[str, dict[str, Any]]:
    """One table of every language that has it, by its code.

    Args:
        name: of the file, without its ending.
    """
    found = ((code, _file(code, name)) for code in CODES)
    return {code: _read(file) for code, file in found if file.is_file()}


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """The words under a key of a table, of every language together.

    Args:
        name: of the table.
        key: of a text of words with blanks between, or of a list.
    """
    return frozenset(word for one in table(name).values() for word in _words(one.get(key)))


@cache
def ordered(name: str, key: str) -> tuple[str, ...]:
    """The same in the order of the languages and of their tables."""
    found = (word for one in table(name).values() for word in _words(one.get(key)))
    return tuple(dict.fromkeys(found))


@cache
def pattern(name: str, key: str) -> str:
    """The patterns under a key of a table, of every language, as alternatives of one."""
    found = (one[key] for one in table(name).values() if one.get(key))
    return "|".join(each if isinstance(each, str) else "|".join(each) for each in found)


@cache
def meanings(name: str, key: str) -> dict[str, str]:
    """The pairs under a key of a table, of every language together."""
    return {word: meant for one in table(name).values() for word, meant in one.get(key, {}).items()}


def _words(value: str | list[str] | None) -> list[str]:
    return value.split() if isinstance(value, str) else value or []


def _file(code: str, name: str) -> Traversable:
    return files("knowledge.languages").joinpath(code, f"{name}.yaml")


def _read(file: Traversable) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(file.read_text("utf-8"), _LOADER)  # noqa: S506  # a safe loader, in C
    return read


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists of one file.

    Args:
        words: sets of lower-case words by the name of their class.
        phrases: lists of phrases in the order of the file, by name ("list" in the file).
        tables: values by word ("map" in the file).
        forms: sentence patterns with `{}` fields, by name (plain texts under "forms").
    """

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Mapping[str, str]]
    forms: Mapping[str, str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]

    def pattern(self, name: str) -> re.Pattern[str]:
        """The phrases of a list as one pattern on whole words; "*" stands for any ending."""
        return _pattern(self.phrases[name])


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    parts = [re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for one in phrases]
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(sorted(parts, key=len, reverse=True))})(?!\w)", re.IGNORECASE
    )


@cache
def lexicon(language: str, kind: str) -> WordLists:
    """The lists of `kind` for a language; a kind is a file in the language's folder.

    Raises:
        FileNotFoundError: the language has no such file.
    """
    read = _read(_file(language, kind))
    return WordLists(
        {name: frozenset(text.split()) for name, text in read.items() if isinstance(text, str)},
        {name: tuple(map(str, one)) for name, one in read.items() if isinstance(one, list)},
        {
            name: {str(key): str(value) for key, value in one.items()}
            for name, one in read.items()
            if isinstance(one, dict) and name != "forms"
        },
        {name: str(one) for name, one in read.get("forms", {}).items()},
    )
