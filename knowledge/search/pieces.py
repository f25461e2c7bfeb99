"""Long texts cut into sentences, so that a question about one of them can be near it."""

import re
from collections.abc import Sequence
from itertools import chain, islice

from knowledge.search.documents import Passage

MOST_PASSAGES = 5_000
"""Of one document; what is more is not indexed."""
_LONG = 320
"""Characters from which a text is also looked at sentence by sentence."""
_SHORT = 60
"""Characters below which a sentence goes with the next."""
_MOST = 40
"""Sentences of one text."""
_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+(?=[\"'“«(]*[A-ZА-ЯЁІЇЄҐ0-9])")


def with_pieces(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Give passages, and after them the sentences of those that are long."""
    pieces = (
        Passage(passage.role, passage.language, piece)
        for passage in passages
        if len(passage.text) >= _LONG
        for piece in _sentences(passage.text)
    )
    return tuple(islice(chain(passages, pieces), MOST_PASSAGES))


def _sentences(text: str) -> list[str]:
    pieces: list[str] = []
    for sentence in _END.split(text):
        if pieces and len(pieces[-1]) < _SHORT:
            pieces[-1] += " " + sentence
        else:
            pieces.append(sentence)
    return pieces[:_MOST] if len(pieces) > 1 else []
