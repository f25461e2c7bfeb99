"""The command that fits the decision."""

import json

import pytest

from knowledge.answering.confidence import Weights
from knowledge.answering.fitting import __main__ as command
from knowledge.answering.fitting.examples import Bench, Remembered
from knowledge.answering.fitting.logistic import fitted
from tests.knowledge.harbour import bundle


def test_a_telling_feature_gets_its_weight():
    rows = [{"good": float(number % 2), "noise": float(number % 3)} for number in range(60)]
    found = fitted(rows, [bool(row["good"]) for row in rows], [1.0] * 60, {})
    assert found["good"] > 1
    assert abs(found.get("noise", 0.0)) < 0.1


def test_a_weight_of_the_wrong_sign_is_taken_out():
    rows = [{"against": float(number % 2), "for": float(number % 2)} for number in range(40)]
    found = fitted(rows, [bool(row["for"]) for row in rows], [1.0] * 40, {"against": -1, "for": 1})
    assert set(found) == {"bias", "for"}


def test_a_feature_that_never_varies_says_nothing():
    rows = [{"same": 1.0, "good": float(number % 2)} for number in range(20)]
    assert "same" not in fitted(rows, [bool(row["good"]) for row in rows], [1.0] * 20, {})


def test_every_phrasing_is_asked_while_it_is_held_out():
    examples = list(Bench(None, Weights()).own(bundle()))
    assert len(examples) == 5
    assert sum(each.answerable for each in examples) == 3
    assert {each.source for each in examples} == {"own"}


def test_gap_questions_are_asked_while_the_gap_is_unknown():
    examples = list(Bench(None, Weights()).unseen_gaps(bundle()))
    assert len(examples) == 2
    assert all(not each.answerable and not each.right for each in examples)
    assert all("gap" not in each.features for each in examples)


def test_a_gold_file_is_asked_of_its_store(tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = [
        {"question": "How many boats were lost?", "style": "plain", "expect": ["boats-sank"]},
        {"question": "timeline", "style": "list", "expect": ["fog-began"]},
        {"question": "Who won the regatta?", "expect": []},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    first, second, third = Bench(None, Weights()).gold("harbour", bundle(), path)
    assert (first.style, first.right, first.answerable, first.listed) == (
        "plain",
        True,
        True,
        False,
    )
    assert second.listed
    assert (third.style, third.answerable) == ("harbour", False)


def test_vectors_are_remembered_by_model_and_text():
    kept = Remembered()
    kept.keep("m", {"a": b"1"})
    assert kept.load("m", ["a", "b"]) == {"a": b"1"}
    assert kept.load("n", ["a"]) == {}


def test_the_command_prints_what_changed_and_writes_only_when_told(tmp_path, capsys):
    questions = tmp_path / "gold.jsonl"
    questions.write_text(json.dumps({"question": "Who left?", "expect": ["s1"]}), "utf-8")
    statements = tmp_path / "statements.jsonl"
    statements.write_text(json.dumps({"id": "s1", "claim": "Lee left.", "speaker": None}), "utf-8")
    given = [f"mini={statements},{questions},0.2", "--encoder", "off"]
    command.main(given, bundle(), tmp_path)
    assert not (tmp_path / "weights.json").exists()
    assert "Each style left out of the fit" in capsys.readouterr().out
    command.main([*given, "--write"], bundle(), tmp_path)
    written = json.loads((tmp_path / "weights.json").read_text("utf-8"))
    assert written["made_by"].startswith(
        "python -m knowledge.answering.fitting mini=statements.jsonl"
    )
    assert "bias" in written["chance"]


@pytest.mark.parametrize("name", ["lead", "gap_over", "unknown"])
def test_features_that_can_speak_one_way_only_are_held_to_it(name):
    assert command.SIGNS[name] in {1, -1}
