"""Paragraphs, sentences and tokens of a Russian or Ukrainian text, quotations as one token each.

A quotation that holds its own credit («…, — сказал X. — …») is cut into its spoken parts, and so is
a line of dialogue (— …, — сказал X. — …): the words of the credit stand outside the quotations.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from razdel import sentenize

from knowledge.languages.registry import lexicon

Offsets = tuple[int, int]
MOST_SENTENCE = 300
"""Tokens of one sentence; what is longer is cut, so that time grows with the text alone."""

_LONGEST_PARAGRAPH = 6_000  # characters; a longer one is read in parts
_PARAGRAPH = re.compile(r"[^\n]+")
_QUOTED = re.compile(r"«[^»]{0,2000}»|„[^„“”]{0,3000}[“”]|“[^”]{0,3000}”|\"[^\"\n]{1,3000}\"")
_WOVEN = re.compile(
    r"(?P<stop>[,.?!…]|[?!]\.{2,3})[»“”\"]?\s[—–-]\s+(?P<credit>[^«»—–]{3,170}?)(?P<end>(?:[.,:]\s[—–-]\s)|$)"
)
_DIALOGUE = re.compile(r"\s{0,20}+[—–-]\s{1,20}+(?=\S)")
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[   ]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*(?:-[^\W\d_]+)?)"
    r"|(?P<word>[^\W_]+(?:['’ʼ-][^\W_]+)*)"
    r"|(?P<bracket>\([^()\n]{0,200}\))"
    r"|(?P<mark>[^\s])"
)
_WORD_BEHIND = 12
_HEADLINE = 200  # characters


class SlavicTokenKind(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    QUOTE = auto()
    BRACKET = auto()
    COMMA = auto()
    DASH = auto()
    COLON = auto()
    STOP = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class SlavicToken:
    """A piece of a sentence.

    Args:
        low: its text in lower case, apostrophes straight; of a quotation "«".
        spoken: of a quotation, whether it is a part of one that was cut at its credit.
    """

    kind: SlavicTokenKind
    text: str
    low: str
    start: int
    end: int
    spoken: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class SlavicSentence:
    """A sentence: `paragraph` counts from 1, a headline at the top is 0; `index` from 0."""

    tokens: tuple[SlavicToken, ...]
    paragraph: int
    index: int
    first: bool
    dialogue: bool

    @property
    def start(self) -> int:
        """Where it begins in the article."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Behind its last character."""
        return self.tokens[-1].end


def sentences(text: str, language: str, credits_in: Callable[[str], bool]) -> list[SlavicSentence]:
    """Every sentence of an article in order.

    Args:
        text: the article.
        language: "ru" or "uk".
        credits_in: says whether a stretch between two dashes credits somebody.
    """
    found: list[SlavicSentence] = []
    number = -1
    for match in _PARAGRAPH.finditer(text):
        if match.group().isspace():
            continue
        number += 1
        if number == 0 and not _headline(text, match):
            number = 1
        for start in range(match.start(), match.end(), _LONGEST_PARAGRAPH):
            end = min(match.end(), start + _LONGEST_PARAGRAPH)
            dialogue = bool(_DIALOGUE.match(text, start, end))
            tokens = _tokens(text, start, end, language, credits_in)
            begins = {start + one.start for one in sentenize(text[start:end])}
            for at, one in enumerate(_cut(tokens, begins)):
                found.append(SlavicSentence(one, number, len(found), at == 0, dialogue))
    return found


def _headline(text: str, match: re.Match[str]) -> bool:
    block = match.group().strip()
    return (
        bool(text[match.end() : match.end() + 2].strip("\n") or text[match.end() :].strip())
        and len(block) <= _HEADLINE
        and block[-1] not in ".?!…»”\"':"
    )


def _tokens(
    text: str, start: int, end: int, language: str, credits_in: Callable[[str], bool]
) -> list[SlavicToken]:
    tokens: list[SlavicToken] = []
    position = start
    if opening := _DIALOGUE.match(text, start, end):
        cut = list(_spoken(text, opening.end(), end, credits_in))
        if cut and cut != [(opening.end(), end)]:
            position = opening.end()
            for first, last in cut:
                tokens += _plain(text, position, first, language)
                tokens.append(_quote(text, first, last, spoken=True))
                position = last
            return [*tokens, *_plain(text, position, end, language)]
        if cut and not _QUOTED.search(text, opening.end(), end):
            return [_quote(text, opening.end(), end, spoken=True)]
    while (match := _QUOTED.search(text, position, end)) is not None:
        tokens += _plain(text, position, match.start(), language)
        inner = (match.start() + 1, match.end() - 1)
        cut = list(_spoken(text, *inner, credits_in))
        if len(cut) > 1 or (cut and cut[0] != inner):
            place = inner[0]
            for first, last in cut:
                tokens += _plain(text, place, first, language)
                tokens.append(_quote(text, first, last, spoken=True))
                place = last
            tokens += _plain(text, place, inner[1], language)
        else:
            tokens.append(_quote(text, *match.span(), spoken=False))
        position = match.end()
    return [*tokens, *_plain(text, position, end, language)]


