"""Labels before what is said: headlines ("Mayor: ..."), transcripts ("MAYOR: ...")."""

from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.rules import Found

_LONGEST_LABEL = 8  # tokens before the colon


def labelled(line: Line, *, first: bool, title: bool) -> list[Found]:
    """The attribution of a sentence that begins with its speaker and a colon.

    Args:
        line: the sentence.
        first: whether it begins a paragraph.
        title: whether it is the first of the text.
    """
    if not first:
        return []
    colon = next((at for at in range(min(len(line), _LONGEST_LABEL)) if line.low(at) == ":"), None)
    if colon is None or colon == 0 or colon + 1 >= len(line) or line.stop(colon + 1):
        return []
    if any(line.verb(at) or not line.at(at).word for at in range(colon)):
        return []
    if not line.quote(colon + 1) and not title:
        return []
    last = len(line) - 1
    while last > colon + 1 and line.stop(last):
        last -= 1
    if line.quote(colon + 1):
        last = colon + 1
    return [Found((0, colon - 1), (colon, colon), ((colon + 1, last),), "label")]
