"""The languages that the product speaks (ISO 639-1); each has a folder beside this file."""

from enum import StrEnum


class Language(StrEnum):
    """A language that the product speaks."""

    EN = "en"
    RU = "ru"
    UK = "uk"

    @classmethod
    def known(cls, code: str | None) -> "Language | None":
        """The language of a code; None where it is none of ours."""
        return cls(code) if code in set(cls) else None


CODES = tuple(one.value for one in Language)
"""The codes of all, English first: it is the language of the texts in the code."""
