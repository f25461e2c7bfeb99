"""What the article states in its own voice: the toll, the damage, the arrest; figures and dates.

Only sentences that credit nobody and quote nobody; what asks, advertises or speaks of the author
is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.extraction.passage_values import dates_in, quantities_in
from knowledge.languages.registry import lexicon

_FEWEST_WORDS = 6
_ENOUGH = 3
_LEAD = 2  # paragraphs in which an article says what has happened
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_MARKS = ".,;:!?…«»„“”\"'’()—–-"


@dataclass(frozen=True, slots=True)
class UncreditedSentence:
    """A sentence with nobody credited.

    Args:
        start, end: where it stands.
        paragraph: counted from 1.
        index: of the sentence.
        lead: for a relative clause, what its "which" stands for.
    """

    start: int
    end: int
    paragraph: int
    index: int
    lead: str = ""


def own_passages(
    text: str, passages: Sequence[UncreditedSentence], language: str, published: str | None
) -> Iterator[tuple[UncreditedSentence, ...]]:
    """The article's own statements: a sentence, or two where the second only carries on.

    Args:
        text: the article.
        passages: its sentences that credit nobody, in order.
        language: ISO 639-1.
        published: EDTF, or None.
    """
    words = lexicon(language, "own_voice")
    first = min((one.paragraph for one in passages), default=1)
    held: list[UncreditedSentence] = []
    for one in passages:
        content = text[one.start : one.end]
        opens = content.split(maxsplit=1)[0].casefold().strip(_MARKS) if content.split() else ""
        if one.lead:
            if (
                _worth(content, one, first, language, published) > 0
                or set(_bare(content)) & words["daytime"] | set(_bare(content)) & words["judging"]
            ):
                yield (one,)
            continue
        carries_on = (
            bool(held) and held[-1].index == one.index - 1 and held[-1].paragraph == one.paragraph
        )
        score = _worth(content, one, first, language, published)
        if carries_on and opens in words["openers"] and score > 0 and len(held) == 1:
            held.append(one)
            continue
        if held:
            yield tuple(held)
            held = []
        judged = bool(set(_bare(content)) & words["judging"])
        if score >= _ENOUGH and (opens not in words["openers"] or judged):
            held = [one]
    if held:
        yield tuple(held)


def _worth(
    content: str, one: UncreditedSentence, first: int, language: str, published: str | None
) -> int:
    words = lexicon(language, "own_voice")
    bare = _bare(content)
    if one.lead:
        return int(
            bool(
                quantities_in(content, language, published)
                or dates_in(content, language, published)
            )
        )
    if len(bare) < _FEWEST_WORDS or content.rstrip(' ”»"').endswith(("?", ":")):
        return 0
    junk = lexicon(language, "attribution").pattern("junk_starts")
    if (
        set(bare) & lexicon(language, "claims")["first_person"]
        or words.pattern("not_own").search(content)
        or junk.match(content.lstrip(_MARKS + " "))
    ):
        return 0
    score = 0
    if set(bare) & words["events"]:
        score += 2
    if score and set(bare) & lexicon(language, "attribution")["body_nouns"]:
        score += 1
    if quantities_in(content, language, published):
        score += 1
    if dates_in(content, language, published):
        score += 1
    if set(bare) & words["judging"]:
        score += _ENOUGH
    if score and one.paragraph - first < _LEAD:
        score += 1 + bool(_CLOCK.search(content))
    return score


def _bare(content: str) -> list[str]:
    return [word.strip(_MARKS).casefold() for word in content.split()]
