"""An encoder is a profile: one module brings the model and all that is true of its vectors."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.answering import weighing
from knowledge.search import (
    Document,
    Engine,
    Lexicon,
    Passage,
    Query,
    encoder_named,
    encoders,
    reranker,
)
from knowledge.search.encoders.profile import (
    DECISION,
    ORDER,
    EncoderProfile,
    Fitted,
    profile_of,
)
from knowledge.search.encoders.use import as_russian, for_encoder

TINY = '''
import numpy as np
from knowledge.search.encoders.profile import EncoderProfile, Fitted

class Letters:
    """How often each letter stands in a text."""
    name, dimensions = "tiny-letters", 26
    seen = []

    def encode(self, texts):
        self.seen.extend(texts)
        rows = np.array([[t.count(chr(97 + n)) for n in range(26)] for t in texts], dtype=np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

def profile():
    return EncoderProfile(
        Letters(), prepare=lambda text, language: f"{language}:{text.lower()}", same_question=0.5,
        order=Fitted(__package__, "tiny.order.json"), decision=Fitted(__package__, "tiny.decision.json"),
    )
'''


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """One more module beside the others, as somebody would add it."""
    (tmp_path / "tiny.py").write_text(TINY)
    monkeypatch.setattr(encoders, "__path__", [*encoders.__path__, str(tmp_path)])
    name = "knowledge.search.encoders.tiny"
    monkeypatch.delitem(sys.modules, name, raising=False)
    assert encoder_named("tiny") is not None
    return sys.modules[name]


def test_one_more_module_is_one_more_encoder_chosen_by_its_name(tiny):
    profile = encoder_named("tiny")
    assert profile is not None
    assert (profile.name, profile.dimensions, profile.same_question) == ("tiny-letters", 26, 0.5)
    engine = Engine(None, encoder=profile, keeper=None, lexicon=Lexicon())
    try:
        engine.put(
            [
                Document("a", (Passage("claim", "uk", "Міст"),)),
                Document("b", (Passage("claim", "en", "Bridge"),)),
            ]
        )
        engine.commit(1)
        ranking = engine.search(Query("Bridge", language="en"))
    finally:
        engine.close()
    assert ranking.hits[0].id == "b"
    # Its own preparation and no other: the respelling of Ukrainian belongs to USE.
    assert "uk:міст" in tiny.Letters.seen
    assert "en:bridge" in tiny.Letters.seen


@pytest.mark.usefixtures("tiny")
def test_until_its_weights_are_fitted_it_has_those_that_are_shipped():
    profile = encoder_named("tiny")
    assert profile is not None
    assert profile.order.text(ORDER) == ORDER.text(ORDER)
    assert weighing.shipped(profile.decision) == weighing.shipped()


def test_fitted_weights_are_read_from_the_file_that_the_profile_names(tmp_path, monkeypatch):
    package = tmp_path / "fitted_for_a_test"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "order.json").write_text(json.dumps({"made_by": "a test", "rank": {"meaning": 2.0}}))
    (package / "decision.json").write_text(
        json.dumps({"made_by": "a test", "chance": {"bias": 1.0}})
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert reranker.fitted(Fitted("fitted_for_a_test", "order.json")).rank == {"meaning": 2.0}
    assert weighing.shipped(Fitted("fitted_for_a_test", "decision.json")).chance == {"bias": 1.0}


class Bare:
    """An encoder that is no profile."""

    name, dimensions = "bare", 2

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 2), dtype=np.float32)


def test_a_bare_encoder_has_a_profile_in_which_nothing_is_changed():
    profile = profile_of(Bare())
    assert isinstance(profile, EncoderProfile)
    assert profile.prepare("Міст", "uk") == "Міст"
    assert (profile.order, profile.decision) == (ORDER, DECISION)
    assert profile_of(profile) is profile


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Скільки безпілотників збили над Москвою?", "Сколько беспилотников сбили над Москвою?"),
        ("Хто повідомив про вибухи вночі", "Кто сообщил о взрывы ночью"),
        ("працювати", "работать"),
        ("український", "украинский"),
        ("можливість", "можливость"),
        ("п’ять місяців", "пять месяцев"),
    ],
)
def test_words_come_near_their_russian_sisters(ukrainian, russian):
    assert as_russian(ukrainian) == russian


def test_only_ukrainian_is_respelled():
    assert for_encoder("Кто и что", "ru") == "Кто и что"
    assert for_encoder("Who", "en") == "Who"
    assert for_encoder("Хто це", "uk") == "Кто это"
    assert for_encoder("Де і коли", "") == "Где и когда"  # known by its letters
