"""Messages that lean on the conversation: follow-up questions, greetings and thanks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.languages.word_tables import table
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.search.function_words import FUNCTION_WORDS

_LONGEST = 12
"""Words of a question that leans on an answer; a longer one says what it is about itself."""
_CLAUSES = re.compile(r"(?<![.!?…)])[.!?…)]++\s++")
_ASIDE = 4
"""Words of a remark before a question that leans on the answer."""
_SHORT = 5
"""Words of a message that may be the rest of the question before it."""


class FollowUp(StrEnum):
    """What is asked about the answer before."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    SOURCE = "source"
    QUOTE = "quote"
    AGAINST = "against"
    OTHERS = "others"
    CAUTION = "caution"
    SPEAKER = "speaker"
    WHO_IS = "who_is"
    OTHER_ONE = "other_one"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a message leans on what was told before.

    Args:
        asked: what it asks of the last answer, where it says nothing of its own.
        cue: what its words would ask, whether or not it says something of its own.
        each: whether it asks that of every statement of the answer.
        leads: whether it begins as something that goes on ("and …", "what about …").
        points: whether a word points at something that was told.
        person: whether one points at who said it.
        content: the words of its own, folded.
        short: whether it is a few words only.
    """

    asked: FollowUp | None = None
    cue: FollowUp | None = None
    each: bool = False
    leads: bool = False
    points: bool = False
    person: bool = False
    content: tuple[str, ...] = ()
    short: bool = False

    @property
    def leans(self) -> bool:
        """Whether it may not say by itself what it is about."""
        return bool(self.asked or self.leads or self.points or self.person or self.short)


# Tried in this order: "who else said that" asks for others, "who said that" for the speaker.
_ORDER: tuple[tuple[FollowUp, tuple[str, ...]], ...] = (
    (FollowUp.AGAINST, ("against",)),
    (FollowUp.SPEAKER, ("other", "person", "saying")),
    (FollowUp.OTHERS, ("other", "who")),
    (FollowUp.OTHERS, ("other", "confirm")),
    (FollowUp.OTHERS, ("other", "saying")),
    (FollowUp.OTHERS, ("other", "source")),
    (FollowUp.CAUTION, ("confirm",)),
    (FollowUp.QUOTE, ("quote",)),
    (FollowUp.SOURCE, ("source",)),
    (FollowUp.WHEN, ("when",)),
    (FollowUp.WHO_IS, ("name",)),
    (FollowUp.WHO, ("who", "saying")),
    (FollowUp.WHO_IS, ("who", "person")),
    (FollowUp.WHO, ("who",)),
    (FollowUp.HOW_MANY, ("count",)),
    (FollowUp.WHERE, ("where",)),
    (FollowUp.WHY, ("why",)),
    (FollowUp.OTHER_ONE, ("other", "point")),
    (FollowUp.OTHERS, ("other",)),
    (FollowUp.CAUTION, ("caution",)),
    (FollowUp.MORE, ("more",)),
)


def follow_up_in(message: str) -> FollowUp | None:
    """What a message asks about the answer before it; None where it stands on its own.

    Args:
        message: as typed, without a mention of the bot.
    """
    return leaning_of(message).asked


def leaning_of(message: str) -> Leaning:
    """How a message leans on the conversation.

    A message asks of the answer when every word of it asks, points back or is small: one word
    of its own ("who called it a *gesture*") makes it a question by itself.

    Args:
        message: as typed, without a mention of the bot.
    """
    words = words_of(fold(message))
    *before, last = _CLAUSES.split(message.strip(" .!?…)")) or [""]
    if before and sum(len(each.split()) for each in before) <= _ASIDE:
        tail = leaning_of(last)
        if tail.asked is not None:
            return tail  # "oops, wrong keyboard. when did he say that"
    if not words or len(words) > 4 * _LONGEST:
        return Leaning()
    kinds = [_kinds(word) for word in words]
    content = tuple(
        word
        for word, kind in zip(words, kinds, strict=True)
        if not kind and word not in FUNCTION_WORDS
    )
    found = {kind for each in kinds for kind in each}
    cue = next((what for what, needed in _ORDER if found.issuperset(needed)), None)
    spaced = " ".join(words)
    if cue is FollowUp.AGAINST and "who" not in found and _opening("opens").match(spaced):
        # "What does it deny?" asks of the answer, "why are they against it?" for a reason.
        cue = FollowUp.WHY if "why" in found else None
    if cue is FollowUp.WHEN and {"count", "more"} <= found:
        # "How much more is that than a month before?" asks for no date.
        cue = None
    asked = cue if not content and len(words) <= _LONGEST else None
    nods = "?" not in message and not _opening("doubts").match(spaced)
    if asked is FollowUp.CAUTION and nods:
        asked = None
    return Leaning(
        asked=asked,
        cue=cue,
        each="each" in found,
        leads=_opening("leads").match(spaced) is not None,
        points="point" in found,
        person="person" in found and not _possesses(words),
        content=content,
        short=len(words) <= _SHORT,
    )


def says(word: str) -> bool:
    """Whether a folded word is one for saying something."""
    return not _kinds(word).isdisjoint({"saying", "confirm"})


def _possesses(words: list[str]) -> bool:
    """Whether the only persons that are pointed at possess something: "and his office?"."""
    own = _owning()
    return all(word in own for word in words if "person" in _kinds(word))


@cache
def _owning() -> frozenset[str]:
    return frozenset(each for of in table("dialogue").values() for each in of["owning"])


@cache
def _classes() -> dict[str, re.Pattern[str]]:
    classes: dict[str, list[str]] = {}
    for language in table("dialogue").values():
        for name, patterns in language["words"].items():
            classes.setdefault(name, []).extend(each.replace("'", "") for each in patterns)
    return {name: re.compile("|".join(patterns)) for name, patterns in classes.items()}


@cache
def _opening(name: str) -> re.Pattern[str]:
    """How a message begins that goes on (`leads`) or asks how sure something is (`doubts`)."""
    openings: Iterable[str] = (each for of in table("dialogue").values() for each in of[name])
    return re.compile(rf"(?:{'|'.join(sorted(openings, key=len, reverse=True))})\b")


_KNOWN: dict[str, frozenset[str]] = {}
_MOST_KNOWN = 20_000


def _kinds(word: str) -> frozenset[str]:
    """The classes of a folded word."""
    found = _KNOWN.get(word)
    if found is None:
        found = frozenset(name for name, each in _classes().items() if each.fullmatch(word))
        if len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[word] = found
    return found
