"""From the words that stand for a speaker to the speaker: pronouns, "the ministry", "who"."""

import re
from collections import deque
from collections.abc import Sequence

from knowledge.domain import Attribution
from knowledge.extraction.candidate_statements import KnownSpeaker
from knowledge.extraction.classification import has_name, slavic_words, terms
from knowledge.extraction.lexicon import english

_BREAK = re.compile(r",| who | which | that | \(|[—–]| - ")
_NAME = re.compile(
    r"[^\W\d_a-zа-яіїєґ][^\W_]*\.?(?:['’.-][^\W_]+)*(?: (?:of |de |van |von |al-|el-)?[^\W\d_a-zа-яіїєґ][^\W_]*\.?(?:['’.-][^\W_]+)*)*"
)
_CYRILLIC_NAME = re.compile(r"[А-ЯЁІЇЄҐ][а-яёіїєґ’'-]+")
_BY = re.compile(r"(?: by | from )((?:the |The )?[^\W\d_a-z][^,;.]*)$")
_SOME = re.compile(r"(?i)\b(?:some|many|most) (?!of\b)([^\W\d_]+s)\b")
_POSSESSOR = re.compile(r"^(.+?)['’]s? (?:own |new |latest )?(\w+)$")
_MOST_NAMES = 20  # names kept that end alike
_LONGEST_NAME = 8  # words
_LONGEST_OF_SURNAME = 3  # words of the full name that a surname alone may stand for
_REMEMBERED = 50  # speakers that pronouns may point back to
_PRODUCER_WITHIN = 8  # words of the producer before "released"
_LONGEST_SOURCE = 400  # characters of a source that are looked at


class Coreference:
    """Whom an article has named so far, and who spoke last.

    Args:
        known: the speakers of the store.
    """

    def __init__(self, known: Sequence[KnownSpeaker] = ()) -> None:
        self._known = {
            _key(alias): speaker.name
            for speaker in known
            for alias in (speaker.name, *speaker.aliases)
        }
        self._names: dict[str, dict[str, None]] = {}
        self._bodies: dict[str, str] = {}
        self._speakers: deque[str] = deque(maxlen=_REMEMBERED)
        self._producers: dict[str, str] = {}
        self._anonymous: set[str] = set()

    def read(self, sentence: str) -> None:
        """Take note of the names in a sentence, and of who released which document."""
        for match in _NAME.finditer(sentence):
            name = bare_name(match.group())
            words = name.lower().split()
            if not 1 < len(words) <= _LONGEST_NAME:
                continue
            same_ending = self._names.setdefault(words[-1], {})
            if len(same_ending) < _MOST_NAMES:
                same_ending[name] = None
            self._bodies.update((word, name) for word in words if word in terms()["bodies"])

    def produced(self, sentence: str) -> None:
        """Take note that somebody released a document ("The ministry released a report")."""
        words = sentence.split(maxsplit=2 * _PRODUCER_WITHIN + 1)
        for at, word in enumerate(words[: _PRODUCER_WITHIN + 1]):
            if at > 0 and word.lower() in terms()["producing"]:
                document = next(
                    (
                        noun
                        for noun in words[at + 1 : at + _PRODUCER_WITHIN]
                        if _clean(noun) in terms()["documents"]
                    ),
                    None,
                )
                producer = self._speaker(" ".join(words[:at]), sentence, antecedent=None)
                if document and producer:
                    self._producers[_clean(document)] = producer
                return

    def speaker(self, source: str, sentence: str, antecedent: str | None) -> str | None:
        """The speaker behind a source; remembered for the pronouns that follow.

        Args:
            source: the source as the article has it.
            sentence: the sentence around it.
            antecedent: for "who" and "which", the phrase before.
        """
        found = self._speaker(source[:_LONGEST_SOURCE], sentence, antecedent)
        if found is not None:
            self._speakers.append(found)
        return found

    def terms_of(self, speaker: str | None, attribution: Attribution) -> Attribution:
        """How a speaker is identified: who was anonymous once stays so ("the official")."""
        if speaker is not None and attribution is Attribution.ANONYMOUS:
            self._anonymous.add(speaker)
        return Attribution.ANONYMOUS if speaker in self._anonymous else attribution

    def _speaker(self, source: str, sentence: str, antecedent: str | None) -> str | None:
        low = source.strip().lower()
        if low in {"who", "which", "that", "whom"}:
            return self._speaker(antecedent, sentence, None) if antecedent else None
        if low in terms()["people"] or low in slavic_words()["people"]:
            return self._last(person=True)
        if low in terms()["groups"] or low in slavic_words()["groups"] or low == "it":
            return self._last(person=False)
        if low == "others":
            some = _SOME.search(sentence)
            return f"other {some.group(1)}" if some else source
        if low in english()["subjects"]:
            return None
        return self._described(source)

    def _described(self, source: str) -> str:
        if made := self._maker(source):
            return made
        core = bare_name(_BREAK.split(source, maxsplit=1)[0])
        if known := self._known.get(_key(core)) or self._known.get(_key(source)):
            return known
        if has_name(core):
            return self._full_name(core)
        return self._definite(core)

    def _maker(self, source: str) -> str | None:
        """Who made a document: "a statement released by the ministry", "the mayor's report"."""
        head = _clean(
            _BREAK.split(source, maxsplit=1)[0]
            .split(" of ")[0]
            .split(" by ")[0]
            .split(" released")[0]
            .split(" from ")[0]
            .split(" ")[-1]
        )
        if head not in terms()["documents"]:
            return None
        if by := _BY.search(source):
            return self._full_name(bare_name(by.group(1)))
        if (possessor := _POSSESSOR.match(source)) and possessor.group(2).lower() in terms()[
            "documents"
        ]:
            return self._described(possessor.group(1))
        return (
            self._producers.get(head)
            if source.lower().startswith(("the ", "this ", "that ", "a ", "an "))
            else None
        )

    def _full_name(self, core: str) -> str:
        """The longest name in the article that the short one ends or that has all its words."""
        if known := self._known.get(_key(core)):
            return known
        words = core.lower().split()
        longer = [
            name
            for name in self._names.get(words[-1] if words else "", ())
            if set(words) < set(name.lower().split())
            and (len(words) > 1 or len(name.split()) <= _LONGEST_OF_SURNAME)
        ]
        best = max(longer, key=len, default=core)
        return self._known.get(_key(best), best)

    def _definite(self, core: str) -> str:
        """What "the ministry" or "the official" points back to."""
        words = core.split()
        if not words[1:] or words[0].lower() not in {"the", "this", "that", "his", "her", "its"}:
            return core
        head = _clean(words[-1])
        for name in reversed(self._speakers):
            if head in name.lower().replace(",", "").split():
                return name
        if body := self._bodies.get(head):
            return self._full_name(body)
        return " ".join(words[1:]) if words[0].lower() == "the" else core

    def _last(self, *, person: bool) -> str | None:
        for name in reversed(self._speakers):
            if looks_personal(name) is person:
                return name
        return None


