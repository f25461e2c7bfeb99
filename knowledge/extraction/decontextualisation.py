"""Claims that read alone: days, bodies and pronouns told in brackets, and what the article is about in a few words.

The line is put before claims that name neither, so that they read alone. It comes from the
headline and the first paragraphs, in the article's own words; an article that names no incident
and no place there has none.

The task is known as decontextualisation (Choi et al. 2021). What cannot be told for sure stays as
it stands: a wrong name is worse than a pronoun.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from babel.dates import format_date

from knowledge.extraction.claim_wording import lowered
from knowledge.extraction.morphology import word
from knowledge.extraction.passage_values import dates_in
from knowledge.extraction.tokenizer import find_quotations
from knowledge.languages.registry import lexicon

_WORD = re.compile(r"[^\W_]+(?:['’ʼ.-][^\W_]+)*")
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])[\w-]{3,12}\b")
_NAME = r"[^\W\d_][\w’'ʼ-]+(?: [^\W\d_][\w’'ʼ-]+){0,2}"
_LINES = 3  # paragraphs that tell what has happened
_LONGEST_LINE = 600
_NEAR = 90  # characters between an event and its place
_STEM = 5  # letters by which two forms of a word are known
_LOST = 2
_LONGEST_TOPIC = 90
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article is about.

    Args:
        line: what has happened and where; "" where the article does not say.
        anchors: stems of words of which any in a claim tells by itself what it is about.
    """

    line: str = ""
    anchors: frozenset[str] = frozenset()

    def named_in(self, claim: str) -> bool:
        """Whether a claim itself names the incident, its place or what it happened to."""
        return any(_stem(one) in self.anchors for one in _WORD.findall(claim))


def topic_of(lines: Sequence[str], places: Sequence[str], language: str) -> Topic:
    """What an article is about.

    Args:
        lines: its headline and its first paragraphs, in order.
        places: names of places in those lines as they stand, in order.
        language: ISO 639-1.
    """
    lines = [one[:_LONGEST_LINE] for one in lines[:_LINES]]
    event, place = "", ""
    for line in lines:
        found = _english(line) if language == "en" else _slavic(line, language)
        if found is None:
            continue
        if found[1] and (language == "en" or not place):
            event, place = found
        event = event or found[0]
    place = place or next((one for one in places if any(one in line for line in lines)), "")
    forms = lexicon(language, "incidents").forms
    if event and place and language == "en":
        line = forms["topic"].format(place=place, event=event)
    elif event and place and place in event:
        line = event
    else:
        return Topic()
    line = line[:1].upper() + line[1:]
    if len(line) > _LONGEST_TOPIC:
        return Topic()
    small = lexicon(language, "incidents")["before_place"]
    anchors = {
        _stem(one)
        for text in (line, place)
        for one in _WORD.findall(text)
        if len(one) >= _SHORTEST and one.casefold() not in small
    }
    codes = {_stem(one.group()) for text in lines for one in _CODE.finditer(text)}
    return Topic(line, frozenset(anchors | codes))


def opening_lines(firsts: Sequence[str]) -> list[str]:
    """The headline and the paragraphs that tell what has happened, without the byline between.

    Args:
        firsts: the headline and the first sentence of each paragraph.
    """
    told = [one for one in firsts[1:] if one.rstrip("»”’\"' ")[-1:] in ".!?…"]
    return [*firsts[:1], *told][:_LINES]


def _stem(text: str) -> str:
    low = text.casefold().removesuffix("'s").removesuffix("’s")
    return low[: max(_STEM, len(low) - _LOST)] if len(low) > _STEM else low[:_STEM]


@cache
def _event_words() -> re.Pattern[str]:
    words = lexicon("en", "incidents")
    nouns = "|".join(sorted(words["nouns"], key=len, reverse=True))
    joined = "|".join(sorted(words["joined"], key=len, reverse=True))
    others = sorted([*words.tables["phrases"], *words.tables["verbs"]], key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:(?P<other>{'|'.join(others)})|(?P<noun>(?:(?:{joined}) )?(?:{nouns})))(?![\w-])",
        re.IGNORECASE,
    )


@cache
def _place(language: str) -> re.Pattern[str]:
    words = lexicon(language, "incidents")
    before = "|".join(sorted(words["before_place"], key=len, reverse=True))
    nouns = "|".join(words["place_nouns"])
    return re.compile(
        rf"(?<!\w)(?i:{before}) (?:(?i:the )?(?i:{nouns}) (?:of )?)?(?P<name>{_NAME})"
    )


def _english(line: str) -> tuple[str, str] | None:
    words = lexicon("en", "incidents")
    found = _event_words().search(line)
    if found is None:
        return None
    event = (found["noun"] or "").lower()
    if found["other"]:
        low = found["other"].lower()
        event = words.tables["phrases"].get(low) or words.tables["verbs"][low]
    behind = _place_behind(line, found.end(), "en")
    return event, behind[0].removeprefix("The ") if behind else ""


