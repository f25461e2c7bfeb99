"""English tokens: words, numbers, marks, quotations and brackets as one piece, closed classes and forms of verbs."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

_VOWELS = "aeiou"
_DOUBLING_LENGTH = 4  # "ban", "plan", "stop" double their last letter; "happen" does not


class Form(StrEnum):
    """Which form of a verb a word is; the past and the past participle count as one."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    ING = "ing"


def forms(lemma: str, irregular: Mapping[str, str]) -> dict[str, Form]:
    """Every form of a verb.

    Args:
        lemma: the verb as a dictionary has it.
        irregular: for verbs that do not follow the rules, "third past participle ing".
    """
    if lemma in irregular:
        third, *past, ing = irregular[lemma].split()
    else:
        third, past, ing = _third(lemma), [_past(lemma)], _ing(lemma)
    found = {lemma: Form.BASE, third: Form.THIRD}
    found.update(dict.fromkeys(past, Form.PAST))
    found[ing] = Form.ING
    return found


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if _ends_in_consonant_y(lemma) else lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if _ends_in_consonant_y(lemma):
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe")):
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


def _ends_in_consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in _VOWELS


def _doubled(lemma: str) -> str:
    short = len(lemma) <= _DOUBLING_LENGTH and sum(letter in _VOWELS for letter in lemma) == 1
    if short and lemma[-1] not in "wxy" + _VOWELS and lemma[-2] in _VOWELS:
        return lemma + lemma[-1]
    return lemma


NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb that hands words or views to somebody.

    Args:
        takes: the complements of the verb, as named in `cues.yaml`.
        after: words that make a phrase with it ("call" with "for").
        ambiguous: whether the form is as often a noun or an adjective.
    """

    lemma: str
    form: Form
    takes: frozenset[str]
    after: frozenset[str]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """Sets of lower-case words by their class, as named in `words.yaml`."""

    classes: Mapping[str, frozenset[str]]
    verbs: Mapping[str, Form]
    cues: Mapping[str, Cue]
    nouns: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]


@cache
def english() -> EnglishWords:
    """The lists for English."""
    words, cues = _read("words.yaml"), _read("cues.yaml")
    irregular: dict[str, str] = cues["irregular"]
    verbs = {
        form: kind
        for lemma in words["verbs"].split()
        for form, kind in forms(lemma, irregular).items()
    }
    verbs |= dict.fromkeys(words["irregular"].split(), Form.PAST)
    return EnglishWords(
        classes={name: frozenset(str(text).split()) for name, text in words.items()},
        verbs=verbs,
        cues=_cues(cues, irregular),
        nouns=frozenset(cues["nouns"][0].split()),
    )


def _cues(listed: dict[str, Any], irregular: dict[str, str]) -> dict[str, Cue]:
    takes: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for group in listed["verbs"]:
        for lemma in group["takes"] and group["verbs"].split():
            takes.setdefault(lemma, set()).update(group["takes"].split())
    for word, lemmas in listed["phrases"].items():
        for lemma in lemmas.split():
            after.setdefault(lemma, set()).add(word)
    ambiguous = frozenset(listed["ambiguous"].split())
    return {
        form: Cue(
            lemma,
            kind,
            frozenset(takes.get(lemma, NO_WORDS)),
            frozenset(after.get(lemma, NO_WORDS)),
            form in ambiguous,
        )
        for lemma in takes | after
        for form, kind in forms(lemma, irregular).items()
    }


def _read(name: str) -> dict[str, Any]:
    text = files("knowledge.languages").joinpath("en", name).read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


_PAIRS = {"“": "”", "”": "”", "«": "»", "„": "“”", "''": "''", '"': '"', "‘": "’", "'": "'"}
_CLOSING = {mark: re.compile(f"[{closers}]") for mark, closers in _PAIRS.items()}
_TWO_SINGLE = re.compile(r"''(?!')")
_OPENING = re.compile(r"''|[“”«„\"‘']")
_WORD = re.compile(r"\w")
_BEFORE_OPENING = ' \t\n\xa0([—–-/:,“"«‘\u2009'
_STOPS = ".,?!…;:"
_LONGEST_SINGLE = 1500  # characters; an apostrophe is soon taken for an opening mark


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, marks included; `closed` is false where no closing mark follows."""

    start: int
    end: int
    closed: bool
    mark: str


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """The outermost quotations of a paragraph, from left to right, never overlapping.

    Args:
        text: the article.
        start: where the paragraph begins.
        end: where it ends.
    """
    closings: dict[str, list[int]] = {}
    found: list[Quotation] = []
    position = start
    while match := _OPENING.search(text, position, end):
        mark = match.group()
        position = match.end()
        if not _opens(text, match.start(), match.end(), start, end):
            continue
        if mark not in closings:
            closings[mark] = _closings(text, start, end, mark)
        ends = closings[mark]
        index = bisect_left(ends, position + len(mark))
        single = mark in "‘'" and mark != "''"
        if index < len(ends) and not (single and ends[index] - position > _LONGEST_SINGLE):
            found.append(Quotation(match.start(), ends[index], True, mark))
            position = ends[index]
        elif not single:
            found.append(Quotation(match.start(), end, False, mark))
            break
    return found


def inner_text(text: str) -> str:
    """A quotation without its marks and without the comma that the sentence around it needs."""
    return text.strip("“”«»„\"‘'’").strip().rstrip(",").strip()


