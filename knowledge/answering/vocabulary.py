"""The words of a store: its names, and which words most of its statements share."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.answering.understand.names import Named, Names
from knowledge.answering.understand.words import key, wording
from knowledge.model import Concept, Incident, Place, Speaker, SpeakerKind
from knowledge.search.everyday import frequent

_PROPER = re.compile(r"\b[A-ZА-ЯЁІЇЄҐ][\w'’]{2,}(?: [A-ZА-ЯЁІЇЄҐ][\w'’]+)*")
_OF = re.compile(r",| (?:of|for|at|in|to|from|with|the) ")
_COMMON = 0.3
"""Share of the statements from which a word says nothing about which one is meant."""
_FEW = 8
"""Statements below which no word counts as common: everything is there by chance."""


@dataclass
class WordCount:
    """In how many statements each word, by its key, is used; kept in step one by one."""

    statements: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, texts: Iterable[str], times: int = 1) -> None:
        """Count the words of one statement's texts once each; `times` -1 takes them off."""
        words = {word for text in texts for word in wording(text)}
        self.statements += times
        for word in words:
            self.counts[word] += times

    def knows(self, word: str) -> bool:
        """Whether any statement uses a form of this folded word."""
        return self.counts[key(word)] > 0

    def is_common(self, word: str) -> bool:
        """Whether so many statements use it that it tells none of them from the others."""
        return self.statements >= _FEW and self.counts[key(word)] >= _COMMON * self.statements


def names_of(
    speakers: Iterable[Speaker],
    places: Iterable[Place],
    incidents: Iterable[Incident],
    counts: WordCount,
) -> Names:
    """The index of every name of a store."""

    def entries() -> Iterable[tuple[Named, str, Iterable[str]]]:
        for speaker in speakers:
            names = (*speaker.name.all(), *speaker.role.all(), *speaker.aliases)
            # Where nobody listed other names, parts of the name and role have to do.
            parts = () if speaker.aliases else parts_of_names(speaker)
            yield Named.SPEAKER, speaker.id, (*names, *parts)
        for place in places:
            yield Named.PLACE, place.id, (*place.name.all(), *place.aliases)
        for incident in incidents:
            yield Named.INCIDENT, incident.id, (*incident.name.all(), *incident.aliases)

    return Names(entries(), lambda word: word in frequent() or counts.knows(word))


def told_by(incident: Incident) -> frozenset[str]:
    """The keys of the words in all names of an incident."""
    names = (*incident.name.all(), *incident.aliases)
    return frozenset(word for name in names for word in wording(name))


def parts_of_names(speaker: Speaker) -> Iterable[str]:
    """How a speaker is called for short: the surname, the proper name, the office."""
    for name in speaker.name.all():
        proper = _PROPER.findall(name)
        yield from proper
        if speaker.kind is SpeakerKind.PERSON or len(proper) == 1:
            yield from (each.split()[-1] for each in proper if len(each.split()) > 1)
    for role in speaker.role.all():
        yield _OF.split(role, maxsplit=1)[0]


def concept_words(
    concepts: Iterable[Concept],
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Concepts as a lexicon takes them."""
    return tuple((concept.id, concept.words) for concept in concepts)
