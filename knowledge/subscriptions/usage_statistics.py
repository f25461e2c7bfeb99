"""Reports for those who keep the store: what was asked, what came of it, what is overdue."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from knowledge.answering.compose.styled_text import cut, filled, section, strong
from knowledge.domain import Language, Line, Message, Part, RememberedQuestion, Span, Statement
from knowledge.domain.dates import Edtf
from knowledge.translations import words_in

TOP = 5
"""Unanswered questions, and overdue statements, that a report names."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed; 0 for none.

    Args:
        values: in any order.
        share: 0 to 1.
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def report(
    asked: Sequence[RememberedQuestion],
    elapsed: Sequence[float],
    overdue: Sequence[Statement],
    days: int,
    language: Language,
) -> Message:
    """What was asked in some days and what came of it.

    Args:
        asked: the questions of these days.
        elapsed: milliseconds of the latest answers of this process.
        overdue: statements whose review is due.
        days: how many.
        language: the reader's.
    """
    words = words_in(language)
    outcomes = Counter(each.outcome for each in asked)
    choices = [each.helpful for each in asked if each.outcome == "choices"]
    judged = [each.helpful for each in asked if each.outcome != "choices"]
    rows = [
        (words.say("Asked"), str(len(asked))),
        (words.say("Answered"), _share(outcomes["answer"] + outcomes["listing"], len(asked))),
        (words.say("Choices offered"), _share(outcomes["choices"], len(asked))),
        (words.say("Choices taken"), _share(choices.count(True), len(choices))),
        (words.say("Refused"), _share(outcomes["no_answer"], len(asked))),
        (words.say("Judged right"), str(judged.count(True))),
        (words.say("Judged wrong"), str(judged.count(False))),
    ]
    if elapsed:
        times = words.say(
            "{median} ms, one in twenty over {slow} ms",
            median=f"{percentile(elapsed, 0.5):.0f}",
            slow=f"{percentile(elapsed, 0.95):.0f}",
        )
        rows.append((words.say("Time of an answer"), times))
    lines: list[Line] = [
        filled("{name}: {value}", name=name, value=strong(value)) for name, value in rows
    ]
    title = words.count("The last {number} day", "The last {number} days", days)
    return Message(
        (
            *section(Part.ANSWER, (strong(title),), *lines),
            *section(Part.CAREFUL, *_unanswered(asked, language)),
            *section(Part.SOURCE, *_overdue(overdue, language)),
        )
    )


def is_overdue(statement: Statement, today: date) -> bool:
    """Whether the day on which a statement must be looked at again has come."""
    if statement.review_due is None:
        return False
    return Edtf.parse(statement.review_due).first <= (today.year, today.month, today.day)


def _share(part: int, whole: int) -> str:
    return f"{part} ({round(100 * part / whole)} %)" if whole else str(part)


def _unanswered(asked: Sequence[RememberedQuestion], language: Language) -> list[Line]:
    words = words_in(language)
    refused = [each.text for each in asked if each.outcome == "no_answer" and each.text.strip()]
    spelled = {text.casefold().strip(" ?!."): text for text in reversed(refused)}
    counted = Counter(text.casefold().strip(" ?!.") for text in refused).most_common(TOP)
    lines: list[Line] = [
        (Span(f"• {cut(spelled[folded], 100)} ({number})"),) for folded, number in counted
    ]
    return [(strong(words.say("Most asked without an answer:")),), *lines] if lines else []


def _overdue(statements: Sequence[Statement], language: Language) -> list[Line]:
    words = words_in(language)
    if not statements:
        return []
    heading = words.count(
        "{number} statement must be reviewed again:",
        "{number} statements must be reviewed again:",
        len(statements),
    )
    lines: list[Line] = [
        (Span(f"• {each.id} ({Edtf.parse(each.review_due or '').named(language)})"),)
        for each in statements[:TOP]
    ]
    return [(strong(heading),), *lines]
