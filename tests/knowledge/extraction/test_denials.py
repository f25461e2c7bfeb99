"""A denial is worded as a denial: no claim asserts what somebody denies."""

import re

import pytest

from knowledge.extraction.article_statements import statements

EN = [
    "The ferry's operator, BlueLine, denied that the ship had been overloaded.",
    "BlueLine denies the ship was overloaded.",
    "BlueLine rejected claims that the ship had been overloaded.",
    "BlueLine dismissed reports that the ship had been overloaded as “invention”.",
    "BlueLine refuted allegations that the ship had been overloaded.",
    "BlueLine has repeatedly denied overloading the ship.",
    "“The ship was never overloaded,” said Ann Lee, a spokeswoman for BlueLine.",
    "There was no sign that the ship had been overloaded, Ann Lee said.",
    "It is not true that the ship had been overloaded, said Ann Lee, the captain.",
    "Ann Lee, the captain, disputed that the ship had been overloaded.",
    "Ann Lee ruled out that the ship had been overloaded.",
    "Ann Lee insisted that the ship had not been overloaded.",
    "Captain Ann Lee said the claim that the ship had been overloaded was “a lie”.",
    "The claim that the ship had been overloaded is false, the coast guard said.",
]
RU = [
    "Оператор парома «Блю Лайн» отрицает, что судно было перегружено.",
    "Компания «Блю Лайн» опровергла сообщения о том, что судно было перегружено.",
    "Капитан Анна Лисова отвергла обвинения в том, что судно было перегружено.",
    "«Судно не было перегружено», — заявила капитан Анна Лисова.",
    "Судно никто не перегружал, заверила капитан Анна Лисова.",
    "Нет оснований считать, что судно было перегружено, ответили в МЧС.",
    "В МЧС опровергли, что судно было перегружено.",
    "Слухи о перегрузке судна капитан Анна Лисова назвала ложью.",
    "Капитан Анна Лисова это отрицает: судно шло полупустым.",
    "Капитан Анна Лисова всё отрицает. «Судно не было перегружено», — сказала она.",
    "Информация о перегрузке судна не соответствует действительности, сообщили в МЧС.",
    "Судно было перегружено? Капитан Анна Лисова это опровергла.",
    "Анна Лисова, капитан парома, отрицала, что судно было перегружено.",
]
UK = [
    "Оператор порома «Блю Лайн» заперечує, що судно було перевантажене.",
    "Компанія «Блю Лайн» спростувала повідомлення про те, що судно було перевантажене.",
    "Капітан Ганна Лісова відкинула звинувачення в тому, що судно було перевантажене.",
    "«Судно не було перевантажене», — заявила капітан Ганна Лісова.",
    "Судно ніхто не перевантажував, запевнила капітан Ганна Лісова.",
    "Немає підстав вважати, що судно було перевантажене, відповіли у ДСНС.",
    "У ДСНС спростували, що судно було перевантажене.",
    "Чутки про перевантаження судна капітан Ганна Лісова назвала брехнею.",
    "Капітан Ганна Лісова це заперечила: судно йшло напівпорожнім.",
    "Заперечила Ганна Лісова і те, що судно було перевантажене.",
    "Капітан Ганна Лісова спростувала твердження, що судно було перевантажене.",
    "Інформація про перевантаження судна не відповідає дійсності, повідомили у ДСНС.",
    "Ганна Лісова, капітан порому, заперечувала, що судно було перевантажене.",
]
NOTHING_STATED = {RU[11]}  # what is denied was only asked
SAYS_NO = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject|refut|disput|dismiss|ruled out|not|no|never|false|lie)"
    r"|отриц|опроверг|отверг|\bне\b|\bнет\b|никто|ложью|запереч|спросту|відкину|немає|ніхто|брехнею",
    re.IGNORECASE,
)
ASSERTED = re.compile(r"overload|перегру|перевантаж", re.IGNORECASE)


@pytest.mark.parametrize("sentence", [*EN, *RU, *UK])
def test_no_claim_asserts_what_is_denied(sentence):
    found = statements(sentence, published="2024-03-05")
    for one in found:
        if ASSERTED.search(one.claim):
            assert SAYS_NO.search(one.claim), one.claim
    assert found or sentence in NOTHING_STATED


@pytest.mark.parametrize(
    "sentence", [EN[0], EN[1], EN[2], RU[0], RU[1], RU[6], RU[7], UK[0], UK[1], UK[6], UK[9]]
)
def test_what_somebody_denies_is_filed_as_a_denial(sentence):
    assert [one.kind for one in statements(sentence)] == ["denial"]
