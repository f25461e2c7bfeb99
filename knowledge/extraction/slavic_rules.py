"""Quotations and reported clauses in Russian and Ukrainian."""

import re
from collections.abc import Collection, Iterator, Sequence

from knowledge.extraction.attributions import Attributed, Offsets
from knowledge.extraction.classification import slavic_words
from knowledge.extraction.sentence_splitting import Sentence
from knowledge.extraction.tagged_sentence import TaggedSentence
from knowledge.extraction.tokenizer import Kind

_WOVEN = re.compile(
    r"«(?P<first>[^«»]{3,800}?)[,?!…]+ [—–-] (?P<cue>[^\W\d_]+) "
    r"(?P<source>[^«»,.—–]{2,160}?)(?:[.,] [—–-] (?P<rest>[^«»]{3,800}?))?[.,?!…]*»"
)


def woven(text: str, article: Sequence[Sentence], cues: Collection[str]) -> Iterator[Attributed]:
    """Their attributions.

    Args:
        text: the article.
        article: its sentences.
        cues: verbs, in lower case.
    """
    for match in _WOVEN.finditer(text):
        if match["cue"].lower() not in cues:
            continue
        index = next(
            (at for at, one in enumerate(article) if one.start <= match.start("cue") < one.end),
            None,
        )
        if index is not None:
            parts = [match.span("first")] + ([match.span("rest")] if match["rest"] else [])
            yield Attributed(
                match.span("source"),
                match.span("cue"),
                tuple(parts),
                "quote",
                article[index].paragraph,
                index,
                index,
            )


LANGUAGES = frozenset({"ru", "uk"})
_LONGEST_SOURCE = 25  # tokens
_LONGEST_NAME = 40  # characters of a name in quotation marks, as of a company

Phrase = tuple[int, int]


def slavic_attributions(text: str, article: Sequence[Sentence], language: str) -> list[Attributed]:
    """Every attribution of a Russian or Ukrainian text.

    Args:
        text: the article.
        article: its sentences.
        language: "ru" or "uk".
    """
    found = list(woven(text, article, slavic_words()[language]))
    for index, sentence in enumerate(article):
        line = sentence.line
        for source, cue, contents, family in _read(line, language):
            places = tuple(_offsets(sentence, part) for part in contents)
            found.append(
                Attributed(
                    _offsets(sentence, source),
                    _offsets(sentence, cue),
                    places,
                    family,
                    sentence.paragraph,
                    index,
                    index,
                )
            )
    return found


def _offsets(sentence: Sentence, phrase: Phrase) -> Offsets:
    return sentence.line.tokens[phrase[0]].start, sentence.line.tokens[phrase[1]].end


def _read(
    line: TaggedSentence, language: str
) -> Iterator[tuple[Phrase, Phrase, tuple[Phrase, ...], str]]:
    words = slavic_words()
    floor = 0
    for at in range(len(line)):
        if at < floor:
            continue
        found = None
        if line.low(at) in words["before_sources"] and line.low(at + 1) in words["sources"]:
            found = _by_words_of(line, at, at + 1)
        elif line.low(at) in words["according"]:
            found = _by_words_of(line, at, at + (line.low(at + 1) in words["according_with"]))
        elif line.low(at) in words[language]:
            found = _verb(line, at)
        if found is not None:
            yield found
            floor = max(found[1][1], found[0][1], *(last for _, last in found[2])) + 1


def _by_words_of(
    line: TaggedSentence, at: int, last: int
) -> tuple[Phrase, Phrase, tuple[Phrase, ...], str] | None:
    """As in "According to": the source follows, the content is the rest of the sentence."""
    end = _phrase_end(line, last + 1)
    if end < last + 1:
        return None
    content = (
        (end + 2, _last(line)) if line.comma(end + 1) and not line.stop(end + 2) else (0, at - 2)
    )
    if content[0] > content[1]:
        return None
    return (last + 1, end), (at, last), (content,), "according"


