"""Texts made comparable."""

import pytest
from hypothesis import given, strategies as st

from knowledge.search.text_analysis import fold, hashes, is_cyrillic, readable, sound, stem, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Moscow", "moscow"),
        ("ЁЛКА", "елка"),  # ё is е to everybody who types
        ("ﬁve", "five"),  # NFKC
        ("Straße", "strasse"),  # casefold, not lower
        ("dr\u200bone\u202e", "drone"),  # zero width and bidirectional marks
        ("Мар’їнка", "мар'їнка"),  # the apostrophe of phones
        ("№ 5", "no 5"),
    ],
)
def test_one_spelling(text, folded):
    assert fold(text) == folded


def test_only_a_thousand_characters_are_read():
    assert len(fold("ﷺ" * 5000)) == 1000


@given(st.text())
def test_any_text_folds_once_and_for_all(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("posted", "said", "author"),
    [
        ("Look https://t.co/x pic.twitter.com/y", "Look", ""),
        ("#StopTheWar now", "Stop The War now", ""),
        ("@realDonaldTrump said so", "real Donald Trump said so", ""),
        ("It rains — Ann B. Lee (@annblee) May 3, 2019", "It rains", "Ann B. Lee"),
        ("— Ann (@ann) May 3, 2019", "— Ann ( ann ) May 3, 2019", ""),  # nothing else was said
        ("#COVID19", "COVID 19", ""),
        ("He said “no” to 'it', didn’t he", "He said no to it, didn’t he", ""),
    ],
)
def test_what_is_posted_is_split_into_words_and_author(posted, said, author):
    assert readable(posted) == (said, author)


@pytest.mark.parametrize(
    ("folded", "cut"),
    [
        ("1,000 drones", ["1000", "drones"]),
        ("the mayor's s-300", ["the", "mayor", "s", "300"]),
        ("don't", ["dont"]),
        ("3.5 percent", ["3.5", "percent"]),
        ("claim:* AND -(", ["claim", "AND"]),
        ("?!", []),
    ],
)
def test_words_and_numbers_are_cut_out(folded, cut):
    assert words(folded) == cut


@pytest.mark.parametrize(
    "forms",
    [
        ("drone", "drones"),
        ("intercepted", "intercepting", "intercept"),
        ("беспилотник", "беспилотники", "беспилотников"),
        ("москва", "москвы", "москве"),
        ("дрон", "дрони", "дроны", "дронов"),  # Russian and Ukrainian meet
    ],
)
def test_forms_of_a_word_share_a_stem(forms):
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("зеленський", "зеленский", "zelensky", "zelenskiy", "zelenskyy"),
        ("собянин", "собянін", "sobyanin"),
        ("москва", "moskva"),
    ],
)
def test_a_name_sounds_the_same_in_every_script(spellings):
    assert len({sound(spelling) for spelling in spellings}) == 1


def test_numbers_sound_as_they_are_written():
    assert sound("130") == "130"
    assert not sound("—")


def test_other_scripts_are_left_alone():
    assert stem("מלחמה") == "מלחמה"


def test_most_letters_decide_the_script():
    assert is_cyrillic("сколько UAV сбили")
    assert not is_cyrillic("how many БПЛА were shot down")


def test_hashes_are_the_same_in_every_process():
    assert hashes(["drone"]).tolist() == [1577003219] or len(hashes(["drone"])) == 1
    assert hashes(["drone", "drones"])[0] != hashes(["drone", "drones"])[1]
