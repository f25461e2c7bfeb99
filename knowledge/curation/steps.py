"""The parts of a step: its messages and buttons, and what a preview was made from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.curation.previews import page, text
from knowledge.curation.tasks import Task
from knowledge.curation.verbs import Means
from knowledge.model import (
    Action,
    Curator,
    Edit,
    Message,
    NotFound,
    Page,
    Part,
    Style,
    as_json,
    number_in,
)
from knowledge.wording import Wording, words_in

BUTTON = "task"
"""The name of the buttons of a task; their subject is "number.version.choice"."""

CANCEL, TYPED = "x", "t"
CONFIRM, AGAIN = "confirm", "reason"
_LABEL = 60
FEW, SHORT = 4, 24
"""More buttons than this, none longer than that many characters, stand two in a row."""


def reason_of(known: Mapping[str, str], line: str) -> Mapping[str, str]:
    """The reason in a one-line form, if it was set apart by a bar."""
    return {"reason": known["reason"]} if "|" in line and "reason" in known else {}


def said(line: str) -> Message:
    """A message of plain lines."""
    return Message(page((Part.ANSWER, [text(one) for one in line.split("\n")])))


def without(shown: Page, unseen: Sequence[str], by: Curator) -> Page:
    """A page with the word that something was taken out of what the curator typed."""
    told = words_in(by.language).say(
        "Characters that nobody can see were taken out: {characters}.",
        characters=", ".join(unseen[:FEW]),
    )
    sections = (*shown.message.sections, *page((Part.CAREFUL, [text(told, Style.QUIET)])))
    return replace(shown, message=replace(shown.message, sections=sections))


def button(task: Task, choice: str, label: str) -> Action:
    """A button of the task at its present step."""
    short = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
    return Action(BUTTON, f"{task.number}.{task.version}.{choice}", short)


def rows_of(buttons: Sequence[Action]) -> tuple[tuple[Action, ...], ...]:
    """Many short buttons two beside one another, others one below the other."""
    short = len(buttons) > FEW and all(len(one.label) <= SHORT for one in buttons)
    wide = 2 if short else 1
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))


def parts(subject: str) -> tuple[int, int, str]:
    """(Number of the task, version, choice) of a button; raises NotFound."""
    number, _, rest = subject.partition(".")
    version, _, choice = rest.partition(".")
    task, at = number_in(number), number_in(version)
    if task is None or at is None or not choice:
        raise NotFound(Wording("This button belongs to nothing any more."))
    return task, at, choice


def base_of(edit: Edit, means: Means) -> dict[str, str]:
    """What the edit was made from: the versions of statements, the contents of other records."""
    base = {f"statement {one.id}": str(one.version) for one in edit.statements}
    for record, was in edit.others:
        content = "" if was is None else as_json(was)
        base[f"{type(record).__name__} {record.id}"] = hashlib.sha256(content.encode()).hexdigest()
    for relation in (*edit.relate, *edit.unrelate):
        ends = means.store.records([relation.source, relation.target])
        base |= {f"end {one.statement.id}": str(one.statement.version) for one in ends}
    return base
