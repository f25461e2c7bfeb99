"""Records edited: speakers, places, incidents and articles made, corrected and made one, field by field or on one line; statements made and merged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.curation.field_values import (
    NOTHING,
    called,
    chosen,
    current_head,
    date_of,
    head_labels,
    headed,
    heads,
    origins,
    value_names,
    worded,
)
from knowledge.curation.record_lookup import Named, comparable, find, names_of, new_id
from knowledge.curation.review import NEW
from knowledge.curation.statement_edits import another_statement, subject_of, with_phrasings
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason, which_statement
from knowledge.domain import (
    Appearance,
    Article,
    Attribution,
    Edit,
    Entry,
    Incident,
    Kind,
    MultilingualText,
    Note,
    Place,
    RefusedInput,
    Role,
    Speaker,
    SpeakerKind,
    State,
    Statement,
)
from knowledge.domain.dates import Edtf
from knowledge.editing import merged
from knowledge.editing.state_changes import incidents_merged, places_merged, speakers_merged
from knowledge.languages.registry import CODES, listed
from knowledge.languages.scripts import language_of
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import Words

NEW_RECORD = "new"
"""Typed as the subject, it begins a new record: "/speaker new Anna Lee"."""

MERGE = "merge"
"""The field whose value is the record into which the subject goes."""

OFFERED = 6
"""The latest records, behind buttons."""

FIELD_WORDS = 5
"""Words that the name of a field has at most."""

Fields = Callable[[Words], dict[str, str]]
Listed = Callable[[CommandContext], Sequence[Named]]
Known = Callable[[CommandContext, str, Words], Named]
Changed = Callable[[Named, str, str, CommandContext, Words], Named]
Merged = Callable[[Named, Named, CommandContext], Edit]


@dataclass(frozen=True, slots=True)
class EditableKind:
    """One kind of record, and how it is changed.

    Args:
        fields: what can be changed, and what it is called.
        listed: all of them, as they came.
        known: the one that is meant; raises NotFound.
        changed: with a field in its new state; raises RefusedInput and NotFound.
        now: a field as it stands, in words.
        made: a new one of this name; None where none is made here.
        also: other names of fields.
        merged: two as one; None where they are not made one.
    """

    fields: Fields
    listed: Listed
    known: Known
    changed: Changed
    now: Callable[[Named, str, Words], str]
    made: Callable[[str, CommandContext, Words], Named] | None = None
    also: Callable[[Words], Mapping[str, str]] | None = None
    merged: Merged | None = None

    def verb(self) -> Verb:
        """The command that changes records of this kind."""
        return Verb(
            Role.CURATOR,
            ("subject", "field", "value"),
            self._asks,
            self._edit,
            reads=self._read,
        )

    def _read(self, line: str, means: CommandContext, words: Words) -> Mapping[str, str]:
        """A one-line form: "a name of several words field the value | reason"."""
        head, _, why = line.partition("|")
        answers = {"reason": why.strip()} if why.strip() else {}
        parts = head.split()
        if not parts:
            return answers
        if (
            parts[0].casefold() in {NEW_RECORD, words.say("new").casefold()}
            and self.made is not None
        ):
            name = " ".join(parts[1:])
            return {**answers, "subject": NEW_RECORD, **({"name": name} if name else {})}
        records = self.listed(means)
        for count in range(len(parts), 0, -1):
            if find(records, " ".join(parts[:count])) is None:
                continue
            answers["subject"] = " ".join(parts[:count])
            if count < len(parts):
                field, rest = self._field_in(parts[count:], words)
                answers |= {"field": field, **({"value": rest} if rest else {})}
            return answers
        return {**answers, "subject": " ".join(parts)}

    def _field_in(self, parts: Sequence[str], words: Words) -> tuple[str, str]:
        """The field that a line begins with, by its name or what it is called, and what follows."""
        names = {label.casefold(): name for name, label in self._fields(words).items()}
        names |= {name: name for name in self._fields(words)}
        names |= self.also(words) if self.also else {}
        for count in range(min(len(parts), FIELD_WORDS), 0, -1):
            typed = " ".join(parts[:count]).casefold().rstrip(":")
            stem, dot, language = typed.partition(".")
            if stem in names and " " not in language:
                suffix = f".{language}" if dot else ""
                return names[stem] + suffix, " ".join(parts[count:])
        return parts[0], " ".join(parts[1:])

    def _fields(self, words: Words) -> dict[str, str]:
        more = {MERGE: words.say("Make it one with another")} if self.merged else {}
        return {**self.fields(words), **more}

    def _asks(self, task: Task, means: CommandContext, words: Words) -> Asking | None:
        asking = self._subject(task, means, words)
        if asking is not None:
            return asking
        if task.answers["subject"] != NEW_RECORD:
            asking = self._field(task, means, words)
            if asking is not None:
                return asking
        self._edit(task, means, words)
        usual = words.say("it was missing") if task.answers["subject"] == NEW_RECORD else words.say(
            "they are the same"
        ) if task.answers["field"] == MERGE else words.say("a slip of the pen")  # fmt: skip
        return reason(task, words, usual)

    def _subject(self, task: Task, means: CommandContext, words: Words) -> Asking | None:
        subject = task.answers.get("subject", "")
        if subject == NEW_RECORD and self.made is not None:
            if "name" not in task.answers:
                return Asking("name", words.say("What is it called?"))
            return None
        latest = [(one.id, _name(one, words)) for one in reversed(self.listed(means)[-OFFERED:])]
        new = ((NEW_RECORD, words.say("A new one")),) if self.made is not None else ()
        if not subject:
            said = words.say("Which one? Press it, or send its name.")
            return Asking("subject", said, (*latest, *new))
        self.known(means, subject, words)
        return None

    def _field(self, task: Task, means: CommandContext, words: Words) -> Asking | None:
        record = self.known(means, task.answers["subject"], words)
        fields = self._fields(words)
        typed = task.answers.get("field", "")
        field, _, language = typed.partition(".")
        if field not in fields:
            shown = [text for name, label in self.fields(words).items() if (text := self._line(record, name, label, words))]  # fmt: skip
            said = "\n".join((_name(record, words), *shown, "", words.say("What is to change?")))
            return Asking("field", said, tuple(fields.items()), typed=False)
        if language and language not in CODES:
            raise RefusedInput(words.say("The languages are en, ru and uk."))
        if "value" in task.answers:
            return None
        if field == MERGE:
            others = [one for one in reversed(self.listed(means)) if one.id != record.id][:OFFERED]
            said = words.say(
                "Into which one does “{name}” go? Its names and all that hangs on it move there.",
                name=_name(record, words),
            )
            return Asking("value", said, tuple((one.id, _name(one, words)) for one in others))
        now = self.now(record, typed, words) or "–"
        said = words.say("{field} now: {now}", field=fields[field], now=now)
        return Asking("value", f"{said}\n{_hint(field, words)}".rstrip(), _options(field, words))

    def _line(self, record: Named, name: str, label: str, words: Words) -> str:
        now = self.now(record, name, words)
        return f"{label}: {now}" if now else ""

    def _edit(self, task: Task, means: CommandContext, words: Words) -> Edit:
        answers = task.answers
        if answers["subject"] == NEW_RECORD and self.made is not None:
            return Edit(
                others=((self.made(" ".join(answers["name"].split()), means, words), None),)
            )
        was = self.known(means, answers["subject"], words)
        if answers["field"] == MERGE and self.merged is not None:
            return self.merged(was, self.known(means, answers["value"], words), means)
        changed = self.changed(was, answers["field"], answers["value"].strip(), means, words)
        return Edit(others=((changed, was),))


def _hint(field: str, words: Words) -> str:
    return {
        "when": words.say("A date as people write it, such as 5 August 2023; - for none."),
        "published": words.say("A date as people write it, such as 5 August 2023; - for none."),
        "alias": words.say("One more name; with - in front it is taken away."),
        "places": words.say("Names or ids with commas; - for none."),
        "within": words.say("The wider place; - for none."),
        "part": words.say("A name or id; - for none."),
        "note": words.say("One more note; - takes all away."),
        "publisher": words.say("- for none."),
        "author": words.say("- for none."),
        "url": words.say("- for none."),
        "role": words.say("- for none."),
        "derived_from": words.say("The title or the link of an article of the store; - for none."),
    }.get(field, "")


def _options(field: str, words: Words) -> tuple[tuple[str, str], ...]:
    if field == "kind":
        return tuple(value_names(words)[SpeakerKind].items())
    if field == "party":
        return (("yes", words.say("yes")), ("no", words.say("no")))
    if field == "origin":
        return tuple((one.value, label) for one, label in origins(words).items())
    return ()


def _name(record: Named, words: Words) -> str:
    if isinstance(record, Article):
        return record.title
    return record.name.in_language(words.language)


_YES = listed("settings", "yes")


def _named_as(name: str, words: Words) -> MultilingualText:
    """A name in the language that it is written in."""
    language = language_of(name).value
    return worded(MultilingualText({}, language), f"name.{language}", name, words)


def _texts(texts: MultilingualText, field: str) -> str:
    language = field.partition(".")[2]
    if language:
        return texts.by_language.get(language, "")
    given = texts.by_language.items()
    if len(given) == 1:
        return texts.in_language("")
    return "; ".join(f"{text} ({code})" for code, text in given)


def _aliases(aliases: tuple[str, ...], value: str) -> tuple[str, ...]:
    if value.startswith(NOTHING):
        gone = comparable(value.removeprefix(NOTHING))
        return tuple(one for one in aliases if comparable(one) != gone)
    return tuple(dict.fromkeys((*aliases, value)))


def _all_of(means: CommandContext, **wanted: Sequence[str]) -> list[Statement]:
    """Statements in any state."""
    ids = means.store.statements.select(StatementFilter(states=tuple(State), **wanted))  # type: ignore[arg-type]  # only lists of ids are given
    return [means.store.records.statement(one) for one in ids]


def _speaker_fields(words: Words) -> dict[str, str]:
    return {
        "name": words.say("Name"),
        "role": words.say("Role"),
        "kind": words.say("Kind"),
        "party": words.say("Party to the matter"),
        "alias": words.say("Other names"),
    }


def _speaker(was: Named, field: str, value: str, _means: CommandContext, words: Words) -> Named:
    assert isinstance(was, Speaker)  # noqa: S101  # narrows the union for the type checker
    match field.partition(".")[0]:
        case "name":
            return replace(was, name=worded(was.name, _of(was.name, field, value), value, words))
        case "role":
            return replace(was, role=worded(was.role, _of(was.role, field, value), value, words))
        case "kind":
            return replace(was, kind=chosen(SpeakerKind, value, words))
        case "party":
            return replace(was, party=value.casefold() in _YES)
    return replace(was, aliases=_aliases(was.aliases, value))


def _of(texts: MultilingualText, field: str, value: str) -> str:
    """The field with the language that is meant: as named, else that in which the value is written."""
    if "." in field or value == NOTHING or not texts:
        return field if texts or "." in field else f"{field}.{language_of(value).value}"
    written = language_of(value).value
    own = texts.original
    return f"{field}.{written}" if written in texts.by_language and written != own else field


def _speaker_now(record: Named, field: str, words: Words) -> str:
    assert isinstance(record, Speaker)  # noqa: S101  # as above
    return {
        "name": lambda: _texts(record.name, field),
        "role": lambda: _texts(record.role, field),
        "kind": lambda: called(record.kind, words),
        "party": lambda: words.say("yes") if record.party else words.say("no"),
        "alias": lambda: ", ".join(record.aliases),
    }[field.partition(".")[0]]()


def _new_speaker(name: str, means: CommandContext, words: Words) -> Named:
    taken = means.store.records.speakers()
    _not_there(taken, name, words)
    return Speaker(
        new_id(name, (one.id for one in taken)), _named_as(name, words), SpeakerKind.PERSON
    )


def _not_there(records: Sequence[Named], name: str, words: Words) -> None:
    known = find(records, name)
    if known is not None:
        raise RefusedInput(words.say("“{name}” is in the store already.", name=names_of(known)[0]))


def _speakers_as_one(gone: Named, into: Named, means: CommandContext) -> Edit:
    assert isinstance(gone, Speaker) and isinstance(into, Speaker)  # noqa: S101, PT018  # as above
    return speakers_merged(gone, into, _all_of(means, speakers=[gone.id]))


def _place_fields(words: Words) -> dict[str, str]:
    return {
        "name": words.say("Name"),
        "within": words.say("Within"),
        "alias": words.say("Other names"),
    }


def _place(was: Named, field: str, value: str, means: CommandContext, words: Words) -> Named:
    assert isinstance(was, Place)  # noqa: S101  # as above
    match field.partition(".")[0]:
        case "name":
            return replace(was, name=worded(was.name, _of(was.name, field, value), value, words))
        case "within":
            wider = None if value == NOTHING else means.names.place(value, words)
            _not_within(was, wider, means, words)
            return replace(was, within=wider.id if wider else None)
    return replace(was, aliases=_aliases(was.aliases, value))


def _not_within(was: Place, wider: Place | None, means: CommandContext, words: Words) -> None:
    """Raises RefusedInput where a place would be within itself."""
    places = {one.id: one for one in means.store.records.places()}
    seen: set[str] = set()
    while wider is not None and wider.id not in seen:
        if wider.id == was.id:
            raise RefusedInput(words.say("A place is not within itself."))
        seen.add(wider.id)
        wider = places.get(wider.within or "")


def _place_now(record: Named, field: str, _words: Words) -> str:
    assert isinstance(record, Place)  # noqa: S101  # as above
    return {
        "name": lambda: _texts(record.name, field),
        "within": lambda: record.within or "",
        "alias": lambda: ", ".join(record.aliases),
    }[field.partition(".")[0]]()


def _new_place(name: str, means: CommandContext, words: Words) -> Named:
    taken = means.store.records.places()
    _not_there(taken, name, words)
    return Place(new_id(name, (one.id for one in taken)), _named_as(name, words))


def _places_as_one(gone: Named, into: Named, means: CommandContext) -> Edit:
    assert isinstance(gone, Place) and isinstance(into, Place)  # noqa: S101, PT018  # as above
    own = [one for one in _all_of(means, places=[gone.id]) if gone.id in one.places]
    there = [one for one in means.store.records.incidents() if gone.id in one.places]
    inner = [one for one in means.store.records.places() if one.within == gone.id]
    return places_merged(gone, into, own, there, inner)


def _incident_fields(words: Words) -> dict[str, str]:
    return {
        "name": words.say("Name"),
        "when": words.say("Date"),
        "places": words.say("Places"),
        "part": words.say("Part of"),
        "alias": words.say("Other names"),
        "note": words.say("Editor's note"),
    }


def _incident(was: Named, field: str, value: str, means: CommandContext, words: Words) -> Named:
    assert isinstance(was, Incident)  # noqa: S101  # as above
    nothing = value == NOTHING
    match field.partition(".")[0]:
        case "name":
            return replace(was, name=worded(was.name, _of(was.name, field, value), value, words))
        case "when":
            return replace(was, when=date_of(value))
        case "places":
            parts = [] if nothing else [one for one in value.split(",") if one.strip()]
            places = tuple(means.names.place(part, words).id for part in parts)
            return replace(was, places=places)
        case "part":
            whole = None if nothing else means.names.incident(value, words).id
            if whole == was.id:
                raise RefusedInput(words.say("An incident is no part of itself."))
            return replace(was, part_of=whole)
        case "note":
            note = Note(MultilingualText({words.language: value}, words.language))
            return replace(was, notes=() if nothing else (*was.notes, note))
    return replace(was, aliases=_aliases(was.aliases, value))


def _incident_now(record: Named, field: str, words: Words) -> str:
    assert isinstance(record, Incident)  # noqa: S101  # as above
    when = Edtf.parse(record.when).named(words.language) if record.when else ""
    return {
        "name": lambda: _texts(record.name, field),
        "when": lambda: when,
        "places": lambda: ", ".join(record.places),
        "part": lambda: record.part_of or "",
        "alias": lambda: ", ".join(record.aliases),
        "note": lambda: "; ".join(one.text.in_language(words.language) for one in record.notes),
    }[field.partition(".")[0]]()


def _new_incident(name: str, means: CommandContext, words: Words) -> Named:
    taken = means.store.records.incidents()
    _not_there(taken, name, words)
    return Incident(new_id(name, (one.id for one in taken)), _named_as(name, words))


def _incidents_as_one(gone: Named, into: Named, means: CommandContext) -> Edit:
    assert isinstance(gone, Incident) and isinstance(into, Incident)  # noqa: S101, PT018  # as above
    parts = [one for one in means.store.records.incidents() if one.part_of == gone.id]
    return incidents_merged(gone, into, _all_of(means, incidents=[gone.id]), parts)


def _article(was: Named, field: str, value: str, means: CommandContext, words: Words) -> Named:
    assert isinstance(was, Article)  # noqa: S101  # as above
    return headed(was, field, value, means.names, words)


def _article_now(record: Named, field: str, words: Words) -> str:
    assert isinstance(record, Article)  # noqa: S101  # as above
    now = current_head(record, field, words)
    return Edtf.parse(now).named(words.language) if field == "published" and now else now


SPEAKERS = EditableKind(
    _speaker_fields,
    lambda means: means.store.records.speakers(),
    lambda means, text, words: means.names.speaker(text, words),
    _speaker,
    _speaker_now,
    _new_speaker,
    merged=_speakers_as_one,
)
PLACES = EditableKind(
    _place_fields,
    lambda means: means.store.records.places(),
    lambda means, text, words: means.names.place(text, words),
    _place,
    _place_now,
    _new_place,
    merged=_places_as_one,
)
INCIDENTS = EditableKind(
    _incident_fields,
    lambda means: means.store.records.incidents(),
    lambda means, text, words: means.names.incident(text, words),
    _incident,
    _incident_now,
    _new_incident,
    merged=_incidents_as_one,
)
ARTICLES = EditableKind(
    head_labels,
    lambda means: means.store.records.articles(),
    lambda means, text, words: means.names.article(text, words),
    _article,
    _article_now,
    also=heads,
)

VERBS = {
    "speaker": SPEAKERS.verb(),
    "place": PLACES.verb(),
    "incident_edit": INCIDENTS.verb(),
    "article": ARTICLES.verb(),
}


OFFERED_SOURCES = 5
"""Articles or incidents behind buttons."""


def _merge_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    asking = which_statement(
        task, means, words,
        text=words.say("Which statement is the duplicate that goes? Send its id or words of it."),
    ) or another_statement(
        task, means, words,
        text=words.say("Into which statement does it go? Send its id or words of it."),
        same=words.say("These are the same statement already."),
    )  # fmt: skip
    return asking or reason(task, words, words.say("they say the same"))


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
        return tuple(
            (one.id, one.title) for one in means.store.records.articles()[-OFFERED_SOURCES:]
        )
    if key == "incident":
        latest = means.store.records.incidents()[-OFFERED_SOURCES:]
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


CREATION_VERBS = {
    "merge": Verb(Role.CURATOR, ("subject", "value"), _merge_asks, _merged),
    "new": Verb(Role.CURATOR, ("claim",), _new_asks, _new),
}
