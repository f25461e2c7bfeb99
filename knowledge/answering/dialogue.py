"""Messages that lean on the conversation: follow-up questions, small talk, and a reply told again from what it carries."""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from knowledge.answering import listings
from knowledge.answering.compose import outcome_messages as compose, record_pages
from knowledge.answering.compose.context_lines import asking, quotation, with_first
from knowledge.answering.compose.outcome_messages import (
    about_no_answer,
    about_nothing,
    no_reason,
    nobody_disputes,
    not_counted,
    not_named,
    nothing_else,
    nothing_found,
    talk,
    unknown_article,
    unread_message,
)
from knowledge.answering.decision import Missing, sentence
from knowledge.answering.listings import LONGEST
from knowledge.answering.presentation import (
    ComposedOutcome,
    ListingPages,
    Presenter,
    QuestionContext,
    how_sure,
    other_accounts,
    reply_of,
)
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import (
    AGAINST,
    Answer,
    Answers,
    Attribution,
    Carried,
    Caveat,
    Choices,
    Delivery,
    Kind,
    Language,
    Listing,
    Message,
    NoAnswer,
    Part,
    Question,
    Record,
    Reply,
    ShownStatement,
    Span,
    as_plain,
    caveats,
    section,
)
from knowledge.questions.conversation import FollowUp, Intent, Leaning
from knowledge.questions.question_type import ListingFilter, ListingSubject, QuestionType
from knowledge.questions.spelling_correction import Unread
from knowledge.storage import Store
from knowledge.translations import quoted, words_in

SEVERAL = 4
"""Statements of one answer of which each is told something at once."""
_WANTED = {
    FollowUp.WHO: QuestionType.WHO,
    FollowUp.WHEN: QuestionType.WHEN,
    FollowUp.WHEN_SAID: QuestionType.WHEN_SAID,
    FollowUp.YEAR: QuestionType.WHEN,
    FollowUp.WHERE: QuestionType.WHERE,
    FollowUp.HOW_MANY: QuestionType.HOW_MANY,
    FollowUp.MORE: QuestionType.WHAT,
}
"""What can be told in the first line of the same answer."""


