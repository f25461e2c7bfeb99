"""From credits to candidates: speakers resolved, quotations joined, claims worded, dates resolved."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.domain import Attribution, Kind, SpeakerKind
from knowledge.extraction.annotations import (
    CandidateStatement,
    Credit,
    Offsets,
    ProposedFigure,
    TextSpan,
)
from knowledge.extraction.claim_wording import ClaimParts, as_clause, claim, without_dateline
from knowledge.extraction.coreference import DiscourseEntity
from knowledge.extraction.decontextualisation import (
    Surroundings,
    joined as in_one,
    leading,
    pointing,
    without_report,
)
from knowledge.extraction.language_models import places_in
from knowledge.extraction.morphology import word
from knowledge.extraction.own_voice import UncreditedSentence
from knowledge.extraction.passage_values import dates_in, day_of, happened, quantities_in, said_on
from knowledge.extraction.statement_kind import channel_of, says_only_no
from knowledge.extraction.tokenizer import find_quotations, inner_text
from knowledge.languages.registry import CODES, lexicon

CONFIDENCE = {
    "quote": 0.9, "according": 0.77, "post": 0.75, "that": 0.73, "bare": 0.69, "object": 0.63, "to": 0.48, "passive": 0.35,
    "label": 0.7, "what": 0.7, "quoted": 0.6, "phrase": 0.6, "asked": 0.5, "narrator": 0.5, "revised": 0.6, "about": 0.6,
}  # fmt: skip
"""How far each family of rules is to be trusted. The first line gives the share of exactly named
sources that a prototype of these rules had on the development articles of PolNeAR; the second is
judgement, not measured: what is like a family of the first is near it, the rest even odds."""

_IDIOMS = frozenset({"idiom"})
_LOW_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_WORDS = re.compile(r"\S+")
_NEAR_HOUSE = 3  # paragraphs
_TAKING = frozenset({"object", "to", "phrase", "quoted", "what", "revised"})
_ENDS = "«»„“”\"'‘’.,!  "
_STEM = 5  # letters
_SHORT_STEM = 3
_NEAR_START = 60  # characters in which "about this" stands
_NEAR_CUE = 20  # characters
_FEW_WORDS = 9
_TWO = 2
_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}[:.]\d{2}(?![\d.:])")
_NARRATED = 900  # characters in which the day of an hour is told
_OWNING = re.compile(r"[a-z][\w-]{1,30}['’]s ")
_BEFORE_NO = 2  # sentences that a "no" may answer
_FAR_BEFORE_NO = 6  # if they have more than a word in common
_BEFORE_BODY = 4  # words between a preposition and a body's name
_LONGEST_ROLE = 9  # words
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
        and _leans(one.credit, source)
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
    if not all(_quotation(text) for text in words):
        return False
    if _taken_back(before, one, source):
        return False
    if one.credit.paragraph != before.credit.paragraph and not _shared(before, one, source):
        return False
    mine = _values(words, source)
    return mine <= _values([source.text[a:b] for a, b in before.credit.contents], source)


def _leans(credit: Credit, source: Source) -> bool:
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


def _quotation(text: str) -> bool:
    return text.lstrip()[:1] in "«“„\"‘'" or text.rstrip()[-1:] in "»”"


def _values(words: Sequence[str], source: Source) -> set[float]:
    return {
        one.value
        for text in words
        for one in quantities_in(text, source.language, source.published)
    }


def candidate(
    one: Spoken, source: Source, said: dict[int | str, tuple[int, str]]
) -> CandidateStatement:
    """The candidate of a credit.

    Args:
        one: the credit with its speaker.
        source: the article.
        said: when each speaker spoke last by its identity, and each body by its name, (paragraph, EDTF); filled on the way.
    """
    text, language = source.text, source.language
    credit, entity = one.credit, one.entity
    parts = tuple(TextSpan(text[start:end], start, end) for start, end in credit.contents)
    whole = TextSpan(
        text[parts[0].start : max(part.end for part in parts)],
        parts[0].start,
        max(part.end for part in parts),
    )
    content = " ".join(part.text for part in parts)
    kind = source.kind_of(credit, content, entity)
    if one.defends and kind is Kind.FACT:
        kind = Kind.DENIAL
    elif (
        kind is Kind.DENIAL
        and not credit.denial
        and not one.follows
        and says_only_no(content, language)
        and not _contradicts(one, source)
    ):
        kind = Kind.FACT
    begin, end = source.sentence_of(credit.begun)
    day = next(
        (
            found
            for each in (one.parts or (credit,))
            if (found := _said(each, source, *source.sentence_of(each.begun)))
        ),
        None,
    )
    if entity is not None:
        if day is None:
            day = _said_around(one, source)
        if day is None and (known := said.get(id(entity))) and credit.paragraph - known[0] <= 1:
            day = known[1]
        if day is None:
            day = _said_by_house(entity, credit.paragraph, said)
        if day is None and credit.denial:
            day = _said_in_answer(entity, credit.paragraph, said, source.published)
        if day is None:
            day = _said_by_the_clock(credit, source)
        if day is not None:
            said[id(entity)] = (credit.paragraph, day)
            if entity.kind is SpeakerKind.ORGANISATION and entity.name:
                said[_BRACKET.sub("", entity.name).casefold()] = (credit.paragraph, day)
    quoted = tuple(
        inner
        for start, stop in credit.contents
        for quote in find_quotations(text, start, stop)
        if (inner := inner_text(text[quote.start : quote.end]))
    ) or tuple(
        part.text.strip() for part in parts if credit.family == "quote" and _spoken_part(text, part)
    )
    figures = tuple(
        ProposedFigure(figure.value, figure.unit, figure.qualifier, figure.text, figure.what)
        for part in parts
        for figure in quantities_in(part.text, language, source.published)
    )
    dates = [
        found
        for part in parts
        for found in dates_in(without_dateline(part.text), language, source.published)
    ]
    mention = credit.mention
    return CandidateStatement(
        source=TextSpan(text[mention.start : mention.end], mention.start, mention.end)
        if mention and mention.end > mention.start
        else None,
        cue=TextSpan(text[credit.cue[0] : credit.cue[1]], *credit.cue),
        content=whole,
        quoted=quoted,
        speaker=entity.called if entity is not None else None,
        attribution=terms_of(one, language),
        kind=kind,
        paragraph=credit.paragraph,
        confidence=CONFIDENCE[credit.family]
        if entity is not None
        else CONFIDENCE[credit.family] / 2,
        channel=channel_of(_outside(credit, text, begin, end), language),
        figures=figures,
        dates=tuple(dict.fromkeys(found.text for found in dates)),
        places=places_in(content, language),
        parts=parts,
        claim=worded(one, source, kind),
        named=entity is not None and entity.name is not None,
        role=_role_told(entity, credit.paragraph, source),
        speaker_kind=entity.kind if entity is not None else None,
        said=day,
        about=happened(dates),
    )


def _contradicts(one: Spoken, source: Source) -> bool:
    """Whether something right before speaks of the same: of what a "no" says that it was not."""
    credit = one.credit
    said = _telling(" ".join(source.text[start:end] for start, end in credit.contents), source)
    for index in range(max(0, credit.begun - _FAR_BEFORE_NO), credit.begun):
        start, end = source.sentence_of(index)
        shared = _shared_words(_telling(source.text[start:end], source), said, source.language)
        if shared > (0 if index >= credit.begun - _BEFORE_NO else 1):
            return True
    begin, _ = source.sentence_of(credit.begun)
    led = _telling(source.text[begin : credit.contents[0][0]], source)
    return _shared_words(led, said, source.language) > 0


def _telling(text: str, source: Source) -> set[str]:
    """The words that say something."""
    small = lexicon(source.language, "function_words")["words"]
    return {
        word
        for word in _LOW_WORD.findall(text.casefold())
        if len(word) > _SHORT_STEM and word not in small
    }


def _shared_words(some: set[str], others: set[str], language: str) -> int:
    """How many words of some are among the others, in whatever form."""
    shortest = _SHORT_STEM + (language == "en")
    return sum(any(_one_word(one, other, shortest) for other in others) for one in some)


def _one_word(one: str, other: str, shortest: int) -> bool:
    least = max(shortest, min(_STEM, len(one) - 1, len(other) - 1))
    return one[:least] == other[:least]


def narrated(passages: Sequence[UncreditedSentence], source: Source) -> CandidateStatement:
    """What the article states in its own voice, in one or two sentences that follow each other."""
    text = source.text
    parts = tuple(TextSpan(text[one.start : one.end], one.start, one.end) for one in passages)
    content = TextSpan(text[parts[0].start : parts[-1].end], parts[0].start, parts[-1].end)
    dates = dates_in(without_dateline(content.text), source.language, source.published)
    credit = Credit(
        None,
        (parts[0].start, parts[0].start),
        (),
        "narrator",
        passages[0].paragraph,
        passages[0].index,
        passages[-1].index,
    )
    kind = source.kind_of(credit, content.text, None)
    return CandidateStatement(
        source=None,
        cue=None,
        content=content,
        quoted=(),
        speaker=None,
        attribution=Attribution.NARRATOR,
        kind=Kind.FACT if kind is Kind.DENIAL else kind,
        paragraph=passages[0].paragraph,
        confidence=CONFIDENCE["narrator"],
        figures=tuple(
            ProposedFigure(one.value, one.unit, one.qualifier, one.text, one.what)
            for one in quantities_in(content.text, source.language, source.published)
        ),
        dates=tuple(dict.fromkeys(one.text for one in dates)),
        places=places_in(content.text, source.language),
        parts=parts,
        claim=_own(passages, source),
        about=happened(dates),
    )


def _own(passages: Sequence[UncreditedSentence], source: Source) -> str:
    around = source.around
    texts = [_led(one, source) for one in passages]
    texts[0] = without_report(leading(texts[0], source.language), source.language)
    text = claim(ClaimParts(texts, ""), source.language)
    return around.anchored(around.with_bodies(around.dated(text), passages[0].paragraph))


def _led(passage: UncreditedSentence, source: Source) -> str:
    """A passage's words; of "which occurred at night" with what "which" stands for."""
    words = source.text[passage.start : passage.end]
    if not passage.lead:
        return source.around.with_pronouns(words, passage.start, "", _nobody)
    return f"{passage.lead} {words.split(' ', 1)[1]}" if passage.lead and " " in words else words


