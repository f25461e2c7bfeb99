"""Credits without a verb of speech: «по словам X», «згідно зі звітом», «говорится в заявлении»."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Credit, Mention, Offsets
from knowledge.extraction.article_segmentation import SlavicSentence, SlavicToken, SlavicTokenKind
from knowledge.extraction.cue_subjects import Clause, CueSubjects
from knowledge.extraction.frame_contents import FrameContents
from knowledge.extraction.noun_phrases import nominative_of
from knowledge.extraction.phrase_reading import PhraseReader
from knowledge.languages.registry import lexicon

_NEAR_START = 2  # tokens before a phrase that still opens its sentence


class CitedSources:
    """Finds such credits in one article.

    Args:
        text: the article.
        subjects: finds clauses.
        contents: finds contents.
        reader: reads noun phrases.
    """

    def __init__(
        self, text: str, subjects: CueSubjects, contents: FrameContents, reader: PhraseReader
    ) -> None:
        self.text = text
        self.subjects = subjects
        self.contents = contents
        self.reader = reader
        self.phrases = reader.phrases
        self.language = reader.language
        self.words = reader.words
        self.grammar = lexicon(reader.language, "grammar")

    def according(self, sentence: SlavicSentence, at: int) -> tuple[Credit, int] | None:
        """«По словам X, …»: (the credit of a phrase at `at`, the last token that it uses)."""
        tokens = sentence.tokens
        token = tokens[at]
        if token.kind is not SlavicTokenKind.WORD:
            return None
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None:
            return None
        mention: Mention | None = None
        cue_end = at + 1
        end = at
        if (
            token.low in self.words["before_sources"]
            and following.low in self.words["sources_phrase"]
        ):
            start = at + 2
        elif (
            token.low in self.words["before_sources"]
            and following.low in self.words["possessive_pronouns"]
            and at + 2 < len(tokens)
            and tokens[at + 2].low in self.words["sources_phrase"]
        ):
            mention, end, cue_end = self._possessor(following), at + 3, at + 2
            start = end
        elif token.low in self.words["before_sources"] and self._first_person_source(tokens, at):
            return None
        elif token.low in self.words["according"]:
            start = at + 1
            while (
                start < len(tokens)
                and tokens[start].low in self.words["from_whom"] | self.grammar["upto"]
            ):
                start += 1
            cue_end = at
        elif token.low in self.words["citing_word"] if "citing_word" in self.words.words else False:
            return None
        else:
            return None
        if mention is None:
            while start < len(tokens) and tokens[start].low in self.words["adverbs"]:
                start += 1
            read = self._genitive_source(tokens, start)
            if read is None:
                return None
            mention, end = read
        contents = self.contents.around(tokens, at, end)
        if not self.contents.enough(contents):
            return None
        anonymous = mention.anonymous or (
            mention.name is None
            and bool(
                self.words.pattern("anonymous_phrases").search(
                    self.text, sentence.start, sentence.end
                )
            )
        )
        credit = Credit(
            replace(mention, anonymous=anonymous),
            (token.start, tokens[cue_end].end),
            contents,
            "according",
            sentence.paragraph,
            sentence.index,
            sentence.index,
            tokens[cue_end].low,
            assessment=tokens[cue_end].low in self.grammar["opinions"],
        )
        whole_rest = contents[-1][1] >= tokens[-1].start - 1
        return credit, (
            len(tokens)
            if whole_rest and at <= _NEAR_START and not self._another(tokens, end)
            else end
        ) - 1

    def _another(self, tokens: Sequence[SlavicToken], start: int) -> bool:
        """Whether a later clause of the sentence credits somebody of its own."""
        for place in range(start, len(tokens)):
            if self.contents.is_cue(tokens[place]) is not None:
                return True
        return False

    def _first_person_source(self, tokens: Sequence[SlavicToken], at: int) -> bool:
        return tokens[at + 1].low in self.words["first_person"]

    def _possessor(self, token: SlavicToken) -> Mention:
        low = token.low
        gender = self.grammar.tables["genders_of_possessors"].get(low)
        return Mention(
            token.start,
            token.end,
            head=low,
            phrase=token.text,
            pronoun=True,
            gender=gender,
            plural=gender is None,
            kind=SpeakerKind.PERSON if gender else SpeakerKind.GROUP,
        )

    def _genitive_source(
        self, tokens: Sequence[SlavicToken], start: int
    ) -> tuple[Mention, int] | None:
        if (
            start >= len(tokens)
            or tokens[start].low in self.words["first_person"] - self.grammar["ours"]
        ):
            return None
        stop = start
        while stop < len(tokens) and not self.subjects.breaks(tokens, stop):
            stop += 1
        if stop <= start:
            return None
        while start < stop and tokens[start].low in self.grammar["ours"] | self.grammar["own"]:
            start += 1
        if start >= stop:
            return None
        end = self._end_of_genitive(tokens, start, stop)
        mention = self.reader.read(tokens, start, end, governed=True)
        end = self._behind_date(tokens, end, stop)
        if end == stop and stop < len(tokens) and tokens[stop].kind is SlavicTokenKind.COMMA:
            apposition = self._genitive_insertion(tokens, stop)
            if apposition is not None:
                phrase = mention.phrase
                inner = self.text[tokens[stop].start : tokens[apposition - 1].end]
                if mention.name is None:
                    first = tokens[stop + 1]
                    changed = nominative_of(first.text, self.language, mention.gender, "sing")
                    inner = inner.replace(first.text, changed, 1)
                    mention = replace(mention, phrase=f"{phrase}{inner}")
                return mention, apposition
        return mention, end

    def _behind_date(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> int:
        """Behind «від 5 лютого», which tells of which day a document is."""
        months = lexicon(self.language, "time").tables["months"]
        if (
            at + 2 < len(tokens)
            and at + 2 < stop
            and tokens[at].low in self.words["of_day"]
            and tokens[at + 1].kind is SlavicTokenKind.NUMBER
            and tokens[at + 2].low in months
        ):
            years = lexicon(self.language, "time")["year_words"]
            at += 3
            while at < stop and (
                tokens[at].kind is SlavicTokenKind.NUMBER or tokens[at].low in years
            ):
                at += 1
        return at

    def _end_of_genitive(self, tokens: Sequence[SlavicToken], start: int, stop: int) -> int:
        for place in range(start, stop):
            if (end := self.phrases.person_at(tokens, place, stop)) is not None:
                return end
        end = self.phrases.phrase_end(tokens, start, stop)
        named = end < stop and tokens[end].low in self.grammar["fields"]
        if named and stop < len(tokens) and tokens[stop].kind is SlavicTokenKind.COMMA:
            return stop  # «Державної служби з надзвичайних ситуацій»
        return end

    def _genitive_insertion(self, tokens: Sequence[SlavicToken], comma: int) -> int | None:
        """Behind «, близкого к следствию» or «, жившей на первом этаже»: they describe the source."""
        if comma + 1 >= len(tokens):
            return None
        first = tokens[comma + 1]
        describing = first.low in self.words["relatives"] or (
            first.kind is SlavicTokenKind.WORD
            and not first.capital
            and self.phrases.word(first).pos == "adjective"
            and self.phrases.word(first).may("gent")
            and not self.phrases.word(first).may("nomn")
        )
        if not describing:
            return None
        at = comma + 1
        while at < len(tokens) and tokens[at].kind is not SlavicTokenKind.COMMA:
            if tokens[at].kind in {SlavicTokenKind.COLON, SlavicTokenKind.STOP}:
                return None
            at += 1
        return at if at < len(tokens) else None

    def impersonal(
        self, sentence: SlavicSentence, at: int, clause: Clause
    ) -> tuple[Credit, int] | None:
        """«говорится в заявлении компании», «утверждается там же»."""
        tokens = sentence.tokens
        mention: Mention | None = None
        put_in = False
        for start, stop in ((clause.start, clause.stop), self._before_insertion(tokens, clause)):
            if mention is None:
                mention = self._cited(tokens, at, start, stop)
                put_in = mention is not None and start != clause.start
        if mention is None and any(
            one.low in self.words["there"] for one in tokens[clause.start : clause.stop]
        ):
            token = next(
                one for one in tokens[clause.start : clause.stop] if one.low in self.words["there"]
            )
            mention = Mention(
                token.start,
                token.end,
                head=token.low,
                phrase=token.text,
                pronoun=True,
                kind=SpeakerKind.DOCUMENT,
            )
        if mention is None:
            return None
        mention = self._maker(tokens, mention)
        stop = clause.stop
        that = self.contents.that_clause(tokens, stop)
        before = () if put_in else self.contents.before(tokens, clause.start)
        family = "that"
        contents: tuple[Offsets, ...] = ()
        if that is not None:
            contents = self.contents.rest(tokens, that)
        elif stop < len(tokens) and tokens[stop].kind is SlavicTokenKind.COLON:
            contents = self.contents.rest(tokens, stop + 1)
        elif before and self.contents.closes(tokens, stop):
            behind = tokens[stop + 1] if stop + 1 < len(tokens) else None
            described = (
                behind is not None
                and behind.kind is SlavicTokenKind.WORD
                and self.phrases.word(behind).pos == "adjective"
                and self.phrases.word(behind).may("loct")
            )  # «в сообщении, опубликованном в канале»
            contents = (*before, *(() if described else self.contents.second_half(tokens, stop)))
        elif at + 1 < len(tokens) and tokens[at + 1].low in self.words["about"]:
            contents = self.contents.rest(tokens, at + 2)
            stop, family = len(tokens), "about"
        elif tokens[clause.start].low in self.words["how"] and stop < len(tokens):
            contents = self.contents.rest(tokens, self.contents.behind_citation(tokens, stop))
            that = stop  # «Как следует из акта от 12 марта, …»
        this = lexicon(self.language, "claims").pattern("about_this")
        if this.match(self.text, tokens[clause.start].start):
            contents = ()  # «Об этом говорится в отчёте»: the sentence before has it
        elif not self.contents.enough(contents):
            return None
        return Credit(
            mention,
            (tokens[at].start, tokens[at].end),
            contents,
            family,
            sentence.paragraph,
            sentence.index,
            sentence.index,
            tokens[at].low,
        ), len(tokens) - 1 if that is not None else stop - 1

    def _cited(
        self, tokens: Sequence[SlavicToken], at: int, start: int, stop: int
    ) -> Mention | None:
        """What is cited between two tokens: «в заявлении компании», «из акта»."""
        for place in range(start, stop - 1):
            if (
                tokens[place].low in self.words["in_org"] | self.words["from_whom"]
                and tokens[place].kind is SlavicTokenKind.WORD
                and place != at
            ):
                if tokens[place + 1].low in lexicon(self.language, "time")["weekday_words"]:
                    continue
                end = self._document_end(tokens, place + 1, stop)
                return self.reader.read(tokens, place + 1, end, governed=True)
        return None

    def _before_insertion(self, tokens: Sequence[SlavicToken], clause: Clause) -> tuple[int, int]:
        """The clause that goes on behind «в акте, копия которого есть у редакции,»; else nothing."""
        closing = clause.start - 1
        if closing < 1 or tokens[closing].kind is not SlavicTokenKind.COMMA:
            return 0, 0
        opening = closing - 1
        while opening > 0 and tokens[opening].kind is not SlavicTokenKind.COMMA:
            opening -= 1
        described = any(
            one.low in self.words["relatives"] for one in tokens[opening + 1 : opening + 3]
        )
        if opening <= 0 or not described:
            return 0, 0
        start = opening
        while start > 0 and not self.subjects.breaks(tokens, start - 1):
            start -= 1
        return start, opening

    def _document_end(self, tokens: Sequence[SlavicToken], at: int, stop: int) -> int:
        """Behind «новом сообщении перевозчика», before «за подписью директора»."""
        for place in range(at, stop):
            token = tokens[place]
            if token.kind is SlavicTokenKind.WORD and (
                token.low in self.words["prepositions"] or token.low in self.words["adverbs"]
            ):
                return max(place, at + 1)
        return self.phrases.phrase_end(tokens, at, stop)

    def _maker(self, tokens: Sequence[SlavicToken], mention: Mention) -> Mention:
        """Who made a statement: «в заявлении компании» is the company's, a report stays a document."""
        if (
            mention.kind is not SpeakerKind.DOCUMENT
            or mention.head not in self.words["statement_nouns"]
        ):
            return mention
        inside = [
            place for place, one in enumerate(tokens) if mention.start <= one.start < mention.end
        ]
        for place in inside[1:]:
            token = tokens[place]
            if token.kind is SlavicTokenKind.WORD and (token.low in self.words["prepositions"]):
                break
            end = inside[-1] + 1
            if (stop := self.phrases.person_at(tokens, place, end)) is not None:
                return self.reader.read(tokens, place, stop, governed=True)
            found = self.phrases.word(token)
            if (
                found.pos == "noun"
                and found.may("gent")
                and (
                    self.reader.is_listed(token, "body_nouns", "role_nouns") or token.text.isupper()
                )
            ):
                first = place
                while (
                    first - 1 > inside[0]
                    and self.phrases.word(tokens[first - 1]).pos == "adjective"
                    and self.phrases.word(tokens[first - 1]).may("gent")
                ):
                    first -= 1
                return self.reader.read(
                    tokens, first, self.phrases.phrase_end(tokens, first, end), governed=True
                )
        return replace(mention, pronoun=True) if len(inside) == 1 else mention
