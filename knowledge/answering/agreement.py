"""Where a question and a statement agree or clash: one number an aspect.

Whether somebody credited with words is the source that a statement names is one of these things. A
hospital, its spokeswoman, her post, its abbreviation and its name in another script are one
source, where the statement's own speaker says so: by name, or by the sort of source it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from knowledge.answering.statement_facts import (
    StatementFacts,
    with_wider,
)
from knowledge.domain import Place
from knowledge.domain.dates import Edtf
from knowledge.questions.claimant import Claimant, is_country, is_post, is_word, kinds_of_source
from knowledge.questions.entities import holds, spelling
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.predicates import (
    clauses_of,
    countries_in,
    denies,
    first_clause,
    main_clauses,
    same_thing,
)
from knowledge.questions.question_type import AnswerType, QuestionType, is_of_name, is_of_saying
from knowledge.questions.value_expressions import (
    TimeExpression,
    is_negated,
    same_number,
)
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    is_everyday,
    stem as key,
    words as words_of,
)

_MINISTRY = "ministry"
_OF_MINISTERS = frozenset({_MINISTRY, "government"})
"""Sorts of source that tell nothing of what a minister is minister of."""
_SHORTEST = 2
_LONGEST = 6
"""Letters of an abbreviation."""


def is_source(claimant: Claimant, facts: StatementFacts) -> bool | None:
    """Whether words are theirs to whom a question credits them; None where that cannot be told.

    Args:
        claimant: somebody whom the question credits.
        facts: of the statement.
    """
    if facts.speaker is not None and facts.speaker in claimant.ids:
        # Beside the name of a place, it may be somebody of the same post elsewhere.
        return not claimant.beside or holds(claimant.beside, (facts.credited, facts.own))
    words = [word for word in claimant.words if word not in FUNCTION_WORDS] or claimant.words
    if holds(words, (facts.credited,)):
        return True
    proper = [word for word in words if not is_post(word)]
    credited = words_of(fold(facts.credited))
    kinds, known = kinds_of_source(" ".join(words)), kinds_of_source(fold(facts.credited))
    # "Defense" alone makes no ministry of who is close to the defense establishment.
    telling = not all(map(is_word, proper)) or not kinds or bool(kinds & known)
    named = holds(proper, (facts.credited,)) or _abbreviates(proper, credited)
    if proper and telling and named:
        return True
    if all(map(is_country, words)) or _is_told_of(proper or words, facts):
        return None
    if kinds & known:
        return _of_one_kind(words, proper)
    # An official of some nation or body is told apart by no name, but by what else somebody is.
    somebody = bool(proper) and (words[-1] in proper or bool(kinds))
    something = bool(known) or facts.has_role or facts.speaker is None
    # Two whom the store knows are two.
    both = bool(claimant.ids) and facts.speaker is not None
    return False if both or somebody or (kinds and something) else None


def _of_one_kind(words: Sequence[str], proper: Sequence[str]) -> bool | None:
    """Whether somebody of the same kind is the same, where names of theirs are not the speaker's.

    A minister of another name is somebody else; a hospital named otherwise may be the same.
    """
    if not proper:
        return True
    # What field a minister has may be told in another language: `_is_of_another_field` compares it.
    named = words[-1] in proper and not (
        _MINISTRY in kinds_of_source(words[0]) and is_word(words[-1])
    )
    return False if named else None


def _is_of_another_field(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a minister of one field is asked for, and a statement is by somebody of another."""
    words = asked.claimant.words if asked.claimant and not asked.claimant.ids else ()
    kinds = kinds_of_source(" ".join(words))
    field = [word for word in words if not is_post(word)]
    if _MINISTRY not in kinds or not field or holds(words, (facts.credited,)):
        return False
    credited = words_of(fold(facts.credited))
    known = kinds_of_source(fold(facts.credited))
    if _MINISTRY not in known:
        return bool(known) or (bool(credited) and all(map(is_word, credited)))
    if known - kinds - _OF_MINISTERS:
        return True
    same_script = any(word.isascii() == field[0].isascii() for word in credited)
    return same_script and comparable(asked, facts) and not holds(field, (facts.credited,))


def _is_told_of(words: Sequence[str], facts: StatementFacts) -> bool:
    """Whether the claim itself tells of somebody: it need not be the speaker that is meant."""
    return bool(words) and all(key(word) in facts.told for word in words)


