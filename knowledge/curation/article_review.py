"""The review of a whole article: what a curator writes under its sheet is done, the rest published."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.curation.article_sheet import (
    BESIDE,
    NO_MATCH,
    SPLIT,
    DraftChange,
    ReviewCommand,
    Sheet,
    bearing_kinds,
    beside,
    differs_from_seen,
    doubtful,
    kinds,
    known_speakers,
    place_in,
    review_commands,
    seen_of,
    sheet_of,
    speaker_of,
    told,
)
from knowledge.curation.drafts import Drafted
from knowledge.curation.field_values import NOTHING, date_of, headed, worded
from knowledge.curation.record_lookup import find, new_id
from knowledge.curation.review import SECOND, Review
from knowledge.curation.statement_edits import TRANSLATE, lacking
from knowledge.curation.statement_matching import SAME, Match
from knowledge.curation.workflow import SEEN, Asking, CommandContext, Task, Verb, said
from knowledge.domain import (
    Action,
    Attribution,
    Curator,
    Draft,
    Edit,
    Entry,
    Incident,
    MultilingualText,
    NotFound,
    Page,
    Record,
    RefusedInput,
    Relation,
    Revision,
    Role,
    Speaker,
    SpeakerKind,
    Statement,
    as_json,
)
from knowledge.editing import merged, published
from knowledge.languages.scripts import language_of
from knowledge.translations import Words, words_in

SHEET = "sheet"
"""The verb of an article's sheet; its subject is the batch."""

PUBLISH, SURE, SINGLE, STOP = "publish", "publish sure", "single", "stop"
NEW = "new:"
OFFERED = 3
"""Incidents behind buttons."""

FOUND = 3
"""Statements that a claim finds, by which the incident is guessed."""

GIVEN = "incident: "


def asks(task: Task, means: CommandContext, words: Words) -> Asking | None:
    """The sheet, until something is written under it that can be done."""
    sheet = sheet_of(means, task.answers["subject"], task.holder)
    typed = task.answers.get("edits")
    if typed is None:
        return _shown(task, sheet, means, words)
    if typed not in {PUBLISH, SURE, SINGLE, STOP}:
        Changing(sheet, means, words).all(review_commands(typed, words))
    return None


def _shown(task: Task, sheet: Sheet, means: CommandContext, words: Words) -> Asking:
    heading = task.answers.get("said", "")
    bearing = beside(sheet, means)
    message = told(sheet, means, words, heading, bearing)
    places = sheet.open
    if not places:
        return Asking("edits", heading, ((STOP, words.say("Done.")),), shown=message)
    sure = [at for at in places if not doubtful(sheet.held[at])]
    options = [(PUBLISH, _publish_label(sheet, means, words))]
    if sure and len(sure) < len(places):
        label = words.count(
            "Publish {number} without “?”", "Publish {number} without “?”", len(sure)
        )
        options.append((SURE, label))
    if all(sheet.held[at].statement.incident is None for at in places):
        options += [
            (
                f"{GIVEN}{one.id}",
                words.say("Incident: {name}", name=one.name.in_language(words.language)),
            )
            for one in likely_incidents(sheet, means)
        ]
    options.append((SINGLE, words.say("One by one")))
    seen = json.dumps(seen_of(sheet, bearing))
    return Asking("edits", heading, tuple(options), shown=message, seen=seen)


def _publish_label(sheet: Sheet, means: CommandContext, words: Words) -> str:
    """What is pressed to publish; without an incident nothing is set beside the store."""
    number = len(sheet.open)
    lacking_one = all(sheet.held[at].statement.incident is None for at in sheet.open)
    if lacking_one and means.store.records.incidents():
        return words.count(
            "Publish {number} without an incident",
            "Publish all {number} without an incident",
            number,
        )
    return words.count("Publish {number}", "Publish all {number}", number)


LOOKED_UP = 12
"""Drafts of an article by which its incident is guessed."""


