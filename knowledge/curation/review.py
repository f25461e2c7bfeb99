"""Drafts before a person's eyes, one at a time: accepted, merged, rejected, or left for later."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from knowledge.curation.access_control import AccessControl
from knowledge.curation.article_sheet import beside, beside_line, sheet_of
from knowledge.curation.change_wording import ChangePreviews, page, text
from knowledge.curation.drafts import BATCH, OPEN, Drafted, Publishing, drafted, incident_of
from knowledge.curation.statement_matching import SAME, Match
from knowledge.curation.workflow import CommandContext, parts
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
    NotAllowed,
    NotFound,
    Page,
    Part,
    Record,
    Relation,
    Role,
    Section,
    Span,
    Style,
    caveats,
    number_in,
)
from knowledge.editing import merged, published
from knowledge.storage import Store
from knowledge.translations import words_in

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
        lines = [beside_line(one, words) for one in self._bearing(by, draft)]
        sections += page((Part.OTHER_SIDE, [*side_by_side(near, by.language), *lines]))

        def button(choice: str, label: str) -> Action:
            return Action(BUTTON, f"{draft.number}.{draft.version}.{choice}", label)

        usual = incident_of(batch) if held.statement.incident is None else None
        before = (
            [self._store.records.incident(usual).name.in_language(by.language)] if usual else []
        )
        joins = tuple(
            (button(f"m{at}", words.say("Merge with {number}", number=at + 1)),)
            for at in range(len(near))
        )
        rows = (
            (button("a", words.say("Accept")), button("e", words.say("Edit"))),
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
