"""Work of one curator, a step at a time: what must be known before a change, asked, previewed, kept."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.curation.change_wording import page, text
from knowledge.curation.field_values import FieldValues
from knowledge.curation.record_lookup import RecordLookup
from knowledge.curation.statement_matching import Meaning, no_meaning
from knowledge.domain import (
    Action,
    Attribution,
    Conflict,
    Curator,
    Draft,
    Edit,
    Message,
    NotFound,
    Page,
    Part,
    Record,
    Role,
    Statement,
    Style,
    as_json,
    number_in,
)
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import Wording, Words, words_in

BATCH = "task"
OPEN, DONE, DROPPED = "open", "done", "dropped"
SEEN = "seen"
"""The answer of a task that holds what was shown last, where its confirmation depends on it."""


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
        [number] = self._store.drafts.add(BATCH, [_content(task)], state=OPEN, holder=holder)
        return self.task(number)

    def task(self, number: int) -> Task:
        """One task; raises NotFound."""
        draft = self._store.drafts.get(number)
        if draft.batch != BATCH:
            raise NotFound(Wording("This button belongs to nothing any more."))
        return _task(draft)

    def keep(self, task: Task) -> Task:
        """Keep the task in its new state; raises Conflict if it went on elsewhere."""
        draft = self._store.drafts.get(task.number)
        if draft.version != task.version:
            raise Conflict(Wording("This was pressed or answered already; nothing was done again."))
        changed = replace(draft, content=_content(task), state=task.state)
        return _task(self._store.drafts.change(changed))

    def open_of(self, holder: int) -> list[Task]:
        """What somebody has begun and not ended, the latest first."""
        drafts = self._store.drafts.listed(batch=BATCH, states=(OPEN,), holder=holder)
        return [_task(draft) for draft in reversed(drafts)]

    def keep_form(self, chat: int, message: int, number: int) -> None:
        """Remember that replies to this message go to this task, at the step where it is."""
        self._store.notes.keep_form(chat, message, number, self.task(number).version)

    def form_at(self, chat: int, message: int) -> tuple[int, int] | None:
        """(Number, version) of the task that replies to this message go to."""
        return self._store.notes.form_at(chat, message)


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


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to the curator.

    Args:
        key: of the answer.
        text: what is asked.
        options: (value, label) of buttons.
        typed: whether the answer may be typed.
        shown: what is shown in place of the text, where it has more shape than lines.
        seen: what is shown that the answer confirms, kept under `SEEN`.
    """

    key: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    typed: bool = True
    shown: Message | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What verbs work with.

    Args:
        find: ids of statements that a text may mean, the likeliest first.
        today: ISO day.
        meaning: the vector of a text in a language, where there is an encoder.
    """

    store: Store
    names: RecordLookup
    fields: FieldValues
    find: Callable[[str], Sequence[str]]
    today: Callable[[], str]
    meaning: Meaning = no_meaning

    def published(self, incident: str) -> list[Record]:
        """The published statements of an incident."""
        return self.store.records.complete(
            self.store.statements.select(StatementFilter(incidents=(incident,)))
        )

    def statement(self, text: str) -> Statement | None:
        """The statement with this id, merged ones redirected."""
        return self.store.records.standing_for(text.strip())


def _take(task: Task, key: str, value: str) -> Task:
    return task.answered(**{key: value})


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that a curator can do.

    Args:
        needed: the least role.
        keys: its answers in the order of a one-line form; the last takes the rest of the line.
        asks: the next question, or None when all is known; raises where an answer is wrong.
        edit: the change itself, made from the records as they are now.
        take: the task with one more answer.
        reads: the answers in a one-line form, where the keys alone do not tell them.
    """

    needed: Role
    keys: tuple[str, ...]
    asks: Callable[[Task, CommandContext, Words], Asking | None]
    edit: Callable[[Task, CommandContext, Words], Edit]
    take: Callable[[Task, str, str], Task] = _take
    reads: Callable[[str, CommandContext, Words], Mapping[str, str]] | None = None


def typed_answers(verb: Verb, line: str) -> Mapping[str, str]:
    """The answers in a one-line form: "subject field value | reason"."""
    head, bar, reason = line.partition("|")
    parts = head.split(maxsplit=len(verb.keys) - 1) if verb.keys else []
    answers = dict(zip(verb.keys, (part.strip() for part in parts), strict=False))
    if bar and reason.strip():
        answers["reason"] = reason.strip()
    return answers


def which_statement(
    task: Task, means: CommandContext, words: Words, *, key: str = "subject", text: str = ""
) -> Asking | None:
    """Asks for a statement until the answer is the id of one."""
    answer = task.answers.get(key)
    if answer is None:
        said = text or words.say("Which statement? Send its id, or what it says in your own words.")
        return Asking(key, said)
    if means.statement(answer) is not None:
        return None
    near = means.store.records.complete(list(means.find(answer))[:5])
    options = tuple(
        (one.statement.id, f"{at}. {one.statement.claim.in_language(words.language)}")
        for at, one in enumerate(near, start=1)
    )
    said = words.say("Which of these statements? Press it, send its number, or send other words.")
    listed = [
        f"{at}. {one.statement.claim.in_language(words.language)} — {who_says(one, words)}"
        for at, one in enumerate(near, start=1)
    ]
    said = "\n".join((said, *listed))
    none = words.say("I found no such statement. Send its id, or other words.")
    return Asking(key, said if options else none, options)


def who_says(record: Record, words: Words) -> str:
    """The speaker of a statement, in few words."""
    if record.speaker is not None:
        return record.speaker.name.in_language(words.language)
    if record.statement.attribution is Attribution.NARRATOR:
        return words.say("the article itself")
    return words.say("someone who is not named")


def reason(task: Task, words: Words, *usual: str) -> Asking | None:
    """Asks for the reason, which every change must have."""
    if task.answers.get("reason", "").strip():
        return None
    options = tuple((text, text) for text in usual)
    return Asking("reason", words.say("Why? The reason stands in the history."), options)


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


def base_of(edit: Edit, means: CommandContext) -> dict[str, str]:
    """What the edit was made from: the versions of statements, the contents of other records."""
    base = {f"statement {one.id}": str(one.version) for one in edit.statements}
    for record, was in edit.others:
        content = "" if was is None else as_json(was)
        base[f"{type(record).__name__} {record.id}"] = hashlib.sha256(content.encode()).hexdigest()
    for relation in (*edit.relate, *edit.unrelate):
        ends = means.store.records.complete([relation.source, relation.target])
        base |= {f"end {one.statement.id}": str(one.statement.version) for one in ends}
    return base
