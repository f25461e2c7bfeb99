"""Misspelt question words, months and listing words."""

import pytest

from knowledge.questions.spelling_correction import mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how mny boats", "how many boats"),
        ("wat did he say", "what did he say"),
        ("wich port", "which port"),
        ("wen did it sink", "when did it sink"),
        ("скольо лодок", "сколько лодок"),
        ("скльки човнів", "скільки човнів"),
        ("скока лодок", "сколько лодок"),
        ("шо сталося", "що сталося"),
        ("how many boats got hit", "how many boats were hit"),
        ("how many boats got through", "how many boats got through"),
        ("how menny boats", "how many boats"),
        ("hwo many boats", "how many boats"),
        ("what happend on decemebr 15", "what happened on december 15"),
        ("15 дикабря", "15 декабря"),
        ("у вересені", "у вересень"),
        ("the embers of decembrists", "the embers of decembrists"),
        ("what did he say", "what did he say"),
        ("did Wat sink it", "did Wat sink it"),
        ("the mast was lost", "the mast was lost"),
        ("resources and accidents", "resources and accidents"),
        ("the statement was secretly disputes", "the statement was secretly disputes"),
        ("list anonimous sourses", "list anonymous sources"),
        ("show all statments", "show all statements"),
        ("timline", "timeline"),
        ("where did they come form", "where did they come from"),
        ("which form did they take", "which form did they take"),
        ("покажи все заявлния", "покажи все заявления"),
        ("які анонімі джерела", "які анонімні джерела"),
    ],
)
def test_a_word_is_put_right_where_nothing_else_can_be_meant(typed, meant):
    assert mended(typed, lambda _: False) == meant


def test_what_the_store_uses_is_no_slip():
    assert mended("the wich sank", {"wich"}.__contains__) == "the wich sank"
    assert mended("чо это", {"чо"}.__contains__) == "чо это"


def test_of_two_question_words_neither_is_guessed():
    assert mended("hwo did it", lambda _: False) == "hwo did it"
