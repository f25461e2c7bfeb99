"""What differs between two states of a record, word by word, as lines."""

from knowledge.editing import Mark, word_difference
from knowledge.model import Line, Span, Style

CONTEXT = 80
"""Characters of unchanged words that stand on each side of what differs."""

_STYLES = {Mark.KEPT: Style.PLAIN, Mark.REMOVED: Style.STRUCK, Mark.ADDED: Style.STRONG}


def word_by_word(before: str, after: str) -> Line:
    """One line in which struck words are gone and strong words are new."""
    pieces = word_difference(before, after)
    spans: list[Span] = []
    for number, piece in enumerate(pieces):
        words = piece.text
        if piece.mark is Mark.KEPT and len(pieces) > 1:
            words = _shortened(words, first=number == 0, last=number == len(pieces) - 1)
        if piece.mark is Mark.ADDED and number and pieces[number - 1].mark is Mark.REMOVED:
            spans.append(Span(" "))
        spans.append(Span(words, _STYLES[piece.mark]))
    return tuple(span for span in spans if span.text)


def _shortened(words: str, *, first: bool, last: bool) -> str:
    """Unchanged words near a difference: what is far from it is left out."""
    head = "" if first else words[:CONTEXT]
    tail = "" if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + 3:
        return words
    return f"{head}…{tail}"
