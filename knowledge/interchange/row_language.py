"""Under which language the texts of a row are filed."""

from babel import Locale, UnknownLocaleError

from knowledge.languages.detection import language_of
from knowledge.languages.letters import language_called

_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"})


def language_named(text: str) -> str | None:
    """The code (ISO 639-1) of a language as people name it: "uk", "uk-UA", "ukr", "Ukrainian"."""
    name = text.strip().casefold()
    if (ours := language_called(name)) is not None:
        return ours.value
    try:
        code = Locale.parse(name.replace("-", "_")).language
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    return code if len(code) == 2 else None  # noqa: PLR2004 - ISO 639-1


def language_in(text: str, given: str | None) -> str:
    """The language under which a text is filed.

    Args:
        text: the text.
        given: the language of its row; passed over where the text is in another script.
    """
    detected = language_of(text).value
    if given is None or (detected in _CYRILLIC) != (given in _CYRILLIC):
        return detected
    return given
