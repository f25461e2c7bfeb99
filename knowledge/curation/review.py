"""Drafts before a person's eyes, one at a time: accepted, merged, rejected, corrected field by field, left for later."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from knowledge.curation.access_control import AccessControl
from knowledge.curation.article_sheet import beside, beside_line, sheet_of
from knowledge.curation.change_wording import ChangePreviews, page, text
from knowledge.curation.drafts import (
    BATCH,
    OPEN,
    ArticleIntake,
    Drafted,
    Publishing,
    drafted,
    incident_of,
)
from knowledge.curation.field_values import NOTHING, worded
from knowledge.curation.record_lookup import find, new_id
from knowledge.curation.statement_edits import field_asking
from knowledge.curation.statement_matching import SAME, Match
from knowledge.curation.workflow import Asking, CommandContext, Task, Verb, parts, reason, said
from knowledge.domain import (
    Action,
    Attribution,
    Caveat,
    Conflict,
    Curator,
    Draft,
    Edit,
    Incident,
    Language,
    Line,
    Message,
    MultilingualText,
    NotAllowed,
    NotFound,
    Page,
    Part,
    Record,
    Relation,
    Role,
    Section,
    Span,
    Speaker,
    SpeakerKind,
    Style,
    caveats,
    number_in,
)
from knowledge.editing import merged, published
from knowledge.storage import Store
from knowledge.translations import Words, words_in

TITLE = 40
"""Characters of the article's title above each of its drafts; the source gives it whole."""


def record_of_draft(held: Drafted, store: Store) -> Record:
    """The draft as a record, though its article and speaker may not be stored yet."""
    statement = held.statement
    speaker = held.speaker
    if statement.speaker is None:
        speaker = None
    elif speaker is None or speaker.id != statement.speaker:
        speaker = store.records.speaker(statement.speaker)
    incident: Incident | None = (
        store.records.incident(statement.incident) if statement.incident else None
    )
    places = {one.id: one for one in store.records.places()}
    ids = dict.fromkeys((*statement.places, *(incident.places if incident else ())))
    return Record(
        statement=statement,
        speaker=speaker,
        incident=incident,
        articles=(held.article,),
        places=tuple(places[one] for one in ids if one in places),
    )


def draft_card(
    held: Drafted, store: Store, previews: ChangePreviews, language: Language, place: str
) -> tuple[Section, ...]:
    """A draft as readers would see it, with the passage that it comes from."""
    words = words_in(language)
    start, end = held.found
    passage: Line = (
        Span("… " + held.passage[:start], Style.QUIET),
        Span(held.passage[start:end], Style.STRONG),
        Span(held.passage[end:] + " …", Style.QUIET),
    )
    noted = []
    if held.speaker is not None and held.statement.speaker == held.speaker.id:
        name = held.speaker.name.in_language(language)
        kind = held.speaker.kind.value
        noted.append(text(words.say("New speaker: {name} ({kind})", name=name, kind=kind)))
    if held.dates:
        dates = ", ".join(held.dates)
        noted.append(text(words.say("Dates in the passage: {dates}", dates=dates)))
    if held.accepted_by is not None:
        noted.append(text(words.say("One person has accepted it; you are the second.")))
    reviewed = replace(held.statement, reviewed=previews.today(), machine_extracted=False)
    seen = previews.seen(record_of_draft(replace(held, statement=reviewed), store), language)
    if held.statement.incident is not None:
        name = store.records.incident(held.statement.incident).name.in_language(language)
        noted.insert(0, text(words.say("Incident: {name}", name=name)))
    title = held.article.title
    title = title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
    head = f"{place} · {caveats.short(Caveat.UNREVIEWED, language)} · {title}"
    return page(
        (Part.ANSWER, [text(head, Style.QUIET), *seen]),
        (Part.SOURCE, [text(words.say("In the article:"), Style.STRONG), passage, *noted]),
    )