def _spoken_part(text: str, part: TextSpan) -> bool:
    before, after = text[max(0, part.start - 1) : part.start], text[part.end : part.end + 4]
    return (
        before in {"«", "“"}
        or "»" in after
        or text[max(0, part.start - 2) : part.start].strip() in {"—", "–"}
    )


def worded(one: Spoken, source: Source, kind: Kind) -> str:
    """The claim of a statement: its first credit, with what belongs to a denial; it reads alone."""
    first = one.parts[0] if one.parts else one.credit
    entity, around = one.entity, source.around
    texts = [_told(one, first, span, source) for span in first.contents]
    added: list[tuple[str, str]] = []
    turned = [more for more in one.parts[1:] if source.text[slice(*more.cue)].endswith("ing")]
    if all(_quotation(text) for text in texts) and not first.denial and not turned:
        for more in one.parts[1:]:
            texts += [_told(one, more, span, source) for span in more.contents]
    else:
        for more in one.parts[1:]:
            cue = source.text[more.cue[0] : more.cue[1]]
            contents = [_told(one, more, span, source) for span in more.contents]
            if cue.endswith("ing"):
                follow = source.text[more.cue[1] : more.contents[0][0]].strip()
                added.append((f"{cue} {follow}".strip(), " ".join(contents)))
            elif first.denial:
                added += [("", each) for each in contents]
            elif more.begun > first.begun and _leans(more, source):
                added.append((";", as_clause(contents, source.language)))
    who, cue = _who(one, source), source.text[first.cue[0] : first.cue[1]]
    if (there := _from_there(one, source)) and first.denial | (first.family == "object"):
        who = there
    if _told_in_passing(first, cue, source) and len(one.parts) < _TWO:
        begin, end = source.sentence_of(first.begun)
        whole = leading(source.text[begin:end], source.language)
        text = claim(ClaimParts([whole], ""), source.language)
        return around.anchored(around.with_bodies(around.dated(text), first.paragraph))
    called = who if there else _with_role(who, entity, source)
    text = claim(
        ClaimParts(
            (leading(texts[0], source.language), *texts[1:]) if texts else (),
            who,
            cue,
            first.family,
            denial=first.denial and kind is Kind.DENIAL,
            takes_object=first.family in _TAKING,
            pronoun=_pronouns(entity, source.language),
            plural=bool(entity and entity.plural),
            instead=first.back,
            named=called,
            denied=_denied(one, source),
        ),
        source.language,
        added,
    )
    if one.before is not None:
        text = in_one(
            claim(ClaimParts([source.text[slice(*one.before)]], ""), source.language), text
        )
    told = around.with_bodies(around.dated(text, told=entity is not None), first.paragraph)
    return around.anchored(told, called[:1].upper() + called[1:])


