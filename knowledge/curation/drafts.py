"""What a draft holds, and how it is kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from knowledge.model import Article, Draft, Speaker, Statement, as_plain, from_plain

BATCH = "article "
"""Beginning of the batch of an article's drafts; its id follows."""

OPEN = ("open", "later", "second")
"""States of drafts that still wait for somebody, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft statement with what a reviewer needs.

    Args:
        statement: as it would be published; version 0.
        article: where it stands; perhaps not in the store yet.
        speaker: a new one, where the store has none of that name.
        passage: the article's words around it.
        found: (start, end) of the candidate in the passage.
        dates: EDTF, given in the passage.
        accepted_by: who accepted it first, where two must.
        print: of the article's text, kept with the first draft of an article.
        total: drafts of the article.
    """

    statement: Statement
    article: Article
    speaker: Speaker | None
    passage: str
    found: tuple[int, int] = (0, 0)
    dates: tuple[str, ...] = ()
    accepted_by: int | None = None
    print: tuple[int, ...] = ()
    total: int = 0

    def content(self) -> str:
        """As kept in the database."""
        plain: dict[str, Any] = {
            "statement": as_plain(self.statement),
            "article": as_plain(self.article),
            "speaker": as_plain(self.speaker) if self.speaker else None,
            "passage": self.passage,
            "found": list(self.found),
            "dates": list(self.dates),
            "accepted_by": self.accepted_by,
            "print": list(self.print),
            "total": self.total,
        }
        return json.dumps(plain, ensure_ascii=False)


def incident_of(batch: Iterable[Draft]) -> str | None:
    """The incident that was given last to a statement of an article; most of it has the same."""
    held = (drafted(one).statement for one in reversed(list(batch)) if one.state != "rejected")
    return next((one.incident for one in held if one.incident is not None), None)


def drafted(draft: Draft) -> Drafted:
    """What a draft holds."""
    plain = json.loads(draft.content)
    return Drafted(
        statement=replace(from_plain(Statement, plain["statement"]), version=0),
        article=from_plain(Article, plain["article"]),
        speaker=from_plain(Speaker, plain["speaker"]) if plain["speaker"] else None,
        passage=plain["passage"],
        found=(plain["found"][0], plain["found"][1]),
        dates=tuple(plain["dates"]),
        accepted_by=plain["accepted_by"],
        print=tuple(plain["print"]),
        total=plain["total"],
    )
