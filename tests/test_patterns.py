"""No text can make a pattern slow: every compiled one of the program takes linear time."""

import re

import pytest

from tests.bench.patterns import MADE_WITHIN, MIDDLE, ROOT, hidden, patterns, timed

PARTS = 4
"""Parts that the patterns are timed in, so that several processes can share the work."""


def test_every_pattern_can_be_found():
    assert list(hidden()) == []
    for path, name in MADE_WITHIN:
        assert f"def {name}(" in (ROOT / path).read_text()
    assert len(patterns()) > 250


@pytest.mark.no_cover  # nothing of the program runs, but for what makes its patterns
@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_pattern_is_linear(part: int):
    found = sorted(patterns().items(), key=lambda one: (one[1], one[0].pattern))
    rows = [timed(pattern, where) for pattern, where in found[part::PARTS]]
    assert [f"{row.where}: {row.text}, {row.long:.2f} s" for row in rows if not row.linear] == []


def test_a_number_in_another_form_makes_a_linear_pattern():
    numbers = "|".join(map(re.escape, ["1,234", "1 234", "1234"]))
    assert timed(re.compile(rf"(?<![\d.,])(?:{numbers})(?![.,]?\d)"), "a figure").linear


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"\s*(?:<!--.*?-->\s*)*<html\b",
        r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)[^<>]{0,3000}?(?P<own>/?)>",
        r"\s*[—–-]+\s*([^—–\n(]{0,80})\(@\w{1,30}\)\s*$",
        r"\s+$",
        r"(\S+?)\.\s*$",
        r"\bwhere\b.*\bfrom",
        r"(?:\w+\s?)*!",
        r"x=\s*[\"']?\s*y",
    ],
)
def test_what_is_not_linear_is_seen(pattern: str):
    """The patterns that once stood in the program, and the textbook's."""
    row = timed(re.compile(pattern, re.DOTALL), "a sample")
    assert not row.linear
    assert len(row.text) < MIDDLE