def _told_in_passing(credit: Credit, cue: str, source: Source) -> bool:
    """Whether only the whole sentence says it: "…, described by officials as an assault"."""
    if credit.family in {"passive", "about"}:
        return True
    return source.language == "en" and credit.family == "object" and cue.endswith("ing")


def with_denied(
    spoken: Sequence[Spoken], passages: Sequence[UncreditedSentence], source: Source
) -> list[Spoken]:
    """Credits of "denied this" with what "this" is: the sentence of another right before."""
    found: list[Spoken] = []
    for one in spoken:
        credit = one.credit
        bare = source.text[slice(*credit.contents[0])].strip(_ENDS) if credit.contents else ""
        if lexicon(source.language, "claims").pattern("not_so").fullmatch(bare):
            credit = one.credit = replace(credit, contents=(), denial=True, back=True)
        if credit.back and not one.denied:
            before = found[-1] if found else None
            if (
                before is not None
                and before.credit.contents
                and before.entity is not one.entity
                and before.credit.paragraph == credit.paragraph
                and credit.begun - before.credit.sentence <= 1
                and not before.credit.denial
            ):
                one.denied = (before.parts or (before.credit,))[0].contents
            else:
                passage = next(
                    (
                        each
                        for each in passages
                        if each.paragraph == credit.paragraph and each.index == credit.begun - 1
                    ),
                    None,
                )
                told = source.text[passage.start : passage.end] if passage is not None else "?"
                credited = any(map(source.speaks, _LOW_WORD.findall(told)))
                if passage is not None and not told.endswith("?") and not credited:
                    one.denied = ((passage.start, passage.end),)
            if one.denied and not credit.contents and _denied(one, source):
                one.credit = replace(credit, contents=(credit.cue,))
        found.append(one)
    return found


