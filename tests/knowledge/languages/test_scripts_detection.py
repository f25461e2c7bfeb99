"""The language of a text is told by its script and letters, by small words, then by a library."""

import pytest

from knowledge.domain import Language
from knowledge.languages.scripts import language_among_all, language_of


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
    assert language_of(text) is Language(language)


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [("Подоляк", "uk", "uk"), ("Подоляк", "en", "ru"), ("130", "uk", "uk"), ("😂", "en", "en")],
)
def test_the_readers_language_decides_where_the_text_does_not_tell(text, otherwise, language):
    assert language_of(text, Language(otherwise)) is Language(language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("fire", "en"),
        ("пожар", "ru"),
        ("пожежі", "uk"),
        ("12", "en"),
        ("Мост закрыт", "ru"),
        ("Міст закрито", "uk"),
        ("The bridge is closed", "en"),
        ("", "en"),
    ],
)
def test_a_text_is_filed_by_its_letters(text, language):
    assert language_of(text) is Language(language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("депутати держдуми сперечалися про дорогу", "uk"),
        ("вода потом пошла мутная", "ru"),
    ],
)
def test_the_library_tells_what_letters_and_small_words_leave_open(text, language):
    otherwise = Language.RU if language == "uk" else Language.UK
    assert language_of(text, otherwise) is Language(language)


def test_of_a_name_alone_the_library_is_not_asked():
    assert language_of("Собянин", Language.UK) is Language.UK


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour bridge was closed, the port authority said on Monday.", "en"),
        ("Мост через гавань закрыт, сообщила в понедельник администрация порта.", "ru"),
        ("Міст через гавань закрито, повідомила в понеділок адміністрація порту.", "uk"),
        ("Die Brücke im Hafen ist gesperrt, teilte die Hafenbehörde am Montag mit.", None),
        ("Министерството на отбраната заяви, че мостът е затворен след удара.", None),
        ("Міністэрства абароны паведаміла, што мост зачынены пасля ўдару.", None),
        ("2024 12 31", None),
    ],
)
def test_a_text_of_any_language_is_known_for_ours_or_for_none_of_them(text, language):
    assert language_among_all(text) == language
