"""Numbers, dates and places in a passage, as proposals for the reviewer."""

import re
from functools import cache

from knowledge.languages.letters import LOWER
from knowledge.languages.lexicon import lexicon

_MOST = 12


def places_in(text: str, language: str) -> tuple[str, ...]:
    """The names behind "in", "near", «в» and the like that are no months, days or persons."""
    words = lexicon(language, "places")
    times = lexicon(language, "time")
    found = []
    for match in _pattern(language).finditer(text):
        name = match.group(1)
        first = name.split()[0].casefold()
        if (
            first in times.tables["months"]
            or first in times.tables["weekdays"]
            or first in words["no_places"]
        ):
            continue
        if name.isupper() and language != "en":
            continue
        if name.casefold().endswith(tuple(words["adjectives"])) and " " not in name:
            continue
        found.append(name)
    return tuple(dict.fromkeys(found))[:_MOST]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    before = "|".join(sorted(lexicon(language, "places")["before"], key=len, reverse=True))
    return re.compile(
        rf"\b(?i:{before}) (?:the )?([^\W\d_{LOWER}][^\W\d_]*(?:['’-][^\W\d_]+)*(?: (?:of )?[^\W\d_{LOWER}][^\W\d_]+(?:['’-][^\W\d_]+)*){{0,3}})"
    )