def likely_incidents(sheet: Sheet, means: CommandContext) -> list[Incident]:
    """Incidents that an article may be about: those that its claims find most, then the latest."""
    votes: Counter[str] = Counter()
    for at in sheet.open[:LOOKED_UP]:
        held = sheet.held[at]
        near = means.store.records.complete(
            means.find(held.statement.claim.in_language(held.article.language))[:FOUND]
        )
        ids = [one.statement.incident for one in near if one.statement.incident]
        votes.update({identity: FOUND - place for place, identity in enumerate(ids)})
    incidents = {one.id: one for one in means.store.records.incidents()}
    ranked = [identity for identity, _ in votes.most_common() if identity in incidents]
    latest = [one for one in reversed(incidents) if one not in ranked]
    return [incidents[one] for one in [*ranked, *latest][:OFFERED]]


def _nothing(_task: Task, _means: CommandContext, _words: Words) -> Edit:
    return Edit()


VERBS = {SHEET: Verb(Role.REVIEWER, ("subject",), asks, _nothing)}


@dataclass
class Changing:
    """What a sheet becomes by what is written under it; nothing is kept before all can be done.

    Args:
        sheet: as it is.
        means: the store, names and fields.
        words: of the curator.
    """

    sheet: Sheet
    means: CommandContext
    words: Words
    held: dict[int, Drafted] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    added: list[Drafted] = field(default_factory=list)
    incident: Incident | None = None
    publishes: bool = False

    def all(self, commands: Sequence[ReviewCommand]) -> None:
        """Do them in their order. Raises RefusedInput and NotFound."""
        does: Mapping[DraftChange, Callable[[ReviewCommand], None]] = {
            DraftChange.DROP: lambda one: self._stated(one, "rejected"),
            DraftChange.KEEP: lambda one: self._stated(one, "open"),
            DraftChange.TAKE: self._taken,
            DraftChange.LEAVE: self._left,
            DraftChange.JOIN: self._joined,
            DraftChange.SPLIT: self._split,
            DraftChange.FIELD: self._field,
            DraftChange.SPEAKER: self._speaker,
            DraftChange.SAME_SPEAKER: self._same_speaker,
            DraftChange.HEAD: self._head,
            DraftChange.INCIDENT: self._incident,
            DraftChange.PUBLISH: self._publish,
        }
        for command in commands:
            does[command.change](command)

    @property
    def changed(self) -> list[Draft]:
        """The drafts that differ."""
        places = sorted(self.held.keys() | self.states.keys())
        drafts = []
        for at in places:
            draft = self.sheet.drafts[at]
            held = self.held.get(at, self.sheet.held[at])
            state = self.states.get(at, draft.state)
            holder = self.sheet.user
            drafts.append(replace(draft, content=held.content(), state=state, holder=holder))
        return drafts

    def _now(self, at: int) -> Drafted:
        return self.held.get(at, self.sheet.held[at])

    def _at(self, number: int, *, dropped: bool = False) -> int:
        """The place of a number that may be changed."""
        at = number - 1
        state = self.states.get(at) or (
            self.sheet.drafts[at].state if 0 <= at < len(self.sheet.drafts) else ""
        )
        if dropped and state == "rejected":
            return at
        if not dropped and (at in self.sheet.open or at in self.states) and state != "rejected":
            return at
        raise RefusedInput(
            self.words.say("{number} is not in this list, or not any more.", number=number)
        )

    def _stated(self, command: ReviewCommand, state: str) -> None:
        for number in command.numbers:
            at = self._at(number, dropped=state == "open")
            self.states[at] = state

    def _taken(self, command: ReviewCommand) -> None:
        """What is proposed beside a draft is so."""
        bearing = beside(self.sheet, self.means)
        for number in command.numbers:
            at = self._at(number)
            if not bearing.get(at):
                raise RefusedInput(self.words.say("Nothing stands beside {number}.", number=number))
            self.held[at] = replace(self._now(at), beside=str(bearing[at][0].kind))

    def _left(self, command: ReviewCommand) -> None:
        """It is not so."""
        for number in command.numbers:
            at = self._at(number)
            self.held[at] = replace(self._now(at), beside=NO_MATCH)

    def _joined(self, command: ReviewCommand) -> None:
        first, *rest = [self._at(number) for number in command.numbers]
        into = self._now(first)
        for at in rest:
            other = self._now(at)
            if other.statement.speaker != into.statement.speaker:
                raise RefusedInput(
                    self.words.say("They have different speakers, so they are two statements.")
                )
            into = _together(into, other)
            self.states[at] = "rejected"
        self.held[first] = into

    def _split(self, command: ReviewCommand) -> None:
        at = self._at(command.numbers[0])
        held = self._now(at)
        first, *rest = [part.strip() for part in command.value.split(SPLIT) if part.strip()]
        self.held[at] = self._with(held, "claim", first)
        there = {one.statement.claim.in_language(one.article.language) for one in self.sheet.held}
        taken = {one.statement.id for one in (*self.sheet.held, *self.added)}
        for claim in rest:
            made = self._with(held, "claim", claim)
            if claim.rstrip(".") in there:  # the same once more, after a crash
                continue
            identity = new_id(f"{held.statement.speaker or ''} {claim}", taken, longest=48)
            taken.add(identity)
            statement = replace(made.statement, id=identity)
            self.added.append(replace(made, statement=statement, print=(), beside=""))

    def _field(self, command: ReviewCommand) -> None:
        for number in command.numbers:
            at = self._at(number)
            if command.field == BESIDE:
                self.held[at] = replace(self._now(at), beside=self._bearing(command.value))
            else:
                self.held[at] = self._with(self._now(at), command.field, command.value)

    def _bearing(self, typed: str) -> str:
        wanted = " ".join(typed.casefold().split())
        names = dict(bearing_kinds(self.words))
        names |= dict.fromkeys((NOTHING, "no", self.words.say("no").casefold()), NO_MATCH)
        if wanted in names:
            return names[wanted]
        raise RefusedInput(
            self.words.say("It is one of: {values}.", values=", ".join(sorted({*names})))
        )

    def _with(self, held: Drafted, name: str, value: str) -> Drafted:
        """A draft with a field in its new state; what is shown is what is changed."""
        if name == "speaker":
            place = place_in(value.strip(), self.words)
            if place is not None and place < len(self.sheet.speakers):
                return self._spoken_by(held, self.sheet.speakers[place])
            if value.strip() != NOTHING:
                return self._named(held, value)
        field_name = f"claim.{held.article.language}" if name == "claim" else name
        statement = self.means.fields.set(held.statement, field_name, value, self.words)
        return replace(held, statement=statement)

    def _spoken_by(self, held: Drafted, identity: str) -> Drafted:
        """The draft as said by another speaker of the sheet."""
        known = known_speakers(self.means)
        new = next(
            (
                one.speaker
                for one in (*self.held.values(), *self.sheet.held)
                if one.speaker is not None and one.speaker.id == identity
            ),
            None,
        )
        if new is None and identity not in known:
            raise NotFound(self.words.say("This speaker is no longer in the store."))
        return _said_by(held, identity, new)

    def _named(self, held: Drafted, value: str) -> Drafted:
        """The draft as said by somebody who is named, in the store or new."""
        known = find(list(known_speakers(self.means).values()), value)
        if isinstance(known, Speaker):
            return _said_by(held, known.id, None)
        return _said_by(held, *self._made(held, value, None))

    def _made(self, held: Drafted, value: str, was: Speaker | None) -> tuple[str, Speaker]:
        """A new speaker as typed: "Name, role, kind"; what is left out stays as it was."""
        language = held.article.language
        name, *facts = [part.strip() for part in value.split(",") if part.strip()]
        named = kinds(self.words)
        kind = was.kind if was else SpeakerKind.PERSON
        if facts and facts[-1].casefold() in named:
            kind = named[facts.pop().casefold()]
        texts = worded(MultilingualText({}, language), f"name.{language}", name, self.words)
        role = was.role if was else MultilingualText()
        if facts:
            role = MultilingualText({language: ", ".join(facts)}, language)
        taken = [*known_speakers(self.means), *self.sheet.speakers]
        identity = was.id if was else new_id(name, taken)
        return identity, Speaker(identity, texts, kind, role)

    def _of(self, command: ReviewCommand) -> str:
        if command.speaker >= len(self.sheet.speakers):
            raise RefusedInput(
                self.words.say(
                    "There is no such speaker in this list: “{line}”.", line=command.line
                )
            )
        return self.sheet.speakers[command.speaker]

    def _speaker(self, command: ReviewCommand) -> None:
        identity, known = self._of(command), known_speakers(self.means)
        if command.value.strip() == NOTHING:
            for at in self._by(identity):
                self.held[at] = self._with(self._now(at), "speaker", NOTHING)
            return
        first = self._now(self._by(identity)[0])
        stored = find(list(known.values()), command.value)
        if isinstance(stored, Speaker):
            new_id, new = stored.id, None
        else:
            was = None if identity in known else speaker_of(first, known)
            new_id, new = self._made(first, command.value, was)
        for at in self._by(identity):
            self.held[at] = _said_by(self._now(at), new_id, new)

    def _same_speaker(self, command: ReviewCommand) -> None:
        identity = self._of(command)
        for at in self._by(identity):
            self.held[at] = self._with(self._now(at), "speaker", command.value)

    def _by(self, identity: str) -> list[int]:
        return [at for at in self.sheet.open if self._now(at).statement.speaker == identity]

    def _head(self, command: ReviewCommand) -> None:
        for at in range(len(self.sheet.drafts)):
            held = self._now(at)
            article = headed(
                held.article, command.field, command.value, self.means.names, self.words
            )
            self.held[at] = replace(held, article=article)

    def _incident(self, command: ReviewCommand) -> None:
        value = command.value.strip()
        identity: str | None
        if value == NOTHING:
            identity = None
        else:
            known = None
            if not value.casefold().startswith(NEW):
                incidents = self.means.store.records.incidents()
                known = find(incidents, value)
                if known is None:
                    known = self.means.names.incident(value, self.words)
            if known is None:
                name, _, when = value[len(NEW) :].strip().partition(" | ")
                language = language_of(name)
                texts = worded(MultilingualText({}, language), f"n.{language}", name, self.words)
                taken = [one.id for one in self.means.store.records.incidents()]
                date = date_of(when) if when.strip() else None
                self.incident = Incident(new_id(name, taken), texts, date)
            identity = known.id if known else self.incident.id if self.incident else None
        for at in self.sheet.open:
            held = self._now(at)
            self.held[at] = replace(held, statement=replace(held.statement, incident=identity))

    def _publish(self, _command: ReviewCommand) -> None:
        self.publishes = True


