"""What a question takes for granted and a statement has otherwise, as a reader is told of it: speaker, number, time, place, polarity."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from knowledge.answering.agreement import (
    AGREES,
    CLASHES,
    OF_SOMETHING_SO,
    Agreement,
    comparable,
    takes_denied_for_granted,
)
from knowledge.answering.compose.claim_lines import claim_of, name_of, with_capital
from knowledge.answering.statement_facts import (
    StatementFacts,
    facts_of,
    printed,
    stored_number,
    stored_time,
)
from knowledge.domain import Aspect, Difference, Language, Place, Record
from knowledge.questions.claimant import (
    is_open,
    is_post,
)
from knowledge.questions.entities import LOCATIVE, EntityKind, holds
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.predicates import (
    clauses_of,
    denies,
    has_verb_negated,
    main_clauses,
    negated_words,
    same_thing,
    sides_in,
    tells_of_absence,
)
from knowledge.questions.question_type import QuestionType, is_of_saying, names_in
from knowledge.questions.value_expressions import (
    Amount,
    amounts_in,
    is_negated,
    ordinals_in,
    same_number,
    times_in,
)
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    is_everyday,
    stem as key,
    words as words_of,
)
from knowledge.translations import quoted

_OF_SOMETHING_DONE = frozenset({QuestionType.WHEN, QuestionType.WHERE})
"""What is asked of something that happened, where all of it is told."""
_TELLS_SOMETHING = 2
"""Words from which a message tells of something that it is so, or is not."""

_SHARED = 2
"""Words that tell something from which a question and a claim are of the same matter."""
_ENOUGH = 3
"""Words and numbers from which what is told can be measured by its share."""
_NEARLY = 0.8
"""Share of those words that is nearly all."""


def has_all_of(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a statement has nearly all that a question tells, as far as that can be compared."""
    telling = _telling(asked)
    held = sum(key(word) in facts.words for word in telling)
    return comparable(asked, facts) and held >= max(_SHARED, _NEARLY * len(telling))


def share_told(asked: ParsedQuestion, facts: StatementFacts) -> float | None:
    """How much of what a question tells a statement has, its numbers included.

    Returns:
        From 0 to 1; None where the two are in different languages, or hardly anything is told.
    """
    telling = _telling(asked)
    amounts = amounts_in(times_in(fold(asked.text)).rest)
    words = [word for word in telling if not any(word in each.text.split() for each in amounts)]
    enough = len(words) + 2 * len(amounts) >= _ENOUGH  # a number tells more than a word
    if not comparable(asked, facts) or not words or not enough:
        return None
    held = sum(key(word) in facts.words for word in words)
    held += sum(_is_held(each, facts.numbers) for each in amounts)
    return held / (len(words) + len(amounts))


