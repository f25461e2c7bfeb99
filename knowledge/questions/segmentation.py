"""A message divided: the question in it, what is context, and the readings of it that are searched."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

from knowledge.characters import cleaned, is_odd
from knowledge.languages.registry import pattern, table
from knowledge.languages.scripts import UPPER
from knowledge.search.text_analysis import FUNCTION_WORDS, folded as fold, words as words_of

_of = partial(pattern, "segmentation")
_QUOTED_LINE = re.compile(r"^\s*(?:>|&gt;|\|)")
_QUOTING = re.compile(r"^[^\S\n]*+(?:>|&gt;|\|)+", re.MULTILINE)
_URL = re.compile(r"https?://\S+|www\.\S+|@\w{4,}\b")
_ADDRESS = re.compile(rf"\b(?:{_of('address')})\b\.?\s+(?=\w)", re.IGNORECASE)
"""Politeness before a name, which the store does without."""
_END = re.compile(r"(?<=[.!?…])[\"'»”)]*\s+(?=\D)|\n+")
_ASKS = re.compile(rf"\b(?:{_of('asks')})\b", re.IGNORECASE)
# Sentences that only lead to the question or follow it.
_PHATIC = re.compile(rf"^\W*(?:{_of('phatic')})\W*$", re.IGNORECASE)
_POINTS_BACK = re.compile(rf"\b(?:{_of('points_back')})\b", re.IGNORECASE)
# Pronouns and adverbs whose meaning stands in the sentences before.
_POINTS_AT = re.compile(rf"\b(?:{_of('points_at')})\b", re.IGNORECASE)
# What the reader says is not meant: "on the 14th, not the 15th".
_CONTRAST = re.compile(
    rf"(?:,|(?<![,\s]))\s++(?:{_of('rather_than')})\s++[^,.?!;]{{1,60}}(?=[,.?!;]|$)"
    rf"|,\s*+(?:(?:{_of('contrasting')}) )?(?:{_of('not_meant')})\s++[^,.?!;]{{1,60}}(?=[,.?!;]|$)",
    re.IGNORECASE,
)
# Why the reader asks.
_OWN_REASON = re.compile(
    rf"(?:,|(?<![,\s]))\s++(?:{_of('own_reason')})\b[^?!.]{{0,300}}(?=[?!.]|$)", re.IGNORECASE
)
# What every answer says anyway.
_WHOSE_WORD = re.compile(
    rf"(?:,|(?<![,\s]))\s++(?:{_of('and')})\s++(?:{_of('whose_word')})\s*+\?*+\s*+$", re.IGNORECASE
)
_OPENING = re.compile(rf"^(?:(?:{_of('opening')})\b[\s,:;!—-]+)+", re.IGNORECASE)
# What stands before the question itself within one sentence.
_LEAD = re.compile(
    rf"^(?:[\w',\- ]{{0,120}}?\b(?:{_of('leads')})\b)"
    rf"[\s,:;—-]*(?:{_of('please')})?[\s,:;—-]*(?:{_of('about')})?\s+",
    re.IGNORECASE,
)
_SHORT = 6
"""Words of a question that can be too short to stand alone: "is that really true, though?"."""


_ABBREVIATED = re.compile(rf"(?:^|\W)(?:{_of('abbreviated')})\.$", re.IGNORECASE)
_READ = 3000
"""Characters at either end of a message in which the question is looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A message taken apart.

    Args:
        question: the part that asks, as typed.
        context: everything else that was not a quotation.
        before: the two sentences right before the question, where it points back at them.
    """

    question: str
    context: str = ""
    before: str = ""


def question_in(message: str) -> Asked:
    """Find the question in a message of one or many sentences, as typed."""
    sentences = _sentences(_bare(message))
    speaking = [each for each in sentences if not _PHATIC.match(each)] or sentences
    if not speaking:
        return Asked("")
    ranks = [_asking(each) for each in speaking]
    if not max(ranks):
        # Nothing asks: keywords, or somebody else's claim to be looked up as it stands.
        return Asked(_without_contrast(_without_lead(" ".join(speaking))))
    best = max(range(len(speaking)), key=lambda at: (ranks[at], at))
    chosen = _without_lead(speaking[best])
    rest = speaking[:best] + speaking[best + 1 :]
    if rest and _leans_on_the_rest(chosen):
        neighbour = speaking[best - 1] if best else speaking[1]
        chosen = f"{neighbour} {chosen}"
    before = speaking[max(0, best - 2) : best] if _POINTS_AT.search(chosen) else []
    return Asked(_without_contrast(chosen), " ".join(rest), " ".join(before))


def sentences_of(message: str) -> list[str]:
    """The sentences of a message that say something, quotations among them."""
    visible = _visible(message)
    return [each for each in _sentences(_QUOTING.sub("", visible)) if words_of(each)]


def is_addressed(sentences: Sequence[str]) -> bool:
    """Whether one of the sentences asks, so that somebody is meant to answer."""
    return any(_asking(each) > _MARKED for each in sentences)


def _bare(message: str) -> str:
    """Without the lines that quote somebody, links and mentions; all of it if nothing is left."""
    if len(message) > 2 * _READ:
        message = f"{message[:_READ]}\n{message[-_READ:]}"
    visible = _visible(message)
    own = "\n".join(line for line in visible.splitlines() if not _QUOTED_LINE.match(line))
    said = own if words_of(own) else _QUOTING.sub("", visible)
    return _ADDRESS.sub("", _URL.sub(" ", said))


def _visible(message: str) -> str:
    """The message without what cannot be seen."""
    seen = cleaned(message) if is_odd(message) else message
    return unicodedata.normalize("NFKC", seen)[: 2 * _READ + 1]


def _sentences(text: str) -> list[str]:
    sentences: list[str] = []
    for piece in _END.split(text):
        if sentences and _ABBREVIATED.search(sentences[-1]):
            sentences[-1] += f" {piece.strip()}"
        elif words_of(piece):
            sentences.append(piece.strip())
    return sentences


def _asking(sentence: str) -> int:
    """3: with a question mark and a word that asks; 2: a mark; 1: a word; 0: it only tells."""
    marked = "?" in sentence
    begins = _ASKS.match(_without_lead(sentence)) is not None
    return 2 * marked + begins


def _leans_on_the_rest(question: str) -> bool:
    """Too short to be found alone, and pointing at what was said before."""
    return len(words_of(question)) <= _SHORT and bool(_POINTS_BACK.search(question))


def _without_contrast(question: str) -> str:
    """Without what is not meant, why it is asked and what goes without saying, unless that is all."""
    left = _CONTRAST.sub("", _WHOSE_WORD.sub("", _OWN_REASON.sub("", question)))
    return left if len(words_of(left)) > 1 else question


def _without_lead(sentence: str) -> str:
    opened = _OPENING.sub("", sentence, count=1)
    stripped = _LEAD.sub("", opened, count=1)
    return next((each for each in (stripped, opened) if _ASKS.match(each)), sentence)


def questions_in(message: str) -> tuple[str, ...]:
    """The questions of a message, in order; none where it asks once or not at all.

    They are sentences and numbered lines that ask, and the halves of one that asks twice.

    Args:
        message: as it was meant.
    """
    lines = _ENUMERATED.sub("\n", _bare(message))
    speaking = [each for each in _sentences(lines) if not _PHATIC.match(each)]
    asking = [each for each in speaking if _asking(each) >= _MARKED or _NUMBERED.match(each)]
    if len(asking) < _TWO:
        asking = [each for each in speaking if _asking(each)]
    found: list[str] = []
    for sentence in asking:
        found += _halves(_NUMBERED.sub("", sentence))
    found = [each for each in found if len(words_of(each)) >= _TWO]
    return tuple(dict.fromkeys(found)) if len(found) >= _TWO else ()


def _halves(sentence: str) -> list[str]:
    """A sentence that asks twice, cut before the second question."""
    bare = _without_lead(_ANNOUNCED.sub("", sentence))
    cuts = [match.start() for match in _second().finditer(bare) if match.start() > 0]
    if not cuts or not _begins_asking(bare):
        return [sentence]
    parts = [bare[start:end] for start, end in pairwise((0, *cuts, len(bare)))]
    parts = [_JOIN.sub("", part).strip(" ,;?") for part in parts]
    # "Who said that and when?" asks two things of one statement.
    if any(len(words_of(part)) < _SAYS_ENOUGH for part in parts):
        return [sentence]
    return [f"{part}?" for part in parts]


@cache
def _second() -> re.Pattern[str]:
    joins = "|".join(each for of in table("dialogue").values() for each in of["and"])
    asks = "|".join(each for of in table("dialogue").values() for each in of["asks"])
    return re.compile(rf"(?<!\s)[,;]?\s++(?:{joins})\s++(?=(?:{asks})\b)", re.IGNORECASE)


def _begins_asking(sentence: str) -> bool:
    return _ASKS.match(sentence) is not None


_JOIN = re.compile(rf"^[,;]?\s*(?:{_of('and')})\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")
_ENUMERATED = re.compile(r"(?<=[?!.;])[^\S\n]++(?=\d{1,2}[.)]\s)")
"""Before the number of a further question in the same line."""
_ANNOUNCED = re.compile(r"^[^?.!:]{1,40}:\s+(?=\S)")
"""What leads to questions: "Two questions: …"."""
_MARKED = 2
_TWO = 2
_SAYS_ENOUGH = 4
"""Words of half a question that can stand alone."""


LONGEST_PIECE = 600
"""Characters of a message that are looked up together; in more, one claim drowns."""
_TELLS = 8
"""Words from which a sentence that asks nothing tells something; fewer are keywords."""
_SENTENCE = 3
"""Words of a piece that can claim something."""
_MOST_TELLING = 3
"""Sentences of a long message that are looked up by themselves."""
MOST_PIECES = 8
"""Pieces of one message: 4,096 characters are the longest that Telegram takes."""
_LINKED = re.compile(
    rf"https?://|www\.|pic\.twitter|(?:^|\s)[#@]\w|\(@\w|^\W*(?:{_of('forwarded')})\b",
    re.IGNORECASE,
)
"""What posts have and questions have not: links, tags, a signature."""
_SHOUTED = re.compile(rf"(?<![{UPPER}])[{UPPER}]{{4,}}+(?:\W++[{UPPER}]{{3,}}+)+|!{{2,}}")


@dataclass(frozen=True, slots=True)
class Readings:
    """How a message can be read beside the question in it.

    Args:
        pieces: of the whole message, in order.
        posted: whether somebody posted it rather than asked it.
    """

    pieces: tuple[str, ...] = ()
    posted: bool = False


def readings_of(message: str) -> Readings:
    """The whole of a message as it can be looked up.

    Args:
        message: as it was meant.

    Returns:
        No pieces for a message of one sentence, whose question is all there is.
    """
    sentences = sentences_of(message)
    posted = _is_posted(message) or not is_addressed(sentences)
    one = len(sentences) < 2 and len(message) <= LONGEST_PIECE  # noqa: PLR2004 - the question itself
    if one and len(message.split()) < _TELLS:
        return Readings()
    if len(message) <= LONGEST_PIECE:
        return Readings((message,), posted)
    return Readings(tuple(_pieces(sentences)), posted)


def told_apart(
    message: str,
    readings: Readings,
    is_known: Callable[[str], bool],
    is_common: Callable[[str], bool],
) -> tuple[str, ...]:
    """What of a long message is worth looking up: its pieces, and the sentences that tell most.

    A claim drowns in a piece of idle words about it; what is told twice is looked up once, and what
    has no word that anybody in the store uses, never.

    Args:
        message: as it was meant.
        readings: of it.
        is_known: tells of a folded word whether the store uses it.
        is_common: tells whether most statements have it.
    """

    def telling(text: str) -> int:
        words = dict.fromkeys(words_of(fold(text)))
        return sum(
            word not in FUNCTION_WORDS and is_known(word) and not is_common(word) for word in words
        )

    # What is said again in the same words is looked up once.
    distinct = {frozenset(words_of(fold(each))): each for each in reversed(readings.pieces)}
    pieces = [each for each in reversed(distinct.values()) if telling(each)]
    if len(message) <= LONGEST_PIECE:
        return tuple(pieces)
    told = {
        each: telling(each)
        for each in dict.fromkeys(sentences_of(message))
        if len(each.split()) >= _SENTENCE and len(each) <= LONGEST_PIECE
    }
    best = sorted(told, key=lambda each: -told[each])[:_MOST_TELLING]
    return tuple(dict.fromkeys([*pieces, *(each for each in best if told[each] >= _SENTENCE)]))


def _is_posted(message: str) -> bool:
    return _LINKED.search(message) is not None or _SHOUTED.search(message) is not None


def _pieces(sentences: list[str]) -> list[str]:
    """Neighbouring sentences together, about as many characters each."""
    total = sum(len(each) + 1 for each in sentences)
    size = max(LONGEST_PIECE / 2, total / MOST_PIECES)
    pieces: list[str] = []
    for sentence in sentences:
        for start in range(0, len(sentence), LONGEST_PIECE):
            part = sentence[start : start + LONGEST_PIECE]
            if pieces and len(pieces[-1]) + len(part) < size:
                pieces[-1] += f" {part}"
            else:
                pieces.append(part)
    told = [each for each in pieces if len(each.split()) >= _SENTENCE]
    return told[: 2 * MOST_PIECES]
