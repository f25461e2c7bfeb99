"""Who is credited with what in Russian and Ukrainian sentences: the frames of news language.

A frame is a cue (a verb such as «сообщил», a phrase such as «по словам») with the clause that it
stands in; what the clause leaves over of the sentence is the content.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.extraction.annotations import Credit, Mention, Offsets
from knowledge.extraction.article_segmentation import (
    SlavicSentence,
    SlavicToken,
    SlavicTokenKind,
    sentences,
)
from knowledge.extraction.cited_sources import CitedSources
from knowledge.extraction.cue_subjects import DELIMITERS, Clause, CueSubjects
from knowledge.extraction.frame_contents import WORD, FrameContents
from knowledge.extraction.language_models import NamedEntity
from knowledge.extraction.morphology import word
from knowledge.extraction.noun_phrases import Phrases
from knowledge.extraction.phrase_reading import PhraseReader
from knowledge.languages.registry import lexicon

_CREDIT_WITHIN = 9  # words of a credit in which its verb stands
_LONGEST_LABEL = 10  # tokens
_SIGNED = 2  # tokens: a quotation and a dash
_REACH = 1  # sentences between a speaker and the quotation that goes on


class Frames:
    """Reads one article.

    Args:
        text: the article.
        language: "ru" or "uk".
        entities: its names.
    """

    def __init__(self, text: str, language: str, entities: Sequence[NamedEntity]) -> None:
        self.text = text
        self.language = language
        self.words = lexicon(language, "attribution")
        self.phrases = Phrases(text, language, entities)
        self.reader = PhraseReader(self.phrases)
        self.sentences = sentences(text, language, self._credits)
        self.subjects = CueSubjects(text, self.reader)
        self.contents = FrameContents(text, self.phrases, self._cue)
        self.cited = CitedSources(text, self.subjects, self.contents, self.reader)
        self._idioms = self.words.pattern("idioms")

    def credits(self) -> list[Credit]:
        """Every attribution in the order of the article."""
        found: list[Credit] = []
        for sentence in self.sentences:
            if sentence.paragraph == 0:
                continue
            here = list(self._read(sentence))
            if (
                here
                and found
                and found[-1].back
                and not found[-1].contents
                and found[-1].paragraph == sentence.paragraph
            ):
                here[0] = self._denied(found[-1], here[0])
            if here:
                found += here
            elif not self._go_on(found, sentence):
                found += self._labelled(sentence) or self._hearsay(sentence)
        return found

    def _denied(self, back: Credit, following: Credit) -> Credit:
        """«Адвокат всё это отрицает. „Не трогал“, — сказала она»: the second is the denial."""
        pronoun = following.mention is None or following.mention.pronoun
        same = pronoun or (
            back.mention is not None
            and following.mention is not None
            and following.mention.name == back.mention.name
        )
        return (
            replace(following, denial=True, back=True)
            if same and following.begun - back.begun == 1
            else following
        )

    def _credits(self, stretch: str) -> bool:
        """Whether a stretch between two dashes of a quotation credits somebody."""
        return any(
            self._speaks(found.group()) for found in list(WORD.finditer(stretch))[:_CREDIT_WITHIN]
        )

    def _speaks(self, text: str) -> bool:
        found = word(text, self.language)
        return found.pos == "verb" and (
            found.lemma in self.words["speech"] or found.lemma in self.words["denial"]
        )

    def _cue(self, token: SlavicToken) -> str | None:
        """The lemma of a cue verb, or None."""
        if token.kind is not SlavicTokenKind.WORD or token.low in self.words["adverbs"]:
            return None
        if token.low in self.words["impersonal"]:
            return token.low
        found = word(token.text, self.language)
        if found.pos != "verb":
            return None
        return (
            found.lemma
            if any(found.lemma in self.words[name] for name in ("speech", "denial", "object"))
            else None
        )

    def _read(self, sentence: SlavicSentence) -> Iterator[Credit]:
        tokens = sentence.tokens
        if self._junk(sentence):
            return
        taken_to = -1
        for at in range(len(tokens)):
            if at <= taken_to:
                continue
            found = self.cited.according(sentence, at) or self._verbal(sentence, at)
            if found is None:
                continue
            credit, last = found
            taken_to = last
            yield credit

    def _junk(self, sentence: SlavicSentence) -> bool:
        return bool(
            self.words.pattern("junk_starts").match(self.text, sentence.start, sentence.end)
        )

    def _verbal(self, sentence: SlavicSentence, at: int) -> tuple[Credit, int] | None:
        tokens = sentence.tokens
        lemma = self._cue(tokens[at])
        idiom = None
        if lemma is None:
            idiom = self._idioms.match(self.text, tokens[at].start, sentence.end)
            if idiom is None:
                return None
            lemma = "idiom"
        last = at
        if idiom:
            while last + 1 < len(tokens) and tokens[last + 1].end <= idiom.end():
                last += 1
        clause = self.subjects.clause(tokens, at, last)
        negated = at > 0 and tokens[at - 1].low in lexicon(self.language, "grammar")["negation"]
        if negated:
            return None
        if self._relative(tokens, clause, at):
            return None
        if lemma in self.words["impersonal"]:
            return self.cited.impersonal(sentence, at, clause)
        mention, phrase = self.subjects.subject(tokens, at, last, clause)
        if mention is None:
            return None
        return self._framed(sentence, at, last, lemma, clause, mention, phrase)

    def _relative(self, tokens: Sequence[SlavicToken], clause: Clause, at: int) -> bool:
        """Whether the cue stands in «который сказал» or «что сказал»."""
        first = tokens[clause.start]
        second = tokens[clause.start + 1] if clause.start + 1 < at else None
        opening = {first.low} | (
            {second.low} if second and first.low in self.words["prepositions"] else set()
        )
        return bool(opening & self.words["relatives"]) or (
            first.low in self.words["that"] and clause.start > 0
        )

    def _framed(
        self,
        sentence: SlavicSentence,
        at: int,
        last: int,
        lemma: str,
        clause: Clause,
        mention: Mention,
        phrase: tuple[int, int],
    ) -> tuple[Credit, int] | None:
        tokens = sentence.tokens
        stop = max(clause.stop, phrase[1])
        start = min(clause.start, phrase[0])
        if (
            phrase[1] > clause.stop
            and stop < len(tokens)
            and not self.subjects.breaks(tokens, stop)
        ):
            while stop < len(tokens) and not self.subjects.breaks(tokens, stop):
                stop += 1
        refusing = (
            lemma in self.words["refusing"]
            and last + 1 < len(tokens)
            and self.phrases.word(tokens[last + 1]).pos == "infinitive"
        )
        denial = (lemma in self.words["denial"] and not refusing) or (
            lemma == "idiom" and self._denies(tokens[at : last + 1])
        )
        marks = {
            "denial": denial,
            "characterisation": lemma in self.words["characterisation"],
            "assessment": lemma in self.words["assessment"],
            "promise": lemma in self.words["promise"],
        }
        insists = lemma in self.words["insisting"]
        contents: tuple[Offsets, ...] = ()
        family, back, reach = "", False, stop
        anonymous = bool(
            self.words.pattern("anonymous_phrases").search(self.text, sentence.start, sentence.end)
        )
        if anonymous and mention.name is None:
            mention = replace(mention, anonymous=True)
        that = self.contents.that_clause(tokens, stop)
        speech = lemma in self.words["speech"] or denial or lemma == "idiom"
        before = self.contents.before(tokens, start)
        opened = tokens[start].low in self.words["how"] and start == self._opening(tokens)
        if speech and that is not None:
            family, contents, reach = "that", self.contents.rest(tokens, that), len(tokens)
        elif speech and stop < len(tokens) and tokens[stop].kind is SlavicTokenKind.COLON:
            family, contents, reach = "quote", self.contents.rest(tokens, stop + 1), len(tokens)
        elif speech and opened and stop < len(tokens):
            content = self.contents.behind_citation(tokens, stop)
            family, contents, reach = "according", self.contents.rest(tokens, content), len(tokens)
        elif (
            denial
            and not self.contents.only_this(tokens, clause)
            and (inner := self.contents.inner_object(tokens, at, clause, phrase))
        ):
            family, contents = "object", inner
        elif speech and before and self.contents.closes(tokens, stop):
            after = self.contents.second_half(tokens, stop)
            if after:
                before = self.contents.before(tokens, start, whole=False)
            quoted = tokens[start - 1].kind is SlavicTokenKind.QUOTE or (
                start > 1 and tokens[start - 2].kind is SlavicTokenKind.QUOTE
            )
            closing = next(
                (one for one in reversed(tokens[:start]) if one.kind not in DELIMITERS), None
            )
            spoken = closing is not None and closing.kind is SlavicTokenKind.QUOTE
            if spoken and self._describes(tokens, stop):
                after = ()  # «…», — говорит Раиса Кононова, живущая рядом
            family = "quote" if quoted else "post"
            contents = (*before, *after)
            reach = stop if not after else len(tokens)
        elif (
            speech
            and stop < len(tokens)
            and tokens[stop].kind is SlavicTokenKind.QUOTE
            and not self.phrases.is_name_quote(tokens[stop])
        ):
            family, contents, reach = "quote", self.contents.rest(tokens, stop), len(tokens)
        if not contents and (denial or lemma in self.words["object"] or speech):
            rest = self.contents.governed(tokens, at, last, clause, phrase, lemma)
            if rest is not None:
                family, contents = "object", rest
                if (
                    len(rest) == 1 and self.text[tokens[last].end : rest[0][0]].isspace()
                ):  # a noun says nothing alone
                    contents = (*rest[:-1], (tokens[at].start, rest[-1][1]))
                reach = stop
            elif denial and self.contents.only_this(tokens, clause):
                family, back = "quote", True
        if not self.contents.enough(contents):
            contents = ()
        if (
            denial
            and contents
            and family in {"quote", "post"}
            and self.contents.only_this(tokens, clause)
        ):
            back = (
                True  # «это опроверг: договор продлён»: the rest is what the speaker says instead
            )
        if not contents:
            if not back and not (lemma in self.words["speech"] or lemma in self.words["object"]):
                return None
            return Credit(
                mention,
                (tokens[at].start, tokens[last].end),
                (),
                "quote",
                sentence.paragraph,
                sentence.index,
                sentence.index,
                lemma,
                back=back,
                **marks,
            ), stop
        if lemma in self.words["characterisation"] and any(
            one.casefold() in self.words["rejecting"]
            for first, behind in contents
            for one in WORD.findall(self.text[first:behind])
        ):
            marks["denial"] = True
        if insists and any(
            one.low in self.words["negations"]
            for one in tokens
            if contents[0][0] <= one.start < contents[0][1]
        ):
            marks["denial"] = True
        if refusing:
            family = "passive"  # «отказались подтвердить, что …»: only the whole says it
        return (
            Credit(
                mention,
                (tokens[at].start, tokens[last].end),
                contents,
                family,
                sentence.paragraph,
                sentence.index,
                sentence.index,
                lemma,
                back=back,
                **marks,
            ),
            max(
                last,
                (
                    reach
                    if family in {"that", "quote", "according"} and reach == len(tokens)
                    else stop
                )
                - 1,
            ),
        )

    def _describes(self, tokens: Sequence[SlavicToken], stop: int) -> bool:
        """Whether what stands behind a credit only describes whoever spoke."""
        behind = tokens[stop:]
        return (
            bool(behind)
            and behind[0].kind is SlavicTokenKind.COMMA
            and not any(one.spoken or one.kind is SlavicTokenKind.COLON for one in behind)
            and not any(
                one.kind is SlavicTokenKind.QUOTE and not self.phrases.is_name_quote(one)
                for one in behind
            )
            and not any(
                one.kind is SlavicTokenKind.WORD and self.phrases.word(one).pos in {"verb", "short"}
                for one in behind
            )
        )

    def _denies(self, tokens: Sequence[SlavicToken]) -> bool:
        return any(
            self.phrases.word(one).lemma in self.words["denial"]
            or one.low in self.words["negations"]
            for one in tokens
        )

    def _opening(self, tokens: Sequence[SlavicToken]) -> int:
        at = 0
        while at < len(tokens) - 1 and (
            tokens[at].kind is SlavicTokenKind.DASH or tokens[at].low in self.words["opening"]
        ):
            at += 1
        return at

    def _go_on(self, found: list[Credit], sentence: SlavicSentence) -> bool:
        """Hand a sentence of nothing but quotations to whoever spoke in the sentence before."""
        core = [one for one in sentence.tokens if one.kind not in DELIMITERS]
        if (
            not core
            or any(one.kind is not SlavicTokenKind.QUOTE for one in core)
            or sentence.dialogue
        ):
            return False
        parts = tuple((one.start, one.end) for one in core)
        if not found or sentence.index - found[-1].sentence > _REACH:
            return True
        last = found[-1]
        announced = not last.contents and last.sentence == sentence.index - 1
        same = last.paragraph == sentence.paragraph or announced
        if same:
            found[-1] = replace(
                last,
                contents=(*last.contents, *parts),
                sentence=sentence.index,
                family="quote" if announced else last.family,
            )
        return True

    def _labelled(self, sentence: SlavicSentence) -> list[Credit]:
        """«Пётр Восс: „…“», „…“ — Пётр Восс, начальник порта."""
        tokens = sentence.tokens
        colon = next(
            (at for at, one in enumerate(tokens) if one.kind is SlavicTokenKind.COLON), None
        )
        if (
            colon
            and colon + 1 < len(tokens)
            and tokens[colon + 1].kind is SlavicTokenKind.QUOTE
            and colon <= _LONGEST_LABEL
        ):
            end = self.phrases.phrase_end(tokens, 0, colon)
            person = self.phrases.person_at(tokens, 0, colon)
            if (person or end == colon) and not any(
                self.phrases.word(one).pos == "verb"
                for one in tokens[:colon]
                if one.kind is SlavicTokenKind.WORD
            ):
                mention = self.reader.read(tokens, 0, person or end)
                if mention.name:
                    return [
                        Credit(
                            mention,
                            (tokens[colon].start, tokens[colon].end),
                            self.contents.rest(tokens, colon + 1),
                            "label",
                            sentence.paragraph,
                            sentence.index,
                            sentence.index,
                        )
                    ]
        if (
            tokens[0].kind is SlavicTokenKind.QUOTE
            and len(tokens) > _SIGNED
            and tokens[1].kind is SlavicTokenKind.DASH
        ):
            for at in range(2, min(len(tokens), 10)):
                if tokens[at].kind is not SlavicTokenKind.WORD:
                    break
                person = self.phrases.person_at(tokens, at, len(tokens))
                if person:
                    mention = self.reader.read(tokens, 2, person)
                    return [
                        Credit(
                            mention,
                            (tokens[1].start, tokens[1].end),
                            ((tokens[0].start, tokens[0].end),),
                            "label",
                            sentence.paragraph,
                            sentence.index,
                            sentence.index,
                        )
                    ]
        return []

    def _hearsay(self, sentence: SlavicSentence) -> list[Credit]:
        """«Аварийщиков у него, мол, четверо»: the words of whoever is spoken of."""
        tokens = sentence.tokens
        for at, token in enumerate(tokens):
            if (
                token.low in self.words["hearsay"]
                and at > 0
                and tokens[at - 1].kind is SlavicTokenKind.COMMA
                and at + 1 < len(tokens)
                and tokens[at + 1].kind is SlavicTokenKind.COMMA
            ):
                contents = (*self.contents.before(tokens, at), *self.contents.rest(tokens, at + 1))
                return [
                    Credit(
                        None,
                        (token.start, token.end),
                        contents,
                        "post",
                        sentence.paragraph,
                        sentence.index,
                        sentence.index,
                        token.low,
                    )
                ]
        return []
