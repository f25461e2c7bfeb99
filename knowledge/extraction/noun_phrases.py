"""Noun phrases of Russian and Ukrainian that may stand for a speaker."""

import re
from collections.abc import Sequence
from functools import cache

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Mention
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
_SHORTEST_STEM = 6
_INITIALISM_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,6}(?!\S)")
_OPENERS = '.?!…\n—–«“"' + " "
_MARKS = '«»„“”"'
_LONGEST_NAME_QUOTE = 60  # characters of a name in quotation marks


class Phrases:
    """Finds and reads the noun phrases of one article.

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
        self._organisations: dict[int, int] = {}
        self._places: set[int] = set()
        for one in entities:
            if one.kind == PERSON and (start := self._trimmed(one)) is not None:
                self._persons[start] = one.end
            elif one.kind == ORGANISATION:
                self._organisations[one.start] = one.end
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

    def _endings(self, name: str) -> tuple[str, ...]:
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
            odd = alone and (self._role_or_body(token) or not self._surname(token))
            if odd and last <= within:
                return at + 1 if self._unknown_name(tokens, at) else None
            return self._of_one_case(tokens, at, max(within, last))
        if last - at == 1 and self._surname(token) and not self._role_or_body(token):
            return at + 1
        if (
            last - at >= _FULL
            and token.start not in self._organisations
            and not self._role_or_body(token)
            and not token.text.isupper()
            and not token.text.isascii()
        ):
            if self._organisations.get(token.start) is not None:
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
                self._endings("adjectival")
            )
            if tokens[at].low.endswith(self._endings("adjectival")) and following.pos == "noun":
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
            and not self._role_or_body(tokens[at])
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

    def _role_or_body(self, token: SlavicToken) -> bool:
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
            return self.is_name_quote(token)
        if token.kind is not SlavicTokenKind.WORD or self.is_small(token):
            return False
        if self._counts(tokens, at, stop):
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

    def _counts(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> bool:
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
        return low.endswith(self._endings("indeclinable")) or (
            low[-1:] in self._endings("consonants") and not low.endswith(self._endings("oblique"))
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
            self._role_or_body(tokens[at])
            and not any(
                one.capital or one.kind is SlavicTokenKind.QUOTE for one in tokens[at + 1 : place]
            )
            and not tokens[at].text.isupper()
        )
        return low in self.words["in_org"] and (role or body)

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
                if (stop := self.person_at(tokens, place, end)) is not None
            ),
            None,
        )
        first, last = tokens[at].start, tokens[end - 1].end
        head_at = self.head(tokens, at, person[0] if person else end)
        head_word = self.word(tokens[head_at]) if head_at is not None else None
        head = self._head_lemma(tokens[head_at]) if head_at is not None else ""
        nominative = (
            self.word(tokens[at]).may("nomn") or tokens[at].kind is not SlavicTokenKind.WORD
        )
        if person is not None and not (
            not governed
            and nominative
            and person[0] > at
            and not self.name_is_nominative(tokens, *person)
        ):
            name, gender = self.name(tokens[person[0] : person[1]])
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
        if self._counts(tokens, at, end):
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
                    or one.start in self._organisations
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
            if not (self.is_name_quote(token) or latin):
                continue
            before = [one for one in tokens[at:place] if one.kind is SlavicTokenKind.WORD]
            if (
                before
                and self._role_or_body(before[-1] if latin else before[0])
                | self._role_or_body(before[-1])
                and all(not one.capital or one.start == tokens[at].start for one in before)
                and not any(one.low in self.words["prepositions"] for one in before)
            ):
                if latin and any(
                    self.word(one).may("gent") and not self.word(one).may("nomn")
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
                found = self.word(token)
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
            else self.word(token).lemma
        )

    def is_listed(self, token: SlavicToken, *names: str) -> bool:
        """Whether a word list has the word in some form; simplemma does not know every case."""
        lemma = self.word(token).lemma
        if any(one in self.words[name] for name in names for one in (token.low, lemma)):
            return True
        if self.language != "uk" or len(token.low) <= _SHORTEST_STEM:
            return False
        stem = token.low[:-1]
        return any(
            one[:-1] == stem or (one == stem and one[-1:] in self._endings("consonants"))
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
        if self.word(token).lemma in self.words["body_nouns"] | self.words["role_nouns"]:
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
        found = self.word(tokens[head_at])
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
            or tokens[at].start in self._organisations
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

    def name(self, tokens: Sequence[SlavicToken]) -> tuple[str, str | None]:
        """A person's name in the nominative, and their gender where it can be told."""
        return nominative_name(tuple(one.text for one in tokens), self.language)

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
            self.word(tokens[place]).may("nomn")
            for place in agreeing
            if tokens[place].kind is SlavicTokenKind.WORD
        ):
            return text
        noun = self.word(tokens[head])
        sex = "femn" if self._listed(tokens[head]) else noun.gender
        number = "plur" if noun.cases and all(one[1] == "plur" for one in noun.cases) else "sing"
        words = []
        for place in agreeing:
            token = tokens[place]
            changed = (
                self._listed(token) or nominative_of(token.text, self.language, sex, number)
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


@cache
def nominative_name(words: tuple[str, ...], language: str) -> tuple[str, str | None]:
    """A person's name in the nominative and the gender that it tells."""
    from knowledge.extraction.morphology import nominative  # noqa: PLC0415

    return nominative(words, language)
