"""Dialogue acts and state: intents that are no look-up, follow-up questions, and what a conversation is about."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.domain import Language, Turn
from knowledge.languages.registry import pattern, table
from knowledge.questions.value_expressions import times_in
from knowledge.search.text_analysis import FUNCTION_WORDS, folded as fold, words as words_of

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
    WHEN_SAID = "when_said"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    SOURCE = "source"
    QUOTE = "quote"
    AGAINST = "against"
    OBJECTIONS = "objections"
    OPPOSING = "opposing"
    YEAR = "year"
    COMPARED = "compared"
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
        members: whether it asks who of a body, or which of them.
        owns: whether the persons that are pointed at only possess something ("his office").
        of_it: whether a word stands for what was told ("it", "that").
        doubts: whether it sets what somebody thought or heard against what was told.
        denies: whether it asks of denying, and not only of another view.
        corrects: whether it puts right what was asked: "no, I mean …".
        content: the words of its own, folded.
        short: whether it is a few words only.
    """

    asked: FollowUp | None = None
    cue: FollowUp | None = None
    each: bool = False
    leads: bool = False
    points: bool = False
    person: bool = False
    owns: bool = False
    members: bool = False
    of_it: bool = False
    doubts: bool = False
    denies: bool = False
    corrects: bool = False
    content: tuple[str, ...] = ()
    short: bool = False

    @property
    def leans(self) -> bool:
        """Whether it may not say by itself what it is about."""
        return bool(self.asked or self.goes_on or self.short)

    @property
    def goes_on(self) -> bool:
        """Whether some word of it points at what was told, or joins it to that."""
        return self.leads or self.points or self.person or self.corrects


# Tried in this order: "who else said that" asks for others, "who said that" for the speaker.
_ORDER: tuple[tuple[FollowUp, tuple[str, ...]], ...] = (
    (FollowUp.COMPARED, ("compare", "point")),
    (FollowUp.AGAINST, ("against",)),
    (FollowUp.AGAINST, ("otherwise", "who")),
    (FollowUp.SPEAKER, ("other", "person", "saying")),
    (FollowUp.OTHERS, ("other", "who")),
    (FollowUp.OTHERS, ("other", "confirm")),
    (FollowUp.OTHERS, ("other", "saying")),
    (FollowUp.OTHERS, ("other", "source")),
    (FollowUp.CAUTION, ("confirm",)),
    (FollowUp.WHO, ("who", "quote")),
    (FollowUp.QUOTE, ("quote",)),
    (FollowUp.SOURCE, ("source",)),
    (FollowUp.YEAR, ("when", "year")),
    (FollowUp.WHEN_SAID, ("when", "saying")),
    (FollowUp.WHEN, ("when",)),
    (FollowUp.WHO_IS, ("name",)),
    (FollowUp.WHO, ("who", "saying")),
    (FollowUp.WHO_IS, ("who", "person")),
    (FollowUp.WHO, ("who",)),
    (FollowUp.WHY, ("why",)),
    (FollowUp.HOW_MANY, ("count",)),
    (FollowUp.WHERE, ("where",)),
    (FollowUp.OTHER_ONE, ("other", "point")),
    (FollowUp.OTHERS, ("other",)),
    (FollowUp.CAUTION, ("caution",)),
    (FollowUp.MORE, ("more",)),
)


_OF_TIME = frozenset({FollowUp.WHEN, FollowUp.WHEN_SAID, FollowUp.YEAR})


def leaning_of(message: str) -> Leaning:
    """How a message leans on the conversation.

    A message asks of the answer when every word of it asks, points back or is small: one word
    of its own ("who called it a *gesture*") makes it a question by itself.

    Args:
        message: as typed, without a mention of the bot.
    """
    words = words_of(_plainly(fold(message)))
    *before, last = _CLAUSES.split(message.strip(" .!?…)")) or [""]
    if before and sum(len(each.split()) for each in before) <= _ASIDE:
        tail = leaning_of(last)
        if tail.asked is not None:
            return tail  # "oops, wrong keyboard. when did he say that"
    if not words or len(words) > 4 * _LONGEST:
        return Leaning()
    kinds = [
        frozenset({"small"}) if _joins(words, at) else _kinds(word) for at, word in enumerate(words)
    ]
    content = tuple(
        word
        for word, kind in zip(words, kinds, strict=True)
        if not kind and word not in FUNCTION_WORDS
    )
    found = {kind for each in kinds for kind in each}
    cue = next((what for what, needed in _ORDER if found.issuperset(needed)), None)
    spaced = " ".join(words)
    if cue is FollowUp.AGAINST and "who" not in found and _opening("opens").match(spaced):
        # "What does it deny?" asks what is denied or objected, "why are they against it?" for a
        # reason, which stands in what they say.
        cue = FollowUp.OPPOSING if "why" in found else FollowUp.OBJECTIONS
    if cue in _OF_TIME and {"count", "more"} <= found:
        # "How much more is that than a month before?" asks for no date.
        cue = None
    if cue in {FollowUp.MORE, FollowUp.WHEN, FollowUp.WHEN_SAID} and {"more", "than"} <= found:
        # "Was that more than before?" compares, and asks for no details.
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
        members=_members().search(spaced) is not None,
        owns="person" in found and _possesses(words),
        of_it="itself" in found,
        doubts=any(map(doubting, words)),
        denies="denying" in found,
        corrects=_opening("corrects").match(spaced) is not None,
        content=content,
        short=len(words) <= _SHORT,
    )


