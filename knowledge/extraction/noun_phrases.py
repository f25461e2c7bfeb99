"""Noun phrases of Russian and Ukrainian that may stand for a speaker: where they begin and end, and in which case."""

import re
from collections.abc import Sequence
from functools import cache

from knowledge.extraction.article_segmentation import SlavicToken, SlavicTokenKind
from knowledge.extraction.coreference import alike
from knowledge.extraction.language_models import (
    ORGANISATION,
    PERSON,
    PLACE,
    NamedEntity,
    russian_dictionary,
)
from knowledge.extraction.morphology import Word, adjective_in, word
from knowledge.languages.registry import WordLists, lexicon

LONGEST = 24  # tokens of a phrase
_INITIAL = re.compile(r"[^\W\d_]\.")
_LONGEST_NAME = 4  # words
_INITIALISM = 5  # letters; longer words in capitals are names in a byline
_FULL = 2  # words of a full name
_AHEAD = 5  # tokens
_WITH_PLACE = 3  # words of a place and a name behind it
_LIKELY = 0.2
_SHORTEST_SURNAME = 2
_INITIALISM_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,6}(?!\S)")
_OPENERS = '.?!…\n—–«“"' + " "
_MARKS = '«»„“”"'
_LONGEST_NAME_QUOTE = 60  # characters of a name in quotation marks


