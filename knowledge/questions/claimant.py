"""To whom a question credits words: "did Shoigu say that …", "according to a hospital …", and what sort of source that is."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import dropwhile, takewhile

from knowledge.languages.registry import listed, pattern, table
from knowledge.languages.scripts import UPPER
from knowledge.questions.conversation import says
from knowledge.questions.entities import EntityKind, EntityMention
from knowledge.questions.predicates import clauses_of, country_of
from knowledge.questions.question_type import is_of_saying
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    is_everyday,
    words as words_of,
)
from knowledge.search.word_similarity import shipped

_NO_COUNTRY = ("nato",)
"""Among the countries, those that speak as one."""


@lru_cache(maxsize=16_384)
def kinds_of_source(text: str) -> frozenset[str]:
    """The sorts of source that a folded text names."""
    return frozenset(name for name, pattern in _institutions().items() if pattern.search(text))


def is_post(word: str) -> bool:
    """Whether a folded word tells what somebody is, and not who."""
    posts = listed("predicates", "anybody")
    return word in posts or bool(kinds_of_source(word)) or is_everyday(word) or is_country(word)


def is_country(word: str) -> bool:
    """Whether a folded word names a country, for which many people speak."""
    return country_of(word) not in {None, *_NO_COUNTRY}


@lru_cache(maxsize=16_384)
def is_word(word: str) -> bool:
    """Whether a folded word is one of the language, and need not be a name."""
    return bool(shipped().of([word])[0])


@cache
def _institutions() -> dict[str, re.Pattern[str]]:
    tables = [each["institutions"] for each in table("predicates").values()]
    return {
        name: re.compile(rf"\b(?:{'|'.join(part for each in tables for part in each[name])})")
        for name in tables[0]
    }


_LETTER = r"[\w'’]"
_CAPITAL = re.compile(rf"(?<!{_LETTER})[{UPPER}]{_LETTER}+")
_WITHIN = re.compile(rf"(?<=[^.!?…\s\"«“(])[\s\"«“(]++([{UPPER}]{_LETTER}+)")
"""A capital within a sentence."""
_NOUN = re.compile(rf"(?:{pattern('predicates', 'noun_endings')})$")
"""Endings of what was said, which tell no saying: "Podolyak's announcement"."""
_OBJECT = re.compile(rf"(?<=\w\w)(?:{pattern('predicates', 'object_endings')})$")
"""Endings of people in the plural to whom something is done."""
_BEGINNING = 2
"""Words of a question up to which somebody can be put first without a relative clause."""
_LONGEST = 3
"""Words of a name that the store does not know."""
_ADJECTIVES = 2
"""Words of a source among which the first stands that tells its sort."""
_MOST = 5
"""Words of a speaker's name with the role."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody to whom words are credited.

    Args:
        words: folded, that name them.
        ids: of the speakers that bear the name; none for somebody whom the store does not know.
        open: whether it is asked what they said, instead of being told.
        beside: folded words of a name right before one that the store knows: "Oskel" in "the Oskel
            harbour master", who need not be the one that is known.
        lead: folded words before the name that put it in another case than the nominative, with
            all that stands between.
    """

    words: tuple[str, ...]
    ids: tuple[str, ...] = ()
    open: bool = False
    lead: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The name, as folded."""
        return " ".join(self.words)


def claimant_in(
    text: str,
    words: Sequence[str],
    mentions: Sequence[EntityMention],
    is_known: Callable[[str], bool],
) -> Claimant | None:
    """To whom a question credits words; None where to nobody, or to nobody in particular.

    Args:
        text: of the question, as typed.
        words: of it, folded, in order.
        mentions: the names among them.
        is_known: tells of a word whether the store or everyday language has it.
    """
    for start, end, led in _spans(words, mentions, _beginnings(text, len(words))):
        if not _is_subject(words, start, led):
            continue
        lead = tuple(words[start - led : start]) if not words[start].isascii() else ()
        within = [each for each in mentions if each.start < end and each.end > start]
        speakers = [each for each in within if each.named is EntityKind.SPEAKER]
        if speakers:
            beside = _side_by_side(speakers, first=bool(led))
            first, last = min(each.start for each in beside), max(each.end for each in beside)
            ids = tuple(dict.fromkeys(subject for each in beside for subject in each.ids))
            lead = (*lead, *words[start:first]) if lead else ()
            before = _name_before(words, first, mentions, text)
            return Claimant(tuple(words[first:last]), ids, is_open(words), lead, before)
        source = _source_ahead(words[start:end], text) if led > 1 else ()
        if source:
            return Claimant(source, (), is_open(words), lead)
        name = tuple(word for word in words[start:end] if word not in FUNCTION_WORDS)
        name = _cased(name, text)
        places = {word for each in within for word in words[each.start : each.end]}
        if not name or len(name) > _LONGEST or places.issuperset(name):
            continue
        if _words("hearsay").intersection(name):
            continue
        kinds = kinds_of_source(" ".join(name))
        generic = bool(kinds) and (all(map(is_post, name)) or _is_minister(name, kinds))
        if generic and start and not led and _OBJECT.search(name[0]):
            # "Чи попередили мешканців": whom somebody told, and not who spoke.
            continue
        if generic or _is_proper(name, words[start - 1] if start else "", text, is_known):
            return Claimant(name, (), is_open(words), lead)
    return _put_last(words, mentions)


