"""What sort of thing is said and where: fact, denial, assessment or prediction; in public or behind closed doors."""

import re
from functools import cache

from knowledge.domain import Access, Kind
from knowledge.extraction.annotations import Credit, ProposedChannel
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
