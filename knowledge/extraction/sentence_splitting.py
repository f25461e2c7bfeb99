"""Paragraphs and sentences, kept whole across abbreviations and quotations, and the turns of a transcript."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import sentencex

from knowledge.domain import SpeakerKind
from knowledge.extraction.annotations import Credit, Mention
from knowledge.extraction.tagged_sentence import TaggedSentence
from knowledge.extraction.tokenizer import EnglishWords, Quotation, find_quotations, tokenize
from knowledge.languages.scripts import LOWER

_PARAGRAPH = re.compile(r"[^\n]+")
_FINAL = ".?!…"
_MARKS = "”»\"'’"
_LAST_WORD = re.compile(r"(?<!\S)(\S*+)(?<=\S\.)\s*+$")
_STOP = re.compile(r"[.?!…]")
_MONTH_END = re.compile(r"\bin (?:May|March|June|July)\.\s+(?=[A-Z])")
_STOPPED = re.compile(r"(?:\w\w\.|[?!…])\s+$")
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.-?)$")
_LONGEST_TITLE = 200  # characters
_LONGEST = 4_000  # characters of a sentence; what is longer is cut, so that the rules stay quick
_CREDIT = 6  # words in which a speaker and a cue stand
_WORD_BEFORE = 40  # characters looked at before a full stop


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article; `paragraph` as in `Candidate`."""

    start: int
    end: int
    paragraph: int
    first: bool
    line: TaggedSentence
    open_quote: bool


def sentences(text: str, language: str, words: EnglishWords) -> Iterator[Sentence]:
    """The sentences of an article in order; a headline at the top has paragraph 0."""
    number = 0
    titled = False
    for match in _PARAGRAPH.finditer(text):
        if match.group().isspace():
            continue
        title = number == 0 and not titled
        number += not (title and is_headline(match.group(), text[match.end() :][:2]))
        titled = True
        quotations = find_quotations(text, *match.span())
        starts = [quote.start for quote in quotations]
        ends = [quote.end for quote in quotations]
        opened = quotations[-1].start if quotations and not quotations[-1].closed else len(text)
        for place, (start, end) in enumerate(
            _bounds(text, match.span(), quotations, language, words)
        ):
            yield Sentence(
                start,
                end,
                number,
                place == 0,
                TaggedSentence.of(
                    tokenize(
                        text,
                        start,
                        end,
                        quotations[bisect_right(ends, start) : bisect_left(starts, end)],
                        words,
                    ),
                    words,
                ),
                opened < end,
            )


def is_headline(block: str, following: str) -> bool:
    """Whether the first block of a text is its title: short, without a final stop, more below."""
    block = block.strip()
    return (
        bool(following) and len(block) <= _LONGEST_TITLE and block[-1] not in _FINAL + _MARKS + ":"
    )


def _bounds(
    text: str,
    paragraph: tuple[int, int],
    quotations: list[Quotation],
    language: str,
    words: EnglishWords,
) -> Iterator[tuple[int, int]]:
    start, end = paragraph
    breaks = sorted(
        {
            *_proposed(text, start, end, language),
            *(quote.end for quote in quotations),
            *(quote.start for quote in quotations if _after_stop(text[start : quote.start][-4:])),
        }
    )
    inside = iter(quotations)
    quote = next(inside, None)
    begun = start
    for at in [*breaks, end]:
        while quote is not None and quote.end < at:
            quote = next(inside, None)
        if quote is not None and quote.start < at < quote.end:
            continue
        if at == end or _ends(text, begun, at, end, words):
            yield from _cut(text, begun, at)
            begun = at


def _after_stop(before: str) -> bool:
    """Whether a quotation opens behind a final mark: "in May. “Later""; not behind an initial."""
    return bool(_STOPPED.search(before))