def side_by_side(near: Sequence[Record], language: Language) -> list[Line]:
    """Statements that may say the same, numbered as the buttons are."""
    words = words_in(language)
    lines: list[Line] = []
    for number, record in enumerate(near, start=1):
        if record.speaker is not None:
            who = record.speaker.name.in_language(language)
        elif record.statement.attribution is Attribution.NARRATOR:
            who = words.say("narrator")
        else:
            who = words.say("someone who is not named")
        claim = record.statement.claim.in_language(language)
        lines.append((Span(f"{number}. {who}: ", Style.STRONG), Span(claim)))
    return [text(words.say("Perhaps the same:")), *lines] if lines else []


BUTTON = "draft"
"""The name of the buttons of a draft; their subject is "number.version.choice"."""

SECOND = "second review"
"""The switch that says whether two people must see a statement."""

PRINT = 8
"""Characters by which a button tells what was shown beside a draft."""


def _print(bearing: Sequence[Match], near: Sequence[Record]) -> str:
    """A short print of what a card shows beside its draft; its buttons carry it."""
    beside_it = [(one.kind, one.backwards, one.other.statement.id) for one in bearing if one.sure]
    text = f"{beside_it} {[one.statement.id for one in near]}"
    return hashlib.sha256(text.encode()).hexdigest()[:PRINT]


