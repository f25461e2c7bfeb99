"""An article's drafts on one sheet: its head, incident, speakers, a numbered list, and what may be typed under it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.answering.compose.claim_lines import with_capital
from knowledge.curation.change_wording import page, text
from knowledge.curation.drafts import OPEN, Drafted, drafted
from knowledge.curation.field_values import FIELDS, called, heads, labels, value_names
from knowledge.curation.record_lookup import comparable
from knowledge.curation.statement_matching import SAME, ClaimNearness, Match, matches
from knowledge.curation.workflow import CommandContext
from knowledge.domain import (
    AGAINST,
    Attribution,
    Draft,
    Line,
    Message,
    Part,
    Record,
    RefusedInput,
    RelationKind,
    Span,
    Speaker,
    SpeakerKind,
    Style,
)
from knowledge.domain.dates import Edtf
from knowledge.translations import Words, cut, number_told, quoted

_SEVERAL = r"\d{1,3}(?:[ ,]{1,3}+\d{1,3}){0,99}+"
_JOINED = re.compile(r"(\d{1,3})(?:\s*\+\s*\d{1,3})+")
_CLAIM = re.compile(r"(\d{1,3})\s*[:.)]\s*(\S.*)")
_OF_A_FIELD = re.compile(rf"({_SEVERAL})\s+([^\W\d][^:]{{0,40}}?)\s*:\s*(.*)")
_NUMBERED = re.compile(rf"([^\W\d][^:\d]{{0,20}}?)\s+({_SEVERAL})\.?")
_OF_A_SPEAKER = re.compile(r"([^\W\d_])\s*(:|=)\s*(\S.*)")
_HEAD = re.compile(r"([^\W\d][^:]{0,30}?)\s*:\s*(.*)")
_NUMBER = re.compile(r"\d+")
_SURELY = re.compile(rf"({_SEVERAL})(?:\s++(?:[:—-]\s++)?|[:—-]\s++)([^\W\d][^:\d]{{0,20}}?)[.!]?")
SPLIT = " | "
"""Stands between the claims of a draft that is split."""

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters that name speakers on every keyboard."""

BESIDE = "beside"
"""The field of a draft that tells how it bears on the store."""


class DraftChange(StrEnum):
    """What is done to an article's drafts."""

    DROP = "drop"
    KEEP = "keep"
    TAKE = "take"
    LEAVE = "leave"
    JOIN = "join"
    SPLIT = "split"
    FIELD = "field"
    SPEAKER = "speaker"
    SAME_SPEAKER = "same speaker"
    HEAD = "head"
    INCIDENT = "incident"
    PUBLISH = "publish"


_OF_NUMBERS = frozenset({DraftChange.DROP, DraftChange.KEEP, DraftChange.TAKE, DraftChange.LEAVE})


@dataclass(frozen=True, slots=True)
class ReviewCommand:
    """One line.

    Args:
        change: what is done.
        numbers: of drafts, from 1.
        speaker: place of a speaker in the list, from 0.
        field: of a draft or of the article's head.
        value: as typed.
        line: the whole line, for words about it.
    """

    change: DraftChange
    numbers: tuple[int, ...] = ()
    speaker: int = 0
    field: str = ""
    value: str = ""
    line: str = ""


