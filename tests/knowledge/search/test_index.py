"""The index on disk: found again as last committed, whatever happened to the process or the folder."""

import json
import subprocess
import sys
import tempfile

import numpy as np
import pytest

from knowledge.search import (
    Engine,
    IndexUnusable,
    Lexicon,
    Query,
    engine as engine_module,
    index as index_module,
)
from knowledge.search.index import PREFIX, ScratchDirectory
from tests.knowledge.search.conftest import document, killed

BRIDGE = document("bridge", "The bridge stays closed until spring", year="2023")
TOWER = document("tower", "The tower fell")


def filled(engine: Engine, revision: int = 7) -> Engine:
    engine.put([BRIDGE, TOWER])
    engine.commit(revision)
    return engine


def first(engine: Engine, question: str = "is the bridge closed") -> str | None:
    hits = engine.search(Query(question)).hits
    return hits[0].id if hits else None


@pytest.mark.parametrize("semantic", [True, False])
def test_a_warm_start_finds_everything(engine_at, tmp_path, semantic):
    filled(engine_at(tmp_path, semantic=semantic)).close()
    again = engine_at(tmp_path, semantic=semantic)
    assert (again.revision, len(again), again.mended) == (7, 2, "")
    assert first(again) == "bridge"


def test_a_change_after_a_warm_start_takes_the_place_of_what_was(engine_at, tmp_path):
    filled(engine_at(tmp_path)).close()
    again = engine_at(tmp_path)
    again.put([document("bridge", "The ferry sank")])
    again.drop(["tower"])
    again.commit(8)
    again.close()
    third = engine_at(tmp_path)
    assert (third.revision, len(third)) == (8, 1)
    assert first(third, "ferry") == "bridge"
    assert "tower" not in {hit.id for hit in third.search(Query("the tower fell")).hits}


def test_what_was_never_committed_is_gone_and_its_place_used_anew(engine_at, tmp_path, monkeypatch):
    monkeypatch.setattr(engine_module, "SAVED_EVERY", 1)
    engine = filled(engine_at(tmp_path))
    engine.put([document("lost", "A lighthouse burned down")])  # written, without a new revision
    engine.close()
    again = engine_at(tmp_path)
    assert again.revision == 7
    again.put([document("lost", "A lighthouse burned down")])
    again.commit(8)
    assert len(again) == 3
    assert [hit.id for hit in again.search(Query("lighthouse")).hits].count("lost") == 1


def test_a_killed_process_leaves_the_last_commit(engine_at, tmp_path):
    killed(
        tmp_path,
        """
        engine.put([document("bridge", "The bridge stays closed until spring")])
        engine.commit(7)
        engine.put([document(str(n), f"Tower {n} fell") for n in range(300)])
        """,
    )
    again = engine_at(tmp_path)
    assert (again.revision, len(again), again.mended) == (7, 1, "")
    assert first(again) == "bridge"
    again.put([TOWER])
    again.commit(8)
    assert first(again, "which tower fell") == "tower"


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "passages.log").write_bytes(b""),
        lambda folder: (folder / "slots.bin").unlink(),
        lambda folder: (folder / "vectors.bin").write_bytes(b"x"),
        lambda folder: (folder / "spellings.log").unlink(),
        lambda folder: (folder / "spellings.bin").write_bytes(b"x"),
        lambda folder: (folder / "words" / "meta.json").write_text("{"),
        lambda folder: (folder / "words" / "meta.json").unlink(),
        lambda folder: [path.unlink() for path in (folder / "words").glob("*.store")],
    ],
)
def test_a_damaged_index_says_so_and_starts_anew(engine_at, tmp_path, damage):
    filled(engine_at(tmp_path)).close()
    damage(tmp_path)
    again = engine_at(tmp_path)
    assert again.revision == 0
    assert len(again) == 0
    assert first(filled(again)) == "bridge"


def test_a_deleted_folder_comes_back(engine_at, tmp_path):
    folder = tmp_path / "deeper" / "index"
    filled(engine_at(folder)).close()
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert engine_at(folder).revision == 0


def test_an_index_of_another_make_is_made_anew(engine_at, tmp_path, monkeypatch):
    filled(engine_at(tmp_path)).close()
    monkeypatch.setattr(engine_module, "FORMAT", 10_000)
    again = engine_at(tmp_path)
    assert again.revision == 0
    assert "anew" in again.mended


def test_an_index_with_other_concepts_is_made_anew(engine_at, tmp_path):
    filled(engine_at(tmp_path)).close()
    again = engine_at(
        tmp_path, lexicon=Lexicon([("bridge", [("en", "bridge"), ("en", "crossing")])])
    )
    assert again.revision == 0
    assert first(filled(again), "crossing") == "bridge"


