"""The command that fits the decision."""

import json
import random

import pytest

from knowledge.answering.weighing import DecisionWeights, shipped
from knowledge.training import __main__ as command
from knowledge.training.logistic_regression import fitted, ordered
from knowledge.training.training_examples import Bench, Remembered, together
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
    examples = list(Bench(None, DecisionWeights()).own(bundle()))
    assert len(examples) == 5
    assert sum(each.answerable for each in examples) == 3
    assert {each.source for each in examples} == {"own"}


def test_gap_questions_are_asked_while_the_gap_is_unknown():
    examples = list(Bench(None, DecisionWeights()).unseen_gaps(bundle()))
    assert len(examples) == 2
    assert all(not each.answerable and not each.right for each in examples)
    assert all("gap" not in each.features for each in examples)


def test_statements_are_asked_for_that_were_taken_out():
    examples = list(Bench(None, DecisionWeights()).taken_out(bundle()))
    missed = [each for each in examples if each.style == "taken out"]
    assert len(missed) == 3
    assert not any(each.answerable or each.right for each in missed)
    assert all(each.answerable for each in examples if each not in missed)
    assert all("gap" not in each.features for each in examples)


def test_a_gold_file_is_asked_while_what_answers_is_taken_out(tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = [
        {"question": "How many boats were lost?", "expect": ["boats-sank"]},
        {"question": "Who was on the moon?", "expect": []},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    (missed,) = Bench(None, DecisionWeights()).lacking("harbour lacking", bundle(), path)
    assert not missed.answerable
    assert not missed.right


def test_several_stores_are_one_store_of_all_incidents():
    both = together([bundle(), bundle()])
    assert both.statements == bundle().statements
    assert both.incidents == bundle().incidents
    assert both.gaps == ()


def test_a_gold_file_is_asked_of_its_store(tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = [
        {"question": "How many boats were lost?", "style": "plain", "expect": ["boats-sank"]},
        {"question": "timeline", "style": "list", "expect": ["fog-began"]},
        {"question": "Who won the regatta?", "expect": []},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    first, second, third = Bench(None, DecisionWeights()).gold("harbour", bundle(), path)
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


@pytest.fixture
def stores(tmp_path):
    questions = tmp_path / "mini.questions.jsonl"
    questions.write_text(json.dumps({"question": "Who left?", "expect": ["s1"]}), "utf-8")
    statements = tmp_path / "mini.statements.jsonl"
    lines = [
        {"id": f"s{at}", "claim": claim, "speaker": None} for at, claim in enumerate(CLAIMS, 1)
    ]
    statements.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return tmp_path


CLAIMS = ("Lee left.", "The boats sank.")


def test_the_command_prints_what_changed_and_writes_only_when_told(stores, tmp_path, capsys):
    given = [str(stores), "--encoder", "off"]
    command.main(given, bundle(), tmp_path)
    assert not (tmp_path / "weights.json").exists()
    printed = capsys.readouterr().out
    assert "Each style left out of the fit" in printed
    assert printed.rpartition("Each store left out of the fit")[2].split()[1] == "mini"
    command.main([*given, "--write"], bundle(), tmp_path)
    written = json.loads((tmp_path / "weights.json").read_text("utf-8"))
    assert written["made_by"].startswith("python -m knowledge.training ")
    assert "bias" in written["chance"]


def test_the_order_is_fitted_by_itself(stores, tmp_path, capsys):
    given = [str(stores), "--encoder", "off", "--order"]
    command.main(given, bundle(), tmp_path)
    assert not (tmp_path / "weights.json").exists()
    assert "speaker_agrees" in capsys.readouterr().out
    command.main([*given, "--write"], bundle(), tmp_path)
    written = json.loads((tmp_path / "weights.json").read_text("utf-8"))
    assert written["agreement"]["soft"] > 0
    assert written["chance"] == shipped().chance


def test_the_right_candidate_is_put_first_by_what_tells_it():
    drawn = random.Random(3)
    questions = []
    for _ in range(80):
        rows = [{"score": drawn.random(), "near": drawn.random(), "bad": 1.0} for _ in range(5)]
        right = max(range(5), key=lambda at: rows[at]["near"])
        questions.append((rows, [at == right for at in range(5)]))
    weights = ordered(questions, [1.0] * 80, {"near": 1, "bad": 1}, {"near": 0.1})
    assert weights["near"] > 3
    assert weights.get("bad", 0.0) == pytest.approx(0.0, abs=0.05)
    assert ordered(questions, [1.0] * 80, {"near": -1}, {}).get("near", 0.0) <= 0


@pytest.mark.parametrize("name", ["lead", "gap_over", "unknown"])
def test_features_that_can_speak_one_way_only_are_held_to_it(name):
    assert command.SIGNS[name] in {1, -1}