def _abbreviates(words: Sequence[str], credited: Sequence[str]) -> bool:
    """Whether words that name somebody are the first letters of a name, or a name's are theirs."""
    return any(_begins(word, credited) for word in words) or any(
        _begins(word, words) for word in credited
    )


def _begins(word: str, name: Iterable[str]) -> bool:
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha()):
        return False
    initials = "".join(each[:1] for each in name if each not in FUNCTION_WORDS)
    short = spelling(word)
    return len(short) > _SHORTEST and (word in initials or short in spelling(initials))


_OF_FACTS = frozenset({QuestionType.WHEN, QuestionType.HOW_MANY, QuestionType.WHERE})
"""Opinions seldom answer these, though they name the same things."""

OF_SOMETHING_SO = frozenset({QuestionType.IS_IT_TRUE, QuestionType.WHY})
"""What is asked of something that the question has for so."""
_OF_DENYING = "involvement"
"""The opposites of admitting and denying."""

AGREES, SILENT, CLASHES = 1.0, 0.0, -1.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """One number an aspect: 1 agrees, -1 clashes, 0 where one of the two is silent."""

    speaker: float = SILENT
    incident: float = SILENT
    number: float = SILENT
    year: float = SILENT
    date: float = SILENT
    place: float = SILENT
    negation: float = SILENT
    actor: float = SILENT
    fits: float = SILENT
    kind: float = SILENT
    denial: float = SILENT
    earlier: float = SILENT
    reason: float = SILENT
    age: float = SILENT
    name: float = SILENT
    somebody: float = SILENT
    money: float = SILENT
    duration: float = SILENT
    claimant: float = SILENT
    event: float = SILENT
    opposite: float = SILENT

    def features(self) -> dict[str, float]:
        """By name, agreements and clashes apart: their weights need not mirror each other."""
        features = _NO_FEATURES.copy()
        for (agrees, clashes), value in zip(_NAMES, _VALUES(self), strict=True):
            if value:
                features[agrees if value > 0 else clashes] = abs(value)
        return features


_NAMES = tuple((f"{each.name}_agrees", f"{each.name}_clashes") for each in fields(Agreement))
_NO_FEATURES = {name: 0.0 for names in _NAMES for name in names}
_VALUES = attrgetter(*(each.name for each in fields(Agreement)))
SILENT_IN_ALL = Agreement()


def features_of_each(agreed: Iterable[Agreement]) -> list[dict[str, float]]:
    """The features of each of several."""
    return [each.features() for each in agreed]


def agreements(
    asked: ParsedQuestion, said: Iterable[StatementFacts], places: Mapping[str, Place]
) -> list[Agreement]:
    """Compare a question with each of several statements."""
    return [agreement(asked, facts, places) for facts in said]


def agreement(
    asked: ParsedQuestion, facts: StatementFacts, places: Mapping[str, Place]
) -> Agreement:
    """Compare a question with a statement."""
    return Agreement(
        speaker=_speaker_named(asked, facts),
        incident=_overlap(asked.incidents, {facts.incident} if facts.incident else ()),
        number=_number(asked, facts),
        year=_year(asked, facts),
        date=_date(asked, facts),
        place=_place(asked, facts, places),
        negation=_negation(asked, facts),
        actor=_actor(asked, facts),
        fits=_fits(asked, facts),
        kind=_kind(asked, facts),
        denial=_denial(asked, facts),
        earlier=max(_has(AnswerType.EARLIER, asked, facts), SILENT),
        reason=_has(AnswerType.REASON, asked, facts),
        age=_has(AnswerType.AGE, asked, facts),
        name=_names(AnswerType.NAME, asked, facts) or _called(asked, facts),
        somebody=_names(AnswerType.SOMEBODY, asked, facts),
        money=_has(AnswerType.MONEY, asked, facts),
        duration=_has(AnswerType.DURATION, asked, facts),
        claimant=_claimant(asked, facts),
        event=_event(asked, facts),
        opposite=_opposite(asked, facts),
    )