def _denied(one: Spoken, source: Source) -> str:
    """What "this" of a denial stands for, as a clause; "" where that cannot be told."""
    pieces = [
        source.around.with_pronouns(source.text[start:end], start, "", lambda _: False)
        for start, end in one.denied
    ]
    return as_clause(pieces, source.language)


def _told(one: Spoken, credit: Credit, span: Offsets, source: Source) -> str:
    """A stretch of a content as it was spoken, with what its pronouns stand for."""
    entity = one.entity
    sort = _sort(entity, source.language)
    third = lexicon(source.language, "claims").tables["third"]

    def agrees(pronoun: str) -> bool:
        return sort is not None and third.get(pronoun) in sort

    piece = _as_spoken(source.text, credit, span)
    named = credit.denial or credit.family in _TAKING or entity is None or not entity.name
    return source.around.with_pronouns(
        piece, span[0], "" if named or entity is None else entity.name or "", agrees
    )


def _nobody(_: str) -> bool:
    return False


def _sort(entity: DiscourseEntity | None, language: str) -> frozenset[str] | None:
    """The sorts of pronouns that may mean a speaker."""
    if entity is None or not entity.name:
        return None
    if entity.kind is SpeakerKind.PERSON:
        return frozenset({entity.gender} if entity.gender else {"masc", "femn"})
    del language
    return None


def _from_there(one: Spoken, source: Source) -> str:
    """«В Офісі прокурора» as it stands, where the people of a body speak; else ""."""
    mention, entity = one.credit.mention, one.entity
    if mention is None or entity is None or entity.kind is not SpeakerKind.ORGANISATION:
        return ""
    if source.language == "en" or mention.pronoun:
        return ""
    inside = lexicon(source.language, "attribution")["in_org"]
    begin, _ = source.sentence_of(one.credit.begun)
    before = _WORDS.findall(source.text[max(begin, mention.start - 60) : mention.start])
    for number, each in enumerate(reversed(before[-_BEFORE_BODY:]), 1):
        if each.casefold() in inside:
            words = [each.capitalize(), *before[len(before) - number + 1 :]]
            return " ".join([*words, source.text[mention.start : mention.end]])
        if not each[0].islower():
            break
    return ""


