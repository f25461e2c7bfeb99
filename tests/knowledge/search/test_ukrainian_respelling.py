"""Ukrainian respelled for encoders that know Russian."""

import pytest

from knowledge.search.ukrainian_respelling import as_russian, for_encoder


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Скільки безпілотників збили над Москвою?", "Сколько беспилотников сбили над Москвою?"),
        ("Хто повідомив про вибухи вночі", "Кто сообщил о взрывы ночью"),
        ("працювати", "работать"),
        ("український", "украинский"),
        ("можливість", "можливость"),
        ("п’ять місяців", "пять месяцев"),
    ],
)
def test_words_come_near_their_russian_sisters(ukrainian, russian):
    assert as_russian(ukrainian) == russian


def test_only_ukrainian_is_respelled():
    assert for_encoder("Кто и что", "ru") == "Кто и что"
    assert for_encoder("Who", "en") == "Who"
    assert for_encoder("Хто це", "uk") == "Кто это"
    assert for_encoder("Де і коли", "") == "Где и когда"  # known by its letters