def alphabet(words: Words) -> str:
    """The letters by which speakers are named in the list."""
    return words.say("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def kinds(words: Words) -> Mapping[str, SpeakerKind]:
    """What sorts of speakers are called."""
    named = value_names(words)[SpeakerKind]
    return {
        **{name.casefold(): SpeakerKind(kind) for kind, name in named.items()},
        **{kind.value: kind for kind in SpeakerKind},
    }


def review_commands(text: str, words: Words) -> list[ReviewCommand]:
    """What several lines ask for, in their order.

    Raises:
        RefusedInput: a line is none of them; the sentence says what can be written.
    """
    return list(_read(text, words))


def _read(text: str, words: Words) -> Iterator[ReviewCommand]:
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if line:
            command = _line(line, words)
            if command is None:
                raise RefusedInput(
                    words.say(
                        "I do not understand “{line}”. Write a line for each change: “drop 1 4 9”, "
                        "“keep 4”, “3: a better claim”, “3 said: 5 October 2024”, “2+3” to join, "
                        "“4: one claim | another” to split, “A: Name, role, person”, “A = B”, "
                        "“yes 3” or “no 3” to what stands beside it, “3 contradicts”, “incident: "
                        "name”, “title: …”, “publish”.",
                        line=line[:60],
                    )
                )
            yield command


def bearing_kinds(words: Words) -> Mapping[str, str]:
    """What may be written for how a draft bears on a published statement, and what it means."""
    kinds = {words.say(kind.value).casefold(): kind.value for kind in RelationKind}
    kinds |= {kind.value.replace("_", " "): kind.value for kind in RelationKind}
    kinds |= {kind.value: kind.value for kind in RelationKind}
    return kinds | {SAME: SAME, words.say("same").casefold(): SAME}


def _verbs(words: Words) -> dict[str, DraftChange]:
    """The words for each change, in English and in the curator's language."""
    said = {
        DraftChange.DROP: ("drop|remove", words.say("drop|remove")),
        DraftChange.KEEP: ("keep|back", words.say("keep|back")),
        DraftChange.TAKE: ("yes", words.say("yes")),
        DraftChange.LEAVE: ("no", words.say("no")),
        DraftChange.PUBLISH: ("publish", words.say("publish|publish the rest")),
        DraftChange.INCIDENT: ("incident", words.say("incident")),
    }
    return {
        word.casefold(): change
        for change, texts in said.items()
        for text in texts
        for word in text.split("|")
    }


def _line(line: str, words: Words) -> ReviewCommand | None:  # noqa: C901, PLR0911, PLR0912  # one case for each form of a line
    verbs = _verbs(words)
    if verbs.get(line.casefold().rstrip(".! ")) is DraftChange.PUBLISH:
        return ReviewCommand(DraftChange.PUBLISH, line=line)
    if _JOINED.fullmatch(line):
        return ReviewCommand(DraftChange.JOIN, _numbers(line.replace("+", " ")), line=line)
    if match := _NUMBERED.fullmatch(line):
        change = verbs.get(match[1].casefold())
        if change is not None and change in _OF_NUMBERS:
            return ReviewCommand(change, _numbers(match[2]), line=line)
    if command := _of_bearing(line, verbs, words):
        return command
    if match := _CLAIM.fullmatch(line):
        parted = DraftChange.SPLIT if SPLIT in match[2] else DraftChange.FIELD
        return ReviewCommand(parted, (int(match[1]),), field="claim", value=match[2], line=line)
    if match := _OF_A_FIELD.fullmatch(line):
        field = _field(match[2], words)
        if field:
            numbers = _numbers(match[1])
            return ReviewCommand(DraftChange.FIELD, numbers, field=field, value=match[3], line=line)
        return None
    if match := _OF_A_SPEAKER.fullmatch(line):
        place = _place(match[1], words)
        if place is not None:
            same = match[2] == "="
            change = DraftChange.SAME_SPEAKER if same else DraftChange.SPEAKER
            return ReviewCommand(change, speaker=place, value=match[3], line=line)
    if match := _HEAD.fullmatch(line):
        name = match[1].casefold()
        if verbs.get(name) is DraftChange.INCIDENT:
            return ReviewCommand(DraftChange.INCIDENT, value=match[2], line=line)
        if field := heads(words).get(name):
            return ReviewCommand(DraftChange.HEAD, field=field, value=match[2], line=line)
    return None


def _of_bearing(line: str, verbs: Mapping[str, DraftChange], words: Words) -> ReviewCommand | None:
    """What "3 yes" and "3 contradicts" say of what stands beside a draft."""
    match = _SURELY.fullmatch(line)
    if match is None:
        return None
    said, numbers = match[2].casefold(), _numbers(match[1])
    change = verbs.get(said)
    if change is DraftChange.TAKE or change is DraftChange.LEAVE:
        return ReviewCommand(change, numbers, line=line)
    kind = bearing_kinds(words).get(said)
    if kind is None:
        return None
    return ReviewCommand(DraftChange.FIELD, numbers, field=BESIDE, value=kind, line=line)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(one) for one in _NUMBER.findall(text)))


