"""Numbers from outside, which may be made up: read only where the database can hold them."""

import re

_NUMBER = re.compile(r"[0-9]{1,19}")
_MOST = 2**63 - 2
"""Both databases give a number 64 bits, and the number after it must fit as well."""


def number_in(text: str) -> int | None:
    """The number that a text is; None for whatever else it is, and for one too long to be any."""
    number = int(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and number <= _MOST else None
