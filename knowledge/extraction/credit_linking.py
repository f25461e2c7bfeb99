"""Credits linked over sentences: joined, handed on, carried on, defended, taken back; what several sentences say together."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.domain import Kind, SpeakerKind
from knowledge.extraction.annotations import (
    Credit,
    Offsets,
    UncreditedSentence,
)
from knowledge.extraction.coreference import DiscourseEntity
from knowledge.extraction.decontextualisation import (
    Surroundings,
    pointing,
)
from knowledge.extraction.passage_values import quantities_in
from knowledge.languages.registry import lexicon

_IDIOMS = frozenset({"idiom"})
_LOW_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_STEM = 5  # letters
_NEAR_START = 60  # characters in which "about this" stands
_NEAR_CUE = 20  # characters
_FEW_WORDS = 9
_BRACKET = re.compile(r" ?\([^()]{0,200}\)")
_QUOTING = frozenset({"quote", "label"})


@dataclass(slots=True)
class Spoken:
    """A credit with its speaker.

    Args:
        credit: who is credited, how, with what.
        entity: who that is, or None.
        parts: the credits that were joined to make it, if any.
        denied: of "denied this", what it was that is denied.
        before: of "this is Ann Lee", the sentence of the article that "this" stands for.
        follows: whether it goes on with a denial of the same side.
        defends: whether it does so in words that say no.
    """

    credit: Credit
    entity: DiscourseEntity | None
    parts: tuple[Credit, ...] = ()
    denied: tuple[Offsets, ...] = ()
    before: Offsets | None = None
    follows: bool = False
    defends: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The article that candidates are made of.

    Args:
        text: the article.
        language: ISO 639-1.
        published: EDTF, or None.
        sentence_of: the offsets of a sentence by its index.
        kind_of: what sort of thing a credit and its content make.
        around: what makes claims read alone.
        speaks: whether a word is a verb of speech.
    """

    text: str
    language: str
    published: str | None
    sentence_of: Callable[[int], Offsets]
    kind_of: Callable[[Credit, str, DiscourseEntity | None], Kind]
    around: Surroundings
    speaks: Callable[[str], bool]


def joined(spoken: Sequence[Spoken], source: Source) -> list[Spoken]:
    """Join quotations that only carry on what their speaker has said right before.

    A quotation without a figure of its own, of the same speaker and in the same paragraph or the
    next, belongs to the statement before; so does a statement put in front of its quotation.
    """
    found: list[Spoken] = []
    for one in spoken:
        before = found[-1] if found else None
        if before is not None and (
            _carries_on(before, one, source) or _participle(before, one, source)
        ):
            credit = before.credit
            found[-1] = Spoken(
                replace(
                    credit,
                    contents=(*credit.contents, *one.credit.contents),
                    sentence=one.credit.sentence,
                    denial=credit.denial or one.credit.denial,
                ),
                before.entity,
                (*(before.parts or (before.credit,)), one.credit),
                before.denied,
                before.before,
                before.follows or one.follows,
                before.defends or one.defends,
            )
            continue
        found.append(one)
    return [one for one in found if one.credit.contents]


def reported(
    spoken: Sequence[Spoken], passages: Sequence[UncreditedSentence], source: Source
) -> tuple[list[Spoken], list[UncreditedSentence]]:
    """(Credits with what "this was reported by" hands on, the passages that are left).

    As in «Загинули троє. Про це повідомляє ДСНС»: what nobody else is credited with in the
    sentence before, and in the one before that.
    """
    words = lexicon(source.language, "claims")
    left = list(passages)
    if not words.phrases.get("about_this"):
        return list(spoken), left
    opening = words.pattern("about_this")
    for one in spoken:
        credit = one.credit
        begin, end = source.sentence_of(credit.begun)
        told = source.text[slice(*credit.contents[0])] if credit.contents else ""
        if opening.match(told):
            credit = one.credit = replace(credit, contents=())
        if (
            credit.contents
            or credit.back
            or not opening.search(source.text[begin:end][:_NEAR_START])
        ):
            continue
        taken: list[UncreditedSentence] = []
        for index in (credit.begun - 1, credit.begun - 2):
            passage = next((each for each in left if each.index == index), None)
            if passage is None or (taken and passage.paragraph != taken[-1].paragraph):
                break
            if source.text[passage.start : passage.end].endswith(("?", ":")):
                break
            taken.append(passage)
        if taken and credit.paragraph - taken[0].paragraph <= 1:
            spans = tuple((each.start, each.end) for each in reversed(taken))
            one.credit = replace(credit, contents=spans, family="that")
            left = [each for each in left if each not in taken]
    return list(spoken), left