class Phrases:
    """Finds the noun phrases of one article.

    Args:
        text: the article.
        language: "ru" or "uk".
        entities: its names.
    """

    def __init__(self, text: str, language: str, entities: Sequence[NamedEntity]) -> None:
        self.text = text
        self.language = language
        self.words: WordLists = lexicon(language, "attribution")
        self._persons: dict[int, int] = {}
        self.organisations: dict[int, int] = {}
        self._places: set[int] = set()
        for one in entities:
            if one.kind == PERSON and (start := self._trimmed(one)) is not None:
                self._persons[start] = one.end
            elif one.kind == ORGANISATION:
                self.organisations[one.start] = one.end
            elif one.kind == PLACE:
                self._places.add(one.start)
        self._surnames = frozenset(
            part.lower()
            for start, end in self._persons.items()
            for at, part in enumerate(text[start:end].split())
            if len(part) > _SHORTEST_SURNAME
            and (at > 0 or text[:start].rstrip(" ")[-1:] not in _OPENERS)
        )

    def _trimmed(self, name: NamedEntity) -> int | None:
        """Where a name begins, without a trade or a verb that the tagger has taken in."""
        start = name.start + _behind_initialism(self.text[name.start : name.end])
        while start < name.end:
            piece = self.text[start : name.end].split()[0]
            low = piece.lower()
            found = word(piece.rstrip("."), self.language)
            odd = found.pos in {"verb", "gerund", "infinitive"} and found.lemma in (
                self.words["speech"] | self.words["denial"] | self.words["object"]
            )
            if not odd and not any(
                one in self.words[kind]
                for kind in ("role_nouns", "group_nouns", "body_nouns", "no_titles")
                for one in (low, found.lemma)
            ):
                return start
            rest = self.text[start + len(piece) : name.end]
            start += len(piece) + len(rest) - len(rest.lstrip())
        return None

    def endings(self, name: str) -> tuple[str, ...]:
        """Endings of the grammar of the language, by the name of their table."""
        return tuple(lexicon(self.language, "grammar")[name])

    def word(self, token: SlavicToken) -> Word:
        """What the token may be."""
        return word(token.text.rstrip("."), self.language)

    def person_at(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> int | None:
        """Behind the last token of a person's name that begins at `at`, or None.

        A name is what the tagger calls one, with the capitalised words that go on, or two
        capitalised words of which the dictionary does not say that they are something else.
        """
        token = tokens[at]
        if not self._name_word(token):
            return None
        if token.start in self._places and not self._surname(token):
            return None
        if self._describes(tokens, at, stop):
            return None
        end = self._persons.get(token.start)
        if (
            end is None
            and any(
                place < stop
                and tokens[place].start in self._persons
                and " " in self.text[tokens[place].start : self._persons[tokens[place].start]]
                for place in (at + 1, at + 2)
            )
            and at + 1 < stop
            and self._name_word(tokens[at + 1])
            and not _INITIAL.fullmatch(token.text)
        ):
            return None  # «мер Заріччя Олександр Гнатишин»
        last = at + 1
        while last < stop and self._name_word(tokens[last]) and last - at < _LONGEST_NAME:
            last += 1
        if (
            last - at == _WITH_PLACE
            and not self._first_name(token)
            and self._first_name(tokens[at + 1])
            and not self._first_name(tokens[at + 2])
        ):
            return None  # «мер Заріччя Олександр Гнатишин»
        if end is not None:
            within = at + 1
            while within < stop and tokens[within].end <= end:
                within += 1
            alone = within == at + 1
            odd = alone and (self.role_or_body(token) or not self._surname(token))
            if odd and last <= within:
                return at + 1 if self._unknown_name(tokens, at) else None
            return self._of_one_case(tokens, at, max(within, last))
        if last - at == 1 and self._surname(token) and not self.role_or_body(token):
            return at + 1
        if (
            last - at >= _FULL
            and token.start not in self.organisations
            and not self.role_or_body(token)
            and not token.text.isupper()
            and not token.text.isascii()
        ):
            if self.organisations.get(token.start) is not None:
                return None
            return self._of_one_case(tokens, at, last)
        return None

    def _describes(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> bool:
        """Whether the word is no name but goes with a noun («Залуцької області») or a preposition's.

        As in «учительница из Тараза Мадина Торекул»: the case changes behind «Тараза».
        """
        del stop
        if at + 1 >= len(tokens) or tokens[at + 1].kind is not SlavicTokenKind.WORD:
            return False
        found, following = self.word(tokens[at]), self.word(tokens[at + 1])
        behind = tokens[at + 1].text
        if found.pos == "adjective" and len(behind) > 1 and behind.isupper():
            return True  # «Залуцької ОВА»
        if not tokens[at + 1].capital:
            adjective = found.pos == "adjective" or tokens[at].low.endswith(
                self.endings("adjectival")
            )
            if tokens[at].low.endswith(self.endings("adjectival")) and following.pos == "noun":
                return True
            return adjective and following.pos == "noun" and bool(found.cases & following.cases)
        governed = at > 0 and tokens[at - 1].low in self.words["prepositions"]
        return (
            governed
            and bool(found.cases)
            and bool(following.cases)
            and not found.cases & following.cases
        )

    def _first_name(self, token: SlavicToken) -> bool:
        """Whether the word is a first name that a list has."""
        if self.language == "ru":
            return any(
                "Name" in parse.tag and parse.score > _LIKELY
                for parse in russian_dictionary().parse(token.text)
            )
        return self.word(token).lemma in lexicon("uk", "names")["first_names"] or (
            token.low in lexicon("uk", "names")["first_names"]
        )

    def _surname(self, token: SlavicToken) -> bool:
        """Whether the article has the word as somebody's surname."""
        low = token.text.lower()
        return any(alike(low, one) for one in self._surnames)

    def _unknown_name(self, tokens: Sequence[SlavicToken], at: int) -> bool:
        """Whether a lone name is a name also by its place: not first in its sentence, no adjective."""
        found = self.word(tokens[at])
        if at > 0 and tokens[at - 1].low in self.words["prepositions"] - self.words["from_whom"]:
            return False
        return (
            at > 0
            and not self.role_or_body(tokens[at])
            and found.pos == "noun"
            and not tokens[at].text.isupper()
        )

    def _of_one_case(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> int:
        """Cut «Зои Белоконь | Крылов»: a name ends before a word of another case."""
        shared = self._case_of(tokens[at])
        for place in range(at + 1, stop):
            if _INITIAL.fullmatch(tokens[place].text) or _INITIAL.fullmatch(tokens[place - 1].text):
                continue
            cases = self._case_of(tokens[place])
            narrowed = shared & cases
            if not narrowed and place - at >= _FULL:
                return place
            shared = narrowed or shared
        return stop

    def _case_of(self, token: SlavicToken) -> frozenset[tuple[str, str]]:
        if _INITIAL.fullmatch(token.text):
            return frozenset(
                {
                    ("nomn", "sing"),
                    ("gent", "sing"),
                    ("datv", "sing"),
                    ("ablt", "sing"),
                    ("accs", "sing"),
                    ("loct", "sing"),
                }
            )
        return (
            frozenset(one for one in self.word(token).cases if one[1] == "sing")
            or self.word(token).cases
        )

    def _name_word(self, token: SlavicToken) -> bool:
        if token.kind is not SlavicTokenKind.WORD or not token.capital:
            return False
        if _INITIAL.fullmatch(token.text):
            return True
        low = token.low
        found = self.word(token)
        if (
            found.pos == "verb"
            and found.lemma in self.words["speech"] | self.words["denial"] | self.words["object"]
        ):
            return False
        return not (
            low in self.words["prepositions"]
            or low in self.words["no_titles"]
            or low in self.words["adverbs"]
            or low in self.words["opening"]
            or (
                len(token.text) > 1
                and token.text.isupper()
                and "-" not in token.text
                and len(token.text) < _INITIALISM
            )
        )

    def role_or_body(self, token: SlavicToken) -> bool:
        """Whether a word is a noun for a role or for a body."""
        lemma = self.word(token).lemma
        return any(
            one in self.words[name]
            for name in ("role_nouns", "body_nouns", "group_nouns", "document_nouns")
            for one in (lemma, token.low)
        )

    def nominative(
        self, tokens: Sequence[SlavicToken], at: int, stop: int, number: str | None
    ) -> bool:
        """Whether a phrase in the nominative begins at `at`."""
        token = tokens[at]
        if token.kind is SlavicTokenKind.NUMBER:
            return False
        if token.kind is SlavicTokenKind.QUOTE:
            return self.is_name_quote(token) and not self._oblique(token)
        if token.kind is not SlavicTokenKind.WORD or self.is_small(token):
            return False
        if self.counts(tokens, at, stop):
            return True
        end = self.person_at(tokens, at, stop)
        if end is not None:
            return self.name_is_nominative(tokens, at, end)
        found = self.word(token)
        if found.pos not in {"noun", "adjective"}:
            return False
        if found.pos == "adjective" and not self._noun_follows(tokens, at, stop):
            return found.may("nomn", number) and (
                token.low in self.words["role_nouns"]
                or token.low in self.words["group_nouns"]
                or token.capital
            )
        return found.may("nomn", number)

    def _oblique(self, token: SlavicToken) -> bool:
        """Whether a name in marks is declined, as of whom somebody told it: «„Вестнику“»."""
        first, *rest = (word(one, self.language) for one in token.text.strip(_MARKS).split()[:2])
        return bool(
            (first.cases and not first.may("nomn"))
            or any(one.cases and not one.may("nomn") and not one.may("gent") for one in rest)
        )

    def counts(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> bool:
        """Whether «двое рабочих» or «несколько местных жителей» begins here."""
        return tokens[at].low in self.words["counters"] and any(
            self._listed_group(tokens[place]) for place in range(at + 1, min(stop, at + 4))
        )

    def _listed_group(self, token: SlavicToken) -> bool:
        if token.kind is not SlavicTokenKind.WORD or not self.word(token).may("gent", "plur"):
            return False
        lemma = self.word(token).lemma
        return (
            any(
                one in self.words[name]
                for name in ("role_nouns", "group_nouns", "anonymous_nouns")
                for one in (token.low, lemma)
            )
            or nominative_of(token.text, self.language, None, "plur").lower()
            in self.words["group_nouns"]
        )

    def _noun_follows(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> bool:
        for place in range(at + 1, min(stop, at + 5)):
            if tokens[place].kind is SlavicTokenKind.QUOTE:
                return True
            if tokens[place].kind is not SlavicTokenKind.WORD:
                continue
            if self.word(tokens[place]).pos == "noun":
                return True
            if self.word(tokens[place]).pos != "adjective":
                return False
        return False

    def name_is_nominative(self, tokens: Sequence[SlavicToken], at: int, end: int) -> bool:
        """Whether the person's name of these tokens may be the subject."""
        full = [one for one in tokens[at:end] if not _INITIAL.fullmatch(one.text)]
        return (
            bool(full)
            and all(
                self.word(one).may("nomn", "sing") or not self.word(one).cases for one in full[:1]
            )
            and all(
                self.word(one).may("nomn") or not self.word(one).cases or self._indeclinable(one)
                for one in full[1:]
            )
        )

    def _indeclinable(self, token: SlavicToken) -> bool:
        low = token.low
        return low.endswith(self.endings("indeclinable")) or (
            low[-1:] in self.endings("consonants") and not low.endswith(self.endings("oblique"))
        )

    def is_small(self, token: SlavicToken) -> bool:
        """Whether it is a word that no phrase begins with."""
        low = token.low
        return (
            (low in self.words["adverbs"] and low not in self.words["group_nouns"])
            or low in self.words["prepositions"]
            or low in self.words["that"]
            or low in self.words["how"]
            or low in self.words["demonstratives"]
            or low in self.words["relatives"]
            or (low in self.words["opening"])
        )

    def is_name_quote(self, token: SlavicToken) -> bool:
        """Whether the quotation is a name («Вестник») and no words that somebody spoke."""
        inner = token.text.strip(_MARKS)
        return (
            token.kind is SlavicTokenKind.QUOTE
            and not token.spoken
            and len(inner) <= _LONGEST_NAME_QUOTE
            and inner[:1].isupper()
            and inner[-1:] not in ".?!…,"
            and len(inner.split()) <= _AHEAD
        )

    def phrase_end(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> int:
        """Behind the last token of the noun phrase that begins at `at`."""
        person = self._first_person(tokens, at, stop)
        if person is not None:
            return person
        place = at
        head_seen = False
        inside = False
        while place < stop and place - at < LONGEST:
            token = tokens[place]
            if token.kind is SlavicTokenKind.QUOTE:
                if not self.is_name_quote(token):
                    break
                head_seen = True
            elif token.kind is SlavicTokenKind.BRACKET:
                head_seen = head_seen or place > at
            elif token.kind is SlavicTokenKind.NUMBER or (
                token.kind is SlavicTokenKind.MARK and token.text == "№"
            ):
                if place == at:
                    break
            elif token.kind is SlavicTokenKind.WORD:
                low = token.low
                if low in self.words["prepositions"]:
                    if not (head_seen and self._belongs(tokens, at, place, stop)):
                        break
                    inside = True
                elif (
                    self.is_small(token)
                    or low in self.words["possessive_pronouns"]
                    or self._time_follows(token)
                ):
                    break
                else:
                    found = self.word(token)
                    if found.pos in {"verb", "infinitive", "gerund", "short"}:
                        break
                    if head_seen and not inside and not self._continues(token, found):
                        break
                    if head_seen and found.lemma in self.words["told_of"]:
                        break  # «у мерії чутки спростували»
                    head_seen = head_seen or found.pos == "noun"
                    inside = inside and found.pos != "noun"
            else:
                break
            place += 1
        while (
            place > at + 1
            and tokens[place - 1].kind is SlavicTokenKind.WORD
            and tokens[place - 1].low in self.words["prepositions"]
        ):
            place -= 1
        return max(place, at + 1)

    def _time_follows(self, token: SlavicToken) -> bool:
        """Whether «минулого тижня» or «прошлой зимой» begins here."""
        return token.low in lexicon(self.language, "time")["last_words"]

    def _first_person(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> int | None:
        """Behind a person's name that agrees with the phrase that begins at `at`."""
        nominative = self.word(tokens[at]).may("nomn") or tokens[at].kind is SlavicTokenKind.QUOTE
        for place in range(at, min(stop, at + LONGEST)):
            token = tokens[place]
            if token.kind not in {
                SlavicTokenKind.WORD,
                SlavicTokenKind.QUOTE,
                SlavicTokenKind.BRACKET,
                SlavicTokenKind.NUMBER,
                SlavicTokenKind.MARK,
            }:
                return None
            if token.kind is SlavicTokenKind.QUOTE and not self.is_name_quote(token):
                return None
            if token.kind is SlavicTokenKind.WORD:
                if place > at and (
                    self.word(token).pos in {"verb", "gerund", "infinitive"} and not token.capital
                ):
                    return None
                if place > at and token.low in self.words["adverbs"]:
                    return None
                end = self.person_at(tokens, place, stop)
                if end is not None:
                    if place == at or self.name_is_nominative(tokens, place, end) or not nominative:
                        return end
                    return None
        return None

    def _continues(self, token: SlavicToken, found: Word) -> bool:
        """Whether a word goes on with a phrase behind its head: a genitive, a name."""
        if token.capital:
            return True
        return found.may("gent") or not found.cases

    def _belongs(self, tokens: Sequence[SlavicToken], at: int, place: int, stop: int) -> bool:
        """Whether the preposition at `place` opens what belongs to the phrase.

        As in «источник в полиции», «заместитель министра по делам семьи», «учительница из Тараза».
        """
        low = tokens[place].low
        if place + 1 >= stop:
            return False
        following = tokens[place + 1]
        if (
            following.low in self.words["statement_channels"]
            or following.low in self.words["first_person"]
        ):
            return False
        if following.low in lexicon(self.language, "time")["weekday_words"]:
            return False
        head = self.word(tokens[at]).lemma
        role = (
            head in self.words["role_nouns"]
            or head in self.words["anonymous_nouns"]
            or tokens[at].low in self.words["role_nouns"]
        )
        if low in lexicon(self.language, "grammar")["belonging"]:
            return role
        body = (
            self.role_or_body(tokens[at])
            and not any(
                one.capital or one.kind is SlavicTokenKind.QUOTE for one in tokens[at + 1 : place]
            )
            and not tokens[at].text.isupper()
        )
        return low in self.words["in_org"] and (role or body)


def _behind_initialism(name: str) -> int:
    """Where a person's name goes on behind the initialism of a body («Залуцької ОВА Іван Гай»)."""
    if name.isupper():
        return 0
    found = [one for one in _INITIALISM_WORD.finditer(name) if one.group().isupper()]
    return len(name) - len(name[found[-1].end() :].lstrip()) if found else 0


@cache
def nominative_of(text: str, language: str, gender: str | None, number: str) -> str:
    """A common word in the nominative of a gender and number; as it stands where it is not known."""
    if text.isupper() or text.isascii():
        return text
    if language == "ru":
        parse = russian_dictionary().parse(text)[0]
        wanted = {"nomn", number}
        if parse.tag.POS in {"ADJF", "PRTF"} and number == "sing" and gender:
            wanted.add(gender)
        changed = parse.inflect(wanted)
        low = str(changed.word) if changed else text.lower()
    else:
        found = word(text, language)
        if number == "plur":
            return text
        low = found.lemma
        if found.pos == "adjective":
            low = adjective_in(found.lemma, gender)
    return low[:1].upper() + low[1:] if text[0].isupper() else low
