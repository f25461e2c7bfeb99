"""Interviews and transcripts: paragraphs that begin with who speaks and a colon."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.domain import SpeakerKind
from knowledge.extraction.mentions import Credit, Mention
from knowledge.languages.letters import LOWER

_LABEL = re.compile(rf"(?P<who>[^\W\d_{LOWER}][^:\n“”«»\"]{{1,60}}): (?=\S)")
_QUOTES = '“«"„'
_MOST_WORDS = 7
_TURNS = 2  # paragraphs that one label begins, at least


@dataclass(frozen=True, slots=True)
class Turn:
    """A sentence: where it stands, its paragraph and its index."""

    start: int
    end: int
    paragraph: int
    index: int


def transcript(
    text: str, turns: Sequence[Turn], read: Callable[[int, int], Mention]
) -> dict[int, Credit | None]:
    """The paragraphs of a transcript: each with its credit, or None for a question.

    Only a label that stands before more than one paragraph, or that names a person in full, is
    one; a paper that asks is no speaker.

    Args:
        text: the article.
        turns: its sentences in order.
        read: takes a label apart.
    """
    paragraphs: dict[int, list[Turn]] = {}
    for turn in turns:
        paragraphs.setdefault(turn.paragraph, []).append(turn)
    labels = {
        number: match
        for number, here in paragraphs.items()
        if number > 0
        and (match := _LABEL.match(text, here[0].start, here[-1].end))
        and len(match["who"].split()) <= _MOST_WORDS
        and text[match.end()] not in _QUOTES
    }
    counted = Counter(match["who"] for match in labels.values())
    found: dict[int, Credit | None] = {}
    for number, match in labels.items():
        if counted[match["who"]] < _TURNS:
            continue
        here = paragraphs[number]
        mention = read(match.start(), match.end("who"))
        begin, end = match.end(), here[-1].end
        question = text[begin:end].rstrip('”»" ').endswith("?")
        if question or mention.kind is not SpeakerKind.PERSON or not mention.name:
            found[number] = None
            continue
        content = text[begin:end].rstrip(" .")
        found[number] = Credit(
            mention,
            (match.end("who"), match.end("who") + 1),
            ((begin, begin + len(content)),),
            "label",
            number,
            here[0].index,
            here[-1].index,
        )
    return found
