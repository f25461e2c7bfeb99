"""One place says which characters are stored and shown."""

import time
import unicodedata

import pytest
from hypothesis import given, strategies as st

from knowledge.characters import MARKS, cleaned, storable, unseen_in, without_piles
from knowledge.domain import Action, Found, Message, Span
from knowledge.search.text_analysis import LONGEST_QUESTION, fold

UNSEEN = [
    "\x00", "\x07", "\x1b", "\x7f", "\x9b", "\xad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200d",
    "\u200e", "\u200f", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\u206a", "\u2800", "\u3164", "\ufe00",
    "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\ufffc", "\ue000", "\uf8ff", "\ud800", "\udfff", "\ufdd0", "\u0378",
    "\U000e0001", "\U000e0041", "\U000e0100", "\U000f0000", "\U0010ffff", "\U0001d173",
]  # fmt: skip


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda one: f"U+{ord(one):04X}")
def test_what_cannot_be_seen_is_neither_shown_nor_searched_and_can_be_told(unseen: str):
    text = f"Дро{unseen * 3}ны {unseen} shot"
    assert cleaned(text) == "Дроны  shot"
    assert unseen_in(text) == (f"U+{ord(unseen):04X}",)
    assert fold(f"Дро{unseen}ны") == "дроны"


@pytest.mark.parametrize(
    "text",
    [
        "Зеленський — «так»",
        "Ёж, йод: 5 % №1",
        "a\nb\tc",
        "🙂 ✍️ €5 → 6",
        "café",
        "1\u202f000",
        "ﷺ",
        "\ufffd",
    ],
)
def test_what_can_be_seen_stays(text: str):
    assert cleaned(text) == text
    assert unseen_in(text) == ()


def test_line_ends_are_one_and_letters_are_composed():
    assert cleaned("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert cleaned("и\u0306е\u0308") == "йё"


def test_marks_that_pile_up_are_cut_however_many():
    began = time.thread_time()
    flood = cleaned("z" + "\u0301\u0316" * 200_000 + "!")
    assert time.thread_time() - began < 2
    assert len(unicodedata.normalize("NFD", flood)) <= MARKS + 2
    assert without_piles("за́мок") == "за́мок"
    assert fold("D" + "\u0336\u0335\u0301" * 1000 + "rones") == "drones"


def test_letters_that_swell_do_not_pass_the_bound():
    assert len(fold("ﷺ" * 4096)) == LONGEST_QUESTION
    assert len(fold("ﷺ" * 9)) == len(unicodedata.normalize("NFKC", "ﷺ" * 9))


@given(st.text())
def test_any_text_comes_out_clean_and_stays_so(text: str):
    once = cleaned(text)
    assert cleaned(once) == once
    assert unseen_in(once) == ()
    once.encode()  # raises where a surrogate is left
    fold(text).encode()


@given(st.text())
def test_any_text_can_be_stored_and_keeps_its_length(text: str):
    kept = storable(text)
    assert "\x00" not in kept
    kept.encode()  # as above
    assert len(kept) == len(text)


def test_whatever_is_shown_is_made_of_clean_words():
    odd = "a\u202eb\u200bc"
    found = Found("x", odd, odd, Message(()))
    assert (
        Span(odd).text == Action("ask", "", odd).label == found.title == found.description == "abc"
    )
