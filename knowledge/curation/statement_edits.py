"""What can be done to a statement that is there: edit, retract, phrase, relate, translate."""

import re
from dataclasses import replace

from knowledge.curation.field_values import (
    CHOICES,
    FIELDS,
    called,
    chosen,
    labels,
    shown_language,
    typed_as,
    unknown_field,
    value_names,
    worded,
)
from knowledge.curation.record_lookup import find
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason, which_statement
from knowledge.domain import (
    Article,
    Edit,
    Language,
    NotFound,
    RefusedInput,
    Relation,
    RelationKind,
    Role,
    State,
    Statement,
)
from knowledge.domain.dates import Edtf
from knowledge.editing import retracted
from knowledge.languages.registry import CODES
from knowledge.languages.scripts import NAMES, language_of
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import Words, number_told

PHRASING = 300
"""Characters of a phrasing."""


def subject_of(task: Task, means: CommandContext, words: Words, key: str = "subject") -> Statement:
    """The statement that is meant; raises NotFound."""
    found = means.statement(task.answers.get(key, ""))
    if found is None:
        raise NotFound(words.say("This statement is no longer in the store."))
    return found


def another_statement(
    task: Task, means: CommandContext, words: Words, *, text: str, same: str
) -> Asking | None:
    """Asks for a second statement; raises RefusedInput with `same` where it is the first again."""
    asking = which_statement(task, means, words, key="value", text=text)
    if asking:
        return asking
    if subject_of(task, means, words).id == subject_of(task, means, words, "value").id:
        raise RefusedInput(same)
    return None


def _edit_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    asking = which_statement(task, means, words)
    if asking:
        return asking
    statement = subject_of(task, means, words)
    asking = field_asking(task, statement, words)
    if asking:
        return asking
    means.fields.set(statement, task.answers["field"], task.answers["value"], words)
    return reason(
        task, words,
        words.say("misread from the article"), words.say("the article was corrected"),
        words.say("a slip of the pen"),
    )  # fmt: skip


def field_asking(task: Task, statement: Statement, words: Words) -> Asking | None:
    """Asks which field is to change, and for its new value."""
    if "field" not in task.answers:
        named = labels(words)
        options = [(name, named[name]) for name in FIELDS]
        others = [(f"claim.{code}", f"{named['claim']} ({code})") for code in CODES[1:]]
        options[1:1] = others
        return Asking("field", words.say("What is to change?"), tuple(options), typed=False)
    field = task.answers["field"]
    if field.partition(".")[0] not in FIELDS:
        raise RefusedInput(unknown_field(field, words))
    return None if "value" in task.answers else _value(field, statement, words)


def _value(field: str, statement: Statement, words: Words) -> Asking:
    name, _, language = field.partition(".")
    if name in CHOICES:
        options = tuple(value_names(words)[CHOICES[name]].items())
        return Asking("value", words.say("Which one?"), options, typed=False)
    if field == "claim":
        shown = shown_language(statement, words)
        field = f"claim.{shown}"
        language = "" if shown == statement.claim.original else shown
    now = current(field, statement, words)
    hint = {
        "claim": words.say("One sentence without the speaker, no full stop."),
        "figure": words.say(
            "A number, such as 120 or at least 120; the claim changes with it. “2: 120” is the "
            "second figure, “2: -” takes it away, - takes all away, “+ 12 boats: boats that left” "
            "adds one."
        ),
        "said": words.say("A date as people write it, such as 5 August 2023; - for none."),
        "review_due": words.say("A date as people write it, such as 5 August 2023; - for none."),
        "speaker": words.say("A name or id; - for the narrator."),
        "incident": words.say("A name or id; - for none."),
        "places": words.say("Names or ids with commas; - for none."),
        "quotes": words.say("The exact words, one quotation a line; - for none."),
        "paragraphs": words.say("Numbers, such as 19, 20."),
        "channel": words.say("Such as: a televised statement."),
        "cue": words.say("The article's verb, such as reported."),
        "note": words.say("One more note; - takes all away; begin with ! if the wording is odd."),
    }.get(name, "")
    what = labels(words).get(name, name) + (f" ({language})" if language else "")
    said = words.say("{field} now: {now}", field=what, now=now or "–")
    return Asking("value", f"{said}\n{hint}")


