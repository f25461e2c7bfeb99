"""A change from its first word to its place in the history, and back: asked, previewed, confirmed, made, taken back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.characters import cleaned, unseen_in
from knowledge.curation import (
    article_review,
    found_relations,
    record_edits,
    review,
    statement_edits,
    unanswered,
)
from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_wording import ChangePreviews, difference_lines, page, text
from knowledge.curation.workflow import (
    AGAIN,
    CANCEL,
    CONFIRM,
    DONE,
    DROPPED,
    OPEN,
    SEEN,
    TYPED,
    Asking,
    CommandContext,
    Task,
    Tasks,
    Verb,
    base_of,
    button,
    parts,
    reason,
    reason_of,
    rows_of,
    said,
    typed_answers,
    without,
)
from knowledge.domain import (
    AccordingToError,
    Action,
    Conflict,
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


HISTORY_VERBS = {
    "undo": Verb(
        Role.CURATOR, ("subject",), _undo_asks,
        lambda task, means, words: taken_back(
            task.answers["subject"], means, words, task.answers.get("reason", "")
        ),
    ),
}  # fmt: skip


LISTED = frozenset({"subject", "value"})
"""Questions whose options may be chosen by their number."""

Ending = Callable[[Curator, Task], Page]
Return = Callable[[Curator, Task, str], Page]

VERBS: Mapping[str, Verb] = {
    **statement_edits.VERBS,
    **record_edits.CREATION_VERBS,
    **record_edits.VERBS,
    **HISTORY_VERBS,
    **review.VERBS,
    **article_review.VERBS,
    **unanswered.VERBS,
    **statement_edits.TRANSLATION_VERBS,
    **found_relations.VERBS,
}


class ChangeWorkflow:
    """Leads curators through changes.

    Args:
        means: what verbs work with.
        access: who may do what.
        previews: shows changes before they are made.
        endings: what is done in place of a change when all is known, by verb.
        settled: told of every change that was made.
        returns: where one was before a task that is cancelled, by verb.
        asked_after: puts what is to be asked of a change to the page that tells of it.
    """

    def __init__(
        self,
        means: CommandContext,
        access: AccessControl,
        previews: ChangePreviews,
        endings: Mapping[str, Ending],
        settled: Callable[[Curator, Task], None],
        *,
        returns: Mapping[str, Return],
        asked_after: Callable[[Curator, Task, Page], Page],
    ) -> None:
        self._means = means
        self._access = access
        self._previews = previews
        self._endings = endings
        self._settled_with = settled
        self._returns = returns
        self._asked_after = asked_after
        self._tasks = Tasks(means.store)

    @property
    def tasks(self) -> Tasks:
        """What is begun."""
        return self._tasks

    def begin(
        self, by: Curator, verb: str, line: str = "", answers: Mapping[str, str] | None = None
    ) -> Page:
        """Begin a change.

        Args:
            by: who wants it.
            verb: one of `VERBS`.
            line: a one-line form, whole or in part.
            answers: what is known already, such as the statement of the message replied to.

        Raises:
            NotAllowed: they may not.
            RefusedInput: the line holds something that cannot be; so NotFound.
        """
        self._access.require(by, VERBS[verb].needed, f"/{verb} {line}")
        reads = VERBS[verb].reads
        if reads is not None:
            subject = (answers or {}).get("subject", "")
            words = words_in(by.language)
            known = {**(answers or {}), **reads(f"{subject} {line}", self._means, words)}
        else:
            known = {**(answers or {}), **self._typed(verb, line)}
        if reads is None and answers and "subject" in answers and line.strip():
            rest = replace(VERBS[verb], keys=VERBS[verb].keys[1:])
            known = {**typed_answers(rest, line), **answers}
        task = Task(0, 1, by.user, verb, known)
        asking = VERBS[verb].asks(task, self._means, words_in(by.language))
        kept = self._tasks.begin(by.user, verb, known)
        try:
            return self._shown(by, kept, asking)
        except AccordingToError:  # nothing is left that could be gone on with
            self._tasks.keep(replace(kept, state=DROPPED))
            raise

    def _typed(self, verb: str, line: str) -> Mapping[str, str]:
        """What a one-line form holds; where no id stands first, all of it are words of a statement."""
        known = typed_answers(VERBS[verb], line)
        if (
            verb in statement_edits.VERBS
            and self._means.statement(known.get("subject", "")) is None
        ):
            words = line.partition("|")[0].strip()
            return {**({"subject": words} if words else {}), **reason_of(known, line)}
        return known

    def replied(self, by: Curator, number: int, typed: str, version: int | None = None) -> Page:
        """A typed reply to a task's form, which asked at that version; raises as `begin`."""
        task = self._theirs(by, number, version)
        asking = self._asking(task, by)
        if asking is None:
            return self._previewed(by, task)
        value = cleaned(typed).strip()
        place = (number_in(value) or 0) - 1
        if asking.key in LISTED and asking.shown is None and 0 <= place < len(asking.options):
            value = asking.options[place][0]
        page = self._answered(by, task, asking, value)
        # Articles have soft hyphens and the like by the hundred: no word is lost on them.
        unseen = () if task.verb == "pull" else unseen_in(typed)
        return without(page, unseen, by) if unseen else page

    def chosen(self, by: Curator, subject: str) -> Page:
        """A button that was pressed; raises as `begin`."""
        number, version, choice = parts(subject)
        task = self._theirs(by, number, version)
        words = words_in(by.language)
        if choice == CANCEL:
            self._tasks.keep(replace(task, state=DROPPED))
            dropped = words.say("Dropped; nothing was changed.")
            back = self._returns.get(task.verb)
            return back(by, task, dropped) if back else Page(said(dropped))
        asking = self._asking(task, by)
        if choice == TYPED and asking is not None:
            return Page(said(asking.text), form=task.number)
        place = number_in(choice)
        if place is None or place >= len(task.options):
            raise NotFound(words.say("This button belongs to nothing any more."))
        value = task.options[place]
        if asking is None:
            return self._settled(by, task, value)
        return self._answered(by, task, asking, value)

    def cancel(self, by: Curator) -> Page:
        """Drop everything that they have begun."""
        self._access.require(by, Role.REVIEWER, "/cancel")
        words = words_in(by.language)
        begun = self._tasks.open_of(by.user)
        for task in begun:
            self._tasks.keep(replace(task, state=DROPPED))
        told = words.count("{number} task is dropped.", "{number} tasks are dropped.", len(begun))
        return Page(said(told if begun else words.say("You have begun nothing.")))

    def _theirs(self, by: Curator, number: int, version: int | None) -> Task:
        """The task, if it is theirs, open, and at the step that the button belongs to."""
        task = self._known(by, number)
        self._access.require(by, VERBS[task.verb].needed, f"button of /{task.verb}")
        if task.holder != by.user:
            raise self._access.not_theirs(by, f"button of /{task.verb}")
        made = by.update_id is not None and self._means.store.revisions.of_update(by.update_id)
        if (task.state != OPEN or version not in {None, task.version}) and not made:
            raise self._access.used_before(by, f"button of /{task.verb}")
        return task

    def _known(self, by: Curator, number: int) -> Task:
        try:
            task = self._tasks.task(number)
        except NotFound:
            task = None
        if task is None or task.verb not in VERBS:
            self._access.refuse(by.user, f"button of task {number}", "unknown", by.update_id)
            raise NotFound(words_in(by.language).say("This button belongs to nothing any more."))
        return task

    def _asking(self, task: Task, by: Curator) -> Asking | None:
        return VERBS[task.verb].asks(task, self._means, words_in(by.language))

    def _answered(self, by: Curator, task: Task, asking: Asking, value: str) -> Page:
        """Take an answer; one that cannot be is told, and asked for again."""
        words = words_in(by.language)
        new = VERBS[task.verb].take(task, asking.key, value)
        try:
            following = self._asking(new, by)
        except (RefusedInput, NotFound) as error:
            shown = self._shown(by, task, asking)
            told = Message(page((Part.CONFLICT, [text(error.told(words))])) + shown.message.sections, shown.message.actions)  # fmt: skip
            return replace(shown, message=told)
        return self._shown(by, new, following)

    def _shown(self, by: Curator, task: Task, asking: Asking | None) -> Page:
        """The next question, or the preview where all is known."""
        if asking is None and task.verb in self._endings:
            ended = self._endings[task.verb](by, task)
            self._tasks.keep(replace(task, state=DONE))
            return ended
        if asking is None:
            return self._previewed(by, task)
        answers = {**task.answers, SEEN: asking.seen} if asking.seen else task.answers
        options = tuple(value for value, _ in asking.options)
        kept = self._tasks.keep(replace(task, answers=answers, options=options))
        told = asking.shown or said(asking.text)
        if not asking.options:
            return Page(told, form=kept.number)
        words = words_in(by.language)
        rows = rows_of([button(kept, str(at), one) for at, (_, one) in enumerate(asking.options)])
        own = asking.typed and asking.shown is None
        last = [button(kept, TYPED, words.say("In my own words"))] if own else []
        last.append(button(kept, CANCEL, words.say("Cancel")))
        shown = replace(told, actions=(*rows, tuple(last)))
        return Page(shown, form=kept.number if asking.typed else None)

    def _previewed(self, by: Curator, task: Task, warning: str = "") -> Page:
        words = words_in(by.language)
        edit = VERBS[task.verb].edit(task, self._means, words)
        base = base_of(edit, self._means)
        kept = self._tasks.keep(replace(task, base=base, options=(CONFIRM, AGAIN)))
        why = words.say("Reason: {reason}", reason=task.answers["reason"])
        sections = page((Part.CONFLICT, [text(warning, Style.STRONG)] if warning else []))
        sections += self._previews.sections(edit, by.language)
        sections += page((Part.SOURCE, [text(why)]))
        buttons = (
            (button(kept, "0", words.say("Confirm")), button(kept, CANCEL, words.say("Cancel"))),
            (button(kept, "1", words.say("Another reason")),),
        )
        return Page(Message(sections, buttons))

    def _settled(self, by: Curator, task: Task, choice: str) -> Page:
        words = words_in(by.language)
        if choice == AGAIN:
            reopened = task.without("reason")
            return self._shown(by, reopened, self._asking(reopened, by))
        try:
            numbers = self._made(by, task, words)
        except Conflict as error:
            again = words.say("Nothing was changed: {why} Look again.", why=error.told(words))
            return self._previewed(by, self._tasks.task(task.number), again)
        if not numbers:
            return Page(said(words.say("Nothing differs, so nothing was changed.")))
        told = said(words.say("Done. To take it back: /undo {number}", number=numbers[-1]))
        back = Action("undo", str(numbers[-1]), words.say("Take it back"))
        done = Page(replace(told, actions=((back,),)), wakes=True)
        return self._asked_after(by, task, done)

    def _made(self, by: Curator, task: Task, words: Words) -> list[int]:
        """Make the change; gives the numbers of its revisions."""
        store = self._means.store
        made = store.revisions.of_update(by.update_id) if by.update_id is not None else []
        if not made:
            edit = VERBS[task.verb].edit(task, self._means, words)
            if base_of(edit, self._means) != dict(task.base):
                raise Conflict(words.say("somebody else changed it meanwhile."))
            reason, update = task.answers["reason"], by.update_id
            made = list(store.changes.apply(edit, actor=by.actor, reason=reason, update_id=update))
        self._settled_with(by, task)
        if task.state == OPEN:
            self._tasks.keep(replace(task, state=DONE))
        return [revision.number for revision in made]
