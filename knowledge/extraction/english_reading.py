"""Reads an English article: the rules' spans, with who is behind them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from knowledge.domain import Kind, SpeakerKind
from knowledge.extraction.annotations import Credit, Mention, UncreditedSentence
from knowledge.extraction.attribution_rules import Attributed, attributions
from knowledge.extraction.coreference import Discourse, DiscourseEntity
from knowledge.extraction.credit_linking import Source, Spoken
from knowledge.extraction.decontextualisation import Surroundings, opening_lines, topic_of
from knowledge.extraction.english_mentions import EnglishMentions
from knowledge.extraction.language_models import (
    ORGANISATION,
    PERSON,
    PLACE,
    NamedEntity,
    Syntax,
    english_documents,
    english_entities,
)
from knowledge.extraction.passage_values import quantities_in
from knowledge.extraction.saying_circumstances import english_kind
from knowledge.extraction.sentence_splitting import Sentence, TranscriptTurn, sentences, transcript
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
_OWNED = re.compile(
    r"(?<![\w-])(?P<whose>its|their|(?:the )?(?P<body>[\w-]{1,40})['’]s) (?P<rest>.{3,80})$",
    re.IGNORECASE,
)
_RELATIVE_CLAUSE = re.compile(r", (?P<clause>which [^,;:.“”]{8,160})(?=[,.])")
_RELUCTANT = re.compile(
    r"\b(?:refus(?:es|ed|ing)|declin(?:es|ed|ing)|failed|fails|was unable|were unable|stopped short of|avoided)"
    r"(?: [a-z]{2,12})?(?: to)? ?\Z"
)
_REFUSING = frozenset("refused refuses declined declines refusing declining".split())
_WHO_CLAUSE = re.compile(r"(?:who|which|whose)\b[^,]{1,160}, ")
_DOING = re.compile(
    r"(?: \([A-Z]{1,9}\))?, which (?:is|are|was) ([a-z]{4,14}ing [^,.;:“”]{3,60}), "
)
_NOBODY = re.compile(
    r"(?:^|[,;] |\. )(?:Neither|Nobody|No one|None of|neither|nobody|no one|none of)\b[^,;“”]{0,120}\Z"
)
_NOT = frozenset({"not", "n't", "never"})
_WHAT = re.compile(r"\bwhat (?=\Z|$)")
_LONGEST_LEAD = 9  # words
_PRODUCED = re.compile(
    r"(?P<verb>released|published|issued|produced|compiled|presented|wrote|drafted) (?:a|an|its|the|their) (?:[\w-]+ ){0,2}(?P<what>report|statement|document|letter|memo|study|analysis|review|dossier|communique)\b"
)
_SOME = re.compile(r"\b(?:[Ss]ome|[Mm]any|[Mm]ost) (?!of\b)([^\W\d_]+s)\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_FROM = re.compile(r"\bfrom (.{3,80})")
_SENT = re.compile(
    r"(?P<what>.{3,60}?) from (?P<who>[^,]{3,80})(?:, (?P<named>the [A-Z][^,]{3,80}))?"
)
_MADE_BY = re.compile(r"\b(?:by|from|of) ((?:the )?[^,]{3,80})")
_OWNER = re.compile(r"(.{2,60}?)['’]s? (?:\w{1,40} ){0,2}\w{1,40}\Z")
_GOING_ON = frozenset({"go", "add", "continue", "say"})
_PUT_IN = re.compile(
    r"(?P<before>[^,“”\"]{3,90}), (?P<who>he|she|they|it|(?:the )?[^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,3}) (?P<cue>[^\W\d_]{3,12})(?: (?:yesterday|today|[A-Z][a-z]+day))?,\s+(?=(?:was|were|is|are|had|has|have|would|will|could|did|does|may|might|can|should|must)\b)"
)
_NAMES = re.compile(r"(?<!\w)[A-Z][\w’'&-]{1,40}(?: [A-Z][\w&-]{1,40}){1,4}")
_FEWEST = 2  # words of a content
_AT_START = 6  # characters before the first subject of a sentence
_PLACES = frozenset(
    "to in on at from with by for of under after before until into over about".split()
)
_ROLE_BEFORE = re.compile(r"(?<!\S)((?:[^\W\d_][\w’'.-]{0,30} ){0,6})\Z")
_ROLE_COMMA = re.compile(
    r"(?:^|[.;:] |, |“)((?:(?:the|its|his|her|their|a|an) )[^,.;:“”]{3,80}), $", re.IGNORECASE
)
_APPOSITION = re.compile(
    r"(?:, \d{1,3})?, ((?:(?:the|its|his|her|a|an|who is|now) )?(?:[^,.;:“”()]|(?<=\bSt)\.|(?<=\bDr)\.){3,90})(?:,|\.|$| \()"
)
_ABBREVIATED = re.compile(
    r"(?<!\w)((?:[A-Z][\w’'&-]{1,30} )(?:(?:of|the|for|and|on) |[A-Z][\w’'&-]{1,30} ){0,7})\(([A-Z][A-Za-z&-]{1,9})\)"
)
_WHO = re.compile(r" (?:who|which|that|whose|on (?:his|her|their))\b")
_COMPANY = re.compile(
    r"(?<!\w)((?:[A-Z][\w’'&-]{1,30} ){0,4}[A-Z][\w’'&-]{1,30})(?: \([A-Z]{1,9}\))?, (?:the|a|an) ([^,.]{3,80})"
)


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
        self._noted: set[int] = set()
        self._subjects: set[int] = set()
        self._crediting: set[int] = set()
        self._index = 0
        self._producers: dict[str, Mention] = {}
        self._repeated = self._repeated_names()

    def spoken(self) -> list[Spoken]:
        """Every credit with its speaker, in the order of the article."""
        by_sentence: dict[int, list[Attributed]] = {}
        for one in attributions(self.sentences):
            by_sentence.setdefault(one.begun, []).append(one)
        for index, sentence in enumerate(self.sentences):
            here = by_sentence.setdefault(index, [])
            here += self._parsed(sentence, index, here)
        found: list[Spoken] = []
        self._crediting = {index for index, here in by_sentence.items() if here}
        labels = self._transcript()
        for index, sentence in enumerate(self.sentences):
            self._index = index
            if sentence.paragraph == 0 and len(self.sentences) > 1:
                continue
            if sentence.paragraph in labels:
                if sentence.first:
                    found += labels[sentence.paragraph]
                continue
            if self._junk(sentence):
                continue
            self._produced(sentence)
            here = sorted(by_sentence[index], key=lambda one: one.cue)
            covered: list[tuple[int, int]] = []
            for one in here:
                self._note(sentence, one.source[0] if one.source else one.cue[0])
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
            self._note(sentence, sentence.end)
        return found

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
        refuses = cue.split()[0].casefold() in _REFUSING
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
        refuses = self._lemma(self.text[slice(*one.cue)]) in {"refuse", "decline", "fail"}
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
            and self.text[contents[0][0] : contents[0][1]].split()[0].casefold() in _PLACES
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
        if low.split()[0] in _PLACES and (bound := _ADVERBIAL_THAT.match(self.text, *contents[0])):
            contents = ((bound.end(), contents[0][1]), *contents[1:])
            low = " ".join(self.text[start:end] for start, end in contents).lower()
        if (
            one.family in {"object", "to", "phrase", "quoted"}
            and low.split()[0] in _PLACES
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
            or head.split()[0].casefold() in _PLACES
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
        if (first in _PLACES or dated) and (subject := self.syntax.subject(one.cue)):
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
        mention = self._maker(mention)
        if mention.phrase.casefold() == "others":
            some = _SOME.search(self.text, sentence.start, sentence.end)
            if some is not None:
                mention = replace(mention, phrase=f"other {some[1]}")
        if mention.pronoun and mention.head == "it" and credit.cue_lemma in _GOING_ON:
            last = self.discourse.last(credit.paragraph)
            if last is not None:
                return last
        mention = self._with_owner(self._with_apposition(mention, sentence), credit.paragraph)
        if "same" in mention.phrase.casefold().split()[:2]:
            last = self.discourse.last(credit.paragraph)
            if last is not None:
                return last
        return self.discourse.speaker(mention, credit.paragraph, credit.begun)

    def _with_owner(self, mention: Mention, paragraph: int) -> Mention:
        """A role such as "its chief executive" with the body's name, where one alone is in focus."""
        shown = mention.role or (mention.phrase if mention.name is None else None)
        if not shown or mention.pronoun:
            return mention
        owned = _OWNED.match(shown)
        if owned is None or mention.kind is SpeakerKind.ORGANISATION:
            return mention
        owner = self.discourse.owner(owned["whose"].casefold(), paragraph)
        if owner is None or owner.name is None:
            return mention
        told = f"{owned['rest']} of {owner.name}"
        if mention.name is None:
            return replace(mention, phrase=told, definite=True)
        return replace(mention, role=told)

    def _with_apposition(self, mention: Mention, sentence: Sentence) -> Mention:
        """A role that stands behind the name: "said Amadou Holt, 34, a cook who was traveling"."""
        if mention.role or not mention.name:
            return mention
        doing = _DOING.search(self.text, mention.start, sentence.end)
        near = doing is not None and doing.start() <= mention.end
        if doing is not None and near and mention.kind is SpeakerKind.ORGANISATION:
            return replace(mention, role=doing[1])
        behind = _APPOSITION.match(self.text, mention.end, sentence.end)
        if behind is None:
            return mention
        role = _WHO.split(behind.group(1))[0]
        if not self._is_role(role):
            return mention
        if mention.kind is not SpeakerKind.PERSON:
            if not self.mentions.may_be_person(mention.name) or not self.mentions.names_role(role):
                return mention
            mention = replace(mention, kind=SpeakerKind.PERSON, phrase="")
        return replace(mention, role=self._bare(role), head=self.mentions.head(role))

    def _produced(self, sentence: Sentence) -> None:
        """Take note that somebody released a document ("The ministry released a report")."""
        made = _PRODUCED.search(self.text, sentence.start, sentence.end)
        if made is not None:
            subject = self.syntax.subject(made.span("verb"))
            if subject is not None and subject[0] >= sentence.start:
                self._producers[made["what"].casefold()] = self.mentions.read(*subject)

    def _maker(self, mention: Mention) -> Mention:
        """Who made a statement: "a statement by the ministry" is the ministry's."""
        if (
            mention.kind is SpeakerKind.DOCUMENT
            and not mention.name
            and mention.head in self._producers
        ):
            return self._producers[mention.head]
        if mention.kind is not SpeakerKind.DOCUMENT or mention.name or mention.pronoun:
            return mention
        text = self.text[mention.start : mention.end]
        if mention.head in {"data", "figures"} and (by := _FROM.search(text)):
            made = self.mentions.read(mention.start + by.start(1), mention.start + by.end(1))
            return made if made.name else mention
        if sent := _SENT.match(self.text[mention.start : mention.start + 300]):
            told = f"{mention.head} from {sent['named'] or sent['who']}"
            return replace(mention, phrase=told, role=f"{mention.head} from {sent['who']}")
        if mention.head in self.words["statement_nouns"]:
            by = _MADE_BY.search(text)
            if by:
                return self.mentions.read(mention.start + by.start(1), mention.start + by.end(1))
            owner = _OWNER.match(text)
            if owner:
                return self.mentions.read(mention.start, mention.start + owner.end(1))
        elif owner := _OWNER.match(text):
            made = self.mentions.read(mention.start, mention.start + owner.end(1))
            return made if made.name else mention
        return mention

    # -- who is named, speaking or not

    def _repeated_names(self) -> list[tuple[int, int]]:
        """Capitalised names that stand in the article more than once, wherever they stand."""
        found = list(_NAMES.finditer(self.text))
        counted = Counter(match.group().removeprefix("The ") for match in found)
        starts = {
            one.start
            for one in self.entities
            if one.kind == PERSON
            and self.mentions.read(one.start, one.end).kind is SpeakerKind.PERSON
        }
        return [
            match.span()
            for match in found
            if counted[match.group().removeprefix("The ")] > 1 and match.start() not in starts
        ]

    def _note(self, sentence: Sentence, limit: int) -> None:
        for one in self.entities:
            if (
                one.start < sentence.start
                or one.start >= min(limit, sentence.end)
                or one.start in self._noted
            ):
                continue
            if one.kind in {PERSON, ORGANISATION, PLACE}:
                self._noted.add(one.start)
            if one.kind == PERSON:
                self._note_person(one.start, one.end, sentence)
            elif one.kind in {ORGANISATION, PLACE} and self._note_described(one, sentence):
                continue  # "Hugo Brandt-Amadi, a spokesman": whatever the tagger takes it for
            elif one.kind == ORGANISATION or (
                one.kind == PLACE
                and self.text[one.start : one.end].split()[-1].casefold()
                in self.words["body_nouns"]
            ):
                self._note_body(one.start, one.end, sentence)
        for start, end in self._repeated:
            if sentence.start <= start < min(limit, sentence.end) and start not in self._noted:
                self._noted.add(start)
                self._note_body(start, end, sentence)
        self._note_subjects(sentence, limit)
        for match in _ABBREVIATED.finditer(self.text, sentence.start, min(limit, sentence.end)):
            if match.end() in self._noted:
                continue
            self._noted.add(match.end())
            mention = self.mentions.read(match.start(), match.end())
            if mention.name and mention.kind is SpeakerKind.ORGANISATION:
                self.discourse.note(mention, sentence.paragraph, self._index)

    def _note_subjects(self, sentence: Sentence, limit: int) -> None:
        """Take note of "a track engineer at the site" and "the company", which have no names."""
        index = self._index
        quotations = find_quotations(self.text, sentence.start, sentence.end)
        for start, end in self.syntax.subjects(sentence.start, min(limit, sentence.end)):
            if start in self._subjects or start < sentence.start:
                continue
            if any(quote.start < start < quote.end for quote in quotations):
                continue
            self._subjects.add(start)
            mention = self.mentions.read(start, end)
            focus = index not in self._crediting or start - sentence.start < _AT_START
            if mention.name and focus:
                entity = self.discourse.known(mention)
                if entity is None and mention.kind is SpeakerKind.PERSON:
                    entity = self.discourse.note(mention, sentence.paragraph, index)
                if entity is not None:
                    entity.focus.append((sentence.paragraph, index))
            if mention.name or mention.pronoun or mention.kind is SpeakerKind.DOCUMENT:
                continue
            if start in self._noted:
                continue
            self._noted.add(start)
            if (
                mention.head
                not in self.words["role_nouns"]
                | self.words["group_nouns"]
                | self.words["body_nouns"]
            ):
                continue
            if self.words.pattern("anonymous_phrases").search(
                self.text, sentence.start, sentence.end
            ):
                mention = replace(mention, anonymous=True)
            entity = self.discourse.refer(mention, sentence.paragraph, index)
            if entity is not None and focus:
                entity.focus.append((sentence.paragraph, index))

    def _note_described(self, one: NamedEntity, sentence: Sentence) -> bool:
        """Take note of a person whom only the trade behind the name tells from a body."""
        mention = self.mentions.read(one.start, one.end)
        if not mention.name or mention.kind is SpeakerKind.PERSON or mention.role:
            return False
        mention = self._with_apposition(mention, sentence)
        if mention.kind is not SpeakerKind.PERSON:
            return False
        mention = self._with_owner(mention, sentence.paragraph)
        entity = self.discourse.note(mention, sentence.paragraph, self._index)
        return entity is not None

    def _note_person(self, start: int, end: int, sentence: Sentence) -> None:
        text = self.text
        name = text[start:end]
        if name.endswith(("'s", "’s")):
            end -= 2
        before = text[sentence.start : start]
        first = start
        led_in = [word.casefold() for word in before.split()[-2:]]
        if led_in[1:] in (["for"], ["of"], ["at"]) and led_in[0] in self.words["body_roles"]:
            body = self.mentions.as_body(start, end)  # "a spokesman for Sealink Corrin"
            self.discourse.note(body, sentence.paragraph, self._index)
            return
        if led := _ROLE_BEFORE.search(before):
            words = led.group(1).split()
            at = len(words)
            while at > 0 and (
                words[at - 1].casefold().strip(".,")
                in self.words["titles"] | self.words["role_nouns"]
                or (at < len(words) and words[at - 1][:1].isupper())
            ):
                at -= 1
            if at < len(words):
                first = start - len(" ".join(words[at:])) - 1
                while (
                    at > 0
                    and words[at - 1].isalpha()
                    and self.syntax.modifies(first - len(words[at - 1]) - 1)
                ):  # "harbour master Ann Lee"
                    at -= 1
                    first -= len(words[at]) + 1
        mention = self.mentions.read(max(first, sentence.start), end)
        if mention.kind is not SpeakerKind.PERSON or not mention.name:
            return
        role = mention.role
        if role is None and (behind := _APPOSITION.match(text, end, sentence.end)):
            shown = _WHO.split(behind.group(1))[0]
            if self._is_role(shown):
                role = self._bare(shown)
        led_by = _ROLE_COMMA.search(before) if role is None else None
        if led_by is not None and self._is_role(led_by.group(1)):
            role = self._bare(led_by.group(1))
        if role and not mention.role:
            mention = replace(mention, role=role, head=self.mentions.head(role))
        mention = self._with_owner(mention, sentence.paragraph)
        self.discourse.note(mention, sentence.paragraph, self._index)

    def _is_role(self, text: str) -> bool:
        words = [word.casefold().strip(".,") for word in text.split()[:7]]
        return any(word in self.words["role_nouns"] for word in words) and not any(
            word in {"said", "was", "were", "is", "had"} for word in words
        )

    def _bare(self, text: str) -> str:
        words = text.split()
        while len(words) > 1 and words[0].casefold() in {"the", "a", "an", "who", "is", "now"}:
            words = words[1:]
        return " ".join(words)

    def _note_body(self, start: int, end: int, sentence: Sentence) -> None:
        text = self.text[start:end]
        if text.endswith(("'s", "’s")):
            end -= 2
        mention = self.mentions.read(start, end)
        if mention.name and mention.kind is SpeakerKind.ORGANISATION:
            entity = self.discourse.note(mention, sentence.paragraph, self._index)
            described = _COMPANY.match(self.text, start, sentence.end)
            if entity is not None and described:
                entity.heads.add(self.mentions.head(described.group(2)))

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
