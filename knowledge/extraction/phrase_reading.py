"""Noun phrases of Russian and Ukrainian taken apart: name, role, head, kind, number, in the nominative."""

from collections.abc import Sequence
from functools import cache

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Mention
from knowledge.extraction.article_segmentation import SlavicToken, SlavicTokenKind
from knowledge.extraction.morphology import word
from knowledge.extraction.noun_phrases import Phrases, nominative_of
from knowledge.languages.registry import lexicon

_SHORTEST_STEM = 6
_MARKS = '«»„“”"'


class PhraseReader:
    """Reads the noun phrases of one article as mentions of somebody.

    Args:
        phrases: finds them.
    """

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.text = phrases.text
        self.language = phrases.language
        self.words = phrases.words

    def read(
        self,
        tokens: Sequence[SlavicToken],
        at: int,
        end: int,
        *,
        apposition: str | None = None,
        governed: bool = False,
    ) -> Mention:
        """The mention that the tokens from `at` up to `end` make.

        Args:
            tokens: of the sentence.
            at: the first of the phrase.
            end: behind its last.
            apposition: a role that stands behind the name, in the nominative.
            governed: whether a preposition or a noun rules the phrase, so that it is in no nominative.
        """
        tokens = list(tokens)
        person = next(
            (
                (place, stop)
                for place in range(at, end)
                if (stop := self.phrases.person_at(tokens, place, end)) is not None
            ),
            None,
        )
        first, last = tokens[at].start, tokens[end - 1].end
        head_at = self.head(tokens, at, person[0] if person else end)
        head_word = self.phrases.word(tokens[head_at]) if head_at is not None else None
        head = self._head_lemma(tokens[head_at]) if head_at is not None else ""
        nominative = (
            self.phrases.word(tokens[at]).may("nomn") or tokens[at].kind is not SlavicTokenKind.WORD
        )
        if person is not None and not (
            not governed
            and nominative
            and person[0] > at
            and not self.phrases.name_is_nominative(tokens, *person)
        ):
            name, gender = self.name(tokens[person[0] : person[1]], subject=not governed)
            role = (
                self.nominative_phrase(tokens, at, person[0], governed=governed)
                if person[0] > at
                else None
            )
            role = " ".join(filter(None, [role])) or None
            if role and role.lower() in self.words["no_titles"]:
                role = None
            if role is None and person[1] < end:
                role = self.text[tokens[person[1]].start : last]
            if head in self.words["feminine_roles"]:
                gender = "femn"
            return Mention(
                first,
                last,
                name,
                role or apposition,
                head,
                kind=SpeakerKind.PERSON,
                gender=gender,
                governed=governed,
            )
        phrase = self.nominative_phrase(tokens, at, end, governed=governed)
        anonymous = any(
            one.low in self.words["anonymous_nouns"]
            for one in tokens[at : at + 4]
            if one.kind is SlavicTokenKind.WORD
        )
        low_first = tokens[at].low
        plural = self._plural(tokens, head_at, head)
        kind = self._kind(tokens, at, end, head, head_at, plural)
        if self.phrases.counts(tokens, at, end):
            kind, plural, phrase = SpeakerKind.GROUP, True, self.text[first:last]
        named = None
        if kind is SpeakerKind.ORGANISATION and not anonymous and self._proper(tokens, at, end):
            named, apposition = self._proper_name(
                tokens, at, end, phrase, apposition, governed=governed
            )
        gender = head_word.gender if head_word else None
        if head in self.words["feminine_roles"]:
            gender = "femn"
        return Mention(
            first,
            last,
            named,
            apposition,
            head,
            phrase,
            kind,
            definite=named is None
            and kind is not SpeakerKind.GROUP
            and low_first == tokens[at].low,
            gender=gender if kind is not SpeakerKind.GROUP else None,
            plural=plural,
            anonymous=anonymous,
            governed=governed,
        )

    def _proper(self, tokens: list[SlavicToken], at: int, end: int) -> bool:
        if end == at + 1 and tokens[at].low in self.words["common_bodies"]:
            return False
        return any(
            one.kind is SlavicTokenKind.QUOTE
            or (
                one.kind is SlavicTokenKind.WORD
                and one.capital
                and (
                    place > 0
                    or one.text.isupper()
                    or one.text.isascii()
                    or one.start in self.phrases.organisations
                )
            )
            for place, one in enumerate(tokens[:end])
            if at <= place
        )

    def _proper_name(
        self,
        tokens: list[SlavicToken],
        at: int,
        end: int,
        phrase: str,
        role: str | None,
        *,
        governed: bool,
    ) -> tuple[str, str | None]:
        """(The name, what it is): «страхова компанія „Гарда“» is a company called «Гарда»."""
        if self.is_listed(tokens[at], "organ_words"):
            return phrase, role  # «пресс-служба порта „Порт-Инфо“»
        for place in range(at + 1, end):
            token = tokens[place]
            latin = token.kind is SlavicTokenKind.WORD and token.capital and token.text.isascii()
            if not (self.phrases.is_name_quote(token) or latin):
                continue
            before = [one for one in tokens[at:place] if one.kind is SlavicTokenKind.WORD]
            if (
                before
                and self.phrases.role_or_body(before[-1] if latin else before[0])
                | self.phrases.role_or_body(before[-1])
                and all(not one.capital or one.start == tokens[at].start for one in before)
                and not any(one.low in self.words["prepositions"] for one in before)
            ):
                if latin and any(
                    self.phrases.word(one).may("gent") and not self.phrases.word(one).may("nomn")
                    for one in before[1:]
                ):
                    return phrase, role
                name = self.text[token.start : tokens[end - 1].end].strip(_MARKS)
                what = self.nominative_phrase(tokens, at, place, governed=governed)
                return name, role or what[:1].lower() + what[1:]
            return phrase, role
        return phrase, role

    def head(self, tokens: Sequence[SlavicToken], at: int, end: int) -> int | None:
        """The first noun of the phrase."""
        for place in range(at, end):
            token = tokens[place]
            if token.kind is SlavicTokenKind.WORD and token.low not in self.words["prepositions"]:
                found = self.phrases.word(token)
                if (
                    found.pos == "noun"
                    or token.low in self.words["role_nouns"]
                    or token.low in self.words["group_nouns"]
                ):
                    return place
        return None

    def _head_lemma(self, token: SlavicToken) -> str:
        if listed := self._listed(token):
            return listed
        return (
            token.low
            if token.low in self.words["role_nouns"] or token.low in self.words["feminine_roles"]
            else self.phrases.word(token).lemma
        )

    def is_listed(self, token: SlavicToken, *names: str) -> bool:
        """Whether a word list has the word in some form; simplemma does not know every case."""
        lemma = self.phrases.word(token).lemma
        if any(one in self.words[name] for name in names for one in (token.low, lemma)):
            return True
        if self.language != "uk" or len(token.low) <= _SHORTEST_STEM:
            return False
        stem = token.low[:-1]
        return any(
            one[:-1] == stem or (one == stem and one[-1:] in self.phrases.endings("consonants"))
            for name in names
            for one in self.words[name]
            if len(one) >= _SHORTEST_STEM
        )

    def _listed(self, token: SlavicToken) -> str | None:
        """The nominative of what the word lists have and simplemma has not: «речниці», «екоінспекції»."""
        if (
            self.language == "ru"
            or token.low in self.words["role_nouns"]
            or len(token.low) < _SHORTEST_STEM
        ):
            return None
        if self.phrases.word(token).lemma in self.words["body_nouns"] | self.words["role_nouns"]:
            return None
        return next(
            (
                one
                for name in ("feminine_roles", "body_nouns", "document_nouns", "statement_nouns")
                for one in self.words[name]
                if one[:-1] == token.low[:-1]
                and one.endswith(tuple(lexicon("uk", "grammar")["feminine"]))
            ),
            None,
        )

    def _plural(self, tokens: Sequence[SlavicToken], head_at: int | None, head: str) -> bool:
        if head_at is None:
            return False
        low = tokens[head_at].low
        if low in self.words["group_nouns"] or head in self.words["group_nouns"]:
            return True
        found = self.phrases.word(tokens[head_at])
        return (
            bool(found.cases)
            and all(number == "plur" for _, number in found.cases)
            and not tokens[head_at].capital
        )

    def _kind(
        self,
        tokens: Sequence[SlavicToken],
        at: int,
        end: int,
        head: str,
        head_at: int | None,
        plural: bool,
    ) -> SpeakerKind:
        lows = [one.low for one in tokens[at:end] if one.kind is SlavicTokenKind.WORD]
        low = tokens[head_at].low if head_at is not None else ""
        if low in self.words["group_nouns"] or head in self.words["group_nouns"]:
            return SpeakerKind.GROUP
        if (
            head in self.words["body_nouns"]
            or low in self.words["body_nouns"]
            or (head_at is not None and self.is_listed(tokens[head_at], "body_nouns"))
            or ("-" in head and head.rpartition("-")[2] in self.words["body_nouns"])
        ):
            return SpeakerKind.ORGANISATION
        if head in self.words["role_nouns"] or low in self.words["role_nouns"]:
            return SpeakerKind.GROUP if plural else SpeakerKind.PERSON
        if head in self.words["document_nouns"] or head in self.words["statement_nouns"]:
            return SpeakerKind.DOCUMENT
        if any(one.kind is SlavicTokenKind.QUOTE for one in tokens[at:end]):
            return SpeakerKind.ORGANISATION
        if head_at is not None and (
            tokens[head_at].text.isupper()
            or tokens[head_at].text.isascii()
            or tokens[at].start in self.phrases.organisations
            or any(one in self.words["body_nouns"] for one in lows)
        ):
            return SpeakerKind.ORGANISATION
        if plural:
            return SpeakerKind.GROUP
        return (
            SpeakerKind.ORGANISATION
            if head_at is not None and tokens[head_at].capital
            else SpeakerKind.PERSON
        )

    def name(
        self, tokens: Sequence[SlavicToken], *, subject: bool = False
    ) -> tuple[str, str | None]:
        """A person's name in the nominative, and their gender where it can be told."""
        return nominative_name(tuple(one.text for one in tokens), self.language, subject=subject)

    def nominative_phrase(
        self, tokens: Sequence[SlavicToken], at: int, end: int, *, governed: bool = False
    ) -> str:
        """The words of a phrase with its head, and what agrees with it, in the nominative."""
        if end <= at:
            return ""
        head = self.head(tokens, at, end)
        text = self.text[tokens[at].start : tokens[end - 1].end]
        if head is None:
            return text
        agreeing = range(at, head + 1)
        if not governed and all(
            self.phrases.word(tokens[place]).may("nomn")
            for place in agreeing
            if tokens[place].kind is SlavicTokenKind.WORD
        ):
            return text
        noun = self.phrases.word(tokens[head])
        listed = self._listed(tokens[head])
        sex = (word(listed, self.language).gender or "femn") if listed else noun.gender
        number = "plur" if noun.cases and all(one[1] == "plur" for one in noun.cases) else "sing"
        words = []
        for place in agreeing:
            token = tokens[place]
            changed = (
                (listed if place == head else self._listed(token))
                or nominative_of(token.text, self.language, sex, number)
                if token.kind is SlavicTokenKind.WORD
                else token.text
            )
            words.append(
                changed + self.text[token.end : tokens[place + 1].start]
                if place < head
                else changed
            )
        rest = self.text[tokens[head].end : tokens[end - 1].end] if end - 1 > head else ""
        return "".join(words) + rest


@cache
def nominative_name(
    words: tuple[str, ...], language: str, *, subject: bool = False
) -> tuple[str, str | None]:
    """A person's name in the nominative and the gender that it tells."""
    from knowledge.extraction.morphology import nominative  # noqa: PLC0415

    return nominative(words, language, subject=subject)
