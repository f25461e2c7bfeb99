"""What a curator types under the list of an article's drafts, a line a change: "drop 1 4 9"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.curation.article_head import heads
from knowledge.curation.field_values import FIELDS, labels
from knowledge.curation.statement_matching import SAME
from knowledge.curation.value_names import value_names
from knowledge.domain import RefusedInput, RelationKind, SpeakerKind
from knowledge.translations import Words

_SEVERAL = r"\d{1,3}(?:[ ,]{1,3}+\d{1,3}){0,99}+"
_JOINED = re.compile(r"(\d{1,3})(?:\s*\+\s*\d{1,3})+")
_CLAIM = re.compile(r"(\d{1,3})\s*[:.)]\s*(\S.*)")
_OF_A_FIELD = re.compile(rf"({_SEVERAL})\s+([^\W\d][^:]{{0,40}}?)\s*:\s*(.*)")
_NUMBERED = re.compile(rf"([^\W\d][^:\d]{{0,20}}?)\s+({_SEVERAL})\.?")
_OF_A_SPEAKER = re.compile(r"([^\W\d_])\s*(:|=)\s*(\S.*)")
_HEAD = re.compile(r"([^\W\d][^:]{0,30}?)\s*:\s*(.*)")
_NUMBER = re.compile(r"\d+")
_SURELY = re.compile(rf"({_SEVERAL})\s*[:—-]?\s+([^\W\d][^:\d]{{0,20}}?)[.!]?")
SPLIT = " | "
"""Stands between the claims of a draft that is split."""

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters that name speakers on every keyboard."""

BESIDE = "beside"
"""The field of a draft that tells how it bears on the store."""


class DraftChange(StrEnum):
    """What is done to an article's drafts."""

    DROP = "drop"
    KEEP = "keep"
    TAKE = "take"
    LEAVE = "leave"
    JOIN = "join"
    SPLIT = "split"
    FIELD = "field"
    SPEAKER = "speaker"
    SAME_SPEAKER = "same speaker"
    HEAD = "head"
    INCIDENT = "incident"
    PUBLISH = "publish"


_OF_NUMBERS = frozenset({DraftChange.DROP, DraftChange.KEEP, DraftChange.TAKE, DraftChange.LEAVE})


@dataclass(frozen=True, slots=True)
class ReviewCommand:
    """One line.

    Args:
        change: what is done.
        numbers: of drafts, from 1.
        speaker: place of a speaker in the list, from 0.
        field: of a draft or of the article's head.
        value: as typed.
        line: the whole line, for words about it.
    """

    change: DraftChange
    numbers: tuple[int, ...] = ()
    speaker: int = 0
    field: str = ""
    value: str = ""
    line: str = ""


