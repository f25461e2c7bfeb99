"""Whose word a question asks for: "according to the union", "по словам врача"."""

import re

from knowledge.answering.understand.words import words_of
from knowledge.search.everyday import FUNCTION_WORDS

_SAYING = (
    r"(?:say|claim|think|believe|count|admit|deny|insist|maintain|estimate|report|allege|argue"
    r"|expect|want|demand|promise|warn|blame|explain|describe|call|suspect|accuse|confirm|put|give"
    r"|predict|assure|announce|mention|suggest|conclude|find|reckon)"
)
_SAYS = (
    r"(?:says?|said|claims?|claimed|thinks?|thought|believes?|insists?|insisted|admits?|admitted"
    r"|denies|denied|estimates?|estimated|counted|counts?|reports?|reported|alleges?|alleged"
    r"|maintains?|argues?|promised|warned|blames?|blamed|expects?|predicts?|predicted|reckons?)"
)
_SLAVIC_SAYS = (
    r"(?:говор\w+|сказа\w+|утвержда\w+|заяв\w+|счита\w+|насчита\w+|сообщ\w+|обеща\w+|призна\w+|отрица\w+"
    r"|каже|кажуть|сказа\w+|стверджу\w+|заяви\w+|вважа\w+|нарахува\w+|повідом\w+|обіця\w+|визна\w+|запереч\w+)"
)
_WORD = r"[\w'-]{1,40}+"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:according to|in the (?:words|view|opinion|eyes) of|in the version of|by the (?:count|account) of)\s+([^?,.;:]+)",
        r"\b(?:if you (?:believe|ask)|going by|from)\s++(?:what\s++)?([^?,.;:]++)",
        r"\bin\s++([^?,.;:]{1,80}?)'s?\s+(?:version|view|opinion|words|telling|account|eyes)\b",
        rf"\b(?:do|does|did|has|have|had)\s++((?:{_WORD}\s++){{1,5}}?){_SAYING}\b",
        rf"(?<![\w'-])((?:{_WORD}\s++){{1,4}}?){_SAYS}\b",
        r"\b(?:по (?:словам|данным|мнению|версии|оценкам?|подсчётам|подсчетам|утверждению)|если верить|со слов)\s+([^?,.;:]+)",
        r"\b(?:за (?:словами|даними|оцінк\w+|версією|підрахунками)|на думку|якщо вірити|зі слів)\s+([^?,.;:]+)",
        rf"\b{_SLAVIC_SAYS}\s++((?:[\w'-]++\s*+){{1,2}}+)",
        rf"(?<![\w'-])((?:{_WORD}\s++){{1,2}}){_SLAVIC_SAYS}",
    )
)
_MOST = 5
"""Words that name one source; what follows belongs to the question."""


def credited_in(question: str) -> tuple[str, ...]:
    """The content words of a folded question that name whose word is asked for."""
    found: list[str] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(question):
            words = [word for word in words_of(match[1]) if word not in FUNCTION_WORDS]
            found += [word for word in words if len(word) > 1][:_MOST]
    return tuple(dict.fromkeys(found))