def _joins(words: list[str], at: int) -> bool:
    """Whether a word that could point only joins a clause: "did he confirm *that* a drone …?"."""
    joining = _joining()
    if words[at] not in joining or not 0 < at < len(words) - 1:
        return False
    after = words[at + 1]
    begins = after in joining[words[at]] or (not _kinds(after) and after not in FUNCTION_WORDS)
    return begins and not _TELLS.isdisjoint(_kinds(words[at - 1]))


@cache
def _joining() -> dict[str, list[str]]:
    return {word: after for of in table("dialogue").values() for word, after in of["joins"].items()}


_TELLS = frozenset({"saying", "confirm", "caution", "against"})
"""Classes of the words that a clause follows."""


def _plainly(text: str) -> str:
    """A folded text with the plain word for what is asked in several: "how come" is "why"."""
    return _idioms().sub(lambda found: _plain_words()[found[0]], text)


@cache
def _plain_words() -> dict[str, str]:
    return {
        idiom: word for of in table("dialogue").values() for idiom, word in of["idioms"].items()
    }


@cache
def _idioms() -> re.Pattern[str]:
    longest = sorted(_plain_words(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")


@cache
def doubting(word: str) -> bool:
    """Whether a folded word tells that somebody thought or heard otherwise."""
    return any(each.fullmatch(word) for each in _doubting())


@cache
def _doubting() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for of in table("dialogue").values() for each in of["doubting"])


def says(word: str) -> bool:
    """Whether a folded word is one for saying something."""
    return not _kinds(word).isdisjoint({"saying", "confirm"})


@cache
def _members() -> re.Pattern[str]:
    """How it is asked who of a body said something: "which of the deputies?"."""
    patterns = "|".join(of["members"] for of in table("dialogue").values())
    return re.compile(rf"^(?:\w+ ){{0,2}}?(?:{patterns})")


def _possesses(words: list[str]) -> bool:
    """Whether the only persons that are pointed at possess something: "and his office?"."""
    own = _owning()
    if words[-1] in own:
        return False  # "according to her"
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


_PICKED = re.compile(r"(?<!\W)\W*+(?:n[or]\W*+)?([1-9][0-9]?)\W*")


def picked_in(message: str) -> int | None:
    """Which of several that were told a message picks, by number or by word; None where it does not.

    Args:
        message: as typed.
    """
    found = _PICKED.fullmatch(message)
    if found is not None:
        return int(found[1])
    text = _spaced(message)
    return next((number for number, each in _picks() if each.fullmatch(text)), None)


@cache
def _picks() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple(
        (number, re.compile(each))
        for language in table("dialogue").values()
        for number, each in enumerate(language["picks"], 1)
    )


LONGEST = 160
"""Characters of a message that can be nothing but one of these; a longer one asks something."""
_WORD = re.compile(r"[^\W_]+")


class Intent(StrEnum):
    """What a message wants of the bot, other than a statement."""

    NOTHING = "nothing"
    GREETING = "greeting"
    THANKS = "thanks"
    NOD = "nod"
    GOODBYE = "goodbye"
    ABILITY = "ability"
    IDENTITY = "identity"
    ORIGIN = "origin"
    HUMAN = "human"
    STOP = "stop"
    SUBSCRIBE = "subscribe"
    PRIVACY = "privacy"
    OPINION = "opinion"
    OVERVIEW = "overview"
    SHORTER = "shorter"
    TRUST = "trust"
    PUBLISHER = "publisher"
    COMPLAINT = "complaint"
    TONGUE = "tongue"


def intent_of(message: str) -> tuple[Intent, Language | None] | None:
    """What a message wants other than a statement, and the language that tells so.

    The whole message has to say it: "thanks, and who said that?" is a question.

    Args:
        message: as typed.

    Returns:
        The intent with its language, None where the words are the same in several; None for a
        message that may ask for a statement.
    """
    if len(message) > LONGEST:
        return None
    text = _spaced(message)
    if not text:
        return (Intent.NOTHING, None)
    found = _intents(text)
    if not found:
        # "What *actually* is going on": small words may stand anywhere.
        bare = " ".join(word for word in text.split() if word not in _fillers())
        found = _intents(bare) if bare and bare != text else []
    if not found:
        return None
    languages = {language for _, language in found}
    return found[0][0], found[0][1] if len(languages) == 1 else None


def _intents(text: str) -> list[tuple[Intent, Language]]:
    return [
        (Intent(str(met.lastgroup)), language)
        for language, pattern in _patterns().items()
        if (met := pattern.fullmatch(text))
    ]


@cache
def _fillers() -> frozenset[str]:
    return frozenset(each for of in table("dialogue").values() for each in of["fillers"])


def asks_of_everything(message: str, is_common: Callable[[str], bool]) -> bool:
    """Whether an overview is wanted of all that there is, and not of something that is named.

    Args:
        message: that wants an overview.
        is_common: tells of a folded word whether most statements have it.
    """
    matters = _matters()
    return all(
        word in FUNCTION_WORDS or matters.fullmatch(word) or _kinds(word) or is_common(word)
        for word in words_of(fold(message))
    )


@cache
def _matters() -> re.Pattern[str]:
    of_all = table("dialogue").values()
    idle = [each for words in of_all for each in (*words["matters"], *words["fillers"])]
    small = [each for words in of_all for each in words["words"]["small"]]
    return re.compile("|".join((*idle, *small)))


def _spaced(message: str) -> str:
    """The words of a message in one spelling, a space between them."""
    plain = fold(unicodedata.normalize("NFKC", message))
    return " ".join(_WORD.findall(plain))


@cache
def _patterns() -> dict[Language, re.Pattern[str]]:
    """One pattern a language, a group an intent; greetings and thanks may lead to another one."""
    made = {}
    for code, words in table("dialogue").items():
        intents = words["intents"]
        fillers = {*words["fillers"], *intents["greeting"], *intents["thanks"]}
        filler = "|".join(sorted(fillers, key=lambda each: (-len(each), each)))
        groups = "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in intents.items())
        # Atomic and bounded: the many ways to take the same words must not multiply.
        text = rf"\A(?:(?>{filler}) ){{0,16}}(?:{groups})(?: (?>{filler})){{0,16}}"
        made[Language(code)] = re.compile(text.replace("'", " "))
    return made


@dataclass(frozen=True, slots=True)
class Subject:
    """What a conversation is about.

    Args:
        statements: ids of those in the last answer; a refusal sets none.
        earlier: ids of those in the answers before it, the latest first.
        question: the question that the conversation goes on from, in full, answered or not.
        unanswered: whether that one stood by itself and was refused: "he" is nobody who was told.
    """

    statements: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    question: str = ""
    unanswered: bool = False


def subject_of(turns: Sequence[Turn], meant: Callable[[str], str]) -> Subject:
    """What a conversation is about so far.

    Args:
        turns: the latest last.
        meant: gives a message as it was meant, whatever the keyboard.
    """
    question = ""
    told: list[tuple[str, ...]] = []
    refused = False
    for turn in turns:
        if turn.answered and turn.statements:
            told.append(turn.statements)
        text = meant(turn.text)
        if not text or intent_of(text):
            continue
        leaning = leaning_of(text)
        if leaning.doubts or picked_in(text):
            continue
        if leaning.asked is None:
            question = changed(question, text, leaning) or text
            refused = not turn.answered and not leaning.goes_on
        elif turn.answered:
            refused = False
    earlier = dict.fromkeys(each for ids in reversed(told[:-1]) for each in ids)
    return Subject(told[-1] if told else (), tuple(earlier), question, refused)


_ORDINAL = re.compile(rf"^(?:{pattern('question_times', 'ordinal')}) ")


def changed(question: str, message: str, leaning: Leaning) -> str | None:
    """The question with another time, where a message names nothing else: "and on the 15th?".

    Args:
        question: that the conversation goes on from; empty where there is none.
        message: as it was meant.
        leaning: of the message.

    Returns:
        None for a message that is no change of time.
    """
    times = times_in(fold(message))
    if not question or not times.found or not (leaning.leads or leaning.short):
        return None
    if leaning_of(times.rest).content:
        return None
    before = times_in(fold(question))
    day = next((when for when in times.found if when.days and not when.months), None)
    month = next((when for when in before.found if when.months), None)
    told = times.found[0].text
    if day is not None and month is not None:
        # "And on the 15th" is of the month that was spoken of.
        name = "".join(letter for letter in month.text if not letter.isdigit()).strip(" ,.-")
        name = _ORDINAL.sub("", name)
        told = f"{min(day.days)} {name}"
    return f"{before.rest.strip(' ?.!')} {told}?"
