"""What can be done, and what must be known before it is: the questions of each verb."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.curation.fields import Fields
from knowledge.curation.names import Names
from knowledge.curation.tasks import Task
from knowledge.model import Edit, Role, Statement
from knowledge.store import Store
from knowledge.wording import Words


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to the curator.

    Args:
        key: of the answer.
        text: what is asked.
        options: (value, label) of buttons.
        typed: whether the answer may be typed.
    """

    key: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Means:
    """What verbs work with.

    Args:
        find: ids of statements that a text may mean, the likeliest first.
        today: ISO day.
    """

    store: Store
    names: Names
    fields: Fields
    find: Callable[[str], Sequence[str]]
    today: Callable[[], str]

    def statement(self, text: str) -> Statement | None:
        """The statement with this id, merged ones redirected."""
        found = self.store.records([text.strip()])
        return found[0].statement if found else None


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
    """

    needed: Role
    keys: tuple[str, ...]
    asks: Callable[[Task, Means, Words], Asking | None]
    edit: Callable[[Task, Means, Words], Edit]
    take: Callable[[Task, str, str], Task] = _take


def typed_answers(verb: Verb, line: str) -> Mapping[str, str]:
    """The answers in a one-line form: "subject field value | reason"."""
    head, bar, reason = line.partition("|")
    parts = head.split(maxsplit=len(verb.keys) - 1) if verb.keys else []
    answers = dict(zip(verb.keys, (part.strip() for part in parts), strict=False))
    if bar and reason.strip():
        answers["reason"] = reason.strip()
    return answers


def which_statement(
    task: Task, means: Means, words: Words, *, key: str = "subject", text: str = ""
) -> Asking | None:
    """Asks for a statement until the answer is the id of one."""
    answer = task.answers.get(key)
    if answer is None:
        said = text or words.say("Which statement? Send its id, or what it says in your own words.")
        return Asking(key, said)
    if means.statement(answer) is not None:
        return None
    near = means.store.records(list(means.find(answer))[:5])
    options = tuple(
        (one.statement.id, one.statement.claim.in_language(words.language)) for one in near
    )
    said = words.say("Which of these statements? Or send other words.")
    none = words.say("I found no such statement. Send its id, or other words.")
    return Asking(key, said if options else none, options)


def reason(task: Task, words: Words, *usual: str) -> Asking | None:
    """Asks for the reason, which every change must have."""
    if task.answers.get("reason", "").strip():
        return None
    options = tuple((text, text) for text in usual)
    return Asking("reason", words.say("Why? The reason stands in the history."), options)
