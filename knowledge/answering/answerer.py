"""A question in, an outcome with its message out."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import replace

from knowledge.answering.agreement import AGREES, CLASHES, agreement, differences
from knowledge.answering.candidates import (
    Candidate,
    CandidatePool,
    by_namesake,
    counted_first,
    credited_rightly,
)
from knowledge.answering.compose import outcome_messages as compose
from knowledge.answering.compose.context_lines import tell_me, with_first, with_words
from knowledge.answering.compose.outcome_messages import not_counted, nothing_found
from knowledge.answering.decision import (
    POLICY,
    Verdict,
    asks_else,
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
from knowledge.answering.premises import share_told
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
    Speaker,
    SpeakerKind,
)
from knowledge.questions.conversation import (
    FollowUp,
    Intent,
    Leaning,
    Subject,
    asks_of_everything,
    changed,
    intent_of,
    leaning_of,
    subject_of,
)
from knowledge.questions.entities import address, links_in, without_links
from knowledge.questions.parser import ParsedQuestion, asks_who_it_is, compared_in
from knowledge.questions.question_type import (
    AnswerType,
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
from knowledge.questions.value_expressions import times_in
from knowledge.search.encoders.profile import DECISION
from knowledge.search.engine import Engine, one_question
from knowledge.search.fair_scheduling import FairScheduler, check
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    is_everyday,
    stem as key,
    wording,
    words as words_of,
)
from knowledge.storage import Store

_REASON_NEAR = 0.02
"""Chance from which a statement that gives a reason is one for what was told before it."""
_OF_SUBJECT = 4
"""Statements of the last answer that a question can point at."""
_SAME = 1.0
"""What the same speaker adds to a candidate for a question that points at what was told."""
_IN_CONTEXT = 1.0
"""What speaks for a statement of the same incident or speaker, in log odds."""
_TWO = 2
_LONGEST_SLOT = 12
"""Words of a message that has one thing of the question before otherwise."""
_ANYTHING = (QuestionType.WHAT,)
_OUTCOME = "outcome"
"""The opposites of succeeding and failing."""
_BY_THEMSELVES = 200
"""Questions of which it is kept what they get without the conversation that they stand in."""
_LONG = 400
"""Characters of a message from which it is told which of its words were looked up."""
_REST_OF_QUESTION = 8
"""Words of a message that names a time and is the rest of the question before it."""
_OF_ALL_OPTIONS = frozenset({Aspect.NEGATION, Aspect.EVENT, Aspect.ACTOR, Aspect.SPEAKER})
"""What is said before a choice only where it holds of every option."""
_OF_TIME = frozenset({Aspect.DATE, Aspect.YEAR})
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
        self._slots = Slots(store, shelf, showcase, self._weighing)
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
        if not found or len(rest.split()) > _REST_OF_QUESTION or leaning_of(rest).content:
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
        if case.subject.unanswered and leaning.person:
            return self._dialogue.without_subject(case), CandidatePool()
        of_before = self._of_before(case, text, leaning) or self._member(case, leaning)
        if of_before is not None:
            return of_before
        slotted = self._slotted(case, leaning)
        if slotted is not None:
            return slotted, CandidatePool()
        together = self._several(case, text) or self._compared(case)
        if together is not None:
            return together, CandidatePool()
        alone, found = self._alone_once(case)
        if not case.subject.statements or not leaning.leans:
            return alone, found
        return self._leant(case, leaning, alone) or (alone, found)

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

    def _of_number(self, case: QuestionContext, leaning: Leaning) -> ComposedOutcome | None:
        """Who gives a number, or that what was told has another one."""
        having = self._slots.with_number(case, leaning)
        if having:
            return self._dialogue.of_each(having, QuestionType.WHO, case.language)
        doubted = self._slots.doubted_number(case, leaning)
        if doubted is None:
            return None
        shown, differences_told = doubted
        return self._answered(shown, QuestionType.IS_IT_TRUE, case.language, differences_told)

    def _by_another(self, case: QuestionContext, leaning: Leaning) -> ComposedOutcome | None:
        """What somebody else says of the matter, or the same one of another side of it."""
        records = self._slots.by_other_speaker(case, leaning)
        records = records or self._slots.by_same_speaker(case, leaning)
        if not records:
            return None
        items = self._showcase.shown(records, case.language)
        ahead = tuple(each.statement.id for each in records)
        if len(items) == 1:
            asks = case.library.reader.read(case.subject.question, case.language).want
            counts = asks is QuestionType.HOW_MANY and bool(records[0].statement.figures)
            want = asks if counts else QuestionType.WHAT
            return replace(self._answered(items[0], want, case.language), ahead=ahead)
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
        found, _ = self._alone(replace(case, asked=asked, message=""))
        again = set(_first(found)) & set(case.subject.statements)
        return None if isinstance(found.outcome, NoAnswer) or again else found

    def _leant(
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
        if answered and (names or not (leaning.points or leaning.person)):
            return None
        of_theirs = self._belonging(case, leaning)
        if of_theirs is not None:
            return of_theirs, CandidatePool()
        told = self._in_context(case, leaning) or self._cued(case, leaning)
        return told or (self._not_of_it(case, alone) if answered and leaning.person else None)

    def _not_of_it(
        self, case: QuestionContext, alone: ComposedOutcome
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """That nothing was found, where a question of "him" was answered of another matter."""
        told = self._showcase.by_ids(case.subject.statements[:_OF_SUBJECT], case.language)
        found = self._showcase.records(alone.ahead or _first(alone))
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

    def _member(
        self, case: QuestionContext, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """That nobody is named, where it is asked who of the body that was told said it."""
        told = self._showcase.by_ids(case.subject.statements[:1], case.language)
        speaker = told[0].record.speaker if told else None
        if not leaning.members or speaker is None or speaker.kind is SpeakerKind.PERSON:
            return None
        of_others = any(speaker.id not in each.ids for each in case.asked.mentions)
        if len(leaning.content) > 1 or of_others or case.asked.whens:
            return None
        return self._dialogue.unnamed(told[0], case.language), CandidatePool()

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
        return self._listed(replace(case, asked=replace(case.asked, facet=facet, wants=_ANYTHING)))

    def _of_before(
        self, case: QuestionContext, text: str, leaning: Leaning
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What a message gets that says nothing of its own; None where it does."""
        times = times_in(fold(text))
        bare = leaning_of(times.rest)
        named = times.found and not bare.content and len(text.split()) <= _REST_OF_QUESTION
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

    def _dated(
        self, case: QuestionContext, leaning: Leaning, question: str
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """Whether what was told is of the time that is named: "and that was on the 20th?"."""
        told = self._showcase.by_ids(case.subject.statements[:1], case.language)
        if not leaning.of_it or not told:
            return None
        whens = case.library.reader.read(question, case.language).whens
        case = replace(case, asked=replace(case.asked, whens=whens))
        conflicts = self._differences(case, told[0].record)
        of_time = tuple(each for each in conflicts if each.what in _OF_TIME)
        return self._answered(told[0], QuestionType.WHEN, case.language, of_time), CandidatePool()

    def _several(self, case: QuestionContext, text: str) -> ComposedOutcome | None:
        """Several questions of one message, each for itself; None where they come to one answer."""
        reader = case.library.reader
        parts = questions_in(mended(text, reader.knows))
        answers: dict[str, tuple[Answer, QuestionType]] = {}
        before = ""
        for part in parts[:SEVERAL]:
            asked = replace(reader.read(part, case.language), before=before)
            told, _ = self._alone(replace(case, asked=asked, message=""))
            before = part
            if isinstance(told.outcome, Answer):
                shown = told.outcome.shown.record.statement.id
                answers.setdefault(
                    shown, (told.outcome, replace(case, asked=asked, message="").want)
                )
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
            kept = self._alone(case)
            self._by_themselves.keep(key, kept, state)
        return kept

    def _alone(self, case: QuestionContext) -> tuple[ComposedOutcome, CandidatePool]:
        """What a question gets by itself; what the conversation is about has no part in it."""
        disputed = disputed_in(case.asked.text)
        if disputed is not None:
            told, found = self._alone(
                replace(case, asked=case.library.reader.read(disputed, case.language), message="")
            )
            shown = self._showcase.by_ids(told.ahead or _first(told), case.language)
            return (
                (self._dialogue.opposed(shown, case.language), CandidatePool())
                if shown
                else (told, found)
            )
        listed = self._listed(case)
        if listed is not None and isinstance(listed.outcome, Listing):
            return listed, CandidatePool()
        asked, found = self._weighing.read(
            case.message or case.asked.text, case.asked, case.library
        )
        told = (
            listed
            or self._said_of_all(replace(case, asked=asked), found)
            or self._decided(replace(case, asked=asked), found)
        )
        if isinstance(told.outcome, NoAnswer | Choices):
            told, found = self._of_doubted(case, told) or (told, found)
        return _of_part(told, asked, found, case), found

    def _changed(
        self, case: QuestionContext, question: str
    ) -> tuple[ComposedOutcome, CandidatePool]:
        """The question before with another time; else what the store has of that time."""
        asked = case.library.reader.read(question, case.language)
        told, found = self._alone(replace(case, asked=asked, message=""))
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
        conflicts = self._differences(case, first.record)
        return self._answered(first, case.want, case.language, conflicts, asked)

    def _of_time(
        self, case: QuestionContext, asked: ParsedQuestion
    ) -> tuple[ComposedOutcome, CandidatePool] | None:
        """What the store has of the times that are named; None where it has nothing."""
        of_time = ListingFilter(asked=True, whens=asked.whens)
        outcome, message = self.registers.told(of_time, case.library, case.language)
        found = CandidatePool()
        items = tuple(each.record.statement.id for each in outcome.items)
        if len(items) == 1:
            told = self._answered(outcome.items[0], case.want, case.language)
            return replace(told, ahead=items), found
        counted = [each for each in outcome.items if each.record.statement.figures]
        if asked.want is QuestionType.HOW_MANY and 0 < len(counted) <= SEVERAL:
            # "And on the 15th?" after a number: the numbers of that day, and not all that was said.
            if len(counted) == 1:
                return self._answered(counted[0], QuestionType.HOW_MANY, case.language), found
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
            for each in self._differences(case, one.record)
            if each.what is Aspect.EVENT
        ]
        if not shown or len(differing) < len(shown):
            return told
        message = with_first(told.message, not_counted(case.language))
        outcome = replace(told.outcome, conflicts=tuple(differing[:1]))
        return replace(told, outcome=outcome, message=message)

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
            (reason,) = self._shown([kept[0].id], case.language, [kept[0].hit.score])
            return replace(
                self._answered(reason, QuestionType.WHY, case.language), ahead=(kept[0].id,)
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
                kept.append(replace(each, worth=each.worth + (_SAME if same_speaker else 0)))
        if not kept:
            return None
        kept.sort(key=lambda each: -each.worth)
        rest = [each for each in found.candidates if each.id not in {one.id for one in kept}]
        found = replace(found, candidates=(*kept, *rest))
        told = self._decided(replace(case, asked=asked, message=""), found, lean=_IN_CONTEXT)
        return None if isinstance(told.outcome, NoAnswer) else (told, found)

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
        told = self._listed(case) or self._decided(case, found)
        if isinstance(told.outcome, NoAnswer) or type(told.outcome) is type(before.outcome):
            return None
        return told, found

    def one(self, record: Record, language: Language) -> Reply:
        """The full answer about one statement, in whatever state it is."""
        began = time.perf_counter()
        (shown,) = self._showcase.shown([record], language)
        told = self._answered(shown, QuestionType.WHAT, language)
        question = Question("", language)
        reply = reply_of(question, language, told, [(shown.record.statement.id, 1.0)])
        return timed(reply, began)

    def again(self, delivery: Delivery, library: StoreSnapshot, language: Language) -> Reply | None:
        """What a message told, as it is now, without its question; None where nothing is left."""
        began = time.perf_counter()
        reply = self._retelling.again(delivery, library, language)
        return None if reply is None else timed(reply, began)

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
        if asks_who_it_is(case.asked) and (withheld := self._dialogue.withheld(items, case)):
            return withheld
        if len(items) == 1 and facet.of is ListingSubject.STATEMENTS:
            told = self._answered(items[0], case.want, case.language)
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
        return self._listed(replace(case, asked=replace(asked, facet=facet)))

    def _decided(
        self, case: QuestionContext, found: CandidatePool, lean: float = 0.0
    ) -> ComposedOutcome:
        """Answer, offer or refuse; `lean` is what speaks for it already, in log odds."""
        found, chance = self._weighing.weighed(case.asked, found, case.library, lean)
        found = by_namesake(case.asked, credited_rightly(case.asked, found))
        found = counted_first(case.asked, found)
        best = found.candidates[0] if found.candidates else None
        if (
            best is None
            or is_nothing(case.asked)
            or asks_of_stranger(case.asked, found)
            or names_nothing_held(case.asked, found, case.library)
            or is_elsewhere(case.asked, found)
        ):
            return self._refused(case, found, 0.0)
        if asks_else(case.asked, best):
            return self._refused(case, found, POLICY.near)
        if corrects(case.asked, best, case.library.reader.is_common):
            chance = max(chance, POLICY.sure)
        match verdict(found, chance):
            case Verdict.ANSWER:
                (shown,) = self._shown([best.id], case.language, [chance])
                conflicts = self._conflicts(case, found)
                return self._answered(shown, case.want, case.language, conflicts, case.asked)
            case Verdict.OFFER if _without_year(case.asked, found):
                # Whichever is meant: it gives no year.
                (shown,) = self._shown([best.id], case.language, [chance])
                return self._answered(shown, QuestionType.WHEN, case.language)
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
            for each in self._differences(case, one.record)
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
        return self._differences(case, best.record) if best.record else ()

    def _shared_conflicts(
        self, case: QuestionContext, options: Sequence[Candidate]
    ) -> tuple[Difference, ...]:
        """What is told before a choice: not what an option of the same matter has as it was asked."""
        first, *others = (
            (self._differences(case, each.record), each.facts)
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

    def _differences(self, case: QuestionContext, record: Record) -> tuple[Difference, ...]:
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

    def _answered(
        self,
        shown: ShownStatement,
        want: QuestionType,
        language: Language,
        conflicts: tuple[Difference, ...] = (),
        asked: ParsedQuestion | None = None,
    ) -> ComposedOutcome:
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


def _first(told: ComposedOutcome) -> tuple[str, ...]:
    """The statement that answers, if one does."""
    outcome = told.outcome
    return (outcome.shown.record.statement.id,) if isinstance(outcome, Answer) else ()


def _meant(message: str, library: StoreSnapshot) -> tuple[str, Language | None]:
    """A message as it was meant, whatever the keyboard, with its language where that told it."""
    message = legible(message)
    return respelled(message, library.reader.knows) or (message, None)
