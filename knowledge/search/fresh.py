"""Passages that the index on disk does not have yet: found at once, by the same measure (BM25)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log1p

from knowledge.search.bm25 import saturated

Count = Callable[[str], int]
Terms = Iterable[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Step:
    """A passage put, or with a slot of -1 a document taken off."""

    key: str
    slot: int = -1
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What some steps leave; a value, so safe in any thread.

    Args:
        slots: of each document that they touched; none where it was taken off.
        postings: by field and term, the slots that have it and how often.
        lengths: by field and slot, the number of terms.
    """

    slots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    postings: Mapping[tuple[str, str], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    lengths: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def after(self, steps: Iterable[Step]) -> "Fresh":
        """Give what is left after some more steps."""
        slots, postings = dict(self.slots), dict(self.postings)
        lengths = dict(self.lengths)
        for step in steps:
            if step.slot < 0:
                slots[step.key] = ()
                continue
            slots[step.key] = (*slots.get(step.key, ()), step.slot)
            for name, terms in step.fields.items():
                lengths[name, step.slot] = len(terms)
                for term, times in Counter(terms).items():
                    here = (name, term)
                    postings[here] = (*postings.get(here, ()), (step.slot, times))
        return Fresh(slots, postings, lengths)

    def frequency(self, field_name: str, term: str) -> int:
        """Count the passages that have the term."""
        return len(self.postings.get((field_name, term), ()))

    def beginning_with(self, field_name: str, letters: str) -> list[str]:
        """Give the terms that begin so."""
        return [
            term for name, term in self.postings if name == field_name and term.startswith(letters)
        ]

    def find(
        self, field_name: str, terms: Terms, also: Terms, passages: int, count: Count
    ) -> list[tuple[float, int]]:
        """Give (BM25, slot) of every passage that has one of the terms.

        Args:
            field_name: that is searched.
            terms: of which a passage has at least one, with their weights.
            also: terms that count where they are but by themselves find nothing.
            passages: on disk, among which a term is rare or not.
            count: how many of those have a term.
        """
        living = {slot for slots in self.slots.values() for slot in slots}
        lengths = [n for (name, slot), n in self.lengths.items() if name == field_name]
        usual = max(sum(lengths) / len(living), 1.0) if living else 1.0
        scores: dict[int, float] = {}
        for finds, weighted in ((True, terms), (False, also)):
            for term, weight in weighted:
                here = self.postings.get((field_name, term), ())
                have = count(term) + len(here) if here else 0
                rarity = log1p((passages + len(living) - have + 0.5) / (have + 0.5))
                for slot, times in here:
                    if slot not in living or weight <= 0 or not (finds or slot in scores):
                        continue
                    often = saturated(float(times), self.lengths[field_name, slot], usual)
                    scores[slot] = scores.get(slot, 0.0) + weight * rarity * often
        return [(score, slot) for slot, score in scores.items()]
