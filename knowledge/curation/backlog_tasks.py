"""Tasks that settle questions asked in vain: any statement that answers them, or a gap question."""

from collections.abc import Callable, Mapping

from knowledge.curation.field_values import NOTHING, worded
from knowledge.curation.record_lookup import new_id
from knowledge.curation.unanswered import UnansweredQuestions
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, which_statement
from knowledge.domain import Curator, Edit, GapQuestion, Incident, MultilingualText, Page, Role
from knowledge.languages.detection import language_of
from knowledge.translations import Words, words_in

TEACH = "teach"
"""The verb by which a statement learns a group of questions."""

MISSING = "missing"
"""The verb by which it is said that the store cannot answer a group of questions."""

OFFERED = 4
"""Incidents behind buttons."""

NEAREST = 3
"""Statements of an incident that a refusal shows."""


def _teach_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    return which_statement(
        task, means, words,
        text=words.say("Which statement answers it? Send its id, or words of it."),
    )  # fmt: skip


def _nothing(_task: Task, _means: CommandContext, _words: Words) -> Edit:
    return Edit()


def _missing_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    if "missing" not in task.answers:
        said = words.say(
            "What is missing, in a few words? Readers are told: “The store does not say: …”, such "
            "as “what the repair will cost”."
        )
        return Asking("missing", said)
    if "value" not in task.answers:
        said = words.say("About which incident do they ask?")
        options = [
            (one.id, one.name.in_language(words.language)) for one in _incidents(task, means)
        ]
        return Asking("value", said, (*options, (NOTHING, words.say("none"))))
    _gap(task, means, words)
    return None


def _incidents(task: Task, means: CommandContext) -> list[Incident]:
    """Incidents that the questions may be about, the likeliest first."""
    near = means.store.records.complete(list(means.find(_wordings(task)[0])))
    incidents = {one.id: one for one in means.store.records.incidents()}
    ids = dict.fromkeys(one.statement.incident for one in near if one.statement.incident)
    ordered = [*ids, *(one for one in reversed(incidents) if one not in ids)]
    return [incidents[one] for one in ordered if one in incidents][:OFFERED]


def _wordings(task: Task) -> list[str]:
    return task.answers["wordings"].split("\n")


def _gap(task: Task, means: CommandContext, words: Words) -> Edit:
    typed = " ".join(task.answers["missing"].split())
    language = language_of(typed).value
    missing = worded(MultilingualText({}, language), f"missing.{language}", typed, words)
    incident = task.answers["value"]
    nearest: list[str] = []
    about = None
    if incident != NOTHING:
        known = means.names.incident(incident, words)
        about = known.id
        there = {one.statement.id for one in means.published(known.id)}
        found = [one for one in means.find(_wordings(task)[0]) if one in there]
        nearest = [*found, *(one for one in sorted(there) if one not in found)][:NEAREST]
    gap = GapQuestion(
        new_id(typed, (one.id for one in means.store.records.gaps())),
        missing,
        tuple((language_of(one).value, one) for one in _wordings(task)),
        tuple(nearest),
        about,
    )
    return Edit(others=((gap, None),))


VERBS: Mapping[str, Verb] = {
    TEACH: Verb(Role.CURATOR, ("subject",), _teach_asks, _nothing),
    MISSING: Verb(Role.CURATOR, ("missing",), _missing_asks, _gap),
}


class BacklogTasks:
    """What these tasks end in.

    Args:
        means: what verbs work with.
        backlog: settles the questions.
    """

    def __init__(self, means: CommandContext, backlog: UnansweredQuestions) -> None:
        self._means = means
        self._backlog = backlog

    @property
    def endings(self) -> Mapping[str, Callable[[Curator, Task], Page]]:
        """By verb, what is done when all is known."""
        return {TEACH: self._taught, MISSING: self._missed}

    def _taught(self, by: Curator, task: Task) -> Page:
        statement = self._means.statement(task.answers["subject"])
        assert statement is not None  # noqa: S101  # it was asked for until it was one
        return self._backlog.answered_by(by, task.answers["backlog"], statement)

    def _missed(self, by: Curator, task: Task) -> Page:
        edit = _gap(task, self._means, words_in(by.language))
        return self._backlog.cannot_answer(by, task.answers["backlog"], edit)