def of_same_matter(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a question is of what a statement tells, as far as its words can be compared.

    To tell the opposite of a thing is to tell of it.
    """
    if not comparable(asked, facts):
        return True
    telling = _telling(asked)
    shared = sum(key(word) in facts.words for word in telling)
    shared += len(sides_in(fold(asked.text)).keys() & facts.sides.keys())
    return shared >= _SHARED or (bool(shared) and 2 * shared >= len(telling))


def negates_what_is_told(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether what a question negates is what the statement tells, and no other thing beside it."""
    question = main_clauses(fold(asked.text))
    if not is_negated(question):
        return False
    clauses = clauses_of(question)
    if comparable(asked, facts):
        if has_verb_negated(question):
            return any(_is_said(word, facts) for word in negated_words(question))
        return len(clauses) == 1 and not tells_of_absence(question)
    if len(clauses) == 1:
        return True
    names = names_in(asked.text)
    return any(_is_of(clause, names, facts) for clause in clauses if is_negated(clause))


def _is_said(word: str, facts: StatementFacts) -> bool:
    """Whether a statement has a folded word, or another one for the same."""
    stem = key(word)
    return stem in facts.words or any(same_thing(stem, key(other)) for other in facts.claimed)


def _is_of(clause: str, names: Container[str], facts: StatementFacts) -> bool:
    """Whether a clause in another language shares a number or a name with a statement."""
    if any(_is_held(each, facts.numbers) for each in amounts_in(clause)):
        return True
    return any(word in names and holds([word], (facts.spoken,)) for word in words_of(clause))


def other_number(
    asked: ParsedQuestion, facts: StatementFacts
) -> tuple[Amount, Amount | None] | None:
    """A number of a question that a statement has otherwise, and the statement's; None for none."""
    amounts = amounts_in(times_in(fold(asked.text)).rest)
    right = [each for each in amounts if _is_right(each, facts)]
    wrong = [each for each in amounts if each not in right]
    # Of several that are weighed against each other none is taken for granted.
    for amount in wrong if len(wrong) == 1 and facts.numbers else ():
        alike = [each for each in facts.amounts if _counts_alike(amount, each)]
        if right and not alike:
            continue
        if not alike and not _can_count(amount, asked, facts):
            continue
        stored = [
            each
            for each in alike or facts.amounts
            if not any(same_number(each.value, other.value) for other in right)
        ]
        return amount, min(stored, key=lambda each: _far(amount, each), default=None)
    return None


def _is_right(amount: Amount, facts: StatementFacts) -> bool:
    """Whether a statement has a number, and has none beside it of the very thing that is counted."""
    if not _is_held(amount, facts.numbers):
        return False
    alike = [each for each in facts.amounts if _counts_alike(amount, each)]
    return not alike or any(same_number(amount.value, each.value) for each in alike)


def other_place_in_row(asked: ParsedQuestion, facts: StatementFacts) -> tuple[str, str] | None:
    """An ordinal of a question and the statement's, where each has one and they differ."""
    mine, theirs = ordinals_in(asked.folded), ordinals_in(" ".join(facts.claimed))
    if len(mine) != 1 or len(theirs) != 1 or not has_most_of(asked, facts):
        return None
    (wanted, number), (held, other) = *mine.items(), *theirs.items()
    return None if number == other else (wanted, held)


def has_most_of(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a statement has half or more of what a question tells."""
    share = share_told(asked, facts)
    return share is not None and share >= 0.5  # noqa: PLR2004 - half


def other_person(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a question has somebody else where a statement names a person.

    Only where the statement has all its other words.
    """
    if not comparable(asked, facts) or is_open(asked.words):
        return False
    strangers = set(_people(asked, facts))
    named = facts.names - set(asked.words)
    others = [word for word in named if not holds([word], (facts.credited,)) and not is_post(word)]
    if not strangers or not others:
        return False
    telling = [word for word in _telling(asked) if word not in strangers]
    return len(telling) >= _SHARED and all(
        key(word) in facts.words or holds([word], (facts.credited,)) for word in telling
    )


def _people(asked: ParsedQuestion, facts: StatementFacts) -> Iterable[str]:
    """The proper names in a question that the statement has nowhere."""
    placed = {
        word
        for each in asked.mentions
        if each.named is not EntityKind.SPEAKER
        for word in asked.words[each.start : each.end]
    }
    credited = asked.claimant.words if asked.claimant else ()
    proper = names_in(asked.text)
    for at, word in enumerate(asked.words):
        named = word in proper or any(
            each.named is EntityKind.SPEAKER and each.start <= at < each.end
            for each in asked.mentions
        )
        if not named or word in placed or word in credited or is_post(word) or not word.isalpha():
            continue
        if at and asked.words[at - 1] in LOCATIVE:
            continue
        if key(word) not in facts.words and not holds([word], (facts.spoken,)):
            yield word


def _telling(asked: ParsedQuestion) -> list[str]:
    credited = {*(asked.claimant.words if asked.claimant else ()), *_mentioned(asked)}
    return [
        word
        for word in words_of(times_in(fold(asked.text)).rest)
        if word not in FUNCTION_WORDS
        and word not in credited
        and not word.isdigit()
        and not is_everyday(word)
        and not denies(word)
    ]


def _mentioned(asked: ParsedQuestion) -> Iterable[str]:
    """The words of the speakers that a question names."""
    for each in asked.mentions:
        if each.named is EntityKind.SPEAKER:
            yield from asked.words[each.start : each.end]


def _is_held(amount: Amount, numbers: Iterable[float]) -> bool:
    return any(same_number(amount.value, number) for number in numbers)


def _counts_alike(one: Amount, other: Amount) -> bool:
    if one.beside and other.beside:
        return any(same_thing(key(a), key(b)) for a in one.beside for b in other.beside)
    return bool(one.before) and key(one.before) == key(other.before)


def _can_count(amount: Amount, asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a number counts something that the statement tells of, as far as that can be seen."""
    if not comparable(asked, facts):
        return True
    if not amount.beside:
        return of_same_matter(asked, facts)
    return any(key(word) in facts.words for word in (*amount.beside, amount.before))


def _far(one: Amount, other: Amount) -> float:
    less, more = sorted((one.value, other.value))
    return more / less if less > 0 else more + 1


def differences(
    asked: ParsedQuestion,
    record: Record,
    agrees: Agreement,
    places: Mapping[str, Place],
    language: Language,
    *,
    facts: StatementFacts | None = None,
    speakers: Mapping[str, str] | None = None,
) -> tuple[Difference, ...]:
    """Every clash that a reader should be told of.

    Args:
        asked: the question.
        record: the statement that is about to be shown.
        agrees: how they agree.
        places: all of the store, by id.
        language: the reader's.
        facts: of the statement, where they have been read.
        speakers: the names, in the reader's language, of those to whom the question credits words.
    """
    facts = facts_of(record, places) if facts is None else facts
    found = (
        _speaker(asked, record, agrees, language, speakers or {}),
        _actor_told(asked, record, agrees, facts, language),
        _event_told(asked, record, agrees, language),
        _negation_told(asked, record, agrees, facts, language),
        _number_told(asked, record, facts, language),
        _time(asked, record, agrees, facts, language),
        _place_told(asked, record, agrees, places, language),
    )
    return tuple(each for each in found if each is not None)


def _time(
    asked: ParsedQuestion,
    record: Record,
    agrees: Agreement,
    facts: StatementFacts,
    language: Language,
) -> Difference | None:
    if CLASHES not in (agrees.year, agrees.date):
        return None
    what = Aspect.YEAR if agrees.year == CLASHES else Aspect.DATE
    wanted = [when for when in asked.whens if when.year or what is Aspect.DATE]
    if not wanted:
        return None
    stored = stored_time(wanted, what, record, facts, language)
    text = ", ".join(printed(when, language) for when in wanted)
    return Difference(what, text, stored) if stored else None


def _number_told(
    asked: ParsedQuestion, record: Record, facts: StatementFacts, language: Language
) -> Difference | None:
    found = other_number(asked, facts)
    if found is None:
        row = other_place_in_row(asked, facts)
        return Difference(Aspect.NUMBER, *row) if row else None
    wanted, held = found
    stored = stored_number(held, record, language)
    return Difference(Aspect.NUMBER, wanted.text, stored) if stored else None


def _speaker(
    asked: ParsedQuestion,
    record: Record,
    agrees: Agreement,
    language: Language,
    speakers: Mapping[str, str],
) -> Difference | None:
    claimant = asked.claimant
    if agrees.claimant != CLASHES or claimant is None or claimant.open:
        return None
    known = [speakers[each] for each in claimant.ids if each in speakers]
    if len(known) == 1:
        name = known[0]
    elif claimant.lead:
        # Somebody unknown in another case than the nominative: in the question's own words.
        name = quoted(typed((*claimant.lead, *claimant.words), asked.text), language)
    else:
        name = typed(claimant.words, asked.text)
    return Difference(Aspect.SPEAKER, name, name_of(record, language))


def typed(words: Sequence[str], text: str) -> str:
    """Folded words as they stand in a text, else with a capital each."""
    pattern = r"\W+".join(re.escape(word) for word in words)
    found = re.compile(pattern, re.IGNORECASE).search(text)
    written = found[0] if found else " ".join(words)
    return with_capital(written) if written.islower() else written


def _event_told(
    asked: ParsedQuestion, record: Record, agrees: Agreement, language: Language
) -> Difference | None:
    if agrees.event != CLASHES or not asked.asks_of_event:
        return None
    return Difference(Aspect.EVENT, asked.text.strip(" ?!."), claim_of(record, language))


def _negation_told(
    asked: ParsedQuestion,
    record: Record,
    agrees: Agreement,
    facts: StatementFacts,
    language: Language,
) -> Difference | None:
    idle = asked.claimant is None and asked.want is QuestionType.WHAT and not asked.negated
    if idle and len(asked.rest) < _TELLS_SOMETHING:
        return None  # "And the boiler?" takes nothing to be so.
    plain = agrees.negation == CLASHES and (
        (asked.says_all and facts.negated) or negates_what_is_told(asked, facts)
    )
    done = facts.denied and asked.want in _OF_SOMETHING_DONE and not is_of_saying(fold(asked.text))
    asserts = not facts.denied and facts.denial is None and agrees.claimant == AGREES
    if (asserts and denies(fold(asked.text)) and asked.want in OF_SOMETHING_SO) or (
        done and has_all_of(asked, facts) and takes_denied_for_granted(asked, facts)
    ):
        plain = agrees.opposite != AGREES
    elif (
        agrees.opposite != CLASHES
        and (not plain or agrees.opposite == AGREES or asked.open)
        and not _has_for_so(asked, facts)
    ):
        return None
    theirs = agrees.claimant == AGREES and bool(share_told(asked, facts))
    if not (theirs or of_same_matter(asked, facts)):
        return None
    return Difference(
        Aspect.NEGATION, "negated" if asked.negated else "affirmed", claim_of(record, language)
    )


def _has_for_so(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a question has for so just what a part of the claim says is not so.

    "Why did they confirm that remains were found?", and no remains were discovered.
    """
    if asked.negated or asked.leaves_open or asked.want not in OF_SOMETHING_SO:
        return False
    denied = [key(word) for word in negated_words(" ".join(facts.claimed))]
    return any(same_thing(key(word), other) for word in asked.words for other in denied)


def _actor_told(
    asked: ParsedQuestion,
    record: Record,
    agrees: Agreement,
    facts: StatementFacts,
    language: Language,
) -> Difference | None:
    if agrees.actor != CLASHES and not other_person(asked, facts):
        return None
    return Difference(Aspect.ACTOR, asked.text.strip(" ?!."), claim_of(record, language))


def _place_told(
    asked: ParsedQuestion,
    record: Record,
    agrees: Agreement,
    places: Mapping[str, Place],
    language: Language,
) -> Difference | None:
    if agrees.place != CLASHES or not record.places:
        return None
    there = [
        places[subject].name.in_language(language)
        for mention in asked.mentions
        if mention.named is EntityKind.PLACE
        and LOCATIVE & set(asked.words[max(0, mention.start - 2) : mention.start])
        for subject in mention.ids
        if subject in places
    ]
    if not there:
        return None
    stored = ", ".join(place.name.in_language(language) for place in record.places)
    return Difference(Aspect.PLACE, ", ".join(there), stored)