class Dialogue:
    """Answers from what was told before.

    Args:
        store: of the statements.
        showcase: makes them ready.
        registers: tells lists.
    """

    def __init__(self, store: Store, showcase: Presenter, registers: ListingPages) -> None:
        self._store = store
        self._showcase = showcase
        self._registers = registers

    def talked(self, intent: Intent, case: QuestionContext) -> ComposedOutcome:
        """What a message gets that wants something else than a statement."""
        subject = self._showcase.by_ids(case.subject.statements[:1], case.language)
        if subject and intent in {Intent.ORIGIN, Intent.PUBLISHER}:
            return self._page(subject[0], record_pages.source(subject[0], case.language))
        if subject and intent is Intent.TRUST:
            return self._page(subject[0], how_sure(subject[0], self._showcase, case.language))
        if intent is Intent.OVERVIEW or (intent is Intent.SHORTER and subject):
            facet = ListingFilter(ListingSubject.INCIDENTS, asked=True)
            brief = intent is Intent.SHORTER
            tell = self._registers.told if brief else self._registers.overview
            outcome, message = tell(facet, case.library, case.language)
            if outcome.items:
                ahead = tuple(each.record.statement.id for each in outcome.items)
                return ComposedOutcome(outcome, message, ahead, facet.of.value)
        if intent is Intent.PUBLISHER:
            facet = ListingFilter(ListingSubject.ARTICLES, asked=True)
            _, message = self._registers.told(facet, case.library, case.language)
            return ComposedOutcome(NoAnswer(), message)
        examples = () if intent in _ENDS else case.library.examples_in(case.language)
        return self._said(talk(intent, case.language), examples)

    def linked(self, articles: Sequence[str], case: QuestionContext) -> ComposedOutcome:
        """What an article says that somebody sends the link of; what to do where none is known."""
        ids, more = listings.listed(
            [each for one in articles for each in listings.of_article(self._store, one)]
        )
        items = self._showcase.by_ids(ids, case.language)
        if not items:
            return self._said(unknown_article(case.language))
        title = quoted(items[0].record.articles[0].title, case.language)
        outcome = Listing(title, items, more=more)
        return ComposedOutcome(outcome, compose.listing(outcome, case.language), tuple(ids))

    def too_many(self, case: QuestionContext) -> ComposedOutcome:
        """For more questions in one message than can be looked up."""
        return self._said(unread_message(Unread.LENGTH, case.language))

    def without_subject(self, case: QuestionContext) -> ComposedOutcome:
        """For a question about an answer, where none was given."""
        said = about_no_answer if case.subject.unanswered else about_nothing
        return self._said(said(case.language), case.library.examples_in(case.language))

    def without_reason(self, shown: ShownStatement, case: QuestionContext) -> ComposedOutcome:
        """For "why?", where no statement tells."""
        near = NoAnswer(nearest=(shown,))
        message = compose.refusal(near, no_reason(case.language), case.language, ())
        return ComposedOutcome(near, message, (shown.record.statement.id,))

    def _said(self, text: str, examples: tuple[str, ...] = ()) -> ComposedOutcome:
        message = Message(section(Part.ANSWER, (Span(text),)), asking(examples))
        return ComposedOutcome(NoAnswer(), message)

    def _page(self, shown: ShownStatement, message: Message) -> ComposedOutcome:
        """A page about one statement, which it is an answer with."""
        return ComposedOutcome(Answer(shown), message, (shown.record.statement.id,))

    def followed(self, leaning: Leaning, case: QuestionContext) -> ComposedOutcome | None:
        """What a message gets that asks something of the last answer; None where it asks anew."""
        asked, language = leaning.asked, case.language
        if asked is None or asked is FollowUp.WHY:
            return None
        told = self._showcase.by_ids(case.subject.statements, language)
        if not told:
            return self.without_subject(case)
        of_it = self._beside_it(asked, told, case) or self._against_it(leaning, told, case)
        if of_it is not None:
            return of_it
        several_told = 1 < len(told) <= SEVERAL and asked is not FollowUp.MORE
        if several_told and (asked in _WANTED or asked is FollowUp.SOURCE):
            return self.of_each(told, _WANTED.get(asked, QuestionType.WHAT), language)
        return self.page_on(asked, told[0], language)

    def _beside_it(
        self, asked: FollowUp, told: Sequence[ShownStatement], case: QuestionContext
    ) -> ComposedOutcome | None:
        """What stands beside what was told, or where all of it stands; None for the rest."""
        language = case.language
        match asked:
            case FollowUp.COMPARED:
                return self._compared(told, case)
            case FollowUp.SOURCE if 1 < len(told) <= SEVERAL and len(_articles(told)) == 1:
                return self._source_of_all(told, language)
            case FollowUp.SPEAKER if told[0].record.speaker is not None:
                return self._by_speaker(told[0], language)
            case FollowUp.OTHER_ONE:
                return self._other(told, case) or self.opposed(told, language)
        return None

    def _against_it(
        self, leaning: Leaning, told: Sequence[ShownStatement], case: QuestionContext
    ) -> ComposedOutcome | None:
        """What stands against what was told, or that it gives no year; None for the rest."""
        language = case.language
        match leaning.asked:
            case FollowUp.OPPOSING if opposing := _opposing(told):
                return self.of_each(opposing, QuestionType.WHAT, language)
            case FollowUp.AGAINST | FollowUp.OPPOSING:
                return self._denier(told, leaning, language) or self.opposed(told, language)
            case FollowUp.OBJECTIONS:
                return self._objected(told, language)
            case FollowUp.YEAR if all(Caveat.YEAR in each.caveats for each in told[:SEVERAL]):
                return self.without_year(told, language)
        return None

    def page_on(
        self, asked: FollowUp, shown: ShownStatement, language: Language
    ) -> ComposedOutcome:
        """The page about a statement that a message asks for."""
        if asked in _WANTED:
            return self._answered(shown, _WANTED[asked], language)
        match asked:
            case FollowUp.SOURCE:
                message = record_pages.source(shown, language)
            case FollowUp.QUOTE:
                message = quotation(shown, language)
            case FollowUp.CAUTION:
                message = how_sure(shown, self._showcase, language)
            case FollowUp.WHO_IS:
                return self.who_is(shown, language)
            case _:
                message = other_accounts(shown, self._store, self._showcase, language)
        return replace(self._page(shown, message), asks=asked.value)

    def who_is(self, shown: ShownStatement, language: Language) -> ComposedOutcome:
        """Who the speaker is, or that the article withholds it."""
        if shown.record.statement.attribution not in _WITHHELD:
            return self._answered(shown, QuestionType.WHO, language)
        return self.unnamed(shown, language)

    def unnamed(self, shown: ShownStatement, language: Language) -> ComposedOutcome:
        """That the article names nobody who said it."""
        near = NoAnswer(nearest=(shown,))
        message = compose.refusal(near, not_named(language), language, ())
        return ComposedOutcome(near, message, (shown.record.statement.id,))

    def withheld(
        self, told: Sequence[ShownStatement], case: QuestionContext
    ) -> ComposedOutcome | None:
        """For "who is that?", that the article withholds the name; None where it gives one."""
        hidden = all(each.record.statement.attribution is Attribution.ANONYMOUS for each in told)
        return self.who_is(told[0], case.language) if told and hidden else None

    def _answered(
        self, shown: ShownStatement, want: QuestionType, language: Language
    ) -> ComposedOutcome:
        outcome = Answer(shown, self._showcase.beside(shown.record, language))
        message = compose.answer(outcome, want, language)
        return ComposedOutcome(outcome, message, (shown.record.statement.id,), asks=want.value)

    def of_each(
        self, told: Sequence[ShownStatement], want: QuestionType, language: Language
    ) -> ComposedOutcome:
        """Each of several statements, told for one sort of question; one alone as usual."""
        if len(told) == 1:
            return self._answered(told[0], want, language)
        answers = [
            (Answer(each, self._showcase.beside(each.record, language)), want) for each in told
        ]
        return several(answers, language)

    def _compared(
        self, told: Sequence[ShownStatement], case: QuestionContext
    ) -> ComposedOutcome | None:
        """What was told last beside what was told before it; which is more is not judged."""
        earlier = self._showcase.by_ids(case.subject.earlier[:1], case.language)
        beside = told[:SEVERAL] if len(told) > 1 else (*earlier, *told)
        return self.of_each(beside, QuestionType.WHAT, case.language)

    def _source_of_all(self, told: Sequence[ShownStatement], language: Language) -> ComposedOutcome:
        """Where several statements of one article stand."""
        outcome = Answers(tuple(told))
        message = record_pages.sources(told, language)
        asks = SEVERAL_ASKED.join(("", *(QuestionType.WHAT.value for _ in told)))
        return ComposedOutcome(outcome, message, tuple(told_in_order(told)), asks)

    def _denier(
        self, told: Sequence[ShownStatement], leaning: Leaning, language: Language
    ) -> ComposedOutcome | None:
        """Who denies it, where what was told is itself the denial of what a message had."""
        denials = [each for each in told if each.record.statement.kind is Kind.DENIAL]
        against = any(self._showcase.against(each.record, language) for each in told)
        if not leaning.denies or len(told) != 1 or not denials or against:
            return None
        return self._answered(denials[0], QuestionType.WHO, language)

    def _objected(self, told: Sequence[ShownStatement], language: Language) -> ComposedOutcome:
        """What a denial that was told denies, else what is said against what was told."""
        denial = next((each for each in told if each.record.statement.kind is Kind.DENIAL), None)
        if denial is None:
            return self.opposed(told, language)
        return self._answered(denial, QuestionType.WHAT, language)

    def without_year(self, told: Sequence[ShownStatement], language: Language) -> ComposedOutcome:
        """That no year is given, where one is asked for."""
        near = NoAnswer(nearest=tuple(told[:SEVERAL]))
        message = compose.refusal(near, caveats.long(Caveat.YEAR, language), language, ())
        return ComposedOutcome(near, message, tuple(told_in_order(told)), FollowUp.YEAR.value)

    def opposed(self, told: Sequence[ShownStatement], language: Language) -> ComposedOutcome:
        """Who stands against any of what was told."""
        against = {
            each.record.statement.id: each
            for shown in told[:SEVERAL]
            for each in self._showcase.against(shown.record, language)
        }
        if not against:
            near = NoAnswer(nearest=(told[0],))
            looked = self._showcase.undisputed(told[0].record)
            sentence = nobody_disputes(language) if looked else nothing_found(language)
            message = compose.refusal(near, sentence, language, ())
            ahead = (told[0].record.statement.id,)
            return ComposedOutcome(near, message, ahead, FollowUp.AGAINST.value)
        found = list(against.values())
        if len(found) == 1:
            return self._answered(found[0], QuestionType.WHO, language)
        return several([(Answer(each), QuestionType.WHO) for each in found[:SEVERAL]], language)

    def _by_speaker(self, shown: ShownStatement, language: Language) -> ComposedOutcome:
        """What else a speaker said; the same statement where that is all."""
        speaker = shown.record.speaker
        ids, more = listings.listed(listings.of_speaker(self._store, speaker.id if speaker else ""))
        others = [each for each in ids if each != shown.record.statement.id]
        if speaker is None or not others:
            told = self._answered(shown, QuestionType.WHO, language)
            return replace(told, message=with_first(told.message, nothing_else(language)))
        items = self._showcase.by_ids(others, language)
        if len(items) == 1:
            return self._answered(items[0], QuestionType.WHAT, language)
        outcome = Listing(speaker.name.in_language(language), items, more=more)
        return ComposedOutcome(outcome, compose.listing(outcome, language), tuple(others))

    def _other(
        self, told: Sequence[ShownStatement], case: QuestionContext
    ) -> ComposedOutcome | None:
        """The other one of what was told last, of what was told before, or by the same speaker."""
        last = {each.record.statement.id for each in told[:1]}
        speaker = told[0].record.speaker
        by_speaker = listings.of_speaker(self._store, speaker.id) if speaker else []
        earlier = [each for each in case.subject.earlier if each in by_speaker]
        # "The other number" stands against it; what else the speaker says comes after that.
        against = told_in_order(self._showcase.against(told[0].record, case.language))
        candidates = (
            *case.subject.statements[1:], *earlier, *against, *by_speaker, *case.subject.earlier,
        )  # fmt: skip
        other = next((each for each in candidates if each not in last), None)
        found = self._showcase.by_ids([other], case.language) if other else ()
        return self._answered(found[0], QuestionType.WHAT, case.language) if found else None


