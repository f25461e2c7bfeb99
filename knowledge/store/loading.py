"""Loading bundles: in batches, in one transaction, twice without a difference."""

from collections.abc import Callable, Iterable
from datetime import datetime

from knowledge.model import Actor, Bundle, LoadReport
from knowledge.store.batch import Batch, Tally
from knowledge.store.connection import Database
from knowledge.store.journal import Journal
from knowledge.store.kinds import KINDS

BATCH = 5_000


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
    ) -> LoadReport:
        """Create what is new, change what differs, leave the rest.

        All in one transaction: after a failure the store is as it was. Records that cannot be
        stored (an unknown reference, no article…) are refused and the others are stored, unless
        the bundle is `whole`: then one refusal refuses everything. Nothing is ever removed.

        Args:
            actor: who loads.
            reason: why, for the history.
            update_id: the Telegram update that asked for it.
            bundles: one, or a stream of them that may refer to one another in any order; a stream
                is taken up without being held in memory.
            dry_run: report what would happen and store nothing.

        Raises:
            StoreProblem: the database cannot be written.
        """
        stream = (bundles,) if isinstance(bundles, Bundle) else bundles
        tally = Tally()
        whole = False
        try:
            with self._database.writing(records=True) as connection:
                journal = Journal(connection, actor, reason, self._clock(), update_id)
                batch = Batch(connection, journal, tally)
                for bundle in stream:
                    whole = whole or bundle.whole
                    tally.refused.extend(bundle.refused)
                    _take_up(batch, bundle)
                _take_up(batch, batch.waiting())
                _settle(undo=dry_run or (whole and bool(tally.refused)))
        except _Undo:
            if whole and tally.refused:
                return LoadReport(refused=tuple(tally.refused))
        return tally.report()


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
