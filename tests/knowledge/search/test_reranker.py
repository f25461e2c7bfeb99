"""Marks of documents that are asked for by their aspects."""

import numpy as np

from knowledge.search.reranker import agreement
from tests.knowledge.search.conftest import document


def test_only_the_aspects_asked_for_count_even_where_a_value_is_called_like_one(engine_at):
    engine = engine_at(semantic=False)
    engine.put(
        [
            document("first", "The bridge", kind="number", speaker="mayor"),
            document("second", "The bridge", number="12", speaker="mayor"),
            document("third", "The bridge", number="13"),
            document("fourth", "The bridge"),
        ]
    )
    engine.commit(1)
    asked = {"number": frozenset({"12"}), "место": frozenset({"x"}), "nothing": frozenset[str]()}
    found = agreement(asked, engine.now.holdings, np.arange(4))
    assert found["agree_number"].tolist() == [0, 1, 0, 0]
    assert found["clash_number"].tolist() == [0, 0, 1, 0]
    assert not found["agree_место"].any()
    assert "agree_nothing" not in found
    assert found["agree"].tolist() == [0, 1, 0, 0]
