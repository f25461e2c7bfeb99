"""Names that stand where a place stands, as proposals for the reviewer."""

import re

_PLACE = re.compile(
    r"\b(?:in|near|at|over|toward|towards|across|outside|в|во|у|над|під|под|біля|возле) (?:the )?((?:[A-ZА-ЯІЇЄҐ][\w’'-]+)(?: (?:of )?[A-ZА-ЯІЇЄҐ][\w’'-]+){0,3})"
)
_NO_PLACES = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)

_ADJECTIVES = ("ian", "ish", "ese")


def places_in(text: str) -> tuple[str, ...]:
    """The names behind "in", "near", "over" and the like that are no months and no days."""
    return tuple(
        dict.fromkeys(
            match.group(1)
            for match in _PLACE.finditer(text)
            if not _NO_PLACES.match(match.group(1)) and not match.group(1).endswith(_ADJECTIVES)
        )
    )