def current(field: str, statement: Statement, words: Words) -> str:
    """A field of a statement as it stands, in words."""
    name, _, language = field.partition(".")
    first, own = statement.appearances[0], words.language
    return {
        "claim": lambda: statement.claim.by_language.get(language or statement.claim.original, ""),
        "figure": lambda: "; ".join(
            (f"{at}: " if len(statement.figures) > 1 else "")
            + f"{called(one.qualifier, words)} {number_told(one.value, own)} {one.unit}".strip()
            for at, one in enumerate(statement.figures, start=1)
        ),
        "said": lambda: _date(statement.said, own),
        "review_due": lambda: _date(statement.review_due, own),
        "speaker": lambda: statement.speaker or "",
        "incident": lambda: statement.incident or "",
        "places": lambda: ", ".join(statement.places),
        "quotes": lambda: "; ".join(first.quotes),
        "paragraphs": lambda: ", ".join(map(str, first.paragraphs)),
        "channel": lambda: first.channel.text.in_language(own) if first.channel else "",
        "cue": lambda: first.cue.by_language.get(language or first.cue.original, ""),
        "note": lambda: "; ".join(note.text.in_language(own) for note in statement.notes),
    }.get(name, lambda: "")()


def _date(edtf: str | None, language: str) -> str:
    return Edtf.parse(edtf).named(language) if edtf else ""


def _edited(task: Task, means: CommandContext, words: Words) -> Edit:
    statement = subject_of(task, means, words)
    changed = means.fields.set(statement, task.answers["field"], task.answers["value"], words)
    return Edit(statements=(replace(changed, reviewed=means.today()),))


def _retract_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    asking = which_statement(task, means, words)
    if asking:
        return asking
    if subject_of(task, means, words).state is State.RETRACTED:
        raise RefusedInput(words.say("This statement is retracted already."))
    return reason(
        task, words, words.say("the article withdrew it"), words.say("nobody said this"),
        words.say("it cannot be checked"),
    )  # fmt: skip


def _retracted(task: Task, means: CommandContext, words: Words) -> Edit:
    return Edit(statements=(retracted(subject_of(task, means, words), task.answers["reason"]),))


def _phrase_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    asking = which_statement(task, means, words)
    if asking:
        return asking
    if "value" not in task.answers:
        return Asking("value", words.say("How would a reader ask for it? Send one question."))
    text = " ".join(task.answers["value"].split())
    if not text or len(text) > PHRASING:
        raise RefusedInput(
            words.say("Write one question of at most {number} characters.", number=PHRASING)
        )
    return reason(task, words, words.say("readers ask so"))


def _phrased(task: Task, means: CommandContext, words: Words) -> Edit:
    statement = subject_of(task, means, words)
    text = " ".join(task.answers["value"].split())
    return Edit(statements=(with_phrasings(statement, [(language_of(text).value, text)]),))


def with_phrasings(statement: Statement, phrasings: list[tuple[str, str]]) -> Statement:
    """The statement with more ways of asking for it."""
    all_of_them = tuple(dict.fromkeys((*statement.phrasings, *phrasings)))
    return replace(statement, phrasings=all_of_them)


def _relate_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    asking = which_statement(task, means, words)
    if asking:
        return asking
    kind = task.answers.get("kind")
    if kind is None or typed_as(RelationKind, kind, words) is None:
        options = tuple(value_names(words)[RelationKind].items())
        return Asking("kind", words.say("How does it bear on the other?"), options, typed=False)
    asking = another_statement(
        task, means, words,
        text=words.say("On which statement does it bear? Send its id or words of it."),
        same=words.say("A statement does not bear on itself."),
    )  # fmt: skip
    return asking or reason(task, words, words.say("so says the article"))


def _related(task: Task, means: CommandContext, words: Words) -> Edit:
    source = subject_of(task, means, words)
    target = subject_of(task, means, words, "value")
    kind = chosen(RelationKind, task.answers["kind"], words)
    existing = {
        (one.kind, one.target): one for one in means.store.records.complete([source.id])[0].outgoing
    }
    found = existing.get((kind, target.id))
    if found is not None:  # asked for again, it is taken away
        return Edit(unrelate=(found,))
    return Edit(relate=(Relation(source.id, kind, target.id),))


