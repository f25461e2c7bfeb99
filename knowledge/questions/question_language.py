"""The language of a text, told by its script, its letters and its function words."""

import re

from knowledge.domain import Language
from knowledge.questions.spelling_correction import fold, words_of

_UKRAINIAN = re.compile(r"[іїєґ]")
_RUSSIAN = re.compile(r"[ыэъё]")
_UKRAINIAN_WORDS = frozenset(
    [
        *"січня лютого березня квітня травня червня липня серпня вересня жовтня грудня".split(),
        *"січень лютий березень квітень травень червень липень серпень вересень".split(),
        *"жовтень листопад листопада грудень".split(),
        "що",
        "хто",
        "як",
        "де",
        "коли",
        "чому",
        "скільки",
        "чи",
        "це",
        "та",
        "про",
        "який",
        "яка",
        "яке",
        "які",
        "від",
        "або",
        "було",
        "був",
        "була",
        "були",
        "цей",
        "щодо",
        "із",
        "зі",
        "й",
        "вже",
        "ще",
        "її",
        "його",
        "їх",
        "дай",
        "усі",
        "всі",
        "скажи",
        "розкажи",
        "чого",
        "куди",
        "звідки",
        "навіщо",
        "дронів",
        "атакував",
        "збили",
        "шо",
        "казав",
        "казала",
        "казали",
        "говорив",
        "заявив",
        "повідомив",
        "дрони",
        "сказав",
        "сказала",
        "каже",
        "кажуть",
        "був",
        "бути",
        "немає",
    ]
)
_RUSSIAN_WORDS = frozenset(
    [
        *"января февраля марта апреля июня июля августа сентября октября ноября декабря".split(),
        *"январь февраль апрель июнь июль август сентябрь октябрь ноябрь декабрь".split(),
        "что",
        "кто",
        "как",
        "где",
        "когда",
        "почему",
        "сколько",
        "ли",
        "это",
        "и",
        "о",
        "об",
        "который",
        "которая",
        "какой",
        "какая",
        "какие",
        "от",
        "или",
        "было",
        "был",
        "была",
        "были",
        "этот",
        "из",
        "со",
        "уже",
        "еще",
        "ее",
        "его",
        "их",
        "все",
        "скажи",
        "расскажи",
        "чего",
        "куда",
        "откуда",
        "зачем",
        "што",
        "че",
        "говорил",
        "заявил",
        "сообщил",
        "дроны",
        "сказал",
        "сказала",
        "говорит",
        "говорят",
        "нет",
        "быть",
        "с",
        "дай",
    ]
)


def language_of_question(text: str, otherwise: Language = Language.EN) -> Language:
    """The language that a text is in.

    Args:
        text: as typed.
        otherwise: the reader's language, taken where the text does not tell.
    """
    lowered = text[:2000].casefold()
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in lowered)
    latin = sum("a" <= letter <= "z" for letter in lowered)
    if cyrillic + latin == 0:
        return otherwise
    if latin > cyrillic:
        return Language.EN
    words = words_of(fold(lowered))
    ukrainian = 2 * len(_UKRAINIAN.findall(lowered)) + sum(w in _UKRAINIAN_WORDS for w in words)
    russian = 2 * len(_RUSSIAN.findall(lowered)) + sum(w in _RUSSIAN_WORDS for w in words)
    if ukrainian == russian:
        return otherwise if otherwise is not Language.EN else Language.RU
    return Language.UK if ukrainian > russian else Language.RU
