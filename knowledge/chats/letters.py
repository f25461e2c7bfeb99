"""The words of news, digests and lists of what is followed."""

from collections.abc import Callable, Iterable, Sequence

from knowledge import caveats
from knowledge.answering.compose.spans import claim_of, cut, filled, quiet, section, strong
from knowledge.answering.compose.speaking import name_of
from knowledge.model import (
    Action,
    Language,
    Line,
    Message,
    News,
    Occasion,
    Part,
    Record,
    Shown,
    Span,
    Style,
)
from knowledge.wording import Words, words_in

LONGEST_CLAIM = 180
SHOWN = 6
"""Items before "more"; the rest is folded."""
BUTTONS = 4

Show = Callable[[Sequence[str], Language], Sequence[Shown]]


def headings(words: Words) -> dict[Occasion, str]:
    """What stands above the statements to which the same happened."""
    return {
        Occasion.PUBLISHED: words.say("New"),
        Occasion.CORRECTED: words.say("Corrected"),
        Occasion.DISPUTED: words.say("Now disputed"),
        Occasion.RETRACTED: words.say("Withdrawn"),
    }


def told(
    opening: str,
    news: Sequence[News],
    records: dict[str, Record],
    show: Show,
    language: Language,
) -> Message | None:
    """What happened, under one heading for each occasion; None where nothing is left to tell.

    Args:
        opening: the first line.
        news: what happened.
        records: of all statements in it, in whatever state.
        show: published statements made ready for a reader.
        language: the reader's.
    """
    words = words_in(language)
    ready = {
        each.record.statement.id: each
        for each in show([each.statement for each in news if each.statement in records], language)
    }
    lines: list[Line] = []
    for occasion, heading in headings(words).items():
        some = [each for each in news if each.occasion is occasion and each.statement in records]
        items = [item for each in some if (item := _item(each, records, ready, language))]
        if items:
            lines += [(strong(heading),), *items]
    if not lines:
        return None
    sections = (
        *section(Part.ANSWER, (Span(opening),), *lines[: SHOWN + 1]),
        *section(Part.MORE, *lines[SHOWN + 1 :]),
    )
    return Message(sections, _choosing(news, ready, language))


def _item(
    news: News, records: dict[str, Record], ready: dict[str, Shown], language: Language
) -> Line | None:
    record = records[news.statement]
    claim = cut(claim_of(record, language), LONGEST_CLAIM)
    if news.occasion is Occasion.RETRACTED:
        reason = record.statement.reason or ""
        gone = Span(claim, Style.STRUCK)
        return filled("• {claim} — {reason}" if reason else "• {claim}", claim=gone, reason=reason)
    shown = ready.get(news.statement)
    if shown is None:
        return None
    name = strong(name_of(record, language, inside=False))
    worst = " · ".join(caveats.short(code, language) for code in shown.caveats[:3])
    other = records.get(news.by or "")
    if other is not None:
        words = words_in(language)
        return filled(
            words.say("• {speaker}: {claim}. Against it: {other} — {against}"),
            speaker=name,
            claim=claim,
            other=strong(name_of(other, language, inside=False)),
            against=cut(claim_of(other, language), LONGEST_CLAIM),
        )
    template = "• {speaker}: {claim} — {caveats}" if worst else "• {speaker}: {claim}"
    return filled(template, speaker=name, claim=claim, caveats=quiet(worst))


def _choosing(
    news: Iterable[News], ready: dict[str, Shown], language: Language
) -> tuple[tuple[Action, ...], ...]:
    ids = dict.fromkeys(each.statement for each in news if each.statement in ready)
    rows = []
    for identity in list(ids)[:BUTTONS]:
        record = ready[identity].record
        name = cut(name_of(record, language, inside=False), 24)
        label = cut(f"{name}: {claim_of(record, language)}", 60)
        rows.append((Action("choose", identity, label),))
    return tuple(rows)
