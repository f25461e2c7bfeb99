"""Whole invented articles with their gold: what is found, and who is credited with it."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from knowledge.extraction.annotations import CandidateStatement
from knowledge.extraction.article_statements import statements

FOLDER = Path(__file__).parents[2] / "gold" / "articles"
HALF = 0.5


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def best(content: str, found: list[CandidateStatement]) -> CandidateStatement | None:
    wanted = words(content)
    near = max(found, key=lambda one: (wanted & words(one.content.text)).total(), default=None)
    if near is None or (wanted & words(near.content.text)).total() < HALF * wanted.total():
        return None
    return near


def folded(name: str | None) -> str:
    return " ".join(re.findall(r"\w+", (name or "").casefold()))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_most_statements_are_found_and_nobody_is_credited_with_anothers_words(path: Path):
    gold = json.loads(path.read_text("utf-8"))
    text = path.with_suffix(".txt").read_text("utf-8")
    found = statements(text, language=gold["language"], published=gold["published"])
    matched = [(one, best(" ".join(one["content"]), found)) for one in gold["statements"]]
    hits = [(one, got) for one, got in matched if got is not None]
    assert len(hits) >= 0.9 * len(matched)
    wrong = [
        (one["speaker"], got.speaker)
        for one, got in hits
        if folded(one["speaker"]) != folded(got.speaker)
    ]
    assert len(wrong) <= 0.3 * len(hits), wrong
    for one, got in hits:
        if one.get("kind") == "denial":
            assert got.kind == "denial", got.claim
