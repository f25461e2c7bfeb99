"""What words find: in large stores function words order only, and the ranking stays the same."""

import pytest

from knowledge.search import Query, engine as search_engine
from tests.knowledge.search.conftest import document

PLACES = ("harbour", "station", "market", "school", "bridge", "library", "airport", "stadium")
DEEDS = ("opened", "closed", "burned", "flooded", "moved", "expanded")
QUESTIONS = (
    "has the harbour of the town burned down or not",
    "which station was it that they closed",
    "library flooded",
    "is it open",
    "what was it about",
    "did the zeppelin land",
    "",
)


@pytest.fixture
def engine(engine_at):
    filled = engine_at(semantic=False)
    filled.put(
        document(f"{place}-{deed}-{day}", text, f"when was it that the {place} {deed}")
        for place in PLACES
        for deed in DEEDS
        for day, text in enumerate(
            (
                f"The {place} {deed} on the morning of the first day",
                f"It was the old {place} of the town that they {deed}",
                f"{place} {deed}, so the mayor, and nobody was there to see it or to tell of it",
            )
        )
    )
    filled.commit(1)
    return filled


def first_ten(engine, question: str) -> tuple[list[str], list[float]]:
    hits = engine.search(Query(question, "en")).hits[:10]
    return [hit.id for hit in hits], [hit.score for hit in hits]


@pytest.mark.parametrize("ordered", [300, 100])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_large_store_is_searched_by_telling_words_with_the_same_ranking(
    engine, monkeypatch, question, ordered
):
    in_small = first_ten(engine, question)
    monkeypatch.setattr(search_engine, "MANY", 0)
    monkeypatch.setattr(search_engine, "ORDERED", ordered)
    ids, scores = first_ten(engine, question)
    assert ids == in_small[0]
    assert scores == pytest.approx(in_small[1], abs=0.01)


def test_function_words_decide_between_many_that_have_the_same_telling_word(engine_at, monkeypatch):
    monkeypatch.setattr(search_engine, "MANY", 0)
    monkeypatch.setattr(search_engine, "ORDERED", 20)
    store = engine_at(semantic=False)
    store.put(document(str(number), f"Harbour number {number}") for number in range(40))
    store.put([document("meant", "They had it before: the harbour that was theirs until then")])
    store.commit(1)
    assert store.search(Query("was it they that had the harbour before then")).hits[0].id == "meant"


def test_a_change_just_made_to_a_large_store_is_found_among_many_alike(engine_at, monkeypatch):
    monkeypatch.setattr(search_engine, "MANY", 0)
    monkeypatch.setattr(search_engine, "ORDERED", 20)
    store = engine_at(semantic=False)
    store.put(document(str(number), f"Harbour number {number}") for number in range(40))
    store.commit(1)
    store.put([document("7", "They had it before: the harbour that was theirs until then")])
    store.commit(2)
    assert store.search(Query("was it they that had the harbour before then")).hits[0].id == "7"
