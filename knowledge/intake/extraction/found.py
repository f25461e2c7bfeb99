"""An attribution within one sentence, by the indexes of its tokens."""

from dataclasses import dataclass

Phrase = tuple[int, int]
"""Indexes of the first and the last token."""


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution; `contents` are the parts of one content, left to right."""

    source: Phrase | None
    cue: Phrase
    contents: tuple[Phrase, ...]
    family: str

    @property
    def last(self) -> int:
        """The last token used."""
        return max(self.cue[1], *(end for _, end in self.contents))
