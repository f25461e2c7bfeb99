"""What sort of thing is said, where and when: fact, denial, assessment or prediction; in public or not; the day of saying."""

import re
from functools import cache

from knowledge.domain import Access, Kind, SpeakerKind
from knowledge.extraction.annotations import (
    Credit,
    ProposedChannel,
)
from knowledge.extraction.coreference import DiscourseEntity
from knowledge.extraction.credit_linking import Source, Spoken
from knowledge.extraction.passage_values import dates_in, day_of, said_on
from knowledge.languages.registry import lexicon

_MARKS = "«»„“”\"'‘’.,;:!?"
_PREDICATE = 2  # last words, which say what the subject is
_OPENING = 48  # characters in which a denial begins


def slavic_kind(credit: Credit, content: str, language: str) -> Kind:
    """The kind of a Russian or Ukrainian statement, by its cue and its content.

    Args:
        credit: who is credited and how.
        content: the words.
        language: "ru" or "uk".
    """
    words = lexicon(language, "attribution")
    if credit.denial or refuses(content, language):
        return Kind.DENIAL
    if credit.characterisation:
        return Kind.CHARACTERISATION
    spoken = set(content.casefold().split())
    if credit.cue_lemma == "idiom" and {one.strip(_MARKS) for one in spoken} & words["negations"]:
        return Kind.DENIAL  # «стоит на своём: „Я ни от чего не отказываюсь“»
    if credit.promise or spoken & words["future"]:
        return Kind.PREDICTION
    if credit.assessment or spoken & words["weighing"]:
        return Kind.ASSESSMENT
    return Kind.FACT


def says_only_no(content: str, language: str) -> bool:
    """Whether nothing but a "no" makes the content a denial: "there was nobody inside".

    That is one only where somebody has said the opposite.
    """
    words = lexicon(language, "attribution")
    ending = [one.strip(_MARKS).casefold() for one in content.split()[-_PREDICATE:]]
    if set(ending) & words["rejecting"]:
        return False
    strong = words.pattern("denial_openings").search(content)
    return strong is None or strong.start() >= _OPENING


def refuses(content: str, language: str) -> bool:
    """Whether the content itself is worded as a denial ("there is no sign of sabotage")."""
    words = lexicon(language, "attribution")
    ending = [one.strip(_MARKS).casefold() for one in content.split()[-_PREDICATE:]]
    if set(ending) & words["rejecting"]:
        return True  # "reports of a fire were false"
    return any(
        found is not None and found.start() < _OPENING
        for found in (
            words.pattern("denial_openings").search(content),
            words.pattern("negative_openings").search(content),
        )
    )


def english_kind(credit: Credit, content: str, source: str) -> Kind:
    """The kind of an English statement, by its cue, its content and the trade of its source."""
    words = lexicon("en", "attribution")
    spoken = content.casefold().replace("’", "'").split()
    if credit.denial or refuses(content, "en"):
        return Kind.DENIAL
    if credit.cue_lemma in words["insisting"] and set(spoken) & words["negations"]:
        return Kind.DENIAL
    if credit.characterisation:
        return Kind.CHARACTERISATION
    if (
        credit.promise
        or set(spoken) & words["future"]
        or words.pattern("future_phrases").search(content)
    ):
        return Kind.PREDICTION
    trade = {word.strip(",.") for word in source.casefold().split()}
    if credit.assessment or set(spoken) & words["weighing"] or trade & words["experts"]:
        return Kind.ASSESSMENT
    return Kind.FACT


_SHOWN = 80  # characters of the article shown for a channel


def channel_of(credit: str, language: str) -> ProposedChannel | None:
    """Where the words were spoken; the most restricted reading wins.

    Args:
        credit: the sentence without the words that are attributed: what somebody says about a
            classified report is not said in one.
        language: ISO 639-1.
    """
    for access, pattern in _patterns(language):
        if match := pattern.search(credit):
            return ProposedChannel(access, match.group()[:_SHOWN])
    return None


@cache
def _patterns(language: str) -> list[tuple[Access, re.Pattern[str]]]:
    listed = lexicon(language, "channels").tables["patterns"]
    return [(Access(name), re.compile(text, re.IGNORECASE)) for name, text in listed.items()]


_LOW_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_BRACKET = re.compile(r" ?\([^()]{0,200}\)")
_NEAR_HOUSE = 3  # paragraphs
_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}[:.]\d{2}(?![\d.:])")
_NARRATED = 900  # characters in which the day of an hour is told


