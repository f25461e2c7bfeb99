"""Long texts cut into sentences, so that a question about one of them can be near it."""

import re
from collections.abc import Sequence

from knowledge.search.documents import Passage

_LONG = 320
"""Characters from which a text is also looked at sentence by sentence."""
_SHORT = 60
"""Characters below which a sentence goes with the next."""
_MOST = 40
"""Sentences of one text."""
_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+(?=[\"'“«(]*[A-ZА-ЯЁІЇЄҐ0-9])")


def pieces_of(passages: Sequence[Passage]) -> list[Passage]:
    """Give the sentences of those passages that are long."""
    return [
        Passage(passage.role, passage.language, piece)
        for passage in passages
        if len(passage.text) >= _LONG
        for piece in _sentences(passage.text)
    ]


def _sentences(text: str) -> list[str]:
    pieces: list[str] = []
    for sentence in _END.split(text):
        if pieces and len(pieces[-1]) < _SHORT:
            pieces[-1] += " " + sentence
        else:
            pieces.append(sentence)
    return pieces[:_MOST] if len(pieces) > 1 else []
