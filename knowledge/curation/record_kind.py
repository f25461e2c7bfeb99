"""How records of one kind are made, corrected and made one: asked field by field, or on one line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.curation.article_head import origins
from knowledge.curation.record_lookup import Named, find
from knowledge.curation.value_names import value_names
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason
from knowledge.domain import Article, Edit, RefusedInput, Role, SpeakerKind
from knowledge.languages.registry import CODES
from knowledge.translations import Words

NEW = "new"
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
        if parts[0].casefold() in {NEW, words.say("new").casefold()} and self.made is not None:
            name = " ".join(parts[1:])
            return {**answers, "subject": NEW, **({"name": name} if name else {})}
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
        if task.answers["subject"] != NEW:
            asking = self._field(task, means, words)
            if asking is not None:
                return asking
        self._edit(task, means, words)
        usual = words.say("it was missing") if task.answers["subject"] == NEW else words.say(
            "they are the same"
        ) if task.answers["field"] == MERGE else words.say("a slip of the pen")  # fmt: skip
        return reason(task, words, usual)

    def _subject(self, task: Task, means: CommandContext, words: Words) -> Asking | None:
        subject = task.answers.get("subject", "")
        if subject == NEW and self.made is not None:
            if "name" not in task.answers:
                return Asking("name", words.say("What is it called?"))
            return None
        latest = [(one.id, _name(one, words)) for one in reversed(self.listed(means)[-OFFERED:])]
        new = ((NEW, words.say("A new one")),) if self.made is not None else ()
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
        if answers["subject"] == NEW and self.made is not None:
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
