"""Intents that are no look-up: greetings, thanks, help, a human, stop, subscribe, overview, trust."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import cache

from knowledge.domain import Language
from knowledge.languages.word_tables import table
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.search.function_words import FUNCTION_WORDS

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


TALK = frozenset(
    {
        Intent.NOTHING, Intent.GREETING, Intent.THANKS, Intent.NOD, Intent.GOODBYE,
        Intent.ABILITY, Intent.IDENTITY, Intent.ORIGIN, Intent.HUMAN, Intent.STOP,
        Intent.SUBSCRIBE, Intent.PRIVACY, Intent.OPINION,
    }
)  # fmt: skip
"""Those that are about the bot or about nothing: a sentence answers them."""


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
    found = [
        (intent, language)
        for language, pattern in _patterns().items()
        if (met := pattern.fullmatch(text)) and (intent := Intent(str(met.lastgroup)))
    ]
    if not found:
        return None
    languages = {language for _, language in found}
    return found[0][0], found[0][1] if len(languages) == 1 else None


def asks_of_everything(message: str, is_common: Callable[[str], bool]) -> bool:
    """Whether an overview is wanted of all that there is, and not of something that is named.

    Args:
        message: that wants an overview.
        is_common: tells of a folded word whether most statements have it.
    """
    matters = _matters()
    return all(
        word in FUNCTION_WORDS or matters.fullmatch(word) or is_common(word)
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
        text = f"(?:(?>{filler}) ){{0,16}}(?:{groups})(?: (?>{filler})){{0,16}}"
        made[Language(code)] = re.compile(text.replace("'", " "))
    return made
