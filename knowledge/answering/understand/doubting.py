"""Questions whether something can be relied on: "does anybody dispute the figure of 130?"."""

import re

_DISPUTING = (
    r"(?:disput|contradict|contest|challeng|doubt|question)(?:e?s|ed|ing|e)?"
    r"|argu(?:es?|ed|ing) (?:with|against)|disagree[sd]?(?:ing)? with"
)
_DOUBTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*+(?:does|do|did|has|have|is|are|was)\s+(?:any|some)(?:body|one)\s+(?:else\s+)?(?:{_DISPUTING})\s++(.+)",
        rf"^\W*+who(?:\s+else)?\s+(?:{_DISPUTING})\s++(.+)",
        r"^\W*+how\s+(?:reliable|credible|trustworthy|believable|certain|sure|accurate)\s+(?:is|are|was|were)\s++(.+)",
        r"^\W*+(?:can|could|should|may)\s+(?:i|we|one|you)\s+(?:really\s+)?(?:trust|believe|rely\s+on)\s++(.+)",
        r"^\W*+(?:is|are|was|were)\s++(\S.*?)(?<=\S)\s++(?:reliable|credible|trustworthy|believable|accurate|in\s+doubt|disputed|contested)\W*+$",
        r"^\W*+кто(?:-нибудь|-либо|-то)?\s+(?:еще\s+|ещё\s+)?(?:оспарива\w+|оспорил\w*|ставит\s+под\s+сомнение|сомнева\w+\s+в|спорит\s+с)\s++(.+)",
        r"^\W*+(?:оспарива\w+|оспорил\w*|ставит)\s+ли\s+кто\S*+\s++(?:под\s+сомнение\s++)?(.+)",
        r"^\W*+(?:можно|стоит)\s+ли\s+(?:верить|доверять)\s++(.+)",
        r"^\W*+насколько\s+(?:надежн\w+|надёжн\w+|достоверн\w+|точн\w+)\s++(.+)",
        r"^\W*+(?:чи\s+)?хто(?:сь|-небудь)?\s+(?:ще\s+)?(?:оспорю\w+|оскаржу\w+|ставить\s+під\s+сумнів|сумнівається\s+в|сперечається\s+з)\s++(.+)",
        r"^\W*+чи\s+(?:оспорю\w+|оскаржу\w+)\s+хто\S*+\s++(.+)",
        r"^\W*+чи\s+(?:можна|варто)\s+(?:вірити|довіряти)\s++(.+)",
        r"^\W*+наскільки\s+(?:надійн\w+|достовірн\w+|точн\w+)\s++(.+)",
    )
)
_FIGURE = re.compile(
    r"^\W*+(?:(?:the|this|that)\s+)?(?:(?:figure|number|count)s?(?:\s+of)?|цифр\w+|числ\w+)\s++(\d(?:[ ,.]*+\d)*+)\W*+$"
    r"|^\W*+(?:(?:the|this|that)\s++)?(\d(?:[ ,.]*+\d)*+)[,.]*+\s++(?:figure|number|count|claim)s?\W*+$",
    re.IGNORECASE,
)
"""A number that is called one."""


def doubted(question: str) -> str | None:
    """What a question doubts, as asked; None where it doubts nothing."""
    for pattern in _DOUBTS:
        found = pattern.match(question)
        if found:
            figure = _FIGURE.match(found[1])
            return (figure[1] or figure[2]).strip() if figure else found[1]
    return None