def _has(sort: AnswerType, asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether a statement gives a sort of thing, where that is asked for."""
    if sort not in asked.sorts:
        return SILENT
    return AGREES if sort in facts.sorts else CLASHES


def _names(sort: AnswerType, asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether a statement names more than the question does, where a name is asked for."""
    if sort not in asked.sorts:
        return SILENT
    # Another case of a name that the question has is no other name.
    mine = {key(word) for word in asked.words}
    return CLASHES if all(key(word) in mine for word in facts.names) else AGREES


_BESIDE_NAME = 3
"""Words between a name and what its bearer is, up to which it is that bearer's."""


def _called(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether a statement names what a question asks the name of: with the name beside it.

    The name of who speaks is told where there is one.
    """
    if AnswerType.CALLED not in asked.sorts:
        return SILENT
    bearer = {key(word) for word in asked.rest if not (is_of_name(word) or is_everyday(word))}
    if bearer & ({key(word) for word in words_of(fold(facts.credited))} - _IDLE):
        return CLASHES if facts.withheld else AGREES
    mine = {key(word) for word in asked.words}
    names = [
        at for at, word in enumerate(facts.claimed) if word in facts.names and key(word) not in mine
    ]
    if not names or asked.language not in facts.languages:
        return AGREES if names else CLASHES
    bearers = [at for at, word in enumerate(facts.claimed) if key(word) in bearer]
    near = any(abs(one - other) <= _BESIDE_NAME for one in names for other in bearers)
    return AGREES if near or not bearer else CLASHES


_IDLE = frozenset(map(key, FUNCTION_WORDS))


def _kind(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether an opinion is asked for what only facts tell: an estimate tells how many all the same."""
    if not facts.opinion or asked.want not in _OF_FACTS:
        return SILENT
    estimates = asked.want is QuestionType.HOW_MANY and bool(facts.numbers)
    return SILENT if estimates else CLASHES


def _overlap(asked: Iterable[object], stored: Iterable[object]) -> float:
    wanted, held = set(asked), set(stored)
    if not wanted or not held:
        return SILENT
    return AGREES if wanted & held else CLASHES


def _speaker_named(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether a statement is by somebody whom the question names.

    One who is named in a question that is not of what anybody says may be its subject, and anybody
    may tell of them.
    """
    found = _overlap(asked.speakers, {facts.speaker} if facts.speaker else ())
    if found != CLASHES or asked.claimant is not None or is_of_saying(asked.folded):
        return found
    return SILENT


def _number(asked: ParsedQuestion, facts: StatementFacts) -> float:
    if not asked.numbers or not facts.numbers:
        return SILENT
    same = any(same_number(one, other) for one in asked.numbers for other in facts.numbers)
    return AGREES if same else CLASHES


def _year(asked: ParsedQuestion, facts: StatementFacts) -> float:
    years = [when.year for when in asked.whens if when.year]
    if not years or not (facts.dates or facts.times):
        return SILENT
    told = {when.year for when in facts.times if when.year}
    for year in years:
        if year in told or any(date.has_year and _covers(date, year) for date in facts.dates):
            return AGREES
    # A date without a year cannot meet the year that is asked for: that is said, not passed over.
    return CLASHES


def _covers(date: Edtf, year: int) -> bool:
    return date.first[0] <= year <= date.last[0]


def _date(asked: ParsedQuestion, facts: StatementFacts) -> float:
    whens = [when for when in asked.whens if when.months or when.days]
    single = [date for date in facts.dates if not date.span and (date.month or date.day)]
    told = [when for when in facts.times if when.months or when.days]
    if not whens or not (single or told):
        return SILENT
    for when in whens:
        if any(_meets(when, date.month, date.day) for date in single):
            return AGREES
        if any(_meets_when(when, other) for other in told):
            return AGREES
    return CLASHES


def _meets(when: TimeExpression, month: int | None, day: int | None) -> bool:
    same_month = not when.months or month is None or month in when.months
    return same_month and (not when.days or day is None or day in when.days)


def _meets_when(when: TimeExpression, other: TimeExpression) -> bool:
    same_month = not when.months or not other.months or bool(when.months & other.months)
    return same_month and (not when.days or not other.days or bool(when.days & other.days))


def _place(asked: ParsedQuestion, facts: StatementFacts, places: Mapping[str, Place]) -> float:
    wanted = asked.places
    if not wanted or not facts.places:
        return SILENT
    if wanted & facts.places or any(_wider(place, facts.places, places) for place in wanted):
        return AGREES
    return CLASHES


def _wider(place: str, held: frozenset[str], places: Mapping[str, Place]) -> bool:
    """Whether the place asked for lies in one that the statement names: it may be meant."""
    return bool(held & set(with_wider((place,), places)))


def _negation(asked: ParsedQuestion, facts: StatementFacts) -> float:
    if asked.negated:
        return AGREES if facts.negated else CLASHES
    if facts.negated and (asked.says_all or asked.want is QuestionType.HOW_MANY):
        return CLASHES
    return SILENT


def _actor(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Who does what to whom, and whose the things are."""
    whose = asked.owned
    if any(
        country != other and same_thing(thing, held)
        for thing, country in whose.items()
        for held, other in facts.owned.items()
    ):
        return CLASHES
    if asked.acting is not None and facts.acting is not None:
        return AGREES if asked.acting == facts.acting else CLASHES
    named = asked.countries
    if named and facts.countries and named.isdisjoint(facts.countries):
        spoken = countries_in(" ".join(facts.called).casefold())
        return SILENT if named & spoken else CLASHES
    return SILENT


def _claimant(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether the words are theirs to whom the question credits them."""
    if asked.claimant is None:
        return SILENT
    found = is_source(asked.claimant, facts)
    if found is None and _is_of_another_field(asked, facts):
        return CLASHES
    return SILENT if found is None else AGREES if found else CLASHES


def _event(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether it is of the same event: what was launched need not have been shot down."""
    found = SILENT
    for group, events in asked.events.items():
        told = facts.events.get(group, frozenset())
        if events & told:
            return AGREES
        if told:
            found = CLASHES
    return found


def _opposite(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether the question has it the other way round: increase and decrease, so and not so."""
    found = SILENT
    if _denied_by_who_said_so(asked, facts):
        return CLASHES
    for pair, side in asked.sides.items():
        # What somebody denies has the side that they deny: it tells nothing of theirs.
        if pair in facts.sides and (facts.denial is None or pair == _OF_DENYING):
            if side != facts.sides[pair]:
                return CLASHES
            found = AGREES
    if not facts.denied or found is AGREES or asked.is_keywords or asked.leaves_open:
        return found
    takes_for_granted = asked.want in OF_SOMETHING_SO or asked.says_all
    sorts = asked.sorts - {AnswerType.EARLIER}
    tells = asked.want is QuestionType.WHAT and not sorts and not asked.tells_nothing
    if not takes_for_granted and not tells:
        return found
    return CLASHES if takes_denied_for_granted(asked, facts) else found


def _denied_by_who_said_so(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether somebody is said to have denied what they stated."""
    if asked.sides.get(_OF_DENYING) is not False or asked.tells_nothing or asked.claimant is None:
        return False
    stated = facts.denial is None and not facts.negated
    return stated and bool(is_source(asked.claimant, facts))


def _denial(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """A denial answers "is it so?", seldom "who says that it is so?"."""
    if not facts.negated or asked.negated or asked.want is QuestionType.IS_IT_TRUE:
        return SILENT
    return CLASHES


def _fits(asked: ParsedQuestion, facts: StatementFacts) -> float:
    """Whether the statement has the sort of thing that is asked for at all."""
    if asked.want is QuestionType.HOW_MANY:
        return AGREES if facts.numbers else CLASHES
    if asked.want is QuestionType.WHEN:
        if facts.dated:
            return AGREES
        return SILENT if facts.dates else CLASHES
    return SILENT


def takes_denied_for_granted(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a question has for so what a statement says is not so.

    Somebody who denies that they did not do it says that they did: a question whether they did not
    then has it the other way round as well.
    """
    question = fold(asked.text)
    content = facts.denial
    if denies(question):
        return False
    negated = _negates_matter(asked, facts)
    return negated == (content is not None and is_negated(first_clause(content)))


def _negates_matter(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a negation stands in a clause that is of what the statement tells."""
    clauses = [each for each in clauses_of(main_clauses(fold(asked.text))) if is_negated(each)]
    if not comparable(asked, facts):
        return bool(clauses)
    return any(
        key(word) in facts.words
        for clause in clauses
        for word in words_of(clause)
        if word not in FUNCTION_WORDS
    )


def comparable(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a claim or a phrasing is in the language of the question."""
    return asked.language in facts.languages
