"""A change from its first word to its place in the history: asked, previewed, confirmed, made."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.characters import cleaned, unseen_in
from knowledge.curation import (
    article_review,
    backlog_tasks,
    claim_translations,
    draft_tasks,
    found_relations,
    history,
    record_edits,
    statement_edits,
)
from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_wording import ChangePreviews, page, text
from knowledge.curation.workflow import (
    AGAIN,
    CANCEL,
    CONFIRM,
    DONE,
    DROPPED,
    OPEN,
    TYPED,
    Asking,
    CommandContext,
    Task,
    Tasks,
    Verb,
    base_of,
    button,
    parts,
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
    Message,
    NotFound,
    Page,
    Part,
    RefusedInput,
    Role,
    Style,
    number_in,
)
from knowledge.translations import Words, words_in

LISTED = frozenset({"subject", "value"})
"""Questions whose options may be chosen by their number."""

Ending = Callable[[Curator, Task], Page]
Return = Callable[[Curator, Task, str], Page]

VERBS: Mapping[str, Verb] = {
    **statement_edits.VERBS,
    **record_edits.CREATION_VERBS,
    **record_edits.VERBS,
    **history.VERBS,
    **draft_tasks.VERBS,
    **article_review.VERBS,
    **backlog_tasks.VERBS,
    **claim_translations.VERBS,
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
        kept = self._tasks.keep(replace(task, options=tuple(value for value, _ in asking.options)))
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