def _articles(told: Sequence[ShownStatement]) -> set[str]:
    return {article.id for each in told for article in each.record.articles}


def _opposing(told: Sequence[ShownStatement]) -> list[ShownStatement]:
    """Those of several that stand against another one: why they do is what they say."""
    return [each for each in told if any(one.kind in AGAINST for one in each.record.outgoing)][
        :SEVERAL
    ]


SEVERAL_ASKED = "+"
"""What stands before each question's type where a message told several."""


UNCOUNTED = "uncounted"
"""What ends that where the numbers count something else than was asked for."""


def several(answers: Sequence[tuple[Answer, QuestionType]], language: Language) -> ComposedOutcome:
    """Several answers in one message, in the order asked."""
    items = tuple(each.shown for each, _ in answers)
    told = {each.record.statement.id for each in items}
    others = tuple(
        {
            other.record.statement.id: other
            for each, _ in answers
            for other in each.others
            if other.record.statement.id not in told
        }.values()
    )
    conflicts = tuple(each for answer, _ in answers for each in answer.conflicts)
    outcome = Answers(items, others, conflicts)
    asks = SEVERAL_ASKED.join(("", *(want.value for _, want in answers)))
    return ComposedOutcome(
        outcome, compose.answers(answers, language), tuple(told_in_order(items)), asks
    )