def _proposed(text: str, start: int, end: int, language: str) -> list[int]:
    """Where sentencex sees an end; fed piecemeal, for its time grows with the square of quotes."""
    found: list[int] = []
    if not _STOP.search(text, start, end):
        return found
    for begin in range(start, end, _LONGEST):
        position = begin
        for piece in sentencex.segment(language, text[begin : min(end, begin + _LONGEST)]):
            position += len(piece)
            found.append(position)
        if position < end:
            found.pop()
    return [*found, *(match.end() for match in _MONTH_END.finditer(text, start, end))]


def _ends(text: str, start: int, at: int, end: int, words: EnglishWords) -> bool:
    """Whether a sentence ends at `at`, a place where one may."""
    before = text[max(start, at - _WORD_BEFORE) : at].rstrip()
    following = text[at : min(end, at + _WORD_BEFORE)].lstrip()
    if not before or not following:
        return bool(before)
    if following[0] in "—–" or (text[at].isalpha() and _INITIALS.search(text[at - 3 : at])):
        return False
    if before[-1] in _MARKS:
        last = before.rstrip(_MARKS)[-1:]
        if last == "" or last not in _FINAL or following[0].islower() or following[0] in ",;:—–―-":
            return False
        return not _credits(following, words, closing=last == ".")
    if abbreviated := _LAST_WORD.search(before):
        word = abbreviated.group(1)[:-1].lstrip("(“\"'‘")
        if word.lower() in words["titles"] and word[:1].isupper():
            return False
    return not following[0].islower()


def _credits(following: str, words: EnglishWords, *, closing: bool) -> bool:
    """Whether a quotation is followed by who uttered it: “Why?” the mayor asked.

    Where the quotation is closed by a full stop, only a sentence of nothing else counts.
    """
    for word in following.lower().split()[1:_CREDIT]:
        bare = word.strip(".,")
        if (cue := words.cues.get(bare)) and "post" in cue.takes:
            return not closing or word.endswith(".")
        if bare != word and bare not in words["titles"]:
            return False
    return False


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    for begin in range(start, end, _LONGEST):
        yield begin, min(end, begin + _LONGEST)


_LABEL = re.compile(rf"(?P<who>[^\W\d_{LOWER}][^:\n“”«»\"]{{1,60}}): (?=\S)")
_QUOTES = '“«"„'
_MOST_WORDS = 7
_TURNS = 2  # paragraphs that one label begins, at least


@dataclass(frozen=True, slots=True)
class TranscriptTurn:
    """A sentence: where it stands, its paragraph and its index."""

    start: int
    end: int
    paragraph: int
    index: int


def transcript(
    text: str, turns: Sequence[TranscriptTurn], read: Callable[[int, int], Mention]
) -> dict[int, Credit | None]:
    """The paragraphs of a transcript: each with its credit, or None for a question.

    Only a label that stands before more than one paragraph, or that names a person in full, is
    one; a paper that asks is no speaker.

    Args:
        text: the article.
        turns: its sentences in order.
        read: takes a label apart.
    """
    paragraphs: dict[int, list[TranscriptTurn]] = {}
    for turn in turns:
        paragraphs.setdefault(turn.paragraph, []).append(turn)
    labels = {
        number: match
        for number, here in paragraphs.items()
        if number > 0
        and (match := _LABEL.match(text, here[0].start, here[-1].end))
        and len(match["who"].split()) <= _MOST_WORDS
        and text[match.end()] not in _QUOTES
    }
    counted = Counter(match["who"] for match in labels.values())
    found: dict[int, Credit | None] = {}
    for number, match in labels.items():
        if counted[match["who"]] < _TURNS:
            continue
        here = paragraphs[number]
        mention = read(match.start(), match.end("who"))
        begin, end = match.end(), here[-1].end
        question = text[begin:end].rstrip('”»" ').endswith("?")
        if question or mention.kind is not SpeakerKind.PERSON or not mention.name:
            found[number] = None
            continue
        content = text[begin:end].rstrip(" .")
        found[number] = Credit(
            mention,
            (match.end("who"), match.end("who") + 1),
            ((begin, begin + len(content)),),
            "label",
            number,
            here[0].index,
            here[-1].index,
        )
    return found
