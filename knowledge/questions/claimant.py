"""To whom a question credits words: "did Shoigu say that …", "по словам Собянина …"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.languages.word_tables import table
from knowledge.questions.entities import EntityKind, Mention
from knowledge.questions.follow_ups import says
from knowledge.questions.question_type import is_of_saying
from knowledge.questions.respelling import is_everyday
from knowledge.search.function_words import FUNCTION_WORDS

_CAPITAL = re.compile(r"(?<![\w'’])[A-ZА-ЯЁІЇЄҐ][\w'’]+")
_WITHIN = re.compile(r"(?<=[^.!?…\s\"«“(])[\s\"«“(]++([A-ZА-ЯЁІЇЄҐ][\w'’]+)")
"""A capital within a sentence."""
_BEFORE_NAMES = frozenset(
    ["", *"did has had that so and but why when where how was is again yesterday today".split()]
)
"""Words after which a single thing without an article is somebody."""
_NOUN = re.compile(r"(?:ment|ments|tion|tions|ние|ния|нию|ння|нню|ву|ви|ва|вы)$")
"""Endings of what was said, which tell no saying: "Podolyak's announcement"."""
_BEGINNING = 2
"""Words of a question up to which "это" puts somebody first."""
_RELATIVE = frozenset({"who", "that", "which"})
_LONGEST = 3
"""Words of a name that the store does not know."""
_MOST = 5
"""Words of a speaker's name with the role."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody to whom words are credited.

    Args:
        words: folded, that name them.
        ids: of the speakers that bear the name; none for somebody whom the store does not know.
        open: whether it is asked what they said, instead of being told.
    """

    words: tuple[str, ...]
    ids: tuple[str, ...] = ()
    open: bool = False

    @property
    def named(self) -> str:
        """The name, as folded."""
        return " ".join(self.words)


def claimant_in(
    text: str, words: Sequence[str], mentions: Sequence[Mention], is_known: Callable[[str], bool]
) -> Claimant | None:
    """To whom a question credits words; None where to nobody, or to nobody in particular.

    Args:
        text: of the question, as typed.
        words: of it, folded, in order.
        mentions: the names among them.
        is_known: tells of a word whether the store or everyday language has it.
    """
    for start, end in _spans(words, mentions):
        within = [
            each
            for each in mentions
            if each.named is EntityKind.SPEAKER and each.start < end and each.end > start
        ]
        if within:
            first, last = min(each.start for each in within), max(each.end for each in within)
            ids = tuple(dict.fromkeys(subject for each in within for subject in each.ids))
            return Claimant(tuple(words[first:last]), ids, is_open(words))
        name = tuple(word for word in words[start:end] if word not in FUNCTION_WORDS)
        if not name or len(name) > _LONGEST or _words("hearsay").intersection(name):
            continue
        if _is_proper(name, words[start - 1] if start else "", text, is_known):
            return Claimant(name, (), is_open(words))
    return None


def _is_proper(
    name: Sequence[str], before: str, text: str, is_known: Callable[[str], bool]
) -> bool:
    """Whether words that name somebody are a name: by its capital, else by its strangeness.

    A single thing that says something and has no article before it is somebody, in English.
    """
    if not all(word.isalpha() and len(word) > 1 for word in name) or name[-1].endswith("ly"):
        return False
    within = {word.casefold() for word in _WITHIN.findall(text)}
    if within.intersection(name):
        return True
    begins = {word.casefold() for word in _CAPITAL.findall(text)}
    if (begins or within) and begins.isdisjoint(name):
        return False
    strange = any(not is_known(word) and not is_everyday(word) for word in name)
    bare = name[0].isascii() and before in _BEFORE_NAMES and not name[-1].endswith("s")
    return strange or (bare and not is_everyday(name[-1]))


def is_open(words: Sequence[str]) -> bool:
    """Whether a question asks what there is, instead of telling it."""
    text = " ".join(word for word in words[:4] if word not in _words("particles"))
    return _phrase("open").match(text) is not None


def _spans(words: Sequence[str], mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Where somebody may be named to whom words are credited."""
    named = {
        at
        for each in mentions
        if each.named is EntityKind.SPEAKER
        for at in range(each.start, each.end)
    }
    cues = [each and at not in named for at, each in enumerate(_cues(words))]
    ends = [cue or word in _words("boundaries") for cue, word in zip(cues, words, strict=True)]

    def run(start: int, most: int = _MOST) -> int:
        stops = (at for at in range(start, min(len(words), start + most)) if ends[at])
        return next(stops, min(len(words), start + most))

    text = " ".join(words)
    for found in _phrase("according").finditer(text):
        start = len(text[: found.end()].split())
        yield start, run(start)
    yield from _clefts(text, words, run)
    asked_for = _words("whose")
    for at, cue in enumerate(cues):
        if not cue or not asked_for.isdisjoint(words[max(0, at - 2) : at]):
            continue
        end = at
        while end > 0 and words[end - 1] in _words("particles"):
            end -= 1
        start = end
        while start > 0 and end - start < _MOST and not ends[start - 1]:
            start -= 1
        if start < end:
            yield start, end
        elif not words[at].isascii() and asked_for.isdisjoint(words[:at]):
            # "Что сказал Шойгу": in Slavic languages the speaker may follow.
            yield at + 1, run(at + 1, 3)


def _clefts(
    text: str, words: Sequence[str], run: Callable[[int], int]
) -> Iterator[tuple[int, int]]:
    """Who is put first: "it was Zelensky who …", "это Песков …"."""
    for found in _phrase("cleft").finditer(text):
        start = len(text[: found.end()].split())
        end = run(start)
        if start == end:
            continue
        if not words[start].isascii():
            if start <= _BEGINNING:
                yield start, start + 1
        elif end < len(words) and words[end] in _RELATIVE:
            yield start, end


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
