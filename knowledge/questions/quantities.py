"""Numbers, negation and totality in a question, in three languages."""

import re
from collections.abc import Sequence
from functools import lru_cache

_EN = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "one": 1,
}  # fmt: skip
# Stems that start a Russian or Ukrainian numeral; the longest that fits wins.
_SLAVIC = {
    "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15,
    "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20,
    "тридцат": 30, "сорок": 40, "пятьдесят": 50, "пятидесят": 50, "шестьдесят": 60,
    "семьдесят": 70, "восемьдесят": 80, "девяност": 90, "двести": 200, "триста": 300,
    "четыреста": 400, "пятьсот": 500, "тысяч": 1000, "миллион": 1_000_000,
    "одинадцят": 11, "дванадцят": 12, "тринадцят": 13, "чотирнадцят": 14, "п'ятнадцят": 15,
    "шістнадцят": 16, "сімнадцят": 17, "вісімнадцят": 18, "дев'ятнадцят": 19, "двадцят": 20,
    "тридцят": 30, "п'ятдесят": 50, "шістдесят": 60, "сімдесят": 70, "вісімдесят": 80,
    "дев'яност": 90, "двісті": 200, "тисяч": 1000, "мільйон": 1_000_000, "дюжин": 12,
}  # fmt: skip
_EXACT = {
    "сто": 100, "ста": 100, "два": 2, "две": 2, "двух": 2, "дві": 2, "двох": 2, "три": 3,
    "трех": 3, "трьох": 3, "четыре": 4, "четырех": 4, "чотири": 4, "чотирьох": 4, "пять": 5,
    "пяти": 5, "п'ять": 5, "п'яти": 5, "шесть": 6, "шести": 6, "шість": 6, "семь": 7, "сім": 7,
    "восемь": 8, "вісім": 8, "девять": 9, "дев'ять": 9, "десять": 10, "десяти": 10,
    "один": 1, "одна": 1, "одного": 1, "одну": 1, "одне": 1,
}  # fmt: skip
_DIGITS = re.compile(r"(?<![\w.,-])(\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)(?:[.,](\d+))?(?![\d])")
_NO_DIGIT = re.compile(r"\D")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SMALL = 100


def numbers_in(text: str) -> frozenset[float]:
    """Every number of a folded text; a lone "one" is a pronoun more often, and left out."""
    found = set()
    for match in _DIGITS.finditer(text):
        whole = _NO_DIGIT.sub("", match[1])
        if len(whole) <= 12:  # noqa: PLR2004 - longer runs of digits are no figures of anything
            found.add(float(f"{whole}.{match[2]}" if match[2] else whole))
    found |= _spelled(_WORD.findall(text))
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _is_number(word: str) -> bool:
    return bool(numbers_in(word))


def are_numbers(words: Sequence[str]) -> list[bool]:
    """Whether each of some folded words is a number by itself."""
    return [_is_number(word) for word in words]


def _spelled(words: Sequence[str]) -> set[float]:
    found: set[float] = set()
    run: list[int] = []
    for word in (*words, ""):
        value = _value(word)
        if value is not None:
            run.append(value)
        elif run and word == "and" and run[-1] >= _SMALL:
            continue
        elif run:
            if run != [1]:
                found.add(float(_total(run)))
            run = []
    return found


@lru_cache(maxsize=16384)
def _value(word: str) -> int | None:
    exact = _EN.get(word) or _EXACT.get(word)
    if exact:
        return exact
    stems = [stem for stem in _SLAVIC if word.startswith(stem)]
    return _SLAVIC[max(stems, key=len)] if stems else None


def _total(run: Sequence[int]) -> int:
    """Put together "one hundred thirty" and "сто тридцать"."""
    total = part = 0
    for value in run:
        if value >= 1000:  # noqa: PLR2004 - thousands and millions multiply what stands before
            total += (part or 1) * value
            part = 0
        elif value == _SMALL and 0 < part < 10:  # noqa: PLR2004 - "two hundred"
            part *= value
        else:
            part += value
    return total + part


_NEGATED = re.compile(
    r"\b(?:not|never|none|nobody|nothing|nowhere|neither|nor|without|no one|cannot|failed to|fail to|didn't|doesn't|don't|isn't|wasn't|weren't|aren't|hasn't|haven't|hadn't|won't|wouldn't|can't|couldn't|refuse[sd]?|no (?!matter)\w+"
    r"|не|ни|никто|ничего|никогда|нигде|никак\w*|ни один|ни одного|нет|без|ніхто|нічого|ніколи|ніде|жоден|жодного|жодна|жодний|ні|немає|нема)\b"
)
# "Isn't it…", "не знаете ли", "no doubt" deny nothing.
_IDLE = re.compile(
    r"^\W*(?:isn't|wasn't|didn't|doesn't|don't|aren't|weren't|hasn't|haven't|won't) "
    r"|\b(?:no doubt|no longer|not only|no wonder|why not|or not|не только|не менее|не более|не тільки|не знаете|не знаешь|не подскажете|не скажете|не знаєте|не менше|не більше|или нет|чи ні)\b"
)
_NOT_COUNTED = re.compile(
    r"\b(?:how (?:many|much)|сколько|скільки)\b[^.,;:?!]*?(?:\b(?:not|never|не)\b|n't\b)"
)
_ALL = re.compile(r"\b(?:all|every|each|entire|whole|both|все|всі|усі|каждый|каждая|кожен|кожна)\b")


def is_negated(question: str) -> bool:
    """Whether a folded question holds a negation that bears on what it asks."""
    return _NEGATED.search(_IDLE.sub(" ", question)) is not None


def says_all(question: str) -> bool:
    """Whether it speaks of all of something: "did all drones reach …"."""
    return _ALL.search(question) is not None


def counts_what_is_not(question: str) -> bool:
    """Whether a folded question asks for the number of those of which something is not so."""
    return _NOT_COUNTED.search(_IDLE.sub(" ", question)) is not None
