"""Questions without an answer: grouped by likeness, the most asked first, and settled: by a statement or a gap question."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_wording import page, text
from knowledge.curation.field_values import NOTHING, worded
from knowledge.curation.record_lookup import comparable, new_id
from knowledge.curation.statement_edits import with_phrasings
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, which_statement
from knowledge.domain import (
    Action,
    Curator,
    Edit,
    GapQuestion,
    Incident,
    Line,
    Message,
    MultilingualText,
    NotFound,
    Page,
    Part,
    RememberedQuestion,
    Role,
    Statement,
    Style,
    number_in,
)
from knowledge.languages.scripts import language_of
from knowledge.storage.outbox import ANSWERED, QUESTION
from knowledge.translations import Words, cut, words_in

Vector = NDArray[np.float32]
Meaning = Callable[[str, str], Vector | None]

WORDS = 72.0
"""Likeness of the words of two questions (0 to 100) from which they ask for the same."""

KEPT = 4_000
"""Questions whose vectors are remembered."""

_NUMBER = re.compile(r"\d+")


def no_meaning(_text: str, _language: str) -> Vector | None:
    """Where there is no encoder."""
    return None


class QuestionClusters:
    """Remembers what questions mean between two looks at them.

    Args:
        meaning: the unit vector of a text in a language, or None.
        same: cosine of two questions from which they ask for the same, whatever their words.
    """

    def __init__(self, meaning: Meaning, same: float = 1.0) -> None:
        self._meaning = meaning
        self._same = same
        self._known: dict[tuple[str, str], Vector | None] = {}

    def heads(self) -> "Heads":
        """Groups to be begun."""
        return Heads(self._vector, self._same)

    def _vector(self, text: str, language: str) -> Vector | None:
        key = (text, language)
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = self._meaning(text, language)
        return self._known[key]


@dataclass
class Heads:
    """The first question of each group.

    Args:
        vector: of a text in a language.
        same: see `QuestionClusters`.
    """

    vector: Meaning
    same: float
    _texts: list[str] = field(default_factory=list)
    _numbers: list[set[str]] = field(default_factory=list)
    _vectors: list[Vector] = field(default_factory=list)

    def like(self, text: str, language: str) -> int:
        """The place of the group that a question belongs to; the next one if it begins a group.

        Questions with other numbers are never the same: no likeness tells 12 from 15.
        """
        folded, numbers = comparable(text), set(_NUMBER.findall(text))
        vector = self.vector(text, language)
        scores = process.cdist([folded], self._texts, scorer=fuzz.token_sort_ratio)[0] / WORDS
        if vector is not None and self._vectors:
            scores = np.maximum(scores, np.stack(self._vectors) @ vector / self.same)
        for place in np.argsort(-scores, kind="stable"):
            if scores[place] < 1:
                break
            if self._numbers[place] == numbers:
                return int(place)
        self._texts.append(folded)
        self._numbers.append(numbers)
        if vector is not None:
            self._vectors.append(vector)
        return len(self._texts) - 1


BATCH = "backlog"
LOOKED = 1_000
"""Latest questions that are looked at."""

GROUPS = 6
MEMBERS = 5
CLAIM = 160
"""Characters of a claim that is named."""

LEARNED = 5
"""Wordings of a group that a statement learns at once."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask for the same, the latest first."""

    questions: tuple[RememberedQuestion, ...]

    @property
    def number(self) -> int:
        """That of its latest question, which names the group."""
        return self.questions[0].number

    @property
    def wordings(self) -> list[str]:
        """Its different texts."""
        return list(dict.fromkeys(" ".join(one.text.split()) for one in self.questions))


def grouped(questions: Sequence[RememberedQuestion], likeness: QuestionClusters) -> list[Group]:
    """Questions by likeness, the largest group first."""
    groups: list[list[RememberedQuestion]] = []
    heads = likeness.heads()
    for question in questions:
        place = heads.like(question.text, question.language)
        if place == len(groups):
            groups.append([])
        groups[place].append(question)
    return sorted((Group(tuple(one)) for one in groups), key=lambda one: -len(one.questions))


