"""Gold questions and detail files are read with the line of every fault."""

import pytest

from bot.cli.evaluate import read_details, read_gold
from knowledge.domain import InvalidFile


def test_a_question_needs_only_an_id_and_its_text(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "q1", "question": "Who?"}\n\n'
        '{"id": "q2", "question": "When?", "lang": "ru", "expect": ["a"], "style": "plain",'
        ' "must_say": [["x", "y"]], "must_caveat": ["year"], "abstain": false, "else": 1}\n',
        "utf-8",
    )
    (first,), (second,) = read_gold(path)
    assert (first.lang, first.expect, first.abstain) == ("en", frozenset(), False)
    assert second.must_say == (("x", "y"),)
    assert second.must_caveat == {"year"}


def test_fields_that_are_null_count_as_not_there(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "q1", "question": "?", "must_say": null, "style": null}\n', "utf-8")
    assert read_gold(path)[0][0].must_say == ()


def test_every_bad_line_is_named(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "q1"}\nnonsense\n{"id": "q2", "question": "?"}\n', "utf-8")
    with pytest.raises(InvalidFile) as refused:
        read_gold(path)
    assert [fault.line for fault in refused.value.faults] == [1, 2]
    assert "turns" in str(refused.value)


def test_a_conversation_is_a_line_of_turns(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "c1", "lang": "uk", "theme": "refusal", "turns": ['
        '{"question": "Хто?", "expect": [], "abstain": true},'
        ' {"question": "А коли?", "expect": ["a"], "must_not_say": ["2021"],'
        ' "must_conflict": ["year"]}, {"question": "дякую", "smalltalk": true}]}\n',
        "utf-8",
    )
    ((first, second, third),) = read_gold(path)
    assert [each.id for each in (first, second, third)] == ["c1#1", "c1#2", "c1#3"]
    assert {each.style for each in (first, second, third)} == {"refusal"}
    assert first.abstain
    assert (second.must_not_say, second.must_conflict) == (("2021",), frozenset({"year"}))
    assert third.smalltalk


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x80"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidFile, match="cannot be read"):
        read_gold(path)


def test_details_come_back_by_question(tmp_path):
    path = tmp_path / "details.jsonl"
    path.write_text(
        '{"id": "q1", "outcome": "answer", "ranked": ["a"], "statements": ["a"],'
        ' "caveats": ["year"], "text": "t", "ms": 1.5,'
        ' "conflicts": [{"what": "year", "asked": "2021", "stored": "2023"}]}\n',
        "utf-8",
    )
    one = read_details(path)["q1"]
    assert (one.outcome, one.ranked, one.ms) == ("answer", ("a",), 1.5)
    assert one.caveats == {"year"}
    assert [each.what for each in one.conflicts] == ["year"]
