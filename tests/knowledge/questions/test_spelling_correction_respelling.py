"""Other keyboards and other alphabets."""

import pytest

from knowledge.domain import Language
from knowledge.questions.spelling_correction import LONGEST, in_cyrillic, respelled, switched

EN, RU, UK = Language
KNOWN = frozenset(
    "лодок затонуло лодки порта сказал капитан сколько човнів затонуло порту boats sank many".split()
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("crjkmrj kjljr pfnjyekj", ("сколько лодок затонуло", RU)),
        ("skolko lodok zatonulo", ("сколко лодок затонуло", RU)),
        ("chto skazal kapitan porta", ("что сказал капитан порта", RU)),
        ("скільки", None),
        ("crskmrb xjdysd pfnjyekj", ("скільки човнів затонуло", UK)),
        ("рщц ьфтн ищфеы ыфтл", ("how many boats sank", EN)),
        ("rjulf", ("когда", RU)),
        ("црут", ("when", EN)),
        ("cgfcb,j", ("спасибо", RU)),
        ("how many boats sank", None),
        ("сколько лодок затонуло", None),
        ("xyzzy plugh", None),
        ("", None),
        ("12345", None),
    ],
)
def test_letters_that_make_no_words_are_read_as_they_were_meant(typed, meant):
    assert respelled(typed, KNOWN.__contains__) == meant


def test_a_long_message_was_seen_by_who_typed_it():
    assert respelled("crjkmrj " * (LONGEST // 8 + 1), KNOWN.__contains__) is None


def test_capitals_and_signs_are_kept():
    assert {language: text for text, language in switched("Crjkmrj & 14")} == {
        RU: "Сколько ? 14", UK: "Сколько ? 14",
    }  # fmt: skip
    assert ("Щука 14?", RU) in list(in_cyrillic("Shchuka 14?"))
    assert list(in_cyrillic("только кириллица")) == []
