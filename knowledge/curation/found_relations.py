"""How a statement made or changed by hand bears on others of its incident: found by rule, and asked."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.curation.article_sheet import bearing_words, beside_line
from knowledge.curation.change_wording import page, text
from knowledge.curation.statement_matching import SAME, ClaimNearness, Match, matches
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, said
from knowledge.domain import (
    AGAINST,
    Action,
    Curator,
    Edit,
    Message,
    Page,
    Part,
    Relation,
    RelationKind,
    Role,
    State,
    Style,
)
from knowledge.translations import Words, words_in

BEARING = "bearing"
"""The verb; its subject is a statement."""

TELLING = frozenset({"claim", "figure", "kind", "polarity", "speaker", "incident", "said"})
"""Fields of a statement by which it bears on others."""

NONE = "none"
OFFERED = 3
"""Statements that are asked about at once."""


def found(means: CommandContext, identity: str) -> list[Match]:
    """How a public statement may bear on others of its incident with which nothing relates it."""
    known = means.store.records.complete([identity])
    if not known or known[0].statement.state is not State.PUBLISHED:
        return []
    record = known[0]
    if record.statement.incident is None:
        return []
    published = means.published(record.statement.incident)
    near = ClaimNearness([record, *published], means.meaning)
    related = {one.target for one in record.outgoing} | {one.source for one in record.incoming}
    return [
        one
        for one in matches(record, published, near)
        if one.kind != SAME
        and (one.sure or one.kind in AGAINST)
        and one.other.statement.id not in related
    ][:OFFERED]


def _asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    if "value" in task.answers:
        return None
    bearing = found(means, task.answers["subject"])
    heading = task.answers.get("said", "")
    asked = words.say("By their numbers and words it may bear on these. Is it so?")
    lines = [
        beside_line(replace(one, sure=True), words, f"{at}. ")
        for at, one in enumerate(bearing, start=1)
    ]
    options = [
        (_value(one), f"{at}. {bearing_words(one, words)}") for at, one in enumerate(bearing, 1)
    ]
    shown = Message(
        page(
            (Part.ANSWER, [text(heading, Style.STRONG) if heading else (), text(asked)]),
            (Part.OTHER_SIDE, lines),
        )
    )
    none = (NONE, words.say("None of these"))
    return Asking("value", asked, (*options, none), typed=False, shown=shown)


def _value(match: Match) -> str:
    way = "from" if match.backwards else "to"
    return f"{RelationKind(match.kind).value} {way} {match.other.statement.id}"


def _edit(task: Task, _means: CommandContext, _words: Words) -> Edit:
    kind, way, other = task.answers["value"].split(" ")
    ends = (task.answers["subject"], other)
    source, target = ends if way == "to" else ends[::-1]
    return Edit(relate=(Relation(source, RelationKind(kind), target),))


VERBS: Mapping[str, Verb] = {BEARING: Verb(Role.CURATOR, ("subject",), _asks, _edit)}


class FoundRelations:
    """Asks after changes, and does what is confirmed with one press.

    Args:
        means: the store, and what is near.
        begin: begins a task.
    """

    def __init__(
        self,
        means: CommandContext,
        begin: Callable[[Curator, str, str, Mapping[str, str]], Page],
    ) -> None:
        self._means = means
        self._begin = begin

    def after(self, by: Curator, task: Task, done: Page) -> Page:
        """The page of a change that was made, with what is to be asked of it.

        Args:
            by: who made it.
            task: that ended in it.
            done: what is said of it.
        """
        edited = task.answers.get("field", "").partition(".")[0] in TELLING
        if task.verb != "new" and not (task.verb == "edit" and edited):
            return done
        made = self._means.store.revisions.of_update(by.update_id or 0)
        ids = list(dict.fromkeys(one.subject_id for one in made if one.subject == "statement"))
        if len(ids) != 1 or not found(self._means, ids[0]):
            return done
        return self._asked(by, ids[0], done)

    def ended(self, by: Curator, task: Task) -> Page:
        """What comes of a press under the question."""
        words, subject = words_in(by.language), task.answers["subject"]
        if task.answers["value"] == NONE:
            return Page(said(words.say("It stays as it is. /relate says it at any time.")))
        store, update = self._means.store, by.update_id
        made = store.revisions.of_update(update) if update is not None else []
        if not made:
            edit = _edit(task, self._means, words)
            reason = words.say("found beside it")
            changed = store.changes.apply(edit, actor=by.actor, reason=reason, update_id=update)
            made = [*changed]
        told = said(words.say("Done."))
        back = ((Action("undo", str(made[-1].number), words.say("Take it back")),),) if made else ()
        done = Page(replace(told, actions=back), wakes=True)
        return self._asked(by, subject, done) if found(self._means, subject) else done

    def _asked(self, by: Curator, subject: str, done: Page) -> Page:
        heading = done.message.plain().strip()
        asked = self._begin(by, BEARING, "", {"subject": subject, "said": heading})
        actions = (*asked.message.actions, *done.message.actions)
        return replace(asked, message=replace(asked.message, actions=actions), wakes=True)
