"""Follow-up questions: what a message gets that leans on the answers before it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from knowledge.answering.candidates import (
    Candidate,
    CandidatePool,
)
from knowledge.answering.compose import outcome_messages as compose
from knowledge.answering.compose.context_lines import with_first
from knowledge.answering.compose.outcome_messages import not_counted, nothing_found
from knowledge.answering.dialogue import SEVERAL, SEVERAL_ASKED, UNCOUNTED, Dialogue, several
from knowledge.answering.presentation import (
    ComposedOutcome,
    ListingPages,
    Presenter,
    QuestionContext,
)
from knowledge.answering.slots import Slots, has_word
from knowledge.answering.snapshot import RecordCache
from knowledge.answering.weighing import Weighing
from knowledge.domain import (
    Answer,
    Answers,
    Aspect,
    Choices,
    Difference,
    Language,
    Listing,
    NoAnswer,
    Record,
    ShownStatement,
    Speaker,
    SpeakerKind,
)
from knowledge.questions.conversation import (
    FollowUp,
    Leaning,
    changed,
    leaning_of,
    picked_in,
)
from knowledge.questions.parser import ParsedQuestion, compared_in
from knowledge.questions.question_type import (
    AnswerType,
    ListingFilter,
    QuestionType,
)
from knowledge.questions.value_expressions import times_in
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    stem as key,
    words as words_of,
)

REST_OF_QUESTION = 8
"""Words of a message that names a time and is the rest of the question before it."""
_REASON_NEAR = 0.02
"""Chance from which a statement that gives a reason is one for what was told before it."""
_OF_SUBJECT = 4
"""Statements of the last answer that a question can point at."""
_SAME = 1.0
"""What the same speaker adds to a candidate for a question that points at what was told."""
_IN_CONTEXT = 1.0
"""What speaks for a statement of the same incident or speaker, in log odds."""
_ELLIPTIC = 2
"""Words of its own of a message that goes on without a clause: "and the injured?"."""
_NEAR = 2
"""Statements that a refusal shows."""
_LONGEST_SLOT = 12
"""Words of a message that has one thing of the question before otherwise."""
_ANYTHING = (QuestionType.WHAT,)
_OUTCOME = "outcome"
"""The opposites of succeeding and failing."""
_OF_TIME = frozenset({Aspect.DATE, Aspect.YEAR})


class StandaloneAnswers(Protocol):
    """Answers a question by itself, as what leans on a conversation needs it."""

    def alone(self, case: QuestionContext) -> tuple[ComposedOutcome, CandidatePool]:
        """What a question gets by itself."""

    def listed(self, case: QuestionContext) -> ComposedOutcome | None:
        """A list by facet."""

    def decided(
        self, case: QuestionContext, found: CandidatePool, lean: float = 0.0
    ) -> ComposedOutcome:
        """Answer, offer or refuse."""

    def answered(
        self,
        shown: ShownStatement,
        want: QuestionType,
        language: Language,
        conflicts: tuple[Difference, ...] = (),
        asked: ParsedQuestion | None = None,
    ) -> ComposedOutcome:
        """The answer that a statement is."""

    def differences(self, case: QuestionContext, record: Record) -> tuple[Difference, ...]:
        """What a question has otherwise than a statement."""


class FollowUps:
    """Answers messages that lean on what was told before.

    Args:
        answers: questions by themselves.
        shelf: of the store's records.
        showcase: of the same.
        weighing: of what the search finds.
        dialogue: tells what was told before otherwise.
        registers: tells lists.
        slots: finds what has one thing of the question before otherwise.
    """

    def __init__(
        self,
        answers: StandaloneAnswers,
        *,
        shelf: RecordCache,
        showcase: Presenter,
        weighing: Weighing,
        dialogue: Dialogue,
        registers: ListingPages,
        slots: Slots,
    ) -> None:
        self._answers = answers
        self._shelf = shelf
        self._showcase = showcase
        self._weighing = weighing
        self._dialogue = dialogue
        self._registers = registers
        self._slots = slots

    def before(
        self, case: QuestionContext, text: str, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a message gets before it is looked up by itself; None where it is no follow-up."""
        picked = self._picked(case, text)
        if picked is not None:
            return picked, CandidatePool()
        bare = leaning.asked is not None and not leaning.of_it
        if case.subject.unanswered and (leaning.person or bare):
            # "When?" is of the question that was refused, and of no answer before it.
            return self._dialogue.without_subject(case), CandidatePool()
        of_before = self._of_before(case, text, leaning) or self._member(case, leaning)
        if of_before is not None:
            return of_before
        slotted = self._slotted(case, leaning)
        return None if slotted is None else (slotted, CandidatePool())

    def _of_before(
        self, case: QuestionContext, text: str, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a message gets that says nothing of its own; None where it does."""
        times = times_in(fold(text))
        bare = leaning_of(times.rest)
        named = times.found and not bare.content and len(text.split()) <= REST_OF_QUESTION
        if named and not compared_in(case.asked):
            question = changed(case.subject.question, text, leaning)
            if question is not None and bare.asked is not FollowUp.MORE:
                return self._dated(case, leaning, question) or self._changed(case, question)
            return self._of_time(case, case.asked)
        # After a refusal "exact words?" asks of what was refused, and for no list of quotations.
        goes_on = bool(case.subject.question)
        if case.asked.facet is None or case.subject.statements or goes_on:
            told = self._dialogue.followed(leaning, case) if leaning.asked else None
            if told is not None:
                return told, CandidatePool()
        if leaning.asked is FollowUp.WHY:
            return self._reasoned(case, leaning)
        return None

    def _member(
        self, case: QuestionContext, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """That nobody is named, where it is asked who of the body that was told said it."""
        if not leaning.members:
            return None
        told = self._showcase.by_ids(case.subject.statements, case.language)
        theirs = [each for each in told if self._slots.is_named(leaning.content, each)]
        if 0 < len(theirs) < len(told):
            # "Which of them is the ministry's?" is of those that were told.
            of_them = theirs[:_OF_SUBJECT]
            return self._dialogue.of_each(
                of_them, QuestionType.WHAT, case.language
            ), CandidatePool()
        speaker = told[0].record.speaker if told else None
        if speaker is None or speaker.kind is SpeakerKind.PERSON:
            return None
        of_others = any(speaker.id not in each.ids for each in case.asked.mentions)
        if len(leaning.content) > 1 or of_others or case.asked.whens:
            return None
        return self._dialogue.unnamed(told[0], case.language), CandidatePool()

    def _slotted(self, case: QuestionContext, leaning: Leaning) -> ComposedOutcome | None:
        """What a message gets that has one thing of the question before otherwise; None for others."""
        told = case.subject.statements
        if not told or not leaning.leans or len(case.asked.words) > _LONGEST_SLOT:
            return None
        if leaning.cue is FollowUp.WHO_IS:
            (first,) = self._showcase.by_ids(told[:1], case.language) or (None,)
            named = first is not None and self._slots.is_named(leaning.content, first)
            return self._dialogue.who_is(first, case.language) if first and named else None
        return (
            self._of_number(case, leaning)
            or self._corrected(case, leaning)
            or self._by_another(case, leaning)
        )

    def _picked(self, case: QuestionContext, text: str) -> ComposedOutcome | None:
        """The one of several that were told which a message picks: "2", "the first one"."""
        number = picked_in(text)
        told = case.subject.statements
        if number is None or not 1 < len(told) >= number:
            return None
        shown = self._showcase.by_ids(told[number - 1 : number], case.language)
        return self._answers.answered(shown[0], QuestionType.WHAT, case.language) if shown else None

    def _of_number(self, case: QuestionContext, leaning: Leaning) -> ComposedOutcome | None:
        """Who gives a number, or that what was told has another one."""
        having = self._slots.with_number(case, leaning)
        if having:
            return self._dialogue.of_each(having, QuestionType.WHO, case.language)
        of_time: tuple[ShownStatement, ...] = ()
        if case.asked.whens and case.asked.numbers:
            when = ListingFilter(asked=True, whens=case.asked.whens)
            outcome, _ = self._registers.told(when, case.library, case.language)
            of_time = tuple(each for each in outcome.items if each.record.statement.figures)
        doubted = self._slots.doubted_number(case, leaning, of_time)
        if doubted is None:
            return None
        shown, differences_told = doubted
        return self._answers.answered(
            shown, QuestionType.IS_IT_TRUE, case.language, differences_told
        )

    def _by_another(self, case: QuestionContext, leaning: Leaning) -> ComposedOutcome | None:
        """What somebody else says of the matter, or the same one of another side of it."""
        records = self._slots.by_other_speaker(case, leaning)
        records = records or self._slots.by_same_speaker(case, leaning)
        if not records:
            near = self._showcase.by_ids(self._slots.silent(case, leaning)[:_NEAR], case.language)
            if not near:
                return None
            refused = NoAnswer(nearest=near)
            message = compose.refusal(refused, nothing_found(case.language), case.language, ())
            return ComposedOutcome(refused, message)
        items = self._showcase.shown(records, case.language)
        ahead = tuple(each.statement.id for each in records)
        if len(items) == 1:
            asks = case.library.reader.read(case.subject.question, case.language).want
            counts = asks is QuestionType.HOW_MANY and bool(records[0].statement.figures)
            want = asks if counts else QuestionType.WHAT
            return replace(self._answers.answered(items[0], want, case.language), ahead=ahead)
        speaker = records[0].speaker
        heading = speaker.name.in_language(case.language) if speaker else ""
        outcome = Listing(heading, items)
        return ComposedOutcome(outcome, compose.listing(outcome, case.language), ahead)

    def _corrected(self, case: QuestionContext, leaning: Leaning) -> ComposedOutcome | None:
        """The question before of what is meant instead: "no, I mean the leak"; None for others."""
        if not leaning.corrects or not leaning.content or leaning.asked is not None:
            return None
        told = self._showcase.records(case.subject.statements[:1])
        names = [one for each in told if each.incident for one in each.incident.name.all()]
        meant = {key(word) for name in names for word in words_of(fold(name))}
        kept = [word for word in case.subject.question.split() if key(fold(word)) not in meant]
        question = " ".join((*kept, *leaning.content))
        asked = case.library.reader.read(question, case.language)
        found, _ = self._answers.alone(replace(case, asked=asked, message=""))
        first = self._showcase.records(found.first or _options(found)[:1])
        again = set(found.first) & set(case.subject.statements)
        kept_to = all(
            has_word(each, word)
            for each in self._shelf.facts(first, case.library.places)
            for word in leaning.content
        )
        if first and kept_to and not again:
            return found
        having = self._slots.with_words(case, leaning.content)
        shown = self._showcase.shown(having[:1], case.language)
        return self._answers.answered(shown[0], asked.want, case.language) if shown else None

    def leant(
        self, case: QuestionContext, leaning: Leaning, alone: ComposedOutcome
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a question gets that leans on what was told; None where it stands by itself."""
        answered = not isinstance(alone.outcome, NoAnswer | Choices)
        if not answered and leaning.cue is FollowUp.WHY:
            # "And why were they attacked?": a reason for what was told.
            reasoned = self._reasoned(case, leaning)
            if isinstance(reasoned[0].outcome, Answer):
                return reasoned
        names = case.asked.facet is not None and bool(case.asked.facet.speakers)
        elliptic = leaning.leads and len(leaning.content) <= _ELLIPTIC
        if answered and not names and elliptic:
            return self._elliptic(case, leaning, alone)
        if answered and (names or not (leaning.points or leaning.person)):
            return None
        if not (leaning.goes_on or len(leaning.content) <= _ELLIPTIC):
            return None  # However short, it says by itself what it is about.
        of_theirs = self._belonging(case, leaning)
        if of_theirs is not None:
            return of_theirs, CandidatePool()
        told = self._in_context(case, leaning) or self._cued(case, leaning)
        if told is None and answered and leaning.person:
            told = self._not_of_it(case, alone)
        return told or (self._of_it_only(case, alone) if elliptic else None)

    def _of_it_only(
        self, case: QuestionContext, alone: ComposedOutcome
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """A choice after an answer: without what is of another matter, where some is of its own."""
        if not isinstance(alone.outcome, Choices):
            return None
        told = self._showcase.records(case.subject.statements[:_OF_SUBJECT])
        kept = tuple(
            each
            for each in alone.outcome.options
            if any(_of_one_matter(each.record, one) for one in told)
        )
        if not kept or len(kept) == len(alone.outcome.options):
            return None
        if len(kept) == 1:
            return self._answers.answered(kept[0], case.want, case.language), CandidatePool()
        outcome = Choices(kept, alone.outcome.conflicts)
        return ComposedOutcome(outcome, compose.choices(outcome, case.language)), CandidatePool()

    def _elliptic(
        self, case: QuestionContext, leaning: Leaning, alone: ComposedOutcome
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a word or two mean after an answer: of its matter first, and of no other by chance.

        "And the injured?" are those of the accident that was spoken of; "and the ducks?" are no
        question of whatever else the search comes to.
        """
        told = self._showcase.records(case.subject.statements[:_OF_SUBJECT])
        found = self._showcase.records(alone.ahead or alone.first or _options(alone))
        before = case.library.reader.read(case.subject.question, case.language)
        counts = case.want is QuestionType.WHAT and before.want is QuestionType.HOW_MANY
        if counts:
            case = replace(case, asked=replace(case.asked, wants=before.wants, sorts=before.sorts))
        numbered = any(each.statement.figures for each in found)
        near = any(_of_one_matter(one, each) for one in told for each in found)
        if not found or (near and (numbered or not counts)):
            return None
        of_it = self._in_context(case, leaning)
        if near:
            return of_it
        if of_it is not None:
            return of_it
        facts = self._shelf.facts(found[:1], case.library.places)
        meant = all(has_word(each, word) for each in facts for word in leaning.content)
        if meant or case.asked.mentions or case.asked.whens:
            return None
        nearest = self._showcase.shown(told[:1], case.language)
        outcome = NoAnswer(nearest=nearest)
        message = compose.refusal(outcome, nothing_found(case.language), case.language, ())
        return ComposedOutcome(outcome, message), CandidatePool()

    def _not_of_it(
        self, case: QuestionContext, alone: ComposedOutcome
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """That nothing was found, where a question of "him" was answered of another matter."""
        told = self._showcase.by_ids(case.subject.statements[:_OF_SUBJECT], case.language)
        found = self._showcase.records(alone.ahead or alone.first)
        alike = any(
            _of_one_matter(one.record, each) or _of_one_speaker(one.record, each)
            for one in told
            for each in found
        )
        if case.asked.speakers or alike:
            return None
        near = NoAnswer(nearest=told[:1])
        message = compose.refusal(near, nothing_found(case.language), case.language, ())
        return ComposedOutcome(near, message), CandidatePool()

    def _cued(
        self, case: QuestionContext, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a question gets that points at the last answer by all but one of its words."""
        points = leaning.points or leaning.person
        if leaning.cue is None or not points or len(leaning.content) != 1 or not leaning.short:
            return None
        told = self._dialogue.followed(replace(leaning, asked=leaning.cue), case)
        return None if told is None else (told, CandidatePool())

    def _belonging(self, case: QuestionContext, leaning: Leaning) -> ComposedOutcome | None:
        """What is said by whoever belongs to the speaker that was told: "and his office?"."""
        if not leaning.owns or not leaning.content:
            return None
        told = self._showcase.by_ids(case.subject.statements[:1], case.language)
        owner = told[0].record.speaker if told else None
        if owner is None:
            return None
        whose = _named_by(owner, role=True)
        wanted = {key(word) for word in leaning.content}
        theirs = [
            each
            for each in case.library.speakers
            if each.id != owner.id
            and each.kind is not SpeakerKind.PERSON
            and wanted <= (keys := _named_by(each))
            and (keys - wanted) & whose
        ]
        if len(theirs) != 1:
            return None
        facet = ListingFilter(asked=True, speakers=(theirs[0].id,))
        return self._answers.listed(
            replace(case, asked=replace(case.asked, facet=facet, wants=_ANYTHING))
        )

    def _dated(
        self, case: QuestionContext, leaning: Leaning, question: str
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """Whether what was told is of the time that is named: "and that was on the 20th?"."""
        told = self._showcase.by_ids(case.subject.statements[:1], case.language)
        if not leaning.of_it or not told:
            return None
        whens = case.library.reader.read(question, case.language).whens
        case = replace(case, asked=replace(case.asked, whens=whens))
        conflicts = self._answers.differences(case, told[0].record)
        of_time = tuple(each for each in conflicts if each.what in _OF_TIME)
        return self._answers.answered(
            told[0], QuestionType.WHEN, case.language, of_time
        ), CandidatePool()

    def _changed(
        self, case: QuestionContext, question: str
    ) -> tuple[ComposedOutcome, CandidatePool]:
        """The question before with another time; else what the store has of that time."""
        asked = case.library.reader.read(question, case.language)
        last = self._showcase.by_ids(case.subject.statements[:1], case.language)
        claims = [each.record.statement.claim.in_language(case.language) for each in last]
        if case.subject.question in claims:
            # No question was asked before, only a claim was told.
            of_day = self._of_time(case, asked)
            if of_day is not None:
                return of_day
        told, found = self._answers.alone(replace(case, asked=asked, message=""))
        told = self._as_told_before(case, asked, told)
        dated = not any(each.what in _OF_TIME for each in told.outcome.conflicts)
        if isinstance(told.outcome, Answer | Answers | Listing) and dated:
            return told, found
        return self._of_time(case, asked) or (told, found)

    def _as_told_before(
        self, case: QuestionContext, asked: ParsedQuestion, told: ComposedOutcome
    ) -> ComposedOutcome:
        """What was told before, of another time than it is asked of, instead of a choice with it."""
        outcome = told.outcome
        if not isinstance(outcome, Choices):
            return told
        first = outcome.options[0]
        if first.record.statement.id not in case.subject.statements[:_OF_SUBJECT]:
            return told
        case = replace(case, asked=asked)
        conflicts = self._answers.differences(case, first.record)
        return self._answers.answered(first, case.want, case.language, conflicts, asked)

    def _of_time(
        self, case: QuestionContext, asked: ParsedQuestion
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What the store has of the times that are named; None where it has nothing."""
        of_time = ListingFilter(asked=True, whens=asked.whens)
        outcome, message = self._registers.told(of_time, case.library, case.language)
        found = CandidatePool()
        items = tuple(each.record.statement.id for each in outcome.items)
        if len(items) == 1:
            told = self._answers.answered(outcome.items[0], case.want, case.language)
            return replace(told, ahead=items), found
        counted = [each for each in outcome.items if each.record.statement.figures]
        if asked.want is QuestionType.HOW_MANY and 0 < len(counted) <= SEVERAL:
            # "And on the 15th?" after a number: the numbers of that day, and not all that was said.
            if len(counted) == 1:
                return self._answers.answered(
                    counted[0], QuestionType.HOW_MANY, case.language
                ), found
            numbers = [(Answer(each), QuestionType.HOW_MANY) for each in counted]
            told = several(numbers, case.language)
            return self._of_something_else(case, asked, told), found
        return (ComposedOutcome(outcome, message, items), found) if items else None

    def _of_something_else(
        self, case: QuestionContext, asked: ParsedQuestion, told: ComposedOutcome
    ) -> ComposedOutcome:
        """Numbers, with a word before them where they count something else than is asked for."""
        case = replace(case, asked=asked)
        shown = told.outcome.items if isinstance(told.outcome, Answers) else ()
        differing = [
            each
            for one in shown
            for each in self._answers.differences(case, one.record)
            if each.what is Aspect.EVENT
        ]
        if not shown or len(differing) < len(shown):
            return told
        message = with_first(told.message, not_counted(case.language))
        outcome = replace(told.outcome, conflicts=tuple(differing[:1]))
        asks = SEVERAL_ASKED.join((told.asks, UNCOUNTED))
        return replace(told, outcome=outcome, message=message, asks=asks)

    def _reasoned(
        self, case: QuestionContext, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool]:
        """Why what was told is so: another statement of the incident that gives a reason."""
        shown = self._showcase.by_ids(case.subject.statements, case.language)
        if not shown:
            return self._dialogue.without_subject(case), CandidatePool()
        asked = case.library.reader.read(
            f"{case.asked.text} {case.subject.question}", case.language
        )
        asked = replace(asked, wants=(QuestionType.WHY,), sorts=frozenset({AnswerType.REASON}))
        found = self._weighing.field(asked, case.library)
        about = [each.record for each in shown]
        told = {each.record.statement.id for each in shown}
        # What somebody is against is no reason for what they say.
        against = (self._showcase.against(each.record, case.language) for each in shown)
        told |= {one.record.statement.id for each in against for one in each}
        kept = [
            each
            for each in found.candidates
            if each.facts is not None
            and each.id not in told
            and _is_of_any(each, about)
            and AnswerType.REASON in each.facts.sorts
            and (not leaning.content or any(has_word(each.facts, one) for one in leaning.content))
        ]
        # What did not come about is not explained by why it was tried.
        failed = self._failed(shown[0].record)
        kept = [each for each in kept if not failed or _tells_of_failure(each)]
        rest = [
            each
            for each in found.candidates
            if each.id not in told and each.facts and _is_of_any(each, about)
        ]
        leads = bool(kept) and kept[0] is rest[0] and bool(leaning.content)
        if kept and (failed or leads or kept[0].hit.score >= _REASON_NEAR):
            (reason,) = self._showcase.by_ids([kept[0].id], case.language, [kept[0].hit.score])
            return replace(
                self._answers.answered(reason, QuestionType.WHY, case.language), ahead=(kept[0].id,)
            ), found
        return self._dialogue.without_reason(shown[0], case), found

    def _failed(self, record: Record) -> bool:
        """Whether a statement says of something that it did not come about."""
        (facts,) = self._shelf.facts([record], {})
        return facts.negated and AnswerType.REASON not in facts.sorts

    def _in_context(
        self, case: QuestionContext, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a question gets that points at what was told; None where that has nothing on it."""
        about = self._showcase.records(case.subject.statements[:_OF_SUBJECT])
        speakers = {each.statement.speaker for each in about} - {None}
        asked = replace(case.asked, before=case.subject.question)
        found = self._weighing.field(asked, case.library)
        if found.ranking.unknown:
            return None
        kept = []
        for each in found.candidates:
            if each.facts is None:
                continue
            same_speaker = each.facts.speaker in speakers
            if leaning.person and speakers and not same_speaker:
                continue
            if same_speaker or _is_of_any(each, about):
                if case.want is QuestionType.HOW_MANY and not each.facts.numbers:
                    continue
                kept.append(replace(each, worth=each.worth + (_SAME if same_speaker else 0)))
        if not kept:
            return None
        kept.sort(key=lambda each: -each.worth)
        rest = [each for each in found.candidates if each.id not in {one.id for one in kept}]
        found = replace(found, candidates=(*kept, *rest))
        told = self._answers.decided(
            replace(case, asked=asked, message=""), found, lean=_IN_CONTEXT
        )
        return None if isinstance(told.outcome, NoAnswer) else (told, found)


def _named_by(speaker: Speaker, *, role: bool = False) -> frozenset[str]:
    """The words by which a speaker is named, and the role's too, in every language."""
    names = [*speaker.aliases, *speaker.name.by_language.values()]
    names += speaker.role.by_language.values() if role else ()
    words = (word for name in names for word in words_of(fold(name)))
    return frozenset(key(word) for word in words if word not in FUNCTION_WORDS)


def _is_of_any(candidate: Candidate, about: Sequence[Record]) -> bool:
    """Whether a candidate is of the matter of any of some statements."""
    record = candidate.record
    return record is not None and any(_of_one_matter(record, each) for each in about)


def _of_one_matter(one: Record, other: Record) -> bool:
    """Whether two statements are of one incident; where one has none, whether of one article."""
    mine, theirs = one.statement.incident, other.statement.incident
    if mine is not None and theirs is not None:
        return mine == theirs
    return not {each.id for each in one.articles}.isdisjoint(each.id for each in other.articles)


def _of_one_speaker(one: Record, other: Record) -> bool:
    """Whether two statements are of one speaker, or of two that bear one name."""
    if one.speaker is None or other.speaker is None:
        return False
    return not _named_by(one.speaker).isdisjoint(_named_by(other.speaker))


def _tells_of_failure(candidate: Candidate) -> bool:
    facts = candidate.facts
    return facts is not None and (facts.negated or facts.sides.get(_OUTCOME) is False)


def _options(told: ComposedOutcome) -> tuple[str, ...]:
    """The statements that are offered or listed, if any are."""
    match told.outcome:
        case Choices(options=shown) | Listing(items=shown) | Answers(items=shown):
            return tuple(each.record.statement.id for each in shown)
    return ()
