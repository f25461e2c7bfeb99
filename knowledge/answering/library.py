"""What the answers know of a store without asking it each time: names, places, incidents, gaps."""

from dataclasses import dataclass
from itertools import islice

from knowledge.answering.understand.reading import Reader
from knowledge.answering.understand.words import wording
from knowledge.answering.vocabulary import WordCount, names_of, told_by
from knowledge.model import GapQuestion, Incident, Language, Place, Speaker
from knowledge.store import Store

_SAMPLED = 2000
"""Statements whose words are counted: enough to tell which words are everywhere."""


@dataclass(frozen=True, slots=True)
class Library:
    """One state of a store's small tables; replaced as a whole when they change.

    Args:
        gap_wordings: the id of the gap question that is asked in these words, by `wording`.
    """

    reader: Reader
    places: dict[str, Place]
    incidents: tuple[Incident, ...]
    speakers: tuple[Speaker, ...]
    gaps: dict[str, GapQuestion]
    examples: tuple[tuple[str, str], ...]
    gap_wordings: dict[tuple[str, ...], str]

    @classmethod
    def of(cls, store: Store) -> "Library":
        """Read it."""
        counts = WordCount()
        for record in islice(store.documents(), _SAMPLED):
            counts.add(record.statement.claim.all())
        places, incidents = store.places(), store.incidents()
        speakers, gaps = store.speakers(), {gap.id: gap for gap in store.gaps()}
        names = names_of(speakers, places, incidents, counts)
        return cls(
            reader=Reader(names, counts.is_common, {each.id: told_by(each) for each in incidents}),
            places={place.id: place for place in places},
            incidents=tuple(incidents),
            speakers=tuple(speakers),
            gaps=gaps,
            examples=tuple(store.examples()),
            gap_wordings={
                wording(text): gap.id for gap in gaps.values() for _, text in gap.phrasings
            },
        )

    def place_names(self, language: Language) -> list[str]:
        """Names of the places, in the store's order."""
        return [place.name.in_language(language) for place in self.places.values()]

    def examples_in(self, language: Language) -> tuple[str, ...]:
        """Questions to try."""
        return tuple(question for code, question in self.examples if code == language)
