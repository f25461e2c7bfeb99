"""Claims written in the languages that they lack: a list, and a reply with a line for each."""

import re
from dataclasses import replace

from knowledge.curation.field_values import worded
from knowledge.curation.record_lookup import find
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason
from knowledge.domain import Article, Edit, Language, NotFound, RefusedInput, Role, State, Statement
from knowledge.languages.letters import NAMES
from knowledge.languages.registry import CODES
from knowledge.storage.statement_queries import StatementFilter
from knowledge.translations import Words

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


VERBS = {TRANSLATE: Verb(Role.REVIEWER, ("subject",), _asks, _edit)}
