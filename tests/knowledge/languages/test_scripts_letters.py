"""Names, letters and quotation marks come from the folders."""

import pytest

from knowledge.domain import Language
from knowledge.languages.scripts import (
    NAMES,
    QUOTES,
    UPPER,
    language_called,
    letters_like,
    merge_letters,
)


@pytest.mark.parametrize(
    ("typed", "language"),
    [("uk", "uk"), (" Русский ", "ru"), ("українська", "uk"), ("ENG", "en"), ("klingon", None)],
)
def test_a_language_is_found_by_what_people_call_it(typed, language):
    assert language_called(typed) == language


def test_each_language_has_its_name_and_its_quotation_marks():
    assert list(NAMES) == list(Language)
    assert QUOTES["uk"] == ("«", "»")


def test_letters_that_are_written_for_each_other_become_one():
    assert merge_letters("ещё ёж") == "еще еж"


def test_letters_of_a_script_are_those_of_all_its_languages():
    assert {"ы", "ї"} <= letters_like("а")
    assert frozenset("abcdefghijklmnopqrstuvwxyz") <= letters_like("a")
    assert "ы" not in letters_like("a")
    assert letters_like("7") == frozenset()
    assert {"Ґ", "Ё", "Z"} <= set(UPPER)
