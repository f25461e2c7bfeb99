"""A reviewed draft into the store, with the article and speaker that it brings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.curation.drafts import Drafted
from knowledge.curation.verbs import Means
from knowledge.editing import near_duplicates
from knowledge.model import Article, Conflict, Curator, Edit, Entry, Record, Speaker, Statement


class Publishing:
    """Stores reviewed drafts.

    Args:
        means: the store, and how to find what is near.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._store = means.store

    def apply(self, by: Curator, edit: Edit, held: Drafted, reason: str) -> None:
        """Store it with the article and the speaker that it needs, if they are new.

        Another draft of the article may bring them at the same moment: then once more without.
        """
        for attempt in (1, 2):
            others = tuple((one, None) for one in self._missing(edit.statements, held))
            try:
                self._store.apply(
                    replace(edit, others=others),
                    actor=by.actor,
                    reason=reason,
                    update_id=by.update_id,
                )
            except Conflict:
                if attempt == 2 or not others:  # noqa: PLR2004  # the second and last
                    raise
            else:
                return

    def _missing(self, statements: Sequence[Statement], held: Drafted) -> list[Entry]:
        articles: Mapping[str, Article] = {one.id: one for one in self._store.articles()}
        missing: list[Entry] = [] if held.article.id in articles else [held.article]
        needed = {one.speaker for one in statements}
        if held.speaker is not None and held.speaker.id in needed:
            known: Mapping[str, Speaker] = {one.id: one for one in self._store.speakers()}
            missing += [] if held.speaker.id in known else [held.speaker]
        return missing

    def done(self, statement: Statement) -> bool:
        """Whether this very draft was published before a crash, and only its mark is missing."""
        found = self._store.records([statement.id])
        return bool(found) and found[0].statement.claim == statement.claim

    def near(self, held: Drafted) -> list[Record]:
        """Statements of the store that may say the same, at most two."""
        claim = held.statement.claim.in_language(held.article.language)
        records = {one.statement.id: one for one in self._store.records(self._means.find(claim))}
        likely = near_duplicates(held.statement, (one.statement for one in records.values()))
        return [records[one.id] for one, _ in likely[:2]]