def looks_personal(name: str) -> bool:
    """Whether a speaker's name looks like that of one person."""
    words = name.lower().replace(",", "").split()
    if set(words) & (terms()["bodies"] | terms()["documents"]) or name.lower().startswith(
        ("the ", "some ", "other ", "many ")
    ):
        return False
    return not (words and words[-1].endswith("s") and not name.rsplit(maxsplit=1)[-1][0].isupper())


def bare_name(phrase: str) -> str:
    """A name without article and titles: "Mayor Ann Lee" is "Ann Lee"; other phrases as they are."""
    words = phrase.strip(" ,—–-").split()
    if len(words) > 1 and words[0].lower() == "the" and words[-1][:1].isupper():
        words = words[1:]
    at = 0
    while (
        at < len(words) - 1
        and words[at].lower().strip(".,") in terms()["titles"]
        and words[-1][:1].isupper()
    ):
        at += 1
    last = " ".join(_without_role(words[at:]))
    return last.removesuffix("'s").removesuffix("’s")


def _without_role(words: list[str]) -> list[str]:
    """The name behind a Cyrillic role: "начальник порта Пётр Восс" is "Пётр Восс"."""
    at = len(words)
    while at > 0 and _CYRILLIC_NAME.match(words[at - 1]):
        at -= 1
    name = words[at:]
    while len(name) > 1 and name[0].lower() in slavic_words()["titles"]:
        name = name[1:]
    return name if len(name) > 1 else words


def _key(text: str) -> str:
    return " ".join(text.casefold().removeprefix("the ").split())


def _clean(word: str) -> str:
    return word.lower().strip(".,;:!?'’\"“”").removesuffix("'s").removesuffix("’s")