def _spoken(
    text: str, start: int, end: int, credits_in: Callable[[str], bool]
) -> Iterator[Offsets]:
    """The spoken parts of a quotation or a line of dialogue."""
    position = start
    for match in _WOVEN.finditer(text[start:end]):
        if start + match.start() < position or not credits_in(match["credit"]):
            continue
        stop = start + match.start() + (0 if match["stop"] == "," else len(match["stop"]))
        if stop > position:
            yield position, stop
        position = start + match.end()
    if position < end:
        yield position, end


def _quote(text: str, start: int, end: int, *, spoken: bool) -> SlavicToken:
    return SlavicToken(SlavicTokenKind.QUOTE, text[start:end], "«", start, end, spoken)


def _plain(text: str, start: int, end: int, language: str) -> Iterator[SlavicToken]:
    shortened = lexicon(language, "abbreviations")["abbreviations"]
    position = start
    while position < end and (match := _TOKEN.search(text, position, end)):
        piece, begin = match.group(), match.start()
        position = match.end()
        if match.lastgroup == "word" and text[position : position + 1] == "." and position < end:
            initial = len(piece) == 1 and piece.isupper()
            if initial or (
                piece.lower() in shortened
                and _goes_on(text[begin : position + 1], text[position + 1 : end], language)
            ):
                position += 1
                piece = text[begin:position]
        kind = {
            "number": SlavicTokenKind.NUMBER, "word": SlavicTokenKind.WORD, "bracket": SlavicTokenKind.BRACKET,
        }.get(match.lastgroup or "")  # fmt: skip
        if kind is None:
            kind = _MARKS.get(piece, SlavicTokenKind.MARK)
            if piece == "-" and not (text[begin - 1 : begin].isspace() or begin == start):
                kind = SlavicTokenKind.MARK
        low = piece.lower().replace("’", "'").replace("ʼ", "'")
        yield SlavicToken(kind, piece, low, begin, position)


_MARKS = {
    ",": SlavicTokenKind.COMMA, ";": SlavicTokenKind.COMMA, "—": SlavicTokenKind.DASH, "–": SlavicTokenKind.DASH, "-": SlavicTokenKind.DASH, ":": SlavicTokenKind.COLON,
    ".": SlavicTokenKind.STOP, "?": SlavicTokenKind.STOP, "!": SlavicTokenKind.STOP, "…": SlavicTokenKind.STOP,
}  # fmt: skip


def _goes_on(shortened: str, behind: str, language: str) -> bool:
    """Whether the sentence goes on behind an abbreviation's full stop."""
    following = behind[:_WORD_BEHIND].lstrip()
    if not following:
        return False
    streets = tuple(lexicon(language, "abbreviations")["before_names"])
    name = following[0].isupper() and following[1:2].islower()
    return not name or shortened.rstrip(".").lower() in streets


def _cut(tokens: list[SlavicToken], begins: set[int]) -> Iterator[tuple[SlavicToken, ...]]:
    """The sentences of a paragraph: razdel tells where plain text begins one, never in a quotation.

    Args:
        tokens: of the paragraph.
        begins: where razdel sees a sentence begin.
    """
    begun = 0
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            following is None
            or at + 1 - begun >= MOST_SENTENCE
            or _ends(token, following, tokens, at, begins)
        ):
            if at + 1 > begun:
                yield tuple(tokens[begun : at + 1])
            begun = at + 1


def _ends(
    token: SlavicToken,
    following: SlavicToken,
    tokens: list[SlavicToken],
    at: int,
    begins: set[int],
) -> bool:
    """Whether a sentence ends between two tokens."""
    if token.kind is SlavicTokenKind.STOP:
        if following.kind is SlavicTokenKind.DASH:
            # «…, — сказала вона. — Це…»: the quotation goes on.
            return not (at + 2 < len(tokens) and tokens[at + 2].spoken)
        opened = following.start - following.spoken  # its quotation mark stands before it
        return bool({following.start, opened} & begins) or (
            following.kind is SlavicTokenKind.MARK and not following.text.isascii()
        )
    if token.kind is SlavicTokenKind.QUOTE and not token.spoken:
        inner = token.text.rstrip('»”“"')
        return (
            inner[-1:] in set(".?!…")
            and following.kind is SlavicTokenKind.WORD
            and following.capital
        )
    if token.spoken and following.kind is not SlavicTokenKind.STOP:
        return following.kind is SlavicTokenKind.WORD and following.capital
    return False