def _place(letter: str, words: Words) -> int | None:
    """The place of the speaker that a letter stands for, in either alphabet."""
    for letters in (alphabet(words), LATIN):
        if letter.upper() in letters:
            return letters.index(letter.upper())
    return None


def _field(typed: str, words: Words) -> str | None:
    """The field of a draft that is meant, by its name or by what it is called."""
    name, _, language = typed.casefold().strip().partition(".")
    suffix = f".{language}" if language else ""
    if name in FIELDS:
        return name + suffix
    if name in {BESIDE, words.say("beside").casefold()}:
        return BESIDE
    for field, label in labels(words).items():
        if name == label.casefold():
            return field + suffix
    return None


def place_in(letter: str, words: Words) -> int | None:
    """The place of a speaker for one typed letter; None for anything else."""
    return _place(letter, words) if len(letter) == 1 else None


_BETWEEN_SENTENCES = re.compile(r"[.!?] ")
PASSAGE = 140
"""Characters of a passage in the list; a single card shows the whole."""

CLAIM = 220
OTHER = 90
SHORTEST, LONGEST = 3, 45
"""Words of a claim that reads alone; what has fewer or more is looked at singly."""

UPDATED = 3
"""Further statements that one draft updates."""

NO_MATCH = "-"
"""What a draft keeps where it bears on nothing that is published."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All drafts of an article, in the order of their numbers.

    Args:
        drafts: as they are kept.
        held: what they hold.
        user: who looks at them.
    """

    drafts: tuple[Draft, ...]
    held: tuple[Drafted, ...]
    user: int

    @property
    def open(self) -> list[int]:
        """Places of those that wait for this person."""
        return [
            at
            for at, draft in enumerate(self.drafts)
            if draft.state in OPEN
            and draft.holder in {None, self.user}
            and not (draft.state == "second" and self.held[at].accepted_by == self.user)
        ]

    @property
    def elsewhere(self) -> int:
        """How many wait for somebody else."""
        return sum(draft.state in OPEN for draft in self.drafts) - len(self.open)

    @property
    def speakers(self) -> list[str]:
        """Ids of the speakers of what is open, in the order in which they speak."""
        ids = (self.held[at].statement.speaker for at in self.open)
        return list(dict.fromkeys(one for one in ids if one is not None))


def sheet_of(means: CommandContext, batch: str, user: int) -> Sheet:
    """The drafts of a batch before somebody's eyes."""
    drafts = means.store.drafts.listed(batch=batch)
    return Sheet(tuple(drafts), tuple(map(drafted, drafts)), user)


def speaker_of(held: Drafted, known: Mapping[str, Speaker]) -> Speaker | None:
    """The speaker of a draft, of the article itself or of the store."""
    identity = held.statement.speaker
    if identity is None:
        return None
    if held.speaker is not None and held.speaker.id == identity:
        return held.speaker
    return known.get(identity)


def known_speakers(means: CommandContext) -> dict[str, Speaker]:
    """The speakers of the store by id."""
    return {one.id: one for one in means.store.records.speakers()}


