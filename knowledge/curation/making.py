"""Statements that come and go: a new one, and two that become one."""

from dataclasses import replace

from knowledge.curation.fields import NOTHING
from knowledge.curation.names import slug
from knowledge.curation.statements import language_in, subject_of, with_phrasings
from knowledge.curation.tasks import Task
from knowledge.curation.verbs import Asking, Means, Verb, reason, which_statement
from knowledge.editing import merged
from knowledge.model import (
    Appearance,
    Attribution,
    Edit,
    Kind,
    RefusedInput,
    Role,
    Statement,
    Texts,
)
from knowledge.wording import Words

OFFERED = 5
"""Articles or incidents behind buttons."""


def _merge_asks(task: Task, means: Means, words: Words) -> Asking | None:
    asking = which_statement(
        task, means, words,
        text=words.say("Which statement is the duplicate that goes? Send its id or words of it."),
    ) or which_statement(
        task, means, words, key="value",
        text=words.say("Into which statement does it go? Send its id or words of it."),
    )  # fmt: skip
    if asking:
        return asking
    if subject_of(task, means, words).id == subject_of(task, means, words, "value").id:
        raise RefusedInput(words.say("These are the same statement already."))
    return reason(task, words, words.say("they say the same"))


def _merged(task: Task, means: Means, words: Words) -> Edit:
    goes = means.store.records([subject_of(task, means, words).id])[0]
    stays = means.store.records([subject_of(task, means, words, "value").id])[0]
    return merged(goes, stays, task.answers["reason"])


def _new_asks(task: Task, means: Means, words: Words) -> Asking | None:
    questions = {
        "claim": words.say("What is stated? One sentence without the speaker, no full stop."),
        "speaker": words.say("Who says it? A name or id; - if the article itself says it."),
        "article": words.say("In which article? Its id or title."),
        "incident": words.say("About which incident? A name or id; - for none."),
    }
    named = {
        "speaker": means.names.speaker,
        "article": means.names.article,
        "incident": means.names.incident,
    }
    for key, text in questions.items():
        if key not in task.answers:
            return Asking(key, text, _offered(key, means, words))
        value = task.answers[key].strip()
        if key in named and (value != NOTHING or key == "article"):
            named[key](value, words)  # what is not in the store is told at once
    if "kind" not in task.answers:
        options = tuple((one.value, one.value) for one in Kind)
        return Asking("kind", words.say("What sort of thing is stated?"), options, typed=False)
    _draft(task, means, words)
    return reason(task, words, words.say("it was missing"))


def _offered(key: str, means: Means, words: Words) -> tuple[tuple[str, str], ...]:
    """The latest articles or incidents, to be pressed."""
    if key == "article":
        return tuple((one.id, one.title) for one in means.store.articles()[-OFFERED:])
    if key == "incident":
        latest = means.store.incidents()[-OFFERED:]
        none = ((NOTHING, words.say("none")),)
        return tuple((one.id, one.name.in_language(words.language)) for one in latest) + none
    return ()


def _draft(task: Task, means: Means, words: Words) -> Statement:
    article = means.names.article(task.answers["article"], words)
    blank = Statement(
        id="new",
        claim=Texts({}, language_in(task.answers["claim"])),
        kind=Kind(task.answers["kind"]),
        appearances=(Appearance(article.id, Attribution.NARRATOR),),
        reviewed=means.today(),
        version=0,
    )
    worded = means.fields.set(blank, "claim", task.answers["claim"], words)
    spoken = means.fields.set(worded, "speaker", task.answers["speaker"], words)
    placed = means.fields.set(spoken, "incident", task.answers["incident"], words)
    return replace(placed, id=free_id(placed, means), version=0, machine_extracted=False)


def free_id(statement: Statement, means: Means) -> str:
    """An id that the store has not, made of the speaker and the claim."""
    who = (statement.speaker or "").rpartition("-")[2]
    wanted = slug(f"{who} {statement.claim.in_language('en')}", longest=48)
    identity, number = wanted, 1
    while means.statement(identity) is not None:
        number += 1
        identity = f"{wanted}-{number}"
    return identity


def _new(task: Task, means: Means, words: Words) -> Edit:
    phrasing = task.answers.get("phrasing")
    statement = _draft(task, means, words)
    if phrasing and phrasing != NOTHING:
        statement = with_phrasings(statement, [(language_in(phrasing), phrasing)])
    return Edit(statements=(statement,))


VERBS = {
    "merge": Verb(Role.CURATOR, ("subject", "value"), _merge_asks, _merged),
    "new": Verb(Role.CURATOR, ("claim",), _new_asks, _new),
}