def _verb(line: TaggedSentence, at: int) -> tuple[Phrase, Phrase, tuple[Phrase, ...], str] | None:
    begin = _after_times(line, at + 1)
    left, right = _left(line, at), (begin, _phrase_end(line, begin))
    after = max(at, right[1]) + 1
    if line.low(at - 1) in slavic_words()["how"] and right[1] >= right[0] and line.comma(after):
        first = _after_remark(line, after + 1)
        return right, (at - 1, at), ((first, _last(line)),), "according"
    source = left or (right if right[1] >= right[0] else None)
    if source is None:
        return None
    if (
        line.comma(after)
        and line.low(after + 1) in slavic_words()["that"]
        and not line.stop(after + 2)
    ):
        return source, (at, at), ((after + 1, _last(line)),), "that"
    if line.low(after) == ":" and not line.stop(after + 1):
        end = after + 1 if line.quote(after + 1) else _last(line)
        return (
            source,
            (at, at + (after == at + 1)),
            ((after + 1, end),),
            "quote" if line.quote(after + 1) else "bare",
        )
    return _said_before(line, at, source, after)


def _said_before(
    line: TaggedSentence, at: int, source: Phrase, after: int
) -> tuple[Phrase, Phrase, tuple[Phrase, ...], str] | None:
    """As in "«...», — said X": the content stands before the dash."""
    begin = min(source[0], at) - 1
    if not line.dash(begin):
        return None
    last = begin - 1
    if line.comma(last) and last > 0:
        last -= 1
    first = 1 if line.dash(0) else 0
    if line.quote(last):
        first = last
    if first > last:
        return None
    contents: tuple[Phrase, ...] = ((first, last),)
    if line.at(after).low in {",", "."} and line.dash(after + 1) and not line.stop(after + 2):
        contents = (*contents, (after + 2, after + 2 if line.quote(after + 2) else _last(line)))
    return source, (at, at), contents, "quote" if line.quote(last) or line.dash(0) else "post"


def _left(line: TaggedSentence, at: int) -> Phrase | None:
    """The words before the verb up to a mark: the subject where there are any."""
    first = at
    while (
        first > 0
        and at - first < _LONGEST_SOURCE
        and line.at(first - 1).kind in {Kind.WORD, Kind.NUMBER, Kind.BRACKET}
    ):
        first -= 1
    if line.comma(first - 1) and first == at and (opening := _comma_before(line, first - 1)) > 0:
        return _left_of_apposition(line, opening, at - 1)
    while first < at and line.low(first) in {
        "но",
        "а",
        "и",
        "также",
        "ранее",
        "при",
        "этом",
        "але",
        "і",
        "й",
        "також",
        "раніше",
        "цьому",
        "не",
    }:
        first += 1
    return (first, at - 1) if first < at else None


def _left_of_apposition(line: TaggedSentence, opening: int, last: int) -> Phrase | None:
    first = opening
    while first > 0 and line.at(first - 1).word:
        first -= 1
    return (first, last - 1) if first < opening else None


def _comma_before(line: TaggedSentence, closing: int) -> int:
    for at in range(closing - 1, max(0, closing - _LONGEST_SOURCE), -1):
        if line.comma(at):
            return at
        if not line.at(at).word:
            break
    return 0


def _phrase_end(line: TaggedSentence, at: int) -> int:
    """The last token of the words that begin at `at` and go up to a mark; a name may be quoted."""
    end = at
    while (
        end < len(line)
        and end - at < _LONGEST_SOURCE
        and (line.at(end).kind in {Kind.WORD, Kind.NUMBER, Kind.BRACKET} or _is_name(line, end, at))
    ):
        end += 1
    return end - 1


def _is_name(line: TaggedSentence, at: int, begin: int) -> bool:
    token = line.at(at)
    return at > begin and line.quote(at) and token.end - token.start <= _LONGEST_NAME


def _after_times(line: TaggedSentence, at: int) -> int:
    """Where the words go on behind "on Monday"."""
    words = slavic_words()
    if line.low(at) in words["time_prepositions"] and line.low(at + 1) in words["times"]:
        return at + 2
    return at + (line.low(at) in words["times"])


def _after_remark(line: TaggedSentence, at: int) -> int:
    """Where the sentence goes on behind "who wished to stay unnamed,"."""
    if line.low(at) in slavic_words()["withheld"] or line.low(at) in slavic_words()["that"]:
        closing = _phrase_end(line, at) + 1
        if line.comma(closing) and not line.stop(closing + 1):
            return closing + 1
    return at


def _last(line: TaggedSentence) -> int:
    last = len(line) - 1
    while last > 0 and line.stop(last):
        last -= 1
    return last
