"""An article in, its statements out: what it credits to somebody, and what it states in its own voice.

What readers may call a speaker ("officials", "the mayor") helps a question to find them; it is no
evidence that another article speaks of the same. Only a proper name identifies.

`statements` is a pure function of a text and of what is known about it. It loads language models
and is meant to be called in the process in which articles are read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from knowledge.domain import Attribution, Kind, RefusedInput
from knowledge.extraction.annotations import (
    CONFIDENCE,
    CandidateStatement,
    Credit,
    KnownSpeaker,
    ProposedFigure,
    TextSpan,
    UncreditedSentence,
)
from knowledge.extraction.assembly import candidate, with_denied
from knowledge.extraction.claim_wording import ClaimParts, claim, without_dateline
from knowledge.extraction.credit_linking import (
    Source,
    Spoken,
    carried_on,
    defended,
    joined,
    pointed,
    rejected_within,
    reported,
)
from knowledge.extraction.decontextualisation import (
    leading,
    without_report,
)
from knowledge.extraction.english_reading import EnglishReading
from knowledge.extraction.language_models import places_in
from knowledge.extraction.passage_values import dates_in, happened, quantities_in
from knowledge.extraction.slavic_reading import SlavicReading
from knowledge.languages.registry import Language, lexicon, listed, table
from knowledge.languages.scripts import language_of, merge_letters
from knowledge.search.text_analysis import frequent
from knowledge.translations import Wording

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


def with_known_names(
    found: Iterable[CandidateStatement], known: Sequence[KnownSpeaker]
) -> list[CandidateStatement]:
    """The candidates, those with a proper name that the store knows under the store's name.

    A bare name of a body of state («Минобороны») identifies nobody: each country has such a one.

    Args:
        found: candidates of one article.
        known: the speakers of the store.
    """
    by_name = {
        _key(name): speaker.name
        for speaker in known
        if is_proper(speaker.name)
        for name in (speaker.name, *speaker.aliases)
        if is_proper(name) and not is_bare(name)
    }
    return [
        replace(one, speaker=by_name[_key(one.speaker)])
        if one.named and one.speaker and _key(one.speaker) in by_name
        else one
        for one in found
    ]


def is_proper(name: str) -> bool:
    """Whether a name of the store is a proper one: "Ann Lee", "МЧС"; not "military analysts".

    What begins small is a description, and what is only called so by its alias («МЧС» for sources
    within it) is not the body itself.
    """
    words = name.split()
    return (bool(words) and words[0][:1].isupper()) or any(
        word[:1].isupper() for word in words[1:2]
    )


def is_bare(name: str) -> bool:
    """Whether a name is one that each country or town has such a body of: "Ministry of Health", «МЧС».

    Beside the noun of a body it has nothing but everyday words: no country, no place, no name.
    """
    told = _WORD.findall(name)
    words = [one.casefold() for one in told]
    if not words or set(words) & listed("attribution", "proper_bodies"):
        return False
    bodies = listed("attribution", "body_nouns") | listed("attribution", "state_bodies")
    if not any(one in bodies or one.removesuffix("s") in bodies for one in words):
        return False
    return not any(
        _country().fullmatch(low) or not (low in bodies or one == low or low in frequent())
        for one, low in zip(told, words, strict=True)
    )


def shares_name(text: str, told: Iterable[str], *, apart: Iterable[str] = ()) -> bool:
    """Whether a text has a proper name that stands in what was told; countries are none.

    Args:
        text: an article.
        told: claims, titles, names of incidents.
        apart: names that do not count.
    """
    held = {_stem(word) for word in _WORD.findall(text) if word[:1].isupper()}
    left_out = {_stem(word) for name in apart for word in _WORD.findall(name)}
    return any(
        _stem(word) in held - left_out
        for one in told
        for word in (found[1] for found in _INNER_NAME.finditer(one))
        if word[:1].isupper()
        and word.casefold() not in frequent()
        and not _country().fullmatch(word.casefold())
    )


def _stem(word: str) -> str:
    """A name without its case ending; what is too short for one stays."""
    low = word.casefold()
    return low if low.isascii() else low[: max(_SHORTEST_STEM, len(low) - 2)]


@cache
def _country() -> re.Pattern[str]:
    """A word that names a country, as a noun or an adjective, in any language."""
    countries = (one["countries"] for one in table("predicates").values())
    words = (word for each in countries for named in each.values() for word in named)
    return re.compile("|".join(words))


def _key(name: str) -> str:
    return " ".join(merge_letters(name.casefold()).removeprefix("the ").split())


_BEHIND_MARK = re.compile(r"[,»”—–] ([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_INNER_NAME = re.compile(r"(?<=[\w,;:«“\"(] )[«“\"(]?([^\W\d_]\w{3,40})")
_SHORTEST_STEM = 4
_TELLING_PARAGRAPH = 120  # characters that tell a paragraph's language
_PLACE_KEPT = "·"
LONGEST_TEXT = 400_000
"""Characters that are read; reading takes no article of that many."""


def statements(
    text: str,
    *,
    language: str | None = None,
    published: str | None = None,
    known: Sequence[KnownSpeaker] = (),
) -> list[CandidateStatement]:
    """Every statement that is proposed, in the order of the article.

    Args:
        text: the article, paragraphs separated by line breaks.
        language: ISO 639-1 code; told by the text where it is None.
        published: EDTF of the article; weekdays and "yesterday" are led back by it.
        known: speakers of the store, whose names are used for proper names that match.

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
    main = Language(language) if language else language_of(text)
    found = [
        each
        for code, part in _by_language(text, main).items()
        for each in _read(part, code.value, published)
    ]
    return _distinct(with_known_names(found, known))


