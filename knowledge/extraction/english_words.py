"""The closed word lists and the cues of English that the rules lean on, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from knowledge.extraction.english_lexicon import Form, forms

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
class Words:
    """Sets of lower-case words by their class, as named in `words.yaml`."""

    classes: Mapping[str, frozenset[str]]
    verbs: Mapping[str, Form]
    cues: Mapping[str, Cue]
    nouns: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]


@cache
def english() -> Words:
    """The lists for English."""
    words, cues = _read("words.yaml"), _read("cues.yaml")
    irregular: dict[str, str] = cues["irregular"]
    verbs = {
        form: kind
        for lemma in words["verbs"].split()
        for form, kind in forms(lemma, irregular).items()
    }
    verbs |= dict.fromkeys(words["irregular"].split(), Form.PAST)
    return Words(
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
