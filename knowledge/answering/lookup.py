"""Look-ups while typing: several statements at once, each complete enough to stand alone."""

from collections.abc import Iterator, Sequence

from knowledge import caveats
from knowledge.answering.compose import answer as compose
from knowledge.answering.compose.spans import claim_of
from knowledge.answering.compose.speaking import name_of
from knowledge.answering.leading import by_date, leading
from knowledge.answering.listings import LONGEST
from knowledge.answering.showing import Showcase
from knowledge.answering.understand.asking import Want
from knowledge.model import Answer, Found, Incident, Language, NoAnswer, Reply, Shown
from knowledge.store import Store

BROWSED = 10
"""Results beside the answer itself."""

DESCRIBED = 2
"""Caveats in the description of a result."""


def readings(text: str) -> list[str]:
    """The words as typed, then without the last one, which may be half a word yet."""
    head, space, _ = text.strip().rpartition(" ")
    return [text, head] if space else [text]


def best(replies: Iterator[Reply]) -> Reply:
    """The reply to the words as typed; where they find nothing, to those without the last."""
    first = next(replies)
    if not isinstance(first.outcome, NoAnswer):
        return first
    second = next(replies, first)
    return first if isinstance(second.outcome, NoAnswer) else second


def found(reply: Reply, showcase: Showcase, language: Language, most: int) -> tuple[Found, ...]:
    """The results for words that are being typed: what answers them first, then what is near.

    Args:
        reply: to the words as a question.
        showcase: makes statements ready.
        language: the reader's.
        most: how many at most.
    """
    if isinstance(reply.outcome, NoAnswer):
        return ()  # what is merely near is offered in the private chat, with a word about it
    first = [each.record.statement.id for each in reply.shown]
    ids = list(dict.fromkeys((*first, *_likely(reply))))[:most]
    return tuple(_one(each, showcase, language) for each in showcase.by_ids(ids, language))


def latest(
    store: Store,
    incidents: Sequence[Incident],
    showcase: Showcase,
    language: Language,
    most: int,
) -> tuple[Found, ...]:
    """The incidents, the latest first, each with its leading statement."""
    firsts = [
        first
        for incident in incidents
        if (first := leading(store.records(store.select(incidents=[incident.id], limit=LONGEST))))
    ]
    records = list(reversed(by_date(firsts)))[:most]
    return tuple(_one(each, showcase, language) for each in showcase.shown(records, language))


def _likely(reply: Reply) -> list[str]:
    return [identity for identity, _ in reply.ranked[:BROWSED]]


def _one(shown: Shown, showcase: Showcase, language: Language) -> Found:
    record = shown.record
    outcome = Answer(shown, showcase.against(record, language))
    worst = [caveats.short(code, language) for code in shown.caveats[:DESCRIBED]]
    name = name_of(record, language, inside=False)
    return Found(
        record.statement.id,
        claim_of(record, language),
        " · ".join((name[:1].upper() + name[1:], *worst)),
        compose.answer(outcome, Want.WHAT, language),
    )
