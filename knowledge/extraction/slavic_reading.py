"""Reads a Russian or Ukrainian article: its credits with who is behind them."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.domain import Kind, SpeakerKind
from knowledge.extraction.annotations import Credit, Mention, UncreditedSentence
from knowledge.extraction.article_segmentation import (
    SlavicSentence,
    SlavicToken,
    SlavicTokenKind as TokenKind,
)
from knowledge.extraction.coreference import Discourse, DiscourseEntity
from knowledge.extraction.credit_linking import Source, Spoken
from knowledge.extraction.decontextualisation import Surroundings, opening_lines, topic_of
from knowledge.extraction.language_models import (
    ORGANISATION,
    PERSON,
    PLACE,
    NamedEntity as Name,
    slavic_entities,
)
from knowledge.extraction.morphology import is_common, word
from knowledge.extraction.quotation_frames import Frames
from knowledge.extraction.saying_circumstances import slavic_kind
from knowledge.extraction.sentence_splitting import TranscriptTurn, transcript
from knowledge.languages.registry import lexicon

_ROLE_AND_COMMA = 6
_ROLE_WITHIN = 9  # tokens before a name in which its role stands


class SlavicReading:
    """One article.

    Args:
        text: the article.
        language: "ru" or "uk".
        published: EDTF, or None.
    """

    def __init__(self, text: str, language: str, published: str | None) -> None:
        self.text = text
        self.language = language
        self.words = lexicon(language, "attribution")
        tagged = slavic_entities(text)
        names = [one for one in tagged if one.kind != PERSON or self._may_be_person(one)]
        self.frames = Frames(text, language, names)
        self.discourse = Discourse(language, text.count)
        self._bodies = sorted(
            (one for one in names if one.kind == ORGANISATION), key=lambda one: one.start
        )
        lines = opening_lines(
            [
                text[one.start : one.end]
                for one in self.frames.sentences
                if one.first or not one.paragraph
            ]
        )
        places = [text[one.start : one.end] for one in tagged if one.kind == PLACE]
        self.source = Source(
            text,
            language,
            published,
            self._offsets,
            self._kind,
            Surroundings(
                language,
                published,
                topic_of(lines, places, language),
                self.discourse.body,
                self._meant,
                self._rival,
            ),
            lambda each: word(each, language).lemma in self.words["speech"],
        )
        self._noted: set[int] = set()
        self._crediting: set[int] = set()

    @property
    def sentences(self) -> Sequence[SlavicSentence]:
        """Its sentences."""
        return self.frames.sentences

    def spoken(self) -> list[Spoken]:
        """Every credit with its speaker, in the order of the article."""
        by_sentence: dict[int, list[Credit]] = {}
        for credit in self.frames.credits():
            by_sentence.setdefault(credit.begun, []).append(credit)
        self._crediting = set(by_sentence)
        found: list[Spoken] = []
        labels = transcript(
            self.text,
            [
                TranscriptTurn(one.start, one.end, one.paragraph, one.index)
                for one in self.frames.sentences
            ],
            self._label,
        )
        for sentence in self.frames.sentences:
            if sentence.paragraph in labels:
                turn = labels[sentence.paragraph]
                if sentence.first and turn is not None:
                    found.append(Spoken(turn, self._speaker(turn)))
                continue
            here = sorted(by_sentence.get(sentence.index, []), key=lambda one: one.cue)
            for credit in here:
                limit = credit.mention.start if credit.mention else credit.cue[0]
                self._note(sentence, limit)
                entity = self._speaker(credit)
                found.append(Spoken(credit, entity))
            self._note(sentence, sentence.end)
        return found

    def passages(self, credited: Sequence[tuple[int, int]]) -> list[UncreditedSentence]:
        """The sentences that credit nobody.

        Args:
            credited: the stretches that credits take up.
        """
        phrases = self.frames.phrases
        return [
            UncreditedSentence(one.start, one.end, one.paragraph, one.index)
            for one in self.frames.sentences
            if one.paragraph > 0
            and not one.dialogue
            and not any(start < one.end and one.start < end for start, end in credited)
            and not any(
                token.kind is TokenKind.QUOTE and not phrases.is_name_quote(token)
                for token in one.tokens
            )
            and any(
                (token.kind is TokenKind.WORD and phrases.word(token).pos in {"verb", "short"})
                or token.low.endswith(tuple(lexicon(self.language, "grammar")["participles"]))
                for token in one.tokens
            )
        ]

    def _label(self, start: int, end: int) -> Mention:
        """The mention that a label of a transcript makes."""
        tokens = [
            token
            for one in self.frames.sentences
            if one.start <= start < one.end
            for token in one.tokens
            if start <= token.start and token.end <= end
        ]
        return self.frames.reader.read(tokens, 0, len(tokens)) if tokens else Mention(start, end)

    def _speaker(self, credit: Credit) -> DiscourseEntity | None:
        if credit.mention is None:
            return self.discourse.last(credit.paragraph)
        mention = credit.mention
        if mention.pronoun and mention.kind is SpeakerKind.DOCUMENT:
            before = self.discourse.last(credit.paragraph - 1)
            body = before is not None and before.kind is SpeakerKind.ORGANISATION
            return self.discourse.last(credit.paragraph) or (before if body else None)
        if mention.head in self.words["there"]:
            return self.discourse.last_body(credit.paragraph)
        entity = self.discourse.speaker(mention, credit.paragraph, credit.begun)
        paper = credit.cue_lemma in self.words["writing"] and mention.name is not None
        if entity is not None and paper and entity.kind is SpeakerKind.ORGANISATION:
            entity.role = entity.role or next(iter(self.words["outlet"]))
        return entity

    def _note(self, sentence: SlavicSentence, limit: int) -> None:
        """Take note of the persons and bodies named in a sentence up to an offset, once each."""
        tokens = sentence.tokens
        at = 0
        while at < len(tokens) and tokens[at].start < limit:
            end = self.frames.phrases.person_at(tokens, at, len(tokens))
            if end is None:
                self._note_common(tokens, at, sentence)
                at += 1
                continue
            if tokens[at].start not in self._noted:
                self._noted.add(tokens[at].start)
                first = self._role_start(tokens, at)
                oblique = not self.frames.phrases.name_is_nominative(tokens, at, end) or (
                    first < at and not self.frames.phrases.word(tokens[first]).may("nomn", "sing")
                )
                if first < at and tokens[at - 1].kind is TokenKind.COMMA:
                    role = self.frames.reader.nominative_phrase(
                        tokens, first, at - 1, governed=oblique
                    )
                    mention = replace(
                        self.frames.reader.read(tokens, at, end, governed=oblique), role=role
                    )
                else:
                    mention = self.frames.reader.read(tokens, first, end, governed=oblique)
                if mention.role is None:
                    mention = replace(mention, role=self._apposition(tokens, end))
                if mention.name and mention.kind is SpeakerKind.PERSON:
                    entity = self.discourse.note(mention, sentence.paragraph, sentence.index)
                    if entity is not None and not oblique and sentence.index not in self._crediting:
                        entity.focus.append((sentence.paragraph, sentence.index))
            at = end
        for one in self._bodies:
            if (
                sentence.start <= one.start < min(limit, sentence.end)
                and one.start not in self._noted
            ):
                self._noted.add(one.start)
                self._note_body(tokens, one, sentence)

    def _note_common(
        self, tokens: Sequence[SlavicToken], at: int, sentence: SlavicSentence
    ) -> None:
        """Take note of «жильцы» and of «компании „Ольвар“», which the tagger does not know."""
        token = tokens[at]
        if token.kind is not TokenKind.WORD or token.start in self._noted:
            return
        phrases = self.frames.phrases
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            self.frames.reader.is_listed(token, "body_nouns", "media_nouns")
            and following is not None
            and phrases.is_name_quote(following)
        ):
            self._noted.add(token.start)
            self._noted.add(following.start)
            mention = self.frames.reader.read(tokens, at, at + 2, governed=True)
            if mention.name:
                self.discourse.note(mention, sentence.paragraph, sentence.index)
        elif token.low in self.words["group_nouns"] and phrases.word(token).may("nomn", "plur"):
            self._noted.add(token.start)
            mention = self.frames.reader.read(
                tokens, at, phrases.phrase_end(tokens, at, len(tokens))
            )
            if mention.kind is SpeakerKind.GROUP:
                self.discourse.note(mention, sentence.paragraph, sentence.index)

    def _apposition(self, tokens: Sequence[SlavicToken], end: int) -> str | None:
        """The role behind a name: «Вікторії Мороз, директорці „Водоканалу“,»."""
        phrases = self.frames.phrases
        if end + 1 >= len(tokens) or tokens[end].kind is not TokenKind.COMMA:
            return None
        first = end + 1
        place = first
        while (
            place < len(tokens)
            and place < first + 3
            and phrases.word(tokens[place]).pos == "adjective"
            and not tokens[place].capital
        ):
            place += 1
        if (
            place >= len(tokens)
            or tokens[place].capital
            or not self.frames.reader.is_listed(tokens[place], "role_nouns", "feminine_roles")
        ):
            return None
        last = phrases.phrase_end(tokens, first, len(tokens))
        if last < len(tokens) and tokens[last].kind not in {
            TokenKind.COMMA,
            TokenKind.STOP,
            TokenKind.DASH,
        }:
            return None
        return self.frames.reader.nominative_phrase(
            tokens, first, last, governed=not phrases.word(tokens[place]).may("nomn", "sing")
        )

    def _note_body(
        self, tokens: Sequence[SlavicToken], name: Name, sentence: SlavicSentence
    ) -> None:
        first = next(
            (
                at
                for at, one in enumerate(tokens)
                if one.start >= name.start or (one.start <= name.start < one.end)
            ),
            None,
        )
        if first is None:
            return
        end = first + 1
        while end < len(tokens) and tokens[end].end <= name.end:
            end += 1
        if end < len(tokens) and tokens[end].kind is TokenKind.BRACKET:
            end += 1
        before = first
        while (
            before > 0
            and tokens[before - 1].kind is TokenKind.WORD
            and not tokens[before - 1].capital
            and self.frames.phrases.word(tokens[before - 1]).lemma in self.words["body_nouns"]
        ):
            before -= 1
        mention = self.frames.reader.read(tokens, before, end, governed=True)
        if mention.kind is SpeakerKind.ORGANISATION and mention.name:
            self.discourse.note(mention, sentence.paragraph, sentence.index)

    def _role_start(self, tokens: Sequence[SlavicToken], at: int) -> int:
        first = at
        for place in range(at - 1, max(-1, at - _ROLE_WITHIN), -1):
            token = tokens[place]
            if token.kind is TokenKind.QUOTE and self.frames.phrases.is_name_quote(token):
                continue
            if token.kind is TokenKind.COMMA and place == at - 1 and place > 0:
                continue  # «самого директора, Алексея Крылова»
            if (
                token.kind is not TokenKind.WORD
                or token.low in self.words["adverbs"]
                or token.low in self.words["prepositions"]
            ):
                break
            found = self.frames.phrases.word(token)
            if found.pos in {"verb", "gerund", "infinitive"} and not token.capital:
                break
            if token.low in self.words["role_nouns"] or found.lemma in self.words["role_nouns"]:
                first = place
            elif (
                place == first - 1
                and first < at
                and found.pos == "adjective"
                and found.cases & self.frames.phrases.word(tokens[first]).cases
                and token.low not in self.words["possessive_pronouns"]
            ):
                first = place  # «операционный директор»
        if (
            first < at
            and tokens[at - 1].kind is TokenKind.COMMA
            and at + 1 - first > _ROLE_AND_COMMA
        ):
            return at
        return first

    def _may_be_person(self, name: Name) -> bool:
        piece = self.text[name.start : name.end]
        first = piece.split()[0].lower().strip(".,")
        return (
            first not in self.words["role_nouns"]
            and first not in self.words["body_nouns"]
            and first not in self.words["no_titles"]
        )

    def _meant(self, at: int, pronoun: str) -> str | None:
        """What «он» stands for: the one subject of the sentence before that agrees with it.

        Nothing where its own sentence or a person's name may be meant as well.
        """
        sort = lexicon(self.language, "claims").tables["third"][pronoun]
        sentences = self.frames.sentences
        index = next((place for place, one in enumerate(sentences) if one.start <= at < one.end), 0)
        here = sentences[index]
        if index == 0 or self._agreeing(here.tokens, here.start, at, sort, subjects=False):
            return None
        before = sentences[index - 1]
        near = before.paragraph == here.paragraph or here.first
        if not near or before.paragraph == 0 or self._names_somebody(before):
            return None
        found = self._agreeing(before.tokens, before.start, before.end, sort)
        return found[0] if len(found) == 1 else None

    def _names_somebody(self, sentence: SlavicSentence) -> bool:
        return any(
            self.frames.phrases.person_at(sentence.tokens, at, len(sentence.tokens)) is not None
            for at, token in enumerate(sentence.tokens)
            if token.kind is TokenKind.WORD
        )

    def _rival(self, start: int, at: int, pronoun: str) -> bool:
        """Whether somebody other than the speaker is spoken of between two offsets."""
        sort = lexicon(self.language, "claims").tables["third"][pronoun]
        sentence = next((one for one in self.frames.sentences if one.start <= at < one.end), None)
        if sentence is None:
            return False
        persons = any(
            start <= token.start < at
            and self.frames.phrases.person_at(sentence.tokens, place, len(sentence.tokens))
            for place, token in enumerate(sentence.tokens)
            if token.kind is TokenKind.WORD
        )
        return persons or any(
            each in self.words["role_nouns"]
            for phrase in self._agreeing(sentence.tokens, start, at, sort)
            for each in phrase.casefold().split()
        )

    def _agreeing(
        self,
        tokens: Sequence[SlavicToken],
        start: int,
        end: int,
        sort: str,
        *,
        subjects: bool = True,
    ) -> list[str]:
        """The nouns of a stretch that a pronoun may stand for; genitives only describe another.

        Args:
            tokens: of the sentence.
            start: where the stretch begins.
            end: where it ends.
            sort: "masc", "femn", "neut" or "plur".
            subjects: only those that may be subjects.
        """
        phrases = self.frames.phrases
        found: dict[str, None] = {}
        for at, token in enumerate(tokens):
            if not (start <= token.start < end) or token.kind is not TokenKind.WORD:
                continue
            read = phrases.word(token)
            number = "plur" if sort == "plur" else "sing"
            if (
                read.pos != "noun"
                or token.text.isupper()
                or phrases.is_small(token)
                or not any(
                    read.may(case, number)
                    for case in (("nomn",) if subjects else ("nomn", "accs", "datv", "ablt"))
                )
                or sort not in {"plur", read.gender}
                or token.low in lexicon(self.language, "claims").tables["third"]
                or phrases.person_at(tokens, at, len(tokens)) is not None
            ):
                continue
            first = at
            while (
                first > 0
                and tokens[first - 1].kind is TokenKind.WORD
                and phrases.word(tokens[first - 1]).pos == "adjective"
                and phrases.word(tokens[first - 1]).may("nomn", number)
            ):
                first -= 1
            shown = self.text[tokens[first].start : token.end]
            found[shown if tokens[first].text.isupper() else _lowered(shown)] = None
        return list(found)

    def _offsets(self, index: int) -> tuple[int, int]:
        sentence = self.frames.sentences[index]
        return sentence.start, sentence.end

    def _kind(self, credit: Credit, content: str, entity: DiscourseEntity | None) -> Kind:
        del entity
        return slavic_kind(credit, content, self.language)


def _lowered(phrase: str) -> str:
    first = phrase.split(maxsplit=1)[0]
    return phrase[:1].lower() + phrase[1:] if is_common(first) else phrase
