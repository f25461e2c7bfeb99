"""Reasons to read a statement with care, each derived by its own rule from the data."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from knowledge.domain import (
    AGAINST,
    Access,
    Article,
    Attribution,
    Caveat,
    Kind,
    Origin,
    Record,
    State,
)
from knowledge.domain.dates import Edtf
from knowledge.translations import words_in

_HIDDEN = frozenset({Access.CLASSIFIED, Access.CLOSED_DOOR, Access.UNDISCLOSED})
_COPIES = frozenset({Origin.AGENCY_COPY, Origin.AGGREGATED})
# From the clearest identification to none: the clearest one of all appearances counts.
_CLEAREST = (
    Attribution.NAMED,
    Attribution.UNNAMED,
    Attribution.ANONYMOUS,
    Attribution.NARRATOR,
)


def of(record: Record, today: date, language: str | None = None) -> tuple[Caveat, ...]:
    """Exactly the caveats that apply to a statement, worst first.

    Args:
        record: the statement with its speaker, incident, articles and relations.
        today: the day of reading, for overdue reviews.
        language: the reader's language code; None: the reader reads the original.
    """
    tests: dict[Caveat, Callable[[Record], bool]] = {
        Caveat.RETRACTED: lambda it: it.statement.state is State.RETRACTED,
        Caveat.UNREVIEWED: lambda it: it.statement.machine_extracted and not it.statement.reviewed,
        Caveat.DISPUTED: _disputed,
        Caveat.UNCLEAR: lambda it: any(note.unclear for note in it.statement.notes),
        Caveat.ANONYMOUS: lambda it: _attribution(it) is Attribution.ANONYMOUS,
        Caveat.NARRATOR: lambda it: _attribution(it) is Attribution.NARRATOR,
        Caveat.NONPUBLIC: _nonpublic,
        Caveat.PARTY: lambda it: it.speaker is not None and it.speaker.party,
        Caveat.PREDICTION: lambda it: it.statement.kind is Kind.PREDICTION,
        Caveat.OPINION: lambda it: it.statement.kind in {Kind.ASSESSMENT, Kind.CHARACTERISATION},
        Caveat.UNNAMED: lambda it: _attribution(it) is Attribution.UNNAMED,
        Caveat.YEAR: lambda it: any(not when.has_year for when in _dates(it)),
        Caveat.DATE: _vague,
        Caveat.SECOND_HAND: lambda it: bool(it.articles) and all(map(_copied, it.articles)),
        Caveat.STALE: lambda it: _overdue(it, today),
        Caveat.SINGLE_SOURCE: lambda it: independent(it.articles) == 1,
        Caveat.UNDATED_ARTICLE: lambda it: bool(it.articles) and all(map(_bare, it.articles)),
        Caveat.TRANSLATED: lambda it: language is not None and _translated(it, language),
    }
    return tuple(code for code in Caveat if tests[code](record))


def independent(articles: Iterable[Article]) -> int:
    """How many of the articles are no copies: of one another, of an agency, of a third one.

    All copies that name no original count as one further source together.
    """
    listed = {article.id: article for article in articles}
    roots = set()
    for article in listed.values():
        if article.derived_from:
            roots.add(article.derived_from)
        elif article.origin in _COPIES:
            roots.add("")
        else:
            roots.add(article.id)
    return len(roots)


def union(lists: Iterable[tuple[Caveat, ...]]) -> tuple[Caveat, ...]:
    """Every code of several statements once, worst first."""
    present = {code for codes in lists for code in codes}
    return tuple(code for code in Caveat if code in present)


def _attribution(record: Record) -> Attribution:
    given = {appearance.attribution for appearance in record.statement.appearances}
    return next((each for each in _CLEAREST if each in given), Attribution.NARRATOR)


def _disputed(record: Record) -> bool:
    """Another statement contradicts, disputes or denies this one."""
    return any(relation.kind in AGAINST for relation in record.incoming)


def _nonpublic(record: Record) -> bool:
    """It was said where readers could not hear it, and nowhere in public."""
    access = {each.channel.access for each in record.statement.appearances if each.channel}
    return bool(access & _HIDDEN) and Access.PUBLIC not in access


def _dates(record: Record) -> list[Edtf]:
    happened = record.statement.about or (record.incident.when if record.incident else None)
    return [Edtf.parse(text) for text in (happened, record.statement.said) if text]


def _vague(record: Record) -> bool:
    """A date is marked uncertain, or the saying comes before what it says has happened."""
    dates = _dates(record)
    if any(when.uncertain for when in dates):
        return True
    if record.statement.kind is Kind.PREDICTION or len(dates) < 2:  # noqa: PLR2004 - both dates
        return False
    happened, said = dates
    return happened.has_year and said.has_year and said.last < happened.first


def _copied(article: Article) -> bool:
    return article.derived_from is not None or article.origin in _COPIES


def _overdue(record: Record, today: date) -> bool:
    due = record.statement.review_due
    return due is not None and Edtf.parse(due).first <= (today.year, today.month, today.day)


def _bare(article: Article) -> bool:
    """It names no publisher, no author and no date."""
    return not (article.publisher or article.author or article.published)


def _translated(record: Record, language: str) -> bool:
    """What the reader sees are not the words of the original, nor of any of the articles."""
    claim = record.statement.claim
    seen = language if language in claim.by_language else claim.original
    if claim.is_translated(seen):
        return True
    return bool(record.articles) and seen not in {each.language for each in record.articles}


@cache
def short(caveat: Caveat, language: str) -> str:
    """Two or three words for a list."""
    words = words_in(language)
    return {
        Caveat.RETRACTED: words.say("retracted"),
        Caveat.UNREVIEWED: words.say("not reviewed"),
        Caveat.DISPUTED: words.say("disputed"),
        Caveat.UNCLEAR: words.say("unclear wording"),
        Caveat.ANONYMOUS: words.say("anonymous source"),
        Caveat.NARRATOR: words.say("nobody credited"),
        Caveat.NONPUBLIC: words.say("not public"),
        Caveat.PARTY: words.say("party to the matter"),
        Caveat.PREDICTION: words.say("prediction"),
        Caveat.OPINION: words.say("opinion"),
        Caveat.UNNAMED: words.say("speaker not named"),
        Caveat.YEAR: words.say("year not given"),
        Caveat.DATE: words.say("date uncertain"),
        Caveat.SECOND_HAND: words.say("second hand"),
        Caveat.STALE: words.say("review overdue"),
        Caveat.SINGLE_SOURCE: words.say("one source"),
        Caveat.UNDATED_ARTICLE: words.say("article not identified"),
        Caveat.TRANSLATED: words.say("translated"),
    }[caveat]


@cache
def long(caveat: Caveat, language: str) -> str:
    """A sentence that a reader understands without the code."""
    words = words_in(language)
    return {
        Caveat.RETRACTED: words.say("This statement was withdrawn from the store."),
        Caveat.UNREVIEWED: words.say(
            "A program took this from the article, and no person has checked it."
        ),
        Caveat.DISPUTED: words.say("Somebody else disputes this."),
        Caveat.UNCLEAR: words.say("The article's own wording is unclear here."),
        Caveat.ANONYMOUS: words.say("The source's identity is withheld."),
        Caveat.NARRATOR: words.say("The article says this itself and credits nobody."),
        Caveat.NONPUBLIC: words.say("It was not said in public, so readers cannot check it."),
        Caveat.PARTY: words.say("The speaker is a party to the matter."),
        Caveat.PREDICTION: words.say("This is a prediction."),
        Caveat.OPINION: words.say("This is an opinion, not an observation."),
        Caveat.UNNAMED: words.say("The article gives a role or a group, not a name."),
        Caveat.YEAR: words.say("The article does not give the year."),
        Caveat.DATE: words.say("The date is vague or conflicting."),
        Caveat.SECOND_HAND: words.say("The article has this from another publication."),
        Caveat.STALE: words.say("The review of this statement is overdue."),
        Caveat.SINGLE_SOURCE: words.say("It rests on one source only."),
        Caveat.UNDATED_ARTICLE: words.say("The article names no publisher, no author and no date."),
        Caveat.TRANSLATED: words.say("What you read is a translation."),
    }[caveat]
