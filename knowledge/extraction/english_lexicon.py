"""The closed word lists that the rules lean on, and the forms of English verbs."""

from collections.abc import Mapping
from enum import StrEnum

_VOWELS = "aeiou"
_DOUBLING_LENGTH = 4  # "ban", "plan", "stop" double their last letter; "happen" does not


class Form(StrEnum):
    """Which form of a verb a word is; the past and the past participle count as one."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    ING = "ing"


def forms(lemma: str, irregular: Mapping[str, str]) -> dict[str, Form]:
    """Every form of a verb.

    Args:
        lemma: the verb as a dictionary has it.
        irregular: for verbs that do not follow the rules, "third past participle ing".
    """
    if lemma in irregular:
        third, *past, ing = irregular[lemma].split()
    else:
        third, past, ing = _third(lemma), [_past(lemma)], _ing(lemma)
    found = {lemma: Form.BASE, third: Form.THIRD}
    found.update(dict.fromkeys(past, Form.PAST))
    found[ing] = Form.ING
    return found


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if _ends_in_consonant_y(lemma) else lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if _ends_in_consonant_y(lemma):
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe")):
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


def _ends_in_consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in _VOWELS


def _doubled(lemma: str) -> str:
    short = len(lemma) <= _DOUBLING_LENGTH and sum(letter in _VOWELS for letter in lemma) == 1
    if short and lemma[-1] not in "wxy" + _VOWELS and lemma[-2] in _VOWELS:
        return lemma + lemma[-1]
    return lemma
