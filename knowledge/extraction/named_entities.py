"""The names in an article: persons, organisations and places, with their offsets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.extraction.language_models import english_pipeline, slavic_tagger
from knowledge.languages.letters import LOWER
from knowledge.languages.word_tables import lexicon

PERSON, ORGANISATION, PLACE = "PER", "ORG", "LOC"
_KINDS = {
    "PERSON": PERSON,
    "ORG": ORGANISATION,
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
    "NORP": "NORP",
}
_RUN = re.compile(r"\S{80,}|[^\w\s]{6,}")
_LONGEST_READ = 20_000  # characters that are tagged at once


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A name; `kind` is `PERSON`, `ORGANISATION`, `PLACE` or another of spaCy's labels."""

    start: int
    end: int
    kind: str


def slavic_entities(text: str) -> list[NamedEntity]:
    """The names of a Russian text; of a Ukrainian one too, though with some noise."""
    tagger = slavic_tagger()
    plain = _without_runs(text)
    found: list[NamedEntity] = []
    for start, end in _blocks(text):
        if not any(letter.isalpha() for letter in plain[start:end]):
            continue  # the tagger falls over a stretch without words
        for span in tagger(plain[start:end]).spans:
            first, last = start + span.start, start + span.stop
            for piece in text[first:last].split("\n"):
                if piece.strip():
                    at = text.index(piece, first, last)
                    found.append(NamedEntity(at, at + len(piece), span.type))
    return found


def english_entities(documents: Sequence[tuple[int, Any]]) -> list[NamedEntity]:
    """The names of an English text.

    Args:
        documents: spaCy's analyses of its stretches, with the offset of each.
    """
    return [
        NamedEntity(
            offset + one.start_char, offset + one.end_char, _KINDS.get(one.label_, one.label_)
        )
        for offset, document in documents
        for one in document.ents
    ]


def english_documents(text: str) -> list[tuple[int, Any]]:
    """SpaCy's analyses of an English text, stretch by stretch, with the offset of each."""
    plain = _without_runs(text)
    return [(start, english_pipeline()(plain[start:end])) for start, end in _blocks(text)]


def _without_runs(text: str) -> str:
    """The text, of the same length, with blanks for what is no word: tokenizers take ages over it."""
    return _RUN.sub(lambda match: " " * len(match.group()), text)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Stretches of whole lines, none much longer than a model takes at once."""
    blocks: list[tuple[int, int]] = []
    start = position = 0
    for line in text.splitlines(keepends=True):
        if position - start + len(line) > _LONGEST_READ and position > start:
            blocks.append((start, position))
            start = position
        position += len(line)
        while position - start > _LONGEST_READ:
            blocks.append((start, start + _LONGEST_READ))
            start += _LONGEST_READ
    if position > start:
        blocks.append((start, position))
    return blocks


_MOST = 12


def places_in(text: str, language: str) -> tuple[str, ...]:
    """The names behind "in", "near", «в» and the like that are no months, days or persons."""
    words = lexicon(language, "places")
    times = lexicon(language, "time")
    found = []
    for match in _pattern(language).finditer(text):
        name = match.group(1)
        first = name.split()[0].casefold()
        if (
            first in times.tables["months"]
            or first in times.tables["weekdays"]
            or first in words["no_places"]
        ):
            continue
        if name.isupper() and language != "en":
            continue
        if name.casefold().endswith(tuple(words["adjectives"])) and " " not in name:
            continue
        found.append(name)
    return tuple(dict.fromkeys(found))[:_MOST]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    before = "|".join(sorted(lexicon(language, "places")["before"], key=len, reverse=True))
    return re.compile(
        rf"\b(?i:{before}) (?:the )?([^\W\d_{LOWER}][^\W\d_]*(?:['’-][^\W\d_]+)*(?: (?:of )?[^\W\d_{LOWER}][^\W\d_]+(?:['’-][^\W\d_]+)*){{0,3}})"
    )
