"""The encoders, and vectors that are kept."""

import sys
import types

import numpy as np
import pytest

from knowledge.search import EncoderMissing, encoder_named
from knowledge.search.encoders import FolderEncoder
from knowledge.search.vector_index import Vectors, text_key


def test_off_is_no_encoder():
    assert encoder_named("off") is None


def test_the_shipped_encoder_finds_the_same_said_in_another_language():
    encoder = encoder_named("use")
    assert encoder is not None
    english, russian, other = encoder.encode(
        [
            "How many drones were shot down?",
            "Сколько беспилотников было сбито?",
            "The soup is cold.",
        ]
    )
    assert english.shape == (encoder.dimensions,)
    assert english @ english == pytest.approx(1.0, abs=1e-3)
    assert english @ russian > 0.5 > english @ other


def test_without_its_package_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EncoderMissing, match="install it, or switch"):
        encoder_named("use")


def test_a_folder_without_a_model_is_told(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(EncoderMissing, match="model2vec"):
        encoder_named(str(tmp_path))


def test_a_folder_with_a_model_is_an_encoder(monkeypatch, tmp_path):
    class StaticModel:
        dim = 3

        @classmethod
        def from_pretrained(cls, path: str) -> "StaticModel":
            assert path == str(tmp_path)
            return cls()

        def encode(self, texts: list[str]) -> np.ndarray:
            return np.array([[float(len(text)), 0.0, 0.0] for text in texts])

    package = types.ModuleType("model2vec")
    package.StaticModel = StaticModel  # type: ignore[attr-defined]  # a stand-in for the package
    monkeypatch.setitem(sys.modules, "model2vec", package)
    encoder = encoder_named(str(tmp_path))
    assert encoder is not None
    assert isinstance(encoder.encoder, FolderEncoder)
    assert encoder.name == f"model2vec-{tmp_path.name}"
    assert encoder.encode(["four", ""]).tolist() == [[1, 0, 0], [0, 0, 0]]


def test_a_text_is_encoded_once_however_often_it_stands(encoder, keeper):
    vectors = Vectors(encoder, keeper)
    rows = vectors.rows(["a b", "", "a b", "c"])
    assert encoder.encoded == ["a b", "c"]
    assert (rows[0] == rows[2]).all()
    assert not rows["numbers"][1].any()
    assert set(keeper.kept) == {("bag-of-words", text_key("a b")), ("bag-of-words", text_key("c"))}


def test_many_texts_are_encoded_in_turns(encoder):
    texts = [f"text {number}" for number in range(150)]
    assert len(Vectors(encoder, None).rows(texts)) == 150
    assert encoder.encoded == texts