def first_of(told: ComposedOutcome, number: int, language: Language) -> ComposedOutcome:
    """What was told, with a word that only the first questions of a message were looked up."""
    words = words_in(language)
    text = words.count(
        "I looked up the first question only.", "I looked up the first {number} questions.", number
    )
    lines = section(Part.MORE, (Span(text),))
    message = replace(told.message, sections=(*told.message.sections, *lines))
    return replace(told, message=message)


def told_in_order(items: Sequence[ShownStatement]) -> list[str]:
    """The ids of what is shown, in order."""
    return [each.record.statement.id for each in items]


_ENDS = frozenset(
    {
        Intent.COMPLAINT,
        Intent.TONGUE,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.STOP,
        Intent.NOD,
        Intent.HUMAN,
    }
)
"""After these nobody is offered questions to ask."""
_WITHHELD = frozenset({Attribution.ANONYMOUS, Attribution.NARRATOR, Attribution.UNNAMED})
"""Where there is no name to be given."""


WHOLE = frozenset({ListingSubject.SPEAKERS.value, ListingSubject.ARTICLES.value})
"""Lists of everything that there is of a sort."""

UNTOLD = frozenset(
    {"phrasings", "reviewed", "review_due", "machine_extracted", "version", "merged_into"}
)
"""Fields of a statement that no message tells: how it is found, filed and reviewed."""


def carried_by(reply: Reply) -> tuple[Carried, ...]:
    """Each statement that a reply tells, its other side included, and what is told of it."""
    others = reply.outcome.others if isinstance(reply.outcome, Answer) else ()
    return (
        *(_carried(each.record, beside=False) for each in reply.shown),
        *(_carried(each.record, beside=True) for each in others),
    )


