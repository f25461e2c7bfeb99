"""Reads an English article: the rules' spans, with who is behind them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from knowledge.domain import Kind, SpeakerKind
from knowledge.extraction.annotations import Credit, Mention, UncreditedSentence
from knowledge.extraction.attribution_rules import Attributed, attributions
from knowledge.extraction.coreference import Discourse, DiscourseEntity
from knowledge.extraction.credit_linking import Source, Spoken
from knowledge.extraction.decontextualisation import Surroundings, opening_lines, topic_of
from knowledge.extraction.english_entities import EnglishEntities
from knowledge.extraction.english_mentions import EnglishMentions
from knowledge.extraction.language_models import (
    PERSON,
    PLACE,
    Syntax,
    english_documents,
    english_entities,
)
from knowledge.extraction.passage_values import quantities_in
from knowledge.extraction.saying_circumstances import english_kind
from knowledge.extraction.sentence_splitting import Sentence, TranscriptTurn, sentences, transcript
from knowledge.extraction.source_phrases import subject_before
from knowledge.extraction.tagged_sentence import TaggedSentence
from knowledge.extraction.tokenizer import Form, english, find_quotations
from knowledge.languages.registry import lexicon

_SECOND_HALF = re.compile(
    r",\s+(?=(?:was|were|is|are|had|has|have|would|will|could|did|does|do|may|might|can|should|must|said|got|went|came|left|ran)\b)"
)
_ADVERBIAL_THAT = re.compile(r"(?:[^\s“”\"]{1,40} ){1,14}?that (?=[^\W\d_])")
_REVISED = re.compile(
    r"(?P<cue>put|puts|revised|revises|raised|raises|lowered|corrected|updated|cut) (?P<what>(?:the|its|their|his|her|that) (?:[\w’'-]+ ){0,3}?(?:number|toll|count|figure|total|tally|estimate|damage|loss|losses|cost|bill)s?\b[^.;:]{0,60}? (?:at|to|from) [^.;]{0,20}?\d?[^;]{1,160})",
    re.IGNORECASE,
)
_RELATIVE_CLAUSE = re.compile(r", (?P<clause>which [^,;:.“”]{8,160})(?=[,.])")
_RELUCTANT = re.compile(
    r"\b(?:refus(?:es|ed|ing)|declin(?:es|ed|ing)|failed|fails|was unable|were unable|stopped short of|avoided)"
    r"(?: [a-z]{2,12})?(?: to)? ?\Z"
)
_WHO_CLAUSE = re.compile(r"(?:who|which|whose)\b[^,]{1,160}, ")
_NOBODY = re.compile(
    r"(?:^|[,;] |\. )(?:Neither|Nobody|No one|None of|neither|nobody|no one|none of)\b[^,;“”]{0,120}\Z"
)
_NOT = frozenset({"not", "n't", "never"})
_WHAT = re.compile(r"\bwhat (?=\Z|$)")
_LONGEST_LEAD = 9  # words
_SOME = re.compile(r"\b(?:[Ss]ome|[Mm]any|[Mm]ost) (?!of\b)([^\W\d_]+s)\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_GOING_ON = frozenset({"go", "add", "continue", "say"})
_PUT_IN = re.compile(
    r"(?P<before>[^,“”\"]{3,90}), (?P<who>he|she|they|it|(?:the )?[^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,3}) (?P<cue>[^\W\d_]{3,12})(?: (?:yesterday|today|[A-Z][a-z]+day))?,\s+(?=(?:was|were|is|are|had|has|have|would|will|could|did|does|may|might|can|should|must)\b)"
)
_BEFORE_CALLED = 2  # words before what it is called: "dismissed as premature"
_FEWEST = 2  # words of a content


@cache
def _clause_verbs() -> frozenset[str]:
    """The finite forms of verbs that may take a that-clause."""
    return frozenset(
        form
        for form, cue in english().cues.items()
        if cue.takes & {"that", "bare"} and cue.form is not Form.ING
    )


@cache
def _denying_verbs() -> frozenset[str]:
    """The finite forms of verbs that deny what they govern."""
    denial = lexicon("en", "attribution")["denial"] - {"rule", "discount"}
    return frozenset(
        form
        for form, cue in english().cues.items()
        if cue.lemma in denial and cue.form is not Form.ING
    )


@cache
def _judging_verbs() -> frozenset[str]:
    """The finite forms of verbs that call something what it is not: "branded it a lie"."""
    judging = lexicon("en", "attribution")["characterisation"]
    return frozenset(
        form
        for form, cue in english().cues.items()
        if cue.lemma in judging and cue.form is not Form.ING
    )


class EnglishReading:
    """One article.

    Args:
        text: the article.
        published: EDTF, or None.
    """

    language = "en"

    def __init__(self, text: str, published: str | None) -> None:
        self.text = text
        self.words = lexicon("en", "attribution")
        self.sentences: list[Sentence] = list(sentences(text, "en", english()))
        documents = english_documents(text)
        self.entities = english_entities(documents)
        self.syntax = Syntax(documents)
        self.mentions = EnglishMentions(text, self.entities)
        self.discourse = Discourse("en", text.count)
        lines = opening_lines(
            [text[one.start : one.end] for one in self.sentences if one.first or not one.paragraph]
        )
        places = [text[one.start : one.end] for one in self.entities if one.kind == PLACE]
        self.source = Source(
            text,
            "en",
            published,
            self._offsets,
            self._kind,
            Surroundings(
                "en",
                published,
                topic_of(lines, places, "en"),
                self.discourse.body,
                rival=self._rival,
            ),
            lambda each: each.casefold() in english().cues,
        )
        self.named = EnglishEntities(
            text, self.entities, self.syntax, self.mentions, self.discourse
        )

    def spoken(self) -> list[Spoken]:
        """Every credit with its speaker, in the order of the article."""
        by_sentence: dict[int, list[Attributed]] = {}
        for one in attributions(self.sentences):
            by_sentence.setdefault(one.begun, []).append(self._dismissed(one))
        for index, sentence in enumerate(self.sentences):
            here = by_sentence.setdefault(index, [])
            here += self._parsed(sentence, index, here)
        found: list[Spoken] = []
        self.named.crediting = frozenset(index for index, here in by_sentence.items() if here)
        labels = self._transcript()
        for index, sentence in enumerate(self.sentences):
            if sentence.paragraph == 0 and len(self.sentences) > 1:
                continue
            if sentence.paragraph in labels:
                if sentence.first:
                    found += labels[sentence.paragraph]
                continue
            if self._junk(sentence):
                continue
            self.named.produced(sentence)
            here = sorted(by_sentence[index], key=lambda one: one.cue)
            covered: list[tuple[int, int]] = []
            for one in here:
                self.named.note(sentence, one.source[0] if one.source else one.cue[0], index)
                goes_on = self._participle(one, found, index)
                if goes_on is not None:
                    found.append(goes_on)
                    continue
                credit = self._credit(one, sentence)
                if credit is None or any(self._within(credit, span) for span in covered):
                    continue
                covered += credit.contents
                entity = self._speaker(credit, sentence)
                if entity is None and self._goes_on(found, credit):
                    entity = found[-1].entity
                found.append(Spoken(credit, entity))
            self.named.note(sentence, sentence.end, index)
        return found

    def _dismissed(self, one: Attributed) -> Attributed:
        """Who dismissed it speaks: in "X dismissed as premature reports that" nothing else reports."""
        if one.source is None:
            return one
        line = self.sentences[one.begun].line
        called = next(
            (at for at, token in enumerate(line.tokens) if token.start == one.source[0]), 0
        )
        if (
            called < _BEFORE_CALLED
            or line.tokens[called - 1].low != "as"
            or line.tokens[called].low not in self.words["rejecting"]
            or line.tokens[called - 2].low not in _denying_verbs()
        ):
            return one
        subject = subject_before(line, called - 2)
        if subject is None:
            return one
        tokens = line.tokens
        return replace(
            one,
            source=(tokens[subject[0]].start, tokens[subject[1]].end),
            cue=(tokens[called - 2].start, tokens[called - 2].end),
            contents=((tokens[called - 1].start, one.contents[-1][1]),),
            family="object",
        )

    def _parsed(
        self, sentence: Sentence, index: int, here: Sequence[Attributed]
    ) -> list[Attributed]:
        """Attributions that only the parse has seen: a verb of speech with a clause of its own."""
        if sentence.open_quote:
            return []
        taken = [one.cue for one in here] + [part for one in here for part in one.contents]
        found = []
        for subject, verb, clause in self.syntax.clauses(
            sentence.start, sentence.end, _clause_verbs()
        ):
            if (
                any(start < verb[1] and verb[0] < end for start, end in taken)
                or clause[1] > sentence.end
            ):
                continue
            if any(start < clause[1] and clause[0] < end for start, end in taken):
                continue
            found.append(
                Attributed(subject, verb, (clause,), "that", sentence.paragraph, index, index)
            )
        for subject, verb, thing in self.syntax.objects(
            sentence.start, sentence.end, _denying_verbs() | _judging_verbs()
        ):
            if self.text[slice(*verb)].casefold() in _judging_verbs() and not (
                self.words["rejecting"] & set(_LETTERS.findall(self.text[slice(*thing)].casefold()))
            ):
                continue
            if (
                any(start < verb[1] and verb[0] < end for start, end in taken)
                or subject[0] < sentence.start
            ):
                continue
            found.append(
                Attributed(subject, verb, (thing,), "object", sentence.paragraph, index, index)
            )
        found += self._revised(sentence, index, here)
        put_in = _PUT_IN.match(self.text, sentence.start, sentence.end)
        if (
            put_in is not None
            and not found
            and not any(
                start < put_in.end("cue") and put_in.start("cue") < end for start, end in taken
            )
        ):
            cue = english().cues.get(put_in["cue"].lower())
            if cue is not None and "post" in cue.takes:
                end = sentence.start + len(self.text[sentence.start : sentence.end].rstrip(" .?!"))
                parts = (put_in.span("before"), (put_in.end(), end))
                found.append(
                    Attributed(
                        put_in.span("who"),
                        put_in.span("cue"),
                        parts,
                        "post",
                        sentence.paragraph,
                        index,
                        index,
                    )
                )
        return found

    def _participle(self, one: Attributed, found: Sequence[Spoken], index: int) -> Spoken | None:
        """The same speaker going on with a denial: "…, she said, dismissing reports that it leaked"."""
        if one.source is None or not found or found[-1].credit.begun != index:
            return None
        cue = english().cues.get(self.text[slice(*one.source)].casefold())
        if (
            cue is None
            or cue.form is not Form.ING
            or cue.lemma not in self.words["denial"]
            or found[-1].entity is None
        ):
            return None
        return Spoken(
            Credit(
                found[-1].credit.mention,
                one.source,
                ((one.cue[0], one.contents[-1][1]),),
                "object",
                one.paragraph,
                one.begun,
                one.sentence,
                cue.lemma,
                denial=True,
            ),
            found[-1].entity,
        )

    def _within(self, credit: Credit, span: tuple[int, int]) -> bool:
        """Whether a credit only stands within the content of another ("had told them that…")."""
        return (
            span[0] <= credit.cue[0]
            and credit.contents[-1][1] <= span[1]
            and credit.cue[1] <= span[1]
        )

    def _transcript(self) -> dict[int, list[Spoken]]:
        """The paragraphs of an interview that begin with who speaks, each with its statement."""
        return {
            paragraph: [Spoken(credit, self._labelled(credit))]
            if credit is not None and not self._caption(credit)
            else []
            for paragraph, credit in transcript(
                self.text,
                [
                    TranscriptTurn(one.start, one.end, one.paragraph, index)
                    for index, one in enumerate(self.sentences)
                ],
                self.mentions.read,
            ).items()
        }

    def _caption(self, credit: Credit) -> bool:
        """Whether what looks like a speaker's label opens a caption: "Clockwise from top: …"."""
        junk = self.words.pattern("junk_starts")
        return credit.mention is not None and bool(junk.match(self.text, credit.mention.start))

    def _labelled(self, credit: Credit) -> DiscourseEntity | None:
        if credit.mention is None:
            return None
        return self.discourse.speaker(credit.mention, credit.paragraph, credit.begun)

    def _goes_on(self, found: Sequence[Spoken], credit: Credit) -> bool:
        """Whether a quotation behind "a statement posted at 11 p.m." is still that statement's."""
        if not found or found[-1].entity is None or found[-1].credit.begun != credit.begun:
            return False
        quoted = all(self.text[start] in '“"' for start, _ in credit.contents)
        return quoted and found[-1].credit.family == "quote"

    def _revised(
        self, sentence: Sentence, index: int, here: Sequence[Attributed]
    ) -> list[Attributed]:
        """A figure that somebody gives without saying so: "the hospital revised its count"."""
        match = _REVISED.search(self.text, sentence.start, sentence.end)
        if match is None or not quantities_in(match["what"], "en"):
            return []
        cue = match.span("cue")
        subject = self.syntax.subject(cue)
        if subject is None or subject[0] < sentence.start:
            return []
        if any(one.cue[0] < cue[1] and cue[0] < one.cue[1] for one in here):
            return []
        whole = self.text[sentence.start : sentence.end].rstrip(" .")
        end = min(match.end(), sentence.start + len(whole))
        content = ((match.start("cue"), end),)
        return [Attributed(subject, cue, content, "revised", sentence.paragraph, index, index)]

    def _junk(self, sentence: Sentence) -> bool:
        return bool(
            self.words.pattern("junk_starts").match(self.text, sentence.start, sentence.end)
        ) and (sentence.first or ":" in self.text[sentence.start : sentence.start + 24])

    def _credit(self, one: Attributed, sentence: Sentence) -> Credit | None:
        mention = None
        if one.source is not None:
            mention = self._mention(one, sentence)
        cue = self.text[one.cue[0] : one.cue[1]]
        lemma = self._lemma(cue)
        if one.source and _WHAT.search(self.text, sentence.start, one.source[0]):
            return None  # "after what the carrier described as a bird strike"
        if (
            one.source
            and mention is not None
            and mention.kind is SpeakerKind.ORGANISATION
            and self.text[slice(*one.source)].casefold() == "who"
        ):
            if not mention.name or not self.mentions.may_be_person(mention.name):
                return None  # a body is no "who"
            mention = replace(mention, kind=SpeakerKind.PERSON, phrase="")
        sentence_text = self.text[sentence.start : sentence.end]
        if (
            mention is not None
            and not mention.name
            and not mention.pronoun
            and self.words.pattern("anonymous_phrases").search(sentence_text)
        ):
            mention = replace(mention, anonymous=True)
        denial = lemma in self.words["denial"] and not (lemma == "rule" and " out" not in cue)
        if one.source and _NOBODY.search(self.text[sentence.start : one.cue[0]]):
            return None  # "neither the police nor the hospital would say"
        reluctant = _RELUCTANT.search(self.text[sentence.start : one.cue[0]])
        if reluctant is not None:
            one = replace(one, cue=(sentence.start + reluctant.start(), one.cue[1]))
            cue = self.text[slice(*one.cue)]
        if reluctant is None and self._silent(one, sentence):
            return None  # "did not respond to a request for comment"
        refuses = cue.split()[0].casefold() in english()["refusing"]
        if refuses and one.family == "to":
            return None  # the verb behind it has the clause
        negated = (reluctant is not None or refuses) or bool(
            set(cue.casefold().replace("n’t", " n't").replace("n't", " n't").split()) & _NOT
        )
        denial = denial and not negated
        agent = one.source and (
            self.text[: one.source[0]].endswith(" by ")
            or self.text[slice(*one.source)].startswith("by ")
        )
        if one.source and agent and one.cue[0] > one.source[0]:
            return None  # "homes were attacked by troops, the source told us": an agent, no speaker
        if (lemma, one.family) in {("ask", "what"), ("attack", "passive"), ("attack", "object")}:
            return None  # a question; "homes were attacked by troops"
        contents = self._contents(one, sentence)
        if mention is None and contents and self._asked(contents):
            return None
        if denial and mention is not None and self._points_back(one):
            return Credit(
                mention, one.cue, (), "quote", one.paragraph, one.begun, one.sentence, lemma,
                denial=True, back=True,
            )  # fmt: skip
        if not contents or not self._may_speak(mention, one):
            return None
        family = one.family
        if negated and family in {"that", "bare", "what"}:
            family = "object"  # "did not confirm that it leaked": never without its "not"
        rejected = lemma in self.words["characterisation"] and any(
            word in self.words["rejecting"]
            for start, end in contents
            for word in _LETTERS.findall(self.text[start:end].casefold())
        )
        if family == "phrase" and self.text[contents[0][0] :].startswith("that "):
            family = "that"  # "admitted to a meeting last night that"
        if family in {"that", "bare"} and (
            self.syntax.participial(*contents[0])
            or (lemma == "show" and not self.syntax.states(*contents[0]))
            or (family == "bare" and not any(self.syntax.has_verb(*one) for one in contents))
        ):
            family = "object"  # "data showed the jet climbing": no clause of its own
        return Credit(
            mention,
            one.cue,
            contents,
            family,
            one.paragraph,
            one.begun,
            one.sentence,
            lemma,
            denial=denial or (rejected and not negated),
            characterisation=lemma in self.words["characterisation"],
            assessment=lemma in self.words["assessment"],
            promise=lemma in self.words["prediction"],
        )

    def _silent(self, one: Attributed, sentence: Sentence) -> bool:
        """Whether the cue only says that no answer came."""
        low = self.text[sentence.start : sentence.end].casefold()
        first = one.cue[0] - sentence.start
        found = self.words.pattern("no_answer").search(low, max(0, first - 12))
        return found is not None and found.start() <= one.cue[1] - sentence.start

    def _may_speak(self, mention: Mention | None, one: Attributed) -> bool:
        """Whether a phrase can be a speaker: not "the attack", "the number of dead"."""
        if mention is not None and mention.plural and not mention.name and not mention.pronoun:
            first = mention.phrase.casefold().split(maxsplit=1)[:1]
            if first in (["a"], ["an"]):
                return False  # "a rise through the ranks"
        if (
            mention is None
            or mention.name
            or mention.pronoun
            or mention.plural
            or mention.anonymous
        ):
            return True
        if one.family in {"quote", "label", "according"}:
            return True
        if one.family in {"that", "bare"} and "quote" in self._takes(one.cue):
            return True
        words = self.words
        return (
            any(
                mention.head in words[name]
                for name in (
                    "role_nouns",
                    "group_nouns",
                    "body_nouns",
                    "company_nouns",
                    "document_nouns",
                    "statement_nouns",
                    "media_nouns",
                )
            )
            or mention.kind is SpeakerKind.PERSON
        )

    def _contents(self, one: Attributed, sentence: Sentence) -> tuple[tuple[int, int], ...]:
        """The contents, a clause to its end, what is put around a credit joined, junk left out."""
        contents = one.contents
        if one.family in {"that", "bare"} and len(contents) == 1:
            reach = self.syntax.clause_end(one.cue)
            start, end = contents[0]
            if reach is not None and end < reach <= sentence.end:
                contents = ((start, reach),)
        refuses = self._lemma(self.text[slice(*one.cue)]) in english()["refusal_verbs"]
        if one.family in {"object", "to", "bare", "phrase"} and len(contents) == 1 and not refuses:
            begin = self.syntax.clause_start(one.cue)
            if begin is not None and contents[0][0] < begin < contents[0][1]:
                reach = self.syntax.clause_end(one.cue) or 0
                contents = ((begin, max(contents[0][1], min(reach, sentence.end))),)
            elif " that " in self.text[slice(*contents[0])] and "that" in self._takes(one.cue):
                cut = contents[0][0] + self.text[slice(*contents[0])].index(" that ") + 1
                led = self.text[contents[0][0] : cut].casefold().split()
                timed = led and led[-1] in english()["times"] | english()["weekdays"]
                if timed and not self.syntax.has_verb(contents[0][0], cut):
                    contents = ((cut, contents[0][1]),)
        contents = self._with_subject(one, contents, sentence)
        if one.family == "according" and (
            relative := _WHO_CLAUSE.match(self.text[slice(*contents[0])])
        ):
            contents = ((contents[0][0] + relative.end(), contents[0][1]), *contents[1:])
        if one.family == "post" and len(contents) == 1:
            behind = max(one.cue[1], one.source[1] if one.source else 0)
            rest = _SECOND_HALF.match(self.text, behind, sentence.end)
            if rest is not None and not self.syntax.has_verb(*contents[0]):
                end = (
                    sentence.end
                    - len(self.text[: sentence.end])
                    + len(self.text[: sentence.end].rstrip(".?! "))
                )
                contents = (*contents, (rest.end(), end))
        if (
            len(contents) > 1
            and self.text[contents[1][0] : contents[1][1]].startswith("that ")
            and self.text[contents[0][0] : contents[0][1]].split()[0].casefold()
            in english()["content_prepositions"]
        ):
            contents = contents[1:]  # "reported on its website, citing police, that ..."
        if one.family == "according" and self.text.startswith(": “", contents[-1][1]):
            quote = next(iter(find_quotations(self.text, contents[-1][1], sentence.end)), None)
            if quote is not None:  # "the co-pilot told them at 9 p.m.: “Possible bird”"
                contents = (*contents[:-1], (contents[-1][0], quote.end))
        words = " ".join(self.text[start:end] for start, end in contents)
        denies = self._lemma(self.text[slice(*one.cue)]) in self.words["denial"]
        if len(words.split()) < (1 if denies else _FEWEST) and not any(
            letter.isdigit() for letter in words
        ):
            return ()
        low = words.lower().lstrip("“\"' ")
        if self.words.pattern("anonymity_contents").match(low):
            return ()
        if low.split()[0] in english()["content_prepositions"] and (
            bound := _ADVERBIAL_THAT.match(self.text, *contents[0])
        ):
            contents = ((bound.end(), contents[0][1]), *contents[1:])
            low = " ".join(self.text[start:end] for start, end in contents).lower()
        if (
            one.family in {"object", "to", "phrase", "quoted"}
            and low.split()[0] in english()["content_prepositions"]
            and not any(letter.isdigit() for letter in words)
        ):
            return ()
        return contents

    def _with_subject(
        self, one: Attributed, contents: tuple[tuple[int, int], ...], sentence: Sentence
    ) -> tuple[tuple[int, int], ...]:
        """A quotation that begins with its verb, with the subject that the credit parts it from.

        As in "Inflation, the minister said, “is not where it ought to be”".
        """
        if one.family != "quote" or len(contents) != 1 or one.source is None:
            return contents
        spoken = self.text[slice(*contents[0])].lstrip("“\"'‘")
        begin = self.sentences[one.begun].start
        led = self.text[begin : min(one.source[0], one.cue[0])]
        head = led.rstrip(", ")
        if (
            not spoken[:1].islower()
            or not led.endswith(", ")
            or len(head.split()) > _LONGEST_LEAD
            or head.split()[0].casefold() in english()["content_prepositions"]
            or self.syntax.has_verb(begin, begin + len(head))
            or not self.syntax.has_verb(*contents[0])
        ):
            return contents
        del sentence
        return ((begin, begin + len(head)), *contents)

    def _asked(self, contents: Sequence[tuple[int, int]]) -> bool:
        """Whether what is handed on is only a question: "asked whether it had leaked"."""
        first = self.text[contents[0][0] : contents[0][1]].split(maxsplit=1)[0].casefold()
        return first in {"whether", "if", "why", "how", "when"}

    def _points_back(self, one: Attributed) -> bool:
        """Whether a denial governs no more than "it" or "this"."""
        if one.family not in {"object", "bare", "that"}:
            return False
        start, end = one.contents[0]
        first = self.text[start:end].split(maxsplit=1)[0].casefold().strip(".,;")
        words = lexicon("en", "claims")
        return first in words["pointing"] | words["pointed"] and not self.syntax.has_verb(
            start, end
        )

    def _takes(self, cue: tuple[int, int]) -> frozenset[str]:
        for word in _LETTERS.findall(self.text[slice(*cue)].lower()):
            if found := english().cues.get(word):
                return found.takes
        return frozenset()

    def _lemma(self, cue: str) -> str:
        lemmas = [
            found.lemma
            for word in _LETTERS.findall(cue.lower())
            if (found := english().cues.get(word))
        ]
        return lemmas[-1] if lemmas else cue.lower()

    def _mention(self, one: Attributed, sentence: Sentence) -> Mention:
        assert one.source is not None  # noqa: S101 - narrows for the type checker
        start, end = one.source
        first = self.text[start:end].split()[0].casefold()
        dated = first.strip(".,") in lexicon("en", "time").tables["months"]
        if (first in english()["content_prepositions"] or dated) and (
            subject := self.syntax.subject(one.cue)
        ):
            start, end = subject
        mention = self.mentions.read(start, end)
        if mention.head in self.words["relatives"] and mention.pronoun:
            antecedent = self._antecedent(sentence, start)
            if antecedent is not None:
                return replace(self.mentions.read(*antecedent), start=start, end=end)
        return mention

    def _antecedent(self, sentence: Sentence, before: int) -> tuple[int, int] | None:
        """The phrase that "who" or "which" goes back to: the words before it up to a boundary."""
        line = TaggedSentence.of(
            [token for token in sentence.line.tokens if token.end <= before], english()
        )
        last = len(line) - 1
        while last >= 0 and not line.at(last).word:
            last -= 1
        first = last
        while (
            first > 0
            and line.at(first - 1).word
            and not line.verb(first - 1)
            and line.low(first - 1) not in {"by", "and", "that", "as"}
        ):
            first -= 1
        return (line.at(first).start, line.at(last).end) if last >= 0 else None

    def _speaker(self, credit: Credit, sentence: Sentence) -> DiscourseEntity | None:
        mention = credit.mention
        if mention is None:
            return None
        if mention.pronoun and mention.head in self.words["first_person"] | self.words["relatives"]:
            return None
        mention = self.named.maker(mention)
        if mention.phrase.casefold() == "others":
            some = _SOME.search(self.text, sentence.start, sentence.end)
            if some is not None:
                mention = replace(mention, phrase=f"other {some[1]}")
        if mention.pronoun and mention.head == "it" and credit.cue_lemma in _GOING_ON:
            last = self.discourse.last(credit.paragraph)
            if last is not None:
                return last
        mention = self.named.with_owner(
            self.named.with_apposition(mention, sentence), credit.paragraph
        )
        if "same" in mention.phrase.casefold().split()[:2]:
            last = self.discourse.last(credit.paragraph)
            if last is not None:
                return last
        return self.discourse.speaker(mention, credit.paragraph, credit.begun)

    def passages(self, credited: Sequence[tuple[int, int]]) -> list[UncreditedSentence]:
        """The sentences and relative clauses that credit nobody.

        Args:
            credited: the stretches that credits take up.
        """
        found: list[UncreditedSentence] = []
        for index, one in enumerate(self.sentences):
            if one.paragraph == 0 or one.open_quote or self._junk(one):
                continue
            found += self._clauses(one, index, credited)
            spoken = any(
                not self.text[quote.start : quote.end].strip("“”‘’'\"")[:1].islower()
                for quote in find_quotations(self.text, one.start, one.end)
            )
            if (
                not any(start < one.end and one.start < end for start, end in credited)
                and not spoken
                and self.syntax.has_verb(one.start, one.end)
            ):
                found.append(UncreditedSentence(one.start, one.end, one.paragraph, index))
        return found

    def _clauses(
        self, sentence: Sentence, index: int, credited: Sequence[tuple[int, int]]
    ) -> Iterator[UncreditedSentence]:
        """Clauses that "which" opens behind a comma, with what it stands for."""
        for match in _RELATIVE_CLAUSE.finditer(self.text, sentence.start, sentence.end):
            start, end = match.span("clause")
            if any(first < end and start < last for first, last in credited):
                continue
            lead = self.text[sentence.start : match.start()].rsplit(",", 1)[-1].strip()
            if lead and len(lead.split()) <= _LONGEST_LEAD:
                yield UncreditedSentence(start, end, sentence.paragraph, index, lead)

    def _rival(self, start: int, at: int, pronoun: str) -> bool:
        """Whether somebody other than the speaker is spoken of between two offsets."""
        sort = lexicon("en", "claims").tables["third"][pronoun]
        if sort not in {"masc", "femn"}:
            return False
        if any(one.kind == PERSON and start <= one.start < at for one in self.entities):
            return True
        return any(
            self.mentions.read(first, last).head in self.words["role_nouns"]
            for first, last in self.syntax.subjects(start, at)
        )

    def _offsets(self, index: int) -> tuple[int, int]:
        return self.sentences[index].start, self.sentences[index].end

    def _kind(self, credit: Credit, content: str, entity: DiscourseEntity | None) -> Kind:
        return english_kind(credit, content, entity.called if entity else "")
