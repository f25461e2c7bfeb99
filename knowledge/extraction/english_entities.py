"""Who is named in an English article, speaking or not: persons with their roles, bodies, makers of documents."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Mention
from knowledge.extraction.coreference import Discourse
from knowledge.extraction.english_mentions import EnglishMentions
from knowledge.extraction.language_models import (
    ORGANISATION,
    PERSON,
    PLACE,
    NamedEntity,
    Syntax,
)
from knowledge.extraction.sentence_splitting import Sentence
from knowledge.extraction.tokenizer import english, find_quotations
from knowledge.languages.registry import lexicon

_OWNED = re.compile(
    r"(?<![\w-])(?P<whose>its|their|(?:the )?(?P<body>[\w-]{1,40})['’]s) (?P<rest>.{3,80})$",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"(?: \([A-Z]{1,9}\))?, which (?:is|are|was) ([a-z]{4,14}ing [^,.;:“”]{3,60}), "
)
_PRODUCED = re.compile(
    r"(?P<verb>released|published|issued|produced|compiled|presented|wrote|drafted) (?:a|an|its|the|their) (?:[\w-]+ ){0,2}(?P<what>report|statement|document|letter|memo|study|analysis|review|dossier|communique)\b"
)
_FROM = re.compile(r"\bfrom (.{3,80})")
_SENT = re.compile(
    r"(?P<what>.{3,60}?) from (?P<who>[^,]{3,80})(?:, (?P<named>the [A-Z][^,]{3,80}))?"
)
_MADE_BY = re.compile(r"\b(?:by|from|of) ((?:the )?[^,]{3,80})")
_OWNER = re.compile(r"(.{2,60}?)['’]s? (?:\w{1,40} ){0,2}\w{1,40}\Z")
_NAMES = re.compile(r"(?<!\w)[A-Z][\w’'&-]{1,40}(?: [A-Z][\w&-]{1,40}){1,4}")
_AT_START = 6  # characters before the first subject of a sentence
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


class EnglishEntities:
    """Takes note of who is named in an article, speaking or not, and of what is said of them.

    Args:
        text: the article.
        entities: the names that a model found.
        syntax: of the article.
        mentions: reads its phrases.
        discourse: of its entities; filled here.

    Attributes:
        crediting: the indices of the sentences that credit somebody.
    """

    def __init__(
        self,
        text: str,
        entities: Sequence[NamedEntity],
        syntax: Syntax,
        mentions: EnglishMentions,
        discourse: Discourse,
    ) -> None:
        self.text = text
        self.words = lexicon("en", "attribution")
        self.entities = entities
        self.syntax = syntax
        self.mentions = mentions
        self.discourse = discourse
        self.crediting: frozenset[int] = frozenset()
        self._noted: set[int] = set()
        self._subjects: set[int] = set()
        self._index = 0
        self._producers: dict[str, Mention] = {}
        self._repeated = self._repeated_names()

    def with_owner(self, mention: Mention, paragraph: int) -> Mention:
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

    def with_apposition(self, mention: Mention, sentence: Sentence) -> Mention:
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

    def produced(self, sentence: Sentence) -> None:
        """Take note that somebody released a document ("The ministry released a report")."""
        made = _PRODUCED.search(self.text, sentence.start, sentence.end)
        if made is not None:
            subject = self.syntax.subject(made.span("verb"))
            if subject is not None and subject[0] >= sentence.start:
                self._producers[made["what"].casefold()] = self.mentions.read(*subject)

    def maker(self, mention: Mention) -> Mention:
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

    def note(self, sentence: Sentence, limit: int, index: int) -> None:
        """Take note of everybody whom a sentence names before an offset.

        Args:
            sentence: of the article.
            limit: the offset.
            index: of the sentence.
        """
        self._index = index
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
            focus = index not in self.crediting or start - sentence.start < _AT_START
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
        mention = self.with_apposition(mention, sentence)
        if mention.kind is not SpeakerKind.PERSON:
            return False
        mention = self.with_owner(mention, sentence.paragraph)
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
        mention = self.with_owner(mention, sentence.paragraph)
        self.discourse.note(mention, sentence.paragraph, self._index)

    def _is_role(self, text: str) -> bool:
        words = [word.casefold().strip(".,") for word in text.split()[:7]]
        return any(word in self.words["role_nouns"] for word in words) and not any(
            word in english()["not_in_roles"] for word in words
        )

    def _bare(self, text: str) -> str:
        words = text.split()
        while len(words) > 1 and words[0].casefold() in english()["before_roles"]:
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