def _carried(record: Record, *, beside: bool) -> Carried:
    statement = record.statement
    return Carried(statement.id, statement.version, digest(record, beside=beside), beside)


def digest(record: Record, *, beside: bool) -> str:
    """A digest of all that a message may tell of a statement: it differs when that does.

    Args:
        record: with only such relations as stand.
        beside: whether the statement is told as the other side: in one line, with its speaker.
    """
    told = {key: value for key, value in as_plain(record.statement).items() if key not in UNTOLD}
    speaker = record.speaker and {
        "name": record.speaker.name.by_language,
        "role": record.speaker.role.by_language,
        "party": record.speaker.party,
    }
    parts: list[object] = [told, speaker]
    if not beside:
        incident = record.incident and as_plain(record.incident)
        if incident:
            incident.pop("aliases", None)
        relations = sorted(
            (one.source, one.kind.value, one.target) for one in (*record.incoming, *record.outgoing)
        )
        names = [place.name.by_language for place in record.places]
        parts += [incident, [as_plain(article) for article in record.articles], names, relations]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=dict)
    return blake2b(text.encode(), digest_size=9).hexdigest()


class Retelling:
    """Tells again what a message told, as it would be told now.

    Args:
        showcase: makes statements ready.
        registers: of the same.
        dialogue: tells what follows an answer.
    """

    def __init__(self, showcase: Presenter, registers: ListingPages, dialogue: Dialogue) -> None:
        self._showcase = showcase
        self._registers = registers
        self._dialogue = dialogue

    def again(self, delivery: Delivery, library: StoreSnapshot, language: Language) -> Reply | None:
        """The same outcome with the statements as they are now; None where none of them is left."""
        shape = delivery.shape
        shown = self._showcase.by_ids(delivery.shown, language)
        if shape.outcome == Listing.name and shape.asks in WHOLE:
            told = ComposedOutcome(
                *self._registers.told(
                    ListingFilter(of=ListingSubject(shape.asks)), library, language
                )
            )
        elif not shown and not (shape.outcome == NoAnswer.name and delivery.carried):
            return None
        elif shape.asks.startswith(SEVERAL_ASKED):
            told = self._several(shown, shape.asks, language)
        elif shape.outcome == Listing.name:
            incidents = (
                library.incidents
                if shape.asks in {ListingSubject.INCIDENTS, ListingSubject.TIMELINE}
                else ()
            )
            listing = Listing(shape.heading, shown, incidents, more=len(shown) == LONGEST)
            told = ComposedOutcome(listing, compose.listing(listing, language))
        elif shape.outcome == Choices.name:
            choices = Choices(shown)
            told = ComposedOutcome(choices, compose.choices(choices, language))
        elif shape.outcome == NoAnswer.name and shape.asks == FollowUp.AGAINST:
            told = self._dialogue.opposed(shown, language)
        elif shape.outcome == NoAnswer.name and shape.asks == FollowUp.YEAR:
            told = self._dialogue.without_year(shown, language)
        elif shape.outcome == NoAnswer.name:
            refusal = NoAnswer(nearest=shown)
            places = library.place_names(language)
            said = sentence(Missing(), places, language)
            told = ComposedOutcome(refusal, compose.refusal(refusal, said, language, ()))
        else:
            told = self._answer(shown[0], shape.asks, language)
        ranked = [(each.record.statement.id, 1.0) for each in shown]
        told = replace(told, asks=shape.asks)
        return reply_of(Question("", language), language, told, ranked)

    def _answer(self, shown: ShownStatement, asks: str, language: Language) -> ComposedOutcome:
        outcome = Answer(shown, self._showcase.beside(shown.record, language))
        if asks in set(FollowUp) - set(QuestionType):
            return self._dialogue.page_on(FollowUp(asks), shown, language)
        want = QuestionType(asks) if asks in set(QuestionType) else QuestionType.WHAT
        return ComposedOutcome(outcome, compose.answer(outcome, want, language))

    def _several(
        self, shown: Sequence[ShownStatement], asks: str, language: Language
    ) -> ComposedOutcome:
        wants = asks.split(SEVERAL_ASKED)[1:]
        uncounted = wants[-1:] == [UNCOUNTED]
        told = several(
            [
                (Answer(each, self._showcase.beside(each.record, language)), QuestionType(want))
                for each, want in zip(shown, wants, strict=False)
                if want != UNCOUNTED
            ],
            language,
        )
        if not uncounted:
            return told
        return replace(told, message=with_first(told.message, not_counted(language)))
