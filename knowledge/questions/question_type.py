"""What a question asks for: the type of its answer (a person, a time, a number, a reason), or a list with its filter."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from knowledge.domain import Access, Attribution, Kind
from knowledge.languages.registry import listed, pattern as worded, table
from knowledge.languages.scripts import UPPER
from knowledge.questions.value_expressions import TimeExpression
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    frequent,
    words as words_of,
)


class QuestionType(StrEnum):
    """What the first line of the answer has to give; `WHEN_SAID` is a finer `WHEN`."""

    WHO = "who"
    WHEN = "when"
    WHEN_SAID = "when_said"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    IS_IT_TRUE = "is_it_true"
    WHAT = "what"


def _within(key: str, name: str = "question_types") -> re.Pattern[str]:
    """Whole words that one of a key's patterns has, in any language."""
    return re.compile(rf"\b(?:{worded(name, key)})\b")


_PARTICLE = rf"^\W*(?:\w+[ -]){{1,3}}(?:{worded('question_types', 'whether_particle')})\b"
# Tried in this order: "is it true that nobody said when" asks for a yes or no.
_ASKED: tuple[tuple[QuestionType, re.Pattern[str]], ...] = (
    (
        QuestionType.IS_IT_TRUE,
        re.compile(
            rf"^\W*(?:{worded('question_types', 'whether_first')})"
            rf"|{_within('whether_within').pattern}|{_PARTICLE}"
        ),
    ),
    (QuestionType.HOW_MANY, _within("how_many")),
    (QuestionType.WHEN, _within("when")),
    (QuestionType.WHO, _within("who")),
    (QuestionType.WHERE, _within("where")),
    (QuestionType.WHY, _within("why")),
)

_OF_YEAR = _within("of_year", "question_words")


def asks_year(question: str) -> bool:
    """Whether a folded question asks in which year something was."""
    return _OF_YEAR.search(question) is not None


_WHENCE = _within("whence")


def asks_whence(question: str) -> bool:
    """Whether a folded question asks where something came from and not where it is."""
    return _WHENCE.search(question) is not None


def wants_of(question: str) -> tuple[QuestionType, ...]:
    """Everything that a folded question asks for, the first being asked first."""
    found = []
    for rank, (want, pattern) in enumerate(_ASKED):
        match = pattern.search(question)
        if match:
            found.append((match.start() if want is not QuestionType.IS_IT_TRUE else -1, rank, want))
    return tuple(want for *_, want in sorted(found)) or (QuestionType.WHAT,)


_BY_KEYWORD = tuple(
    (want, _within(f"keywords_{want.value}"))
    for want in (QuestionType.HOW_MANY, QuestionType.WHEN, QuestionType.WHERE, QuestionType.WHY)
)


def wants_of_keywords(question: str) -> tuple[QuestionType, ...]:
    """What folded keywords ask for by a noun: "ransom sum", "start time"."""
    return tuple(want for want, pattern in _BY_KEYWORD if pattern.search(question))


