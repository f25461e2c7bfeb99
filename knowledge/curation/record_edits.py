"""What can be done to speakers and incidents."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.curation.field_values import NOTHING, date_of, worded
from knowledge.curation.record_lookup import new_id
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason
from knowledge.domain import (
    Edit,
    Entry,
    Incident,
    MultilingualText,
    Note,
    RefusedInput,
    Role,
    Speaker,
    SpeakerKind,
)
from knowledge.languages.word_tables import listed
from knowledge.translations import Words

NEW = "new"
"""Typed as the subject, it begins a new record: "/speaker new Anna Lee"."""

OFFERED = 6
"""The latest speakers or incidents, behind buttons."""

Asks = Callable[[Task, CommandContext, Words], Asking | None]
Listed = Callable[[CommandContext], Sequence[Speaker | Incident]]
Making = Callable[[Task, CommandContext, Words], tuple[Entry, Entry | None]]

_YES = listed("settings", "yes")


def _field_asks(
    task: Task, words: Words, fields: dict[str, str], latest: Sequence[Speaker | Incident]
) -> Asking | None:
    if task.answers.get("subject", "") == "":
        offered = [(one.id, one.name.in_language(words.language)) for one in latest[-OFFERED:]]
        said = words.say("Which one? A name or id; new for one that is missing.")
        return Asking("subject", said, tuple(offered))
    if task.answers["subject"].casefold() == NEW:
        if "name" not in task.answers:
            return Asking("name", words.say("What is it called?"))
        return reason(task, words, words.say("it was missing"))
    if task.answers.get("field", "").partition(".")[0] not in fields:
        options = tuple(fields.items())
        return Asking("field", words.say("What is to change?"), options, typed=False)
    if "value" not in task.answers:
        hints = {
            "kind": ", ".join(SpeakerKind),
            "party": words.say("yes or no"),
            "when": words.say("A date as 2023-08-05, 2023-08 or XXXX-12-15; - for none."),
            "alias": words.say("One more name; with - in front it is taken away."),
        }
        hint = hints.get(task.answers["field"], "")
        return Asking("value", words.say("The new value?") + (f"\n{hint}" if hint else ""))
    return None


def _asks(labels: Callable[[Words], dict[str, str]], making: Making, listed: Listed) -> Asks:
    """What is still to be asked before a record with these fields can be made so."""

    def asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
        asking = _field_asks(task, words, labels(words), listed(means))
        if asking is None:
            making(task, means, words)
            asking = reason(task, words, words.say("a slip of the pen"))
        return asking

    return asks


def _speaker_fields(words: Words) -> dict[str, str]:
    return {
        "name": words.say("Name"),
        "role": words.say("Role"),
        "kind": words.say("Kind"),
        "party": words.say("Party to the matter"),
        "alias": words.say("Other names"),
    }


def _speaker(task: Task, means: CommandContext, words: Words) -> tuple[Speaker, Speaker | None]:
    if task.answers["subject"].casefold() == NEW:
        name = " ".join(task.answers["name"].split())
        taken = [one.id for one in means.store.records.speakers()]
        new = Speaker(new_id(name, taken), MultilingualText.of(en=name), SpeakerKind.PERSON)
        return new, None
    was = means.names.speaker(task.answers["subject"], words)
    value, field = task.answers["value"].strip(), task.answers["field"]
    match field.partition(".")[0]:
        case "name":
            return replace(was, name=worded(was.name, field, value, words)), was
        case "role":
            return replace(was, role=worded(was.role, field, value, words)), was
        case "kind":
            if value not in set(SpeakerKind):
                values = ", ".join(SpeakerKind)
                raise RefusedInput(words.say("It is one of: {values}.", values=values))
            return replace(was, kind=SpeakerKind(value)), was
        case "party":
            return replace(was, party=value.casefold() in _YES), was
        case _:
            return replace(was, aliases=_aliases(was.aliases, value)), was


def _incident_fields(words: Words) -> dict[str, str]:
    return {
        "name": words.say("Name"),
        "when": words.say("Date"),
        "places": words.say("Places"),
        "part": words.say("Part of"),
        "alias": words.say("Other names"),
        "note": words.say("Editor's note"),
    }


def _incident(task: Task, means: CommandContext, words: Words) -> tuple[Incident, Incident | None]:
    if task.answers["subject"].casefold() == NEW:
        name = " ".join(task.answers["name"].split())
        taken = [one.id for one in means.store.records.incidents()]
        return Incident(new_id(name, taken), MultilingualText.of(en=name)), None
    was = means.names.incident(task.answers["subject"], words)
    return _incident_with(was, task, means, words), was


def _incident_with(was: Incident, task: Task, means: CommandContext, words: Words) -> Incident:
    value, field = task.answers["value"].strip(), task.answers["field"]
    nothing = value == NOTHING
    match field.partition(".")[0]:
        case "name":
            return replace(was, name=worded(was.name, field, value, words))
        case "when":
            return replace(was, when=date_of(value))
        case "places":
            parts = [] if nothing else [one for one in value.split(",") if one.strip()]
            places = tuple(means.names.place(part, words).id for part in parts)
            return replace(was, places=places)
        case "part":
            whole = None if nothing else means.names.incident(value, words).id
            return replace(was, part_of=whole)
        case "note":
            return replace(
                was, notes=() if nothing else (*was.notes, Note(MultilingualText.of(en=value)))
            )
        case _:
            return replace(was, aliases=_aliases(was.aliases, value))


def _aliases(aliases: tuple[str, ...], value: str) -> tuple[str, ...]:
    if value.startswith(NOTHING):
        return tuple(one for one in aliases if one != value.removeprefix(NOTHING).strip())
    return tuple(dict.fromkeys((*aliases, value)))


def _verb(labels: Callable[[Words], dict[str, str]], making: Making, listed: Listed) -> Verb:
    def edit(task: Task, means: CommandContext, words: Words) -> Edit:
        return Edit(others=(making(task, means, words),))

    return Verb(Role.CURATOR, ("subject", "field", "value"), _asks(labels, making, listed), edit)


VERBS = {
    "speaker": _verb(_speaker_fields, _speaker, lambda means: means.store.records.speakers()),
    "incident_edit": _verb(
        _incident_fields, _incident, lambda means: means.store.records.incidents()
    ),
}
