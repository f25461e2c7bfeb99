"""The question before with one thing in it changed: who speaks of it, or the number that is meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering import listings
from knowledge.answering.presentation import Presenter, QuestionContext
from knowledge.answering.snapshot import RecordCache
from knowledge.answering.statement_facts import StatementFacts, stored_number
from knowledge.answering.weighing import Weighing
from knowledge.domain import Aspect, Difference, Record, ShownStatement, Speaker, SpeakerKind
from knowledge.languages.registry import listed
from knowledge.questions.claimant import is_country, kinds_of_source
from knowledge.questions.conversation import FollowUp, Leaning, doubting
from knowledge.questions.entities import EntityKind
from knowledge.questions.predicates import same_thing
from knowledge.questions.question_type import QuestionType, is_of_saying
from knowledge.questions.value_expressions import amounts_in, numbers_in, same_number, times_in
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    is_everyday,
    stem as key,
    words as words_of,
)
from knowledge.storage import Store

_TOLD = 4
"""Statements of the last answer that a message can go on from."""
_SHARED = 2
"""Words that a statement of another article shares with what was told, to be of the same matter."""
_ELLIPTIC = 2
"""Words of its own of a message that may be nothing but a speaker's name."""
_HALF = 0.5
"""Of an organisation's name, how much has to be said for it to be named."""
_FIRM = "business"
_OF_A_SPEAKER = frozenset(
    {None, *(FollowUp(each) for each in ("against", "objections", "opposing", "others", "speaker",
             "other_one", "how_many", "more"))}
)  # fmt: skip
"""What a message may ask else that names another speaker: not when, where or in which words."""


_OPPOSED = frozenset({FollowUp.AGAINST, FollowUp.OBJECTIONS})
"""What is asked or told of somebody who is against what was told."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement of the matter that a conversation is about.

    Args:
        record, facts: of it.
        beside: whether it is told against, or for, what was told.
        near: whether the article of what was told carries it.
        place: in the order of the search for the question before.
    """

    record: Record
    facts: StatementFacts
    beside: bool
    near: bool
    place: int


