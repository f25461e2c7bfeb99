"""A question understood: every part of it that the answer has to agree with."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from knowledge.domain import Language
from knowledge.languages.registry import listed, pattern, table
from knowledge.languages.scripts import language_of
from knowledge.questions.claimant import Claimant, claimant_in, is_open
from knowledge.questions.entities import EntityIndex, EntityKind, EntityMention
from knowledge.questions.predicates import (
    SemanticRoles,
    countries_in,
    events_in,
    leaves_open,
    owned_in,
    roles_in,
    same_thing,
    sides_in,
)
from knowledge.questions.question_type import (
    AnswerType,
    ListingFilter,
    ListingFilterReader,
    ListingSubject,
    QuestionType,
    is_of_saying,
    listing_filter_in,
    sorts_asked,
    wants_of,
    wants_of_keywords,
)
from knowledge.questions.segmentation import Asked, question_in
from knowledge.questions.spelling_correction import mended
from knowledge.questions.value_expressions import (
    TimeExpression,
    is_negated,
    numbers_in,
    says_all,
    times_in,
)
from knowledge.search.fair_scheduling import check
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    stem as key,
    words as words_of,
)

_NOTHING = FUNCTION_WORDS | listed("question_words", "uncounted")
"""Words that name nothing that could be looked up."""

_LEADING = listed("predicates", "leading")
"""Words that may stand before a name or a time that is sent by itself."""

_ASKING_ON = _LEADING | listed("predicates", "asking_on")

_WHO_IS = re.compile(pattern("predicates", "who_is"))
"""All but the name in "who is the mayor", which everything by the mayor answers best."""
_READ = 64
"""Readings that are kept: those of one message, and of few that are read at the same time."""
_WHO_SAYS = tuple(
    (re.compile(rf"^(?:{words['who_says']})", re.IGNORECASE), str(words["said"]))
    for words in table("dialogue").values()
)
"""Who says something of something, in whatever words, and a plain one for it, by language."""
_MOST_MATTERS = 200
"""Words of incidents' names that are looked through."""
_FILLERS = frozenset(
    word for of in table("dialogue").values() for word in of["fillers"] if " " not in word
)


@dataclass(frozen=True)
class ParsedQuestion:
    """What a message asks; what follows from its fields is worked out once, when first needed.

    Args:
        text: the part that asks, as typed but for misspelt question words.
        context: the rest of the message.
        before: the sentences before it that its pronouns point at.
        words: of the part that asks, folded.
        facet: the list that is asked for, or None.
        rest: the content words that no name, time or listing word explains.
        sorts: what has to stand in an answer.
        claimant: to whom it credits words.
    """

    text: str
    context: str
    before: str
    language: Language
    words: tuple[str, ...]
    wants: tuple[QuestionType, ...]
    mentions: tuple[EntityMention, ...]
    whens: tuple[TimeExpression, ...]
    numbers: frozenset[float]
    negated: bool
    says_all: bool
    acting: SemanticRoles | None
    facet: ListingFilter | None
    rest: tuple[str, ...]
    sorts: frozenset[AnswerType] = frozenset()
    claimant: Claimant | None = None

    @cached_property
    def folded(self) -> str:
        """The part that asks, folded."""
        return fold(self.text)

    @cached_property
    def is_keywords(self) -> bool:
        """Whether it is nothing but words to look for, which take nothing for granted."""
        asks = "?" in self.text or self.claimant is not None
        return not asks and FUNCTION_WORDS.isdisjoint(self.words)

    @cached_property
    def events(self) -> Mapping[str, frozenset[str]]:
        """As `predicates.events_in` gives them."""
        return events_in(self.folded)

    @cached_property
    def sides(self) -> Mapping[str, bool]:
        """As `predicates.sides_in` gives them."""
        return sides_in(self.folded)

    @cached_property
    def owned(self) -> Mapping[str, str]:
        """As `predicates.owned_in` gives them."""
        return owned_in(self.words)

    @cached_property
    def countries(self) -> frozenset[str]:
        """That it names."""
        return countries_in(" ".join(self.words))

    @cached_property
    def leaves_open(self) -> bool:
        """Whether it takes nothing for granted: whether any of something is so."""
        return leaves_open(self.folded)

    @cached_property
    def tells_nothing(self) -> bool:
        """Whether its first words ask what there is, instead of telling it."""
        return is_open(self.words)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """The ids of those whom it mentions; `incidents` and `places` likewise."""
        return frozenset(self.named(EntityKind.SPEAKER))

    @cached_property
    def incidents(self) -> frozenset[str]:
        """The ids of those that it mentions."""
        return frozenset(self.named(EntityKind.INCIDENT))

    @cached_property
    def places(self) -> frozenset[str]:
        """The ids of those that it mentions."""
        return frozenset(self.named(EntityKind.PLACE))

    @property
    def asks_of_event(self) -> bool:
        """Whether an event is what it is about: how many there were, whether so many were."""
        counted = bool(self.numbers) or self.says_all
        return self.want is QuestionType.HOW_MANY or (
            self.want is QuestionType.IS_IT_TRUE and counted
        )

    @cached_property
    def wording(self) -> tuple[str, ...]:
        """As `words.wording` gives it."""
        return tuple(key(word) for word in self.words)

    @cached_property
    def want(self) -> QuestionType:
        """What is asked first."""
        return self.wants[0]

    @property
    def open(self) -> bool:
        """Whether it asks who, what, when or where, and tells nothing that could be wrong."""
        asks = self.want in {
            QuestionType.WHO,
            QuestionType.WHEN,
            QuestionType.WHERE,
            QuestionType.HOW_MANY,
        }
        return asks or (self.want is QuestionType.WHAT and self.tells_nothing)

    def named(self, sort: EntityKind) -> tuple[str, ...]:
        """The ids of one sort that the question mentions."""
        return tuple(
            dict.fromkeys(
                subject for each in self.mentions if each.named is sort for subject in each.ids
            )
        )


