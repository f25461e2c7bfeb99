"""What the article states in its own voice: the toll, the damage, the arrest; figures and dates.

Only sentences that credit nobody and quote nobody; what asks, advertises or speaks of the author
is none.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.domain import Attribution, Kind
from knowledge.extraction.annotations import (
    CONFIDENCE,
    CandidateStatement,
    Credit,
    ProposedFigure,
    TextSpan,
    UncreditedSentence,
)
from knowledge.extraction.claim_wording import ClaimParts, claim, without_dateline
from knowledge.extraction.credit_linking import Source
from knowledge.extraction.decontextualisation import (
    leading,
    without_report,
)
from knowledge.extraction.language_models import places_in
from knowledge.extraction.passage_values import dates_in, happened, quantities_in
from knowledge.languages.registry import lexicon

_FEWEST_WORDS = 6
_ENOUGH = 3
_LEAD = 2  # paragraphs in which an article says what has happened
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_MARKS = ".,;:!?…«»„“”\"'’()—–-"


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


def narrated(passages: Sequence[UncreditedSentence], source: Source) -> CandidateStatement:
    """What the article states in its own voice, in one or two sentences that follow each other."""
    text = source.text
    parts = tuple(TextSpan(text[one.start : one.end], one.start, one.end) for one in passages)
    content = TextSpan(text[parts[0].start : parts[-1].end], parts[0].start, parts[-1].end)
    dates = dates_in(without_dateline(content.text), source.language, source.published)
    credit = Credit(
        None,
        (parts[0].start, parts[0].start),
        (),
        "narrator",
        passages[0].paragraph,
        passages[0].index,
        passages[-1].index,
    )
    kind = source.kind_of(credit, content.text, None)
    return CandidateStatement(
        source=None,
        cue=None,
        content=content,
        quoted=(),
        speaker=None,
        attribution=Attribution.NARRATOR,
        kind=Kind.FACT if kind is Kind.DENIAL else kind,
        paragraph=passages[0].paragraph,
        confidence=CONFIDENCE["narrator"],
        figures=tuple(
            ProposedFigure(one.value, one.unit, one.qualifier, one.text, one.what)
            for one in quantities_in(content.text, source.language, source.published)
        ),
        dates=tuple(dict.fromkeys(one.text for one in dates)),
        places=places_in(content.text, source.language),
        parts=parts,
        claim=_own(passages, source),
        about=happened(dates),
    )


def _own(passages: Sequence[UncreditedSentence], source: Source) -> str:
    around = source.around
    texts = [_led(one, source) for one in passages]
    texts[0] = without_report(leading(texts[0], source.language), source.language)
    text = claim(ClaimParts(texts, ""), source.language)
    return around.anchored(around.with_bodies(around.dated(text), passages[0].paragraph))


def _led(passage: UncreditedSentence, source: Source) -> str:
    """A passage's words; of "which occurred at night" with what "which" stands for."""
    words = source.text[passage.start : passage.end]
    if not passage.lead:
        return source.around.with_pronouns(words, passage.start, "", _nobody)
    return f"{passage.lead} {words.split(' ', 1)[1]}" if passage.lead and " " in words else words


def _nobody(_: str) -> bool:
    return False
