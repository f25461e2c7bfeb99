"""What a question takes for granted and a statement has otherwise: its number, its person, its polarity."""

from collections.abc import Container, Iterable

from knowledge.answering.statement_facts import StatementFacts
from knowledge.questions.claimant import is_open, is_post
from knowledge.questions.entities import LOCATIVE, EntityKind, holds
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.predicates import (
    clauses_of,
    denies,
    first_clause,
    has_verb_negated,
    main_clauses,
    negated_words,
    same_thing,
    sides_in,
    tells_of_absence,
)
from knowledge.questions.question_type import names_in
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

_SHARED = 2
"""Words that tell something from which a question and a claim are of the same matter."""
_ENOUGH = 3
"""Words and numbers from which what is told can be measured by its share."""
_NEARLY = 0.8
"""Share of those words that is nearly all."""


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


def has_all_of(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a statement has nearly all that a question tells, as far as that can be compared."""
    telling = _telling(asked)
    held = sum(key(word) in facts.words for word in telling)
    return _comparable(asked, facts) and held >= max(_SHARED, _NEARLY * len(telling))


def share_told(asked: ParsedQuestion, facts: StatementFacts) -> float | None:
    """How much of what a question tells a statement has, its numbers included.

    Returns:
        From 0 to 1; None where the two are in different languages, or hardly anything is told.
    """
    telling = _telling(asked)
    amounts = amounts_in(times_in(fold(asked.text)).rest)
    words = [word for word in telling if not any(word in each.text.split() for each in amounts)]
    enough = len(words) + 2 * len(amounts) >= _ENOUGH  # a number tells more than a word
    if not _comparable(asked, facts) or not words or not enough:
        return None
    held = sum(key(word) in facts.words for word in words)
    held += sum(_is_held(each, facts.numbers) for each in amounts)
    return held / (len(words) + len(amounts))


def of_same_matter(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a question is of what a statement tells, as far as its words can be compared.

    To tell the opposite of a thing is to tell of it.
    """
    if not _comparable(asked, facts):
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
    if _comparable(asked, facts):
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


def _negates_matter(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a negation stands in a clause that is of what the statement tells."""
    clauses = [each for each in clauses_of(main_clauses(fold(asked.text))) if is_negated(each)]
    if not _comparable(asked, facts):
        return bool(clauses)
    return any(
        key(word) in facts.words
        for clause in clauses
        for word in words_of(clause)
        if word not in FUNCTION_WORDS
    )


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
    if not _comparable(asked, facts) or is_open(asked.words):
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


def _comparable(asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a claim or a phrasing is in the language of the question."""
    return asked.language in facts.languages


def _is_held(amount: Amount, numbers: Iterable[float]) -> bool:
    return any(same_number(amount.value, number) for number in numbers)


def _counts_alike(one: Amount, other: Amount) -> bool:
    if one.beside and other.beside:
        return any(same_thing(key(a), key(b)) for a in one.beside for b in other.beside)
    return bool(one.before) and key(one.before) == key(other.before)


def _can_count(amount: Amount, asked: ParsedQuestion, facts: StatementFacts) -> bool:
    """Whether a number counts something that the statement tells of, as far as that can be seen."""
    if not _comparable(asked, facts):
        return True
    if not amount.beside:
        return of_same_matter(asked, facts)
    return any(key(word) in facts.words for word in (*amount.beside, amount.before))


def _far(one: Amount, other: Amount) -> float:
    less, more = sorted((one.value, other.value))
    return more / less if less > 0 else more + 1