def _worded_each(key: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a list of every language, one by one."""
    return tuple(
        re.compile(each.replace("<disputing>", words.get("disputing", "")), re.IGNORECASE)
        for words in table("question_types").values()
        for each in words.get(key, ())
    )


_CONFIRMED = rf"(?:{worded('question_types', 'confirmed')})"
_BESIDES = (
    rf"(?:\s+(?:{worded('question_types', 'by_whom')})\S*)?"
    rf"(?:\s+(?:{worded('question_types', 'besides')}))?"
)
_DOUBTS = (
    *_worded_each("doubts"),
    re.compile(
        rf"^\W*+(\S.{{3,}}?)(?<![\s,;:–—-])[\s,;:–—-]*+(?:{worded('question_types', 'this')})"
        rf"\s+{_CONFIRMED}{_BESIDES}\W*+$",
        re.IGNORECASE,
    ),
    re.compile(rf"^\W*+(\S.*?)(?<=\S)\s++{_CONFIRMED}\s*+\?\W*+$", re.IGNORECASE),
)
_DISPUTED = _worded_each("disputed")
_THE, _BEFORE, _AFTER = (
    rf"(?:{worded('question_types', key)})" for key in ("the", "figure_before", "figure_after")
)
_FIGURE = re.compile(
    rf"^\W*+(?:{_THE}\s+)?{_BEFORE}\s++(\d(?:[ ,.]*+\d)*+)\W*+$"
    rf"|^\W*+(?:{_THE}\s++)?(\d(?:[ ,.]*+\d)*+)[,.]*+\s++{_AFTER}\W*+$",
    re.IGNORECASE,
)
"""A number that is called one."""


def doubted(question: str) -> str | None:
    """What a question doubts, as asked; None where it doubts nothing."""
    for pattern in _DOUBTS:
        found = pattern.match(question)
        if found:
            figure = _FIGURE.match(found[1])
            return (figure[1] or figure[2]).strip() if figure else found[1]
    return None


def disputed_in(question: str) -> str | None:
    """What a question asks the opponents of: "who disagrees with the Duma?"; None where none."""
    return next((found[1] for each in _DISPUTED if (found := each.match(question))), None)


_REASON = _within("reason")
_AGE = re.compile(worded("question_types", "age"))
_ASKS_AGE = _within("asks_age")
_SAYING = _within("saying")
_WHICH = re.compile(worded("question_types", "which"))
_EARLIER = _within("earlier")
_ASKS_EARLIER = re.compile(rf"\b(?:{worded('question_types', 'asks_earlier')})(?=\W|$)")
_NAMES = _within("called")
_CAPITAL = re.compile(rf"(^|[.!?…]\s+|[\"«“(]|\s)([{UPPER}][\w'’-]+)")


_ASKS_MEASURE, _TELLS_MEASURE = (
    {
        measure: re.compile(worded("question_words", f"{verb}_{measure}"))
        for measure in ("money", "duration")
    }
    for verb in ("asks", "tells")
)
"""Of what measure the number is that is asked for, and that a statement gives."""


class AnswerType(StrEnum):
    """What has to stand in an answer, beside the numbers and times that are compared anyway."""

    REASON = "reason"
    AGE = "age"
    NAME = "name"
    CALLED = "called"
    SOMEBODY = "somebody"
    EARLIER = "earlier"
    MONEY = "money"
    DURATION = "duration"


def is_of_saying(question: str) -> bool:
    """Whether a folded question is about somebody's saying, confirming, denying, warning."""
    return _SAYING.search(question) is not None


def is_of_name(question: str) -> bool:
    """Whether a folded question, or a word of it, asks what somebody or something is called."""
    return _NAMES.search(question) is not None


def sorts_asked(question: str, want: QuestionType) -> frozenset[AnswerType]:
    """What a folded question that wants this first asks for.

    Who says something is told by the speaker; who did something, only by a name in the statement.
    "Who called it so?" asks for neither: the verb of saying is no asking for what something is called.
    """
    asked = {
        # "Why did he say that …" has for so that he said it; the reason for that is seldom told.
        AnswerType.REASON: want is QuestionType.WHY and not is_of_saying(question),
        AnswerType.AGE: _ASKS_AGE.search(question),
        AnswerType.NAME: _WHICH.search(question),
        AnswerType.CALLED: want is not QuestionType.WHO and is_of_name(question),
        AnswerType.SOMEBODY: want is QuestionType.WHO and not is_of_saying(question),
        AnswerType.EARLIER: _ASKS_EARLIER.search(question),
        **{AnswerType(each): _ASKS_MEASURE[each].search(question) for each in _ASKS_MEASURE},
    }
    return frozenset(sort for sort, is_asked in asked.items() if is_asked)


def sorts_told(text: str) -> frozenset[AnswerType]:
    """What of these a folded text gives; names are told apart by `names_in`."""
    given = {
        AnswerType.REASON: _REASON,
        AnswerType.AGE: _AGE,
        AnswerType.EARLIER: _EARLIER,
        **{AnswerType(each): _TELLS_MEASURE[each] for each in _TELLS_MEASURE},
    }
    return frozenset(sort for sort, pattern in given.items() if pattern.search(text))


_MEASURE_WORDS = _within("measure_words", "question_words")


def is_measure(word: str) -> bool:
    """Whether a folded word of a question names a measure or a unit of one: "sum", "hours"."""
    return _MEASURE_WORDS.fullmatch(word) is not None


def names_in(text: str) -> frozenset[str]:
    """Folded words of the proper names in a text as it was written.

    A capital that begins a sentence tells nothing, unless the word is no everyday one.
    """
    found: set[str] = set()
    met = _CAPITAL.findall(text)
    lines = fold("\n".join([word for _, word in met])).split("\n")
    for (before, _), folded in zip(met, [words_of(each) for each in lines], strict=False):
        begins = (not before.strip(' "«“(') and not before.startswith(" ")) or before[:1] in ".!?…"
        found.update(each for each in folded if not (begins and each in frequent()))
    return frozenset(found)


_SAYS = rf"(?:{worded('question_types', 'says_beside')})"
_CREDITED = (
    *_worded_each("credited"),
    re.compile(rf"\b{_SAYS}\s++((?:[\w'-]++\s*+){{1,2}}+)", re.IGNORECASE),
    re.compile(rf"(?<![\w'-])((?:[\w'-]{{1,40}}+\s++){{1,2}}){_SAYS}", re.IGNORECASE),
)
_MOST = 5
"""Words that name one source; what follows belongs to the question."""


def credited_in(question: str) -> tuple[str, ...]:
    """The content words of a folded question that name whose word is asked for."""
    found: list[str] = []
    for pattern in _CREDITED:
        for match in pattern.finditer(question):
            words = [word for word in words_of(match[1]) if word not in FUNCTION_WORDS]
            found += [word for word in words if len(word) > 1][:_MOST]
    return tuple(dict.fromkeys(found))


_ASKS, _ASKS_COUNT, _ASKS_HOW, _ASKS_HOW_MANY, _OF, _SORTS = (
    listed("question_types", key)
    for key in ("asks", "asks_count", "asks_how", "asks_how_many", "of", "sorts")
)
_COMES_TO = listed("question_words", "comes_to")
"""Words before "how many" with which it asks for a sum or a time."""
_MOST_FOCUSED = 3
"""Words of a run that names one thing: "which three members of parliament"."""


def focus_in(words: Sequence[str]) -> tuple[str, ...]:
    """The content words that name what is asked for, of folded words; empty where none is named.

    They stand after the question word up to the next function word ("which foreign state is …"),
    after "how many", and between "the" and "of" in "what is the address of …".
    """
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in _ASKS_HOW and following in _ASKS_HOW_MANY:
            return _run(words, at + 2)
        if word in _ASKS_COUNT:
            # "У скільки прокуратура оцінює збитки": what it comes to, and none are counted.
            return () if at and words[at - 1] in _COMES_TO else _run(words, at + 1)
        if word in _ASKS:
            return _run(words, at + 1) or _attribute(words, at + 1)
    return ()


def _run(words: Sequence[str], start: int) -> tuple[str, ...]:
    found: list[str] = []
    for word in words[start:]:
        if word in _SORTS or (word in _OF and not found):
            continue
        if word in FUNCTION_WORDS or len(found) == _MOST_FOCUSED:
            break
        found.append(word)
    return tuple(found)


def _attribute(words: Sequence[str], start: int) -> tuple[str, ...]:
    """Of "what is the address of …": address."""
    rest = words[start:]
    end = next((at for at, word in enumerate(rest) if word in _OF), None)
    if end is None:
        return ()
    lead = [at for at, word in enumerate(rest[:end]) if word in FUNCTION_WORDS]
    after = lead[-1] + 1 if lead else 0
    return tuple(word for word in rest[after:end] if word not in _SORTS)


def _listing(key: str, *more: str) -> re.Pattern[str]:
    """Whole words that are asked for by one of these patterns, in any language."""
    return re.compile(rf"\b(?:{'|'.join((worded('listings', key), *more))})(?!\w)")


TIMELINE = _listing("timeline")
INCIDENTS = _listing("incidents")
SPEAKERS = _listing("speakers")
ARTICLES = _listing("articles")
LIST = _listing(
    "list",
    rf"(?:{worded('listings', 'which')}) (?=(?:\w+ ){{0,2}}(?:{worded('listings', 'listed')}))",
)
NOUNS = _listing("nouns")
PAPERS = _listing("papers")
"""What was not public is a report or a meeting: the word adds nothing to "classified"."""

HAPPENED = _listing("happened")
"""Of a time, a place or an incident, everything about it."""
ABOUT = _listing("about")
"""Of anything that has a name, everything about it."""
_NOBODY = _listing("nobody")

FLAGS: tuple[tuple[re.Pattern[str], dict[str, object]], ...] = (
    (_listing("anonymous"), {"attributions": (Attribution.ANONYMOUS,)}),
    (_NOBODY, {"attributions": (Attribution.NARRATOR,)}),
    (_listing("unnamed"), {"attributions": (Attribution.UNNAMED, Attribution.ANONYMOUS)}),
    (_listing("named"), {"attributions": (Attribution.NAMED,)}),
    (_listing("predictions"), {"kinds": (Kind.PREDICTION,)}),
    (_listing("denials"), {"kinds": (Kind.DENIAL,)}),
    (_listing("opinions"), {"kinds": (Kind.ASSESSMENT, Kind.CHARACTERISATION)}),
    (_listing("facts"), {"kinds": (Kind.FACT,)}),
    (_listing("classified"), {"access": (Access.CLASSIFIED,)}),
    (_listing("closed_door"), {"access": (Access.CLOSED_DOOR,)}),
    (
        _listing("not_public"),
        {"access": (Access.CLASSIFIED, Access.CLOSED_DOOR, Access.UNDISCLOSED)},
    ),
    (_listing("quoted"), {"quoted": True}),
    (_listing("figures"), {"figures": True}),
    (_listing("disputed"), {"disputed": True}),
)
"""A pattern and what it sets in a facet, by field."""


class ListingSubject(StrEnum):
    """What is listed."""

    STATEMENTS = "statements"
    INCIDENTS = "incidents"
    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """Which statements are asked for; empty means: no matter.

    Args:
        asked: whether words such as "all" or "list" ask for a list.
        whens: times of the incident or of the saying.
    """

    of: ListingSubject = ListingSubject.STATEMENTS
    asked: bool = False
    speakers: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    kinds: tuple[Kind, ...] = ()
    access: tuple[Access, ...] = ()
    whens: tuple[TimeExpression, ...] = field(default=())
    quoted: bool = False
    figures: bool = False
    disputed: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(
            self.speakers
            or self.incidents
            or self.places
            or self.attributions
            or self.kinds
            or self.access
            or self.whens
            or self.quoted
            or self.figures
            or self.disputed
        )


@dataclass(frozen=True, slots=True)
class ListingFilterReader:
    """What was found of a facet in a question, and the words that it does not explain.

    Args:
        happened: whether it is asked what happened.
        about: whether everything about something is asked for.
        said: whether it is asked what was said.
    """

    facet: ListingFilter
    happened: bool
    about: bool
    said: bool
    rest: str


def listing_filter_in(text: str) -> ListingFilterReader:
    """Read the listing words of a folded text from which times are taken already."""
    facet = ListingFilter()
    rest = text
    for flag, setting in FLAGS:
        rest, found = _cut(flag, rest)
        if found:
            facet = _with(facet, setting)
    rest, timeline = _cut(TIMELINE, rest)
    rest, happened = _cut(HAPPENED, rest)
    rest, about = _cut(ABOUT, rest)
    # "All anonymous sources" are people, "all your sources" are articles.
    rest, articles = _cut(ARTICLES, rest) if facet == ListingFilter() else (rest, False)
    rest, asked = _cut(LIST, rest)
    without_incidents, incidents = _cut(INCIDENTS, rest)
    # "Who spoke anonymously" asks for what was said so.
    without_speakers, speakers = _cut(SPEAKERS, rest) if facet == ListingFilter() else (rest, False)
    if timeline:
        facet, rest = replace(facet, of=ListingSubject.TIMELINE, asked=True), without_incidents
    elif articles:
        facet = replace(facet, of=ListingSubject.ARTICLES, asked=True)
    elif incidents and not (happened or about):
        facet, rest = replace(facet, of=ListingSubject.INCIDENTS), without_incidents
    elif speakers:
        facet, rest = replace(facet, of=ListingSubject.SPEAKERS), without_speakers
    if facet.access:
        rest, _ = _cut(PAPERS, rest)
    rest, said = _cut(NOUNS, rest)
    return ListingFilterReader(
        replace(facet, asked=facet.asked or asked), happened, about, said, rest
    )


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut, times = pattern.subn(" ", text)
    return cut, times > 0


def _with(facet: ListingFilter, setting: dict[str, object]) -> ListingFilter:
    """Join what a word adds: "anonymous and unnamed" is both."""
    joined: dict[str, object] = {}
    for name, value in setting.items():
        held = getattr(facet, name)
        joined[name] = _both(held, value) if isinstance(value, tuple) else value
    return replace(facet, **joined)  # type: ignore[arg-type]  # names and values stand in said_as.FLAGS


def _both(held: Iterable[object], more: Iterable[object]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((*held, *more)))
