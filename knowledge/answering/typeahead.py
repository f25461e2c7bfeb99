"""Look-ups while typing: several statements at once, each complete enough to stand alone."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from knowledge.answering.compose import outcome_messages as compose
from knowledge.answering.compose.attribution_line import name_of
from knowledge.answering.compose.styled_text import claim_shown, cut, with_capital
from knowledge.answering.listings import leading
from knowledge.answering.presentation import Presenter
from knowledge.domain import (
    Answer,
    Found,
    Incident,
    Language,
    Message,
    NoAnswer,
    Part,
    Record,
    Reply,
    ShownStatement,
    caveats,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.entities import holds, names_borne
from knowledge.questions.question_type import QuestionType
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.search.text_analysis import FUNCTION_WORDS
from knowledge.storage import Store
from knowledge.storage.statement_queries import StatementFilter
from knowledge.translations import words_in

MORE = Part.MORE

FEW = 20
"""Statements of an incident among which its leading one is looked for."""

SHORTEST = 3
"""Letters from which a word is looked up while it is being typed."""

MOST_PARTS = 4
"""Look-ups that one message holds."""

BROWSED = 10
"""Results beside the answer itself."""

DESCRIBED = 2
"""Caveats in the description of a result."""

LONGEST_TITLE, LONGEST_DESCRIPTION = 120, 160
"""Characters of a result in the list; cut at a word."""

_BETWEEN = re.compile(r"[;\n]")


def parts(text: str) -> list[str]:
    """The look-ups of one message: what stands between semicolons or on lines of its own."""
    found = (each.strip() for each in _BETWEEN.split(text))
    return [each for each in found if each][:MOST_PARTS]


def says_nothing(text: str) -> bool:
    """Whether there is nothing to look up yet: no words, or none that tell anything apart."""
    words = [word for word in words_of(fold(text)) if word not in FUNCTION_WORDS]
    return not any(len(word) >= SHORTEST or word.isdigit() for word in words) and not _signs(text)


def readings(text: str, completed: Callable[[str], str | None]) -> Iterator[str]:
    """What the words may come to: the last one completed, as typed, without its first letters.

    Args:
        text: as typed so far.
        completed: the word of the store that begins with these letters, or None.
    """
    head, space, last = text.strip().rpartition(" ")
    whole = completed(last)
    if whole is not None and whole != fold(last):
        yield f"{head}{space}{whole}"
    yield text
    if space and len(last) < SHORTEST:
        yield head


def fitting(replies: Iterable[Reply], showcase: Presenter) -> list[str]:
    """Ids of what fits the first reading that fits anything, the best first.

    What is refused as a question ("drones") fits as words where statements hold them all.

    Args:
        replies: to the readings, in order.
        showcase: gives the statements.
    """
    for reply in replies:
        ids = [each.record.statement.id for each in reply.shown] + _likely(reply)
        if isinstance(reply.outcome, NoAnswer):
            ranked = [identity for identity, _ in reply.ranked]
            ids = holding(reply.question.text, showcase.records(ranked))
        if ids:
            return list(dict.fromkeys(ids))
    return []


def found(
    ids: Sequence[str], showcase: Presenter, language: Language, most: int
) -> tuple[Found, ...]:
    """The results for words that are being typed.

    Args:
        ids: of what fits, the best first.
        showcase: makes statements ready.
        language: the reader's.
        most: how many at most.
    """
    return tuple(_one(each, showcase, language) for each in showcase.by_ids(ids[:most], language))


def together(each_found: Sequence[tuple[Found, ...]], language: Language) -> tuple[Found, ...]:
    """The results of several look-ups: all the best in one message, then each in turn."""
    firsts = list({one[0].identity: one[0] for one in each_found if one}.values())
    rest = [each for row in zip_longest(*each_found) for each in row if each is not None]
    singles = tuple({each.identity: each for each in rest}.values())
    if len(firsts) < 2:  # noqa: PLR2004  # one look-up that finds something is no "several"
        return singles
    words = words_in(language)
    title = words.count("{number} answer in one message", "{number} answers in one message",
                        len(firsts))  # fmt: skip
    sections = tuple(
        section for one in firsts for section in one.message.sections if section.part is not MORE
    )
    names = " · ".join(
        f"{one.description.partition(' · ')[0]}: {cut(one.title, 60)}" for one in firsts
    )
    return (Found("", title, cut(names, LONGEST_DESCRIPTION), Message(sections)), *singles)


def latest(
    store: Store,
    incidents: Sequence[Incident],
    showcase: Presenter,
    language: Language,
    most: int,
) -> tuple[Found, ...]:
    """The incidents, the latest first, each with its leading statement."""
    firsts = [
        first
        for incident in latest_first(incidents)[:most]
        if (
            first := leading(
                showcase.records(
                    store.statements.select(StatementFilter(incidents=[incident.id]), limit=FEW)
                )
            )
        )
    ]
    return tuple(_one(each, showcase, language) for each in showcase.shown(firsts, language))


def latest_first(incidents: Sequence[Incident]) -> list[Incident]:
    """The incidents by date from the last to the first; those without a date after them."""
    dated = [(Edtf.parse(each.when).sort_key, each) for each in incidents if each.when]
    ordered = [each for _, each in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return [*ordered, *(each for each in incidents if not each.when)]


def holding(text: str, records: Iterable[Record]) -> list[str]:
    """Ids of the records that hold every word, whole, begun or misspelt."""
    wanted = [word for word in words_of(fold(text)) if word not in FUNCTION_WORDS]
    if not wanted:
        return []
    return [each.statement.id for each in records if holds(wanted, _texts(each))]


def _signs(text: str) -> bool:
    """Whether it is made of signs alone, which stand for nothing in the store."""
    return bool(text.strip()) and not words_of(fold(text))


def _texts(record: Record) -> Iterator[str]:
    """Everything by which somebody may look for a statement."""
    yield from record.statement.claim.all()
    yield from (text for _, text in record.statement.phrasings)
    if record.incident is not None:
        yield from names_borne(record.incident)
    if record.speaker is not None:
        yield from names_borne(record.speaker)


def _likely(reply: Reply) -> list[str]:
    return [identity for identity, _ in reply.ranked[:BROWSED]]


def _one(shown: ShownStatement, showcase: Presenter, language: Language) -> Found:
    record = shown.record
    outcome = Answer(shown, showcase.beside(record, language))
    worst = [caveats.short(code, language) for code in shown.caveats[:DESCRIBED]]
    name = name_of(record, language, inside=False)
    return Found(
        record.statement.id,
        claim_shown(record, language, LONGEST_TITLE),
        cut(" · ".join((with_capital(name), *worst)), LONGEST_DESCRIPTION),
        compose.answer(outcome, QuestionType.WHAT, language),
    )