def _with_role(who: str, entity: DiscourseEntity | None, source: Source) -> str:
    """A person's name with the role, where it is short and belongs to nobody else."""
    language = source.language
    if entity is None or not entity.name:
        return who
    role = (entity.role or "").strip(" ,.")
    words = lexicon(language, "claims")
    if entity.kind is SpeakerKind.ORGANISATION and language != "en" and role:
        bare = _BRACKET.sub("", role).strip()
        plain = entity.name.isascii() or entity.name.isupper() or entity.name[0] in "«„“"
        return f"{bare} {entity.name if plain else f'«{entity.name}»'}"
    if entity.kind is not SpeakerKind.PERSON:
        return who
    if language != "en" and role and not word(role.split()[0], language).may("nomn"):
        return who
    opening = role.split(maxsplit=1)[0].casefold() if role else ""
    if (
        not role
        or opening in words["possessive"] | words["no_role"]
        or len(role.split()) > _LONGEST_ROLE
    ):
        return who
    if language == "en":
        titled = f"{role} {who}"
        if titled.casefold() in source.text.casefold():
            return titled
        role = f"the {role}" if _OWNING.match(role) else role
    return words.forms["named"].format(name=who, role=role)


def _as_spoken(text: str, credit: Credit, span: Offsets) -> str:
    """A stretch of a content; in quotation marks where the article has them around it."""
    piece = text[span[0] : span[1]]
    if (
        credit.family in {"quote", "post"}
        and _spoken_part(text, TextSpan(piece, *span))
        and not _quotation(piece)
    ):
        return f"«{piece.strip()}»"
    return piece


def _who(one: Spoken, source: Source) -> str:
    entity, mention = one.entity, one.credit.mention
    if entity is None:
        return source.text[mention.start : mention.end] if mention and not mention.pronoun else ""
    if (
        entity.name is not None
        or source.language != "en"
        or entity.plural
        or entity.kind is SpeakerKind.GROUP
    ):
        return entity.called
    first = entity.phrase.split(" ", 1)[0].casefold()
    articled = first in lexicon("en", "claims")["determined"] or not entity.phrase[:1].islower()
    return entity.phrase if articled else f"the {entity.phrase}"


def _pronouns(entity: DiscourseEntity | None, language: str) -> frozenset[str]:
    """The pronouns with which a content may open and mean its speaker."""
    words = lexicon(language, "attribution")
    if entity is None:
        return frozenset()
    if entity.kind is SpeakerKind.ORGANISATION and language == "en":
        return words["pronouns_n"]
    if entity.plural or entity.kind is SpeakerKind.GROUP:
        return words["pronouns_p"]
    if entity.kind is SpeakerKind.PERSON:
        chosen = {"masc": words["pronouns_m"], "femn": words["pronouns_f"]}
        return chosen.get(entity.gender or "", words["pronouns_m"] | words["pronouns_f"])
    return frozenset()


def _role(entity: DiscourseEntity | None) -> str | None:
    if entity is None:
        return None
    if entity.name is None:
        described = entity.kind in {SpeakerKind.PERSON, SpeakerKind.GROUP}
        return entity.role or (entity.phrase if described else None)
    return entity.role


def _role_told(entity: DiscourseEntity | None, paragraph: int, source: Source) -> str | None:
    """The role, with the name of "the operator" that it belongs to."""
    role = _role(entity)
    if role is None or entity is None or entity.name is None:
        return role
    first, _, rest = role.partition(" ")
    if first.casefold() in lexicon(source.language, "claims")["possessive"] and rest:
        role = rest
    told = source.around.with_bodies(role, paragraph)
    return told if told[:1].casefold() != role[:1] else role[:1] + told[1:]


