"""Passages in memory are scored as on disk."""

from knowledge.search.fresh import Fresh, Step
from knowledge.search.lexical import LexicalIndex

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
    in_memory = Fresh().after(STEPS).find("words", TERMS, (), 1, nothing)
    index.close()
    assert {slot for _, slot in in_memory} == set(on_disk)
    for score, slot in in_memory:
        assert abs(score - on_disk[slot]) < 0.25 * on_disk[slot]


def test_a_term_that_is_frequent_on_disk_tells_little():
    fresh = Fresh().after(STEPS)
    rare = {s: v for v, s in fresh.find("words", [("storm", 1.0)], (), 1000, nothing)}
    common = {s: v for v, s in fresh.find("words", [("storm", 1.0)], (), 1000, lambda _: 900)}
    assert rare[2] > 5 * common[2] > 0


def test_terms_that_only_order_find_nothing():
    fresh = Fresh().after(STEPS)
    plain = {s: v for v, s in fresh.find("words", [("bridge", 1.0)], (), 0, nothing)}
    also = fresh.find("words", [("bridge", 1.0)], [("storm", 1.0), ("tower", 1.0)], 0, nothing)
    ordered = {slot: score for score, slot in also}
    assert set(plain) == set(ordered) == {0, 2}
    assert ordered[2] > plain[2]
    assert ordered[0] == plain[0]


def test_what_was_taken_off_or_replaced_is_not_found():
    fresh = Fresh().after(STEPS)
    later = fresh.after([Step("bridge"), Step("ferry"), Step("ferry", 9, {"words": ["raft"]})])
    assert later.find("words", TERMS, (), 0, nothing) == [
        hit for hit in later.find("words", TERMS, (), 0, nothing) if hit[1] == 1
    ]
    assert [slot for _, slot in later.find("words", [("raft", 1.0)], (), 0, nothing)] == [9]
    assert later.slots["bridge"] == ()
    assert [slot for _, slot in fresh.find("words", [("bridge", 1.0)], (), 0, nothing)] == [0, 2]


def test_an_empty_one_finds_nothing():
    assert Fresh().find("words", TERMS, (), 10, nothing) == []
    assert Fresh().frequency("words", "bridge") == 0
