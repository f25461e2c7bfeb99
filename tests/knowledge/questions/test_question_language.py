"""The language of a text is told by script, letters and small words."""

import pytest

from knowledge.domain import Language
from knowledge.questions.question_language import language_of_question


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("who said so", "en"),
        ("кто это сказал", "ru"),
        ("хто це сказав", "uk"),
        ("Скільки човнів", "uk"),
        ("шо казав мер", "uk"),
        ("все про 15 грудня", "uk"),
        ("все про 15 декабря", "ru"),
        ("што сказал мэр", "ru"),
        ("Сколько лодок вышло в море", "ru"),
        ("что произошло в декабре", "ru"),
        ("що сталося в грудні", "uk"),
        ("Минобороны сказало что-то про S-300", "ru"),
        ("Did Собянин say so?", "en"),
    ],
)
def test_the_language_is_told(text, language):
    assert language_of_question(text) is Language(language)


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [("Подоляк", "uk", "uk"), ("Подоляк", "en", "ru"), ("130", "uk", "uk"), ("😂", "en", "en")],
)
def test_the_readers_language_decides_where_the_text_does_not_tell(text, otherwise, language):
    assert language_of_question(text, Language(otherwise)) is Language(language)