def beside(sheet: Sheet, means: CommandContext) -> dict[int, list[Match]]:
    """How each open draft bears on what is published of its incident, by its place.

    Of several, the nearest; and one more that it bears on in another way. Within the article, what
    one speaker denies or contradicts of what another one says.
    """
    known = known_speakers(means)
    incidents = dict.fromkeys(sheet.held[at].statement.incident for at in sheet.open)
    found: dict[int, list[Match]] = {}
    for incident in incidents:
        places = [at for at in sheet.open if sheet.held[at].statement.incident == incident]
        published = means.published(incident) if incident is not None else []
        here = [
            Record(
                sheet.held[at].statement,
                speaker_of(sheet.held[at], known),
                articles=(sheet.held[at].article,),
            )
            for at in places
        ]
        near = ClaimNearness((*published, *here), means.meaning)
        for place, at in enumerate(places):
            held = sheet.held[at]
            if held.beside == NO_MATCH:
                continue
            there = matches(here[place], published, near)
            if held.beside:
                there = [as_asked(one, held.beside) for one in there[:1]]
            chosen = _several(there)
            if not any(one.kind == SAME and one.sure for one in chosen):
                within = matches(here[place], here[:place], near)
                chosen += [one for one in within if one.sure and one.kind in AGAINST][:1]
            if chosen:
                found[at] = chosen
    return found


def _several(there: Sequence[Match]) -> list[Match]:
    """What is shown of several matches: the first, and another that is sure and of another kind."""
    first = list(there[:1])
    if not first or first[0].kind == SAME or not first[0].sure:
        return first
    sure = [one for one in there[1:] if one.sure and one.kind != SAME]
    # What updates a number updates the earlier ones as well, and what contradicts one contradicts
    # whoever else gives it: whoever was told those is told so.
    again = [
        one
        for one in sure
        if one.kind == first[0].kind
        and (
            one.kind == RelationKind.UPDATES
            or (one.kind == RelationKind.CONTRADICTS and one.change == first[0].change is not None)
        )
    ]
    others = [one for one in sure if one.kind != first[0].kind]
    return first + again[:UPDATED] + others[:1]


def as_asked(match: Match, kind: str) -> Match:
    """The match with the kind that a curator chose."""
    if match.kind == kind:
        return replace(match, sure=True)
    return replace(match, kind=kind, backwards=False, change=None, sure=True)


def doubtful(held: Drafted) -> bool:
    """Whether a draft had better be looked at singly: it does not read alone, or nobody is known."""
    claim = held.statement.claim.in_language(held.article.language)
    sentences = len(_BETWEEN_SENTENCES.findall(claim))
    return bool(sentences) or not SHORTEST <= len(claim.split()) <= LONGEST


def seen_of(sheet: Sheet, bearing: Mapping[int, Sequence[Match]]) -> dict[str, list[list[str]]]:
    """What a sheet shows beside its drafts, by their numbers: (kind, of which statement)."""
    return {
        str(sheet.drafts[at].number): [[_way(one), one.other.statement.id] for one in there]
        for at, there in bearing.items()
    }


def _way(match: Match) -> str:
    way = f"{match.kind} from" if match.backwards else str(match.kind)
    return way if match.sure else f"{way}?"


def differs_from_seen(
    sheet: Sheet,
    places: Sequence[int],
    bearing: Mapping[int, Sequence[Match]],
    seen: Mapping[str, Sequence[Sequence[str]]],
    *,
    typed: bool,
) -> bool:
    """Whether what would be published beside drafts is not what was shown when it was confirmed.

    Args:
        sheet: as it is now.
        places: of what is published.
        bearing: how it bears on others now.
        seen: as `seen_of` gave it.
        typed: whether the message that confirms changes drafts as well: what those bore on may be
            gone then, and what a curator wrote of one that was shown is no surprise.
    """
    for at in places:
        shown = [(way, other) for way, other in seen.get(str(sheet.drafts[at].number), ())]
        now = [one for one in bearing.get(at, ()) if one.sure]
        chosen = typed and bool(sheet.held[at].beside)
        others = {other for _, other in shown}
        if any((_way(one), one.other.statement.id) not in shown for one in now) and not (
            chosen and all(one.other.statement.id in others for one in now)
        ):
            return True
        there = {(_way(one), one.other.statement.id) for one in now}
        if not typed and any(one not in there for one in shown if not one[0].endswith("?")):
            return True
    return False


