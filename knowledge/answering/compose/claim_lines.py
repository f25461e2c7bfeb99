"""Claims as lines of styled words: who said it, on what terms, in one sentence from the templates of a language."""

import re
from dataclasses import replace

from knowledge.domain import (
    Attribution,
    Kind,
    Language,
    Line,
    Record,
    Span,
    SpeakerKind,
    Style,
)
from knowledge.domain.dates import Edtf, month_name
from knowledge.languages.registry import listed, meanings, pattern
from knowledge.languages.scripts import QUOTES
from knowledge.questions.predicates import denies, is_negative
from knowledge.questions.question_type import is_of_saying
from knowledge.questions.value_expressions import is_negated, times_in
from knowledge.search.text_analysis import FUNCTION_WORDS, folded as fold, words as words_of
from knowledge.translations import cut, words_in

_PLACE = re.compile(r"\{(\w+)\}")
_STRAIGHT = re.compile(r'"([^"]*)"')


def strong(text: str) -> Span:
    """Words that stand out."""
    return Span(text, Style.STRONG)


def quiet(text: str) -> Span:
    """Words that stand back."""
    return Span(text, Style.QUIET)


def filled(template: str, **values: Span | Line | str) -> Line:
    """A template with its `{places}` filled by words or by styled words.

    Args:
        template: in the reader's language, as `Words.say` gives it without values.
        values: for each place; one that a translation leaves out is not shown.
    """
    spans: list[Span] = []
    end = 0
    for place in _PLACE.finditer(template):
        spans.append(Span(template[end : place.start()]))
        value = values[place[1]]
        spans.extend(
            (Span(value),)
            if isinstance(value, str)
            else (value,)
            if isinstance(value, Span)
            else value
        )
        end = place.end()
    spans.append(Span(template[end:]))
    return tuple(span for span in spans if span.text)


def capitalised(line: Line) -> Line:
    """The line with a capital at its beginning."""
    if not line or not line[0].text[:1].islower():
        return line
    first = line[0]
    return (Span(first.text[0].upper() + first.text[1:], first.style, first.target), *line[1:])


def going_on(text: str, language: str, record: Record) -> str:
    """A sentence as it stands after a colon: outside English in lower case, unless a name begins it.

    That it is none is told by function words, and by how the word is written where it begins nothing.

    Args:
        text: the sentence.
        language: of the reader.
        record: of the statement that it is of.
    """
    first = text.partition(" ")[0].rstrip(",;:")
    if language == "en" or not first[:1].isupper():
        return text
    lower = first[:1].lower() + first[1:]
    written = [each for code, each in record.statement.phrasings if code == language]
    if record.incident is not None:
        written += [*record.incident.name.all(), *record.incident.aliases]
    common = any(map(_standing(lower).search, written))
    proper = any(map(_standing(first, before=r"(?<=\w )").search, written))
    if lower in FUNCTION_WORDS or (common and not proper):
        return text[:1].lower() + text[1:]
    return text


def _standing(word: str, before: str = r"(?<!\w)") -> re.Pattern[str]:
    """The word as a whole one; `before` says what it stands behind."""
    return re.compile(rf"{before}{re.escape(word)}(?!\w)")


def with_capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def claim_of(record: Record, language: str, longest: int | None = None) -> str:
    """The claim as every message tells it: no final full stop, the language's quotation marks.

    A denial is told as one, also where its wording or its cut end would turn it round.

    Args:
        record: the statement.
        language: the reader's.
        longest: characters, at most; None for all of it.
    """
    text = _claim(record, language)
    told = text if longest is None else cut(text, longest)
    if record.statement.kind is not Kind.DENIAL or says_no(told):
        return told
    marked = words_in(language).say("Denial: {claim}", claim=going_on(text, language, record))
    return marked if longest is None else cut(marked, longest)


def says_no(text: str) -> bool:
    """Whether a text itself says that something is not so, or that somebody denies it."""
    folded = fold(text)
    return denies(folded) or is_negated(folded) or is_negative(folded)


def _claim(record: Record, language: str) -> str:
    text = record.statement.claim.in_language(language)
    seen = shown_in(record, language)
    left, right = QUOTES.get(seen, QUOTES["en"])
    return _STRAIGHT.sub(rf"{left}\1{right}", text.strip().removesuffix("."))


