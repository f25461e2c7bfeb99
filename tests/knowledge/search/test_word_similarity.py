"""Single words are compared by meaning, the same however often they were met."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.search import word_similarity
from knowledge.search.word_similarity import WordMeaning


class Letters:
    """Encodes a word as the counts of its letters."""

    name = "letters"
    dimensions = 26

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row of length 1 a text."""
        self.encoded.extend(texts)
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                if "a" <= letter <= "z":
                    row[ord(letter) - ord("a")] += 1
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return rows


def test_the_nearest_word_of_a_text_counts():
    near = WordMeaning(Letters()).greatest(["ship", "zebra"], [["hips", "oak"], ["quay"]])
    assert near[0][0] == pytest.approx(1.0, abs=1e-5)
    assert near[0][1] < near[0][0]
    assert near[1][0] < near[0][0]


def test_a_text_without_words_is_near_to_nothing():
    first, second = WordMeaning(Letters()).greatest(["ship"], [[], []])
    assert first.tolist() == [0.0]
    first[0] = 1.0
    assert second.tolist() == [0.0]


def test_no_asked_words_give_no_numbers():
    (near,) = WordMeaning(Letters()).greatest([], [["ship"]])
    assert near.size == 0


def test_a_word_is_encoded_once_until_too_many_are_known(monkeypatch):
    encoder = Letters()
    meaning = WordMeaning(encoder)
    meaning.greatest(["ship"], [["oak"]])
    met = len(encoder.encoded)
    meaning.greatest(["ship"], [["oak"]])
    assert len(encoder.encoded) == met
    monkeypatch.setattr(word_similarity, "MOST_WORDS", 2)
    before = meaning.greatest(["ship"], [["oak"]])[0]
    assert len(encoder.encoded) == met + 2
    assert before.shape == (1,)