def pointed(
    spoken: Sequence[Spoken], passages: Sequence[UncreditedSentence], source: Source
) -> tuple[list[Spoken], list[UncreditedSentence]]:
    """(Credits with the sentence that their "this" stands for, the passages that are left)."""
    left = list(passages)
    for one in spoken:
        credit = one.credit
        if not credit.contents or credit.denial:
            continue
        start, end = credit.contents[0]
        if not pointing(source.text[start:end], source.language):
            continue
        passage = next(
            (
                each
                for each in left
                if each.paragraph == credit.paragraph and each.index == credit.begun - 1
            ),
            None,
        )
        if passage is not None and not source.text[passage.start : passage.end].endswith("?"):
            one.before = (passage.start, passage.end)
            left.remove(passage)
    return list(spoken), left


def rejected_within(spoken: Sequence[Spoken], source: Source) -> list[Spoken]:
    """Credits without those that only say what a denial is about.

    As in "dismissing as invention a post which claimed that a wagon had been left": the post's
    words belong to the dismissal.
    """
    found: list[Spoken] = []
    for one in spoken:
        before = found[-1] if found else None
        if (
            before is not None
            and before.credit.denial
            and before.credit.contents
            and one.credit.contents
            and before.credit.begun == one.credit.begun
            and before.entity is not one.entity
            and 0 <= one.credit.cue[0] - before.credit.contents[-1][1] < _NEAR_CUE
            and "”" not in source.text[before.credit.contents[-1][1] : one.credit.cue[0]]
        ):
            start = before.credit.contents[-1][0]
            spans = (*before.credit.contents[:-1], (start, one.credit.contents[-1][1]))
            before.credit = replace(before.credit, contents=spans)
            continue
        found.append(one)
    return found


def defended(spoken: Sequence[Spoken], source: Source) -> list[Spoken]:
    """Credits that go on with a denial: of the same speaker, or of somebody of the same house.

    Such as the quotation behind "TMR denied that the train was speeding". Only words that say no
    count as a denial themselves.
    """
    negations = lexicon(source.language, "attribution")["negations"]
    found: list[Spoken] = []
    for one in spoken:
        before = found[-1] if found else None
        if (
            before is not None
            and one.credit.contents
            and before.credit.paragraph == one.credit.paragraph
            and _same_side(before.entity, one.entity)
        ):
            insists = before.credit.cue_lemma in _IDIOMS and not before.credit.contents
            insists = insists or (before.entity is one.entity and _reversed(before, one, source))
            content = " ".join(source.text[start:end] for start, end in one.credit.contents)
            spelled = content.casefold().replace("’", "'")
            said = " ".join(source.text[start:end] for start, end in before.credit.contents)
            refused = bool(said) and (
                source.kind_of(before.credit, said, before.entity) is Kind.DENIAL
            )
            one.follows = refused or before.credit.denial or before.follows or insists
            one.defends = one.follows and bool(set(_LOW_WORD.findall(spelled)) & negations)
        found.append(one)
    return found


def _reversed(before: Spoken, one: Spoken, source: Source) -> bool:
    return bool(before.credit.contents) and _taken_back(before, one, source)


def _same_side(one: DiscourseEntity | None, other: DiscourseEntity | None) -> bool:
    """Whether two speakers are one, or one speaks for the other."""
    if one is None or other is None:
        return False
    if one is other:
        return True
    for body, person in ((one, other), (other, one)):
        name = _BRACKET.sub("", body.name or "")
        if (
            body.kind is SpeakerKind.ORGANISATION
            and name
            and person.role
            and name.casefold() in person.role.casefold()
        ):
            return True
    return False