def shown_in(record: Record, language: str) -> str:
    """The language in which a reader of this one sees a claim: theirs where it is given."""
    claim = record.statement.claim
    return language if language in claim.by_language else claim.original


def claim_shown(record: Record, language: str, longest: int) -> str:
    """The claim, cut; one that is not in the reader's language says in which it is."""
    text = claim_of(record, language, longest)
    seen = shown_in(record, language)
    if seen == language:
        return text
    words = words_in(language)
    named = {
        "en": words.say("(in English)"),
        "ru": words.say("(in Russian)"),
        "uk": words.say("(in Ukrainian)"),
    }
    return f"{text} {named.get(seen, '')}".rstrip()


def ended(line: Line) -> Line:
    """The line with a full stop unless it ends with a mark of its own."""
    last = line[-1].text if line else ""
    return line if not last or last[-1] in ".!?…:" else (*line, Span("."))


def length(lines: tuple[Line, ...]) -> int:
    """Characters that lines take, one for each end of line."""
    return sum(1 + sum(len(span.text) for span in line) for line in lines)


# English names of institutions take "the"; names of people, groups and brands do not.
_INSTITUTION = re.compile(rf"\b(?:{pattern('determiners', 'institutions')})\b", re.IGNORECASE)
_OPENING = 3
"""Words before a speaker's name with which a claim may open: a title, a role, what sort it is."""
_CLOSING = "»”\"'’"
_ASIDE = (",", "(")
_VERB = 2
"""Words after the name among which the verb of saying stands."""
_DETERMINED = re.compile(rf"^(?:{pattern('determiners', 'determined')})\b", re.IGNORECASE)
_ONE = re.compile(r"an? ", re.IGNORECASE)
_HEAD_ENDS = re.compile(rf",| (?:who|{pattern('determiners', 'role_ends')}) ", re.IGNORECASE)
"""Behind the noun that an English name without a proper noun is about."""
_SINGULAR_ENDS = ("'s", "ss", "us", "is")


def name_of(record: Record, language: Language, *, inside: bool = True) -> str:
    """The speaker as the language puts it; who is meant where the article credits nobody.

    Args:
        record: the statement.
        language: the reader's.
        inside: whether the name stands inside an English sentence and may need its article.
    """
    if record.speaker is None:
        words = words_in(language)
        if _unknown(record):
            return words.say("someone who is not named")
        return words.say("the article itself")
    name = record.speaker.name.in_language(language)
    if language is not Language.EN or not inside or _DETERMINED.match(name):
        return name
    kind, attribution = record.speaker.kind, record.statement.attribution
    one = kind is SpeakerKind.PERSON and not _is_several(name)
    if one and attribution in {Attribution.ANONYMOUS, Attribution.UNNAMED}:
        return f"{'an' if name[:1].casefold() in 'aeiou' else 'a'} {name}"
    if kind in {SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT} and _INSTITUTION.search(name):
        return f"the {name}"
    return name


def _is_several(name: str) -> bool:
    """Whether a name that is no proper one is that of several: "emergency officials", "two sailors".

    Whoever loads rows need not say that a speaker is a group.
    """
    first, *_ = words_of(fold(name)) or [""]
    if int(meanings("numbers", "small").get(first, 0)) > 1:
        return True
    if _ONE.match(name):
        return False
    *_, head = words_of(fold(_HEAD_ENDS.split(name)[0])) or [""]
    return head in listed("words", "plural_heads") or (
        head.isascii() and head.endswith("s") and not head.endswith(_SINGULAR_ENDS)
    )


def speaker_line(record: Record, language: Language) -> Line:
    """The speaker with role, and whether the name is withheld."""
    words = words_in(language)
    speaker = record.speaker
    if speaker is None:
        if _unknown(record):
            return (Span(words.say("someone who is not named")),)
        return (Span(words.say("nobody is credited")),)
    name = strong(name_of(record, language, inside=False))
    if record.statement.attribution is Attribution.ANONYMOUS:
        return filled(_withheld(record, language), speaker=name)
    role = speaker.role.in_language(language)
    return filled("{speaker}, {role}", speaker=name, role=role) if role else (name,)