def _put_last(words: Sequence[str], mentions: Sequence[EntityMention]) -> Claimant | None:
    """Who is asked for words and named after what they are about: "Що казала про шторм Анна Лі?"."""
    cue = next((at for at, each in enumerate(_cues(words)) if each), None)
    if cue is None or words[cue].isascii() or not is_open(words):
        return None
    named = [each for each in mentions if each.named is EntityKind.SPEAKER and each.start > cue]
    if len(named) != 1 or words[named[0].start - 1] in FUNCTION_WORDS:
        return None
    only = named[0]
    return Claimant(tuple(words[only.start : only.end]), only.ids, open=True)


def _name_before(
    words: Sequence[str], first: int, mentions: Sequence[EntityMention], text: str
) -> tuple[str, ...]:
    """The word with a capital right before a speaker that is known; () for a word of no name."""
    word = words[first - 1] if first else ""
    at_name = any(each.start < first <= each.end for each in mentions)
    capitals = {part for each in _WITHIN.findall(text) for part in words_of(fold(each))}
    named = word in capitals and not (at_name or is_post(word) or word in FUNCTION_WORDS)
    return (word,) if named and word.isalpha() and not is_of_saying(word) else ()


def _source_ahead(words: Sequence[str], text: str) -> tuple[str, ...]:
    """The words for a sort of source with which a run of words begins, and no others; () for none.

    After "according to" nothing need part who speaks from what is said: "according to police 130
    drones …", "по словам полиции сбито 130 …".
    """
    capitals = {part for word in _WITHIN.findall(text) for part in words_of(fold(word))}
    bodies = listed("predicates", "bodies")
    named = tuple(dropwhile(FUNCTION_WORDS.__contains__, words))
    named = tuple(takewhile(lambda word: word.isalpha() and word not in FUNCTION_WORDS, named))
    at = next((n for n, word in enumerate(named[:_ADJECTIVES]) if kinds_of_source(word)), None)
    if at is None:
        return ()
    end = at + 1
    while end < len(named) and (
        kinds_of_source(named[end]) or named[end] in capitals or named[end] in bodies
    ):
        end += 1
    return named[:end]


def _beginnings(text: str, number: int) -> frozenset[int]:
    """Which words of a text begin a clause; none where its clauses make other words than the whole."""
    found, at = [], 0
    for clause in clauses_of(fold(text)):
        found.append(at)
        at += len(words_of(clause))
    return frozenset(found if at == number else ())


def _side_by_side(mentions: Sequence[EntityMention], *, first: bool) -> list[EntityMention]:
    """The names that make one: those beside the first, or beside the last, which a verb follows."""
    ordered = sorted(mentions, key=lambda each: each.start, reverse=not first)
    kept = ordered[:1]
    for each in ordered[1:]:
        gap = each.start - kept[-1].end if first else kept[-1].start - each.end
        if gap > 1:
            break
        kept.append(each)
    return kept


def _is_minister(name: Sequence[str], kinds: Collection[str]) -> bool:
    """Whether words name a minister, or a ministry, by the field alone: "the minister of defence"."""
    return "ministry" in kinds and all(is_post(word) or is_word(word) for word in name)


def _is_subject(words: Sequence[str], start: int, led: int) -> bool:
    """Whether a name speaks, and is no part of what stands before it."""
    return bool(led) or start == 0 or words[start - 1] not in _words("inside")


def _cased(name: Sequence[str], text: str) -> tuple[str, ...]:
    """The words of a name that its capitals and the posts among them make, where it has some."""
    within = {part for word in _WITHIN.findall(text) for part in words_of(fold(word))}
    if within.isdisjoint(name):
        return tuple(name)
    return tuple(word for word in name if word in within or is_post(word))