def alphabet(words: Words) -> str:
    """The letters by which speakers are named in the list."""
    return words.say("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def kinds(words: Words) -> Mapping[str, SpeakerKind]:
    """What sorts of speakers are called."""
    named = value_names(words)[SpeakerKind]
    return {
        **{name.casefold(): SpeakerKind(kind) for kind, name in named.items()},
        **{kind.value: kind for kind in SpeakerKind},
    }


def review_commands(text: str, words: Words) -> list[ReviewCommand]:
    """What several lines ask for, in their order.

    Raises:
        RefusedInput: a line is none of them; the sentence says what can be written.
    """
    return list(_read(text, words))


def _read(text: str, words: Words) -> Iterator[ReviewCommand]:
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if line:
            command = _line(line, words)
            if command is None:
                raise RefusedInput(
                    words.say(
                        "I do not understand “{line}”. Write a line for each change: “drop 1 4 9”, "
                        "“keep 4”, “3: a better claim”, “3 said: 5 October 2024”, “2+3” to join, "
                        "“4: one claim | another” to split, “A: Name, role, person”, “A = B”, "
                        "“yes 3” or “no 3” to what stands beside it, “3 contradicts”, “incident: "
                        "name”, “title: …”, “publish”.",
                        line=line[:60],
                    )
                )
            yield command


def bearing_kinds(words: Words) -> Mapping[str, str]:
    """What may be written for how a draft bears on a published statement, and what it means."""
    kinds = {words.say(kind.value).casefold(): kind.value for kind in RelationKind}
    kinds |= {kind.value.replace("_", " "): kind.value for kind in RelationKind}
    kinds |= {kind.value: kind.value for kind in RelationKind}
    return kinds | {SAME: SAME, words.say("same").casefold(): SAME}


def _verbs(words: Words) -> dict[str, DraftChange]:
    """The words for each change, in English and in the curator's language."""
    said = {
        DraftChange.DROP: ("drop|remove", words.say("drop|remove")),
        DraftChange.KEEP: ("keep|back", words.say("keep|back")),
        DraftChange.TAKE: ("yes", words.say("yes")),
        DraftChange.LEAVE: ("no", words.say("no")),
        DraftChange.PUBLISH: ("publish", words.say("publish|publish the rest")),
        DraftChange.INCIDENT: ("incident", words.say("incident")),
    }
    return {
        word.casefold(): change
        for change, texts in said.items()
        for text in texts
        for word in text.split("|")
    }


def _line(line: str, words: Words) -> ReviewCommand | None:  # noqa: C901, PLR0911, PLR0912  # one case for each form of a line
    verbs = _verbs(words)
    if verbs.get(line.casefold().rstrip(".! ")) is DraftChange.PUBLISH:
        return ReviewCommand(DraftChange.PUBLISH, line=line)
    if _JOINED.fullmatch(line):
        return ReviewCommand(DraftChange.JOIN, _numbers(line.replace("+", " ")), line=line)
    if match := _NUMBERED.fullmatch(line):
        change = verbs.get(match[1].casefold())
        if change is not None and change in _OF_NUMBERS:
            return ReviewCommand(change, _numbers(match[2]), line=line)
    if command := _of_bearing(line, verbs, words):
        return command
    if match := _CLAIM.fullmatch(line):
        parted = DraftChange.SPLIT if SPLIT in match[2] else DraftChange.FIELD
        return ReviewCommand(parted, (int(match[1]),), field="claim", value=match[2], line=line)
    if match := _OF_A_FIELD.fullmatch(line):
        field = _field(match[2], words)
        if field:
            numbers = _numbers(match[1])
            return ReviewCommand(DraftChange.FIELD, numbers, field=field, value=match[3], line=line)
        return None
    if match := _OF_A_SPEAKER.fullmatch(line):
        place = _place(match[1], words)
        if place is not None:
            same = match[2] == "="
            change = DraftChange.SAME_SPEAKER if same else DraftChange.SPEAKER
            return ReviewCommand(change, speaker=place, value=match[3], line=line)
    if match := _HEAD.fullmatch(line):
        name = match[1].casefold()
        if verbs.get(name) is DraftChange.INCIDENT:
            return ReviewCommand(DraftChange.INCIDENT, value=match[2], line=line)
        if field := heads(words).get(name):
            return ReviewCommand(DraftChange.HEAD, field=field, value=match[2], line=line)
    return None


def _of_bearing(line: str, verbs: Mapping[str, DraftChange], words: Words) -> ReviewCommand | None:
    """What "3 yes" and "3 contradicts" say of what stands beside a draft."""
    match = _SURELY.fullmatch(line)
    if match is None:
        return None
    said, numbers = match[2].casefold(), _numbers(match[1])
    change = verbs.get(said)
    if change is DraftChange.TAKE or change is DraftChange.LEAVE:
        return ReviewCommand(change, numbers, line=line)
    kind = bearing_kinds(words).get(said)
    if kind is None:
        return None
    return ReviewCommand(DraftChange.FIELD, numbers, field=BESIDE, value=kind, line=line)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(one) for one in _NUMBER.findall(text)))


def _place(letter: str, words: Words) -> int | None:
    """The place of the speaker that a letter stands for, in either alphabet."""
    for letters in (alphabet(words), LATIN):
        if letter.upper() in letters:
            return letters.index(letter.upper())
    return None


def _field(typed: str, words: Words) -> str | None:
    """The field of a draft that is meant, by its name or by what it is called."""
    name, _, language = typed.casefold().strip().partition(".")
    suffix = f".{language}" if language else ""
    if name in FIELDS:
        return name + suffix
    if name in {BESIDE, words.say("beside").casefold()}:
        return BESIDE
    for field, label in labels(words).items():
        if name == label.casefold():
            return field + suffix
    return None


def place_in(letter: str, words: Words) -> int | None:
    """The place of a speaker for one typed letter; None for anything else."""
    return _place(letter, words) if len(letter) == 1 else None
