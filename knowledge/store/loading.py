"""Loading bundles: in batches, in one transaction or in steps, twice without a difference."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from itertools import chain
from time import sleep

from sqlalchemy import select

from knowledge.model import Actor, Bundle, LoadReport
from knowledge.store.batch import Batch, Tally
from knowledge.store.connection import Database
from knowledge.store.journal import REVISIONS, Journal
from knowledge.store.kinds import KINDS

BATCH = 5_000

BREATH = 0.02
"""Seconds between two transactions of a load that lets others write."""


class _Undo(Exception):
    """Ends a transaction that must leave nothing behind."""


class Loading:
    """The part of the store that takes up bundles."""

    _database: Database
    _clock: Callable[[], datetime]

    def load(
        self,
        bundles: Bundle | Iterable[Bundle],
        actor: Actor,
        reason: str,
        *,
        dry_run: bool = False,
        update_id: int | None = None,
        apart: bool = False,
    ) -> LoadReport:
        """Create what is new, change what differs, leave the rest.

        In one transaction: after a failure the store is as it was. Records that cannot be
        stored (an unknown reference, no article…) are refused and the others are stored, unless
        the bundle is `whole`: then one refusal refuses everything. Nothing is ever removed.

        Args:
            actor: who loads.
            reason: why, for the history.
            update_id: the Telegram update that asked for it.
            bundles: one, or a stream of them that may refer to one another in any order; a stream
                is taken up without being held in memory.
            dry_run: report what would happen and store nothing; nobody waits for it.
            apart: a transaction for each bundle that is not `whole`, so that others can write
                in between. Cut off, such a load has stored a part; the same update again goes on
                and reports all of it.

        Raises:
            StoreProblem: the database cannot be written.
        """
        stream = iter((bundles,) if isinstance(bundles, Bundle) else bundles)
        first = next(stream, Bundle())
        tally = Tally()
        batch = Batch(tally, trial=dry_run)
        apart = apart and not (dry_run or first.whole)
        if apart and update_id is not None:
            self._recall(tally, update_id)

        @contextmanager
        def transaction() -> Iterator[None]:
            writing = self._database.writing(records=True)
            with self._database.reading() if dry_run else writing as connection:
                batch.enter(
                    connection, Journal(connection, actor, reason, self._clock(), update_id)
                )
                yield

        whole = False
        try:
            with nullcontext() if apart else transaction():
                for bundle in chain((first,), stream):
                    whole = whole or bundle.whole
                    with transaction() if apart else nullcontext():
                        tally.refused.extend(bundle.refused)
                        tally.cleaned.extend(bundle.cleaned)
                        _take_up(batch, bundle)
                    if apart:
                        sleep(BREATH)
                with transaction() if apart else nullcontext():
                    _take_up(batch, batch.waiting())
                _settle(undo=whole and bool(tally.refused))
        except _Undo:
            return LoadReport(refused=tuple(tally.refused), cleaned=tuple(tally.cleaned))
        return tally.report()

    def _recall(self, tally: Tally, update_id: int) -> None:
        """Count what an update had loaded when it was cut off."""
        made = REVISIONS.c.before.is_(None).label("made")
        query = select(REVISIONS.c.subject, REVISIONS.c.subject_id, made)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(REVISIONS.c.update_id == update_id)).all()
        tally.already = frozenset((row.subject, row.subject_id) for row in rows)
        for row in rows:
            (tally.created if row.made else tally.changed).append(row.subject_id)


def _settle(*, undo: bool) -> None:
    if undo:
        raise _Undo


def _take_up(batch: Batch, bundle: Bundle) -> None:
    for kind in KINDS.values():
        records = getattr(bundle, kind.field)
        own = batch.sound(kind, records)
        for start in range(0, len(records), BATCH):
            batch.records(kind, records[start : start + BATCH], bundle, own)
    for start in range(0, len(bundle.relations), BATCH):
        batch.relations(bundle.relations[start : start + BATCH], bundle)
    batch.examples(bundle.examples)
