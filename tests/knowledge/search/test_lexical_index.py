"""Passages in memory are scored as on disk."""

import shutil

import pytest

from knowledge.search import Engine, Query, index, lexical_index
from knowledge.search.lexical_index import LexicalIndex, Memtable, Step
from tests.knowledge.search.conftest import MakeEngine, document, killed

PASSAGES = (
    ("bridge", "the bridge is closed the bridge"),
    ("tower", "the tower fell"),
    ("ferry", "the ferry sank near the bridge in a storm at night"),
    ("pier", "a pier burned"),
)
STEPS = [Step(key, slot, {"words": text.split()}) for slot, (key, text) in enumerate(PASSAGES)]
TERMS = [("bridge", 1.0), ("storm", 0.5), ("the", 0.2)]


def nothing(_term: str) -> int:
    return 0


def test_the_scores_are_those_of_the_disk(tmp_path):
    index = LexicalIndex(tmp_path)
    index.write(STEPS)
    index.commit({})
    on_disk = dict(
        zip(*(each.tolist() for each in index.view().find("words", TERMS, 10)), strict=True)
    )
    in_memory = Memtable().after(STEPS).find("words", TERMS, (), 1, nothing)
    index.close()
    assert {slot for _, slot in in_memory} == set(on_disk)
    for score, slot in in_memory:
        assert abs(score - on_disk[slot]) < 0.25 * on_disk[slot]


def test_a_term_that_is_frequent_on_disk_tells_little():
    fresh = Memtable().after(STEPS)
    rare = {s: v for v, s in fresh.find("words", [("storm", 1.0)], (), 1000, nothing)}
    common = {s: v for v, s in fresh.find("words", [("storm", 1.0)], (), 1000, lambda _: 900)}
    assert rare[2] > 5 * common[2] > 0


def test_terms_that_only_order_find_nothing():
    fresh = Memtable().after(STEPS)
    plain = {s: v for v, s in fresh.find("words", [("bridge", 1.0)], (), 0, nothing)}
    also = fresh.find("words", [("bridge", 1.0)], [("storm", 1.0), ("tower", 1.0)], 0, nothing)
    ordered = {slot: score for score, slot in also}
    assert set(plain) == set(ordered) == {0, 2}
    assert ordered[2] > plain[2]
    assert ordered[0] == plain[0]


def test_what_was_taken_off_or_replaced_is_not_found():
    fresh = Memtable().after(STEPS)
    later = fresh.after([Step("bridge"), Step("ferry"), Step("ferry", 9, {"words": ["raft"]})])
    assert later.find("words", TERMS, (), 0, nothing) == [
        hit for hit in later.find("words", TERMS, (), 0, nothing) if hit[1] == 1
    ]
    assert [slot for _, slot in later.find("words", [("raft", 1.0)], (), 0, nothing)] == [9]
    assert later.slots["bridge"] == ()
    assert [slot for _, slot in fresh.find("words", [("bridge", 1.0)], (), 0, nothing)] == [0, 2]


def test_an_empty_one_finds_nothing():
    assert Memtable().find("words", TERMS, (), 10, nothing) == []
    assert Memtable().frequencies("words", ["bridge"]) == [0]


TOWERS = [
    document(f"tower {n}", f"Tower {n} of {word} street fell") for n, word in enumerate("abcd")
]
BRIDGE = document("bridge", "The bridge stays closed until spring", "when will the bridge open")


@pytest.fixture
def late(engine_at: MakeEngine, tmp_path, monkeypatch) -> Engine:
    """An engine on disk that makes nothing durable by itself until it is closed."""
    monkeypatch.setattr(index, "RESTED", 600.0)
    engine = engine_at(tmp_path)
    engine.put([*TOWERS, BRIDGE])
    engine.commit(7)
    return engine


def found(engine: Engine, question: str) -> list[str]:
    return [hit.id for hit in engine.search(Query(question)).hits]


def unsaved(engine: Engine) -> int:
    return len(engine.index.unsaved.steps)


def test_a_few_changes_are_found_before_they_are_durable(late, engine_at, tmp_path):
    late.put(
        [document("ferry", "The ferry sank in a storm"), document("bridge", "A bridge opened")]
    )
    late.drop(["tower 1"])
    late.commit(8)
    assert unsaved(late) > 0
    assert found(late, "did the ferry sink")[0] == "ferry"
    assert found(late, "which bridge opened").count("bridge") == 1
    assert "tower 1" not in found(late, "which tower fell")
    assert len(late) == 5
    late.close()
    again = engine_at(tmp_path)
    assert (again.revision, len(again)) == (8, 5)
    assert found(again, "did the ferry sink")[0] == "ferry"
    assert "tower 1" not in found(again, "which tower fell")