class QuestionParser:
    """Understands questions against the names of a store.

    Args:
        names: aliases of speakers, places and incidents.
        is_common: tells of a folded word whether most statements have it ("drone").
        told_by: the keys of the words in each incident's names, by its id: "the interception in
            May" names one without being its name.

    Attributes:
        knows: tells of a folded word whether it is part of a name, or used by the store.
    """

    def __init__(
        self,
        names: EntityIndex,
        is_common: Callable[[str], bool] = lambda _: False,
        told_by: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._names = names
        self.knows: Callable[[str], bool] = names.knows
        self.is_common = is_common
        self._told_by = told_by or {}
        # The whole of a message is often the question in it.
        self._read = lru_cache(maxsize=_READ)(self._understood)

    def is_of_everything(self, word: str) -> bool:
        """Whether a folded word tells no statement apart: most have it, or incidents are named so."""
        if self.is_common(word):
            return True
        stem = key(word)
        return any(same_thing(stem, each) for each in self._matters)

    @cached_property
    def _matters(self) -> tuple[str, ...]:
        """The keys of words that several incidents are named by."""
        counted = Counter(word for words in self._told_by.values() for word in words)
        return tuple(word for word, number in counted.items() if number > 1)[:_MOST_MATTERS]

    def read(self, message: str, language: Language | None = None) -> ParsedQuestion:
        """Understand a message; `language` is the reader's own where it is known."""
        return self._read(question_in(message), language or Language.EN)

    def read_whole(self, message: str, language: Language | None = None) -> ParsedQuestion:
        """Understand a message as something that is told: all of it is looked up."""
        return self._read(Asked(message), language or Language.EN)

    def _understood(self, asked: Asked, language: Language) -> ParsedQuestion:
        check()
        asked = replace(asked, question=self._plain(mended(asked.question, self._names.knows)))
        check()
        question = fold(asked.question)
        spoken = language_of(asked.question, language)
        check()
        times = times_in(question)
        check()
        words = tuple(words_of(question))
        wants = wants_of(question)
        if (
            "?" not in question
            and wants == (QuestionType.WHAT,)
            and FUNCTION_WORDS.isdisjoint(words)
        ):
            wants = wants_of_keywords(question) or wants
        mentions = self._names.find(words)
        check()
        facets = listing_filter_in(times.rest)
        check()
        found = ParsedQuestion(
            text=asked.question,
            context=asked.context,
            before=asked.before,
            language=spoken,
            words=words,
            wants=wants,
            mentions=mentions,
            whens=times.found,
            numbers=numbers_in(times.rest),
            negated=is_negated(question),
            says_all=says_all(question),
            acting=roles_in(words),
            facet=None,
            rest=self._rest(facets.rest, words, mentions),
            sorts=sorts_asked(question, wants[0]),
            claimant=claimant_in(asked.question, words, mentions, self._names.knows),
        )
        check()
        of_speakers = mentions and all(each.named is EntityKind.SPEAKER for each in mentions)
        idle = _ASKING_ON if of_speakers else _LEADING
        bare = not self._rest(times.rest, words, mentions, idle) and (mentions or times.found)
        return replace(found, facet=self._facet(found, facets, bare=bool(bare)))

    def _plain(self, question: str) -> str:
        """A question with a plain word for whatever slang it has for saying: "who blurted that …"."""
        for who_says, said in _WHO_SAYS:
            found = who_says.match(question)
            verb = fold(found["verb"]) if found else ""
            known = self._names.knows(verb) or verb in FUNCTION_WORDS or is_of_saying(verb)
            if found and not known:
                return f"{said}{question[found.end('verb') :]}"
        return question

    def uncredited(self, asked: ParsedQuestion) -> ParsedQuestion:
        """The same question without him or her to whom it credits words."""
        claimant = asked.claimant
        if claimant is None:
            return asked
        name = r"\W+".join(re.escape(word) for word in claimant.words)
        named = re.compile(rf"(?<!\w){name}(?!\w)(?:['’]s)?")
        text = named.sub(" ", fold(asked.text), count=1)
        bare = self.read(text, asked.language)
        return replace(
            bare, language=asked.language, wants=asked.wants, sorts=asked.sorts, claimant=None
        )

    def _rest(
        self,
        text: str,
        words: Sequence[str],
        mentions: Sequence[EntityMention],
        idle: frozenset[str] = _NOTHING,
    ) -> tuple[str, ...]:
        explained = {word for each in mentions for word in words[each.start : each.end]} | idle
        return tuple(word for word in words_of(text) if word not in explained and len(word) > 1)

    def _facet(
        self, found: ParsedQuestion, facets: ListingFilterReader, *, bare: bool
    ) -> ListingFilter | None:
        """The list that the question asks for, when nothing else in it is left unexplained.

        Args:
            found: all else that was understood.
            facets: its listing words.
            bare: whether it is nothing but names and times.
        """
        speakers, incidents, places = (
            found.named(sort)
            for sort in (EntityKind.SPEAKER, EntityKind.INCIDENT, EntityKind.PLACE)
        )
        facet = replace(
            facets.facet,
            speakers=speakers,
            incidents=incidents,
            places=places,
            whens=found.whens,
        )
        left = [word for word in found.rest if not self.is_common(word)]
        everything = facets.happened or facets.about or facet.asked
        if left and everything and not (incidents or speakers):
            described = self._described(left)
            facet, left = (replace(facet, incidents=described), []) if described else (facet, left)
        if facet.of is not ListingSubject.STATEMENTS:
            return facet if not left and (facet.asked or not found.rest) else None
        common = all(self.is_common(each) or each in _LEADING for each in found.words)
        of_all = facets.about and found.rest and not left and not facet.narrows
        if (found.words and common) or of_all:
            # "Drones", "tell me about the attack": what the whole store is about.
            return replace(facet, of=ListingSubject.INCIDENTS, asked=True)
        if left or found.numbers:
            return None
        return facet if bare or _asks_for_list(found, facets, facet) else None

    def _described(self, left: Sequence[str]) -> tuple[str, ...]:
        """The incidents whose names have all of these words."""
        keys = {key(word) for word in left}
        return tuple(id_ for id_, words in self._told_by.items() if keys <= words)


def _asks_for_list(
    found: ParsedQuestion, facets: ListingFilterReader, facet: ListingFilter
) -> bool:
    """Whether a question that nothing is left unexplained of asks for a list of statements."""
    plain = ListingFilter(
        asked=facet.asked, speakers=facet.speakers, incidents=facet.incidents,
        places=facet.places, whens=facet.whens,
    )  # fmt: skip
    some = (
        found.want in {QuestionType.WHAT, QuestionType.WHO, QuestionType.IS_IT_TRUE}
        and not found.rest
    )
    asks = found.want in {QuestionType.WHAT, QuestionType.IS_IT_TRUE}
    spoke = facets.said and asks and not found.rest
    return bool(
        (facet == ListingFilter(asked=True) and facets.said and not found.rest)
        or (facet.narrows and (facet.asked or facets.about))
        or (facets.happened and (facet.whens or facet.incidents or facet.places))
        or (facet != plain and some)
        or (facet.speakers and not facet.whens and (spoke or asks_who_it_is(found)))
    )


def asks_who_it_is(found: ParsedQuestion) -> bool:
    """Whether only a name is asked about, and not what its bearer did."""
    named = {at for each in found.mentions for at in range(each.start, each.end)}
    others = [
        word
        for at, word in enumerate(found.words)
        if at not in named and word not in _FILLERS - _LEADING
    ]
    return bool(_WHO_IS.fullmatch(" ".join(others)))


_DIGITS = re.compile(r"\d+")
_TWO = 2
_SIGNS = re.compile(r"[?!,;:.]+")


def compared_in(asked: ParsedQuestion) -> tuple[str, ...]:
    """The question once for each of the things that it compares; empty where it compares none.

    Args:
        asked: the question.

    Returns:
        The question with one of the times, numbers or speakers each, and without the others.
    """
    question = fold(asked.text)
    joined = _or().search(question) is not None
    if not joined and not _compares().search(question):
        return ()
    for apart in (_by_time(asked, question), _by_number(asked, question), _by_speaker(asked)):
        if len(apart) >= _TWO and (joined or _compares().search(question)):
            return apart[:_TWO]
    return ()


def _by_time(asked: ParsedQuestion, question: str) -> tuple[str, ...]:
    whens = [when for when in asked.whens if when.days or when.months or when.year]
    if len(whens) < _TWO:
        return ()
    rest = question
    for when in whens:
        rest = rest.replace(when.text, " ")
    days = "|".join(str(day) for when in whens for day in when.days)
    if days:
        ordinal = pattern("question_times", "ordinal")
        numbered = re.compile(rf"(?<!\d)(?:{days})(?:{ordinal})?(?!\d)")
        rest = numbered.sub(" ", rest)
    return tuple(f"{_plain(rest)} {when.text}".strip() for when in whens)


def _by_number(asked: ParsedQuestion, question: str) -> tuple[str, ...]:
    if len(asked.numbers) < _TWO:
        return ()
    numbers = sorted(asked.numbers, key=lambda each: question.find(f"{each:g}"))
    rest = _DIGITS.sub(" ", question)
    return tuple(f"{_plain(rest)} {number:g}".strip() for number in numbers)


def _by_speaker(asked: ParsedQuestion) -> tuple[str, ...]:
    spoken = [each for each in asked.mentions if each.named is EntityKind.SPEAKER]
    distinct = {each.ids: each for each in spoken}
    if len(distinct) < _TWO:
        return ()
    named = {at for each in spoken for at in range(each.start, each.end)}
    rest = _plain(" ".join(word for at, word in enumerate(asked.words) if at not in named))
    return tuple(
        f"{rest} {' '.join(asked.words[each.start : each.end])}" for each in distinct.values()
    )


def _plain(text: str) -> str:
    """The question without the words that compare."""
    left = _or().sub(" ", _compares().sub(" ", text))
    return " ".join(_SIGNS.sub(" ", left).split())


@cache
def _or() -> re.Pattern[str]:
    return _pattern("or")


@cache
def _compares() -> re.Pattern[str]:
    return _pattern("compares")


def _pattern(name: str) -> re.Pattern[str]:
    words = "|".join(each for of in table("dialogue").values() for each in of[name])
    return re.compile(rf"\b(?:{words})\b")
