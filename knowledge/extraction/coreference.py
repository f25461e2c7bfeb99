"""Who is meant: later mentions, pronouns and "the ministry" led back to the speakers of an article.

A speaker that cannot be told is nobody: crediting the wrong one is the worst fault there is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Mention
from knowledge.languages.registry import lexicon
from knowledge.search.text_analysis import sound

_BRACKETED = re.compile(r"\((?P<short>[^\W\d_][\w.&-]{1,11})\)")
_PARTS = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_REACH = 4  # paragraphs that a pronoun may point back over
_ENDINGS = frozenset(
    "".join(lexicon("ru", "letters")["endings"] | lexicon("uk", "letters")["endings"])
)
_STEM = 4  # letters that two forms of a name share at least
_LOST = 3  # letters that a case may change
_MOST_ENTITIES = 2_000
_TWICE = 2
_FULL = 2  # words of a full name
_SOUNDS_TOLD = 5  # consonants and openings of a name that are no chance


@dataclass(slots=True)
class DiscourseEntity:
    """Somebody of whom the article speaks.

    Args:
        name: the fullest name in the nominative, or None.
        phrase: what to call one without a name.
        heads: lower-case nouns that it has been called by.
        shorts: its abbreviations, folded.
        certain: words of its name that have been seen in the nominative.
        seen: (paragraph, sentence) of each mention.
        spoke: the same of each credit.
        focus: the same of each sentence that it is the subject of and that credits nobody.
    """

    kind: SpeakerKind
    name: str | None = None
    phrase: str = ""
    role: str | None = None
    gender: str | None = None
    plural: bool = False
    anonymous: bool = False
    organisation: str | None = None
    heads: set[str] = field(default_factory=set)
    shorts: set[str] = field(default_factory=set)
    certain: set[str] = field(default_factory=set)
    seen: list[tuple[int, int]] = field(default_factory=list)
    spoke: list[tuple[int, int]] = field(default_factory=list)
    focus: list[tuple[int, int]] = field(default_factory=list)

    @property
    def called(self) -> str:
        """The name, or what stands for one."""
        return self.name or self.phrase


class Discourse:
    """The speakers of one article.

    Args:
        language: of the article.
        frequency: how often the article has a name.
    """

    def __init__(self, language: str, frequency: Callable[[str], int] = lambda _: 1) -> None:
        self._words = lexicon(language, "attribution")
        self._language = language
        self._frequency = frequency
        self.entities: list[DiscourseEntity] = []

    def known(self, mention: Mention) -> DiscourseEntity | None:
        """Whom a name stands for, if the article has named one such."""
        return self._known(mention) if mention.name else None

    def note(self, mention: Mention, paragraph: int, sentence: int) -> DiscourseEntity | None:
        """Take note of somebody named, who need not speak."""
        entity = self._known(mention) if mention.name else self._same_phrase(mention)
        return self._noted(entity, mention, paragraph, sentence)

    def _noted(
        self, entity: DiscourseEntity | None, mention: Mention, paragraph: int, sentence: int
    ) -> DiscourseEntity | None:
        """Take note of where an entity stands; of a new one where none is known, while there is room."""
        if entity is None and len(self.entities) < _MOST_ENTITIES:
            entity = self._new(mention)
        if entity is not None:
            self._learn(entity, mention)
            entity.seen.append((paragraph, sentence))
        return entity

    def refer(self, mention: Mention, paragraph: int, sentence: int) -> DiscourseEntity | None:
        """Take note of a phrase without a name: whom it points back to, or somebody new."""
        entity = self._definite(mention, paragraph) if mention.definite else None
        entity = entity or self._same_phrase(mention)
        if entity is None and mention.definite and mention.kind is not SpeakerKind.GROUP:
            return None
        return self._noted(entity, mention, paragraph, sentence)

    def speaker(self, mention: Mention, paragraph: int, sentence: int) -> DiscourseEntity | None:
        """Who a credited mention is; None where that cannot be told."""
        entity = self._resolve(mention, paragraph, sentence)
        if entity is None:
            return None
        self._learn(entity, mention)
        entity.seen.append((paragraph, sentence))
        entity.spoke.append((paragraph, sentence))
        return entity

    def owner(self, whose: str, paragraph: int) -> DiscourseEntity | None:
        """The body that "its" or "the company's" means: the one in focus, else nobody."""
        bodies = [one for one in self.entities if one.kind is SpeakerKind.ORGANISATION and one.name]
        noun = whose.removeprefix("the ").removesuffix("'s").removesuffix("’s")
        if noun not in {"its", "their"}:
            mention = Mention(0, 0, head=noun, phrase=noun, kind=SpeakerKind.ORGANISATION)
            return self._definite(mention, paragraph)
        here = [
            (max(place for place in one.seen if place[0] == paragraph), at)
            for at, one in enumerate(bodies)
            if any(place[0] == paragraph for place in one.seen)
        ]
        return bodies[max(here)[1]] if here else None

    def body(self, noun: str, paragraph: int) -> str | None:
        """The name of the one body of the article that a common noun can mean, or None.

        Of several, the one that the paragraph names.
        """
        mention = Mention(0, 0, head=noun, phrase=noun, kind=SpeakerKind.ORGANISATION)
        wider = set(self._words.tables.get("hypernyms", {}).get(noun, "").split()) | {noun}
        fitting = [
            one for one in self.entities if one.name and self._fits(one, mention, wider, noun)
        ]
        if not fitting and noun in self._words["company_nouns"]:
            found = self._only_company(mention, 0)
            fitting = [found] if found is not None else []
        if not fitting and noun in self._words["company_nouns"]:
            fitting = [
                one
                for one in self.entities
                if one.name and one.kind is SpeakerKind.ORGANISATION and self._is_company(one)
            ]
        if len(fitting) > 1:
            fitting = [one for one in fitting if any(at[0] == paragraph for at in one.seen)]
        if len(fitting) != 1:
            return None
        if fitting[0].role is None and noun in self._words["company_nouns"]:
            fitting[0].role = noun
        return fitting[0].name

    def last(self, paragraph: int) -> DiscourseEntity | None:
        """Who spoke last in a paragraph."""
        spoke = [(one.spoke[-1], at) for at, one in enumerate(self.entities) if one.spoke]
        if not spoke:
            return None
        place, at = max(spoke)
        return self.entities[at] if place[0] == paragraph else None

    def last_body(self, paragraph: int) -> DiscourseEntity | None:
        """The body that was spoken of last in a paragraph, as a speaker if there is one."""
        bodies = [
            (
                one.spoke[-1] if one.spoke and one.spoke[-1][0] == paragraph else (-1, -1),
                one.seen[-1],
                at,
            )
            for at, one in enumerate(self.entities)
            if one.kind is SpeakerKind.ORGANISATION and one.seen and one.seen[-1][0] == paragraph
        ]
        return self.entities[max(bodies)[2]] if bodies else None

    # -- finding

    def _resolve(self, mention: Mention, paragraph: int, sentence: int) -> DiscourseEntity | None:
        if mention.pronoun:
            return self._antecedent(mention, paragraph, sentence)
        if mention.name:
            return self._known(mention) or self._new(mention)
        if mention.kind is SpeakerKind.GROUP and not mention.definite:
            return self._same_phrase(mention) or self._new(mention)
        found = self._definite(mention, paragraph) or self._same_phrase(mention)
        found = found or self._described(mention, paragraph, sentence)
        return found or self._new(self._of_minister(mention))

    def _described(self, mention: Mention, paragraph: int, sentence: int) -> DiscourseEntity | None:
        """Whoever spoke in the sentence before, called by a trade: «рассказала пенсионерка»."""
        if mention.kind is not SpeakerKind.PERSON or not mention.definite or mention.anonymous:
            return None
        last = self.last(paragraph)
        if (
            last is None
            or last.name is None
            or last.role is not None
            or last.kind is not SpeakerKind.PERSON
            or last.gender is None
            or last.gender != mention.gender
            or sentence - last.spoke[-1][1] > 1
            or len(mention.phrase.removeprefix("the ").split()) > 1
        ):
            return None
        last.role = mention.phrase.removeprefix("the ")
        return last

    def _of_minister(self, mention: Mention) -> Mention:
        """Call "the ministry" of an article that has one minister after the field of that minister."""
        wanted = self._words.tables.get("ministries", {}).get(mention.head.casefold())
        if wanted is None or " " in mention.phrase:
            return mention
        fields = {
            words[at - 1].casefold()
            for one in self.entities
            if wanted in (words := (one.role or "").casefold().split())
            and (at := words.index(wanted)) > 0
        }
        return (
            replace(mention, phrase=f"{fields.pop()} {mention.phrase}")
            if len(fields) == 1
            else mention
        )

    def _new(self, mention: Mention) -> DiscourseEntity:
        phrase = mention.phrase or mention.name or ""
        if (
            mention.name is None
            and not phrase[:2].isupper()
            and mention.kind is not SpeakerKind.ORGANISATION
            and phrase.split(" ", 1)[0].casefold().rstrip("s")
            in {one.rstrip("s") for one in self._common()} | {mention.head}
        ):
            phrase = phrase[:1].lower() + phrase[1:]
        entity = DiscourseEntity(mention.kind, mention.name, phrase, mention.role)
        self.entities.append(entity)
        return entity

    def _common(self) -> frozenset[str]:
        """Words that begin with a capital only where a sentence begins."""
        return (
            self._words["group_nouns"] | self._words["role_nouns"] | self._words["anonymous_nouns"]
        )

    def _learn(self, entity: DiscourseEntity, mention: Mention) -> None:
        if mention.name and (entity.name is None or self._fuller(mention.name, entity.name)):
            entity.name = _clean(mention.name)
        if mention.name and not mention.governed:
            entity.certain.update(
                one
                for one in _clean(mention.name).split()
                if not any(alike(one.casefold(), sure.casefold()) for sure in entity.certain)
            )
        if entity.name and entity.kind is SpeakerKind.PERSON:
            entity.name = " ".join(
                next(
                    (
                        sure
                        for sure in entity.certain
                        if alike(one.casefold(), sure.casefold()) and len(one) > _FULL
                    ),
                    one,
                )
                for one in entity.name.split()
            )
        if mention.name and (short := _BRACKETED.search(mention.name)):
            entity.shorts.add(short["short"].casefold())
        if mention.role and (entity.role is None or len(mention.role) > len(entity.role) + 12):
            entity.role = (
                mention.role[:1].lower() + mention.role[1:]
                if self._language != "en" and not mention.role[:2].isupper()
                else mention.role
            )
        if mention.head and not mention.pronoun:
            entity.heads.add(mention.head.casefold())
        entity.gender = entity.gender or mention.gender
        entity.anonymous = entity.anonymous or mention.anonymous
        entity.plural = entity.plural or (mention.plural and not mention.pronoun)
        entity.organisation = entity.organisation or mention.organisation

    def _fuller(self, new: str, old: str) -> bool:
        mine, theirs = _PARTS.findall(new), _PARTS.findall(old)
        full = [one for one in mine if len(one) > 1]
        known = [one for one in theirs if len(one) > 1]
        return (len(full), len(mine)) > (len(known), len(theirs))

    def _known(self, mention: Mention) -> DiscourseEntity | None:
        name = _clean(mention.name or "")
        if mention.kind is SpeakerKind.PERSON:
            fitting = [
                one
                for one in self.entities
                if one.kind is SpeakerKind.PERSON
                and one.name
                and same_person(name, one.name)
                and not (one.gender and mention.gender and one.gender != mention.gender)
            ]
            exact = [one for one in fitting if one.name == name]
            if exact:
                return exact[0]
            return fitting[0] if len(fitting) == 1 else None
        if " " not in name and not name.isupper():
            persons = [
                one
                for one in self.entities
                if one.kind is SpeakerKind.PERSON
                and one.name
                and " " in one.name
                and same_person(name, one.name)
            ]
            if len(persons) == 1:
                return persons[0]
        bodies = [one for one in self.entities if one.name and one.kind is not SpeakerKind.PERSON]
        same = next((one for one in bodies if self._same_body(name, one)), None)
        return same or self._whole_of(name, bodies) or _sounding(name, bodies)

    def _whole_of(self, name: str, bodies: list[DiscourseEntity]) -> DiscourseEntity | None:
        """The one body named in full before of which this is the bare noun: «Минобороны»."""
        noun = name.casefold()
        if self._language == "en" or noun not in self._words["body_nouns"]:
            return None  # in English it is a phrase with an article
        fuller = [
            one for one in bodies if " " in (one.name or "") and noun in _stems(one.name or "")
        ]
        return fuller[0] if len(fuller) == 1 else None

    def _same_body(self, name: str, entity: DiscourseEntity) -> bool:
        mine, theirs = _folded(name), _folded(entity.name or "")
        if mine == theirs or mine in {_folded(one) for one in entity.shorts}:
            return True
        short = _BRACKETED.search(name)
        if short and short["short"].casefold() in entity.shorts | {theirs}:
            return True
        bare, other = _without_bracket(name), _without_bracket(entity.name or "")
        if bare.isupper() and bare.casefold() == initials(other):
            return True
        if other.isupper() and other.casefold() == initials(bare):
            return True
        words, known = _stems(bare), _stems(other)
        if not words or not known:
            return False
        smaller, larger = sorted((words, known), key=len)
        return len(smaller) >= _FULL and all(
            any(alike(one, two) for two in larger) for one in smaller
        )

    def _same_phrase(self, mention: Mention) -> DiscourseEntity | None:
        wanted = _folded(mention.phrase)
        return next(
            (one for one in self.entities if not one.name and _folded(one.phrase) == wanted), None
        )

    def _definite(self, mention: Mention, paragraph: int) -> DiscourseEntity | None:
        """What "the ministry", «компания», «пенсионерка» points back to."""
        head = mention.head.casefold()
        if not head:
            return None
        wider = set(self._words.tables.get("hypernyms", {}).get(head, "").split()) | {head}
        fitting = [
            (one.seen[-1], at)
            for at, one in enumerate(self.entities)
            if one.seen and self._fits(one, mention, wider, head)
        ]
        if not fitting:
            return self._only_company(mention, paragraph)
        named = {at for _, at in fitting}
        place, at = max(fitting)
        near = [other for seen, other in fitting if paragraph - seen[0] <= 1]
        if len(named) > 1 and len(near) != 1:
            spoken = [other for other in (near or named) if self.entities[other].spoke]
            if len(spoken) == 1:
                return self.entities[spoken[0]]
            return None if mention.kind is SpeakerKind.PERSON else self.entities[at]
        del place
        return self.entities[near[0] if len(near) == 1 else at]

    def _is_company(self, entity: DiscourseEntity) -> bool:
        words = {part.casefold() for part in _PARTS.findall(entity.name or "")}
        return not words & (self._words["public_nouns"] | self._words["media_nouns"])

    def _only_company(self, mention: Mention, paragraph: int) -> DiscourseEntity | None:
        """The one company that the article has named so far, for "the airline" or «перевозчик»."""
        if mention.head.casefold() not in self._words["company_nouns"] or _extra(mention):
            return None
        near = [
            one
            for one in self.entities
            if one.kind is SpeakerKind.ORGANISATION
            and one.name
            and self._is_company(one)
            and any(place[0] == paragraph for place in (*one.focus, *one.spoke))
        ]
        if len(near) == 1:
            return near[0]
        companies = [
            one
            for one in self.entities
            if one.kind is SpeakerKind.ORGANISATION
            and one.name
            and one.seen
            and not {part.casefold() for part in _PARTS.findall(one.name)}
            & (self._words["public_nouns"] | self._words["media_nouns"])
            and not (one.name.isupper() and " " not in one.name)
        ]
        del paragraph
        often = sorted(companies, key=lambda one: -self._frequency(one.name or ""))
        if len(often) == 1:
            return often[0]
        if not often or self._frequency(often[0].name or "") < _TWICE * max(
            1, self._frequency(often[1].name or "")
        ):
            return None
        return often[0]

    def _fits(self, entity: DiscourseEntity, mention: Mention, wider: set[str], head: str) -> bool:
        if mention.kind is SpeakerKind.PERSON:
            if entity.kind is not SpeakerKind.PERSON or (
                entity.gender and mention.gender and entity.gender != mention.gender
            ):
                return False
            named = {one.casefold() for one in _PARTS.findall(entity.role or "")}
            if any(
                _folded(one) in _folded(entity.called + " " + (entity.role or ""))
                for one in _extra(mention)
            ) or not _extra(mention):
                return bool((wider & entity.heads) or (head in named))
            return False
        if mention.kind is not entity.kind:
            return False
        parts = (
            {one.casefold() for one in _PARTS.findall(entity.called)} | entity.heads | entity.shorts
        )
        extra = _extra(mention)
        if extra and not all(any(alike(one.casefold(), part) for part in parts) for one in extra):
            return False
        return bool(parts & wider) or any(
            part.endswith(one) for part in parts for one in wider if len(one) > _STEM
        )

    def _antecedent(
        self, mention: Mention, paragraph: int, sentence: int
    ) -> DiscourseEntity | None:
        """Whom a pronoun stands for: the speaker in focus that agrees with it."""
        fitting = [one for one in self.entities if self._agrees(one, mention)]
        if mention.plural and any(
            one.kind is SpeakerKind.GROUP and place[0] == paragraph
            for one in fitting
            for place in one.seen
        ):
            fitting = [one for one in fitting if one.kind is SpeakerKind.GROUP]
        in_paragraph = [
            (max(place for place in (*one.spoke, *one.focus) if place[0] == paragraph), one)
            for one in fitting
            if any(place[0] == paragraph for place in (*one.spoke, *one.focus))
        ]
        seen_here = [
            (max(place for place in one.seen if place[0] == paragraph), one)
            for one in fitting
            if any(place[0] == paragraph for place in one.seen)
        ]
        if in_paragraph:
            return max(in_paragraph, key=lambda pair: pair[0])[1]
        if seen_here:
            best = max(place for place, _ in seen_here)
            last = [one for place, one in seen_here if place == best]
            sure = [one for one in last if one.gender or one.plural]
            return last[0] if len(last) == 1 else sure[0] if len(sure) == 1 else None
        earlier = [
            (one.spoke[-1], at)
            for at, one in enumerate(fitting)
            if one.spoke
            and 0 < paragraph - one.spoke[-1][0] <= _REACH
            and (one.gender is not None or paragraph - one.spoke[-1][0] == 1)
        ]
        if earlier:
            return fitting[max(earlier)[1]]
        named = [
            one
            for one in fitting
            if one.gender is not None and one.seen and 0 < paragraph - one.seen[-1][0] <= _REACH
        ]
        del sentence
        return named[0] if len(named) == 1 and not mention.plural else None

    def _agrees(self, entity: DiscourseEntity, mention: Mention) -> bool:
        if mention.plural:
            return entity.plural or entity.kind in {SpeakerKind.GROUP, SpeakerKind.ORGANISATION}
        if mention.kind is SpeakerKind.PERSON:
            return (
                entity.kind is SpeakerKind.PERSON
                and not entity.plural
                and not (entity.gender and mention.gender and entity.gender != mention.gender)
            )
        return entity.kind is mention.kind or (
            mention.kind is SpeakerKind.DOCUMENT and entity.kind is SpeakerKind.ORGANISATION
        )


def same_person(name: str, other: str) -> bool:
    """Whether two names may be of one person: a surname, initials and cases allowed for."""
    mine, theirs = _PARTS.findall(name), _PARTS.findall(other)
    if not mine or not theirs:
        return False
    smaller, larger = sorted((mine, theirs), key=lambda one: (len(one), len("".join(one))))
    left = list(larger)
    for one in smaller:
        match = next(
            (two for two in left if alike(one.casefold(), two.casefold()) or _initial(one, two)),
            None,
        )
        if match is None:
            return False
        left.remove(match)
    return any(
        len(one) > 1 and any(alike(one.casefold(), two.casefold()) for two in larger)
        for one in smaller
    )


def _initial(one: str, other: str) -> bool:
    return 1 in {len(one), len(other)} and one[:1].casefold() == other[:1].casefold()


def alike(one: str, other: str) -> bool:
    """Whether two words are the same up to their case ending."""
    if one == other:
        return True
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    if one.isascii() and other.isascii():
        return False
    longest = max(one[shared:], other[shared:], key=len)
    if shared == min(len(one), len(other)) and set(longest) - _ENDINGS:
        return False  # «Алма» is no case of «Алматы»
    return shared >= max(_STEM - 1, max(len(one), len(other)) - _LOST) and shared >= _STEM - 1


def _sounding(name: str, bodies: list[DiscourseEntity]) -> DiscourseEntity | None:
    """The one body whose name in the other script sounds so: «Вельм Гидро» and "Velm Hydro"."""
    wanted = [sound(word) for word in _PARTS.findall(name)]
    if len(wanted) < _FULL or sum(map(len, wanted)) < _SOUNDS_TOLD:
        return None
    same = [
        one
        for one in bodies
        if (one.name or "").isascii() is not name.isascii()
        and [sound(word) for word in _PARTS.findall(_without_bracket(one.name or ""))] == wanted
    ]
    return same[0] if len(same) == 1 else None


def initials(name: str) -> str:
    """The first letters of a body's name: "Civil Rescue Directorate" gives "crd"."""
    return "".join(
        word[0] for word in name.replace("-", " ").split() if word[:1].isupper()
    ).casefold()


def _extra(mention: Mention) -> list[str]:
    """The proper words of a phrase without a name, which its antecedent must have too."""
    words = _PARTS.findall(mention.phrase)
    return [
        one for one in words[1:] if one[:1].isupper() and one.casefold() != mention.head.casefold()
    ]


def _stems(name: str) -> list[str]:
    return [
        one.casefold()
        for one in _PARTS.findall(name)
        if len(one) > 1 and one.casefold() not in {"the", "of", "and", "for"}
    ]


def _folded(text: str) -> str:
    return " ".join(one.casefold() for one in _PARTS.findall(text))


def _without_bracket(name: str) -> str:
    return _BRACKETED.sub("", name).strip()


def _clean(name: str) -> str:
    return " ".join(name.split()).strip('«»„“”" ,')
