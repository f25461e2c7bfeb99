"""The one sentence of a refusal: what is missing, and what there is instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.compose.spans import cut, quoted
from knowledge.model import Language
from knowledge.wording import words_in

_PLACES_NAMED = 6
_WORDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Lack:
    """What the store lacks for a question, each in the reader's language.

    Args:
        subject: what a gap question lacks.
        times: that nothing in the store is dated to.
        words: of the question that the store does not use, as typed.
        place: those of the words that stand where a place would.
        small_talk: the question is a greeting or about the bot.
    """

    subject: str = ""
    times: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    small_talk: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, most telling first."""
        subject = (self.subject,) if self.subject else ()
        return tuple(dict.fromkeys((*self.place, *subject, *self.times, *self.words)))


def sentence(lack: Lack, places: Sequence[str], language: Language) -> str:
    """Say what is missing.

    Args:
        lack: of this question.
        places: names of the places in the store.
        language: the reader's.
    """
    words = words_in(language)
    if lack.small_talk:
        return words.say(
            "Ask about the reported incidents: the answer says who stated what, and on what terms."
        )
    if lack.place and places:
        return words.say(
            "The store has nothing about {words}; places in the store: {places}.",
            words=_quoted(lack.place, language),
            places=_listed(places[:_PLACES_NAMED]),
        )
    if lack.subject:
        return words.say("The store has nothing about {subject}.", subject=lack.subject)
    if lack.times:
        return words.say(
            "The store has nothing with this date: {dates}.", dates=_listed(lack.times)
        )
    if lack.words:
        return words.say(
            "The store has nothing about {words}.", words=_quoted(lack.words, language)
        )
    return words.say("The store has no statement that answers this.")


def _quoted(typed: Sequence[str], language: Language) -> str:
    return _listed(quoted(cut(word, 40), language) for word in typed[:_WORDS_NAMED])


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
