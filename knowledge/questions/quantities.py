"""Numbers, negation and totality in a question, in three languages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from knowledge.languages.word_tables import meanings, pattern
from knowledge.search.text_analysis import FUNCTION_WORDS

_DIGITS = r"(?<![\w.,-])(\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)(?:[.,](\d+))?(?![\d])"
_TOKEN = re.compile(rf"{_DIGITS}|([^\W\d_]+(?:'[^\W\d_]+)*)|([№#])|([,;:!?()—]|\.(?!\d))")
_NO_DIGIT = re.compile(r"\D")
_HUNDRED = 100
_THOUSAND = 1000
_LONGEST = 12
"""Digits of a number; longer runs are no figures of anything."""
_BREAK = "."
"""Stands for the end of a clause."""
_BESIDE = 2
"""Words after a number that tell what it counts."""
_OF_NUMBER = 3
"""Words before a number within which the thing is named that it belongs to."""
_SIGN = re.compile(pattern("question_numbers", "sign"))
"""Words for "number" itself."""
_NUMBERED = re.compile(pattern("question_numbers", "numbered"))
"""Words before a number that only names a thing."""
_ORDINAL = re.compile(rf"\b(?:{pattern('question_numbers', 'ordinal')})\b")
_SCALES = frozenset({1e3, 1e6, 1e9})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text.

    Args:
        value: with its thousands and millions.
        beside: the folded words after it that tell what it counts.
        before: the word before it that may tell it.
        text: as it is written.
        counted: the word right after it, where that tells what it counts.
    """

    value: float
    beside: tuple[str, ...] = ()
    before: str = ""
    text: str = ""
    counted: str = ""


def numbers_in(text: str) -> frozenset[float]:
    """Every number of a folded text; a lone "one" is a pronoun more often, and left out."""
    return frozenset(each.value for each in amounts_in(text))


@lru_cache(maxsize=16_384)
def _is_number(word: str) -> bool:
    return bool(numbers_in(word))


def ordinals_in(text: str) -> dict[str, int]:
    """The ordinals of a folded text from the second on, as written; the first is seldom counted."""
    found = {}
    for word in _ORDINAL.findall(text):
        stems = [stem for stem in _ordinals() if word.startswith(stem)]
        found[word] = _ordinals()[max(stems, key=len)]
    return found


def are_numbers(words: Sequence[str]) -> list[bool]:
    """Whether each of some folded words is a number by itself."""
    return [_is_number(word) for word in words]


def same_number(one: float, other: float) -> bool:
    """Whether two numbers are the same, said in full or in thousands or millions."""
    less, more = sorted((one, other))
    return less == more or (less > 0 and more / less in _SCALES)


@lru_cache(maxsize=16_384)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """The numbers of a folded text with what they count; numbers that only name things left out."""
    tokens = list(_TOKEN.finditer(text))
    words = [match[3] or (_BREAK if match[5] else "") for match in tokens]
    return tuple(
        Amount(
            value,
            tuple(_telling(words[end:])[:_BESIDE]),
            next(iter(_telling(words[:start][::-1])), ""),
            text[tokens[start].start() : tokens[end - 1].end()],
            next(iter(_telling(words[end : end + 1])), ""),
        )
        for start, end, value in _runs(tokens, words)
        if not _names(tokens, words, start)
    )


@lru_cache(maxsize=16_384)
def names_by_number(text: str) -> dict[str, frozenset[str]]:
    """The numbers of a folded text that name things, by the word for the thing: "terminal 4"."""
    tokens = list(_TOKEN.finditer(text))
    words = [match[3] or "" for match in tokens]
    found: dict[str, frozenset[str]] = {}
    for at, token in enumerate(tokens):
        if token[1] is None or token[2] or not _names(tokens, words, at):
            continue
        before = [word for word in words[max(0, at - _OF_NUMBER) : at] if word]
        thing = next((word for word in reversed(before) if not _SIGN.fullmatch(word)), "")
        if thing:
            found[thing] = found.get(thing, frozenset()) | {token[1]}
    return found