class UnansweredQuestions:
    """Shows what readers asked in vain, and settles it.

    Args:
        means: finds statements, applies changes.
        access: who may do what.
        likeness: tells which questions ask for the same.
        answers: the id of the statement that answers a question now, if one does.
    """

    def __init__(
        self,
        means: CommandContext,
        access: AccessControl,
        likeness: QuestionClusters,
        answers: Callable[[str], str | None],
    ) -> None:
        self._likeness = likeness
        self._answers = answers
        self._means = means
        self._store = means.store
        self._access = access

    def asked(self, by: Curator, line: str) -> Page:
        """The groups that are asked for most, or the one of a number; raises as `group`."""
        number = number_in(line.strip())
        return self.overview(by) if number is None else self.group(by, number)

    def groups(self) -> list[Group]:
        """Everything that waits."""
        settled = self._settled()
        refused = self._store.questions.listed(outcomes=("no_answer",), limit=LOOKED)
        missed = self._store.questions.listed(helpful=False, limit=LOOKED)
        waiting = {one.number: one for one in (*refused, *missed) if one.number not in settled}
        # Of a day nobody knows the order.
        of_a_day = sorted(waiting.values(), key=lambda one: one.text)
        latest = sorted(of_a_day, key=lambda one: one.day, reverse=True)
        return grouped(latest, self._likeness)

    def overview(self, by: Curator, said: str = "") -> Page:
        """The groups that are asked for most; raises NotAllowed."""
        self._access.require(by, Role.CURATOR, "/unanswered")
        words = words_in(by.language)
        groups = self.groups()
        closed = self._closed(groups[: GROUPS * 2])
        if closed:
            groups = [one for one in groups if one.number not in closed]
            told = words.count(
                "{number} group of questions has an answer by now and is closed.",
                "{number} groups of questions have an answer by now and are closed.",
                len(closed),
            )
            said = f"{said} {told}".strip()
        if not groups:
            nothing = words.say("Every question that was asked has an answer.")
            return Page(Message(page((Part.ANSWER, [text(said) if said else (), text(nothing)]))))
        heading = words.count(
            "{number} group of questions waits.", "{number} groups of questions wait.", len(groups)
        )
        rows = tuple(
            (Action("gap", str(one.number), f"{len(one.questions)}× {one.questions[0].text}"[:60]),)
            for one in groups[:GROUPS]
        )
        lines = [text(said) if said else (), text(heading, Style.STRONG)]
        return Page(Message(page((Part.ANSWER, lines)), rows), wakes=bool(closed))

    def _closed(self, groups: Sequence[Group]) -> set[int]:
        """Groups that were refused and are answered by now; who waits for them is told."""
        closed = set()
        for group in groups:
            answer = self._answers(group.questions[0].text)
            if answer is not None and not any(one.helpful is False for one in group.questions):
                self.settle(group.questions, answer)
                closed.add(group.number)
        return closed

    def waiting(self, by: Curator, number: int) -> Group:
        """The questions of a group; raises NotAllowed and NotFound."""
        self._access.require(by, Role.CURATOR, f"/unanswered {number}")
        return self._group(number, by)

    def group(self, by: Curator, number: int) -> Page:
        """One group, with statements that may answer it; raises NotAllowed and NotFound."""
        group = self.waiting(by, number)
        words = words_in(by.language)
        told = [text(f"• {one}") for one in group.wordings[:MEMBERS]]
        asked = words.count("Asked {number} time", "Asked {number} times", len(group.questions))
        wished = Counter(wish.subject_id for wish in self._store.news.wishes(QUESTION))
        waiting = sum(wished[str(one.number)] for one in group.questions)
        if waiting:
            asked += ". " + words.count(
                "{number} person waits to be told.", "{number} people wait to be told.", waiting
            )
        near: list[Line] = []
        rows: list[tuple[Action, ...]] = []
        for place, record in enumerate(self._near(group)):
            claim = record.claim.in_language(by.language)
            near.append(text(f"{place + 1}. {claim}"))
            label = words.say("Link to {number}", number=place + 1)
            rows.append((Action("teach", f"{number}.{_short(record.id)}", label),))
        rows.append(
            (
                Action("teach", str(number), words.say("Another statement…")),
                Action("answer", str(number), words.say("New statement")),
            )
        )
        rows.append(
            (
                Action("missing", str(number), words.say("The store cannot tell")),
                Action("dismiss", str(number), words.say("Not for us")),
            )
        )
        if near:
            near.insert(0, text(words.say("One of these may answer it:"), Style.STRONG))
        sections = page((Part.ANSWER, [text(asked, Style.STRONG), *told]), (Part.OTHER_SIDE, near))
        return Page(Message(sections, tuple(rows)))

    def link(self, by: Curator, subject: str) -> Page:
        """Let a statement learn the group's wordings; who waits is told. Raises as `group`."""
        number, _, identity = subject.partition(".")
        self._access.require(by, Role.CURATOR, f"link question {number}")
        words = words_in(by.language)
        group = self._group(number_in(number) or 0, by)
        statement = next((one for one in self._near(group) if _short(one.id) == identity), None)
        if statement is None:
            raise NotFound(words.say("This statement is no longer in the store."))
        return self._learned(by, group, statement)

    def answered_by(self, by: Curator, numbers: str, statement: Statement) -> Page:
        """Let any statement learn the wordings of these questions; raises as `group`."""
        self._access.require(by, Role.CURATOR, f"link questions {numbers}")
        return self._learned(by, self._of(numbers, by), statement)

    def cannot_answer(self, by: Curator, numbers: str, edit: Edit) -> Page:
        """Keep a gap question, which these questions settle; raises as `group`."""
        self._access.require(by, Role.CURATOR, f"gap of questions {numbers}")
        words = words_in(by.language)
        group = self._of(numbers, by)
        reason = words.say("readers ask so")
        self._store.changes.apply(edit, actor=by.actor, reason=reason, update_id=by.update_id)
        self.settle(group.questions, None)
        gap = edit.others[0][0]
        missing = gap.missing.in_language(by.language) if isinstance(gap, GapQuestion) else ""
        said = words.say(
            "Readers are told from now on that this is missing: {missing}", missing=missing
        )
        return Page(self.overview(by, said).message, wakes=True)

    def phrased(self, phrasings: Iterable[str], statement: str) -> None:
        """Close the questions that ask as a statement was just taught to be asked for."""
        taught = {comparable(one) for one in phrasings}
        for group in self.groups():
            if any(comparable(one) in taught for one in group.wordings):
                self.settle(group.questions, statement)

    def _of(self, numbers: str, by: Curator) -> Group:
        """The group of these questions as it is now."""
        return self._group(next((one for one in map(number_in, numbers.split(",")) if one), 0), by)

    def _learned(self, by: Curator, group: Group, statement: Statement) -> Page:
        words = words_in(by.language)
        learned = [(language_of(one).value, one) for one in group.wordings[:LEARNED]]
        reason = words.say("readers ask so")
        edit = Edit(statements=(with_phrasings(statement, learned),))
        self._store.changes.apply(edit, actor=by.actor, reason=reason, update_id=by.update_id)
        self.settle(group.questions, statement.id)
        claim = cut(statement.claim.in_language(by.language), CLAIM)
        said = words.say("Answered from now on by: {claim}", claim=claim)
        return Page(self.overview(by, said).message, wakes=True)

    def dismiss(self, by: Curator, number: int) -> Page:
        """Put a group away; raises as `group`."""
        self._access.require(by, Role.CURATOR, f"dismiss question {number}")
        self.settle(self._group(number, by).questions, None)
        return self.overview(by, words_in(by.language).say("Put away."))

    def settle_numbers(self, numbers: str, statement: str) -> None:
        """Mark these questions as answered by a statement."""
        wanted = set(map(number_in, numbers.split(",")))
        known = [one for group in self.groups() for one in group.questions]
        self.settle([one for one in known if one.number in wanted], statement)

    def settle(self, questions: Sequence[RememberedQuestion], statement: str | None) -> None:
        """Mark questions as dealt with; who asked to be told of the answer will be."""
        content = {"questions": [one.number for one in questions], "statement": statement}
        if statement is not None:
            asked = {str(one.number): one for one in questions}
            told = [
                (
                    f"{ANSWERED}{wish.chat}:{wish.subject_id}",
                    f"{QUESTION} {wish.subject_id}",
                    wish.chat,
                    _answered(asked[wish.subject_id], statement),
                )
                for wish in self._store.follows.followers(QUESTION, list(asked))
            ]
            self._store.outbox.post(told, fulfilled=[one.number for one in questions])
        self._store.drafts.add(BATCH, [json.dumps(content)], state="done")

    def _settled(self) -> set[int]:
        drafts = self._store.drafts.listed(batch=BATCH)
        return {number for one in drafts for number in json.loads(one.content)["questions"]}

    def _group(self, number: int, by: Curator) -> Group:
        for group in self.groups():
            if any(one.number == number for one in group.questions):
                return group
        raise NotFound(words_in(by.language).say("This question is dealt with already."))

    def _near(self, group: Group) -> list[Statement]:
        ids = list(self._means.find(group.questions[0].text))[:3]
        return [one.statement for one in self._store.records.complete(ids)]


def _answered(question: RememberedQuestion, statement: str) -> str:
    """What tells somebody who waits that there is an answer."""
    content = {"kind": "answered", "statement": statement, "text": question.text[:200]}
    return json.dumps(content, ensure_ascii=False)


def _short(identity: str) -> str:
    """A mark of an id that fits a button, however long the id is."""
    return blake2b(identity.encode(), digest_size=6).hexdigest()


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