class Review:
    """Leads reviewers through drafts.

    Args:
        means: finds what is near.
        access: who may do what.
        previews: shows a draft as readers would see it.
    """

    def __init__(
        self, means: CommandContext, access: AccessControl, previews: ChangePreviews
    ) -> None:
        self._means = means
        self._store = means.store
        self._access = access
        self._previews = previews
        self._publishing = Publishing(means)

    def beginning(self, by: Curator, number: int) -> Page:
        """The first draft that waits of the article that this draft is of; raises as `following`."""
        self._access.require(by, Role.REVIEWER, "/review")
        return self.following(by, self._draft(number, by).batch)

    def batch_of(self, by: Curator, number: int) -> str:
        """The batch of a draft; raises NotFound."""
        return self._draft(number, by).batch

    def waiting_for(self, by: Curator) -> str | None:
        """The batch of the latest article that waits for somebody; None where nothing does.

        Raises:
            NotAllowed: they may not.
        """
        self._access.require(by, Role.REVIEWER, "/review")
        theirs = [one for one in self._waiting("") if self._is_for(one, by)]
        return max(theirs, key=lambda one: one.number).batch if theirs else None

    def following(self, by: Curator, batch: str = "", said: str = "") -> Page:
        """The next draft that waits, of this batch or of any; `said` stands above it.

        Raises:
            NotAllowed: they may not.
        """
        self._access.require(by, Role.REVIEWER, "/review")
        words = words_in(by.language)
        waiting = [one for one in self._waiting(batch) if self._is_for(one, by)]
        for draft in waiting:
            try:
                return self._card(by, self._take(draft, by), said)
            except Conflict:  # somebody took it at this moment
                continue
        elsewhere = len(self._waiting(batch))
        told = words.say("Nothing waits for review.")
        if elsewhere:
            told = words.count(
                "{number} statement waits for somebody else.",
                "{number} statements wait for somebody else.",
                elsewhere,
            )
        return Page(Message(page((Part.ANSWER, [text(said) if said else (), text(told)]))))

    def chosen(self, by: Curator, subject: str) -> Page | tuple[str, str]:
        """A button under a draft: the next page, or (verb, draft number) of a task to begin.

        Raises:
            NotAllowed, Conflict, NotFound: it is not theirs, or was pressed before.
        """
        number, version, choice = parts(subject)
        if by.update_id is not None and self._store.revisions.of_update(by.update_id):
            # The same press once more, after a crash: it did what it should.
            return replace(self.following(by, self._draft(number, by).batch), wakes=True)
        draft = self._theirs(by, number, version, choice)
        verbs = {"e": "revise", "i": "draft incident", "r": "reject"}
        if choice in verbs:
            return verbs[choice], str(number)
        choice, _, shown = choice.partition("-")
        if choice[:1] in {"a", "m"} and shown != _print(
            self._bearing(by, draft), self._publishing.near(drafted(draft))
        ):
            told = words_in(by.language).say(
                "Nothing was done: what stands beside it is not what you were shown. Look again."
            )
            return self._card(by, draft, told)
        choices: Mapping[str, Callable[[], Page]] = {
            "a": lambda: self._accepted(by, draft),
            "p": lambda: self._placed(by, draft),
            "l": lambda: self._put_back(by, draft, "later"),
            "s": lambda: self._put_back(by, draft, draft.state, stop=True),
        }
        if choice in choices:
            return choices[choice]()
        place = number_in(choice[1:])
        if choice[:1] != "m" or place is None:
            raise NotFound(words_in(by.language).say("This button belongs to nothing any more."))
        return self._merged(by, draft, place)

    def _put_back(self, by: Curator, draft: Draft, state: str, *, stop: bool = False) -> Page:
        words = words_in(by.language)
        self._store.drafts.change(replace(draft, holder=None, state=state))
        if stop:
            said = words.say("Stopped. /review goes on where you stopped.")
            return Page(Message(page((Part.ANSWER, [text(said)]))))
        return self.following(by, draft.batch, words.say("Left for later."))

    def show(self, by: Curator, number: int, said: str = "") -> Page:
        """One draft again, taken over if need be; raises NotFound and NotAllowed."""
        self._access.require(by, Role.REVIEWER, f"/review {number}")
        draft = self._draft(number, by)
        words = words_in(by.language)
        if draft.state not in OPEN or not self._may_see(draft, by):
            raise NotFound(words.say("This draft waits for nobody any more, or not for you."))
        return self._card(by, self._take(draft, by), said)

    def revised(self, by: Curator, number: int, changed: Drafted) -> Page:
        """Keep a draft in its new state and show it again; raises Conflict."""
        draft = self._draft(number, by)
        if draft.holder != by.user:
            raise Conflict(words_in(by.language).say("Somebody else works on this draft now."))
        self._store.drafts.change(replace(draft, content=changed.content()))
        return self.show(by, number)

    def rejected(self, by: Curator, number: int, reason: str) -> Page:
        """Put a draft away with a reason, and show the next."""
        draft = self._draft(number, by)
        if draft.state not in OPEN or draft.holder != by.user:
            raise Conflict(words_in(by.language).say("Somebody else works on this draft now."))
        held = drafted(draft)
        away = replace(held, statement=replace(held.statement, reason=reason))
        self._store.drafts.change(replace(draft, content=away.content(), state="rejected"))
        said = words_in(by.language).say("Rejected: {reason}", reason=reason)
        return self.following(by, draft.batch, said)

    def _accepted(self, by: Curator, draft: Draft) -> Page:
        words = words_in(by.language)
        held = drafted(draft)
        reviewed = replace(published(held.statement, self._means.today()), version=0)
        first = held.accepted_by
        if self._store.state.get(SECOND) == "on" and first in {None, by.user}:
            waits = replace(held, accepted_by=by.user).content()
            self._store.drafts.change(replace(draft, content=waits, state="second", holder=None))
            return self.following(by, draft.batch, words.say("Accepted; a second person must too."))
        reason = words.say("accepted from “{title}”", title=held.article.title[:80])
        if not self._publishing.done(reviewed):
            edit = Edit(statements=(reviewed,), relate=self._relations(by, draft, reviewed.id))
            self._publishing.apply(by, edit, held, reason)
        self._store.drafts.change(replace(draft, state="accepted"))
        said = words.say("Published: {id}", id=reviewed.id)
        return replace(self.following(by, draft.batch, said), wakes=True)

    def _bearing(self, by: Curator, draft: Draft) -> list[Match]:
        """How a draft bears on what is published, as its article's sheet has it."""
        sheet = sheet_of(self._means, draft.batch, by.user)
        numbers = [one.number for one in sheet.drafts]
        found = beside(sheet, self._means).get(numbers.index(draft.number), [])
        drafts = {one.statement.id for one in sheet.held}
        return [one for one in found if one.kind != SAME and one.other.statement.id not in drafts]

    def _relations(self, by: Curator, draft: Draft, identity: str) -> tuple[Relation, ...]:
        sure = (one.relation(identity) for one in self._bearing(by, draft) if one.sure)
        return tuple(one for one in sure if one is not None)

    def _merged(self, by: Curator, draft: Draft, place: int) -> Page:
        words = words_in(by.language)
        held = drafted(draft)
        near = self._publishing.near(held)
        if place >= len(near):
            raise NotFound(words.say("This statement is no longer in the store."))
        stays = near[place].statement
        reason = words.say("also in “{title}”", title=held.article.title[:80])
        joined = merged(Record(held.statement), near[place], reason).statements[0]
        if joined != stays:
            self._publishing.apply(by, Edit(statements=(joined,)), held, reason)
        self._store.drafts.change(replace(draft, state="merged"))
        said = words.say("Merged into {id}", id=stays.id)
        return replace(self.following(by, draft.batch, said), wakes=True)

    def _placed(self, by: Curator, draft: Draft) -> Page:
        """Give a draft the incident that another of its article has."""
        held = drafted(draft)
        usual = incident_of(self._store.drafts.listed(batch=draft.batch))
        changed = replace(held, statement=replace(held.statement, incident=usual))
        taken = self._take(draft, by)
        return self.revised(by, taken.number, changed)

    def _card(self, by: Curator, draft: Draft, said: str) -> Page:
        words = words_in(by.language)
        held = drafted(draft)
        batch = self._store.drafts.listed(batch=draft.batch)
        done = sum(one.state not in OPEN for one in batch)
        place = words.say("{number} of {total}", number=min(done + 1, len(batch)), total=len(batch))
        near = self._publishing.near(held)
        sections = page((Part.ANSWER, [text(said) if said else ()]))
        sections += draft_card(held, self._store, self._previews, by.language, place)
        bearing = self._bearing(by, draft)
        lines = [beside_line(one, words) for one in bearing]
        sections += page((Part.OTHER_SIDE, [*side_by_side(near, by.language), *lines]))

        def button(choice: str, label: str) -> Action:
            return Action(BUTTON, f"{draft.number}.{draft.version}.{choice}", label)

        seen = _print(bearing, near)
        usual = incident_of(batch) if held.statement.incident is None else None
        before = (
            [self._store.records.incident(usual).name.in_language(by.language)] if usual else []
        )
        joins = tuple(
            (button(f"m{at}-{seen}", words.say("Merge with {number}", number=at + 1)),)
            for at in range(len(near))
        )
        rows = (
            (button(f"a-{seen}", words.say("Accept")), button("e", words.say("Edit"))),
            (button("i", words.say("Incident")), button("r", words.say("Reject"))),
            *((button("p", words.say("Incident: {name}", name=same)[:60]),) for same in before),
            *joins,
            (button("l", words.say("Later")), button("s", words.say("Stop"))),
        )
        return Page(Message(sections, rows))

    def _waiting(self, batch: str) -> list[Draft]:
        """Open drafts before those left for later, those for a second person last."""
        drafts = self._store.drafts.listed(batch=batch or None, states=OPEN)
        listed = [one for one in drafts if one.batch.startswith(BATCH)]
        return sorted(listed, key=lambda one: (OPEN.index(one.state), one.number))

    def _is_for(self, draft: Draft, by: Curator) -> bool:
        return draft.holder in {None, by.user} and self._may_see(draft, by)

    @staticmethod
    def _may_see(draft: Draft, by: Curator) -> bool:
        return draft.state != "second" or drafted(draft).accepted_by != by.user

    def _take(self, draft: Draft, by: Curator) -> Draft:
        if draft.holder == by.user:
            return draft
        return self._store.drafts.change(replace(draft, holder=by.user))

    def _draft(self, number: int, by: Curator) -> Draft:
        try:
            draft = self._store.drafts.get(number)
        except NotFound:
            draft = None
        if draft is None or not draft.batch.startswith(BATCH):
            raise NotFound(words_in(by.language).say("There is no draft of that number."))
        return draft

    def _theirs(self, by: Curator, number: int, version: int, choice: str) -> Draft:
        words = words_in(by.language)
        self._access.require(by, Role.REVIEWER, f"button {choice} of draft {number}")
        draft = self._draft(number, by)
        if draft.holder is not None and draft.holder != by.user:
            self._access.refuse(by.user, f"button of draft {number}", "not theirs", by.update_id)
            raise NotAllowed(
                words.say("Somebody else works on this draft now: /review gives another.")
            )
        if draft.version != version or draft.state not in OPEN:
            raise self._access.used_before(by, f"button of draft {number}")
        return draft


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