def _place_behind(line: str, at: int, language: str) -> tuple[str, int] | None:
    """(The name of the first place behind an offset, where it ends)."""
    times = lexicon(language, "time")
    for match in _place(language).finditer(line, at, at + _NEAR):
        kept = []
        for one in match["name"].split():
            if not one[0].isupper():
                break
            kept.append(one)
        first = kept[0].casefold() if kept else ""
        if first and first not in times.tables["months"] and first not in times.tables["weekdays"]:
            return " ".join(kept), match.start("name") + len(" ".join(kept))
    return None


def _slavic(line: str, language: str) -> tuple[str, str] | None:
    """(What has happened, in the nominative and up to its place; the place as it stands)."""
    words = lexicon(language, "incidents")
    for token in _WORD.finditer(line):
        lemma = word(token.group(), language).lemma
        if lemma not in words["nouns"]:
            continue
        if not any(number == "sing" for _, number in word(token.group(), language).cases):
            continue  # «пожежі» may be one fire; «пожеж» are many
        behind = _place_behind(line, token.end(), language)
        if behind is not None:
            between = line[token.end() : behind[1]]
            plain = not any(mark in between for mark in ",;:.—–!?(") and not any(
                word(one, language).pos in {"verb", "gerund", "infinitive"}
                for one in _WORD.findall(between)
            )
            if plain:
                return f"{lemma}{between}".strip(), behind[0]
        return lemma, ""
    return None


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGIT = re.compile(r"\d")
_WORD_DECONTEXTUALISATION = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_BRACKET = re.compile(r" ?\([^()]{0,200}\)")
_POSSESSIVE = re.compile(r"['’]s")
_DATE_FOLLOWS = re.compile(r",? \d")
_OPENING_QUOTE = "«„“\"‘'"
_OPENING_WORDS = 3  # of a stretch; a pronoun there points out of it
# letters
_SHORT = 9  # words of a claim that may leave open what it is about


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the claims of one article.

    Args:
        language: ISO 639-1.
        published: EDTF, or None.
        topic: what the article is about.
        body: the name of the one body that a common noun means in a paragraph, or None.
        antecedent: who or what a pronoun points back to, or None: of (where it stands, the
            pronoun in lower case).
        rival: whether between two offsets somebody else is named whom a pronoun may mean.
    """

    language: str
    published: str | None = None
    topic: Topic = field(default_factory=Topic)
    body: Callable[[str, int], str | None] = lambda _, __: None
    antecedent: Callable[[int, str], str | None] = lambda _, __: None
    rival: Callable[[int, int, str], bool] = lambda _, __, ___: False

    def dated(self, claim: str, *, told: bool = False) -> str:
        """The claim with the day behind each weekday and "yesterday" outside its quotations.

        Args:
            claim: some sentence of the article.
            told: whether somebody says it, so that "the day before" may be another's.
        """
        pieces = dates_in(claim, self.language, self.published)
        quoted = find_quotations(claim, 0, len(claim))
        words, times = lexicon(self.language, "claims"), lexicon(self.language, "time")
        for one in reversed(pieces):
            word = claim[one.start : one.end]
            if _DIGIT.search(word) or not _ISO.fullmatch(one.text):
                continue
            low = word.casefold()
            if low in times.tables.get("spans", {}) and low not in words.phrases["days_told"]:
                continue
            if told and low in words["day_before"]:
                continue
            if any(quote.start < one.start < quote.end for quote in quoted):
                continue
            end = one.end
            if part := _daytime(self.language).match(claim, end):
                end = part.end()
            if _POSSESSIVE.match(claim, end) or _DATE_FOLLOWS.match(claim, end):
                continue
            if one.text in {other.text for other in pieces if other is not one}:
                continue
            day = format_date(date.fromisoformat(one.text), "d MMMM y", locale=self.language)
            shown = words.forms["on_day"].format(word=claim[one.start : end], day=day)
            claim = claim[: one.start] + shown + claim[end:]
        return claim

    def with_bodies(self, claim: str, paragraph: int) -> str:
        """The claim of a paragraph with the name of "the company" where it can mean but one."""
        quoted = find_quotations(claim, 0, len(claim))
        for match in reversed(list(_common_bodies(self.language).finditer(claim))):
            if any(quote.start < match.start() < quote.end for quote in quoted):
                continue
            noun = match["noun"].casefold()
            name = self.body(noun, paragraph)
            if name is None or _bare(name).casefold() in claim.casefold():
                continue
            if not _bare(name)[:1].isupper() and _bare(name)[:1] not in _OPENING_QUOTE:
                continue
            if any(
                one.casefold()[:_STEM] == noun[:_STEM]
                for one in _WORD_DECONTEXTUALISATION.findall(name)
            ) and (self.language != "en"):
                continue
            if self.language == "en":
                owner = match["owner"] or ""
                claim = f"{claim[: match.start()]}{_bare(name)}{owner}{claim[match.end() :]}"
            elif claim[match.end() :].lstrip()[:1] not in "«„“(" and not _goes_on(
                claim[match.end() :]
            ):
                claim = f"{claim[: match.end()]} {_shown(name)}{claim[match.end() :]}"
        return claim[:1].upper() + claim[1:]

    def with_pronouns(
        self, piece: str, start: int, speaker: str, agrees: Callable[[str], bool]
    ) -> str:
        """A stretch of the article with what its pronouns stand for.

        Args:
            piece: the words.
            start: where they stand in the article.
            speaker: the name of whoever said them, or "" where the claim has it already.
            agrees: whether a pronoun may mean that speaker.
        """
        words = lexicon(self.language, "claims")
        if piece.lstrip()[:1] in _OPENING_QUOTE:
            return piece
        quoted = find_quotations(piece, 0, len(piece))
        put_in = [one.span() for one in words.pattern("put_in").finditer(piece)]
        told: set[str] = set()
        kept: list[str] = []
        at = 0
        for number, match in enumerate(_WORD_DECONTEXTUALISATION.finditer(piece)):
            low = match.group().casefold()
            sort = words.tables["third"].get(low)
            if sort is None or sort in told:
                continue
            if any(one.start < match.start() < one.end for one in quoted) or any(
                first <= match.start() < last for first, last in put_in
            ):
                continue
            told.add(sort)
            place = start + match.start()
            if self.rival(start, place, low):
                continue
            subject = low in words["nominative"]
            shown = None
            if agrees(low):
                shown = speaker if subject and speaker else None
            elif number < _OPENING_WORDS and low in words["nominative"] | words["possessive"]:
                shown = self.antecedent(place, low)
                if shown is not None and not subject:
                    shown = words.forms["gloss"].format(word=match.group(), name=shown)
            if shown is not None:
                kept += [piece[at : match.start()], shown]
                at = match.end()
        return "".join([*kept, piece[at:]])

    def anchored(self, claim: str, speaker: str = "") -> str:
        """The claim with what the article is about before it, where it does not say so itself.

        Args:
            claim: a sentence.
            speaker: whom the claim names before a colon, or "".
        """
        if not self.topic.line or self.topic.named_in(claim) or _says_much(claim):
            return claim
        words = lexicon(self.language, "claims")
        quoted = bool(speaker) and f"{speaker}: " in claim[: len(speaker) + 2]
        form = "topic_quote" if quoted else "topic"
        if form == "topic":
            claim = lowered(claim, words)
        return words.forms[form].format(topic=self.topic.line, claim=claim)


def _says_much(claim: str) -> bool:
    """Whether a claim names somebody or something, or is no short one."""
    words = _WORD_DECONTEXTUALISATION.findall(_BRACKET.sub("", claim))
    return len(words) > _SHORT or any(word[0].isupper() for word in words[1:])


@cache
def _daytime(language: str) -> re.Pattern[str]:
    parts = "|".join(sorted(lexicon(language, "claims")["daytime"], key=len, reverse=True))
    return re.compile(rf"(?: (?:{parts}))(?!\w)", re.IGNORECASE)


def _bare(name: str) -> str:
    return _BRACKET.sub("", name)


def _shown(name: str) -> str:
    """A name behind its common noun: in quotation marks unless it is Latin, has some, or is an initialism."""
    bare = _bare(name)
    if bare.isupper() or bare.isascii():
        return f"({bare})" if bare.isupper() else bare
    return bare if bare[:1] in "«„“" else f"«{bare}»"


def _goes_on(behind: str) -> bool:
    """Whether a capitalised word follows, so that the noun is named already."""
    following = behind.lstrip()
    return following[:1].isupper()


@cache
def _common_bodies(language: str) -> re.Pattern[str]:
    words = lexicon(language, "attribution")
    if language == "en":
        nouns = "|".join(sorted(words["body_nouns"], key=len, reverse=True))
        return re.compile(
            rf"(?<![\w-])the (?P<noun>{nouns})(?P<owner>['’]s)?(?![\w’'-])", re.IGNORECASE
        )
    stems = sorted(words["company_nouns"] | words["public_nouns"], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?P<noun>{'|'.join(stems)})(?![\w-])", re.IGNORECASE)


def leading(text: str, language: str) -> str:
    """The words without a conjunction that opens them ("But", «Но», «Але»)."""
    words = lexicon(language, "claims")
    first, _, rest = text.lstrip().partition(" ")
    if first.casefold().strip(",") in words["leading"] and rest and first[:1].isalpha():
        return rest.lstrip(" ,")
    return text


def without_report(text: str, language: str) -> str:
    """The words without «Повідомляється, що», which credits nobody."""
    words = lexicon(language, "attribution").words.get("impersonal", frozenset())
    first, _, rest = text.lstrip().partition(" ")
    second, _, behind = rest.partition(" ")
    binding = lexicon(language, "claims")["binding"]
    if first.casefold().rstrip(",") in words and first.endswith(",") and second in binding:
        return behind
    return text


def pointing(text: str, language: str) -> bool:
    """Whether the words open with "this" or «это», which stands for the sentence before."""
    words = lexicon(language, "claims")
    first = text.lstrip(_OPENING_QUOTE + " ").split(maxsplit=1)[:1]
    return bool(first) and first[0].casefold() in words["pointing"]


def joined(before: str, text: str) -> str:
    """A sentence with the one that its "this" stands for, in one."""
    return f"{before.rstrip(' .')}; {text[:1].lower()}{text[1:]}"
