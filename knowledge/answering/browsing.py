"""Look-ups without a question: pages of statements, incidents, speakers, the timeline, and look-ups while typing."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import zip_longest

from knowledge.answering import listings
from knowledge.answering.answerer import Answerer
from knowledge.answering.compose import outcome_messages as compose, record_pages
from knowledge.answering.compose.claim_lines import claim_shown, name_of, with_capital
from knowledge.answering.listings import leading
from knowledge.answering.presentation import ComposedOutcome, Presenter, other_accounts, reply_of
from knowledge.answering.snapshot import IndexSync, RecordCache, StoreSnapshot
from knowledge.domain import (
    Answer,
    Attribution,
    Delivery,
    Found,
    Incident,
    Language,
    Listing,
    Message,
    NoAnswer,
    NotFound,
    Part,
    Question,
    Record,
    Reply,
    ShownStatement,
    Speaker,
    SpeakersChart,
    TimelineChart,
    caveats,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.entities import EntityKind, called, holds, names_borne
from knowledge.questions.question_type import ListingFilter, ListingSubject, QuestionType
from knowledge.search.engine import Engine
from knowledge.search.text_analysis import FUNCTION_WORDS, folded as fold, words as words_of
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import cut, words_in

MORE = Part.MORE

FEW = 20
"""Statements of an incident among which its leading one is looked for."""

SHORTEST = 3
"""Letters from which a word is looked up while it is being typed."""

MOST_PARTS = 4
"""Look-ups that one message holds."""

BROWSED = 10
"""Results beside the answer itself."""

DESCRIBED = 2
"""Caveats in the description of a result."""

LONGEST_TITLE, LONGEST_DESCRIPTION = 120, 160
"""Characters of a result in the list; cut at a word."""

_BETWEEN = re.compile(r"[;\n]")


def parts(text: str) -> list[str]:
    """The look-ups of one message: what stands between semicolons or on lines of its own."""
    found = (each.strip() for each in _BETWEEN.split(text))
    return [each for each in found if each][:MOST_PARTS]


def says_nothing(text: str) -> bool:
    """Whether there is nothing to look up yet: no words, or none that tell anything apart."""
    words = [word for word in words_of(fold(text)) if word not in FUNCTION_WORDS]
    return not any(len(word) >= SHORTEST or word.isdigit() for word in words) and not _signs(text)


def readings(text: str, completed: Callable[[str], str | None]) -> Iterator[str]:
    """What the words may come to: the last one completed, as typed, without its first letters.

    Args:
        text: as typed so far.
        completed: the word of the store that begins with these letters, or None.
    """
    head, space, last = text.strip().rpartition(" ")
    whole = completed(last)
    if whole is not None and whole != fold(last):
        yield f"{head}{space}{whole}"
    yield text
    if space and len(last) < SHORTEST:
        yield head


def fitting(replies: Iterable[Reply], showcase: Presenter) -> list[str]:
    """Ids of what fits the first reading that fits anything, the best first.

    What is refused as a question ("drones") fits as words where statements hold them all.

    Args:
        replies: to the readings, in order.
        showcase: gives the statements.
    """
    for reply in replies:
        ids = [each.record.statement.id for each in reply.shown] + _likely(reply)
        if isinstance(reply.outcome, NoAnswer):
            ranked = [identity for identity, _ in reply.ranked]
            ids = holding(reply.question.text, showcase.records(ranked))
        if ids:
            return list(dict.fromkeys(ids))
    return []


def found(
    ids: Sequence[str], showcase: Presenter, language: Language, most: int
) -> tuple[Found, ...]:
    """The results for words that are being typed.

    Args:
        ids: of what fits, the best first.
        showcase: makes statements ready.
        language: the reader's.
        most: how many at most.
    """
    return tuple(_one(each, showcase, language) for each in showcase.by_ids(ids[:most], language))


def together(each_found: Sequence[tuple[Found, ...]], language: Language) -> tuple[Found, ...]:
    """The results of several look-ups: all the best in one message, then each in turn."""
    firsts = list({one[0].identity: one[0] for one in each_found if one}.values())
    rest = [each for row in zip_longest(*each_found) for each in row if each is not None]
    singles = tuple({each.identity: each for each in rest}.values())
    if len(firsts) < 2:  # noqa: PLR2004  # one look-up that finds something is no "several"
        return singles
    words = words_in(language)
    title = words.count("{number} answer in one message", "{number} answers in one message",
                        len(firsts))  # fmt: skip
    sections = tuple(
        section for one in firsts for section in one.message.sections if section.part is not MORE
    )
    names = " · ".join(
        f"{one.description.partition(' · ')[0]}: {cut(one.title, 60)}" for one in firsts
    )
    return (Found("", title, cut(names, LONGEST_DESCRIPTION), Message(sections)), *singles)


def latest(
    store: Store,
    incidents: Sequence[Incident],
    showcase: Presenter,
    language: Language,
    most: int,
) -> tuple[Found, ...]:
    """The incidents, the latest first, each with its leading statement."""
    firsts = [
        first
        for incident in latest_first(incidents)[:most]
        if (
            first := leading(
                showcase.records(
                    store.statements.select(StatementFilter(incidents=[incident.id]), limit=FEW)
                )
            )
        )
    ]
    return tuple(_one(each, showcase, language) for each in showcase.shown(firsts, language))


def latest_first(incidents: Sequence[Incident]) -> list[Incident]:
    """The incidents by date from the last to the first; those without a date after them."""
    dated = [(Edtf.parse(each.when).sort_key, each) for each in incidents if each.when]
    ordered = [each for _, each in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return [*ordered, *(each for each in incidents if not each.when)]


def holding(text: str, records: Iterable[Record]) -> list[str]:
    """Ids of the records that hold every word, whole, begun or misspelt."""
    wanted = [word for word in words_of(fold(text)) if word not in FUNCTION_WORDS]
    if not wanted:
        return []
    return [each.statement.id for each in records if holds(wanted, _texts(each))]


def _signs(text: str) -> bool:
    """Whether it is made of signs alone, which stand for nothing in the store."""
    return bool(text.strip()) and not words_of(fold(text))


def _texts(record: Record) -> Iterator[str]:
    """Everything by which somebody may look for a statement."""
    yield from record.statement.claim.all()
    yield from (text for _, text in record.statement.phrasings)
    if record.incident is not None:
        yield from names_borne(record.incident)
    if record.speaker is not None:
        yield from names_borne(record.speaker)


def _likely(reply: Reply) -> list[str]:
    return [identity for identity, _ in reply.ranked[:BROWSED]]


def _one(shown: ShownStatement, showcase: Presenter, language: Language) -> Found:
    record = shown.record
    outcome = Answer(shown, showcase.beside(record, language))
    worst = [caveats.short(code, language) for code in shown.caveats[:DESCRIBED]]
    name = name_of(record, language, inside=False)
    return Found(
        record.statement.id,
        claim_shown(record, language, LONGEST_TITLE),
        cut(" · ".join((with_capital(name), *worst)), LONGEST_DESCRIPTION),
        compose.answer(outcome, QuestionType.WHAT, language),
    )


EVERY = "*"
"""The subject of pages that are about everything of a sort."""

Told = tuple[str, tuple[ShownStatement, ...], Message]
"""A code by which a page is told again, empty for none; the statements that it tells; the page."""


class Browser:
    """Opens pages: the part of the desk that needs no question.

    Args:
        store: of the records.
        engine: of the search.
        sync: keeps the search in step with the store, and its snapshot.
        cache: of the records.
        presenter: makes statements ready to be shown.
        answerer: answers what is looked up.
        fresh: called before anything is read, so that no page is older than the store.
    """

    def __init__(
        self,
        *,
        store: Store,
        engine: Engine,
        sync: IndexSync,
        cache: RecordCache,
        presenter: Presenter,
        answerer: Answerer,
        fresh: Callable[[], None],
    ) -> None:
        self._store = store
        self._engine = engine
        self._standing = sync
        self._shelf = cache
        self._showcase = presenter
        self._answerer = answerer
        self._fresh = fresh
        self._kept: dict[tuple[int, date, Language, int], tuple[Found, ...]] = {}

    def look_up(self, text: str, language: Language, most: int) -> tuple[Found, ...]:
        """What fits words that are being typed; without words, the latest incidents."""
        self._fresh()
        if says_nothing(text):
            return self._latest(language, most)
        asked = parts(text)
        if len(asked) > 1:
            each_found = [self._found(each, language, most) for each in asked]
            return together(each_found, language)[:most]
        return self._found(text, language, most)

    def _latest(self, language: Language, most: int) -> tuple[Found, ...]:
        """The latest incidents, made ready once for each state of the store and day."""
        state = (self._shelf.revision, self._showcase.today, language, most)
        kept = self._kept.get(state)
        if kept is None:
            incidents = self._library.incidents
            kept = latest(self._store, incidents, self._showcase, language, most)
            self._kept = {
                each: found for each, found in self._kept.items() if each[:2] == state[:2]
            }
            self._kept[state] = kept
        return kept

    def _found(self, text: str, language: Language, most: int) -> tuple[Found, ...]:
        replies = (
            self._answerer.answer(Question(words, language), self._library)
            for words in readings(text, self._engine.completed)
        )
        ids = fitting(replies, self._showcase)
        return found(ids, self._showcase, language, most)

    def source(self, statement_id: str, language: Language) -> Message:
        """The articles of a statement. Raises NotFound."""
        return self.page("source", statement_id, language).message

    def _source(self, name: str, statement_id: str, language: Language) -> Told:
        shown = self._shown(statement_id, language)
        message = record_pages.source(shown, language)
        return f"{name} {shown.record.statement.id}", (shown,), message

    def others(self, statement_id: str, language: Language) -> Message:
        """Other accounts: what bears on a statement, what else its incident has. Raises NotFound."""
        return self.page("others", statement_id, language).message

    def _others(self, name: str, statement_id: str, language: Language) -> Told:
        shown = self._shown(statement_id, language)
        items = (shown, *self._showcase.related(shown.record, language))
        message = other_accounts(shown, self._store, self._showcase, language)
        return f"{name} {shown.record.statement.id}", items, message

    def caveats(self, statement_id: str, language: Language) -> Message:
        """Everything to be careful about with a statement. Raises NotFound."""
        return self.page("caveats", statement_id, language).message

    def _caveats(self, name: str, statement_id: str, language: Language) -> Told:
        shown = self._shown(statement_id, language)
        message = record_pages.cautions(shown, language)
        return f"{name} {shown.record.statement.id}", (shown,), message

    def page(self, name: str, subject: str, language: Language) -> Reply:
        """A page with the statements that it tells, so that a correction can reach it.

        Args:
            name: incidents, timeline, incident, speakers, speaker, source, others, caveats.
            subject: the id of what it is about, or a part of the name of an incident or a speaker;
                empty for all of a sort.
            language: the reader's.

        Raises:
            NotFound: the store holds nothing of that name.
        """
        subject = self._store.records.led_to(name, subject)
        asks, items, message = {
            "incidents": self._listing,
            "timeline": self._listing,
            "speakers": self._speakers,
            "incident": self._incident,
            "speaker": self._speaker,
            "source": self._source,
            "others": self._others,
            "caveats": self._caveats,
        }[name](name, subject, language)
        told = ComposedOutcome(Listing("", items), message, asks=asks)
        return reply_of(Question("", language), language, told, ())

    def again(self, delivery: Delivery, language: Language) -> Reply | None:
        """A page as it would be told now; None where the message is no page, or it is gone."""
        name, _, subject = delivery.shape.asks.partition(" ")
        if not subject:
            return None
        with suppress(NotFound):
            return self.page(name, "" if subject == EVERY else subject, language)
        return None

    def incidents(self, language: Language) -> Message:
        """All incidents, each with its leading statement."""
        return self.page("incidents", "", language).message

    def timeline(self, language: Language) -> Message:
        """The incidents, and what was said apart from them, by date."""
        return self.page("timeline", "", language).message

    def incident(self, incident_id: str, language: Language) -> Message:
        """One incident, by its id or a part of a name, with its statements; or which there are.

        Raises:
            NotFound: nothing bears such a name.
        """
        return self.page("incident", incident_id, language).message

    def _incident(self, _name: str, incident_id: str, language: Language) -> Told:
        ids = self._meant(EntityKind.INCIDENT, incident_id) or self._told_of(incident_id, language)
        if len(ids) > 1:
            several = [each for each in self._library.incidents if each.id in ids]
            return "", (), record_pages.several_incidents(several, language)
        incident = self._store.records.incident(ids[0] if ids else incident_id)
        listed, more = listings.listed(listings.of_incident(self._store, incident.id))
        items = self._showcase.by_ids(listed, language)
        places = self._library.places
        message = record_pages.incident_page(incident, items, places, language, more=more)
        return f"incident {incident.id}", items, message

    def speakers(self, language: Language) -> Message:
        """All speakers with the number of their statements."""
        return self.page("speakers", "", language).message

    def _speakers(self, name: str, _subject: str, language: Language) -> Told:
        self._fresh()
        spoken = listings.by_speaker(self._store, self._library.speakers)
        listed, more = listings.listed(spoken)
        ids = (listings.of_speaker(self._store, each.id) for each, _ in listed)
        leading = self._showcase.shown(listings.leading_of_each(self._store, ids), language)
        message = record_pages.speaker_list(listed, language, more=more)
        return f"{name} {EVERY}", leading, message

    def speaker(self, speaker_id: str, language: Language) -> Message:
        """One speaker, by id or a part of a name, with every statement; or which there are.

        Raises:
            NotFound: nobody bears such a name.
        """
        return self.page("speaker", speaker_id, language).message

    def _speaker(self, _name: str, speaker_id: str, language: Language) -> Told:
        ids = self._meant(EntityKind.SPEAKER, speaker_id)
        if len(ids) > 1:
            several = [each for each in self._library.speakers if each.id in ids]
            return "", (), record_pages.several_speakers(several, language)
        speaker = self._store.records.speaker(ids[0] if ids else speaker_id)
        listed, more = listings.listed(listings.of_speaker(self._store, speaker.id))
        items = self._showcase.by_ids(listed, language)
        message = record_pages.speaker_page(speaker, items, language, more=more)
        return f"speaker {speaker.id}", items, message

    def timeline_chart(self, language: Language) -> TimelineChart:
        """What the picture of the timeline shows."""
        self._fresh()
        facet = ListingFilter(ListingSubject.TIMELINE, asked=True)
        found = listings.incidents_listed(self._store, self._library.incidents, facet)
        records, _ = listings.listed(found)
        return listings.timeline(self._showcase.shown(records, language), language)

    def speakers_chart(self, language: Language) -> SpeakersChart:
        """What the picture of the speakers shows."""
        self._fresh()
        told: list[tuple[Speaker | None, Sequence[ShownStatement], int]] = []
        speakers, _ = listings.listed(listings.by_speaker(self._store, self._library.speakers))
        for speaker, number in speakers:
            ids, _ = listings.listed(listings.of_speaker(self._store, speaker.id))
            told.append((speaker, self._showcase.by_ids(ids, language), number))
        ids = self._store.statements.select(
            StatementFilter(attributions=[Attribution.NARRATOR]), limit=listings.LONGEST
        )
        own = [each for each in self._showcase.by_ids(ids, language) if not each.record.speaker]
        told.append((None, own, self._store.statements.counted("narrator").get(None, 0)))
        return listings.speakers(told, language)

    def about(self, language: Language) -> Message:
        """What this is and how to read it."""
        return record_pages.about(language)

    def examples(self, language: Language) -> list[str]:
        """Questions to try."""
        return list(self._library.examples_in(language))

    @property
    def _library(self) -> StoreSnapshot:
        return self._standing.library

    def _meant(self, named: EntityKind, text: str) -> list[str]:
        """The ids that a text is or names, by a part of the name and misspelt; none for nothing."""
        self._fresh()
        incidents = named is EntityKind.INCIDENT
        known = self._library.incidents if incidents else self._library.speakers
        if any(each.id == text for each in known):
            return [text]
        ids = self._library.reader.read(text).named(named)
        if len(ids) == 1:
            return list(ids)
        return called(text, ((each.id, names_borne(each)) for each in known))

    def _told_of(self, text: str, language: Language) -> list[str]:
        """The incident of what answers the text, for words that stand in no incident's name."""
        reply = self._answerer.answer(Question(text, language), self._library)
        held = holding(text, [each.record for each in reply.shown])
        about = [each.record.incident for each in reply.shown if each.record.statement.id in held]
        return [each.id for each in about[:1] if each is not None]

    def record(self, statement_id: str) -> Record:
        """A statement with all that belongs to it. Raises NotFound."""
        self._fresh()
        found = self._shelf.records([statement_id])
        if not found or not found[0].statement.state.is_public:
            raise NotFound(f'There is no statement "{statement_id}"; it may have been renamed.')
        return found[0]

    def _shown(self, statement_id: str, language: Language) -> ShownStatement:
        return self._showcase.shown([self.record(statement_id)], language)[0]

    def _listing(self, name: str, _subject: str, language: Language) -> Told:
        facet = ListingFilter(ListingSubject(name), asked=True)
        listing, message = self._answerer.registers.told(facet, self._library, language)
        return f"{name} {EVERY}", listing.items, message
