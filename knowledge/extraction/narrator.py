"""What the article states in its own voice: sentences with figures, dates or a judgement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.domain import Kind
from knowledge.extraction.classification import slavic_words, terms
from knowledge.extraction.figures import dates_in, figures_in
from knowledge.extraction.sentence_splitting import Sentence
from knowledge.extraction.slavic_rules import LANGUAGES
from knowledge.extraction.tagged_sentence import TaggedSentence

_DAYTIME = re.compile(
    r"(?i)\b(?:in the|at|early|late|during the) (?:\w+ ){0,3}(?:morning|evening|night|dawn|dusk|noon|midnight|afternoon|hours)\b"
)
_FEWEST_WORDS = 4
_OWN_VOICE = frozenset(
    "i we you my our your me us я мы вы мне нам мой наш моя наша ми ви мені мій".split()
)


@dataclass(frozen=True, slots=True)
class Own:
    """A passage of the article's own by character offsets."""

    start: int
    end: int
    kind: Kind


def own_statements(
    text: str, sentence: Sentence, credited: list[tuple[int, int]], language: str
) -> Iterator[Own]:
    """The narrator's statements in a sentence.

    Args:
        text: the article.
        sentence: where it is looked for.
        credited: the stretches of the sentence that attributions use, source, cue and content.
        language: ISO 639-1; verbs are known of English alone.
    """
    line = sentence.line
    if text[sentence.start : sentence.end].rstrip().endswith(("?", ":")) or any(
        token.low in _OWN_VOICE for token in line.tokens
    ):
        return
    relatives = list(_relative_clauses(line))
    parts = [(line.at(first).start, line.at(last).end) for first, last in relatives]
    for start, end in parts:
        if not _touches(start, end, credited) and (kind := _kind(text[start:end])):
            yield Own(start, end, kind)
    if credited or sentence.open_quote:
        return
    if language not in LANGUAGES and not any(line.verb(at) for at in range(len(line))):
        return
    rest = text[sentence.start : sentence.end]
    for start, end in parts:
        rest = rest.replace(text[start:end], "")
    if kind := _kind(rest):
        end = line.at(len(line) - 1).start if line.stop(len(line) - 1) else sentence.end
        yield Own(sentence.start, max(end, sentence.start + 1), kind)


def _relative_clauses(line: TaggedSentence) -> Iterator[tuple[int, int]]:
    """Clauses that "which" or "who" opens behind a comma and the next comma or the end closes."""
    if "which" not in line.lows and "who" not in line.lows:
        return
    at = 1
    while at < len(line):
        if line.low(at) in {"which", "who"} and line.comma(at - 1):
            end = at + 1
            while (
                end < len(line)
                and not line.comma(end)
                and not (line.stop(end) and end >= len(line) - 1)
            ):
                end += 1
            yield at, end - 1
            at = end
        at += 1


def _touches(start: int, end: int, credited: list[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in credited)


def _kind(passage: str) -> Kind | None:
    words = [
        word.strip(".,;:’'\"“”‘()").lower() for word in passage.split() if word.strip(".,") != "May"
    ]
    if len(words) < _FEWEST_WORDS:
        return None
    if set(words) & ({"will", "could", "may", "might"} | slavic_words()["future"]) and (
        dates_in(passage) or figures_in(passage)
    ):
        return Kind.PREDICTION
    if figures_in(passage) or dates_in(passage) or _DAYTIME.search(passage):
        return Kind.FACT
    return Kind.ASSESSMENT if set(words) & terms()["weighing"] else None
