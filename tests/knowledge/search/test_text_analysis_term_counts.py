"""How many of a document's passages come near."""

import numpy as np
import pytest

from knowledge.search import Query
from knowledge.search.text_analysis import several
from tests.knowledge.search.conftest import document

LONE = ("The bridge is closed", "Was the mayor asked?", "Who paid for the lamps?")
ALIKE = ("The bridge opened again", "When did the bridge open?", "Is the bridge open again?")


def test_the_three_greatest_are_compared_with_the_greatest():
    cosines = np.array([0.1, 0.9, 0.5, 0.7, 0.4, 0.4, 0.4])
    assert several(cosines, np.array([0, 4])) == pytest.approx([0.7 - 0.9, 0.0])


def test_fewer_than_three_passages_with_a_vector_tell_nothing():
    cosines = np.array([0.9, 0.3, 0.8, 0.0, 0.2, -0.1, 0.0, -0.3, 0.5])
    assert several(cosines, np.array([0, 2, 5])) == pytest.approx(
        [0, 0, (0.5 - 0.1 - 0.3) / 3 - 0.5]
    )
    assert several(np.zeros(0), np.zeros(0, dtype=np.int64)).shape == (0,)


def test_one_phrasing_that_comes_near_by_chance_yields_to_several(engine_at):
    engine = engine_at()
    engine.put([document("lone", *LONE), document("alike", *ALIKE)])
    engine.commit(1)
    told = {
        hit.id: hit.features["meaning_several"] for hit in engine.search(Query("the bridge")).hits
    }
    assert told["lone"] < told["alike"] < 0
    engine.put([document("lone", LONE[0])])
    engine.commit(2)
    told = {
        hit.id: hit.features["meaning_several"] for hit in engine.search(Query("the bridge")).hits
    }
    assert told["lone"] == 0 > told["alike"]


def test_without_an_encoder_nothing_is_near(engine_at):
    engine = engine_at(semantic=False)
    engine.put([document("lone", *LONE)])
    engine.commit(1)
    (hit,) = engine.search(Query("the bridge")).hits
    assert hit.features["meaning_several"] == 0