def _said_by(held: Drafted, identity: str, new: Speaker | None) -> Drafted:
    first = held.statement.appearances[0]
    if first.attribution is Attribution.NARRATOR:
        first = replace(first, attribution=Attribution.NAMED)
    appearances = (first, *held.statement.appearances[1:])
    statement = replace(held.statement, speaker=identity, appearances=appearances)
    return replace(held, statement=statement, speaker=new)


def _together(one: Drafted, other: Drafted) -> Drafted:
    """Two drafts of a speaker as one."""
    language = one.article.language
    claims = [each.statement.claim.in_language(language).rstrip(".") for each in (one, other)]
    second = claims[1][:1].lower() + claims[1][1:]
    first = one.statement.appearances[0]
    quotes = dict.fromkeys((*first.quotes, *other.statement.appearances[0].quotes))
    paragraphs = dict.fromkeys((*first.paragraphs, *other.statement.appearances[0].paragraphs))
    appearance = replace(first, quotes=tuple(quotes), paragraphs=tuple(paragraphs))
    claim = MultilingualText({language: f"{claims[0]}; {second}"}, language)
    statement = replace(
        one.statement,
        claim=claim,
        appearances=(appearance,),
        figures=(*one.statement.figures, *other.statement.figures),
        places=tuple(dict.fromkeys((*one.statement.places, *other.statement.places))),
    )
    return replace(one, statement=statement)


