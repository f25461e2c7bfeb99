"""A question in, an outcome with its message out."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import replace

from knowledge.answering.agreement import agreement, differences
from knowledge.answering.candidates import (
    LOOKED_AT,
    LOOKED_AT_BY_WORD,
    CandidatePool,
    joined,
    pool_of,
    statements_first,
)
from knowledge.answering.compose import outcome_messages as compose
from knowledge.answering.compose.reply_buttons import tell_me
from knowledge.answering.coverage import closeness
from knowledge.answering.decision import (
    POLICY,
    Verdict,
    Weights,
    asks_else,
    chance_of,
    corrects,
    features_of,
    options,
    shipped,
    verdict,
)
from knowledge.answering.index_sync import GAP, marks_of_question
from knowledge.answering.listing_pages import WANTED, ListingPages, page
from knowledge.answering.presentation import Presenter
from knowledge.answering.question_context import ComposedOutcome, QuestionContext, reply_of, timed
from knowledge.answering.record_cache import AnswerCache, RecordCache
from knowledge.answering.refusal import (
    is_small_talk,
    missing_of,
    names_nothing_held,
    nearest_of,
    sentence,
)
from knowledge.answering.retelling import Retelling
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import (
    Answer,
    Aspect,
    Choices,
    Delivery,
    Difference,
    Language,
    NoAnswer,
    Question,
    Record,
    Reply,
    ShownStatement,
)
from knowledge.questions.filters import ListingSubject
from knowledge.questions.follow_ups import follow_up_in
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import QuestionType, doubted
from knowledge.search.documents import Query
from knowledge.search.encoders.profile import DECISION
from knowledge.search.engine import Engine
from knowledge.search.fair_scheduling import FairScheduler, check
from knowledge.storage import Store


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
        weights: Weights | None = None,
    ) -> None:
        self._store = store
        self._engine = engine
        self._shelf = shelf
        self._showcase = showcase
        self.registers = ListingPages(store, showcase)
        self._retelling = Retelling(store, showcase, self.registers)
        self._weights = weights or shipped(engine.profile.decision if engine.profile else DECISION)
        self._recent = AnswerCache()
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
        state = (self._engine.revision, self._shelf.revision, id(library), self._showcase.today)
        reply = self._recent.reply(question, state)
        if reply is None:
            with self._turns.taken(within):
                # While this one waited, somebody else may have asked the same.
                reply = self._recent.reply(question, state) or self._thought(
                    question, library, state
                )
        return timed(replace(reply, question=question), began)

    def _thought(self, question: Question, library: StoreSnapshot, state: Hashable) -> Reply:
        asked = library.reader.read(question.text, question.language)
        check()
        case = QuestionContext(asked, question.language or asked.language, library, question.about)
        found = self.field(asked, library)
        check()
        told = self._followed(case) or self._listed(case) or self._decided(case, found)
        check()
        if isinstance(told.outcome, NoAnswer):
            told, found = self._of_doubted(case) or (told, found)
        ahead = dict.fromkeys(told.ahead)
        ranked = [(each.id, each.hit.score) for each in found.candidates if each.id not in ahead]
        ranked = [*((each, 1.0) for each in ahead), *ranked]
        reply = reply_of(question, case.language, told, ranked)
        if follow_up_in(asked.text) is None:
            # What leans on an answer before it is answered differently by everybody.
            self._recent.keep(reply, state)
        return reply

    def _of_doubted(self, case: QuestionContext) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a question doubts, with who disputes it, where no statement is of the doubt itself."""
        doubt = doubted(case.asked.text)
        if doubt is None:
            return None
        asked = replace(
            case.library.reader.read(doubt, case.language), wants=(QuestionType.IS_IT_TRUE,)
        )
        case = replace(case, asked=asked)
        found = self.field(asked, case.library)
        told = self._listed(case) or self._decided(case, found)
        return None if isinstance(told.outcome, NoAnswer) else (told, found)

    def field(self, asked: ParsedQuestion, library: StoreSnapshot) -> CandidatePool:
        """Search, and order what was found by what it agrees with."""
        found = self._searched(asked, asked.text, library)
        if not asked.before:
            return found
        return joined(found, self._searched(asked, f"{asked.before} {asked.text}", library))

    def _searched(self, asked: ParsedQuestion, text: str, library: StoreSnapshot) -> CandidatePool:
        query = Query(text, asked.language, marks_of_question(asked), asked.context)
        ranking = self._engine.search(query)
        places = library.places
        most = LOOKED_AT_BY_WORD if self._engine.compares_words else LOOKED_AT
        records = {}
        for each in self._shelf.records(statements_first(ranking, most)):
            check()
            records[each.statement.id] = (each, self._shelf.facts(each, places))
        said = [facts for _, facts in records.values()]
        best = {hit.id: hit.best for hit in ranking.hits}
        wordings = [best[i].text if best[i].role == "phrasing" else "" for i in records]
        near = closeness(self._engine, asked, ranking.repaired, said, wordings)
        check()
        by_id = dict(zip(records, near, strict=True))
        gap = library.gap_wordings.get(asked.wording)
        return pool_of(
            asked, ranking, records, places, self._weights.agreement,
            closeness=by_id, gap_asked=gap and f"{GAP}{gap}",
        )  # fmt: skip

    def one(self, record: Record, question: Question, language: Language) -> Reply:
        """The full answer about one statement, in whatever state it is."""
        began = time.perf_counter()
        (shown,) = self._showcase.shown([record], language)
        told = self._answered(shown, QuestionType.WHAT, language)
        reply = reply_of(question, language, told, [(shown.record.statement.id, 1.0)])
        return timed(reply, began)

    def again(self, delivery: Delivery, library: StoreSnapshot, language: Language) -> Reply | None:
        """What a message told, as it is now, without its question; None where nothing is left."""
        began = time.perf_counter()
        reply = self._retelling.again(delivery, library, language)
        return None if reply is None else timed(reply, began)

    def _followed(self, case: QuestionContext) -> ComposedOutcome | None:
        """A question about the last answer: "and who said that?"."""
        asked = follow_up_in(case.asked.text) if case.about else None
        shown = self._showcase.by_ids(case.about[:1], case.language) if asked else ()
        if asked is None or not shown:
            return None
        told = self._answered(shown[0], WANTED.get(asked, QuestionType.WHAT), case.language)
        if asked not in WANTED:
            message = page(asked, shown[0], self._store, self._showcase, case.language)
            told = replace(told, message=message, asks=asked.value)
        return replace(told, ahead=(shown[0].record.statement.id,))

    def _listed(self, case: QuestionContext) -> ComposedOutcome | None:
        """A list by facet, where the question asks for one and the store has some of it."""
        facet = case.asked.facet
        if facet is None:
            return None
        outcome, message = self.registers.told(facet, case.library, case.language)
        items = outcome.items
        ahead = tuple(each.record.statement.id for each in items)
        if not items:
            return None
        if len(items) == 1 and facet.of is ListingSubject.STATEMENTS:
            told = self._answered(items[0], case.want, case.language)
            return replace(told, ahead=ahead)
        return ComposedOutcome(outcome, message, ahead, facet.of.value)

    def _decided(self, case: QuestionContext, found: CandidatePool) -> ComposedOutcome:
        features = features_of(case.asked, found)
        chance = chance_of(features, self._weights.of(features))
        best = found.candidates[0] if found.candidates else None
        if (
            best is None
            or is_small_talk(case.asked)
            or asks_else(case.asked, best)
            or names_nothing_held(case.asked, found, case.library)
        ):
            return self._refused(case, found, 0.0)
        if corrects(case.asked, best, case.library.reader.is_common):
            chance = max(chance, POLICY.sure)
        match verdict(found, chance):
            case Verdict.ANSWER:
                (shown,) = self._shown([best.id], case.language, [chance])
                conflicts = self._conflicts(case, found)
                return self._answered(shown, case.want, case.language, conflicts, case.asked)
            case Verdict.OFFER:
                chosen = options(found)
                shown_options = self._shown(
                    [each.id for each in chosen], case.language, [each.hit.score for each in chosen]
                )
                outcome = Choices(shown_options, self._conflicts(case, found))
                return ComposedOutcome(outcome, compose.choices(outcome, case.language))
            case Verdict.REFUSE:
                return self._refused(case, found, chance)

    def _refused(
        self, case: QuestionContext, found: CandidatePool, chance: float
    ) -> ComposedOutcome:
        lack = missing_of(case.asked, found, case.library, case.language)
        near = () if lack.small_talk else nearest_of(found, case.library, chance)
        shown = self._showcase.by_ids(near, case.language)
        # Of a time that some statement is of, another one's time would mislead.
        dated = any(each.agreement.date > 0 or each.agreement.year > 0 for each in found.candidates)
        conflicts = tuple(
            each
            for one in shown[:1]
            for each in self._differences(case, one.record)
            if not (dated and each.what in {Aspect.YEAR, Aspect.DATE})
        )
        outcome = NoAnswer(lack.missing, shown, conflicts)
        said = sentence(lack, case.library.place_names(case.language), case.language)
        examples = case.library.examples_in(case.language)
        message = compose.refusal(outcome, said, case.language, examples)
        if not lack.small_talk:
            message = replace(message, actions=(*message.actions, tell_me(case.language)))
        return ComposedOutcome(outcome, message)

    def _conflicts(self, case: QuestionContext, found: CandidatePool) -> tuple[Difference, ...]:
        best = found.candidates[0]
        return self._differences(case, best.record) if best.record else ()

    def _differences(self, case: QuestionContext, record: Record) -> tuple[Difference, ...]:
        places = case.library.places
        agrees = agreement(case.asked, self._shelf.facts(record, places), places)
        return differences(case.asked, record, agrees, places, case.language)

    def _shown(
        self, ids: Sequence[str], language: Language, chances: Sequence[float]
    ) -> tuple[ShownStatement, ...]:
        return self._showcase.by_ids(ids, language, chances)

    def _answered(
        self,
        shown: ShownStatement,
        want: QuestionType,
        language: Language,
        conflicts: tuple[Difference, ...] = (),
        asked: ParsedQuestion | None = None,
    ) -> ComposedOutcome:
        outcome = Answer(shown, self._showcase.against(shown.record, language), conflicts)
        numbers = asked.numbers if asked else frozenset()
        message = compose.answer(outcome, want, language, numbers)
        return ComposedOutcome(outcome, message, asks=want.value)
