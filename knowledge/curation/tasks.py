"""Work of one curator, a step at a time; it lives in the database and survives a restart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.model import Conflict, Draft, NotFound
from knowledge.store import Store
from knowledge.wording import Wording

BATCH = "task"
OPEN, DONE, DROPPED = "open", "done", "dropped"
FORM = "form "
"""Beginning of the setting of a chat that says which task a form message belongs to."""


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody is about to do.

    Args:
        number: of the draft that keeps it; 0 before it is kept.
        version: of that draft; every step makes a new one, so that no button works twice.
        holder: whose it is.
        verb: what is to be done.
        answers: what was typed or chosen so far, by question.
        options: the values behind the buttons that are shown now.
        base: what the preview was made from, by record: a version or a text.
        state: open, done or dropped.
    """

    number: int
    version: int
    holder: int
    verb: str
    answers: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    base: Mapping[str, str] = field(default_factory=dict)
    state: str = OPEN

    def answered(self, **answers: str) -> "Task":
        """With these answers; what was previewed before counts no more."""
        return replace(self, answers={**self.answers, **answers}, base={})

    def without(self, *questions: str) -> "Task":
        """With these questions open again."""
        kept = {key: value for key, value in self.answers.items() if key not in questions}
        return replace(self, answers=kept, base={})


class Tasks:
    """Keeps tasks as drafts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, holder: int, verb: str, answers: Mapping[str, str]) -> Task:
        """Keep a new task."""
        task = Task(0, 1, holder, verb, dict(answers))
        [number] = self._store.add_drafts(BATCH, [_content(task)], state=OPEN, holder=holder)
        return self.task(number)

    def task(self, number: int) -> Task:
        """One task; raises NotFound."""
        draft = self._store.draft(number)
        if draft.batch != BATCH:
            raise NotFound(Wording("This button belongs to nothing any more."))
        return _task(draft)

    def keep(self, task: Task) -> Task:
        """Keep the task in its new state; raises Conflict if it went on elsewhere."""
        draft = self._store.draft(task.number)
        if draft.version != task.version:
            raise Conflict(Wording("This was pressed or answered already; nothing was done again."))
        changed = replace(draft, content=_content(task), state=task.state)
        return _task(self._store.change_draft(changed))

    def open_of(self, holder: int) -> list[Task]:
        """What somebody has begun and not ended, the latest first."""
        drafts = self._store.drafts(batch=BATCH, states=(OPEN,), holder=holder)
        return [_task(draft) for draft in reversed(drafts)]

    def keep_form(self, chat: int, message: int, number: int) -> None:
        """Remember that replies to this message go to this task, at the step where it is."""
        step = f"{number}.{self.task(number).version}"
        self._store.set_preference(chat, f"{FORM}{message}", step)

    def form_at(self, chat: int, message: int) -> tuple[int, int] | None:
        """(Number, version) of the task that replies to this message go to."""
        step = self._store.preference(chat, f"{FORM}{message}")
        if step is None:
            return None
        number, _, version = step.partition(".")
        return int(number), int(version)


def _content(task: Task) -> str:
    kept: dict[str, Any] = {"verb": task.verb, "answers": dict(task.answers)}
    kept |= {"options": list(task.options), "base": dict(task.base)}
    return json.dumps(kept, ensure_ascii=False)


def _task(draft: Draft) -> Task:
    kept = json.loads(draft.content)
    options: Sequence[str] = kept["options"]
    return Task(
        draft.number, draft.version, draft.holder or 0, kept["verb"], kept["answers"],
        tuple(options), kept["base"], draft.state,
    )  # fmt: skip
