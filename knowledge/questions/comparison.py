"""Two things put beside each other: "which is bigger, the 14th or the 15th?", "130 or 21?"."""

import re
from functools import cache

from knowledge.languages.word_tables import pattern, table
from knowledge.questions.entities import EntityKind
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.spelling_correction import fold

_DIGITS = re.compile(r"\d+")
_TWO = 2
_SIGNS = re.compile(r"[?!,;:.]+")


def compared_in(asked: ParsedQuestion) -> tuple[str, ...]:
    """The question once for each of the things that it compares; empty where it compares none.

    Args:
        asked: the question.

    Returns:
        The question with one of the times, numbers or speakers each, and without the others.
    """
    question = fold(asked.text)
    joined = _or().search(question) is not None
    if not joined and not _compares().search(question):
        return ()
    for apart in (_by_time(asked, question), _by_number(asked, question), _by_speaker(asked)):
        if len(apart) >= _TWO and (joined or _compares().search(question)):
            return apart[:_TWO]
    return ()


def _by_time(asked: ParsedQuestion, question: str) -> tuple[str, ...]:
    whens = [when for when in asked.whens if when.days or when.months or when.year]
    if len(whens) < _TWO:
        return ()
    rest = question
    for when in whens:
        rest = rest.replace(when.text, " ")
    days = "|".join(str(day) for when in whens for day in when.days)
    if days:
        ordinal = pattern("question_times", "ordinal")
        numbered = re.compile(rf"(?<!\d)(?:{days})(?:{ordinal})?(?!\d)")
        rest = numbered.sub(" ", rest)
    return tuple(f"{_plain(rest)} {when.text}".strip() for when in whens)


def _by_number(asked: ParsedQuestion, question: str) -> tuple[str, ...]:
    if len(asked.numbers) < _TWO:
        return ()
    numbers = sorted(asked.numbers, key=lambda each: question.find(f"{each:g}"))
    rest = _DIGITS.sub(" ", question)
    return tuple(f"{_plain(rest)} {number:g}".strip() for number in numbers)


def _by_speaker(asked: ParsedQuestion) -> tuple[str, ...]:
    spoken = [each for each in asked.mentions if each.named is EntityKind.SPEAKER]
    distinct = {each.ids: each for each in spoken}
    if len(distinct) < _TWO:
        return ()
    named = {at for each in spoken for at in range(each.start, each.end)}
    rest = _plain(" ".join(word for at, word in enumerate(asked.words) if at not in named))
    return tuple(
        f"{rest} {' '.join(asked.words[each.start : each.end])}" for each in distinct.values()
    )


def _plain(text: str) -> str:
    """The question without the words that compare."""
    left = _or().sub(" ", _compares().sub(" ", text))
    return " ".join(_SIGNS.sub(" ", left).split())


@cache
def _or() -> re.Pattern[str]:
    return _pattern("or")


@cache
def _compares() -> re.Pattern[str]:
    return _pattern("compares")


def _pattern(name: str) -> re.Pattern[str]:
    words = "|".join(each for of in table("dialogue").values() for each in of[name])
    return re.compile(rf"\b(?:{words})\b")
