"""The public retrieval sets, and an encoder that remembers between benches."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Document, Encoder, Passage, encoder_named
from knowledge.search.vector_index import text_key

CACHE = Path(tempfile.gettempdir()) / "accordingto-bench"
"""Where vectors are remembered between benches."""

MEASURED = (
    ("checkthat-2020", "dev"),
    ("checkthat-2022-2a", "dev"),
    ("checkthat-2022-2b", "dev"),
    ("stackfaq", "test"),
    ("covidfaq", "test"),
    ("noiseqa", "clean"),
    ("noiseqa", "keyboard-natural"),
    ("ntrex", "ru"),
    ("ntrex", "uk"),
    ("hint3-sofmattress", "test"),
    ("clinc150", "val"),
)
"""Sets and splits that are measured, none of which but noiseqa clean is fitted on."""


@dataclass(frozen=True)
class Asking:
    """A question with the ids of the documents that answer it, none where it has to be refused."""

    text: str
    language: str
    expected: frozenset[str]


def bench_folder() -> Path:
    """Where the sets are: $ACCORDINGTO_BENCH, or shared/bench beside the repository."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "bench"
    return Path(os.environ.get("ACCORDINGTO_BENCH", beside))


def documents(name: str) -> Iterator[Document]:
    """The statements of a set."""
    yield from documents_in(bench_folder() / name / "statements.jsonl")


def documents_in(path: Path) -> Iterator[Document]:
    """The statements of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            passages = [Passage("claim", "en", record["claim"])]
            title = (record.get("article") or {}).get("title")
            if title:
                passages.append(Passage("title", "en", title))
            if record.get("speaker"):
                passages.append(Passage("speaker", "en", record["speaker"]))
            passages += [Passage("phrasing", "en", each) for each in record.get("phrasings", ())]
            yield Document(record["id"], tuple(passages))


def questions(name: str, split: str) -> list[Asking]:
    """The questions of one split."""
    with (bench_folder() / name / f"{split}.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Asking(r["question"], r["lang"], frozenset(r["expect"])) for r in records]


class RememberingEncoder:
    """The shipped encoder with everything it encoded in a file, so that a bench is run twice soon.

    Args:
        folder: of the file; never inside the repository.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "vectors.npz"
        encoder = encoder_named("use")
        assert encoder is not None
        self._encoder: Encoder = encoder
        self.profile = replace(encoder, encoder=self)
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._known: dict[str, NDArray[np.float16]] = {}
        self._fresh = 0
        if self._path.exists():
            with np.load(self._path) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does, from memory where it can."""
        keys = [text_key(text) for text in texts]
        missing = [i for i, key in enumerate(keys) if key not in self._known]
        if missing:
            for i, vector in zip(
                missing, self._encoder.encode([texts[i] for i in missing]), strict=True
            ):
                self._known[keys[i]] = vector.astype(np.float16)
            self._fresh += len(missing)
        return np.array([self._known[key] for key in keys], dtype=np.float32)

    def save(self) -> None:
        """Write down what is new."""
        if self._fresh:
            np.savez(
                self._path,
                keys=np.array(list(self._known)),
                vectors=np.array(list(self._known.values())),
            )
            self._fresh = 0
