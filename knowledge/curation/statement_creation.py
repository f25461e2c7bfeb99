"""Statements that come and go: a new one, and two that become one."""

from dataclasses import replace

from knowledge.curation.draft_tasks import NEW
from knowledge.curation.field_values import NOTHING, worded
from knowledge.curation.record_lookup import new_id
from knowledge.curation.statement_edits import subject_of, with_phrasings
from knowledge.curation.value_names import chosen, value_names
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason, which_statement
from knowledge.domain import (
    Appearance,
    Attribution,
    Edit,
    Entry,
    Incident,
    Kind,
    MultilingualText,
    RefusedInput,
    Role,
    Speaker,
    SpeakerKind,
    Statement,
)
from knowledge.editing import merged
from knowledge.languages.detection import language_of
from knowledge.translations import Words

OFFERED = 5
"""Articles or incidents behind buttons."""


def _merge_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
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


def _merged(task: Task, means: CommandContext, words: Words) -> Edit:
    goes = means.store.records.complete([subject_of(task, means, words).id])[0]
    stays = means.store.records.complete([subject_of(task, means, words, "value").id])[0]
    return merged(goes, stays, task.answers["reason"])


def _new_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    questions = {
        "claim": words.say("What is stated? One sentence without the speaker, no full stop."),
        "speaker": words.say(
            "Who says it? A name or id; “new: Ann Lee” for somebody who is missing; - if the article "
            "itself says it."
        ),
        "article": words.say(
            "In which article? Its id or title; one that is missing comes by /pull."
        ),
        "incident": words.say(
            "About which incident? A name or id; “new: …” makes one; - for none."
        ),
    }
    for key, text in questions.items():
        if key not in task.answers:
            return Asking(key, text, _offered(key, means, words))
        if key != "claim":
            _named(key, task, means, words)  # what is not in the store is told at once
    if "kind" not in task.answers:
        options = tuple(value_names(words)[Kind].items())
        return Asking("kind", words.say("What sort of thing is stated?"), options, typed=False)
    _draft(task, means, words)
    return reason(task, words, words.say("it was missing"))


def _offered(key: str, means: CommandContext, words: Words) -> tuple[tuple[str, str], ...]:
    """The latest articles or incidents, to be pressed."""
    if key == "article":
        return tuple((one.id, one.title) for one in means.store.records.articles()[-OFFERED:])
    if key == "incident":
        latest = means.store.records.incidents()[-OFFERED:]
        none = ((NOTHING, words.say("none")),)
        return tuple((one.id, one.name.in_language(words.language)) for one in latest) + none
    return ()


def _named(
    key: str, task: Task, means: CommandContext, words: Words
) -> tuple[str | None, Speaker | Incident | None]:
    """The id that was named, and the record if it is to be made; raises NotFound, RefusedInput."""
    value = task.answers[key].strip()
    if key == "article":
        return means.names.article(value, words).id, None
    if value == NOTHING:
        return None, None
    if not value.casefold().startswith(NEW):
        found = means.names.speaker if key == "speaker" else means.names.incident
        return found(value, words).id, None
    name = " ".join(value[len(NEW) :].split())
    language = language_of(name).value
    texts = worded(MultilingualText({}, language), f"name.{language}", name, words)
    if key == "incident":
        made = Incident(new_id(name, (one.id for one in means.store.records.incidents())), texts)
        return made.id, made
    taken = (one.id for one in means.store.records.speakers())
    speaker = Speaker(new_id(name, taken), texts, SpeakerKind.PERSON)
    return speaker.id, speaker


def _draft(task: Task, means: CommandContext, words: Words) -> tuple[Statement, list[Entry]]:
    article, _ = _named("article", task, means, words)
    speaker, spoken = _named("speaker", task, means, words)
    incident, happened = _named("incident", task, means, words)
    blank = Statement(
        id="new",
        claim=MultilingualText({}, language_of(task.answers["claim"]).value),
        kind=chosen(Kind, task.answers["kind"], words),
        appearances=(
            Appearance(article or "", Attribution.NAMED if speaker else Attribution.NARRATOR),
        ),
        speaker=speaker,
        incident=incident,
        reviewed=means.today(),
        version=0,
    )
    claimed = means.fields.set(blank, "claim", task.answers["claim"], words)
    made = replace(claimed, id=free_id(claimed, means), version=0, machine_extracted=False)
    return made, [one for one in (spoken, happened) if one is not None]


def free_id(statement: Statement, means: CommandContext) -> str:
    """An id that the store has not, made of the speaker and the claim."""
    who = (statement.speaker or "").rpartition("-")[2]
    wanted = new_id(f"{who} {statement.claim.in_language('en')}", longest=48)
    identity, number = wanted, 1
    while means.statement(identity) is not None:
        number += 1
        identity = f"{wanted}-{number}"
    return identity


def _new(task: Task, means: CommandContext, words: Words) -> Edit:
    phrasing = task.answers.get("phrasing")
    statement, others = _draft(task, means, words)
    if phrasing and phrasing != NOTHING:
        statement = with_phrasings(statement, [(language_of(phrasing).value, phrasing)])
    return Edit(statements=(statement,), others=tuple((one, None) for one in others))


VERBS = {
    "merge": Verb(Role.CURATOR, ("subject", "value"), _merge_asks, _merged),
    "new": Verb(Role.CURATOR, ("claim",), _new_asks, _new),
}