def told(
    sheet: Sheet,
    means: CommandContext,
    words: Words,
    said: str = "",
    bearing: Mapping[int, Sequence[Match]] | None = None,
) -> Message:
    """The sheet as a message; `bearing` is what stands `beside` its drafts, if it is known."""
    held = [sheet.held[at] for at in sheet.open]
    lines = _head(held[0] if held else sheet.held[0], words)
    if held:
        lines += _incident(held, means, words)
    known = known_speakers(means)
    letters = alphabet(words)
    named = {identity: letters[at] for at, identity in enumerate(sheet.speakers[: len(letters)])}
    speakers = [_speaker(named, identity, sheet, known, words) for identity in named]
    bearing = beside(sheet, means) if bearing is None else bearing
    listed: list[Line] = []
    for at in sheet.open:
        listed += _draft(at, sheet.held[at], named, known, words)
        listed += [_beside(one, sheet, words) for one in bearing.get(at, ())]
    dropped = [str(at + 1) for at, draft in enumerate(sheet.drafts) if draft.state == "rejected"]
    if dropped:
        listed.append(
            text(words.say("Dropped: {numbers}", numbers=", ".join(dropped)), Style.QUIET)
        )
    if sheet.elsewhere:
        listed.append(
            text(
                words.count(
                    "{number} statement waits for somebody else.",
                    "{number} statements wait for somebody else.",
                    sheet.elsewhere,
                )
            )
        )
    hint = words.say(
        "Write what is to change, a line each: “drop 1 4 9”, “3: a better claim”, “A: Name, role, "
        "person”, “incident: name”, “title: …”."
    )
    asked = words.say(
        "What stands below a number with ↳ is published with it: “no 3” leaves it out. “yes 3” "
        "takes what is only perhaps so, “3 contradicts” or “3 same” says it otherwise."
    )
    hints = [text(hint, Style.QUIET)] if held or dropped else []
    hints += [text(asked, Style.QUIET)] if any(bearing.values()) else []
    return Message(
        page(
            (Part.ANSWER, [text(said, Style.STRONG) if said else (), *lines]),
            (Part.OTHER_SIDE, speakers),
            (Part.SOURCE, listed),
            (Part.CAREFUL, hints),
        )
    )


def _head(held: Drafted, words: Words) -> list[Line]:
    article = held.article
    none = words.say("not given")
    published = Edtf.parse(article.published).named(words.language) if article.published else none
    facts = (article.publisher or none, article.author or none, published, article.language)
    return [text(article.title, Style.STRONG), text(" · ".join(facts))]


def _incident(held: Sequence[Drafted], means: CommandContext, words: Words) -> list[Line]:
    ids = dict.fromkeys(one.statement.incident for one in held)
    names = [
        means.store.records.incident(one).name.in_language(words.language)
        if one
        else words.say("none yet")
        for one in ids
    ]
    return [text(words.say("Incident: {name}", name="; ".join(names)))]


def _speaker(
    named: Mapping[str, str],
    identity: str,
    sheet: Sheet,
    known: Mapping[str, Speaker],
    words: Words,
) -> Line:
    held = next(one for one in sheet.held if one.statement.speaker == identity)
    speaker = speaker_of(held, known)
    if speaker is None:
        return text(f"{named[identity]}. {identity}")
    name, role = (one.in_language(words.language) for one in (speaker.name, speaker.role))
    # Who has no name is called by the role, which need not be said twice.
    own = [role] if role and comparable(role) != comparable(name) else []
    facts = [name, *own, called(speaker.kind, words)]
    stored = words.say("in the store") if identity in known else words.say("not in the store yet")
    return (
        Span(f"{named[identity]}. ", Style.STRONG),
        Span(f"{', '.join(facts)} ({stored})"),
    )