@pytest.mark.parametrize(
    "question",
    ["did the ferry sink in a storm", "which tower fell", "when will the bridge be open", "strom"],
)
def test_the_order_is_the_same_before_and_after(late, question):
    late.put(
        [document("ferry", "The ferry sank in a storm"), document("bridge", "A bridge opened")]
    )
    late.commit(8)
    before = late.search(Query(question))
    late.flusher.close()
    assert unsaved(late) == 0
    after = late.search(Query(question))
    assert [hit.id for hit in before.hits] == [hit.id for hit in after.hits]
    assert [hit.score for hit in before.hits] == pytest.approx(
        [hit.score for hit in after.hits], abs=0.05
    )
    assert before.repaired == after.repaired


def test_new_words_are_known_at_once(late):
    assert late.completed("lightho") is None
    late.put([document("lighthouse", "A lighthouse burned down")])
    late.commit(8)
    assert late.completed("lightho") == "lighthouse"
    assert found(late, "the lighthose that burned")[0] == "lighthouse"


def test_what_is_changed_while_the_disk_is_written_to_stays(late):
    late.put([document("ferry", "The ferry sank")])
    late.commit(8)
    under_way = late.index.unsaved
    late.index.write_down(under_way)
    late.put([document("ferry", "The ferry was raised"), document("pier", "The pier burned")])
    late.commit(9)
    late.index.written(under_way)
    late.commit(9)
    assert found(late, "was the ferry raised").count("ferry") == 1
    assert found(late, "which pier burned")[0] == "pier"
    late.flusher.close()
    assert unsaved(late) == 0
    assert found(late, "which pier burned")[0] == "pier"
    assert len(late) == 7


def test_a_kill_takes_what_was_not_durable_with_its_revision(engine_at, tmp_path):
    killed(
        tmp_path,
        """
        index.RESTED = 600.0
        engine.put([document("bridge", "The bridge stays closed until spring")])
        engine.commit(7)
        engine.put([document("ferry", "The ferry sank")])
        engine.drop(["bridge"])
        engine.commit(8)
        """,
    )
    again = engine_at(tmp_path)
    assert (again.revision, len(again), again.mended) == (7, 1, "")
    assert found(again, "is the bridge closed") == ["bridge"]
    again.put([document("ferry", "The ferry sank")])
    again.drop(["bridge"])
    again.commit(8)
    assert found(again, "did the ferry sink") == ["ferry"]


def test_it_becomes_durable_by_itself(engine_at, tmp_path, monkeypatch):
    monkeypatch.setattr(index, "RESTED", 0.0)
    engine = engine_at(tmp_path)
    engine.put(TOWERS)
    engine.commit(7)
    for revision in range(8, 12):
        engine.put([document("ferry", f"The ferry sank {revision}")])
        engine.commit(revision)
    with engine.lock:
        assert engine.lock.wait_for(lambda: not unsaved(engine), 20)
    assert engine.index.words.lexical.view().state()["revision"] == 11
    assert found(engine, "did the ferry sink")[0] == "ferry"


def test_a_disk_that_takes_nothing_is_told_and_tried_again(late, monkeypatch, caplog):
    commit = late.index.words.lexical.commit
    refused: list[object] = []

    def full(state: dict[str, object]) -> None:
        if not refused:
            refused.append(state)
            raise ValueError("No space left on device")
        commit(state)

    monkeypatch.setattr(index, "RESTED", 0.0)
    monkeypatch.setattr(late.index.words.lexical, "commit", full)
    late.put([document("ferry", "The ferry sank")])
    late.commit(8)
    with late.lock:
        assert late.lock.wait_for(lambda: not unsaved(late), 20)
    assert "No space left on device" in caplog.text
    assert found(late, "did the ferry sink")[0] == "ferry"
    assert len(late) == 6


def test_much_is_durable_at_once(late, monkeypatch, engine_at, tmp_path):
    monkeypatch.setattr(lexical_index, "FEW", 100)
    late.put([document("ferry", "The ferry sank")])
    late.commit(8)
    late.put([document(f"house {n}", f"House {n} burned") for n in range(600)])
    late.commit(9)
    assert unsaved(late) == 0
    assert late.index.words.lexical.view().state()["revision"] == 9
    assert found(late, "did the ferry sink")[0] == "ferry"
    assert len(late) == 606
    late.close()
    again = engine_at(tmp_path)
    assert (again.revision, len(again)) == (9, 606)
    assert found(again, "house 599")[0] == "house 599"


def test_an_index_whose_folder_is_gone_is_let_go_with_a_word(engine_at, tmp_path, caplog):
    engine = engine_at(tmp_path / "index")
    engine.put(TOWERS)
    engine.commit(7)
    engine.put([BRIDGE])
    engine.commit(8)
    shutil.rmtree(tmp_path / "index")
    engine.close()
    assert "cannot be made durable" in caplog.text
    again = engine_at(tmp_path / "index")
    assert (again.revision, len(again)) == (0, 0), "everything is put anew"