def said_by(claim: Line, record: Record, language: Language) -> Line:
    """A claim with its speaker: "130 drones were shot down, the ministry reported (December 14)"."""
    words = words_in(language)
    cue = _cue(record, claim, language)
    aside = _aside(record, claim, language)
    if _unknown(record):
        line = filled("{claim} — {speaker}", claim=claim, speaker=speaker_line(record, language))
    elif record.speaker is None:
        line = filled(words.say("{claim}, the article says, crediting nobody"), claim=claim)
    elif record.statement.attribution is Attribution.ANONYMOUS and (cue or language is Language.EN):
        withheld = filled(_withheld(record, language), speaker=strong(name_of(record, language)))
        line = filled(
            words.say("{claim}, according to {speaker}"), claim=claim, cue=cue, speaker=withheld
        )
    elif not cue:
        line = _named_within(claim, record, language) or filled(
            "{claim} — {speaker}", claim=claim, speaker=speaker_line(record, language)
        )
    else:
        line = filled(
            words.say("{claim}, {speaker} {cue}"),
            claim=claim,
            cue=cue,
            speaker=_with_role(record, language),
        )
    return _aside_added(line, aside)


def says(claim: Line, record: Record, language: Language) -> Line:
    """The speaker first: "The State Duma said: …", for who is asked for."""
    words = words_in(language)
    first, *rest = claim
    claim = (replace(first, text=going_on(first.text, language, record)), *rest)
    cue = _cue(record, claim, language)
    aside = _aside(record, claim, language)
    where = (Span(f" ({aside})"),) if aside else ()
    if _unknown(record):
        name: Line = (strong(words.say("Someone who is not named")),)
        return (*filled("{speaker}: {claim}", speaker=name, claim=claim), *where)
    if record.speaker is None:
        who = (strong(words.say("Nobody is credited")),)
        return (
            *filled(
                words.say("{nobody}; the article itself says: {claim}"), nobody=who, claim=claim
            ),
            *where,
        )
    name = (strong(name_of(record, language)),)
    if record.statement.attribution is Attribution.ANONYMOUS:
        name = filled(_withheld(record, language), speaker=name)
    else:
        name = _with_role(record, language)
    if not cue:
        within = _named_within(claim, record, language)
        return (*(within or filled("{speaker}: {claim}", speaker=name, claim=claim)), *where)
    return (*filled("{speaker} {cue}: {claim}", speaker=name, cue=cue, claim=claim), *where)


def _unknown(record: Record) -> bool:
    """Whether somebody said it of whom nothing is known; not the article itself."""
    return record.speaker is None and record.statement.attribution is not Attribution.NARRATOR


def _named_within(claim: Line, record: Record, language: Language) -> Line:
    """The claim with the speaker's name standing out where it tells the name itself, else empty.

    The role stands behind it, unless the claim tells that as well.
    """
    name = name_of(record, language, inside=False)
    role = record.speaker.role.in_language(language) if record.speaker else ""
    text = fold("".join(span.text for span in claim))
    for number, span in enumerate(claim):
        at = span.text.casefold().find(name.casefold())
        if at >= 0:
            end = at + len(name)
            after = span.text[end:]
            if role and fold(role) not in text and not after.lstrip(_CLOSING).startswith(_ASIDE):
                after = f" ({role}){after}" if after[:1] not in _CLOSING else after
            parts = (Span(span.text[:at]), strong(span.text[at:end]), Span(after))
            told = tuple(part for part in parts if part.text)
            return (*claim[:number], *told, *claim[number + 1 :])
    return ()


def _aside_added(line: Line, aside: str) -> Line:
    """The line with an aside in brackets, in one pair with those that it ends with."""
    if not aside:
        return line
    last = line[-1]
    if last.text.endswith(")"):
        return (*line[:-1], Span(f"{last.text[:-1]}; {aside})", last.style, last.target))
    return (*line, Span(f" ({aside})"))


def _cue(record: Record, claim: Line, language: Language) -> str:
    """The article's verb; none where the claim tells already that its speaker says or denies it."""
    cue = record.statement.appearances[0].cue.by_language.get(language, "")
    if not cue:
        return ""
    denial = record.statement.kind is Kind.DENIAL and denies(fold(cue))
    text = "".join(span.text for span in claim)
    return "" if denial or _says_who(text, record, language) else cue


