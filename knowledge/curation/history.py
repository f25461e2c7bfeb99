"""Who changed what, when and why, and how a change is taken back with all that was changed together with it."""

import json
from dataclasses import replace

from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_wording import page, text
from knowledge.curation.difference_lines import difference_lines
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason
from knowledge.domain import (
    Action,
    Curator,
    Edit,
    Entry,
    Line,
    Message,
    NotFound,
    Page,
    Part,
    RefusedInput,
    Relation,
    Revision,
    Role,
    Span,
    Style,
    from_plain,
    number_in,
)
from knowledge.editing import field_changes, undone
from knowledge.editing.state_changes import TYPES
from knowledge.storage import Store
from knowledge.translations import Words, words_in

OF = "of"
"""Before the number of a revision: the history of the record that it changed."""

BUTTON, LINKED = 40, 4
"""Characters of a label, and buttons that lead to what was made one with a record."""

REFUSED = "refused"
"""In place of a number: what was refused."""

SUBJECTS = ("statement", "speaker", "incident", "article", "place")
"""Kinds of records whose history can be asked for, in the order in which an id is looked for."""

SHOWN = 12
"""Revisions on a page."""

PARTS = 4
"""Differing parts that are told of a revision."""


class HistoryPages:
    """Shows histories; they are only ever added to."""

    def __init__(self, store: Store, access: AccessControl) -> None:
        self._store = store
        self._access = access

    def record(self, by: Curator, identity: str, *, own: bool = False) -> Page:
        """The history of the record of this id, the latest first.

        Of one that was made one with another that other's is shown, with a button to its own; of
        one with which others were made one, buttons lead to theirs.

        Args:
            by: who asks.
            identity: of a statement, speaker, incident, article or place.
            own: whether what was merged is asked for itself.

        Raises:
            NotFound: nothing has this id.
            NotAllowed: they may not.
        """
        self._access.require(by, Role.REVIEWER, f"/history {identity}")
        words = words_in(by.language)
        if not identity:
            raise NotFound(
                words.say("Of which statement? Write /history and its id, or words of it.")
            )
        into = "" if own else self._led(identity)
        revisions = self._of(into or identity)
        if not revisions:
            raise NotFound(
                words.say("The store knows nothing called “{name}”.", name=identity[:80])
            )
        lines: list[Line] = []
        if into:
            led = words.say("{id} became one with {other}.", id=identity, other=into)
            lines.append(text(led, Style.STRONG))
        lines.append(text(words.say("History of {id}", id=into or identity), Style.STRONG))
        for revision in reversed(revisions[-SHOWN:]):
            lines += [_told(revision, words), *self._differences(revision, words)]
        parts = [*([identity] if into else []), *self._merged_into(into or identity)]
        rows = [
            (Action("audit", f"{OF}{last}", words.say("History of {id}", id=one)[:BUTTON]),)
            for one in dict.fromkeys(parts)
            if (last := self._of(one)[-1].number)
        ]
        return Page(Message(page((Part.ANSWER, lines)), tuple(rows[:LINKED])))

    def _of(self, identity: str) -> list[Revision]:
        """The revisions of the record of this id, the first first."""
        kinds = (self._store.revisions.history(subject, identity) for subject in SUBJECTS)
        return next(filter(None, kinds), [])

    def _led(self, identity: str) -> str:
        """The id of what took the place of a record; empty where it stands for itself."""
        found = self._store.records.complete([identity])
        if found and found[0].statement.id != identity:
            return found[0].statement.id
        every = self._store.records.merged().values()
        return next((led[identity] for led in every if identity in led), "")

    def _merged_into(self, identity: str) -> list[str]:
        every = self._store.records.merged().values()
        return [one for led in every for one, into in led.items() if into == identity]

    def audit(self, by: Curator, before: str = "") -> Page:
        """Everything that was changed, the latest first, a page at a time; raises NotAllowed."""
        self._access.require(by, Role.CURATOR, "/audit")
        words = words_in(by.language)
        if before.strip().casefold() == REFUSED:
            return self._refused(words)
        number = number_in(before.strip())
        revisions = self._store.revisions.recent(before=number, limit=SHOWN)
        lines: list[Line] = []
        for revision in revisions:
            what = f"{revision.subject} {revision.subject_id}"
            lines += [_told(revision, words), text(what), *self._differences(revision, words)[:1]]
        if not lines:
            nothing = words.say("Nothing was changed before that.")
            lines = [text(words.say("Nothing was changed so far.") if number is None else nothing)]
        more = (
            Action("audit", str(revisions[-1].number), words.say("Earlier")) if revisions else None
        )
        refused = Action("audit", REFUSED, words.say("Refused attempts"))
        rows = ((more, refused),) if more else ((refused,),)
        return Page(Message(page((Part.ANSWER, lines)), rows))

    def paged(self, by: Curator, subject: str) -> Page:
        """The page of the audit that a button leads to, or the history of one record.

        Raises:
            NotAllowed: they may not.
            NotFound: it leads nowhere.
        """
        needed = Role.REVIEWER if subject.startswith(OF) else Role.CURATOR
        self._access.require(by, needed, "/audit")
        if subject.startswith(OF):
            number = number_in(subject[len(OF) :])
            revision = None if number is None else self._store.revisions.revision(number)
            if revision is None:
                gone = words_in(by.language).say("This button belongs to nothing any more.")
                raise NotFound(gone)
            return self.record(by, revision.subject_id, own=True)
        if subject != REFUSED and number_in(subject) is None:
            raise NotFound(words_in(by.language).say("This button belongs to nothing any more."))
        return self.audit(by, subject)

    def _differences(self, revision: Revision, words: Words) -> list[Line]:
        """What a change of a record changed."""
        kind = TYPES.get(revision.subject)
        if kind is None or revision.before is None or revision.after is None:
            return []
        before = from_plain(kind, json.loads(revision.before))
        after = from_plain(kind, json.loads(revision.after))
        found = [
            one
            for one in field_changes(before, after)
            if one.field != "reviewed" and not one.field.endswith(".original")
        ]
        return difference_lines(found[:PARTS], words, self._store)

    def _refused(self, words: Words) -> Page:
        lines = [
            text(f"{one.at:%Y-%m-%d %H:%M} · {one.user or '–'} · {one.action}: {one.reason}")
            for one in self._store.roles.attempts(limit=SHOWN * 2)
        ]
        heading = text(words.say("Refused attempts"), Style.STRONG)
        nothing = [text(words.say("Nothing was refused so far."))]
        return Page(Message(page((Part.ANSWER, [heading, *(lines or nothing)]))))


def _told(revision: Revision, words: Words) -> Line:
    who = revision.actor.name + (f" ({revision.actor.id})" if revision.actor.id else "")
    made = words.say("made") if revision.before is None else words.say("changed")
    return (
        Span(f"{revision.number} · {revision.at:%Y-%m-%d %H:%M} · {who} · {made}: ", Style.STRONG),
        Span(revision.reason),
    )


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
