"""Every word, number and quotation the product tells, as the reader's language has it: gettext catalogues, English in the code."""

import gettext
import io
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Self

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from knowledge.languages.registry import CODES
from knowledge.languages.scripts import QUOTES


class Wording(str):
    """Words in English that `Words.again` can tell in another language.

    Args:
        text: as the catalogues hold it, with `{name}` places.
        values: what fills them; a Wording among them is told again as well.
    """

    __slots__ = ("text", "values")
    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, /, **values: object) -> Self:
        """Fill the places, in English."""
        made = super().__new__(cls, text.format(**values) if values else text)
        made.text, made.values = text, values
        return made

    @classmethod
    def joined(cls, sentences: Iterable[str], between: str = " ") -> Self:
        """Several as one."""
        parts = {f"part{number}": one for number, one in enumerate(sentences)}
        return cls(between.join(f"{{{name}}}" for name in parts), **parts)


class Words:
    """The texts of one language; `en` is the text in the code itself.

    Args:
        language: one of `CODES`.
        translations: gettext's view of the catalogue of that language.
    """

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def say(self, text: str, /, **values: object) -> str:
        """The text in this language with `{name}` places filled from `values`."""
        said = self._translations.gettext(text)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form that `number` takes in this language; `{number}` is filled as well."""
        said = self._translations.ngettext(one, many, number)
        return said.format(number=number, **values)

    def again(self, said: str, /) -> str:
        """What was said in English, in this language if that can be."""
        if not isinstance(said, Wording):
            return said
        values = {
            name: self.again(value) if isinstance(value, str) else value
            for name, value in said.values.items()
        }
        return self.say(said.text, **values)


@cache
def words_in(language: str) -> Words:
    """The texts of a language; of English for a language that has no catalogue."""
    catalogue = files("knowledge") / "locale" / language / "LC_MESSAGES" / "messages.po"
    if language not in CODES or not catalogue.is_file():
        return Words("en", gettext.NullTranslations())
    return Words(language, _compiled(catalogue))


def _compiled(catalogue: Traversable) -> gettext.GNUTranslations:
    """Compile in memory, so that no binary file is kept beside its source."""
    with catalogue.open("rb") as source:
        read = read_po(source)
    binary = io.BytesIO()
    write_mo(binary, read)
    binary.seek(0)
    return gettext.GNUTranslations(binary)


_GROUPED = 10_000
"""The number from which its digits stand in groups."""


def number_told(value: float, language: str) -> str:
    """A number as a reader of the language has it, never in powers: "74,000,000", "1.5"."""
    if value != int(value):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if abs(value) < _GROUPED:
        return f"{value:.0f}"
    return f"{value:,.0f}".replace(",", "," if language == "en" else "\xa0")


_MARKS = '“”«»‘’" '


def quoted(text: str, language: str) -> str:
    """The text in the quotation marks of the language, once."""
    left, right = QUOTES.get(language, QUOTES["en"])
    bare = text.strip(_MARKS)
    return f"{left}{bare}{right}"


def cut(text: str, longest: int) -> str:
    """At most `longest` characters, ending at a word, with an ellipsis where words are missing."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    kept = (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:—-") + "…"
    left, right = kept.rfind("“"), kept.rfind("”")
    if left > right:
        return f"{kept}”"
    return f"{kept}»" if kept.rfind("«") > kept.rfind("»") else kept
