"""Who speaks in the clause of a Russian or Ukrainian cue: its subject, before it or behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Mention
from knowledge.extraction.article_segmentation import SlavicToken, SlavicTokenKind
from knowledge.extraction.morphology import word
from knowledge.extraction.phrase_reading import PhraseReader
from knowledge.languages.registry import lexicon

DELIMITERS = frozenset(
    {SlavicTokenKind.COMMA, SlavicTokenKind.DASH, SlavicTokenKind.COLON, SlavicTokenKind.STOP}
)
"""Kinds of tokens that part the clauses of a sentence."""

Found = tuple[Mention, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause of a cue by token indices: [start, stop)."""

    start: int
    stop: int


class CueSubjects:
    """Finds the subjects of cues in one article.

    Args:
        text: the article.
        reader: reads its noun phrases.
    """

    def __init__(self, text: str, reader: PhraseReader) -> None:
        self.text = text
        self.reader = reader
        self.phrases = reader.phrases
        self.language = reader.language
        self.words = reader.words
        self._lenient = False

    def clause(self, tokens: Sequence[SlavicToken], at: int, last: int) -> Clause:
        """The clause of the cue that reaches from `at` to `last`."""
        start = at
        while start > 0 and not self.breaks(tokens, start - 1):
            start -= 1
        stop = last + 1
        while stop < len(tokens) and not self.breaks(tokens, stop):
            stop += 1
        return Clause(start, stop)

    def breaks(self, tokens: Sequence[SlavicToken], at: int) -> bool:
        """Whether a clause ends at a token: a mark, or words that somebody spoke."""
        token = tokens[at]
        if token.kind in DELIMITERS:
            return True
        if token.kind is not SlavicTokenKind.QUOTE:
            return False
        return token.spoken or not self.phrases.is_name_quote(token)

    def subject(
        self, tokens: Sequence[SlavicToken], at: int, last: int, clause: Clause
    ) -> tuple[Mention | None, tuple[int, int]]:
        """(Who speaks, or None; the tokens that say so, [first, behind the last))."""
        verb = word(tokens[at].text, self.language)
        self._lenient = verb.lemma not in self.words["object"]
        number = "plur" if verb.plural else "sing"
        nothing = (at, last + 1)
        left = self._left(tokens, clause.start, at, number, verb.gender)
        if left is not None:
            return left
        if (
            clause.start > 0
            and tokens[clause.start - 1].kind in {SlavicTokenKind.COMMA, SlavicTokenKind.DASH}
            and self._only_adjuncts(tokens, clause.start, at)
        ):
            behind = self._behind_apposition(tokens, clause.start - 1, number, verb.gender)
            if behind is not None and not self._own_subject(
                tokens, last, clause, number, verb.gender
            ):
                return behind
        right = self._right(tokens, last + 1, clause.stop, number, verb.gender)
        if right is not None:
            return right
        if verb.plural:
            body = self._body_in(tokens, clause.start, at) or self._body_in(
                tokens, last + 1, clause.stop
            )
            if body is not None:
                return body
        quoted = self._from_body(tokens, clause)
        return quoted or (None, nothing)

    def _own_subject(
        self,
        tokens: Sequence[SlavicToken],
        last: int,
        clause: Clause,
        number: str,
        gender: str | None,
    ) -> bool:
        return self._right(tokens, last + 1, clause.stop, number, gender) is not None

    def _pronoun(self, token: SlavicToken, number: str, gender: str | None) -> Mention | None:
        for name, sex, many in (
            ("pronouns_m", "masc", "sing"),
            ("pronouns_f", "femn", "sing"),
            ("pronouns_n", "neut", "sing"),
            ("pronouns_p", None, "plur"),
        ):
            if token.low in self.words[name] and many == number:
                if gender and sex and sex != gender:
                    return None
                return Mention(
                    token.start,
                    token.end,
                    head=token.low,
                    phrase=token.text,
                    pronoun=True,
                    gender=sex,
                    plural=many == "plur",
                    kind=SpeakerKind.GROUP if many == "plur" else SpeakerKind.PERSON,
                )
        return None

    def _agrees(self, mention: Mention, number: str, gender: str | None) -> bool:
        initialism = mention.kind is SpeakerKind.ORGANISATION and mention.head.isupper()
        common = mention.name is None or mention.kind is SpeakerKind.PERSON
        if mention.plural != (number == "plur") and common and not initialism:
            return False
        if (
            gender
            and mention.gender
            and mention.kind is SpeakerKind.PERSON
            and mention.name is None
            and gender == "neut"
        ):
            return False
        return not (
            mention.name
            and mention.kind is SpeakerKind.PERSON
            and gender
            and mention.gender
            and gender not in {mention.gender, "neut"}
            and len(mention.name.split()) > 1
        )

    def _left(
        self, tokens: Sequence[SlavicToken], start: int, at: int, number: str, gender: str | None
    ) -> Found | None:
        found: Found | None = None
        place = start
        while place < at:
            token = tokens[place]
            if (pronoun := self._pronoun(token, number, gender)) is not None:
                found = (pronoun, (place, place + 1))
                place += 1
                continue
            if token.low in self.words["prepositions"] and token.kind is SlavicTokenKind.WORD:
                place = self._behind_prepositional(tokens, place, at)
                continue
            if (
                token.kind in {SlavicTokenKind.WORD, SlavicTokenKind.QUOTE}
                and token.low not in self.words["first_person"]
                and self.phrases.nominative(tokens, place, at, number)
            ):
                end = self.phrases.phrase_end(tokens, place, at)
                mention = self.reader.read(tokens, place, end)
                if self._agrees(mention, number, gender) and self._may_speak(mention):
                    found = (mention, (place, end))
                place = end
                continue
            place += 1
        return found

    def _may_speak(self, mention: Mention) -> bool:
        """Whether the phrase can be a speaker: a name, a role, a body, a group, a document."""
        if mention.name or mention.pronoun:
            return True
        if mention.head in self.words["told_of"]:
            return False  # «слухи в мэрии назвали фейком»
        return (
            any(
                mention.head in self.words[name]
                for name in (
                    "role_nouns",
                    "body_nouns",
                    "group_nouns",
                    "document_nouns",
                    "statement_nouns",
                    "anonymous_nouns",
                    "feminine_roles",
                )
            )
            or mention.anonymous
            or mention.kind in {SpeakerKind.GROUP, SpeakerKind.DOCUMENT}
            or (mention.kind is SpeakerKind.ORGANISATION)
            or (self._lenient and mention.head not in self.words["no_speakers"])
        )

    def _behind_prepositional(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> int:
        """Behind «в среду», «на вопрос агентства», «у себя в канале»."""
        place = at + 1
        while place < stop:
            token = tokens[place]
            if token.kind is SlavicTokenKind.QUOTE or token.kind is SlavicTokenKind.BRACKET:
                place += 1
                break
            if token.kind is SlavicTokenKind.NUMBER:
                place += 1
                continue
            if token.kind is not SlavicTokenKind.WORD:
                break
            if (end := self.phrases.person_at(tokens, place, stop)) is not None:
                return end
            if self.phrases.is_small(token) and token.low not in self.words["demonstratives"]:
                place += 1
                break
            place += 1
            if (
                self.phrases.word(token).pos == "noun"
                and token.low not in self.words["possessive_pronouns"]
            ):
                break
        while place < stop and self._genitive(tokens, place, stop):
            if (end := self.phrases.person_at(tokens, place, stop)) is not None:
                return end
            place += 1
        return max(place, at + 1)

    def _genitive(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> bool:
        """Whether a word only goes on with the phrase before it."""
        token = tokens[at]
        if token.kind in {SlavicTokenKind.BRACKET, SlavicTokenKind.NUMBER}:
            return True
        if token.kind is SlavicTokenKind.QUOTE:
            return self.phrases.is_name_quote(token)
        if token.kind is not SlavicTokenKind.WORD or self.phrases.is_small(token):
            return False
        if (end := self.phrases.person_at(tokens, at, stop)) is not None:
            return not self.phrases.name_is_nominative(tokens, at, end)
        found = self.phrases.word(token)
        if found.pos in {"verb", "infinitive", "gerund"}:
            return False
        if token.text.isupper() and at > 0:
            return True
        return found.may("gent") and not found.may("nomn", "sing")

    def _right(
        self, tokens: Sequence[SlavicToken], start: int, stop: int, number: str, gender: str | None
    ) -> Found | None:
        place = start
        addressed: Found | None = None
        while place < stop:
            token = tokens[place]
            if (pronoun := self._pronoun(token, number, gender)) is not None:
                return pronoun, (place, place + 1)
            if token.kind is SlavicTokenKind.WORD and token.low in self.words["prepositions"]:
                place = self._behind_prepositional(tokens, place, stop)
                continue
            if (
                token.kind in {SlavicTokenKind.WORD, SlavicTokenKind.QUOTE}
                and token.low not in self.words["first_person"]
                and self.phrases.nominative(tokens, place, stop, number)
            ):
                end = self.phrases.phrase_end(tokens, place, stop)
                mention = self.reader.read(tokens, place, end)
                if self._agrees(mention, number, gender) and self._may_speak(mention):
                    if token.kind is SlavicTokenKind.QUOTE and end > place + 1:
                        place += 1  # «повідомила „Віснику“ Ганна Лісова»
                        continue
                    if (
                        (token.text.isupper() or token.kind is SlavicTokenKind.QUOTE)
                        and end == place + 1
                        and end < stop
                    ):
                        addressed = addressed or (mention, (place, end))  # «сообщил ТАСС глава …»
                        place = end
                        continue
                    mention, end = self._with_apposition(tokens, mention, end, stop)
                    return mention, (place, end)
                place = max(end, place + 1)
                continue
            place += 1
        return addressed if number == "sing" else None

    def _with_apposition(
        self, tokens: Sequence[SlavicToken], mention: Mention, end: int, stop: int
    ) -> tuple[Mention, int]:
        """Take in «…, заступник керівника прокуратури» or «… из областного управления» behind a name."""
        if mention.name is None or mention.kind is not SpeakerKind.PERSON:
            return mention, end
        if end < stop and tokens[end].low in self.words["from_whom"] and mention.role is None:
            last = self.phrases.phrase_end(tokens, end + 1, stop) if end + 1 < stop else end
            if last > end + 1:
                return replace(
                    mention, role=self.text[tokens[end + 1].start : tokens[last - 1].end]
                ), last
        if end == stop and stop + 1 < len(tokens) and tokens[stop].kind is SlavicTokenKind.COMMA:
            begin = stop + 1
            if (
                tokens[begin].kind is SlavicTokenKind.WORD
                and not tokens[begin].capital
                and self._role_at(tokens, begin)
            ):
                last = self.phrases.phrase_end(tokens, begin, len(tokens))
                closes = last >= len(tokens) or tokens[last].kind in DELIMITERS
                if closes:
                    role = self.text[tokens[begin].start : tokens[last - 1].end]
                    return replace(mention, role=mention.role or role), last
        return mention, end

    def _role_at(self, tokens: Sequence[SlavicToken], at: int) -> bool:
        for place in range(at, min(at + 4, len(tokens))):
            token = tokens[place]
            if token.kind is not SlavicTokenKind.WORD:
                return False
            if (
                token.low in self.words["role_nouns"]
                or self.phrases.word(token).lemma in self.words["role_nouns"]
            ):
                return self.phrases.word(token).may("nomn") or token.low in self.words["role_nouns"]
            if (
                self.phrases.word(token).pos != "adjective"
                and token.low not in self.words["possessive_pronouns"]
            ):
                return False
        return False

    def _only_adjuncts(self, tokens: Sequence[SlavicToken], start: int, at: int) -> bool:
        place = start
        while place < at:
            token = tokens[place]
            if token.kind is SlavicTokenKind.WORD and token.low in self.words["prepositions"]:
                place = self._behind_prepositional(tokens, place, at)
            elif (
                self.phrases.is_small(token)
                or token.low in self.words["demonstratives"]
                or token.low in self.words["first_person"]
                or token.low in self.words["negations"]
                or not self.phrases.word(token).may("nomn")
            ):
                place += 1
            else:
                return False
        return True

    def _behind_apposition(
        self, tokens: Sequence[SlavicToken], comma: int, number: str, gender: str | None
    ) -> Found | None:
        """The subject before an insertion: «Гелена Браздова, главный следователь, утверждает»."""
        opening = comma - 1
        while opening > 0 and tokens[opening].kind not in DELIMITERS:
            opening -= 1
        if opening <= 0 or tokens[opening].kind not in {
            SlavicTokenKind.COMMA,
            SlavicTokenKind.DASH,
        }:
            return None
        start = opening
        while start > 0 and not self.breaks(tokens, start - 1):
            start -= 1
        found = self._left(tokens, start, opening, number, gender)
        if found is None:
            return None
        mention, (first, end) = found
        if mention.pronoun:
            return None
        inner = self.text[tokens[opening + 1].start : tokens[comma - 1].end]
        if (
            mention.name is None
            and (named := self._named_body(tokens, opening + 1, comma)) is not None
        ):
            mention = replace(named, role=named.role or mention.phrase)
        elif self._role_at(tokens, opening + 1) and mention.name and not mention.role:
            mention = replace(mention, role=inner)
        elif (
            end == opening
            and mention.name is not None
            and mention.kind is SpeakerKind.PERSON
            and mention.role is None
        ):
            pass
        if self.words.pattern("anonymous_phrases").search(inner):
            mention = replace(mention, anonymous=True)
        if end != opening and not self._only_adjuncts(tokens, end, opening):
            return None
        return mention, (first, comma + 1)

    def _named_body(self, tokens: Sequence[SlavicToken], start: int, stop: int) -> Mention | None:
        """The name that stands between commas behind a role: «Подрядчик, компания „Гидрострой“,»."""
        if not self.phrases.nominative(tokens, start, stop, "sing"):
            return None
        end = self.phrases.phrase_end(tokens, start, stop)
        mention = self.reader.read(tokens, start, end)
        return mention if mention.name and end == stop else None

    def _body_in(self, tokens: Sequence[SlavicToken], start: int, stop: int) -> Found | None:
        """«В МЧС», «у пресслужбі компанії»: who speaks where a plural verb has no subject."""
        best = None
        for at in range(start, stop - 1):
            if (
                tokens[at].low not in self.words["in_org"]
                or tokens[at].kind is not SlavicTokenKind.WORD
            ):
                continue
            if (
                at > start
                and tokens[at - 1].kind is SlavicTokenKind.WORD
                and tokens[at - 1].low in self.words["prepositions"]
            ):
                continue
            following = tokens[at + 1]
            if (
                following.low in lexicon(self.language, "time")["weekday_words"]
                or following.kind is SlavicTokenKind.NUMBER
            ):
                continue
            if (
                following.low in lexicon(self.language, "time").tables["months"]
                or following.low in self.words["statement_channels"]
            ):
                continue
            if (
                following.low in self.words["first_person"]
                or following.low in self.words["possessive_pronouns"]
            ):
                continue
            end = self.phrases.phrase_end(tokens, at + 1, stop)
            mention = self.reader.read(tokens, at + 1, end, governed=True)
            body = mention.kind is SpeakerKind.ORGANISATION or any(
                self.phrases.word(one).lemma in self.words["organ_words"]
                for one in tokens[at + 1 : end]
                if one.kind is SlavicTokenKind.WORD
            )
            if body and mention.head not in self.words["document_nouns"]:
                best = (replace(mention, kind=SpeakerKind.ORGANISATION, plural=False), (at, end))
                if stop <= start or at >= start:
                    return best
        return best

    def _from_body(self, tokens: Sequence[SlavicToken], clause: Clause) -> Found | None:
        """«там» stands for the body that spoke last; nobody else."""
        for place in range(clause.start, clause.stop):
            if (
                tokens[place].low in self.words["there"]
                and tokens[place].kind is SlavicTokenKind.WORD
            ):
                return Mention(
                    tokens[place].start,
                    tokens[place].end,
                    head=tokens[place].low,
                    phrase=tokens[place].text,
                    pronoun=True,
                    kind=SpeakerKind.ORGANISATION,
                    plural=True,
                ), (place, place + 1)
        return None
