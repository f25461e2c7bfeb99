"""English phrases that stand for a speaker, taken apart: "role, Name," both ways, titles, bodies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Mention
from knowledge.extraction.language_models import ORGANISATION, PERSON, PLACE, NamedEntity
from knowledge.extraction.tokenizer import english
from knowledge.languages.registry import lexicon
from knowledge.languages.scripts import LOWER

_SEGMENT = re.compile(r",[ \n]| [—–-] ")
_BRACKET = re.compile(r" ?\([^()]{0,200}\)")
_RELATIVE = re.compile(r" (?:who|which|that|whose|where)\b.*", re.DOTALL)
_OPEN_RELATIVE = re.compile(r" (?:who|which|that)(?: (?:was|were|is|are|had|has|did|does))?$")
_POSSESSIVE = re.compile(r"['’]s?$")
_CAPITAL = re.compile(rf"[^\W\d_{LOWER}]")
_PARTICLE = re.compile(
    r"^(?:d|al|el|de|la|le|van|von|der|den|da|di|du|dos|del|bin|ibn|ter|ten|y)$", re.IGNORECASE
)
_PARTICLED = re.compile(r"^(?:d|al|el|o)['’-][^\W\d_]", re.IGNORECASE)
_AGE = re.compile(r"^(?:aged )?\d{1,3}$")
_LEADS = re.compile(r"who (?:leads|heads|runs|chairs) (.{3,80})")
_LONGEST = 400  # characters of a source that are looked at
_SHORTEST_INITIALISM = 2
_LONGEST_INITIALISM = 8
_FULL = 2
_BESIDE = 40  # characters


def _is_date(word: str) -> bool:
    """Whether a word is one of a date: "Jan.", "12", "Tuesday"."""
    times = lexicon("en", "time").tables
    low = word.casefold().strip(".,")
    return low.isdigit() or low in times["months"] or low in times["weekdays"]


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    start: int


class EnglishMentions:
    """Reads the sources of one article.

    Args:
        text: the article.
        entities: its names.
    """

    def __init__(self, text: str, entities: Sequence[NamedEntity]) -> None:
        self.text = text
        self.words = lexicon("en", "attribution")
        self._persons = [one for one in entities if one.kind == PERSON]
        self._bodies = [one for one in entities if one.kind == ORGANISATION]
        self._places = [one for one in entities if one.kind == PLACE]

    def read(self, start: int, end: int) -> Mention:
        """The mention that a stretch of the article makes."""
        end = min(end, start + _LONGEST)
        phrase = _OPEN_RELATIVE.sub("", self.text[start:end].strip(" ,—–-"))
        low = phrase.casefold()
        if (pronoun := self._pronoun(low, start, end)) is not None:
            return pronoun
        anonymous = bool(self.words.pattern("anonymous_phrases").search(phrase))
        someone = " who " in phrase
        parts = self._parts(phrase, start)
        named = [self._name(part) for part in parts]
        named = [self._as_person(name, parts, at) for at, name in enumerate(named)]
        person = next(
            (
                at
                for at, name in enumerate(named)
                if name is not None and name.kind is SpeakerKind.PERSON
            ),
            None,
        )
        if person is not None and (person == 0 or self._role_like(parts[0])):
            return replace(
                self._person(parts, named, person), start=start, end=end, anonymous=False
            )
        if person == 0 or named[0] is not None:
            first = named[0]
            if first is not None:
                role = next(
                    (
                        self._bare_role(_RELATIVE.sub("", part.text))
                        for part in parts[1:]
                        if self._descriptive(part)
                    ),
                    None,
                )
                return replace(first, start=start, end=end, role=first.role or role)
        return replace(
            self._unnamed(parts[0], phrase, someone=someone),
            start=start,
            end=end,
            anonymous=anonymous or self._withheld(parts[0].text),
        )

    def _as_person(self, name: Mention | None, parts: Sequence[_Part], at: int) -> Mention | None:
        """A name next to a person's role is a person's: "Florian d'Aubrac, the general secretary"."""
        if name is None or name.kind is SpeakerKind.PERSON or not name.name:
            return name
        words = [word.casefold() for word in name.name.split()]
        if (
            set(words) & (self.words["body_nouns"] | self.words["body_suffixes"])
            or name.name.isupper()
            or name.role
        ):
            return name
        beside = [parts[other] for other in (at - 1, at + 1) if 0 <= other < len(parts)]
        if any(self.names_role(part.text) for part in beside):
            return replace(name, kind=SpeakerKind.PERSON, phrase="", head="")
        return name

    def as_body(self, start: int, end: int) -> Mention:
        """The mention of a body whose name nothing but its surroundings tells from a person's."""
        name = self.text[start:end]
        return Mention(
            start,
            end,
            name,
            head=self._last_word(name),
            phrase=name,
            kind=SpeakerKind.ORGANISATION,
        )

    def may_be_person(self, name: str) -> bool:
        """Whether nothing in a name says that it is a body's."""
        words = {word.casefold() for word in name.split()}
        bodies = self.words["body_nouns"] | self.words["body_suffixes"]
        return not words & bodies and not name.isupper() and " " in name

    def names_role(self, text: str) -> bool:
        """Whether a phrase is a person's trade."""
        plain = _RELATIVE.sub("", text).strip()
        return self.head(plain) in self.words["role_nouns"] and not plain.casefold().startswith(
            ("who ", "which ")
        )

    def _pronoun(self, low: str, start: int, end: int) -> Mention | None:
        for name, gender, plural, kind in (
            ("pronouns_m", "masc", False, SpeakerKind.PERSON),
            ("pronouns_f", "femn", False, SpeakerKind.PERSON),
            ("pronouns_p", None, True, SpeakerKind.GROUP),
            ("pronouns_n", None, False, SpeakerKind.ORGANISATION),
        ):
            if low in self.words[name]:
                return Mention(
                    start,
                    end,
                    head=low,
                    phrase=low,
                    pronoun=True,
                    gender=gender,
                    plural=plural,
                    kind=kind,
                )
        if low in self.words["first_person"] or low in self.words["relatives"] or low == "there":
            return Mention(
                start, end, head=low, phrase=low, pronoun=True, kind=SpeakerKind.DOCUMENT
            )
        return None

    def _parts(self, phrase: str, start: int) -> list[_Part]:
        parts: list[_Part] = []
        position = 0
        for match in _SEGMENT.finditer(phrase):
            parts.append(_Part(phrase[position : match.start()], start + position))
            position = match.end()
        parts.append(_Part(phrase[position:], start + position))
        return [part for part in parts if part.text.strip()] or [_Part(phrase, start)]

    # -- names

    def _name(self, part: _Part) -> Mention | None:
        """The proper name in a segment: "Transport Minister Radka Oyelaran", "TMR"."""
        text = _RELATIVE.sub("", part.text).strip()
        bracket = _BRACKET.search(text)
        plain = _BRACKET.sub("", text).strip()
        words = plain.split()
        if not words or _AGE.match(plain):
            return None
        while (
            words
            and words[0].casefold() in {"the", "and", "but", "like", "both"}
            and len(words) > 1
        ):
            words = words[1:]
        titled, gender, heads, words_left = self._without_titles(words)
        name, after = self._capitals(words_left)
        role_words = words[: len(words) - len(words_left)]
        if not name:
            return self._tail_person(part, text)
        rest = words_left[len(name) + 0 :]
        possessive = bool(
            name and _POSSESSIVE.search(name[-1]) and rest and not name[-1].endswith(("s’", "s'"))
        )
        if possessive or (name and _POSSESSIVE.search(name[-1]) and rest):
            return None
        if (
            rest
            and rest[0].casefold().strip(".,")
            not in english()["name_breaks"] | english()["behind_names"]
        ):
            return None
        called = " ".join(name)
        if len(name) == 1 and self._common_noun(called):
            return None
        if all(_is_date(word) for word in name):
            return None
        kind = self._kind_of_name(called, part, titled=titled or bool(heads), role_words=role_words)
        del after
        if kind is SpeakerKind.PERSON:
            role = self._role_of(role_words)
            if rest and rest[0].casefold() in {"of", "from", "for", "at"} and role is None:
                role = " ".join(rest)
            return Mention(
                part.start,
                part.start + len(part.text),
                called,
                role,
                heads[-1] if heads else "",
                kind=kind,
                gender=gender,
            )
        if rest and rest[0].casefold() == "of":
            called = f"{called} {' '.join(self._rest_of_name(rest))}".strip()
        if bracket and self._is_short(bracket.group(), called):
            called = f"{called} {bracket.group().strip()}"
        role = " ".join(role_words) or None
        return Mention(
            part.start,
            part.start + len(part.text),
            called,
            role,
            self._last_word(called),
            phrase=called,
            kind=SpeakerKind.ORGANISATION,
        )

    def _common_noun(self, word: str) -> bool:
        """Whether a word has its capital from the beginning of the sentence alone: "Sources"."""
        low = word.casefold()
        return (
            any(
                {low, low.removesuffix("s")} & self.words[name]
                for name in (
                    "role_nouns",
                    "group_nouns",
                    "body_nouns",
                    "document_nouns",
                    "statement_nouns",
                    "anonymous_nouns",
                )
            )
            and low not in self.words["proper_bodies"]
        )

    def _tail_person(self, part: _Part, text: str) -> Mention | None:
        """A person's name behind a trade that no list has: "Harbour pilot Ines Oduya-Falk"."""
        end = part.start + len(text)
        for one in self._persons:
            if part.start < one.start and one.end >= end - 1 and one.start < end:
                name = self.text[one.start : min(one.end, end)].strip()
                lead = self.text[part.start : one.start].split()
                small = [word for word in lead if word[:1].islower()]
                if (
                    len(name.split()) < _FULL
                    or not small
                    or small[-1].casefold() in english()["name_breaks"]
                ):
                    return None
                if set(map(str.casefold, small)) & (
                    english()["name_breaks"] | {"and", "or"}
                ) or _POSSESSIVE.search(lead[-1]):
                    return None
                role = self._role_of(lead)
                return Mention(
                    part.start, end, name, role, small[-1].casefold(), kind=SpeakerKind.PERSON
                )
        return None

    def _rest_of_name(self, rest: Sequence[str]) -> list[str]:
        kept = []
        for word in rest:
            if not _CAPITAL.match(word) and word.casefold() not in {"of", "the", "and", "for"}:
                break
            kept.append(word)
        while kept and not _CAPITAL.match(kept[-1]):
            kept.pop()
        return kept

    def _is_short(self, bracket: str, name: str) -> bool:
        inner = bracket.strip(" ()")
        return inner.isupper() and len(inner) <= _LONGEST_INITIALISM and bool(name)

    def _without_titles(self, words: list[str]) -> tuple[bool, str | None, list[str], list[str]]:
        """(Whether a title stands there, its gender, nouns that it gives, the words behind)."""
        titled, gender, heads, at = False, None, [], 0
        limit = len(words) - 1
        last_role = -1
        for place, word in enumerate(words[:-1]):
            low = word.casefold().strip(".,")
            if low in self.words["titles"]:
                titled = True
                gender = self.words.tables["title_gender"].get(low, gender)
                if head := self.words.tables["title_heads"].get(low):
                    heads.append(head)
                last_role = place
            elif low in self.words["role_nouns"] or (
                low in self.words["media_nouns"]
                and place == last_role + 1 + (place - last_role - 1)
                and word[0].islower()
            ):
                following = words[place + 1]
                if not _CAPITAL.match(following) and not _PARTICLED.match(following):
                    break
                heads.append(low)
                last_role = place
                if low in self.words["feminine_roles"]:
                    gender = "femn"
                elif low in self.words["masculine_roles"]:
                    gender = "masc"
            elif low in english()["name_breaks"] or (
                _POSSESSIVE.search(word) and word[0].islower()
            ):
                break
        at = last_role + 1 if 0 <= last_role < limit + 1 else 0
        return titled, gender, heads, words[at:]

    def _capitals(self, words: Sequence[str]) -> tuple[list[str], int]:
        name: list[str] = []
        for at, word in enumerate(words):
            bare = word.strip(",;:")
            if (
                (
                    _CAPITAL.match(bare)
                    or _PARTICLED.match(bare)
                    or (bare[:1].isdigit() and name and not bare.isdigit())
                )
                or (
                    _PARTICLE.match(bare)
                    and at + 1 < len(words)
                    and _CAPITAL.match(words[at + 1])
                    and name
                )
                or (
                    bare.casefold() in {"and", "for", "&", "the", "of"}
                    and name
                    and at + 1 < len(words)
                    and _CAPITAL.match(words[at + 1])
                    and self._in_body(name)
                )
            ):
                name.append(bare)
            else:
                break
        while (
            name
            and not _CAPITAL.match(name[-1])
            and not _PARTICLED.match(name[-1])
            and not name[-1][0].isdigit()
        ):
            name.pop()
        return name[:12], len(name)

    def _in_body(self, name: Sequence[str]) -> bool:
        return any(word.casefold() in self.words["body_nouns"] for word in name) or len(name) == 1

    def _kind_of_name(
        self, name: str, part: _Part, *, titled: bool, role_words: Sequence[str]
    ) -> SpeakerKind:
        words = [word.casefold().strip(".'’") for word in name.split()]
        body = words[-1] in self.words["body_nouns"] or any(
            word
            in self.words["body_nouns"] | self.words["company_nouns"] | english()["company_parts"]
            for word in words
        )
        if any(word.casefold().strip(",.") in self.words["role_nouns"] for word in role_words):
            titled = True
        media = any(word.casefold() in self.words["media_nouns"] for word in role_words)
        if media:
            return SpeakerKind.ORGANISATION
        if titled and not body:
            return SpeakerKind.PERSON
        if body:
            return SpeakerKind.ORGANISATION
        start, end = part.start, part.start + len(part.text)
        at = self.text.find(name.split(maxsplit=1)[0], start, end)
        if any(_PARTICLED.match(word) for word in name.split()[1:]):
            return SpeakerKind.PERSON
        if not titled and len(words) >= _FULL and self._body_like(name):
            return SpeakerKind.ORGANISATION
        for ents, kind in (
            (self._persons, SpeakerKind.PERSON),
            (self._bodies, SpeakerKind.ORGANISATION),
            (self._places, SpeakerKind.ORGANISATION),
        ):
            if any(one.start < at + len(name) and at < one.end for one in ents):
                if kind is SpeakerKind.PERSON or not self._named_elsewhere(name):
                    return kind
                return SpeakerKind.PERSON
        if self._named_elsewhere(name):
            return SpeakerKind.PERSON
        if name.isupper() and len(name) >= _SHORTEST_INITIALISM:
            return SpeakerKind.ORGANISATION
        return SpeakerKind.PERSON if len(words) in {_FULL, 3} else SpeakerKind.ORGANISATION

    def _body_like(self, name: str) -> bool:
        """Whether the article treats the name as a body's: with an article, with "Airlines" behind."""
        *_, before_last, last = name.split()
        alone = near = False
        at = self.text.find(name)
        while at >= 0:
            led = self.text[max(0, at - _BESIDE) : at]
            behind = self.text[at + len(name) : at + len(name) + _BESIDE]
            if led.casefold().endswith((" a ", " an ", " the ", "\nthe ", "\na ")):
                return True
            following = behind.split(maxsplit=1)
            if (
                behind[:1] == " "
                and following
                and (following[0].casefold().strip(".,") in self.words["body_suffixes"])
            ):
                return True
            near = near or "its" in {*led.casefold().split(), *behind.casefold().split()}
            at = self.text.find(name, at + 1)
        at = self.text.find(last)
        while at >= 0 and not alone:
            alone = not self.text[:at].endswith(f"{before_last} ")
            at = self.text.find(last, at + 1)
        return near and not alone

    def _named_elsewhere(self, name: str) -> bool:
        """Whether the article has the name, or a fuller one that ends in it, as a person's."""
        last = name.rsplit(maxsplit=1)[-1]
        return any(
            piece.rstrip("’'s").endswith(last) and len(piece.split()) >= len(name.split())
            for one in self._persons
            if (piece := self.text[one.start : one.end]) and " " in piece
        )

    def _role_of(self, words: Sequence[str]) -> str | None:
        kept = [word for word in words if word.casefold().strip(".,") not in self.words["titles"]]
        while kept and kept[0].casefold() in english()["determining"]:
            kept = kept[1:]
        return " ".join(kept).strip(" ,") or None

    # -- persons with their roles

    def _person(self, parts: Sequence[_Part], named: Sequence[Mention | None], at: int) -> Mention:
        mention = named[at]
        assert mention is not None  # noqa: S101 - narrows for the type checker
        role = mention.role
        heads = mention.head
        if at > 0:
            role = self._bare_role(", ".join(part.text for part in parts[:at]))
        elif role is None:
            for part in parts[1:]:
                text = _RELATIVE.sub("", part.text).strip()
                if _AGE.match(text):
                    continue
                if leads := _LEADS.match(part.text):
                    role = f"head of {leads[1]}"
                    break
                if not text or text.casefold().startswith(("who ", "which ", "whose ")):
                    break
                if self._descriptive(_Part(text, part.start)) or self._role_like(
                    _Part(text, part.start)
                ):
                    role = self._bare_role(text)
                break
        head = self.head(role) if role else heads
        gender = mention.gender
        if head in self.words["feminine_roles"]:
            gender = "femn"
        elif head in self.words["masculine_roles"]:
            gender = "masc"
        return replace(mention, role=role, head=head or heads, gender=gender)

    def _bare_role(self, text: str) -> str:
        words = text.strip(" ,").split()
        while words and words[0].casefold() in {"the", "a", "an"} and len(words) > 1:
            words = words[1:]
        return " ".join(words)

    def _descriptive(self, part: _Part) -> bool:
        words = part.text.split()
        if (
            part.text.strip()
            .casefold()
            .startswith(("who ", "which ", "whose ", "where ", "in ", "on ", "at "))
        ):
            return False
        return (
            bool(words)
            and not _AGE.match(part.text.strip())
            and (
                words[0].casefold() in english()["determining"]
                or any(
                    word.casefold().strip(",.") in self.words["role_nouns"] for word in words[:6]
                )
                or words[0][0].islower()
            )
        )

    def _role_like(self, part: _Part) -> bool:
        return any(
            word.casefold().strip(",.'’s") in self.words["role_nouns"]
            or word.casefold() in self.words["role_nouns"]
            for word in part.text.split()
        )

    # -- phrases without a name

    def _unnamed(self, part: _Part, whole: str, *, someone: bool = False) -> Mention:
        text = part.text.strip()
        head = self.head(text)
        words = text.split()
        first = words[0].casefold() if words else ""
        kind, plural = self._kind_of_head(head)
        if someone and kind is SpeakerKind.ORGANISATION and head not in self.words["body_nouns"]:
            kind = SpeakerKind.PERSON
        shown = whole if "," not in whole else text
        shown = (
            _RELATIVE.sub("", shown)
            if self.words.pattern("anonymous_phrases").search(shown)
            else shown
        )
        phrase = self._without_article(shown.strip(" ,"))
        if kind is SpeakerKind.DOCUMENT or kind is SpeakerKind.ORGANISATION:
            phrase = self._without_article(_RELATIVE.sub("", text).strip(" ,"))
        gender = (
            "femn"
            if head in self.words["feminine_roles"]
            else "masc"
            if head in self.words["masculine_roles"]
            else None
        )
        return Mention(
            part.start,
            part.start + len(text),
            None,
            None,
            head,
            phrase,
            kind,
            definite=first in english()["definite"] and not plural,
            gender=gender,
            plural=plural,
        )

    def _without_article(self, text: str) -> str:
        words = text.split()
        if len(words) > 1 and words[0].casefold() == "the":
            return " ".join(words[1:])
        if (
            words
            and words[0].casefold() in {"a", "an", "other", "some", "two", "three", "both", "local"}
        ) or (words and words[0][1:].islower() and self._common(words[0])):
            return words[0].lower() + text[len(words[0]) :]
        return text

    def _common(self, word: str) -> bool:
        low = word.casefold()
        return (
            low in self.words["group_nouns"]
            or low in self.words["role_nouns"]
            or low in self.words["document_nouns"]
        )

    def head(self, text: str) -> str:
        """The chief noun of a phrase: the last word before "of", "who", a comma."""
        words = [
            word.strip(',.;:“”"')
            for word in _RELATIVE.sub("", _BRACKET.sub("", text)).split(",")[0].split()
        ]
        head = ""
        for at, word in enumerate(words):
            low = word.casefold()
            if at > 0 and (low in english()["name_breaks"] or low in english()["head_breaks"]):
                break
            head = word
        return _POSSESSIVE.sub("", head.casefold())

    def _kind_of_head(self, head: str) -> tuple[SpeakerKind, bool]:
        words = self.words
        if head in words["group_nouns"]:
            return SpeakerKind.GROUP, True
        if head in words["role_nouns"]:
            return SpeakerKind.PERSON, False
        if head in words["body_nouns"] or head in words["company_nouns"]:
            return SpeakerKind.ORGANISATION, False
        if head in words["document_nouns"] or head in words["statement_nouns"]:
            return SpeakerKind.DOCUMENT, False
        if head.endswith("s") and not head.endswith("ss"):
            if head[:-1] in words["body_nouns"]:
                return SpeakerKind.GROUP, True
            return SpeakerKind.GROUP, True
        return SpeakerKind.PERSON if head.endswith(
            ("er", "or", "ist", "man", "woman", "ian")
        ) else SpeakerKind.ORGANISATION, False

    def _withheld(self, text: str) -> bool:
        words = {word.casefold().strip(",.") for word in text.split()}
        return bool(words & self.words["anonymous_nouns"])

    def _last_word(self, name: str) -> str:
        words = _BRACKET.sub("", name).split()
        return words[-1].casefold() if words else ""
