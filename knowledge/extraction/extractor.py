"""An article in, candidate statements out: the one door of this package."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.domain import Attribution, RefusedInput
from knowledge.extraction.attributions import Attributed, Offsets, attributions
from knowledge.extraction.candidate_statements import Candidate, KnownSpeaker, Span
from knowledge.extraction.classification import (
    attribution_of,
    channel_of,
    has_name,
    is_body,
    kind_of,
)
from knowledge.extraction.coreference import Coreference
from knowledge.extraction.figures import dates_in, figures_in, places_in
from knowledge.extraction.lexicon import english
from knowledge.extraction.narrator import own_statements
from knowledge.extraction.sentence_splitting import Sentence, sentences
from knowledge.extraction.slavic_rules import LANGUAGES, slavic_attributions
from knowledge.extraction.tagged_sentence import TaggedSentence
from knowledge.extraction.tokenizer import find_quotations, inner_text
from knowledge.languages.detection import language_of
from knowledge.translations import Wording

LONGEST_TEXT = 400_000
"""Characters that are read, some five seconds of work; reading takes no article of that many."""

CONFIDENCE = {
    "quote": 0.9, "according": 0.77, "post": 0.75, "that": 0.73, "bare": 0.69, "object": 0.63, "to": 0.48, "passive": 0.35,
    "label": 0.7, "what": 0.7, "quoted": 0.6, "phrase": 0.6, "asked": 0.5, "narrator": 0.5,
}  # fmt: skip
"""How far each family of rules is to be trusted. The first line gives the share of exactly named
sources that a prototype of these rules had on the development articles of PolNeAR; the second is
judgement, not measured: what is like a family of the first is near it, the rest even odds."""


def candidates(
    text: str, *, language: str | None = None, known: Sequence[KnownSpeaker] = ()
) -> list[Candidate]:
    """Every statement that the rules propose, in the order of the article.

    Args:
        text: the article, paragraphs separated by line breaks.
        language: ISO 639-1 code; guessed from the script where it is None.
        known: speakers of the store, whose names are used where a source matches.

    Raises:
        RefusedInput: the text is longer than `LONGEST_TEXT`; nothing is left out in silence.
    """
    if len(text) > LONGEST_TEXT:
        raise RefusedInput(
            Wording(
                "This text has {number} characters, an article at most {most}: send the article "
                "alone, or in parts.",
                number=f"{len(text):,}",
                most=f"{LONGEST_TEXT:,}",
            )
        )
    language = language or language_of(text).value
    article = list(sentences(text, language, english()))
    found = (
        slavic_attributions(text, article, language)
        if language in LANGUAGES
        else attributions(article)
    )
    by_sentence = {
        at: list(group)
        for at, group in groupby(
            sorted(found, key=lambda one: one.begun), key=lambda one: one.begun
        )
    }
    cast = Coreference(known)
    read: list[Candidate] = []
    for sentence in article:
        cast.read(text[sentence.start : sentence.end])
    for index, sentence in enumerate(article):
        cast.produced(text[sentence.start : sentence.end])
        for one in by_sentence.get(index, []):
            read += _attributed(text, sentence, one, cast)
        read += _narrated(text, sentence, by_sentence.get(index, []), language)
    return _distinct(read)


def _distinct(read: list[Candidate]) -> list[Candidate]:
    """In the order of the article, of those with the same content the one trusted most."""
    best: dict[Offsets, Candidate] = {}
    for one in read:
        place = (one.content.start, one.content.end)
        if place not in best or best[place].confidence < one.confidence:
            best[place] = one
    return sorted(best.values(), key=lambda one: (one.paragraph, one.content.start))


def _span(text: str, offsets: Offsets) -> Span:
    return Span(text[offsets[0] : offsets[1]], *offsets)


def _attributed(
    text: str, sentence: Sentence, one: Attributed, cast: Coreference
) -> Iterator[Candidate]:
    whole = text[sentence.start : sentence.end]
    source = _span(text, one.source) if one.source else None
    cue = _span(text, one.cue)
    antecedent = _antecedent(text, sentence, one.source[0]) if one.source else None
    speaker = cast.speaker(source.text, whole, antecedent) if source else None
    behind = speaker or (source.text if source else "")
    named = has_name(behind) or bool(source and (has_name(source.text) or is_body(source.text)))
    attribution = cast.terms_of(speaker, attribution_of(behind, whole, named=named))
    channel = channel_of(whole)
    for place, part in enumerate(one.contents):
        content = _span(text, part)
        yield Candidate(
            source=source,
            cue=cue,
            content=content,
            quoted=_quoted(text, part),
            speaker=speaker,
            attribution=attribution,
            kind=kind_of(cue.text, content.text, behind),
            paragraph=sentence.paragraph,
            confidence=CONFIDENCE[one.family],
            continued=place > 0,
            channel=channel,
            figures=figures_in(content.text),
            dates=dates_in(content.text),
            places=places_in(content.text),
        )


def _antecedent(text: str, sentence: Sentence, before: int) -> str | None:
    """The phrase that "who" or "which" goes back to: the words before it up to a boundary."""
    line = TaggedSentence.of(
        [token for token in sentence.line.tokens if token.end <= before], english()
    )
    last = len(line) - 1
    while last >= 0 and not line.at(last).word:
        last -= 1
    first = last
    while (
        first > 0
        and line.at(first - 1).word
        and not line.verb(first - 1)
        and line.low(first - 1) not in {"by", "and", "that", "as"}
    ):
        first -= 1
    return text[line.at(first).start : line.at(last).end] if last >= 0 else None


def _quoted(text: str, part: Offsets) -> tuple[str, ...]:
    return tuple(
        inner
        for quote in find_quotations(text, *part)
        if (inner := inner_text(text[quote.start : quote.end]))
    )


def _narrated(
    text: str, sentence: Sentence, found: list[Attributed], language: str
) -> Iterator[Candidate]:
    if not sentence.paragraph:
        return
    credited = [span for one in found for span in (one.source, one.cue, *one.contents) if span]
    for own in own_statements(text, sentence, credited, language):
        content = _span(text, (own.start, own.end))
        yield Candidate(
            source=None,
            cue=None,
            content=content,
            quoted=_quoted(text, (own.start, own.end)),
            speaker=None,
            attribution=Attribution.NARRATOR,
            kind=own.kind,
            paragraph=sentence.paragraph,
            confidence=CONFIDENCE["narrator"],
            figures=figures_in(content.text),
            dates=dates_in(content.text),
            places=places_in(content.text),
        )
