"""Reads the word lists of a language, once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Lexicon:
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
def lexicon(language: str, kind: str) -> Lexicon:
    """The lists of `kind` for a language; a kind is a file in the language's folder.

    Raises:
        FileNotFoundError: the language has no such file.
    """
    path = files(__package__).joinpath(language, f"{kind}.yaml")
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Lexicon(
        {name: frozenset(text.split()) for name, text in read.items() if isinstance(text, str)},
        {name: tuple(map(str, one)) for name, one in read.items() if isinstance(one, list)},
        {
            name: {str(key): str(value) for key, value in one.items()}
            for name, one in read.items()
            if isinstance(one, dict) and name != "forms"
        },
        {name: str(one) for name, one in read.get("forms", {}).items()},
    )