def day_of_saying(
    one: Spoken, source: Source, said: dict[int | str, tuple[int, str]]
) -> str | None:
    """The day on which a speaker spoke, as an EDTF date; None where nothing tells it.

    Args:
        one: the credit with its speaker.
        source: the article.
        said: when each speaker spoke last by its identity, and each body by its name, (paragraph, EDTF); filled on the way.
    """
    credit, entity = one.credit, one.entity
    of_parts = (
        _said(each, source, *source.sentence_of(each.begun)) for each in (one.parts or (credit,))
    )
    day = next((found for found in of_parts if found), None)
    if entity is None:
        return day
    if day is None:
        day = _said_around(one, source)
    if day is None and (known := said.get(id(entity))) and credit.paragraph - known[0] <= 1:
        day = known[1]
    if day is None:
        day = _said_by_house(entity, credit.paragraph, said)
    if day is None and credit.denial:
        day = _said_in_answer(entity, credit.paragraph, said, source.published)
    if day is None:
        day = _said_by_the_clock(credit, source)
    if day is not None:
        said[id(entity)] = (credit.paragraph, day)
        if entity.kind is SpeakerKind.ORGANISATION and entity.name:
            said[_BRACKET.sub("", entity.name).casefold()] = (credit.paragraph, day)
    return day


def _said(credit: Credit, source: Source, begin: int, end: int) -> str | None:
    """The day of saying, looked for in what the sentence has outside the content."""
    stretches: list[str] = []
    if credit.mention is not None and credit.mention.kind is SpeakerKind.DOCUMENT:
        stretches.append(source.text[credit.mention.start : credit.mention.end])
    left = _left_over(credit, source.text, begin, end)
    near = [one for one in left if source.text[credit.cue[0] : credit.cue[1]] in one]
    outside = " | ".join(left)
    day = said_on([*stretches, *near, outside], source.language, source.published)
    if (
        day is None
        and day_of(source.published)
        and not dates_in(source.text[begin:end], source.language, source.published)
    ):
        words = set(_LOW_WORD.findall(outside.casefold()))
        if words & lexicon(source.language, "time")["this_day"]:
            return source.published
    return day


def _said_by_house(
    entity: DiscourseEntity, paragraph: int, said: dict[int | str, tuple[int, str]]
) -> str | None:
    """The day on which the speaker's own house spoke, a paragraph or two before."""
    role = (entity.role or "").casefold()
    if entity.kind is not SpeakerKind.PERSON or not role:
        return None
    return next(
        (
            day
            for name, (place, day) in said.items()
            if isinstance(name, str) and name in role and 0 <= paragraph - place <= _NEAR_HOUSE
        ),
        None,
    )


def _said_in_answer(
    entity: DiscourseEntity,
    paragraph: int,
    said: dict[int | str, tuple[int, str]],
    published: str | None,
) -> str | None:
    """The article's own day, for a denial of what another said on that very day."""
    others = [
        day
        for key, (place, day) in said.items()
        if key != id(entity) and (0 <= paragraph - place <= _NEAR_HOUSE)
    ]
    return published if others and others[-1] == published and day_of(published) else None


def _said_by_the_clock(credit: Credit, source: Source) -> str | None:
    """The day that was told last, where only the hour of saying is given: "at 11:30 p.m."."""
    begin, end = source.sentence_of(credit.begun)
    outside = " | ".join(_left_over(credit, source.text, begin, end))
    if not _CLOCK.search(outside) or dates_in(outside, source.language, source.published):
        return None
    before = source.text[max(0, begin - _NARRATED) : begin]
    days = [
        one.text
        for one in dates_in(before, source.language, source.published)
        if day_of(one.text) is not None
    ]
    return days[-1] if days else None


def _said_around(one: Spoken, source: Source) -> str | None:
    """The day that the sentence before gives, if it is about the speaker as well."""
    credit, entity = one.credit, one.entity
    if entity is None or (credit.paragraph, credit.begun - 1) not in entity.focus:
        return None
    begin, end = source.sentence_of(credit.begun - 1)
    return said_on([source.text[begin:end]], source.language, source.published)


def _left_over(credit: Credit, text: str, begin: int, end: int) -> list[str]:
    """What a sentence has outside the content of a credit."""
    position = begin
    left: list[str] = []
    for start, stop in sorted(credit.contents):
        if start >= end:
            break
        if start > position:
            left.append(text[position:start])
        position = max(position, stop)
    if position < end:
        left.append(text[position:end])
    return left


def outside(credit: Credit, text: str, begin: int, end: int) -> str:
    """What a sentence has outside the content of a credit, as one text."""
    return " … ".join(_left_over(credit, text, begin, end))
