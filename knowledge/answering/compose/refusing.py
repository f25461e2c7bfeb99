"""The one sentence of a refusal: what is missing, and what there is instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.compose.spans import cut, quoted
from knowledge.model import Language
from knowledge.wording import words_in

_PLACES_NAMED = 6


@dataclass(frozen=True, slots=True)
class Lack:
    """What the store lacks for a question, each in the reader's language.

    Args:
        subject: what a gap question lacks.
        times: that nothing in the store is dated to.
        words: of the question that the store does not use, as typed.
        small_talk: the question is a greeting or about the bot.
    """

    subject: str = ""
    times: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    small_talk: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, most telling first."""
        return (*((self.subject,) if self.subject else ()), *self.times, *self.words)


def sentence(lack: Lack, places: Sequence[str], language: Language) -> str:
    """Say what is missing.

    Args:
        lack: of this question.
        places: names of the places in the store, for a word that may be another place.
        language: the reader's.
    """
    words = words_in(language)
    if lack.small_talk:
        return words.say(
            "Ask about the reported incidents: the answer says who stated what, and on what terms."
        )
    if lack.subject:
        return words.say("The store has nothing about {subject}.", subject=lack.subject)
    if lack.times:
        return words.say(
            "The store has nothing with this date: {dates}.", dates=_listed(lack.times)
        )
    if lack.words:
        named = _listed(quoted(cut(word, 40), language) for word in lack.words[:3])
        if places:
            return words.say(
                "The store has nothing about {words}; places in the store: {places}.",
                words=named,
                places=_listed(places[:_PLACES_NAMED]),
            )
        return words.say("The store has nothing about {words}.", words=named)
    return words.say("The store has no statement that answers this.")


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