def _opens(text: str, at: int, after: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    following = text[after] if after < end else " "
    if text[at] in "“«„":
        return True
    return (before in _BEFORE_OPENING or before.isspace()) and not following.isspace()


def _closings(text: str, start: int, end: int, mark: str) -> list[int]:
    """The offsets behind every mark that may close a quotation opened by `mark`."""
    if mark == "''":
        return [m.end() for m in _TWO_SINGLE.finditer(text, start, end)]
    ends = [m.end() for m in _CLOSING[mark].finditer(text, start, end)]
    if mark == '"':
        return [at for at in ends if text[at - 2 : at - 1].strip() or at == end]
    if mark in "‘'":
        ends = [at for at in ends if not _is_apostrophe(text, at, end)]
    return ends


def _is_apostrophe(text: str, after: int, end: int) -> bool:
    """Whether the mark before `after` stands within a word or ends a plural's genitive."""
    if after < end and _WORD.match(text, after):
        return True
    before = text[after - 2 : after - 1]
    if before in _STOPS:
        return False
    return before.isspace() or (before == "s" and after < end and text[after] == " ")


_TOKEN = re.compile(
    r"(?P<plain>[^\W\d_]+(?=[ ,]))"  # most words; the next alternatives are slower
    r"|(?P<number>[$£€₽]?\d(?:[\d,.:]*\d)?(?:%|th\b|st\b|nd\b|rd\b|s\b)?(?!-?[^\W\d_]))"
    r"|(?P<word>(?:[^\W\d_]\.){2,}(?:-(?:[^\W\d_]\.)+)?|[^\W_]+(?:['’&./-](?=[^\W_])[^\W_]+)*(?:(?<=s)['’](?=\s\w))?)"
    r"|(?P<dash>--+|[—–―]|(?<=\s)-(?=\s))"
    r"|(?P<mark>\S)"
)
_CONTRACTED = re.compile(
    r"(?i)(i|he|she|it|we|they|you|that|there|who|what)(['’](?:s|re|ve|d|ll|m))$"
)
_LONGEST_BRACKET = 200  # characters
_LONGEST_WORD = 60  # characters; longer runs of letters are no words


class TokenKind(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    MARK = auto()
    DASH = auto()
    QUOTE = auto()
    BRACKET = auto()


class Token(NamedTuple):
    """A piece of a sentence; `low` is its text in lower case with straight apostrophes.

    A tuple, because it is made a thousand times an article.
    """

    kind: TokenKind
    low: str
    start: int
    end: int
    capital: bool = False

    @property
    def word(self) -> bool:
        """Whether it is a word or a number."""
        return self.kind in {TokenKind.WORD, TokenKind.NUMBER}


def tokenize(
    text: str, start: int, end: int, quotations: list[Quotation], words: EnglishWords
) -> list[Token]:
    """Cut a stretch of the article into tokens.

    Args:
        text: the article.
        start: first character.
        end: behind the last.
        quotations: those that reach into the stretch, in order.
        words: the closed classes of the language, for abbreviations that keep their full stop.
    """
    tokens: list[Token] = []
    position = start
    for quote in quotations:
        tokens += _plain(text, position, max(position, quote.start), words)
        tokens.append(_quotation(text, max(quote.start, start), min(quote.end, end)))
        position = max(position, quote.end)
    return tokens + _plain(text, position, end, words)


def _quotation(text: str, start: int, end: int) -> Token:
    """A quotation as one token, whose `low` is its mark and its last character within the marks."""
    inner = text[start:end].strip("“”«»„\"‘'’ ")
    return Token(TokenKind.QUOTE, "“" + inner[-1:], start, end, inner[:1].isupper())


def _plain(text: str, start: int, end: int, words: EnglishWords) -> list[Token]:
    tokens: list[Token] = []
    position = start
    while position < end and (match := _TOKEN.search(text, position, end)):
        begin, position = match.span()
        found = match.group()
        if match.lastgroup == "plain":
            low = found.lower()[:_LONGEST_WORD]
            tokens.append(Token(TokenKind.WORD, low, begin, position, found[0].isupper()))
            continue
        if found in "([":
            closing = text.find(
                ")" if found == "(" else "]",
                position,
                min(end, position + _LONGEST_BRACKET),
            )
            if closing > 0:
                tokens.append(Token(TokenKind.BRACKET, "", match.start(), closing + 1))
                position = closing + 1
                continue
        tokens += _pieces(text, match, end, words)
        position = tokens[-1].end
    return tokens


def _pieces(text: str, match: re.Match[str], end: int, words: EnglishWords) -> list[Token]:
    found = match.group()
    low = found.lower().replace("’", "'")[:_LONGEST_WORD]
    if match.lastgroup != "word":
        kind = {"number": TokenKind.NUMBER, "dash": TokenKind.DASH}.get(
            match.lastgroup or "", TokenKind.MARK
        )
        return [Token(kind, low, match.start(), match.end())]
    if "'" in low and (contracted := _CONTRACTED.match(found)):
        middle = match.start() + contracted.start(2)
        head = low[: contracted.start(2)]
        tail = low[contracted.start(2) :]
        return [
            Token(TokenKind.WORD, head, match.start(), middle, found[0].isupper()),
            Token(TokenKind.WORD, tail, middle, match.end()),
        ]
    stop = match.end()
    if text[stop : stop + 1] == "." and stop < end and _abbreviated(found, low, words):
        stop += 1
    return [Token(TokenKind.WORD, low, match.start(), stop, found[0].isupper())]


def _abbreviated(found: str, low: str, words: EnglishWords) -> bool:
    if not found[0].isupper():
        return False
    return len(found) == 1 or low in words["titles"] or low in words["abbreviations"]
