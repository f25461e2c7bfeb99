"""Small tasks around drafts: another value for a field, an incident, a reason, an article's text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.curation.article_intake import ArticleIntake
from knowledge.curation.drafts import Drafted, drafted
from knowledge.curation.field_values import NOTHING, worded
from knowledge.curation.record_lookup import find, new_id
from knowledge.curation.review import Review
from knowledge.curation.statement_edits import field_asking
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, reason, said
from knowledge.domain import (
    Attribution,
    Curator,
    Edit,
    Incident,
    MultilingualText,
    NotFound,
    Page,
    Role,
    Speaker,
    SpeakerKind,
)
from knowledge.translations import Words, words_in

NEW = "new:"
"""Begins the name of an incident that is to be made."""

PIECE = 3_500
"""Characters from which a pasted text may have been cut by Telegram, which does so at 4,096."""

OFFERED = 6
"""Incidents behind buttons."""

ALL = "all"

DRAFT_INCIDENT = "draft incident"
"""The verb that gives a draft its incident."""

_ADDRESS = re.compile(r"(?:[a-z0-9-]{1,63}+\.){1,8}[a-z]{2,24}(?:/\S*+)?", re.IGNORECASE)
"""A link as people type it, without https:// in front."""

LINK = 20
"""Characters within which a link says that it is one."""


def is_link(text: str) -> bool:
    """Whether a text is a link and nothing else, with or without https:// in front."""
    alone = text.strip()
    return bool(_ADDRESS.fullmatch(alone)) or ("://" in alone[:LINK] and len(alone.split()) == 1)


def _nothing(_task: Task, _means: CommandContext, _words: Words) -> Edit:
    return Edit()


def _held(task: Task, means: CommandContext) -> Drafted:
    return drafted(means.store.drafts.get(int(task.answers["subject"])))


def _revise_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    held = _held(task, means)
    asking = field_asking(task, held.statement, words)
    if asking is None and task.answers["field"] not in _NAMED:
        means.fields.set(held.statement, task.answers["field"], task.answers["value"], words)
    return asking


_NAMED = frozenset({"speaker", "speaker kind"})


def _place_asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    if "value" not in task.answers:
        incidents = means.store.records.incidents()[-OFFERED:]
        options = tuple((one.id, one.name.in_language(words.language)) for one in incidents)
        said = words.say(
            "About which incident? Press one, or send a name; “new: …” makes one, - is for none."
        )
        return Asking("value", said, options)
    value = task.answers["value"]
    if not value.casefold().startswith(NEW) and value != NOTHING:
        means.names.incident(value, words)
    return None


def _reject_asks(task: Task, _means: CommandContext, words: Words) -> Asking | None:
    return reason(
        task, words, words.say("not a statement"), words.say("wrong speaker"),
        words.say("not about our subject"), words.say("a duplicate"),
    )  # fmt: skip


def _pull_asks(task: Task, _means: CommandContext, words: Words) -> Asking | None:
    article = task.answers.get("article")
    if article is None:
        return Asking("article", words.say("Send the article: its text, a file, or a link."))
    if len(article) >= PIECE and "whole" not in task.answers:
        told = words.say(
            "I have {number} characters. Send the next part, or press the button.",
            number=len(article),
        )
        return Asking("whole", told, ((ALL, words.say("That is all")),), shown=said(told))
    return None


def _pull_takes(task: Task, key: str, value: str) -> Task:
    """A part that follows is put behind the ones before."""
    if key == "whole" and value != ALL:
        return task.answered(article=f"{task.answers['article']}\n{value}")
    return task.answered(**{key: value})


VERBS: Mapping[str, Verb] = {
    "revise": Verb(Role.REVIEWER, ("subject", "field", "value"), _revise_asks, _nothing),
    DRAFT_INCIDENT: Verb(Role.REVIEWER, ("subject",), _place_asks, _nothing),
    "reject": Verb(Role.REVIEWER, ("subject",), _reject_asks, _nothing),
    "pull": Verb(Role.CURATOR, ("article",), _pull_asks, _nothing, _pull_takes),
}


class DraftTasks:
    """What these tasks end in.

    Args:
        means: what verbs work with.
        review: shows the draft again.
        pulling: takes articles in.
    """

    def __init__(self, means: CommandContext, review: Review, pulling: ArticleIntake) -> None:
        self._means = means
        self._review = review
        self._pulling = pulling

    @property
    def endings(self) -> Mapping[str, Callable[[Curator, Task], Page]]:
        """By verb, what is done when all is known."""
        return {
            "revise": self._revised,
            DRAFT_INCIDENT: self._placed,
            "reject": lambda by, task: self._review.rejected(
                by, int(task.answers["subject"]), task.answers["reason"]
            ),
            "pull": self._pulled,
        }

    def _revised(self, by: Curator, task: Task) -> Page:
        words, held = words_in(by.language), _held(task, self._means)
        field, value = task.answers["field"], task.answers["value"]
        if field == "speaker" and value.strip() != NOTHING:
            changed = self._spoken(held, value, words)
        else:
            statement = self._means.fields.set(held.statement, field, value, words)
            changed = replace(held, statement=statement)
        return self._review.revised(by, int(task.answers["subject"]), changed)

    def _spoken(self, held: Drafted, value: str, words: Words) -> Drafted:
        """The draft with another speaker, who may be new."""
        fields, name = self._means.fields, " ".join(value.split())
        if find(self._means.store.records.speakers(), name) is not None:
            return replace(held, statement=fields.set(held.statement, "speaker", name, words))
        language = held.article.language
        taken = [one.id for one in self._means.store.records.speakers()]
        texts = worded(MultilingualText({}, language), f"name.{language}", name, words)
        speaker = Speaker(new_id(name, taken), texts, SpeakerKind.PERSON)
        first = held.statement.appearances[0]
        if first.attribution is Attribution.NARRATOR:
            first = replace(first, attribution=Attribution.NAMED)
        appearances = (first, *held.statement.appearances[1:])
        statement = replace(held.statement, speaker=speaker.id, appearances=appearances)
        return replace(held, statement=statement, speaker=speaker)

    def _placed(self, by: Curator, task: Task) -> Page:
        words, held = words_in(by.language), _held(task, self._means)
        value = task.answers["value"].strip()
        if value.casefold().startswith(NEW):
            name = " ".join(value[len(NEW) :].split())
            texts = worded(
                MultilingualText({}, held.article.language),
                f"n.{held.article.language}",
                name,
                words,
            )
            taken = [one.id for one in self._means.store.records.incidents()]
            incident = Incident(new_id(name, taken), texts)
            self._means.store.changes.change_record(
                incident, None, actor=by.actor, update_id=by.update_id,
                reason=words.say("for “{title}”", title=held.article.title[:80]),
            )  # fmt: skip
            value = incident.id
        statement = self._means.fields.set(held.statement, "incident", value, words)
        changed = replace(held, statement=statement)
        return self._review.revised(by, int(task.answers["subject"]), changed)

    def _pulled(self, by: Curator, task: Task) -> Page:
        article = task.answers["article"].strip()
        if is_link(article):
            return self._pulling.link(by, article if "://" in article else f"https://{article}")
        if not article:
            raise NotFound(words_in(by.language).say("This is empty: send the article's text."))
        return self._pulling.text(by, article)