def _runs(
    tokens: Sequence[re.Match[str]], words: Sequence[str]
) -> Iterator[tuple[int, int, float]]:
    """Where numerals stand together, and what they come to."""
    at = 0
    while at < len(tokens):
        digits = _of_digits(tokens[at])
        end = at + 1
        run: list[float] = [] if digits is None else [digits]
        if digits is None:
            run, end = _spelled(words, at)
        while (
            run
            and end < len(words)
            and (scale := _scale(words[end], after_digits=digits is not None))
        ):
            run.append(scale)
            end += 1
        if run and run != [1]:
            yield at, end, _total(run)
        at = max(end, at + 1)


def _of_digits(token: re.Match[str]) -> float | None:
    if token[1] is None:
        return None
    whole = _NO_DIGIT.sub("", token[1])
    if len(whole) > _LONGEST:
        return None
    return float(f"{whole}.{token[2]}" if token[2] else whole)


def _spelled(words: Sequence[str], at: int) -> tuple[list[float], int]:
    run: list[float] = []
    end = at
    while end < len(words):
        value = _value(words[end]) if words[end] else None
        if value is not None:
            run.append(value)
        elif not (run and words[end] == "and" and run[-1] >= _HUNDRED and _follows(words, end)):
            break
        end += 1
    return run, end


def _follows(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and _value(words[at + 1]) is not None


def _scale(word: str, *, after_digits: bool) -> float | None:
    """What a number before the word is multiplied by."""
    if not word or not after_digits:
        return None
    short = meanings("question_numbers", "scales").get(word)
    if short is not None:
        return float(short)
    value = _value(word)
    return float(value) if value is not None and float(value) in _SCALES else None


def _names(tokens: Sequence[re.Match[str]], words: Sequence[str], at: int) -> bool:
    """Whether a number names a thing and counts none: "№ 18", "flat 47", "school no. 6"."""
    if at == 0 or tokens[at][1] is None:
        return False
    return tokens[at - 1][4] is not None or _NUMBERED.fullmatch(words[at - 1]) is not None


def _telling(words: Sequence[str]) -> list[str]:
    """The words of the same clause that tell something."""
    clause = takewhile(lambda word: word != _BREAK, words)
    return [word for word in clause if word and word not in FUNCTION_WORDS]


@cache
def _ordinals() -> dict[str, int]:
    return {stem: int(value) for stem, value in meanings("question_numbers", "ordinals").items()}


@cache
def _stems() -> dict[str, int]:
    return {stem: int(value) for stem, value in meanings("question_numbers", "stems").items()}


@lru_cache(maxsize=16384)
def _value(word: str) -> int | None:
    exact = meanings("question_numbers", "exact").get(word)
    if exact:
        return int(exact)
    stems = [stem for stem in _stems() if word.startswith(stem)]
    return _stems()[max(stems, key=len)] if stems else None


def _total(run: Sequence[float]) -> float:
    """Put together "one hundred thirty"."""
    total = part = 0.0
    for value in run:
        if value >= _THOUSAND:  # thousands and millions multiply what stands before
            total += (part or 1) * value
            part = 0
        elif value == _HUNDRED and 0 < part < 10:  # noqa: PLR2004 - "two hundred"
            part *= value
        else:
            part += value
    return total + part


def _whole(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern('negation', key)})\b")


_NEGATED = _whole("negated")
_IDLE = re.compile(rf"^\W*(?:{pattern('negation', 'tags')}) |\b(?:{pattern('negation', 'idle')})\b")
"""With these, a negation denies nothing: "Isn't it…", "no doubt"."""
_NOT_COUNTED = re.compile(
    rf"\b(?:{pattern('negation', 'counting')})\b[^.,;:?!]*?(?:{pattern('negation', 'verbal')})"
)
_ALL = _whole("all")


def is_negated(question: str) -> bool:
    """Whether a folded question holds a negation that bears on what it asks."""
    return _NEGATED.search(_IDLE.sub(" ", question)) is not None


def says_all(question: str) -> bool:
    """Whether it speaks of all of something: "did all drones reach …"."""
    return _ALL.search(question) is not None


def counts_what_is_not(question: str) -> bool:
    """Whether a folded question asks for the number of those of which something is not so."""
    return _NOT_COUNTED.search(_IDLE.sub(" ", question)) is not None
