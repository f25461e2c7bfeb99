"""Records by what people call them: an id, a name, an alias; or the nearest names there are."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from knowledge.articles import canonical_link
from knowledge.domain import Article, Incident, NotFound, Place, Speaker
from knowledge.interchange.foreign_values import plain
from knowledge.search.text_analysis import fold
from knowledge.storage import Store
from knowledge.translations import Words

Named = Speaker | Incident | Place | Article
_LINK = re.compile(r"\S{1,2000}+\Z")
NEAR = 70
"""Likeness (0 to 100) from which a name is offered to somebody who typed another."""

OFFERED = 3
LONGEST = 256
"""Characters of a name that are compared: RapidFuzz is slow on more."""


def comparable(text: str) -> str:
    """As names are compared."""
    return " ".join(fold(text).split())[:LONGEST]


def names_of(record: Named) -> tuple[str, ...]:
    """Everything that the record is called."""
    if isinstance(record, Article):
        return (record.title,)
    return (*record.name.all(), *record.aliases)


def find(records: Sequence[Named], text: str) -> Named | None:
    """The record with this id, name, alias or link."""
    wanted = comparable(text)
    by_id = next((one for one in records if one.id == text.strip()), None)
    by_name = by_id or next(
        (one for one in records if any(comparable(name) == wanted for name in names_of(one))), None
    )
    return by_name or (_linked(records, text.strip()) if _LINK.match(text.strip()) else None)


def _linked(records: Sequence[Named], link: str) -> Named | None:
    """The article with this link, with or without https:// in front."""
    try:
        wanted = canonical_link(link if "://" in link else f"https://{link}")
    except ValueError:
        return None
    for one in records:
        if isinstance(one, Article) and one.url and canonical_link(one.url) == wanted:
            return one
    return None


class RecordLookup:
    """Finds speakers, incidents, places and articles of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def speaker(self, text: str, words: Words) -> Speaker:
        """Raises NotFound, naming the nearest; so do the others. A merged id leads on."""
        text = self._store.records.led_to("speaker", text.strip())
        found = self._found(self._store.records.speakers(), text, words)
        assert isinstance(found, Speaker)  # noqa: S101  # narrows the union for the type checker
        return found

    def incident(self, text: str, words: Words) -> Incident:
        """One incident."""
        text = self._store.records.led_to("incident", text.strip())
        found = self._found(self._store.records.incidents(), text, words)
        assert isinstance(found, Incident)  # noqa: S101  # as above
        return found

    def place(self, text: str, words: Words) -> Place:
        """One place."""
        text = self._store.records.led_to("place", text.strip())
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
        (number, name): comparable(name)
        for number, one in enumerate(listed)
        for name in names_of(one)
    }
    hits = process.extract(
        comparable(text), names, scorer=fuzz.WRatio, score_cutoff=NEAR, limit=OFFERED * 4
    )
    numbers = dict.fromkeys(key[0] for _, _, key in hits)
    return [listed[number] for number in numbers][:OFFERED]


def new_id(text: str, taken: Iterable[str] = (), *, longest: int = 60) -> str:
    """An id made of the words of a text, different from those taken."""
    words = plain(text)
    short = (
        words if len(words) <= longest else words[:longest].rpartition("-")[0] or words[:longest]
    )
    base = short or "unnamed"
    known = set(taken)
    identity, number = base, 1
    while identity in known:
        number += 1
        identity = f"{base}-{number}"
    return identity
