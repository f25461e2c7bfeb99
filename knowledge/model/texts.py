"""The same words in one or more languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Texts:
    """A text by language, of which one is the original and the others are translations.

    Args:
        by_language: language code (ISO 639-1) to text.
        original: the code of the original; the others are marked as translations.
    """

    by_language: Mapping[str, str] = field(default_factory=dict)
    original: str = "en"

    @classmethod
    def of(cls, original: str = "en", /, **by_language: str | None) -> "Texts":
        """Build from keywords, leaving out what is None: `Texts.of(en="May", ru="май")`."""
        return cls({code: text for code, text in by_language.items() if text}, original)

    def __bool__(self) -> bool:
        return bool(self.by_language)

    def in_language(self, language: str) -> str:
        """The text in this language, else the original, else any, else the empty string."""
        texts = self.by_language
        return texts.get(language) or texts.get(self.original) or next(iter(texts.values()), "")

    def is_translated(self, language: str) -> bool:
        """Whether `in_language(language)` gives a translation and not the original words."""
        return language != self.original and language in self.by_language

    def all(self) -> tuple[str, ...]:
        """Every text, the original first."""
        first = self.by_language.get(self.original)
        rest = tuple(text for code, text in self.by_language.items() if code != self.original)
        return (first, *rest) if first else rest


NO_TEXT = Texts()
"""What stands where nothing is said."""
