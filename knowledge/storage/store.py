"""The store: the one object that the floors above ask for records and give them to keep."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from knowledge.domain import StoreProblem
from knowledge.storage import backup, schema
from knowledge.storage.backup import Contents
from knowledge.storage.coordination import BotState, Leadership, TokenBuckets
from knowledge.storage.database import Database, Replica
from knowledge.storage.erasure import Erasure
from knowledge.storage.outbox import NewsFeed, Outbox
from knowledge.storage.people import ChatPreferences, DraftStore, FollowRegister, RoleRegister
from knowledge.storage.question_log import Conclusions, Deliveries, MessageNotes, QuestionLog
from knowledge.storage.record_reading import RecordReader, StatementQueries
from knowledge.storage.record_rows import table_of
from knowledge.storage.record_writing import BulkLoader, RecordWriter
from knowledge.storage.revision_log import ChangeFeed, RevisionLog
from knowledge.storage.tables import VectorRow
from knowledge.storage.update_inbox import DeadLetters, UpdateInbox

VECTORS = table_of(VectorRow)
CHUNK = 5_000


class VectorCache:
    """Vectors by model and by a hash of the text, as an engine of search keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Those of the keys that are kept for this model."""
        found: dict[str, bytes] = {}
        with self._database.reading() as connection:
            for start in range(0, len(keys), CHUNK):
                chosen = VECTORS.c.key.in_(keys[start : start + CHUNK])
                query = select(VECTORS.c.key, VECTORS.c.vector)
                rows = connection.execute(query.where(VECTORS.c.model == model, chosen))
                found |= {row.key: bytes(row.vector) for row in rows}
        return found

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep these; one that is kept already stays."""
        if not vectors:
            return
        adding = self._database.insert(VECTORS).on_conflict_do_nothing()
        rows = [{"model": model, "key": key, "vector": vector} for key, vector in vectors.items()]
        with self._database.writing() as connection:
            connection.execute(adding, rows)


def utc_now() -> datetime:
    """The clock of a running program."""
    return datetime.now(UTC)


class Store:
    """Everything that is kept, a repository for each kind; every method is one transaction.

    Usable from any thread.

    Args:
        address: `sqlite:///path` (made on first use) or `postgresql://user:password@host/name`.
        clock: gives the moment of a change, aware.
        read_address: of a replica that questions are answered from; while it is away, the
            database itself answers. It may be some moments behind.

    Attributes:
        vectors: the sentence vectors, for an engine of search.
        records: the curated records, with all that an answer needs.
        statements: ids of statements by their properties.
        revisions: who changed what, when and why.
        feed: word of changes that other processes make.
        bulk: bundles in.
        changes: single changes by people.
        questions: questions that were asked.
        deliveries: which statements our messages carry.
        conclusions: both of these, once an answer stands in its chat.
        notes: what is kept of single messages of ours beside that.
        chats: what chats have chosen.
        state: what the bot keeps of itself.
        roles: who may do what, and what was refused.
        follows: what chats follow.
        drafts: work of curators that must survive a restart.
        outbox: what must still be told.
        news: what happened, and that it was told once.
        inbox: updates on their way.
        dead_letters: updates that were set aside.
        allowances: how much each may still ask and send.
        erasure: what is forgotten.

    Raises:
        StoreProblem: the address is of no known kind, the database cannot be opened, or its
            schema is newer than this code.
    """

    def __init__(
        self,
        address: str,
        *,
        clock: Callable[[], datetime] = utc_now,
        read_address: str | None = None,
    ) -> None:
        self.database = Database(address)
        self.asked = Replica(read_address, self.database) if read_address else self.database
        self._clock = clock
        self.vectors = VectorCache(self.database)
        self.records = RecordReader(self.asked)
        self.statements = StatementQueries(self.asked)
        self.revisions = RevisionLog(self.database, self.asked)
        self.feed = ChangeFeed(self.database, self.asked, self.revisions)
        self.bulk = BulkLoader(self.database, clock)
        self.changes = RecordWriter(self.database, clock)
        self.questions = QuestionLog(self.database, clock)
        self.deliveries = Deliveries(self.database, clock)
        self.conclusions = Conclusions(self.database, self.questions, self.deliveries)
        self.notes = MessageNotes(self.database)
        self.chats = ChatPreferences(self.database)
        self.state = BotState(self.database)
        self.roles = RoleRegister(self.database, clock)
        self.follows = FollowRegister(self.database, clock, self.records.merged)
        self.drafts = DraftStore(self.database, clock)
        self.outbox = Outbox(self.database, clock)
        self.news = NewsFeed(self.database, clock)
        self.inbox = UpdateInbox(self.database, clock, self.conclusions)
        self.dead_letters = DeadLetters(self.database, clock)
        self.allowances = TokenBuckets(self.database, clock)
        self.erasure = Erasure(self.database, clock)
        try:
            schema.refuse_newer(self.database)
        except StoreProblem:
            self.database.close()
            raise

    def refuse_another(self) -> None:
        """See that the database is still the one that was opened, for whoever runs for long.

        Raises:
            SchemaProblem: its tables have become newer than this code.
            StoreLost: its file is gone or another one.
            StoreProblem: it cannot be used.
        """
        schema.refuse_newer(self.database)

    def leadership(self, task: str) -> Leadership:
        """The place of the one process that does a task for all, not held yet."""
        return Leadership(self.database, task)

    def now(self) -> datetime:
        """The moment, as what is written is dated."""
        return self._clock()

    @property
    def name(self) -> str:
        """The address without its password."""
        return self.database.name

    @property
    def schema(self) -> str | None:
        """The step that the tables are at; None where there are none."""
        return schema.version(self.database)

    def upgrade(self) -> None:
        """Bring the tables up to this code; several programs may do so at once."""
        schema.upgrade(self.database)

    def check(self) -> list[str]:
        """What is wrong with the database, as sentences; empty when it is sound."""
        return schema.faults(self.database)

    def back_up(
        self,
        path: Path,
        told: backup.Told = lambda _name, _rows: None,
        *,
        key: bytes | None = None,
    ) -> Contents:
        """Write everything into one file, as of one moment, and read it back.

        Args:
            path: of the file, which must not be there yet.
            told: told how many rows of a table are done.
            key: signs it.

        Raises:
            RefusedInput: there is such a file already.
        """
        return backup.save(self.database, path, self._clock(), told, key)

    def restore(
        self,
        path: Path,
        told: backup.Told = lambda _name, _rows: None,
        *,
        key: bytes | None = None,
        verified: Contents | None = None,
    ) -> Contents:
        """Fill this empty database from such a file, of whichever engine, all or nothing.

        Args:
            path: of the file.
            told: told how many rows of a table are done.
            key: with which it must be signed.
            verified: what somebody was told of it; it must still be so.

        Raises:
            RefusedInput: the file is damaged, no backup, not signed with the key or another one
                than was told, or the database is not empty.
        """
        return backup.restore(self.database, path, told, key, verified)

    def close(self) -> None:
        """Give up all connections."""
        self.database.close()
        self.asked.close()
