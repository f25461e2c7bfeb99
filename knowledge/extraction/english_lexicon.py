"""The closed word lists that the rules lean on, and the forms of English verbs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_VOWELS = "aeiou"
_DOUBLING_LENGTH = 4  # "ban", "plan", "stop" double their last letter; "happen" does not


class Form(StrEnum):
    """Which form of a verb a word is; the past and the past participle count as one."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    ING = "ing"


def forms(lemma: str, irregular: Mapping[str, str]) -> dict[str, Form]:
    """Every form of a verb.

    Args:
        lemma: the verb as a dictionary has it.
        irregular: for verbs that do not follow the rules, "third past participle ing".
    """
    if lemma in irregular:
        third, *past, ing = irregular[lemma].split()
    else:
        third, past, ing = _third(lemma), [_past(lemma)], _ing(lemma)
    found = {lemma: Form.BASE, third: Form.THIRD}
    found.update(dict.fromkeys(past, Form.PAST))
    found[ing] = Form.ING
    return found


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if _ends_in_consonant_y(lemma) else lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if _ends_in_consonant_y(lemma):
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe")):
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


def _ends_in_consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in _VOWELS


def _doubled(lemma: str) -> str:
    short = len(lemma) <= _DOUBLING_LENGTH and sum(letter in _VOWELS for letter in lemma) == 1
    if short and lemma[-1] not in "wxy" + _VOWELS and lemma[-2] in _VOWELS:
        return lemma + lemma[-1]
    return lemma


NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb that hands words or views to somebody.

    Args:
        takes: the complements of the verb, as named in `cues.yaml`.
        after: words that make a phrase with it ("call" with "for").
        ambiguous: whether the form is as often a noun or an adjective.
    """

    lemma: str
    form: Form
    takes: frozenset[str]
    after: frozenset[str]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """Sets of lower-case words by their class, as named in `words.yaml`."""

    classes: Mapping[str, frozenset[str]]
    verbs: Mapping[str, Form]
    cues: Mapping[str, Cue]
    nouns: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]


@cache
def english() -> EnglishWords:
    """The lists for English."""
    words, cues = _read("words.yaml"), _read("cues.yaml")
    irregular: dict[str, str] = cues["irregular"]
    verbs = {
        form: kind
        for lemma in words["verbs"].split()
        for form, kind in forms(lemma, irregular).items()
    }
    verbs |= dict.fromkeys(words["irregular"].split(), Form.PAST)
    return EnglishWords(
        classes={name: frozenset(str(text).split()) for name, text in words.items()},
        verbs=verbs,
        cues=_cues(cues, irregular),
        nouns=frozenset(cues["nouns"][0].split()),
    )


def _cues(listed: dict[str, Any], irregular: dict[str, str]) -> dict[str, Cue]:
    takes: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for group in listed["verbs"]:
        for lemma in group["takes"] and group["verbs"].split():
            takes.setdefault(lemma, set()).update(group["takes"].split())
    for word, lemmas in listed["phrases"].items():
        for lemma in lemmas.split():
            after.setdefault(lemma, set()).add(word)
    ambiguous = frozenset(listed["ambiguous"].split())
    return {
        form: Cue(
            lemma,
            kind,
            frozenset(takes.get(lemma, NO_WORDS)),
            frozenset(after.get(lemma, NO_WORDS)),
            form in ambiguous,
        )
        for lemma in takes | after
        for form, kind in forms(lemma, irregular).items()
    }


def _read(name: str) -> dict[str, Any]:
    text = files("knowledge.languages").joinpath("en", name).read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read