class ArticleReview:
    """Does what is written under an article's sheet.

    Args:
        means: the store, names and fields.
        review: shows single cards.
        begin: begins the next task, which shows the sheet again.
    """

    def __init__(
        self,
        means: CommandContext,
        review: Review,
        begin: Callable[[Curator, str, str, Mapping[str, str]], Page],
    ) -> None:
        self._means = means
        self._store = means.store
        self._review = review
        self._begin = begin

    def open(self, by: Curator, batch: str, heading: str = "") -> Page:
        """The sheet of an article."""
        return self._begin(by, SHEET, "", {"subject": batch, "said": heading})

    def ended(self, by: Curator, task: Task) -> Page:
        """What comes of what was written or pressed under a sheet."""
        batch, typed = task.answers["subject"], task.answers["edits"]
        words = words_in(by.language)
        if typed == STOP:
            return Page(said(words.say("Stopped. /review goes on where you stopped.")))
        if typed == SINGLE:
            return self._review.following(by, batch)
        sheet = sheet_of(self._means, batch, by.user)
        if typed in {PUBLISH, SURE}:
            return self._published(by, task, sheet, sure=typed == SURE)
        changing = Changing(sheet, self._means, words)
        changing.all(review_commands(typed, words))
        others = self._others(sheet, changing)
        if not changing.publishes:
            self._make(by, sheet, changing, others)
        self._store.drafts.change_all(
            changing.changed, [one.content() for one in changing.added], batch
        )
        if changing.publishes:
            # An update is for one change: what the message makes comes with what it publishes.
            now = sheet_of(self._means, batch, by.user)
            return self._published(by, task, now, sure=False, others=others)
        return self.open(by, batch, words.say("Done."))

    def _others(self, sheet: Sheet, changing: Changing) -> list[tuple[Entry, Entry | None]]:
        """The new incident, and the article where its head changes and the store has it already."""
        others: list[tuple[Entry, Entry | None]] = []
        if changing.incident is not None:
            others.append((changing.incident, None))
        article = changing.held[0].article if 0 in changing.held else sheet.held[0].article
        stored = {one.id: one for one in self._store.records.articles()}.get(article.id)
        if stored is not None and as_json(stored) != as_json(article):
            others.append((article, stored))
        return others

    def _make(
        self,
        by: Curator,
        sheet: Sheet,
        changing: Changing,
        others: Sequence[tuple[Entry, Entry | None]],
    ) -> None:
        """Keep new records that drafts will name."""
        if not others:
            return
        made = self._make_others(by, sheet, others)
        ids = [one.subject_id for one in made if one.subject == "incident"]
        if changing.incident is not None and ids and ids[0] != changing.incident.id:
            # It was made before a crash, by the same message.
            for at, held in changing.held.items():
                statement = replace(held.statement, incident=ids[0])
                changing.held[at] = replace(held, statement=statement)

    def _make_others(
        self, by: Curator, sheet: Sheet, others: Sequence[tuple[Entry, Entry | None]]
    ) -> Sequence[Revision]:
        title = sheet.held[0].article.title[:80]
        return self._store.changes.apply(
            Edit(others=tuple(others)),
            actor=by.actor,
            reason=words_in(by.language).say("for “{title}”", title=title),
            update_id=by.update_id,
        )

    def _published(
        self,
        by: Curator,
        task: Task,
        sheet: Sheet,
        *,
        sure: bool,
        others: Sequence[tuple[Entry, Entry | None]] = (),
    ) -> Page:
        """Publish what is open, each beside what it was shown to bear on, in one change."""
        batch, words = task.answers["subject"], words_in(by.language)
        places = [at for at in sheet.open if not (sure and doubtful(sheet.held[at]))]
        if not places:
            return self.open(by, batch, words.say("There is nothing to publish."))
        if self._store.state.get(SECOND) == "on":
            first = [at for at in places if sheet.held[at].accepted_by in {None, by.user}]
            if first:
                self._wait(by, sheet, first)
                return self.open(by, batch, words.say("Accepted; a second person must too."))
        bearing = beside(sheet, self._means)
        made = self._store.revisions.of_update(by.update_id) if by.update_id is not None else []
        typed = task.answers["edits"] not in {PUBLISH, SURE}
        seen = json.loads(task.answers.get(SEEN, "{}"))
        public = any(one.subject == "statement" for one in made)
        if not public and (made or differs_from_seen(sheet, places, bearing, seen, typed=typed)):
            if others and not made:
                self._make_others(by, sheet, others)
            told = words.say(
                "Nothing is public yet: what stands beside the statements is not what you were "
                "shown. Look at the ↳ once more."
            )
            return self.open(by, batch, told)
        edit, joined = self._edit(sheet, places, bearing, words)
        if not made:
            edit = replace(edit, others=(*others, *edit.others))
            reason = words.say("accepted from “{title}”", title=sheet.held[0].article.title[:80])
            actor, update = by.actor, by.update_id
            made = [*self._store.changes.apply(edit, actor=actor, reason=reason, update_id=update)]
        self._store.drafts.change_all(
            [
                replace(
                    sheet.drafts[at],
                    state="merged" if at in joined else "accepted",
                    holder=by.user,
                )
                for at in places
            ]
        )
        heading = words.count(
            "{number} statement is public now.",
            "{number} statements are public now.",
            len(places) - len(joined),
        )
        if joined:
            heading += " " + words.count(
                "{number} was in the store already and stands in this article too.",
                "{number} were in the store already and stand in this article too.",
                len(joined),
            )
        left = sheet_of(self._means, batch, by.user)
        if left.open:
            return replace(self.open(by, batch, heading), wakes=True)
        article = sheet.held[0].article.id
        if lacking(self._means, article):
            known = {"subject": article, "said": heading, "reason": words.say("a translation")}
            shown = self._begin(by, TRANSLATE, "", known)
        else:
            shown = Page(said(heading))
        back = ((Action("undo", str(made[-1].number), words.say("Take it back")),),) if made else ()
        message = replace(shown.message, actions=(*shown.message.actions, *back))
        return replace(shown, message=message, wakes=True)

    def _wait(self, by: Curator, sheet: Sheet, places: Sequence[int]) -> None:
        self._store.drafts.change_all(
            [
                replace(
                    sheet.drafts[at],
                    content=replace(sheet.held[at], accepted_by=by.user).content(),
                    state="second",
                    holder=None,
                )
                for at in places
            ]
        )

    def _edit(
        self,
        sheet: Sheet,
        places: Sequence[int],
        bearing: Mapping[int, Sequence[Match]],
        words: Words,
    ) -> tuple[Edit, frozenset[int]]:
        """The change that publishes drafts; the places of those that join a published statement."""
        statements: list[Statement] = []
        joined: dict[str, Record] = {}
        relations: list[Relation] = []
        merged_at: set[int] = set()
        title = sheet.held[places[0]].article.title[:80]
        for at in places:
            held, found = sheet.held[at], [one for one in bearing.get(at, ()) if one.sure]
            match = found[0] if found else None
            try:
                ready = replace(published(held.statement, self._means.today()), version=0)
            except RefusedInput as error:
                raise RefusedInput(f"{at + 1}: {error.told(words)}") from error
            if match is not None and match.kind == SAME:
                other = joined.get(match.other.statement.id, match.other)
                same = replace(ready, speaker=other.statement.speaker)
                reason = words.say("also in “{title}”", title=title)
                into = merged(Record(same), other, reason).statements[0]
                joined[into.id] = replace(other, statement=into)
                merged_at.add(at)
                continue
            statements.append(ready)
            relations += [one for each in found if (one := each.relation(ready.id)) is not None]
        stays = [
            one.statement
            for identity, one in joined.items()
            if one.statement != self._store.records.statement(identity)
        ]
        others = self._missing(sheet, places, [*statements, *stays])
        # A draft of this sheet that is not published now is nothing to bear on.
        waiting = {one.statement.id for one in sheet.held} - {one.id for one in statements}
        there = {
            (one.source, one.kind, one.target): one
            for one in relations
            if not {one.source, one.target} & waiting
        }
        edit = Edit(
            statements=(*statements, *stays),
            others=tuple((one, None) for one in others),
            relate=tuple(there.values()),
        )
        return edit, frozenset(merged_at)

    def _missing(
        self, sheet: Sheet, places: Sequence[int], statements: Sequence[Statement]
    ) -> list[Entry]:
        """The article and the speakers that the store has not yet."""
        held = [sheet.held[at] for at in places]
        stored = {one.id for one in self._store.records.articles()}
        missing: list[Entry] = [] if held[0].article.id in stored else [held[0].article]
        known, needed = known_speakers(self._means), {one.speaker for one in statements}
        new = {one.speaker.id: one.speaker for one in held if one.speaker is not None}
        missing += [one for identity, one in new.items() if identity in needed - known.keys()]
        return missing