def _by_language(text: str, main: Language) -> dict[Language, str]:
    """The article once for each language that it is in, the paragraphs of the others left out.

    What is left out keeps its place, so that offsets and paragraphs count in the whole article.
    """
    lines = text.split("\n")
    spoken = [
        language_of(line, main) if len(line) >= _TELLING_PARAGRAPH else main for line in lines
    ]
    return {
        code: "\n".join(
            line if each is code else _left_out(line)
            for line, each in zip(lines, spoken, strict=True)
        )
        for code in dict.fromkeys((main, *spoken))
    }


def _left_out(line: str) -> str:
    return line if not line.strip() else _PLACE_KEPT.ljust(len(line))


def _read(text: str, language: str, published: str | None) -> list[CandidateStatement]:
    """The statements of a text in one language."""
    reading = (
        EnglishReading(text, published)
        if language == "en"
        else SlavicReading(text, language, published)
    )
    spoken = reading.spoken()
    credited = [
        span
        for one in spoken
        if one.credit.contents
        for span in (one.credit.cue, *one.credit.contents, *_mentioned(one))
    ]
    said: dict[int | str, tuple[int, str]] = {}
    passages = reading.passages(credited)
    spoken = rejected_within(spoken, reading.source)
    spoken = defended(with_denied(spoken, passages, reading.source), reading.source)
    spoken, passages = reported(spoken, passages, reading.source)
    spoken, passages = pointed(spoken, passages, reading.source)
    spoken, own = carried_on(joined(spoken, reading.source), passages, reading.source)
    found = [candidate(one, reading.source, said) for one in spoken]
    own = [one for one in own if not _credited(text[one.start : one.end], reading.source)]
    found += [
        narrated(passages, reading.source)
        for passages in own_passages(text, own, language, published)
    ]
    return found


def _credited(sentence: str, source: Source) -> bool:
    """Whether a sentence hands its words to somebody whom no rule could tell."""
    return any(source.speaks(match[1]) for match in _BEHIND_MARK.finditer(sentence))


def _mentioned(one: Spoken) -> tuple[tuple[int, int], ...]:
    mention = one.credit.mention
    return ((mention.start, mention.end),) if mention is not None else ()


def _distinct(found: Sequence[CandidateStatement]) -> list[CandidateStatement]:
    """In the order of the article, of those with the same content the one trusted most."""
    best: dict[tuple[int, int], CandidateStatement] = {}
    for one in found:
        place = (one.content.start, one.content.end)
        if place not in best or best[place].confidence < one.confidence:
            best[place] = one
    return sorted(best.values(), key=lambda one: (one.paragraph, one.content.start))
