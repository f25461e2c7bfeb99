"""What was typed with the keyboard switched to another language: "crjkmrj" for "сколько"."""

from collections.abc import Iterator
from functools import cache

from knowledge.domain import Language
from knowledge.languages.word_tables import table


def switched(text: str) -> Iterator[tuple[str, Language]]:
    """A text as the same keys write it in each other language.

    Args:
        text: as typed.

    Yields:
        The text and the language of the keyboard that was meant.
    """
    for meant, keys in _keys().items():
        other = text.translate(keys)
        if other != text:
            yield other, meant


@cache
def _keys() -> dict[Language, dict[int, str]]:
    """For each language that may be meant, its letter for every key of the others.

    A sign that stands on a key in both (a comma) belongs to the language that has a letter there.
    """
    boards = {Language(code): str(rows["keyboard"]) for code, rows in table("script").items()}
    latin = boards[Language.EN]
    made: dict[Language, dict[int, str]] = {
        meant: dict(zip(map(ord, latin), board, strict=True))
        for meant, board in boards.items()
        if meant is not Language.EN
    }
    back: dict[int, str] = {}
    for board in (boards[meant] for meant in made):
        pairs = zip(board, latin, strict=True)
        back |= {
            ord(typed): key for typed, key in pairs if typed.isalpha() and ord(typed) not in back
        }
    return {**made, Language.EN: back}
