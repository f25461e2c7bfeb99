"""An encoder without weights, a keeper in memory, and engines that are closed after the test."""

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.search import Document, Engine, Lexicon, Passage
from knowledge.search.text_analysis import fold, hashes, stem, words


class BagOfWords:
    """Sums a fixed random direction for every stem; near enough to meaning for tests."""

    name = "bag-of-words"
    dimensions = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            for code in hashes(stem(word) for word in words(fold(text))):
                vectors[place] += np.random.default_rng(int(code)).normal(size=self.dimensions)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-9)
        return unit


class MemoryKeeper:
    """Keeps vectors as the store does."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    def load(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self.kept[model, key] for key in keys if (model, key) in self.kept}

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self.kept.update({(model, key): row for key, row in vectors.items()})


BEFORE = """
import os, signal, sys
from pathlib import Path
from knowledge.search import Engine, Lexicon, index
from tests.knowledge.search.conftest import BagOfWords, document
engine = Engine(Path(sys.argv[1]), encoder=BagOfWords(), keeper=None, lexicon=Lexicon())
"""
AFTER = """
engine.index.shelf.settle()
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(folder: Path, doing: str) -> None:
    """Let a process do something to the `engine` of a folder and end it without a word (kill -9)."""
    done = subprocess.run(
        [sys.executable, "-c", BEFORE + textwrap.dedent(doing) + AFTER, str(folder)],
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture
def encoder() -> BagOfWords:
    return BagOfWords()


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


MakeEngine = Callable[..., Engine]


@pytest.fixture
def engine_at(encoder: BagOfWords, caplog: pytest.LogCaptureFixture) -> Iterator[MakeEngine]:
    """Make engines, all closed well at the end; `semantic=False` switches the encoder off."""
    made: list[Engine] = []

    def make(
        folder: Path | None = None,
        *,
        semantic: bool = True,
        keeper: MemoryKeeper | None = None,
        lexicon: Lexicon | None = None,
    ) -> Engine:
        engine = Engine(
            folder,
            encoder=encoder if semantic else None,
            keeper=keeper,
            lexicon=lexicon or Lexicon(),
        )
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()
    assert [one.getMessage() for one in caplog.get_records("teardown")] == []


def document(key: str, *texts: str, **marks: str) -> Document:
    """A claim and its phrasings, with one mark an aspect."""
    roles = ["claim"] + ["phrasing"] * (len(texts) - 1)
    passages = tuple(Passage(role, "en", text) for role, text in zip(roles, texts, strict=True))
    return Document(key, passages, {aspect: frozenset({value}) for aspect, value in marks.items()})