def _said(credit: Credit, source: Source, begin: int, end: int) -> str | None:
    """The day of saying, looked for in what the sentence has outside the content."""
    stretches: list[str] = []
    if credit.mention is not None and credit.mention.kind is SpeakerKind.DOCUMENT:
        stretches.append(source.text[credit.mention.start : credit.mention.end])
    left = _left_over(credit, source.text, begin, end)
    near = [one for one in left if source.text[credit.cue[0] : credit.cue[1]] in one]
    outside = " | ".join(left)
    day = said_on([*stretches, *near, outside], source.language, source.published)
    if (
        day is None
        and day_of(source.published)
        and not dates_in(source.text[begin:end], source.language, source.published)
    ):
        words = set(_LOW_WORD.findall(outside.casefold()))
        if words & lexicon(source.language, "time")["this_day"]:
            return source.published
    return day


def _said_by_house(
    entity: DiscourseEntity, paragraph: int, said: dict[int | str, tuple[int, str]]
) -> str | None:
    """The day on which the speaker's own house spoke, a paragraph or two before."""
    role = (entity.role or "").casefold()
    if entity.kind is not SpeakerKind.PERSON or not role:
        return None
    return next(
        (
            day
            for name, (place, day) in said.items()
            if isinstance(name, str) and name in role and 0 <= paragraph - place <= _NEAR_HOUSE
        ),
        None,
    )


def _said_in_answer(
    entity: DiscourseEntity,
    paragraph: int,
    said: dict[int | str, tuple[int, str]],
    published: str | None,
) -> str | None:
    """The article's own day, for a denial of what another said on that very day."""
    others = [
        day
        for key, (place, day) in said.items()
        if key != id(entity) and (0 <= paragraph - place <= _NEAR_HOUSE)
    ]
    return published if others and others[-1] == published and day_of(published) else None


def _said_by_the_clock(credit: Credit, source: Source) -> str | None:
    """The day that was told last, where only the hour of saying is given: "at 11:30 p.m."."""
    begin, end = source.sentence_of(credit.begun)
    outside = " | ".join(_left_over(credit, source.text, begin, end))
    if not _CLOCK.search(outside) or dates_in(outside, source.language, source.published):
        return None
    before = source.text[max(0, begin - _NARRATED) : begin]
    days = [
        one.text
        for one in dates_in(before, source.language, source.published)
        if day_of(one.text) is not None
    ]
    return days[-1] if days else None


def _said_around(one: Spoken, source: Source) -> str | None:
    """The day that the sentence before gives, if it is about the speaker as well."""
    credit, entity = one.credit, one.entity
    if entity is None or (credit.paragraph, credit.begun - 1) not in entity.focus:
        return None
    begin, end = source.sentence_of(credit.begun - 1)
    return said_on([source.text[begin:end]], source.language, source.published)


def _left_over(credit: Credit, text: str, begin: int, end: int) -> list[str]:
    """What a sentence has outside the content of a credit."""
    position = begin
    left: list[str] = []
    for start, stop in sorted(credit.contents):
        if start >= end:
            break
        if start > position:
            left.append(text[position:start])
        position = max(position, stop)
    if position < end:
        left.append(text[position:end])
    return left


def _outside(credit: Credit, text: str, begin: int, end: int) -> str:
    return " … ".join(_left_over(credit, text, begin, end))


@cache
def vague_bodies() -> frozenset[str]:
    """Nouns for bodies that say nothing of which one is meant."""
    return frozenset().union(
        *(
            lexicon(code, "attribution")["vague_bodies"]
            | lexicon(code, "attribution")["company_nouns"]
            for code in CODES
        )
    )


def terms_of(one: Spoken, language: str) -> Attribution:
    """How the article identifies a speaker."""
    entity, mention = one.entity, one.credit.mention
    if entity is None:
        return Attribution.ANONYMOUS if mention and mention.anonymous else Attribution.UNNAMED
    if entity.anonymous and entity.name is None:
        return Attribution.ANONYMOUS
    if entity.name is not None:
        return Attribution.NAMED
    called = entity.phrase.casefold().removeprefix("the ")
    if entity.kind is SpeakerKind.ORGANISATION and called in vague_bodies():
        return Attribution.UNNAMED  # "the government", «компания»: nobody knows which
    loose = lexicon(language, "attribution")["loose_posts"]
    if entity.kind is SpeakerKind.DOCUMENT and called.split(maxsplit=1)[0] in loose:
        return Attribution.UNNAMED  # "posts on social media": nobody knows whose
    if entity.kind in {SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT}:
        return Attribution.NAMED
    return Attribution.UNNAMED
