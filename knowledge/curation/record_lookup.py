"""Records by what people call them: an id, a name, an alias; or the nearest names there are."""

import re
from collections.abc import Iterable, Sequence

from anyascii import anyascii
from rapidfuzz import fuzz, process

from knowledge.domain import Article, Incident, NotFound, Place, Speaker
from knowledge.languages.letters import merge_letters
from knowledge.storage import Store
from knowledge.translations import Words

Named = Speaker | Incident | Place | Article
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
NEAR = 70
"""Likeness (0 to 100) from which a name is offered to somebody who typed another."""

OFFERED = 3
LONGEST = 256
"""Characters of a name that are compared: RapidFuzz is slow on more."""


def fold(text: str) -> str:
    """As names are compared."""
    return " ".join(merge_letters(text.casefold()).split())[:LONGEST]


def names_of(record: Named) -> tuple[str, ...]:
    """Everything that the record is called."""
    if isinstance(record, Article):
        return (record.title,)
    return (*record.name.all(), *record.aliases)


def find(records: Sequence[Named], text: str) -> Named | None:
    """The record with this id, name or alias."""
    wanted = fold(text)
    by_id = next((one for one in records if one.id == text.strip()), None)
    return by_id or next(
        (one for one in records if any(fold(name) == wanted for name in names_of(one))), None
    )


class RecordLookup:
    """Finds speakers, incidents, places and articles of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def speaker(self, text: str, words: Words) -> Speaker:
        """Raises NotFound, naming the nearest; so do the others."""
        found = self._found(self._store.records.speakers(), text, words)
        assert isinstance(found, Speaker)  # noqa: S101  # narrows the union for the type checker
        return found

    def incident(self, text: str, words: Words) -> Incident:
        """One incident."""
        found = self._found(self._store.records.incidents(), text, words)
        assert isinstance(found, Incident)  # noqa: S101  # as above
        return found

    def place(self, text: str, words: Words) -> Place:
        """One place."""
        found = self._found(self._store.records.places(), text, words)
        assert isinstance(found, Place)  # noqa: S101  # as above
        return found

    def article(self, text: str, words: Words) -> Article:
        """One article."""
        found = self._found(self._store.records.articles(), text, words)
        assert isinstance(found, Article)  # noqa: S101  # as above
        return found

    @staticmethod
    def _found(records: Sequence[Named], text: str, words: Words) -> Named:
        found = find(records, text)
        if found is not None:
            return found
        near = nearest(records, text)
        if near:
            offered = "; ".join(f"{names_of(one)[0]} ({one.id})" for one in near)
            raise NotFound(
                words.say(
                    "The store knows nothing called “{name}”. Near it: {offered}.",
                    name=text[:80],
                    offered=offered,
                )
            )
        raise NotFound(words.say("The store knows nothing called “{name}”.", name=text[:80]))


def nearest(records: Iterable[Named], text: str) -> list[Named]:
    """Records whose names are like the text, the likest first."""
    listed = list(records)
    names = {
        (number, name): fold(name) for number, one in enumerate(listed) for name in names_of(one)
    }
    hits = process.extract(
        fold(text), names, scorer=fuzz.WRatio, score_cutoff=NEAR, limit=OFFERED * 4
    )
    numbers = dict.fromkeys(key[0] for _, _, key in hits)
    return [listed[number] for number in numbers][:OFFERED]


def slug(text: str, taken: Iterable[str] = (), *, longest: int = 60) -> str:
    """An id made of the words of a text, different from those taken."""
    plain = _NOT_PLAIN.sub("-", anyascii(text).casefold()).strip("-")
    short = (
        plain if len(plain) <= longest else plain[:longest].rpartition("-")[0] or plain[:longest]
    )
    base = short or "unnamed"
    known = set(taken)
    identity, number = base, 1
    while identity in known:
        number += 1
        identity = f"{base}-{number}"
    return identity