def _draft(
    at: int, held: Drafted, named: Mapping[str, str], known: Mapping[str, Speaker], words: Words
) -> list[Line]:
    statement = held.statement
    speaker = speaker_of(held, known)
    who = words.say("the article itself")
    if speaker is not None:
        who = speaker.name.in_language(words.language)
    letter = named.get(statement.speaker or "")
    if letter:
        who = f"{letter}, {who}"
    if statement.attribution is Attribution.ANONYMOUS:
        who += f", {words.say('anonymous')}"
    claim = cut(statement.claim.in_language(held.article.language), CLAIM)
    facts = [called(statement.kind, words)]
    if statement.said:
        facts.append(Edtf.parse(statement.said).named(words.language))
    facts += [
        f"{number_told(figure.value, words.language)} {figure.unit}".strip()
        for figure in statement.figures
    ]
    mark = "? " if doubtful(held) else ""
    return [
        (Span(f"{mark}{at + 1}. ", Style.STRONG), Span(f"{with_capital(who)}: {claim}")),
        (Span(f"{' · '.join(facts)} · {_passage(held, claim)}", Style.QUIET),),
    ]


def _passage(held: Drafted, claim: str) -> str:
    """The words around what was found; a claim that stands there word for word is not said again."""
    start, end = held.found
    content = held.passage[start:end]
    if comparable(content) and comparable(content) == comparable(claim):
        content = "[…]"
    spare = max(PASSAGE - len(content), 0) // 2
    before, after = held.passage[:start], held.passage[end:]
    if len(before) > spare:
        before = "… " + before[-spare:].partition(" ")[2]
    if len(after) > spare:
        after = after[:spare].rpartition(" ")[0] + " …"
    return cut(" ".join((before + content + after).split()), PASSAGE * 2)


def bearing_words(match: Match, words: Words) -> str:
    """What is proposed for a draft beside a published statement."""
    if match.kind == SAME:
        return words.say("the same as")
    if match.backwards:
        return {
            RelationKind.DENIES: words.say("is denied by"),
            RelationKind.UPDATES: words.say("is updated by"),
        }.get(RelationKind(match.kind), words.say(match.kind))
    return called(RelationKind(match.kind), words)


def _perhaps(match: Match, words: Words) -> str:
    """What may be so: a denial or an update of it, or only that both are about the same."""
    if match.kind in AGAINST or match.kind == RelationKind.UPDATES:
        return words.say("perhaps {bearing}", bearing=bearing_words(match, words))
    return words.say("perhaps about the same")


def _beside(match: Match, sheet: Sheet, words: Words) -> Line:
    """What stands below a draft of how it bears on something."""
    claimed = match.other.statement.id
    here = next((at for at in sheet.open if sheet.held[at].statement.id == claimed), None)
    if here is None:
        return beside_line(match, words)
    return (
        Span("   ↳ "),
        Span(bearing_words(match, words), Style.STRONG),
        Span(f" {here + 1}{_change(match, words)}"),
    )


def _change(match: Match, words: Words) -> str:
    numbers = [number_told(one, words.language) for one in match.change or ()]
    return f" ({' → '.join(numbers)})" if numbers else ""


def beside_line(match: Match, words: Words, mark: str = "   ↳ ") -> Line:
    """How something bears on a published statement; `mark` stands before it."""
    record = match.other
    claim = quoted(cut(record.statement.claim.in_language(words.language), OTHER), words.language)
    who = (
        record.speaker.name.in_language(words.language)
        if record.speaker
        else words.say("the article itself")
    )
    if not match.sure:
        return (Span(f"   ? {_perhaps(match, words)}: {claim} — {who}", Style.QUIET),)
    return (
        Span(mark),
        Span(bearing_words(match, words), Style.STRONG),
        Span(f": {claim} — {who}{_change(match, words)}"),
    )
