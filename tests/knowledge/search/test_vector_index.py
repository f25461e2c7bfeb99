"""Nearness by meaning, exact and by the graph."""

import numpy as np
import pytest

from knowledge.search import Query, vector_index
from knowledge.search.vector_index import Centring, from_rows, to_rows
from tests.knowledge.search.conftest import document


def unit(rows: int, seed: int = 0, dimensions: int = 48) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimensions)).astype(np.float32)
    of_length_one: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return of_length_one


@pytest.fixture
def few(monkeypatch):
    """Let a graph be made from 200 vectors on, not thousands."""
    monkeypatch.setattr(vector_index, "EXACT", 200)


def test_eight_bits_keep_the_direction():
    vectors = unit(50, dimensions=512)
    read = from_rows(to_rows(vectors))
    cosines = (read * vectors).sum(axis=1) / np.linalg.norm(read, axis=1)
    assert cosines.min() > 0.9999


def test_an_empty_vector_stays_empty():
    assert not from_rows(to_rows(np.zeros((1, 8), np.float32))).any()
    assert not Centring.of(unit(300, dimensions=8))(np.zeros((1, 8), np.float32)).any()


def test_centring_takes_off_what_all_share():
    shared = unit(1, seed=9)
    vectors = unit(400) + 2 * shared
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    centred = Centring.of(vectors)(vectors)
    assert abs((vectors @ vectors.T).mean()) > 0.5
    assert abs((centred @ centred.T).mean()) < 0.02


def test_few_vectors_are_hardly_centred():
    assert np.linalg.norm(Centring.of(unit(1)).mean) < 0.05
    assert not Centring.of(np.zeros((3, 8), np.float32)).mean.any()


def test_cosines_from_products_are_those_of_centred_vectors():
    vectors, question = unit(300), unit(1, seed=3)[0]
    centring = Centring.of(vectors)
    centred, raw = centring.cosines(np.vstack([vectors, np.zeros((1, 48), np.float32)]), question)
    assert np.allclose(centred[:-1], centring(vectors) @ centring(question[None])[0], atol=1e-4)
    assert np.allclose(raw[:-1], vectors @ question, atol=1e-5)
    assert (centred[-1], raw[-1]) == (0.0, 0.0)


@pytest.mark.usefixtures("few")
def test_the_graph_finds_what_comparing_all_finds(tmp_path):
    rows, alive = to_rows(unit(1500)), np.ones(1500, dtype=bool)
    exact = vector_index.following(None, rows, tmp_path)
    assert exact.graph is None
    vector_index.grow(rows, alive, tmp_path)
    graph = vector_index.following(exact, rows, tmp_path)
    assert graph.graph is not None
    for question in unit(20, seed=5):
        want = set(exact.near(question, alive, 10)[0].tolist())
        assert len(want & set(graph.near(question, alive, 10)[0].tolist())) >= 8


@pytest.mark.usefixtures("few")
def test_what_came_after_the_graph_is_found_beside_it_and_taken_in(tmp_path):
    vectors = unit(900)
    rows, alive = to_rows(vectors), np.ones(900, dtype=bool)
    vector_index.grow(rows[:800], alive[:800], tmp_path)
    near = vector_index.following(None, rows, tmp_path)
    assert (near.since, len(near.recent), vector_index.uncovered(rows, tmp_path)) == (800, 100, 100)
    assert near.near(vectors[850], alive, 5)[0][0] == 850
    assert near.near(vectors[10], alive, 5)[0][0] == 10
    vector_index.grow(rows, alive, tmp_path)
    grown = vector_index.following(near, rows, tmp_path)
    assert (grown.since, len(grown.recent)) == (900, 0)
    assert grown.near(vectors[850], alive, 5)[0][0] == 850
    assert len(vector_index.graphs(tmp_path)) == 1


@pytest.mark.usefixtures("few")
def test_a_store_that_doubled_gets_a_graph_with_a_centring_of_its_own(tmp_path):
    rows, alive = to_rows(unit(900)), np.ones(900, dtype=bool)
    vector_index.grow(rows[:300], alive[:300], tmp_path)
    before = vector_index.following(None, rows[:300], tmp_path)
    vector_index.grow(rows, alive, tmp_path)
    after = vector_index.following(None, rows, tmp_path)
    assert not np.allclose(before.centring.mean, after.centring.mean)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("suffix", [".npz", ".usearch"])
def test_a_damaged_graph_is_passed_over(tmp_path, suffix):
    rows, alive = to_rows(unit(300)), np.ones(300, dtype=bool)
    vector_index.grow(rows, alive, tmp_path)
    (tmp_path / f"graph-300{suffix}").write_bytes(b"broken")
    near = vector_index.following(None, rows, tmp_path)
    assert near.graph is None
    assert near.near(from_rows(rows[7:8])[0], alive, 1)[0][0] == 7


@pytest.mark.usefixtures("few")
def test_a_graph_of_more_vectors_than_there_are_is_passed_over(tmp_path):
    rows, alive = to_rows(unit(300)), np.ones(300, dtype=bool)
    vector_index.grow(rows, alive, tmp_path)
    assert vector_index.following(None, rows[:250], tmp_path).graph is None


def test_a_graph_is_taken_up_while_others_write(engine_at, tmp_path, monkeypatch):
    engine = engine_at(tmp_path)
    engine.put([document(str(n), f"Tower number {n} of street {n % 7} fell") for n in range(120)])
    engine.commit(1)
    monkeypatch.setattr(vector_index, "EXACT", 50)
    engine.drop(["3"])  # written, and in no file yet
    engine.put([document("late", "A lighthouse burned down")])
    engine.index.grow(engine.now)
    engine.grown()
    assert engine.now.near is not None
    assert engine.now.near.graph is not None
    assert len(engine.now.near.recent) == 0
    assert engine.search(Query("tower number 3")).hits[0].id == "3"
    engine.commit(2)
    assert "3" not in {hit.id for hit in engine.search(Query("tower number 3")).hits}
    assert engine.search(Query("lighthouse")).hits[0].id == "late"


def test_an_engine_grows_its_graph_beside_the_questions(engine_at, tmp_path, monkeypatch):
    monkeypatch.setattr(vector_index, "EXACT", 50)
    engine = engine_at(tmp_path)
    engine.put([document(str(n), f"Tower number {n} of street {n % 7} fell") for n in range(120)])
    engine.commit(1)
    engine.grower.wait()
    assert engine.now.near.graph is not None
    engine.put([document("new", "A lighthouse burned down")])
    engine.drop(["3"])
    engine.commit(2)
    assert engine.search(Query("lighthouse")).hits[0].id == "new"
    assert "3" not in {hit.id for hit in engine.search(Query("tower number 3 of street 3")).hits}
    engine.close()
    again = engine_at(tmp_path)
    assert again.now.near.since == 120
    assert again.search(Query("lighthouse")).hits[0].id == "new"
    again.clear()
    assert vector_index.graphs(tmp_path) == []


def test_a_load_in_bulk_gets_its_graph_at_once(engine_at, tmp_path, monkeypatch):
    monkeypatch.setattr(vector_index, "EXACT", 20)
    monkeypatch.setattr("knowledge.search.index.BULK", 80)
    engine = engine_at(tmp_path)
    engine.put([document(str(n), f"Tower number {n} fell") for n in range(100)])
    engine.commit(1)
    assert engine.now.near.since == 100
    assert engine.search(Query("did tower number 42 fall")).hits[0].id == "42"