class Slots:
    """Finds what a message means that changes one thing of the question before.

    Args:
        store: of the statements.
        shelf: of its records.
        showcase: of the same.
        weighing: of questions.
    """

    def __init__(
        self, store: Store, shelf: RecordCache, showcase: Presenter, weighing: Weighing
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._showcase = showcase
        self._weighing = weighing

    def by_other_speaker(self, case: QuestionContext, leaning: Leaning) -> list[Record]:
        """What somebody else says of the matter: "and the tenants?", "but the director says …".

        The best first; all of it where nothing tells which is meant; nothing where a message names
        nobody who speaks of the matter.
        """
        before = case.subject.question
        if leaning.cue not in _OF_A_SPEAKER or not leaning.content or not before:
            return []
        asked = case.library.reader.read(before, case.language)
        if asked.facet is not None and asked.facet.speakers:
            return []  # What all was said by one was asked: the same is asked of another one.
        words = [each for each in leaning.content if not is_of_saying(each)]
        places = {
            word
            for each in case.asked.mentions
            if each.named is not EntityKind.SPEAKER
            for word in case.asked.words[each.start : each.end]
        }
        naming = [word for word in words if word not in places]
        # "The hospital" is the one of the matter, whichever other one the store knows.
        whole = any(
            each.end - each.start > 1
            for each in case.asked.mentions
            if each.named is EntityKind.SPEAKER
        )
        generic = bool(naming) and not whole and all(map(_is_post, naming))
        named = frozenset() if generic else case.asked.speakers
        elliptic = leaning.leads and len(leaning.content) <= _ELLIPTIC
        likely = named or elliptic or any(map(_is_post, naming))
        if not (likely or self._is_told_by(naming, case)):
            return []
        said = self._matter(case, of_it=leaning.of_it)
        last = [each for each in said if each.record.statement.id in case.subject.statements[:1]]
        opposing = [each for each in said if each.beside]
        tells = naming and "?" not in case.asked.text and not any(map(is_country, naming))
        if leaning.cue in _OPPOSED and len(opposing) == 1 and tells and not named:
            # Whoever "the trust" is: one alone stands against it.
            return [each.record for each in opposing]
        speakers = _named(naming, [one.record.speaker for one in said if one.record.speaker])
        if named:
            speakers = {each: one for each, one in speakers.items() if each in named}
        told = set(case.subject.statements[:_TOLD])
        topic = [
            word
            for word in words
            if not any(_is_of(word, each) for each in speakers.values()) and not is_everyday(word)
        ]
        if leaning.leads and not (topic or leaning.owns):
            theirs = [each for each in last if {each.facts.speaker} == speakers.keys()]
            if theirs:
                return [theirs[0].record]  # It is theirs that was told.
        own = [
            each
            for each in said
            if each.facts.speaker in speakers
            and each.record.statement.id not in told
            and all(has_word(each.facts, word) for word in topic)
        ]
        return [each.record for each in _best(own, asked.want, decided=bool(topic))]

    def with_words(self, case: QuestionContext, words: Sequence[str]) -> list[Record]:
        """What of the matter has all of some words, what the question before finds first ahead."""
        having = [
            each for each in self._matter(case) if all(has_word(each.facts, word) for word in words)
        ]
        return [each.record for each in sorted(having, key=lambda each: each.place)]

    def silent(self, case: QuestionContext, leaning: Leaning) -> list[str]:
        """What somebody says who is named, and says nothing of the matter; none for others."""
        named = case.asked.speakers
        goes_on = (leaning.leads or leaning.points) and not case.asked.tells_nothing
        if leaning.cue not in _OF_A_SPEAKER or not named or not goes_on or not leaning.content:
            return []
        if not case.subject.question:
            return []
        before = case.library.reader.read(case.subject.question, case.language)
        if before.facet is not None and before.facet.speakers:
            return []
        words = [each for each in leaning.content if not is_of_saying(each)]
        called = {
            word
            for each in case.asked.mentions
            if each.named is EntityKind.SPEAKER
            for word in case.asked.words[each.start : each.end]
        }
        if not called.issuperset(words) or before.facet == case.asked.facet:
            return []
        return [one for each in sorted(named) for one in listings.of_speaker(self._store, each)]

    def by_same_speaker(self, case: QuestionContext, leaning: Leaning) -> list[Record]:
        """What else of the matter he or she says who was told: "how many were hurt, by her account?"."""
        topic = [each for each in leaning.content if not (is_of_saying(each) or is_everyday(each))]
        open_one = case.asked.open or case.asked.tells_nothing
        if not (leaning.person and topic and open_one) or leaning.cue not in _OF_A_SPEAKER:
            return []
        counts = case.asked.want is QuestionType.HOW_MANY
        most = _HALF if counts else 1.0
        said = self._matter(case)
        last = self._showcase.records(case.subject.statements[:1])
        speakers = {each.statement.speaker for each in last} - {None}
        own = [
            each
            for each in said
            if each.facts.speaker in speakers
            and sum(has_word(each.facts, word) for word in topic) >= most * len(topic)
        ]
        if counts:
            own = [each for each in own if each.facts.numbers]
        return [each.record for each in _best(own, case.asked.want, decided=True)]

    def with_number(self, case: QuestionContext, leaning: Leaning) -> list[ShownStatement]:
        """What of the matter has the number that a message names: "who says twelve?"."""
        if leaning.cue not in {FollowUp.WHO, FollowUp.SOURCE, FollowUp.OTHERS}:
            return []
        if not case.asked.numbers or not _only_numbers(leaning):
            return []
        having = [each for each in self._matter(case) if _tells(each.facts, case.asked.numbers)]
        told = set(case.subject.statements[:_TOLD])
        near = [each for each in having if each.beside or each.record.statement.id in told]
        ids = [each.record.statement.id for each in near or having]
        return list(self._showcase.by_ids(ids[:_TOLD], case.language))

    def doubted_number(
        self, case: QuestionContext, leaning: Leaning, of_time: Sequence[ShownStatement] = ()
    ) -> tuple[ShownStatement, tuple[Difference, ...]] | None:
        """What a message has another number for, or the same: "so it was 230, right?"; None for others.

        What stands against it with that very number is what the message speaks of.

        Args:
            case: of the message.
            leaning: of it.
            of_time: what there is of the time that it names, the leading one first; where it names
                one, the number is of that.
        """
        wanted = amounts_in(times_in(fold(case.message or case.asked.text)).rest)
        goes_on = leaning.leads or leaning.points or leaning.person or leaning.doubts
        asks = leaning.cue not in {None, FollowUp.CAUTION, FollowUp.HOW_MANY, FollowUp.OTHER_ONE}
        if len(wanted) != 1 or asks or not goes_on or not _only_numbers(leaning):
            return None
        told = of_time or self._showcase.by_ids(case.subject.statements[:_TOLD], case.language)
        beside = [each for one in told for each in self._showcase.beside(one.record, case.language)]
        facts = self._shelf.facts([each.record for each in (*told, *beside)], case.library.places)
        numbers = frozenset({wanted[0].value})
        having = [
            shown
            for shown, each in zip((*told, *beside), facts, strict=True)
            if _tells(each, numbers)
        ]
        if having:
            return having[0], ()
        units = [
            each
            for each in leaning.content
            if not (numbers_in(each) or is_of_saying(each) or doubting(each))
        ]
        counted = [
            (shown, each)
            for shown, each in zip(told, facts, strict=False)
            if (shown.record.statement.figures or (each.amounts and not each.negated))
            and all(has_word(each, word) for word in units)
        ]
        if not counted or (len(counted) > 1 and not of_time):
            return None
        shown, its = counted[0]
        nearest = min(its.amounts, key=lambda each: abs(each.value - wanted[0].value), default=None)
        if its.negated and nearest is not None:
            shown = self._that_counts(nearest.value, case) or shown
        stored = stored_number(nearest, shown.record, case.language)
        return shown, (Difference(Aspect.NUMBER, wanted[0].text, stored),)

    def _that_counts(self, number: float, case: QuestionContext) -> ShownStatement | None:
        """What of the matter gives a number, and does not only say that none of so many did something."""
        numbers = frozenset({number})
        counting = [
            each.record.statement.id
            for each in self._matter(case)
            if each.record.statement.figures
            and not each.facts.negated
            and _tells(each.facts, numbers)
        ]
        return next(iter(self._showcase.by_ids(counting[:1], case.language)), None)

    def is_named(self, words: Sequence[str], shown: ShownStatement) -> bool:
        """Whether some words name who said a statement, and nothing else."""
        speaker = shown.record.speaker
        return speaker is not None and bool(words) and all(_is_of(each, speaker) for each in words)

    def _is_told_by(self, words: Sequence[str], case: QuestionContext) -> bool:
        """Whether some words name whom the last answers were of, or who stands against them."""
        told = self._showcase.by_ids(case.subject.statements[:_TOLD], case.language)
        beside = [each for one in told for each in self._showcase.beside(one.record, case.language)]
        near = listings.of_incidents(self._store, [one.record for one in (*told, *beside)])
        return any(
            each.speaker is not None and _names(words, each.speaker)
            for each in self._showcase.records(near)
        )

    def _matter(self, case: QuestionContext, *, of_it: bool = False) -> list[_Said]:
        """All that the store has of what was told last; `of_it` orders it by that alone."""
        told = self._showcase.records(case.subject.statements[:_TOLD])
        beside = [
            shown.record for each in told for shown in self._showcase.beside(each, case.language)
        ]
        ids = dict.fromkeys(each.statement.id for each in (*told, *beside))
        ids.update(dict.fromkeys(listings.of_incidents(self._store, told)))
        places: dict[str, int] = {}
        of_told = self._shelf.facts(told, case.library.places)
        claims = [each.statement.claim.in_language(case.language) for each in told[:1]]
        for text in claims if of_it else (case.subject.question, *claims):
            asked = case.library.reader.read(text, case.language)
            found = self._weighing.field(asked, case.library)
            for at, each in enumerate(found.candidates):
                places[each.id] = min(at, places.get(each.id, at))
                if each.facts and any(_shares(each.facts, one, case) for one in of_told):
                    ids.setdefault(each.id)
        records = self._showcase.records(list(ids))
        near = {each.statement.id for each in beside}
        facts = self._shelf.facts(records, case.library.places)
        articles = {each.id for one in told for each in one.articles}
        last = max(places.values(), default=0) + 1
        return [
            _Said(
                one,
                read,
                one.statement.id in near,
                not articles.isdisjoint(each.id for each in one.articles),
                places.get(one.statement.id, last),
            )
            for one, read in zip(records, facts, strict=True)
        ]


def _best(own: Sequence[_Said], want: QuestionType, *, decided: bool) -> list[_Said]:
    """Those that are meant, the best first: what is told beside, what counts, what is found first."""
    if len(own) < 2:  # noqa: PLR2004 - one is all
        return list(own)
    beside = [each for each in own if each.beside]
    if beside:
        return beside[:1]
    counts = [each for each in own if each.facts.numbers]
    if want is QuestionType.HOW_MANY and counts:
        own = counts
    else:
        own = [each for each in own if each.near] or own
    ordered = sorted(own, key=lambda each: each.place)
    found = ordered[0].place < ordered[-1].place or len(own) == 1
    return ordered[:1] if found or decided else list(ordered)


def _shares(facts: StatementFacts, told: StatementFacts, case: QuestionContext) -> bool:
    """Whether two statements are of one incident, or share enough words to be of one matter."""
    if facts.incident is not None and facts.incident == told.incident:
        return True
    common = case.library.reader.is_common
    claimed = {key(word) for word in told.claimed if not (common(word) or is_everyday(word))}
    shared = {key(word) for word in facts.claimed if word not in FUNCTION_WORDS} & claimed
    return facts.incident == told.incident and len(shared) >= _SHARED


def _named(words: Sequence[str], speakers: Iterable[Speaker]) -> dict[str, Speaker]:
    """Those whom some folded words name, by id, with who speaks for them."""
    known = {each.id: each for each in speakers}
    found = {each: one for each, one in known.items() if _names(words, one)}
    met = {each: sum(_is_of(word, one) for word in words) for each, one in found.items()}
    found = {each: one for each, one in found.items() if met[each] == max(met.values())}
    # "The investigator" is who is called so, before all others who are of the inquiry.
    by_word = {
        each: one
        for each, one in found.items()
        if any(key(word) in _keys(role) for word in words for role in _called(one))
    }
    found = by_word or found
    bodies = [
        keys
        for each in found.values()
        if each.kind is not SpeakerKind.PERSON
        for name in each.name.by_language.values()
        if (keys := _keys(name))
    ]
    for each, one in known.items():
        roles = [_keys(role) for role in one.role.by_language.values()]
        if any(len(keys & role) > _HALF * len(keys) for keys in bodies for role in roles):
            found.setdefault(each, one)
    return found


def _names(words: Sequence[str], speaker: Speaker) -> bool:
    """Whether some folded words name a speaker: a person by name or post, a body by half its name."""
    met = [word for word in words if _is_of(word, speaker)]
    if not met:
        return False
    if any(map(_is_post, met)):
        return True
    if speaker.kind is SpeakerKind.PERSON:
        return True
    if speaker.kind is SpeakerKind.DOCUMENT:
        # "The log", of all that a maintenance log is called.
        heads = [words_of(fold(each))[:1] for each in speaker.name.by_language.values()]
        if any(key(word) == key(head) for word in met for each in heads for head in each):
            return True
    return any(
        len({key(word) for word in met} & called) >= _HALF * len(called)
        for called in map(_keys, (*speaker.name.by_language.values(), *speaker.aliases))
        if called
    )


def _is_of(word: str, speaker: Speaker) -> bool:
    """Whether a folded word is of a speaker's name, or tells what the speaker is."""
    names = (*speaker.name.by_language.values(), *speaker.aliases)
    if any(key(word) in _keys(each) for each in names):
        return True
    roles = [fold(each) for each in _called(speaker)]
    kinds = kinds_of_source(word)
    if word in listed("predicates", "one_body"):
        return any(word in words_of(each) for each in roles)
    if kinds:
        alike = any(kinds & kinds_of_source(each) for each in roles)
        # A firm is seldom called one.
        firm = _FIRM in kinds and speaker.kind is SpeakerKind.ORGANISATION
        return alike or (firm and not any(map(kinds_of_source, roles)))
    if word not in listed("predicates", "anybody"):
        return False
    return any(same_thing(key(word), key(one)) for each in roles for one in words_of(each))


def _is_post(word: str) -> bool:
    return word in listed("predicates", "anybody") or bool(kinds_of_source(word))


def _called(speaker: Speaker) -> tuple[str, ...]:
    """All that a speaker is called."""
    names = (*speaker.name.by_language.values(), *speaker.aliases)
    return (*names, *speaker.role.by_language.values())


def _keys(name: str) -> frozenset[str]:
    return frozenset(key(word) for word in words_of(fold(name)) if word not in FUNCTION_WORDS)


def has_word(facts: StatementFacts, word: str) -> bool:
    """Whether a statement has a word, or another one for the same thing."""
    stem = key(word)
    return stem in facts.words or any(same_thing(stem, key(each)) for each in facts.claimed)


def _tells(facts: StatementFacts, numbers: frozenset[float]) -> bool:
    """Whether a statement has some numbers, and they are not what somebody denies in it."""
    held = all(any(same_number(one, it) for it in facts.numbers) for one in numbers)
    return held and numbers.isdisjoint(numbers_in(facts.denial or ""))


def _only_numbers(leaning: Leaning) -> bool:
    """Whether the words of a message's own are numbers and what they count, and no more."""
    own = [each for each in leaning.content if not (is_of_saying(each) or doubting(each))]
    return bool(own) and sum(not numbers_in(each) for each in own) <= 1
