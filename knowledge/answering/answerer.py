"""A question in, an outcome with its message out."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import replace

from knowledge.answering.agreement import AGREES, CLASHES, agreement
from knowledge.answering.candidates import (
    Candidate,
    CandidatePool,
    by_namesake,
    counted_first,
    credited_rightly,
    newest_first,
)
from knowledge.answering.compose import outcome_messages as compose
from knowledge.answering.compose.context_lines import tell_me, with_words
from knowledge.answering.decision import (
    POLICY,
    Verdict,
    asks_else,
    asks_of_other,
    asks_of_stranger,
    corrects,
    is_elsewhere,
    is_nothing,
    is_of_it,
    missing_of,
    names_nothing_held,
    nearest_of,
    options,
    sentence,
    verdict,
)
from knowledge.answering.dialogue import SEVERAL, Dialogue, Retelling, first_of, several
from knowledge.answering.follow_ups import REST_OF_QUESTION, FollowUps
from knowledge.answering.premises import differences, share_told
from knowledge.answering.presentation import (
    ComposedOutcome,
    ListingPages,
    Presenter,
    QuestionContext,
    reply_of,
    timed,
)
from knowledge.answering.slots import Slots
from knowledge.answering.snapshot import AnswerCache, RecordCache, StateCache, StoreSnapshot
from knowledge.answering.weighing import DecisionWeights, Weighing, shipped
from knowledge.domain import (
    Answer,
    Answers,
    Aspect,
    Choices,
    Delivery,
    Difference,
    Language,
    Listing,
    NoAnswer,
    Question,
    Record,
    RelationKind,
    Reply,
    ShownStatement,
)
from knowledge.questions.conversation import (
    Intent,
    Leaning,
    Subject,
    asks_of_everything,
    intent_of,
    leaning_of,
    subject_of,
)
from knowledge.questions.entities import address, links_in, without_links
from knowledge.questions.parser import ParsedQuestion, asks_who_it_is, compared_in
from knowledge.questions.question_type import (
    ListingFilter,
    ListingSubject,
    QuestionType,
    asks_year,
    disputed_in,
    doubted,
    is_of_saying,
)
from knowledge.questions.segmentation import questions_in, sentences_of
from knowledge.questions.spelling_correction import Unread, legible, mended, respelled
from knowledge.search.encoders.profile import DECISION
from knowledge.search.engine import Engine, one_question
from knowledge.search.fair_scheduling import FairScheduler, check
from knowledge.search.text_analysis import (
    folded as fold,
    is_everyday,
    stem as key,
    wording,
    words as words_of,
)
from knowledge.storage import Store

_TWO = 2
_MANY = 8
"""Questions of one message that are told to be too many, where none of the first has an answer."""
_BY_THEMSELVES = 200
"""Questions of which it is kept what they get without the conversation that they stand in."""
_LONG = 400
"""Characters of a message from which it is told which of its words were looked up."""
_OF_ALL_OPTIONS = frozenset({Aspect.NEGATION, Aspect.EVENT, Aspect.ACTOR, Aspect.SPEAKER})
"""What is said before a choice only where it holds of every option."""
_AS_MUCH = 0.75
"""Share of what the first option has of a question, from which another one is of it as well."""
_TOLD_OF_NEAREST = frozenset({Aspect.EVENT, Aspect.YEAR, Aspect.DATE, Aspect.PLACE})
"""How the nearest statement may differ from a question that is refused."""


class Answerer:
    """Answers questions from a store.

    Args:
        store: of the statements.
        engine: the search, kept in step by others.
        shelf: of the store's records.
        showcase: of the same.
        weights: of the decision; None: those of the package.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        shelf: RecordCache,
        showcase: Presenter,
        weights: DecisionWeights | None = None,
    ) -> None:
        self._store = store
        self._engine = engine
        self._shelf = shelf
        self._showcase = showcase
        self.registers = ListingPages(store, showcase)
        decision = engine.profile.decision if engine.profile else DECISION
        self._dialogue = Dialogue(store, showcase, self.registers)
        self._retelling = Retelling(showcase, self.registers, self._dialogue)
        self._weighing = Weighing(engine, shelf, weights or shipped(decision))
        self._follow_ups = FollowUps(
            self,
            shelf=shelf,
            showcase=showcase,
            weighing=self._weighing,
            dialogue=self._dialogue,
            registers=self.registers,
            slots=Slots(store, shelf, showcase, self._weighing),
        )
        self._recent = AnswerCache()
        self._by_themselves: StateCache[Hashable, tuple[ComposedOutcome, CandidatePool]] = (
            StateCache(_BY_THEMSELVES)
        )
        self._turns = FairScheduler()

    def answer(
        self, question: Question, library: StoreSnapshot, within: float | None = None
    ) -> Reply:
        """Answer a question; never raises because of its text.

        Args:
            question: as it was asked.
            library: of the store.
            within: seconds that it may take, waiting for its turn included; None: as many as it
                takes.

        Raises:
            TimeoutError: it took longer.
        """
        began = time.perf_counter()
        state = self._state(library)
        asked = question
        # Where the words tell no language: the chat's last one, then the phone's.
        spoken = (each.language for each in reversed(question.turns) if each.language)
        question = replace(question, usual=next(spoken, question.usual))
        meant = _meant(question.text, library)
        leaning = leaning_of(meant[0])
        # What leans on an answer before it is answered differently to everybody.
        own = not (question.turns and leaning.leans)
        reply = self._recent.reply(question, state) if own else None
        if reply is None:
            with self._turns.taken(within), one_question():
                # While this one waited, somebody else may have asked the same.
                reply = self._recent.reply(question, state) if own else None
                if reply is None:
                    reply, leant = self._thought(question, meant, leaning, library)
                    if not leant:
                        self._recent.keep(reply, state)
        return timed(replace(reply, question=asked), began)

    def _state(self, library: StoreSnapshot) -> Hashable:
        """All that an answer is made from beside its question."""
        return self._engine.revision, self._shelf.revision, id(library), self._showcase.today

    def _thought(
        self,
        question: Question,
        meant: tuple[str, Language | None],
        leaning: Leaning,
        library: StoreSnapshot,
    ) -> tuple[Reply, bool]:
        """The reply, and whether the conversation before was looked at for it."""
        text, spoken = meant
        check()
        asked = library.reader.read(text, question.language or spoken or question.usual)
        intent = intent_of(text)
        language = question.language or (intent[1] if intent else None) or spoken or asked.language
        subject = self._subject(question, library, language)
        case = QuestionContext(asked, language, library, subject, text)
        found = CandidatePool()
        check()
        told = self._linked(case, text) or self._talked(case, text, intent)
        if told is None:
            told, found = self._told(case, text, leaning)
        ahead = dict.fromkeys(told.ahead)
        hits = [each.hit for each in found.candidates]
        ranked = [(hit.id, hit.score) for hit in hits if hit.id not in ahead]
        ranked = [*((each, 1.0) for each in ahead), *ranked]
        reply = reply_of(question, case.language, told, ranked)
        return reply, bool(question.turns) and (leaning.leans or intent is not None)

    def _subject(self, question: Question, library: StoreSnapshot, language: Language) -> Subject:
        """What the conversation is about; where its questions are not known, what was told."""
        subject = subject_of(question.turns, lambda each: _meant(each, library)[0])
        if subject.question or len(subject.statements) != 1:
            return subject
        told = self._showcase.by_ids(subject.statements[:1], language)
        claims = [each.record.statement.claim.in_language(language) for each in told]
        return replace(subject, question="".join(claims))

    def _linked(self, case: QuestionContext, text: str) -> ComposedOutcome | None:
        """What the article at a link says; None where a message asks something beside the link."""
        found = links_in(text)
        rest = without_links(text)
        if not found or len(rest.split()) > REST_OF_QUESTION or leaning_of(rest).content:
            return None
        known = [
            case.library.links[where]
            for each in found
            if (where := address(each)) in case.library.links
        ]
        return self._dialogue.linked(known, case)

    def _talked(
        self, case: QuestionContext, text: str, intent: tuple[Intent, Language | None] | None
    ) -> ComposedOutcome | None:
        """What a message gets that wants something else than a statement."""
        if intent is None:
            return None
        what = intent[0]
        if what is Intent.OVERVIEW and not asks_of_everything(
            text, case.library.reader.is_of_everything
        ):
            return None
        return self._dialogue.talked(what, case)

    def _told(
        self, case: QuestionContext, text: str, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool]:
        """What a question gets: of the answer before, of itself, or of both."""
        # A longer message that asks nothing of an answer, where none was given, stands by itself.
        goes_on = case.subject != Subject() or leaning.asked is not None
        if goes_on or len(text.split()) <= REST_OF_QUESTION:
            of_before = self._follow_ups.before(case, text, leaning)
            if of_before is not None:
                return of_before
        together = self._several(case, text) or self._compared(case)
        if together is not None:
            return together, CandidatePool()
        alone, found = self._alone_once(case)
        if not case.subject.statements or not leaning.leans:
            return alone, found
        return self._follow_ups.leant(case, leaning, alone) or (alone, found)

    def _several(self, case: QuestionContext, text: str) -> ComposedOutcome | None:
        """Several questions of one message, each for itself; None where they come to one answer."""
        reader = case.library.reader
        parts = questions_in(mended(text, reader.knows))
        answers: dict[str, tuple[Answer, QuestionType]] = {}
        before = ""
        for part in parts[:SEVERAL]:
            asked = replace(reader.read(part, case.language), before=before)
            told, _ = self.alone(replace(case, asked=asked, message=""))
            before = part
            if isinstance(told.outcome, Answer):
                shown = told.outcome.shown.record.statement.id
                answers.setdefault(
                    shown, (told.outcome, replace(case, asked=asked, message="").want)
                )
        if len(answers) < _TWO and len(parts) > _MANY and not answers:
            return self._dialogue.too_many(case)
        if len(answers) < _TWO:
            return None
        told = several(list(answers.values()), case.language)
        return first_of(told, SEVERAL, case.language) if len(parts) > SEVERAL else told

    def _compared(self, case: QuestionContext) -> ComposedOutcome | None:
        """Both things that a question puts beside each other; which is more is not judged."""
        answers: dict[str, tuple[Answer, QuestionType]] = {}
        for part in compared_in(case.asked):
            asked = case.library.reader.read(part, case.language)
            found = self._weighing.field(asked, case.library)
            meant = [
                each
                for each in found.candidates
                if each.facts is not None
                and is_of_it(asked, each, case.library.reader.is_common)
                and CLASHES not in (each.agreement.date, each.agreement.year)
                and AGREES in (each.agreement.date, each.agreement.number, each.agreement.speaker)
                and each.id not in answers
            ]
            counting = [each for each in meant if each.facts and each.facts.numbers] or meant
            # What was not reached is no number to be set beside another.
            counting = [
                each for each in counting if each.facts and not each.facts.negated
            ] or counting
            # Nor is what is said of the number that is meant.
            counting = [each for each in counting if not _bears_on(each, counting)] or counting
            if counting and counting[0].hit.score >= POLICY.near:
                (shown,) = self._shown([counting[0].id], case.language, [counting[0].hit.score])
                others = self._showcase.against(shown.record, case.language)
                answers[counting[0].id] = (Answer(shown, others), QuestionType.WHAT)
        return several(list(answers.values()), case.language) if len(answers) >= _TWO else None

    def _alone_once(self, case: QuestionContext) -> tuple[ComposedOutcome, CandidatePool]:
        """What a question gets by itself, worked out once for all chats that ask it."""
        asked, state = case.asked, self._state(case.library)
        told = (case.message, asked.text, asked.context, asked.before)
        key = told, asked.language, case.language
        kept = self._by_themselves.get(key, state)
        if kept is None:
            kept = self.alone(case)
            self._by_themselves.keep(key, kept, state)
        return kept

    def alone(self, case: QuestionContext) -> tuple[ComposedOutcome, CandidatePool]:
        """What a question gets by itself; what the conversation is about has no part in it."""
        disputed = disputed_in(case.asked.text)
        if disputed is not None:
            told, found = self.alone(
                replace(case, asked=case.library.reader.read(disputed, case.language), message="")
            )
            shown = self._showcase.by_ids(told.ahead or told.first, case.language)
            return (
                (self._dialogue.opposed(shown, case.language), CandidatePool())
                if shown
                else (told, found)
            )
        listed = self.listed(case)
        if listed is not None and isinstance(listed.outcome, Listing):
            return listed, CandidatePool()
        asked, found = self._weighing.read(
            case.message or case.asked.text, case.asked, case.library
        )
        told = (
            listed
            or self._said_of_all(replace(case, asked=asked), found)
            or self.decided(replace(case, asked=asked), found)
        )
        if isinstance(told.outcome, NoAnswer | Choices):
            told, found = self._of_doubted(case, told) or (told, found)
        return _of_part(told, asked, found, case), found

    def _of_doubted(
        self, case: QuestionContext, before: ComposedOutcome
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a question doubts, with who disputes it, where no statement is of the doubt itself."""
        doubt = doubted(case.asked.text)
        if doubt is None:
            return None
        asked = replace(
            case.library.reader.read(doubt, case.language), wants=(QuestionType.IS_IT_TRUE,)
        )
        case = replace(case, asked=asked, message="")
        found = self._weighing.field(asked, case.library)
        told = self.listed(case) or self.decided(case, found)
        if isinstance(told.outcome, NoAnswer) or type(told.outcome) is type(before.outcome):
            return None
        return told, found

    def one(self, record: Record, language: Language) -> Reply:
        """The full answer about one statement, in whatever state it is."""
        began = time.perf_counter()
        (shown,) = self._showcase.shown([record], language)
        told = self.answered(shown, QuestionType.WHAT, language)
        question = Question("", language)
        reply = reply_of(question, language, told, [(shown.record.statement.id, 1.0)])
        return timed(reply, began)

    def again(self, delivery: Delivery, library: StoreSnapshot, language: Language) -> Reply | None:
        """What a message told, as it is now, without its question; None where nothing is left."""
        began = time.perf_counter()
        reply = self._retelling.again(delivery, library, language)
        return None if reply is None else timed(reply, began)

    def listed(self, case: QuestionContext) -> ComposedOutcome | None:
        """A list by facet, where the question asks for one and the store has some of it."""
        facet = case.asked.facet
        if facet is None:
            return None
        outcome, message = self.registers.told(facet, case.library, case.language)
        items = outcome.items
        ahead = tuple(each.record.statement.id for each in items)
        if not items:
            return None
        if asks_who_it_is(case.asked) and (withheld := self._dialogue.withheld(items, case)):
            return withheld
        if len(items) == 1 and facet.of is ListingSubject.STATEMENTS:
            told = self.answered(items[0], case.want, case.language)
            return replace(told, ahead=ahead)
        return ComposedOutcome(outcome, message, ahead, facet.of.value)

    def _said_of_all(self, case: QuestionContext, found: CandidatePool) -> ComposedOutcome | None:
        """All that somebody said, where nothing is asked of it but what the whole matter is called."""
        claimant, asked = case.asked.claimant, case.asked
        if claimant is None or not (claimant.open and claimant.ids) or asked.facet is not None:
            return None
        if asked.numbers or asked.whens or asked.want is not QuestionType.WHAT:
            return None
        own = [each.facts for each in found.candidates if each.facts is not None]
        own = [each for each in own if each.speaker in claimant.ids]
        called = {key(word) for each in own for word in words_of(fold(each.context))}
        telling = [
            word
            for word in asked.rest
            if not (is_of_saying(word) or word in claimant.words or is_everyday(word))
        ]
        if len(own) < _TWO or not telling or not all(key(word) in called for word in telling):
            return None
        facet = ListingFilter(asked=True, speakers=claimant.ids)
        return self.listed(replace(case, asked=replace(asked, facet=facet)))

    def decided(
        self, case: QuestionContext, found: CandidatePool, lean: float = 0.0
    ) -> ComposedOutcome:
        """Answer, offer or refuse; `lean` is what speaks for it already, in log odds."""
        found, chance = self._weighing.weighed(case.asked, found, case.library, lean)
        found = by_namesake(case.asked, credited_rightly(case.asked, found))
        found = newest_first(case.asked, counted_first(case.asked, found))
        best = found.candidates[0] if found.candidates else None
        if (
            best is None
            or is_nothing(case.asked)
            or asks_of_stranger(case.asked, found)
            or names_nothing_held(case.asked, found, case.library)
            or is_elsewhere(case.asked, found)
        ):
            return self._refused(case, found, 0.0)
        if asks_else(case.asked, best) or asks_of_other(case.asked, best):
            return self._refused(case, found, POLICY.near)
        if corrects(case.asked, best, case.library.reader.is_common):
            chance = max(chance, POLICY.sure)
        match verdict(found, chance):
            case Verdict.ANSWER:
                (shown,) = self._shown([best.id], case.language, [chance])
                conflicts = self._conflicts(case, found)
                return self.answered(shown, case.want, case.language, conflicts, case.asked)
            case Verdict.OFFER if _without_year(case.asked, found):
                # Whichever is meant: it gives no year.
                (shown,) = self._shown([best.id], case.language, [chance])
                return self.answered(shown, QuestionType.WHEN, case.language)
            case Verdict.OFFER:
                chosen = options(found)
                shown_options = self._shown(
                    [each.id for each in chosen], case.language, [each.hit.score for each in chosen]
                )
                outcome = Choices(shown_options, self._shared_conflicts(case, chosen))
                return ComposedOutcome(outcome, compose.choices(outcome, case.language))
            case Verdict.REFUSE:
                return self._refused(case, found, chance)

    def _refused(
        self, case: QuestionContext, found: CandidatePool, chance: float
    ) -> ComposedOutcome:
        lack = missing_of(case.asked, found, case.library, case.language, case.message)
        illegible = lack.unread in {Unread.LANGUAGE, Unread.LETTERS}
        # What happened somewhere else is no neighbour of what is asked of an unknown place.
        none = lack.nothing or illegible or lack.place
        near = () if none else nearest_of(found, case.library, chance)
        shown = self._showcase.by_ids(near, case.language)
        # Of a time that some statement is of, another one's time would mislead.
        dated = any(each.agreement.date > 0 or each.agreement.year > 0 for each in found.candidates)
        conflicts = tuple(
            each
            for one in shown[:1]
            for each in self.differences(case, one.record)
            if each.what in _TOLD_OF_NEAREST
            and not ((dated or lack.times) and each.what in {Aspect.YEAR, Aspect.DATE})
        )
        outcome = NoAnswer(lack.missing, shown, conflicts)
        said = sentence(lack, case.library.place_names(case.language), case.language)
        examples = case.library.examples_in(case.language)
        message = compose.refusal(outcome, said, case.language, examples)
        if not lack.nothing and not illegible:
            message = replace(message, actions=(*message.actions, tell_me(case.language)))
        return ComposedOutcome(outcome, message)

    def _conflicts(self, case: QuestionContext, found: CandidatePool) -> tuple[Difference, ...]:
        best = found.candidates[0]
        return self.differences(case, best.record) if best.record else ()

    def _shared_conflicts(
        self, case: QuestionContext, options: Sequence[Candidate]
    ) -> tuple[Difference, ...]:
        """What is told before a choice: not what an option of the same matter has as it was asked."""
        first, *others = (
            (self.differences(case, each.record), each.facts)
            for each in options
            if each.record is not None and each.facts is not None
        )
        # In another language it cannot be seen how much of the question an option has.
        least = _AS_MUCH * (share_told(case.asked, first[1]) or 0)
        shares = [(told, share_told(case.asked, facts)) for told, facts in others]
        same = [told for told, share in shares if share is None or share >= least]
        return tuple(
            each
            for each in first[0]
            if each.what not in _OF_ALL_OPTIONS
            or all(each.what in {one.what for one in told} for told in same)
        )

    def differences(self, case: QuestionContext, record: Record) -> tuple[Difference, ...]:
        """What a question has otherwise than a statement."""
        places = case.library.places
        (facts,) = self._shelf.facts([record], places)
        agrees = agreement(case.asked, facts, places)
        credited = case.asked.claimant.ids if case.asked.claimant else ()
        speakers = {
            each.id: each.name.in_language(case.language)
            for each in case.library.speakers
            if each.id in credited
        }
        return differences(
            case.asked, record, agrees, places, case.language, facts=facts, speakers=speakers
        )

    def _shown(
        self, ids: Sequence[str], language: Language, chances: Sequence[float]
    ) -> tuple[ShownStatement, ...]:
        return self._showcase.by_ids(ids, language, chances)

    def answered(
        self,
        shown: ShownStatement,
        want: QuestionType,
        language: Language,
        conflicts: tuple[Difference, ...] = (),
        asked: ParsedQuestion | None = None,
    ) -> ComposedOutcome:
        """The answer that a statement is, worded for what is wanted of it."""
        outcome = Answer(shown, self._showcase.beside(shown.record, language), conflicts)
        numbers = asked.numbers if asked else frozenset()
        undisputed = want is QuestionType.IS_IT_TRUE and self._showcase.undisputed(shown.record)
        message = compose.answer(outcome, want, language, numbers, undisputed=undisputed)
        return ComposedOutcome(outcome, message, asks=want.value)


def _of_part(
    told: ComposedOutcome, asked: ParsedQuestion, found: CandidatePool, case: QuestionContext
) -> ComposedOutcome:
    """What was told, with the words that it answers where they are the smaller part of a long message."""
    if len(case.message) <= _LONG or not asked.words:
        return told
    if isinstance(told.outcome, Listing | Answers):
        return told
    if isinstance(told.outcome, NoAnswer) and len(asked.text) * 2 > len(case.message):
        return told
    best = found.candidates[0].facts if found.candidates else None
    words = best.words if best is not None else frozenset()
    sentences = sentences_of(asked.text) or [asked.text]
    nearest = max(sentences, key=lambda each: len(words.intersection(wording(each))))
    return replace(told, message=with_words(told.message, nearest, case.language))


def _without_year(asked: ParsedQuestion, found: CandidatePool) -> bool:
    """Whether a year is asked for that no statement of the incident gives."""
    if not asks_year(asked.folded):
        return False
    chosen = options(found)
    incidents = {each.facts.incident for each in chosen if each.facts is not None}
    dates = [date for each in chosen if each.facts for date in each.facts.dates]
    return len(incidents) == 1 and not any(date.has_year for date in dates)


def _bears_on(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether a statement only says something of one of the others."""
    targets = {
        each.target
        for each in (candidate.record.outgoing if candidate.record else ())
        if each.kind is RelationKind.COMMENTS_ON
    }
    return any(each.id in targets for each in others)


def _meant(message: str, library: StoreSnapshot) -> tuple[str, Language | None]:
    """A message as it was meant, whatever the keyboard, with its language where that told it."""
    message = legible(message)
    return respelled(message, library.reader.knows) or (message, None)
