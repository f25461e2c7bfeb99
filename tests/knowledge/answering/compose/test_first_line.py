"""The first line: its speaker within sight, and no capital or date that a reader stumbles over."""

import pytest

from knowledge.answering.compose.first_line import first_line
from knowledge.domain import Language, MultilingualText
from knowledge.questions.question_type import QuestionType
from tests.knowledge.factories import incident, record, statement

WHAT, NONE = QuestionType.WHAT, frozenset[float]()


def long_claim(**texts: str):
    return record(
        statement(claim=MultilingualText.of(**texts), figures=(), said=None),
        about=incident(when=None),
    )


def test_a_long_claim_comes_behind_its_speaker():
    claim = (
        "The harbour " + "was searched from one end to the other by everybody who had a boat " * 2
    )
    line = "".join(each.text for each in first_line(long_claim(en=claim), WHAT, Language.EN, NONE))
    assert line.startswith("Ann Lee (harbour master) said: The harbour was searched")


@pytest.mark.parametrize(
    ("language", "claim", "told"),
    [
        (Language.RU, "На пристани нашли письмо", ": на пристани нашли письмо"),
        (Language.RU, "Лодки нашли у пристани", ": лодки нашли у пристани"),
        (Language.RU, "Тарн закрыл пристань", ": Тарн закрыл пристань"),
        (Language.UK, "На пристані знайшли лист", ": на пристані знайшли лист"),
        (Language.EN, "In the harbour a letter was found", ": In the harbour a letter was found"),
    ],
)
def test_what_follows_a_colon_begins_as_the_language_has_it(language, claim, told):
    of = record(
        statement(
            claim=MultilingualText.of(**{language.value: claim}),
            phrasings=(("ru", "где нашли лодки и что закрыл Тарн?"),),
            figures=(),
            said=None,
        ),
        about=incident(when=None),
    )
    line = "".join(each.text for each in first_line(of, QuestionType.WHO, language, NONE))
    assert told in line


def test_a_short_month_in_another_case_is_not_told_again():
    of = record(
        statement(
            claim=MultilingualText.of(ru="Лодки нашли в мае у пристани"), figures=(), said=None
        ),
        about=incident(when="XXXX-05"),
    )
    line = "".join(each.text for each in first_line(of, QuestionType.WHEN, Language.RU, NONE))
    assert line.casefold().count("ма") == 1
