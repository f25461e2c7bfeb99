"""What a killed process wrote without committing does not stop the next one."""

from knowledge.search.lexical_index import LexicalIndex


def test_a_commit_that_was_broken_off_is_made_again(tmp_path):
    folder = tmp_path / "words"
    index = LexicalIndex(folder)
    for slot in range(20):
        index.add(f"key {slot}", slot, {"words": ["drone"]})
    index.commit({"revision": 1})
    index.close()
    committed = (folder / "meta.json").read_bytes()
    index = LexicalIndex(folder)
    index.delete("key 3")
    index.commit({"revision": 2})
    index.close()
    # Killed at the last step: the files are there, and what names them is as it was before.
    (folder / "meta.json").write_bytes(committed)

    again = LexicalIndex(folder)
    assert again.view().state() == {"revision": 1}
    again.delete("key 3")
    again.commit({"revision": 2})
    assert again.view().state() == {"revision": 2}
    assert again.view().slots_of("key 3") == []
    again.close()