def _is_proper(
    name: Sequence[str], before: str, text: str, is_known: Callable[[str], bool]
) -> bool:
    """Whether words that name somebody are a name: by its capital, else by its strangeness.

    A single thing that says something and has no article before it is somebody, in English.
    """
    if not all(word.isalpha() and len(word) > 1 for word in name) or name[-1].endswith("ly"):
        return False
    within = {part for word in _WITHIN.findall(text) for part in words_of(fold(word))}
    if within.intersection(name):
        return True
    acronyms = {word.casefold() for word in _CAPITAL.findall(text) if word.isupper()}
    if acronyms.intersection(name) and not text.isupper():
        return True
    begins = {word.casefold() for word in _CAPITAL.findall(text)}
    if (begins or within) and begins.isdisjoint(name):
        return False
    strange = any(
        not is_known(word) and not is_everyday(word) and not is_word(word) for word in name
    )
    bare = name[0].isascii() and (not before or before in _words("bare_before"))
    return strange or (bare and not name[-1].endswith("s") and not is_everyday(name[-1]))


def is_open(words: Sequence[str]) -> bool:
    """Whether a question asks what there is, instead of telling it."""
    text = " ".join(word for word in words[:4] if word not in _words("particles"))
    return _phrase("open").match(text) is not None


def _spans(
    words: Sequence[str], mentions: Sequence[EntityMention], beginnings: frozenset[int]
) -> Iterator[tuple[int, int, int]]:
    """Where somebody may be named to whom words are credited, and how many words lead to it."""
    named = {
        at
        for each in mentions
        if each.named is EntityKind.SPEAKER
        for at in range(each.start, each.end)
    }
    cues = [each and at not in named for at, each in enumerate(_cues(words))]
    ends = [cue or word in _words("boundaries") for cue, word in zip(cues, words, strict=True)]

    def run(start: int, most: int = _MOST) -> int:
        stops = (
            at
            for at in range(start, min(len(words), start + most))
            if ends[at] or (at > start and at in beginnings)
        )
        return next(stops, min(len(words), start + most))

    text = " ".join(words)
    for found in _phrase("according").finditer(text):
        start = len(text[: found.end()].split())
        if start < run(start):
            yield start, run(start), len(found[0].split())
    yield from _clefts(text, words, run)
    asked_for = _words("whose")
    for at, cue in enumerate(cues):
        if not cue or not asked_for.isdisjoint(words[max(0, at - 2) : at]):
            continue
        start, end = _before(words, at, ends, beginnings)
        if words[at].endswith("ed") and start > 0 and words[start - 1] in _words("passive"):
            # "Is it confirmed" credits nobody with words.
            continue
        if start < end:
            yield start, end, int(start > 0 and words[start - 1] in _words("at_source"))
        elif not words[at].isascii() and asked_for.isdisjoint(words[:at]):
            # In Slavic languages the speaker may follow the verb.
            after = at + 1
            led = int(after < len(words) and words[after] in _words("at_source"))
            if after + led < run(after + led, 3):
                yield after + led, run(after + led, 3), led


def _before(
    words: Sequence[str], cue: int, ends: Sequence[bool], beginnings: frozenset[int]
) -> tuple[int, int]:
    """The words before a verb of saying that may name its subject."""
    end = cue
    while end > 0 and words[end - 1] in _words("particles"):
        end -= 1
    start = end
    while start > 0 and end - start < _MOST and not (ends[start - 1] or start in beginnings):
        start -= 1
    return start, end


def _clefts(
    text: str, words: Sequence[str], run: Callable[[int], int]
) -> Iterator[tuple[int, int, int]]:
    """Who is put first: "it was Zelensky who …"."""
    for found in _phrase("cleft").finditer(text):
        start = len(text[: found.end()].split())
        end = run(start)
        if start == end:
            continue
        if not words[start].isascii():
            if start <= _BEGINNING:
                yield start, start + 1, 0
        elif end < len(words) and words[end] in _words("relative"):
            yield start, end, 0


def _cues(words: Sequence[str]) -> list[bool]:
    """Which words are ones for saying something."""
    told = [is_of_saying(word) for word in words]
    said = [says(word) for word in words]
    return [
        (tells or says_it) and not _NOUN.search(word)
        for tells, says_it, word in zip(told, said, words, strict=True)
    ]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(each for of in table("predicates").values() for each in of[name])


@cache
def _phrase(name: str) -> re.Pattern[str]:
    phrases = [each.replace("'", " ") for of in table("predicates").values() for each in of[name]]
    return re.compile(rf"\b(?:{'|'.join(sorted(phrases, key=len, reverse=True))})\b")
