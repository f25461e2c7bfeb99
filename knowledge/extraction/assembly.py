"""From a credit to a candidate: its claim worded so that it reads alone, its terms, figures, dates and places."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from knowledge.domain import Attribution, Kind, SpeakerKind
from knowledge.extraction.annotations import (
    CONFIDENCE,
    CandidateStatement,
    Credit,
    Offsets,
    ProposedFigure,
    TextSpan,
    UncreditedSentence,
)
from knowledge.extraction.claim_wording import ClaimParts, as_clause, claim, without_dateline
from knowledge.extraction.coreference import DiscourseEntity
from knowledge.extraction.credit_linking import Source, Spoken, is_quotation, leans
from knowledge.extraction.decontextualisation import (
    joined as in_one,
    leading,
)
from knowledge.extraction.language_models import places_in
from knowledge.extraction.morphology import word
from knowledge.extraction.passage_values import dates_in, happened, quantities_in
from knowledge.extraction.saying_circumstances import (
    channel_of,
    day_of_saying,
    outside,
    says_only_no,
)
from knowledge.extraction.tokenizer import find_quotations, inner_text
from knowledge.languages.registry import CODES, lexicon

_LOW_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_WORDS = re.compile(r"\S+")
_TAKING = frozenset({"object", "to", "phrase", "quoted", "what", "revised"})
_ENDS = "«»„“”\"'‘’.,!  "
_STEM = 5  # letters
_SHORT_STEM = 3
_TWO = 2
_OWNING = re.compile(r"[a-z][\w-]{1,30}['’]s ")
_BEFORE_NO = 2  # sentences that a "no" may answer
_FAR_BEFORE_NO = 6  # if they have more than a word in common
_BEFORE_BODY = 4  # words between a preposition and a body's name
_LONGEST_ROLE = 9  # words
_BRACKET = re.compile(r" ?\([^()]{0,200}\)")


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
    day = day_of_saying(one, source, said)
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
        channel=channel_of(outside(credit, text, begin, end), language),
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
    if all(is_quotation(text) for text in texts) and not first.denial and not turned:
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
            elif more.begun > first.begun and leans(more, source):
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
        and not is_quotation(piece)
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
