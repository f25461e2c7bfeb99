"""What an article is about, in a few words: what has happened, and where ("Dolny Brez derailment").

The line is put before claims that name neither, so that they read alone. It comes from the
headline and the first paragraphs, in the article's own words; an article that names no incident
and no place there has none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.extraction.morphology import word
from knowledge.languages.word_tables import lexicon

_WORD = re.compile(r"[^\W_]+(?:['’ʼ.-][^\W_]+)*")
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])[\w-]{3,12}\b")
_NAME = r"[^\W\d_][\w’'ʼ-]+(?: [^\W\d_][\w’'ʼ-]+){0,2}"
_LINES = 3  # paragraphs that tell what has happened
_LONGEST_LINE = 600
_NEAR = 90  # characters between an event and its place
_STEM = 5  # letters by which two forms of a word are known
_LOST = 2
_LONGEST_TOPIC = 90
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article is about.

    Args:
        line: what has happened and where; "" where the article does not say.
        anchors: stems of words of which any in a claim tells by itself what it is about.
    """

    line: str = ""
    anchors: frozenset[str] = frozenset()

    def named_in(self, claim: str) -> bool:
        """Whether a claim itself names the incident, its place or what it happened to."""
        return any(_stem(one) in self.anchors for one in _WORD.findall(claim))


def topic_of(lines: Sequence[str], places: Sequence[str], language: str) -> Topic:
    """What an article is about.

    Args:
        lines: its headline and its first paragraphs, in order.
        places: names of places in those lines as they stand, in order.
        language: ISO 639-1.
    """
    lines = [one[:_LONGEST_LINE] for one in lines[:_LINES]]
    event, place = "", ""
    for line in lines:
        found = _english(line) if language == "en" else _slavic(line, language)
        if found is None:
            continue
        if found[1] and (language == "en" or not place):
            event, place = found
        event = event or found[0]
    place = place or next((one for one in places if any(one in line for line in lines)), "")
    forms = lexicon(language, "incidents").forms
    if event and place and language == "en":
        line = forms["topic"].format(place=place, event=event)
    elif event and place and place in event:
        line = event
    else:
        return Topic()
    line = line[:1].upper() + line[1:]
    if len(line) > _LONGEST_TOPIC:
        return Topic()
    small = lexicon(language, "incidents")["before_place"]
    anchors = {
        _stem(one)
        for text in (line, place)
        for one in _WORD.findall(text)
        if len(one) >= _SHORTEST and one.casefold() not in small
    }
    codes = {_stem(one.group()) for text in lines for one in _CODE.finditer(text)}
    return Topic(line, frozenset(anchors | codes))


def opening_lines(firsts: Sequence[str]) -> list[str]:
    """The headline and the paragraphs that tell what has happened, without the byline between.

    Args:
        firsts: the headline and the first sentence of each paragraph.
    """
    told = [one for one in firsts[1:] if one.rstrip("»”’\"' ")[-1:] in ".!?…"]
    return [*firsts[:1], *told][:_LINES]


def _stem(text: str) -> str:
    low = text.casefold().removesuffix("'s").removesuffix("’s")
    return low[: max(_STEM, len(low) - _LOST)] if len(low) > _STEM else low[:_STEM]


@cache
def _event_words() -> re.Pattern[str]:
    words = lexicon("en", "incidents")
    nouns = "|".join(sorted(words["nouns"], key=len, reverse=True))
    joined = "|".join(sorted(words["joined"], key=len, reverse=True))
    others = sorted([*words.tables["phrases"], *words.tables["verbs"]], key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:(?P<other>{'|'.join(others)})|(?P<noun>(?:(?:{joined}) )?(?:{nouns})))(?![\w-])",
        re.IGNORECASE,
    )


@cache
def _place(language: str) -> re.Pattern[str]:
    words = lexicon(language, "incidents")
    before = "|".join(sorted(words["before_place"], key=len, reverse=True))
    nouns = "|".join(words["place_nouns"])
    return re.compile(
        rf"(?<!\w)(?i:{before}) (?:(?i:the )?(?i:{nouns}) (?:of )?)?(?P<name>{_NAME})"
    )


def _english(line: str) -> tuple[str, str] | None:
    words = lexicon("en", "incidents")
    found = _event_words().search(line)
    if found is None:
        return None
    event = (found["noun"] or "").lower()
    if found["other"]:
        low = found["other"].lower()
        event = words.tables["phrases"].get(low) or words.tables["verbs"][low]
    behind = _place_behind(line, found.end(), "en")
    return event, behind[0].removeprefix("The ") if behind else ""


def _place_behind(line: str, at: int, language: str) -> tuple[str, int] | None:
    """(The name of the first place behind an offset, where it ends)."""
    times = lexicon(language, "time")
    for match in _place(language).finditer(line, at, at + _NEAR):
        kept = []
        for one in match["name"].split():
            if not one[0].isupper():
                break
            kept.append(one)
        first = kept[0].casefold() if kept else ""
        if first and first not in times.tables["months"] and first not in times.tables["weekdays"]:
            return " ".join(kept), match.start("name") + len(" ".join(kept))
    return None


def _slavic(line: str, language: str) -> tuple[str, str] | None:
    """(What has happened, in the nominative and up to its place; the place as it stands)."""
    words = lexicon(language, "incidents")
    for token in _WORD.finditer(line):
        lemma = word(token.group(), language).lemma
        if lemma not in words["nouns"]:
            continue
        if not any(number == "sing" for _, number in word(token.group(), language).cases):
            continue  # «пожежі» may be one fire; «пожеж» are many
        behind = _place_behind(line, token.end(), language)
        if behind is not None:
            between = line[token.end() : behind[1]]
            plain = not any(mark in between for mark in ",;:.—–!?(") and not any(
                word(one, language).pos in {"verb", "gerund", "infinitive"}
                for one in _WORD.findall(between)
            )
            if plain:
                return f"{lemma}{between}".strip(), behind[0]
        return lemma, ""
    return None
