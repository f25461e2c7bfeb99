"""An article's drafts on one sheet: its head, incident and speakers, then a numbered list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.answering.compose.styled_text import cut, quoted, with_capital
from knowledge.curation.change_previews import page, text
from knowledge.curation.drafts import OPEN, Drafted, drafted
from knowledge.curation.review_commands import alphabet
from knowledge.curation.statement_matching import SAME, Match, matches
from knowledge.curation.workflow import CommandContext
from knowledge.domain import (
    Attribution,
    Draft,
    Line,
    Message,
    Part,
    Record,
    RelationKind,
    Span,
    Speaker,
    Style,
)
from knowledge.domain.dates import Edtf
from knowledge.translations import Words

_BETWEEN_SENTENCES = re.compile(r"[.!?] ")
PASSAGE = 140
"""Characters of a passage in the list; a single card shows the whole."""

CLAIM = 220
OTHER = 90
SHORTEST, LONGEST = 3, 45
"""Words of a claim that reads alone; what has fewer or more is looked at singly."""

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


def beside(sheet: Sheet, means: CommandContext) -> dict[int, Match]:
    """How each open draft bears on what is published of its incident, by its place."""
    known = known_speakers(means)
    published: dict[str, list[Record]] = {}
    found: dict[int, Match] = {}
    for at in sheet.open:
        held = sheet.held[at]
        incident = held.statement.incident
        if incident is None or held.beside == NO_MATCH:
            continue
        if incident not in published:
            published[incident] = means.published(incident)
        speaker = speaker_of(held, known)
        near = matches(held.statement, speaker, published[incident], means.alike)
        if held.beside:
            near = [as_asked(one, held.beside) for one in near]
        if near:
            found[at] = near[0]
    return found


def as_asked(match: Match, kind: str) -> Match:
    """The match with the kind that a curator chose."""
    return match if match.kind == kind else replace(match, kind=kind, backwards=False, change=None)


def doubtful(held: Drafted) -> bool:
    """Whether a draft had better be looked at singly: it does not read alone, or nobody is known."""
    claim = held.statement.claim.in_language(held.article.language)
    sentences = len(_BETWEEN_SENTENCES.findall(claim))
    return bool(sentences) or not SHORTEST <= len(claim.split()) <= LONGEST


def told(sheet: Sheet, means: CommandContext, words: Words, said: str = "") -> Message:
    """The sheet as a message."""
    held = [sheet.held[at] for at in sheet.open]
    lines = [*_head(held[0] if held else sheet.held[0], words), *_incident(held, means, words)]
    known = known_speakers(means)
    letters = alphabet(words)
    named = {identity: letters[at] for at, identity in enumerate(sheet.speakers[: len(letters)])}
    speakers = [_speaker(named, identity, sheet, known, words) for identity in named]
    bearing = beside(sheet, means)
    listed: list[Line] = []
    for at in sheet.open:
        listed += _draft(at, sheet.held[at], named, known, words)
        if at in bearing:
            listed.append(_beside(bearing[at], words))
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
    return Message(
        page(
            (Part.ANSWER, [text(said, Style.STRONG) if said else (), *lines]),
            (Part.OTHER_SIDE, speakers),
            (Part.SOURCE, listed),
            (Part.CAREFUL, [text(hint, Style.QUIET)]),
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
    role = speaker.role.in_language(words.language)
    kind = words.say(speaker.kind.value)
    facts = [speaker.name.in_language(words.language), *([role] if role else []), kind]
    stored = words.say("in the store") if identity in known else words.say("new")
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
    facts = [words.say(statement.kind.value)]
    if statement.said:
        facts.append(Edtf.parse(statement.said).named(words.language))
    facts += [f"{figure.value:g} {figure.unit}".strip() for figure in statement.figures]
    mark = "? " if doubtful(held) else ""
    return [
        (Span(f"{mark}{at + 1}. ", Style.STRONG), Span(f"{with_capital(who)}: {claim}")),
        (Span(f"{' · '.join(facts)} · … {_passage(held)} …", Style.QUIET),),
    ]


def _passage(held: Drafted) -> str:
    """The words around what was found, as many as a list has room for."""
    start, end = held.found
    spare = max(PASSAGE - (end - start), 0) // 2
    return " ".join(held.passage[max(start - spare, 0) : end + spare].split())[: PASSAGE * 2]


def bearing_words(match: Match, words: Words) -> str:
    """What is proposed for a draft beside a published statement."""
    if match.kind == SAME:
        return words.say("the same as")
    if match.backwards:
        return {
            RelationKind.DENIES: words.say("is denied by"),
            RelationKind.UPDATES: words.say("is updated by"),
        }.get(RelationKind(match.kind), words.say(match.kind))
    return {
        RelationKind.CONTRADICTS: words.say("contradicts"),
        RelationKind.DISPUTES: words.say("disputes"),
        RelationKind.DENIES: words.say("denies"),
        RelationKind.SUPPORTS: words.say("supports"),
        RelationKind.COMMENTS_ON: words.say("comments on"),
        RelationKind.UPDATES: words.say("updates"),
    }[RelationKind(match.kind)]


def _beside(match: Match, words: Words) -> Line:
    record = match.other
    claim = quoted(cut(record.statement.claim.in_language(words.language), OTHER), words.language)
    who = (
        record.speaker.name.in_language(words.language)
        if record.speaker
        else words.say("the article itself")
    )
    change = f" ({match.change[0]:g} → {match.change[1]:g})" if match.change else ""
    return (
        Span("   ↳ "),
        Span(bearing_words(match, words), Style.STRONG),
        Span(f": {claim} — {who}{change}"),
    )