def carried_on(
    spoken: Sequence[Spoken], passages: Sequence[UncreditedSentence], source: Source
) -> tuple[list[Spoken], list[UncreditedSentence]]:
    """(Credits with the sentences that carry them on, the passages that are left).

    As in "..., Dr Lee said. Eighteen were still on her wards": a sentence with a figure that speaks
    of the speaker's own, right behind their words.
    """
    words = lexicon(source.language, "attribution")
    found, left = list(spoken), []
    for passage in passages:
        at = next(
            (
                place
                for place, one in enumerate(found)
                if one.entity is not None
                and one.entity.kind is SpeakerKind.PERSON
                and one.credit.sentence == passage.index - 1
                and one.credit.paragraph == passage.paragraph
            ),
            None,
        )
        content = source.text[passage.start : passage.end]
        gender = found[at].entity.gender if at is not None and found[at].entity else None  # type: ignore[union-attr]  # both are looked at
        wanted = {"masc": words["possessive_m"], "femn": words["possessive_f"]}.get(
            gender or "", words["possessive_m"] | words["possessive_f"]
        )
        owned = bool(wanted & set(content.casefold().split()))
        if at is None or not owned or not quantities_in(content, source.language, source.published):
            left.append(passage)
            continue
        credit = found[at].credit
        found[at] = Spoken(
            replace(credit, contents=(*credit.contents, (passage.start, passage.end))),
            found[at].entity,
            found[at].parts or (credit,),
        )
    return found, left


def _participle(before: Spoken, one: Spoken, source: Source) -> bool:
    """Whether "..., she added, dismissing the claim" goes on within its sentence."""
    if (
        before.entity is None
        or before.entity is not one.entity
        or before.credit.begun != one.credit.begun
    ):
        return False
    return source.text[one.credit.cue[0] : one.credit.cue[1]].endswith("ing") and bool(
        before.credit.contents
    )


def _carries_on(before: Spoken, one: Spoken, source: Source) -> bool:
    if before.entity is None or before.entity is not one.entity or not before.credit.contents:
        return False
    if one.credit.denial != before.credit.denial and not before.credit.denial:
        return False
    if not one.credit.contents:
        return False
    if (
        one.credit.paragraph == before.credit.paragraph
        and one.credit.begun - before.credit.sentence == 1
        and not one.credit.denial
        and leans(one.credit, source)
    ):
        return True
    if one.credit.family not in _QUOTING | {"post"}:
        return False
    words = [source.text[start:end] for start, end in one.credit.contents]
    if (
        one.credit.begun - before.credit.sentence > 1
        or one.credit.paragraph - before.credit.paragraph > 1
    ):
        return False
    if not all(is_quotation(text) for text in words):
        return False
    if _taken_back(before, one, source):
        return False
    if one.credit.paragraph != before.credit.paragraph and not _shared(before, one, source):
        return False
    mine = _values(words, source)
    return mine <= _values([source.text[a:b] for a, b in before.credit.contents], source)


def leans(credit: Credit, source: Source) -> bool:
    """Whether a short content has a pronoun for somebody whom only the one before names."""
    start, end = credit.contents[0]
    text = source.text[start:end]
    words = _LOW_WORD.findall(text)
    claims = lexicon(source.language, "claims")
    third = [one for one in words if one.casefold() in claims.tables["third"]]
    oblique = [one for one in third if one.casefold() not in claims["nominative"]]
    return (
        source.language != "en"
        and len(credit.contents) == 1
        and len(words) < _FEW_WORDS
        and len(oblique) == len(third) == 1
        and not any(one[0].isupper() for one in words[1:])
        and text[:1] not in '«„“"'
    )


def _shared(before: Spoken, one: Spoken, source: Source) -> bool:
    """Whether two statements have a figure or a longer word in common."""
    first, second = (
        " ".join(source.text[start:end] for start, end in each.credit.contents)
        for each in (before, one)
    )
    if _values([first], source) & _values([second], source):
        return True
    stems = [
        {word[:_STEM] for word in _LOW_WORD.findall(text.casefold()) if len(word) > _STEM}
        for text in (first, second)
    ]
    return bool(stems[0] & stems[1])


def _taken_back(before: Spoken, one: Spoken, source: Source) -> bool:
    """Whether the article says between two statements that the first was withdrawn."""
    start = before.credit.contents[-1][1]
    end = one.credit.contents[0][0]
    between = source.text[start : max(start, end)].casefold().split()
    return bool(set(between) & lexicon(source.language, "attribution")["withdrawing"])


def is_quotation(text: str) -> bool:
    """Whether a text begins or ends in quotation marks."""
    return text.lstrip()[:1] in "«“„\"‘'" or text.rstrip()[-1:] in "»”"


def _values(words: Sequence[str], source: Source) -> set[float]:
    return {
        one.value
        for text in words
        for one in quantities_in(text, source.language, source.published)
    }