def test_switching_the_encoder_off_makes_it_anew(engine_at, tmp_path):
    filled(engine_at(tmp_path)).close()
    assert engine_at(tmp_path, semantic=False).revision == 0


def test_where_the_folder_cannot_be_used_the_index_is_elsewhere_for_a_while(engine_at, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    engine = engine_at(blocked)
    assert "temporary folder" in engine.mended
    assert first(filled(engine)) == "bridge"


def test_a_second_process_leaves_the_index_of_the_first_alone(engine_at, tmp_path):
    owner = filled(engine_at(tmp_path))
    guest = engine_at(tmp_path)
    assert "another process" in guest.mended
    assert guest.revision == 0
    assert first(filled(guest)) == "bridge"
    guest.close()
    assert first(owner) == "bridge"
    owner.close()
    assert engine_at(tmp_path).revision == 7


def test_where_no_folder_can_be_used_a_sentence_says_what_to_do(encoder, monkeypatch, tmp_path):
    def blocked() -> ScratchDirectory:
        folder = ScratchDirectory()
        folder.path /= "owner"  # a file that is in the way
        return folder

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(engine_module, "ScratchDirectory", blocked)
    with pytest.raises(IndexUnusable, match="Make room"):
        Engine(None, encoder=encoder, keeper=None, lexicon=Lexicon())


def test_frequencies_are_counted_anew_where_their_table_is_lost_or_ahead(engine_at, tmp_path):
    engine = filled(engine_at(tmp_path))
    engine.index.frequencies.save(tmp_path / "frequencies.npy", 99, 0)
    engine.close()
    for spoil in (
        lambda _: None,
        lambda path: path.write_bytes(b"broken"),
        lambda path: np.save(path, np.zeros(3)),
    ):
        spoil(tmp_path / "frequencies.npy")
        again = engine_at(tmp_path)
        assert (again.revision, len(again)) == (7, 2)
        again.close()


def test_a_table_of_frequencies_is_taken_up_where_it_stands(engine_at, tmp_path, monkeypatch):
    monkeypatch.setattr(index_module, "COUNTED_AT_ONCE", 1)
    engine = filled(engine_at(tmp_path))
    assert (tmp_path / "frequencies.npy").exists()
    engine.drop(["tower"])
    engine.put([document("mill", "The mill turns")])
    engine.commit(8)
    before = engine.now.frequencies.rarity(np.arange(5, dtype=np.uint32))
    engine.close()
    again = engine_at(tmp_path)
    assert len(again) == 2
    assert (again.now.frequencies.rarity(np.arange(5, dtype=np.uint32)) == before).all()


def test_the_state_of_a_commit_is_readable(engine_at, tmp_path):
    engine = filled(engine_at(tmp_path))
    state = engine.index.words.view.state()
    assert state is not None
    assert state["revision"] == 7
    assert json.dumps(state)


def test_the_folder_of_an_index_in_memory_goes_with_it(encoder):
    engine = Engine(None, encoder=encoder, keeper=None, lexicon=Lexicon())
    folder = engine.folder
    assert folder.exists()
    engine.close()
    assert not folder.exists()


def test_however_often_a_document_is_changed_it_counts_once(engine_at, tmp_path):
    engine = filled(engine_at(tmp_path, semantic=False))
    for revision in range(8, 20):
        engine.drop([BRIDGE.id])
        engine.put([BRIDGE, BRIDGE])
        engine.drop([TOWER.id])
        engine.drop([TOWER.id])
        engine.put([TOWER])
        engine.commit(revision)
    assert len(engine) == 2
    engine.close()
    again = engine_at(tmp_path, semantic=False)
    assert len(again) == 2
    hits = again.search(Query("is the bridge closed")).hits
    assert hits[0].id == "bridge"
    assert np.isfinite([hit.score for hit in hits]).all()


KILLED = """
import os, sys
from knowledge.search.index import ScratchDirectory
folder = ScratchDirectory()
(folder.path / "index").write_text("large")
print(folder.path, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_it_is_there_until_it_is_closed(own_place):
    folder = ScratchDirectory()
    assert folder.path.parent == own_place
    (folder.path / "index").write_text("x")
    folder.close()
    folder.close()
    assert not folder.path.exists()


def test_what_a_killed_process_left_goes_at_the_next_start_and_nothing_else(own_place):
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, check=False
    )
    left = killed.stdout.strip()
    assert killed.returncode == -9
    other = own_place / f"{PREFIX}of-somebody"
    other.mkdir()
    living = ScratchDirectory()
    assert sorted(own_place.iterdir()) == sorted([other, living.path]), left
    another = ScratchDirectory()
    assert living.path.exists()
    living.close()
    another.close()
    assert list(own_place.iterdir()) == [other]
