"""The parts that answer, on the store of the harbour, joined without the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.candidates import CandidatePool
from knowledge.answering.presentation import Presenter
from knowledge.answering.snapshot import IndexSync, RecordCache, StoreSnapshot
from knowledge.answering.weighing import Weighing, shipped
from knowledge.domain import Bundle, Language, Question, Reply, Turn
from knowledge.questions.parser import ParsedQuestion
from knowledge.search import Engine, Lexicon
from knowledge.storage import Store
from tests.knowledge.harbour import NOW, WRITER, bundle
from tests.knowledge.tables import with_tables


@dataclass
class Answering:
    """A store with its search, and what answers from them."""

    store: Store
    engine: Engine
    sync: IndexSync
    cache: RecordCache
    weighing: Weighing
    answerer: Answerer

    @property
    def library(self) -> StoreSnapshot:
        """The store as it was taken up last."""
        return self.sync.library

    def ask(
        self, text: str, *turns: Turn, language: Language | None = None, within: float | None = None
    ) -> Reply:
        """Answer a question as the desk does."""
        self.cache.as_of(self.sync.catch_up())
        return self.answerer.answer(Question(text, language, turns), self.library, within)

    def read(self, text: str) -> ParsedQuestion:
        """A question as it is read with the names of the store."""
        return self.library.reader.read(text)

    def found(self, text: str) -> tuple[ParsedQuestion, CandidatePool]:
        """What competes for an answer to a question."""
        asked = self.read(text)
        return asked, self.weighing.field(asked, self.library)


@contextmanager
def answering_from(folder: Path, of: Bundle) -> Iterator[Answering]:
    """The parts on a real store in a folder, filled and in step."""
    store = Store(with_tables(folder / "store.db"))
    store.bulk.load(of, WRITER, "test")
    lexicon = Lexicon((concept.id, concept.words) for concept in store.records.concepts())
    engine = Engine(None, encoder=None, keeper=None, lexicon=lexicon)
    sync = IndexSync(store, engine)
    sync.refresh()
    cache = RecordCache(store)
    today: date = NOW.date()
    answerer = Answerer(store, engine, cache, Presenter(cache, lambda: today))
    weighing = Weighing(engine, cache, shipped())
    yield Answering(store, engine, sync, cache, weighing, answerer)
    engine.close()
    store.close()


@pytest.fixture(scope="package")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """Those that no test changes."""
    with answering_from(tmp_path_factory.mktemp("answering"), bundle()) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Answering]:
    """Those of one test."""
    with answering_from(tmp_path, bundle()) as made:
        yield made