VERBS = {
    "edit": Verb(Role.CURATOR, ("subject", "field", "value"), _edit_asks, _edited),
    "retract": Verb(Role.CURATOR, ("subject", "reason"), _retract_asks, _retracted),
    "phrase": Verb(Role.CURATOR, ("subject", "value"), _phrase_asks, _phrased),
    "relate": Verb(Role.CURATOR, ("subject", "kind", "value"), _relate_asks, _related),
}


TRANSLATE = "translate"
"""The verb; its subject is an article."""

MOST = 20
"""Claims of one list; what is left over comes with the next."""

_LINE = re.compile(r"(\d{1,3})\s*[:.)]\s*(\S.*)")


def lacking(means: CommandContext, article: str) -> dict[str, list[Statement]]:
    """By language: the public statements of an article whose claim is not given in it."""
    ids = means.store.statements.select(StatementFilter(articles=(article,)))
    there = [means.store.records.statement(one) for one in ids]
    found = {
        code: [
            one
            for one in there
            if one.state is State.PUBLISHED and code not in one.claim.by_language
        ]
        for code in CODES
    }
    return {code: some for code, some in found.items() if some}


def _asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    articles = means.store.records.articles()
    article = find(articles, task.answers.get("subject", ""))
    if not isinstance(article, Article):
        if task.answers.get("subject"):
            means.names.article(task.answers["subject"], words)
        latest = [one for one in reversed(articles) if lacking(means, one.id)][:5]
        if not latest:
            raise NotFound(words.say("Every claim is given in every language."))
        said = words.say("Of which article? Press it, or send its title.")
        return Asking("subject", said, tuple((one.id, one.title) for one in latest))
    missing = lacking(means, article.id)
    if not missing:
        raise NotFound(words.say("Every claim is given in every language."))
    code = task.answers.get("language", "")
    if code not in missing:
        named = ", ".join(NAMES[Language(one)] for one in missing)
        said = words.say(
            "Not written yet in: {languages}. Readers of these are shown the claim in its own "
            "language, and told so. Will you write it for them?",
            languages=named,
        )
        heading = task.answers.get("said", "")
        options = tuple((one, NAMES[Language(one)]) for one in missing)
        return Asking("language", f"{heading}\n{said}".strip(), options, typed=False)
    if "value" not in task.answers:
        listed = [
            f"{at}. {one.claim.in_language(words.language)}"
            for at, one in enumerate(missing[code][:MOST], start=1)
        ]
        said = words.say(
            "Reply with a line for each that you write, such as “1: …”, in: {language}. It is "
            "marked as a translation.",
            language=NAMES[Language(code)],
        )
        return Asking("value", "\n".join((*listed, "", said)))
    _edit(task, means, words)
    return reason(task, words, words.say("a translation"))


def _edit(task: Task, means: CommandContext, words: Words) -> Edit:
    article = means.names.article(task.answers["subject"], words)
    code = task.answers["language"]
    there = lacking(means, article.id).get(code, [])[:MOST]
    changed: dict[str, Statement] = {}
    for line in filter(None, map(str.strip, task.answers["value"].splitlines())):
        match = _LINE.fullmatch(line)
        place = int(match[1]) - 1 if match else 0
        if match is None and (len(there) > 1 or changed):
            raise RefusedInput(
                words.say("I do not understand “{line}”: begin it with its number.", line=line[:60])
            )
        if not 0 <= place < len(there):
            raise RefusedInput(
                words.say("{number} is not in this list, or not any more.", number=place + 1)
            )
        one, text = there[place], match[2] if match else line
        claim = worded(one.claim, f"claim.{code}", text.rstrip("."), words)
        changed[one.id] = replace(one, claim=claim)
    if not changed:
        raise RefusedInput(words.say("This is empty: write at least one line."))
    return Edit(statements=tuple(changed.values()))


TRANSLATION_VERBS = {TRANSLATE: Verb(Role.REVIEWER, ("subject",), _asks, _edit)}
