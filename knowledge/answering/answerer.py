"""A question in, an outcome with its message out."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import replace

from knowledge.answering.agreement import agreement
from knowledge.answering.candidates import (
    LOOKED_AT,
    LOOKED_AT_BY_WORD,
    Field,
    field_of,
    joined,
    statements_first,
)
from knowledge.answering.case import Case, Told, reply_of, timed
from knowledge.answering.closeness import closeness
from knowledge.answering.compose import answer as compose
from knowledge.answering.compose.actions import tell_me
from knowledge.answering.compose.refusing import sentence
from knowledge.answering.confidence import Weights, chance_of, features_of, shipped
from knowledge.answering.conflicts import differences
from knowledge.answering.indexing import GAP, marks_of_question
from knowledge.answering.lacking import is_small_talk, lack_of, names_nothing_held, nearest_of
from knowledge.answering.leaning import WANTED, page
from knowledge.answering.library import Library
from knowledge.answering.policy import POLICY, Verdict, options, verdict
from knowledge.answering.premise import asks_else, corrects
from knowledge.answering.recent import Recent
from knowledge.answering.registers import Registers
from knowledge.answering.retelling import Retelling
from knowledge.answering.shelf import Shelf
from knowledge.answering.showing import Showcase
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.doubting import doubted
from knowledge.answering.understand.facets import Of
from knowledge.answering.understand.followups import follow_up_in
from knowledge.answering.understand.reading import Understood
from knowledge.model import (
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
    Shown,
)
from knowledge.search.documents import Query
from knowledge.search.engine import Engine
from knowledge.search.turns import Turns, check
from knowledge.store import Store


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
        shelf: Shelf,
        showcase: Showcase,
        weights: Weights | None = None,
    ) -> None:
        self._store = store
        self._engine = engine
        self._shelf = shelf
        self._showcase = showcase
        self.registers = Registers(store, showcase)
        self._retelling = Retelling(store, showcase, self.registers)
        self._weights = weights or shipped()
        self._recent = Recent()
        self._turns = Turns()

    def answer(self, question: Question, library: Library, within: float | None = None) -> Reply:
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

    def _thought(self, question: Question, library: Library, state: Hashable) -> Reply:
        asked = library.reader.read(question.text, question.language)
        check()
        case = Case(asked, question.language or asked.language, library, question.about)
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

    def _of_doubted(self, case: Case) -> tuple[Told, Field] | None:
        """What a question doubts, with who disputes it, where no statement is of the doubt itself."""
        doubt = doubted(case.asked.text)
        if doubt is None:
            return None
        asked = replace(case.library.reader.read(doubt, case.language), wants=(Want.IS_IT_TRUE,))
        case = replace(case, asked=asked)
        found = self.field(asked, case.library)
        told = self._listed(case) or self._decided(case, found)
        return None if isinstance(told.outcome, NoAnswer) else (told, found)

    def field(self, asked: Understood, library: Library) -> Field:
        """Search, and order what was found by what it agrees with."""
        found = self._searched(asked, asked.text, library)
        if not asked.before:
            return found
        return joined(found, self._searched(asked, f"{asked.before} {asked.text}", library))

    def _searched(self, asked: Understood, text: str, library: Library) -> Field:
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
        return field_of(
            asked, ranking, records, places, self._weights.agreement,
            closeness=by_id, gap_asked=gap and f"{GAP}{gap}",
        )  # fmt: skip

    def one(self, record: Record, question: Question, language: Language) -> Reply:
        """The full answer about one statement, in whatever state it is."""
        began = time.perf_counter()
        (shown,) = self._showcase.shown([record], language)
        told = self._answered(shown, Want.WHAT, language)
        reply = reply_of(question, language, told, [(shown.record.statement.id, 1.0)])
        return timed(reply, began)

    def again(self, delivery: Delivery, library: Library, language: Language) -> Reply | None:
        """What a message told, as it is now, without its question; None where nothing is left."""
        began = time.perf_counter()
        reply = self._retelling.again(delivery, library, language)
        return None if reply is None else timed(reply, began)

    def _followed(self, case: Case) -> Told | None:
        """A question about the last answer: "and who said that?"."""
        asked = follow_up_in(case.asked.text) if case.about else None
        shown = self._showcase.by_ids(case.about[:1], case.language) if asked else ()
        if asked is None or not shown:
            return None
        told = self._answered(shown[0], WANTED.get(asked, Want.WHAT), case.language)
        if asked not in WANTED:
            message = page(asked, shown[0], self._store, self._showcase, case.language)
            told = replace(told, message=message, asks=asked.value)
        return replace(told, ahead=(shown[0].record.statement.id,))

    def _listed(self, case: Case) -> Told | None:
        """A list by facet, where the question asks for one and the store has some of it."""
        facet = case.asked.facet
        if facet is None:
            return None
        outcome, message = self.registers.told(facet, case.library, case.language)
        items = outcome.items
        ahead = tuple(each.record.statement.id for each in items)
        if not items:
            return None
        if len(items) == 1 and facet.of is Of.STATEMENTS:
            told = self._answered(items[0], case.want, case.language)
            return replace(told, ahead=ahead)
        return Told(outcome, message, ahead, facet.of.value)

    def _decided(self, case: Case, found: Field) -> Told:
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
                return Told(outcome, compose.choices(outcome, case.language))
            case Verdict.REFUSE:
                return self._refused(case, found, chance)

    def _refused(self, case: Case, found: Field, chance: float) -> Told:
        lack = lack_of(case.asked, found, case.library, case.language)
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
        return Told(outcome, message)

    def _conflicts(self, case: Case, found: Field) -> tuple[Difference, ...]:
        best = found.candidates[0]
        return self._differences(case, best.record) if best.record else ()

    def _differences(self, case: Case, record: Record) -> tuple[Difference, ...]:
        places = case.library.places
        agrees = agreement(case.asked, self._shelf.facts(record, places), places)
        return differences(case.asked, record, agrees, places, case.language)

    def _shown(
        self, ids: Sequence[str], language: Language, chances: Sequence[float]
    ) -> tuple[Shown, ...]:
        return self._showcase.by_ids(ids, language, chances)

    def _answered(
        self,
        shown: Shown,
        want: Want,
        language: Language,
        conflicts: tuple[Difference, ...] = (),
        asked: Understood | None = None,
    ) -> Told:
        outcome = Answer(shown, self._showcase.against(shown.record, language), conflicts)
        numbers = asked.numbers if asked else frozenset()
        message = compose.answer(outcome, want, language, numbers)
        return Told(outcome, message, asks=want.value)
