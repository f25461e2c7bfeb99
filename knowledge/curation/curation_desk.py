"""The curators' part of the desk: every command, button and reply of theirs leads through here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from rapidfuzz import fuzz

from knowledge.articles import Fetched, fetch
from knowledge.characters import cleaned, unseen_in
from knowledge.curation.access_control import AccessControl, Given, PendingConfirmations
from knowledge.curation.article_review import SHEET, ArticleReview
from knowledge.curation.bulk_transfer import BulkTransfer
from knowledge.curation.change_wording import ChangePreviews, Tell
from knowledge.curation.changes import VERBS, ChangeWorkflow, HistoryPages
from knowledge.curation.corrections import Again, CorrectionMessages, Corrections
from knowledge.curation.drafts import ArticleIntake
from knowledge.curation.field_values import FieldValues
from knowledge.curation.found_relations import BEARING, FoundRelations
from knowledge.curation.record_lookup import Named, RecordLookup, comparable, find
from knowledge.curation.review import (
    BUTTON as DRAFT,
    DRAFT_INCIDENT,
    PIECE,
    DraftTasks,
    Review,
    is_link,
)
from knowledge.curation.role_pages import SECOND_REVIEW, RolePages
from knowledge.curation.statement_edits import TRANSLATE
from knowledge.curation.unanswered import (
    MISSING,
    TEACH,
    BacklogTasks,
    Meaning,
    QuestionClusters,
    UnansweredQuestions,
    no_meaning,
)
from knowledge.curation.workflow import BUTTON as TASK, CommandContext, Task, said, without
from knowledge.domain import (
    Answer,
    Curator,
    Language,
    NotFound,
    Page,
    Question,
    Record,
    Reply,
    Role,
    number_in,
)
from knowledge.sandbox import Sandbox
from knowledge.storage import Store
from knowledge.translations import words_in

MEANT = 75
"""Likeness of words to a claim (0 to 100) from which they mean the statement."""

FOUND = 5
"""Statements that are offered for words of one."""


class Curation:
    """Everything that curators can do; safe to use from many threads.

    Args:
        store: of everything.
        ask: answers a question.
        again: tells again what a message told.
        standing: statements as they are now, with such relations as stand.
        show: the full answer about one statement.
        tell: how readers see a statement that may not be stored so yet.
        clock: gives the present moment, aware.
        owners: numeric Telegram ids.
        sandbox: reads what comes from outside; one of its own where none is given.
        meaning: the vector of a text in a language, where there is an encoder.
        same_question: cosine from which two of them ask for the same.
        fetching: gets what a link leads to.
    """

    def __init__(
        self,
        store: Store,
        *,
        ask: Callable[[Question], Reply],
        again: Again,
        standing: Callable[[Sequence[str]], list[Record]],
        show: Callable[[str, Language], Reply],
        tell: Tell,
        clock: Callable[[], datetime],
        owners: frozenset[int] = frozenset(),
        sandbox: Sandbox | None = None,
        meaning: Meaning = no_meaning,
        same_question: float = 1.0,
        fetching: Callable[[str], Fetched] = fetch,
    ) -> None:
        def find(text: str) -> list[str]:
            return [identity for identity, _ in ask(Question(text)).ranked[:FOUND]]

        names = RecordLookup(store)

        def today() -> str:
            return clock().date().isoformat()

        means = CommandContext(store, names, FieldValues(names), find, today, meaning)
        previews = ChangePreviews(store, tell, today)
        self.access = AccessControl(store, owners)
        sandbox = sandbox or Sandbox()
        self.people = RolePages(store, self.access)
        self.review = Review(means, self.access, previews)
        self.pulling = ArticleIntake(store, self.access, sandbox, fetching=fetching)

        def answers(text: str) -> str | None:
            outcome = ask(Question(text)).outcome
            return outcome.shown.record.statement.id if isinstance(outcome, Answer) else None

        self.backlog = UnansweredQuestions(
            means, self.access, QuestionClusters(meaning, same_question), answers
        )
        self.histories = HistoryPages(store, self.access)
        self.corrections = Corrections(
            store, CorrectionMessages(store, again, standing, show, clock)
        )
        self.sheets = ArticleReview(means, self.review, self._begun)
        relations = FoundRelations(means, self._begun)
        endings = {
            **DraftTasks(means, self.review, self.pulling).endings,
            **BacklogTasks(means, self.backlog).endings,
            SHEET: self.sheets.ended,
            BEARING: relations.ended,
        }
        returns = {
            **dict.fromkeys(("revise", DRAFT_INCIDENT, "reject"), self._card_again),
            TRANSLATE: self._untranslated,
        }
        self.changes = ChangeWorkflow(
            means,
            self.access,
            previews,
            endings,
            self._settled,
            returns=returns,
            asked_after=relations.after,
        )
        self.waiting = PendingConfirmations(self.access, self.changes.tasks)
        self.transfer = BulkTransfer(store, self.access, self.waiting, sandbox)
        self._store = store
        self._means = means

    def command(
        self, by: Curator, name: str, line: str, about: str | None = None, person: str = ""
    ) -> Page:
        """What a command leads to.

        Args:
            by: who gives it.
            name: without the slash.
            line: what was typed after it.
            about: the id of the statement in the message that was replied to.
            person: what somebody is called whom the command is about, if that is known.

        Raises:
            AccordingToError: they may not, or it cannot be; the sentence says why.
        """
        if unseen := unseen_in(line):
            return without(self.command(by, name, cleaned(line), about, person), unseen, by)
        if name in VERBS:
            known = self._meant(name, about) if about else {}
            return self.changes.begin(by, name, line, known or None)
        commands: Mapping[str, Callable[[], Page]] = {
            "review": lambda: self._review(by, line.strip()),
            "history": lambda: self._history(by, line.strip() or about or ""),
            "audit": lambda: self.histories.audit(by, line),
            "unanswered": lambda: self.backlog.asked(by, line),
            "export": lambda: self.transfer.export(by, line),
            "import": lambda: self.transfer.invited(by),
            "cancel": lambda: self.changes.cancel(by),
            "grant": lambda: self.people.grant(by, line, person),
            "revoke": lambda: self.people.revoke(by, line),
            "roles": lambda: self.people.listed(by),
        }
        if name not in commands:
            raise NotFound(words_in(by.language).say("There is no such command."))
        return commands[name]()

    def anonymous(  # all that is shown to whoever confirms it
        self,
        by: Curator,
        name: str,
        line: str,
        *,
        needed: Role,
        summary: str,
        person: str = "",
        about: str | None = None,
    ) -> Page:
        """Ask who gave a command in the name of a group.

        Args:
            by: the group's anonymous administrator.
            name: of the command.
            line: what was typed after it.
            needed: the least role that the command takes.
            summary: what it is for, in a few words.
            person: the name of whom it is about, if it is known.
            about: the id of the statement in the message that was replied to.
        """
        change = self.people.change(name, line, person, by.language) or f"{summary}."
        return self.waiting.anonymous(by, Given(name, line), needed, change, about)

    def collecting(self, user: int, text: str) -> int | None:
        """The number of a task that this text is a further part for, though it replies to nothing.

        Telegram cuts a long text into messages, of which only the first can be a reply.
        """
        if self.access.role(user) is None:
            return None
        for task in self.changes.tasks.open_of(user):
            if task.verb == "pull":
                begun = len(task.answers.get("article", "")) >= PIECE
                wanted = begun or len(text) >= PIECE or is_link(text)
                return task.number if wanted else None
        return None

    def tell_set_aside(self, sender: int | None, update_id: int) -> bool:
        """Tell whoever sent an update that it was set aside, if they keep the store; gives that."""
        if sender is None or self.access.role(sender) is None:
            return False
        self.corrections.set_aside(sender, update_id)
        return True

    def pressed(self, by: Curator, name: str, subject: str) -> Page:
        """What a button leads to; raises as `command`."""
        number = number_in(subject) or 0
        buttons: Mapping[str, Callable[[], Page]] = {
            TASK: lambda: self.changes.chosen(by, subject),
            DRAFT: lambda: self._drafted(by, subject),
            "review": lambda: self._sheet(by, number),
            "audit": lambda: self.histories.paged(by, subject),
            "teach": lambda: self._taught(by, subject),
            "gap": lambda: self.backlog.group(by, number),
            "dismiss": lambda: self.backlog.dismiss(by, number),
            "answer": lambda: self._answer(by, number),
            "anonymous": lambda: self._anonymous(by, subject),
            "undo": lambda: self.changes.begin(by, "undo", subject),
            "drop": lambda: self.transfer.dropped(by, subject),
            "grant": lambda: self.people.grant(by, subject.replace(".", " ", 1)),
            "missing": lambda: self._missing(by, number),
        }
        return buttons[name]()

    def _anonymous(self, by: Curator, subject: str) -> Page:
        """What an anonymous administrator asked for, done by whoever confirmed it."""
        task = self.waiting.named(by, subject)
        known = task.answers
        return self.command(by, known["name"], known["line"], known.get("about"))

    def _meant(self, name: str, about: str) -> Mapping[str, str]:
        """What a command is about that replies to a message with a statement."""
        if "subject" not in VERBS[name].keys:
            return {}
        held = self._means.statement(about)
        own = {
            "speaker": held.speaker if held else None,
            "incident_edit": held.incident if held else None,
            "article": held.appearances[0].article if held else None,
            "place": held.places[0] if held and held.places else None,
        }
        subject = own.get(name) if name in own else about
        return {"subject": subject} if subject else {}

    def _begun(self, by: Curator, verb: str, line: str, answers: Mapping[str, str]) -> Page:
        return self.changes.begin(by, verb, line, answers)

    def _card_again(self, by: Curator, task: Task, told: str) -> Page:
        """The card of a draft after what was begun with it is cancelled."""
        return self.review.show(by, int(task.answers["subject"]), told)

    @staticmethod
    def _untranslated(by: Curator, _task: Task, _told: str) -> Page:
        """What was published stays so, whether or not it is written in more languages."""
        words = words_in(by.language)
        return Page(said(words.say("It stays as it is. /translate asks again.")))

    def _sheet(self, by: Curator, number: int) -> Page:
        """The sheet of the article that a draft is of."""
        self.access.require(by, Role.REVIEWER, "/review")
        return self.sheets.open(by, self.review.batch_of(by, number))

    def _drafted(self, by: Curator, subject: str) -> Page:
        led = self.review.chosen(by, subject)
        if isinstance(led, Page):
            return led
        return self.changes.begin(by, led[0], "", {"subject": led[1]})

    def _answer(self, by: Curator, number: int) -> Page:
        """Begin a statement that answers a group of questions."""
        group = self.backlog.waiting(by, number)
        numbers = ",".join(str(one.number) for one in group.questions)
        known = {"phrasing": group.wordings[0], "backlog": numbers}
        return self.changes.begin(by, "new", "", known)

    def _taught(self, by: Curator, subject: str) -> Page:
        """Link a group of questions to one of the statements shown, or begin to look for another."""
        number = number_in(subject)
        if number is None:
            return self.backlog.link(by, subject)
        group = self.backlog.waiting(by, number)
        numbers = ",".join(str(one.number) for one in group.questions)
        return self.changes.begin(by, TEACH, "", {"backlog": numbers})

    def _missing(self, by: Curator, number: int) -> Page:
        """Begin a gap question: that the store cannot answer a group of questions."""
        group = self.backlog.waiting(by, number)
        numbers = ",".join(str(one.number) for one in group.questions)
        known = {"wordings": "\n".join(group.wordings), "backlog": numbers}
        return self.changes.begin(by, MISSING, "", known)

    def _history(self, by: Curator, line: str) -> Page:
        """Of what is asked for by its id or name, or by words that a statement's claim has."""
        records = self._store.records
        if not line or self._means.statement(line) is not None:
            return self.histories.record(by, line)
        named: list[Named] = [*records.speakers(), *records.incidents()]
        named += [*records.articles(), *records.places()]
        known = find(named, line)
        if known is not None:
            return self.histories.record(by, known.id)
        if any(line in led for led in records.merged().values()):
            return self.histories.record(by, line)
        near = self._store.records.complete(self._means.find(line)[:1])
        meant = [one.statement.id for one in near if _says(one, line)]
        return self.histories.record(by, meant[0] if meant else line)

    def _review(self, by: Curator, line: str) -> Page:
        if line.casefold() in SECOND_REVIEW:
            return self.people.second(by, SECOND_REVIEW[line.casefold()])
        number = number_in(line)
        if number is not None:
            return self.review.show(by, number)
        batch = self.review.waiting_for(by)
        return self.review.following(by) if batch is None else self.sheets.open(by, batch)

    def _settled(self, by: Curator, task: Task) -> None:
        """What a new statement was made to answer is answered."""
        numbers = task.answers.get("backlog")
        if numbers and by.update_id is not None:
            made = self._store.revisions.of_update(by.update_id)
            ids = [one.subject_id for one in made if one.subject == "statement"]
            if ids:
                self.backlog.settle_numbers(numbers, ids[0])
        elif task.verb == "phrase" and (held := self._means.statement(task.answers["subject"])):
            self.backlog.phrased([text for _, text in held.phrasings], held.id)


def _says(record: Record, words: str) -> bool:
    """Whether a claim has most of these words, so that no other record opens in its place."""
    return any(
        fuzz.token_set_ratio(comparable(words), comparable(claim)) >= MEANT
        for claim in record.statement.claim.all()
    )