def told_by_itself(claim: str, record: Record, language: Language) -> Line:
    """A claim that opens with its speaker, who says or denies it, as it stands; else empty."""
    if not _says_who(claim, record, language):
        return ()
    return _named_within((Span(claim),), record, language)


def _says_who(claim: str, record: Record, language: Language) -> bool:
    """Whether a claim opens with its speaker, who says or denies: "Velm Hydro denies that …"."""
    name = record.speaker.name.by_language.get(language, "") if record.speaker else ""
    before, found, after = fold(claim).partition(fold(name)) if name else (claim, "", "")
    if not found or len(words_of(before)) > _OPENING:
        return False
    after = after.lstrip(_CLOSING)
    if after.startswith(_ASIDE):  # ", director of the dam,"
        after = after[1:].partition(",")[2]
    verb = words_of(after)[:_VERB]
    return denies(" ".join(verb)) or any(map(is_of_saying, verb))


def _with_role(record: Record, language: Language) -> Line:
    name = strong(name_of(record, language))
    role = record.speaker.role.in_language(language) if record.speaker else ""
    return filled("{speaker} ({role})", speaker=name, role=role) if role else (name,)


def _withheld(record: Record, language: Language) -> str:
    """A template for a name that is withheld, for one person or for several."""
    words = words_in(language)
    name = fold(name_of(record, language))
    if any(each in name for each in listed("unnamed_speakers", "telling")):
        return "{speaker}"
    several = record.speaker is not None and record.speaker.kind is SpeakerKind.GROUP
    if several or _is_several(name):
        return words.say("{speaker} who are not named")
    return words.say("{speaker} who is not named")


def _aside(record: Record, claim: Line, language: Language) -> str:
    """Where and when it was said; else when it happened, if that is a single time.

    A time that the claim tells already is not told again.
    """
    channel = record.statement.appearances[0].channel
    where = channel.text.in_language(language) if channel else ""
    when = _day(record)
    told = "".join(span.text for span in claim)
    if when is None or tells(told, when, language):
        return where
    if where and tells(where, when, language):
        return where if when.has_year else _without_year(where, language)
    return ", ".join(part for part in (where, when.named(language)) if part)


def tells(where: str, when: Edtf, language: Language) -> bool:
    """Whether the words hold the date already, as far as it is known."""
    return written(where, when, language) is not None


def written(text: str, when: Edtf, language: Language) -> re.Match[str] | None:
    """Where the words hold the date, as far as it is known."""
    if when.month is None:
        return re.compile(rf"\b{when.year}\b").search(text)
    month = re.escape(month_name(when.month, language, "format")[:4])
    before, after = "", ""
    if when.day is not None:
        before, after = rf"\b{when.day}\s+", rf"\s+{when.day}(?!\d)"
    named = rf"\b{month}\w*"
    pattern = rf"{before}{named}|{named}{after}" if when.day is not None else named
    found = re.compile(pattern, re.IGNORECASE).search(text)
    return found or _inflected(text, when)


def _inflected(text: str, when: Edtf) -> re.Match[str] | None:
    """The same where the month is so short that its forms share no beginning that tells it."""
    for each in times_in(fold(text)).found:
        if when.month in each.months and (when.day is None or when.day in each.days):
            return re.compile(rf"\b{re.escape(each.text)}\b", re.IGNORECASE).search(text)
    return None


def _without_year(where: str, language: Language) -> str:
    return words_in(language).say("{date}, year not given", date=where)


def _day(record: Record) -> Edtf | None:
    if record.statement.said:
        return Edtf.parse(record.statement.said)
    happened = record.statement.about or (record.incident.when if record.incident else None)
    if not happened:
        return None
    when = Edtf.parse(happened)
    if when.span or (record.statement.about is None and _told_later(record, when)):
        return None
    return when


def _told_later(record: Record, happened: Edtf) -> bool:
    """Whether the article is of another day: behind a speaker's name the day would be theirs."""
    dates = [Edtf.parse(one.published) for one in record.articles if one.published]
    return (
        bool(dates)
        and happened.has_year
        and happened.day is not None
        and all(one.day is not None and one.first != happened.first for one in dates)
    )
