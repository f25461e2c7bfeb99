"""How a change is taken back, with all that was changed together with it."""

import json
from dataclasses import replace

from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason
from knowledge.domain import (
    Edit,
    Entry,
    NotFound,
    RefusedInput,
    Relation,
    Revision,
    Role,
    from_plain,
    number_in,
)
from knowledge.editing import undone
from knowledge.editing.state_changes import TYPES
from knowledge.translations import Words


def _undo_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    if "subject" not in task.answers:
        mine = [
            one for one in means.store.revisions.recent(limit=50) if one.actor.id == task.holder
        ]
        options = tuple((str(one.number), told(one)) for one in mine[:5])
        said = words.say("Which change? Press one, or send its number from /history or /audit.")
        return Asking("subject", said, options)
    taken_back(task.answers["subject"], means, words)
    return reason(task, words, words.say("it was a mistake"))


def told(revision: Revision) -> str:
    """A revision in one line."""
    return f"{revision.number} {revision.subject} {revision.subject_id}: {revision.reason}"[:60]


def taken_back(subject: str, means: CommandContext, words: Words, why: str = "") -> Edit:
    """The edit that takes a change back, with all that was changed together with it.

    A statement that was made is withdrawn, and readers are told why.

    Raises:
        NotFound: there is no such change.
        Conflict: what it changed has been changed again since.
    """
    revisions = _together(subject.strip(), means)
    if not revisions:
        raise NotFound(words.say("There is no change of that number or id."))
    edit = Edit()
    for revision in revisions:
        edit = _taken_back(edit, revision, means, words)
    if not why:
        return edit
    new = {one.subject_id for one in revisions if one.before is None}
    return replace(
        edit,
        statements=tuple(
            replace(one, reason=why) if one.id in new else one for one in edit.statements
        ),
    )


def _together(subject: str, means: CommandContext) -> list[Revision]:
    """A revision by number, or the last one of a statement, with those of the same update."""
    number = number_in(subject)
    if number is not None:
        latest = means.store.revisions.recent(before=number + 1, limit=1)
        found = [one for one in latest if one.number == number]
    else:
        found = means.store.revisions.history("statement", subject)[-1:]
    if not found or found[0].update_id is None:
        return found
    return means.store.revisions.of_update(found[0].update_id)


def _taken_back(edit: Edit, revision: Revision, means: CommandContext, words: Words) -> Edit:
    if revision.before is None and revision.subject not in {"statement", "relation"}:
        return edit  # a record that was added stays: nothing is deleted, and nobody sees it
    if revision.subject not in {*TYPES, "relation"}:
        raise RefusedInput(words.say("This sort of change cannot be undone here."))
    back = undone(revision, _current(revision, means))
    return Edit(
        statements=(*edit.statements, *back.statements),
        others=(*edit.others, *back.others),
        relate=(*edit.relate, *back.relate),
        unrelate=(*edit.unrelate, *back.unrelate),
    )


def _current(revision: Revision, means: CommandContext) -> Entry | Relation | None:
    """The record as it is now."""
    if revision.subject == "statement":
        return means.store.records.statement(revision.subject_id)
    last = means.store.revisions.history(revision.subject, revision.subject_id)[-1]
    kind = Relation if revision.subject == "relation" else TYPES[revision.subject]
    now: Entry | Relation | None = None
    if last.after is not None:
        now = from_plain(kind, json.loads(last.after))
    return now


VERBS = {
    "undo": Verb(
        Role.CURATOR, ("subject",), _undo_asks,
        lambda task, means, words: taken_back(
            task.answers["subject"], means, words, task.answers.get("reason", "")
        ),
    ),
}  # fmt: skip
