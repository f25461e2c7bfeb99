"""Drafts: taken from an article that is read, worded as statements for a person to review, kept, published."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.articles import Fetched, ReadArticle, canonical_link, fetch, fingerprint, likeness
from knowledge.articles.document import SAME
from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_wording import page, text
from knowledge.curation.record_lookup import Named, comparable, find, new_id
from knowledge.curation.statement_matching import aloud, heard, holds_one, named_in
from knowledge.curation.workflow import CommandContext
from knowledge.domain import (
    Action,
    Appearance,
    Article,
    Attribution,
    Channel,
    Conflict,
    Curator,
    Draft,
    Edit,
    Entry,
    Figure,
    Message,
    MultilingualText,
    Page,
    Part,
    Place,
    Record,
    RefusedInput,
    Role,
    Speaker,
    SpeakerKind,
    State,
    Statement,
    Style,
    as_plain,
    from_plain,
)
from knowledge.domain.dates import Edtf
from knowledge.editing import near_duplicates
from knowledge.extraction.annotations import CandidateStatement, KnownSpeaker
from knowledge.extraction.article_statements import is_bare, shares_name
from knowledge.languages.registry import lexicon
from knowledge.sandbox import Sandbox
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import Words, words_in

BATCH = "article "
"""Beginning of the batch of an article's drafts; its id follows."""

OPEN = ("open", "later", "second")
"""States of drafts that still wait for somebody, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft statement with what a reviewer needs.

    Args:
        statement: as it would be published; version 0.
        article: where it stands; perhaps not in the store yet.
        speaker: a new one, where the store has none of that name.
        passage: the article's words around it.
        found: (start, end) of the candidate in the passage.
        dates: EDTF, given in the passage.
        accepted_by: who accepted it first, where two must.
        print: of the article's text, kept with the first draft of an article.
        total: drafts of the article.
        beside: a kind that a curator chose for how it bears on the nearest published statement;
            "-" for none, empty where nobody chose.
    """

    statement: Statement
    article: Article
    speaker: Speaker | None
    passage: str
    found: tuple[int, int] = (0, 0)
    dates: tuple[str, ...] = ()
    accepted_by: int | None = None
    print: tuple[int, ...] = ()
    total: int = 0
    beside: str = ""

    def content(self) -> str:
        """As kept in the database."""
        plain: dict[str, Any] = {
            "statement": as_plain(self.statement),
            "article": as_plain(self.article),
            "speaker": as_plain(self.speaker) if self.speaker else None,
            "passage": self.passage,
            "found": list(self.found),
            "dates": list(self.dates),
            "accepted_by": self.accepted_by,
            "print": list(self.print),
            "total": self.total,
            "beside": self.beside,
        }
        return json.dumps(plain, ensure_ascii=False)


def incident_of(batch: Iterable[Draft]) -> str | None:
    """The incident that was given last to a statement of an article; most of it has the same."""
    held = (drafted(one).statement for one in reversed(list(batch)) if one.state != "rejected")
    return next((one.incident for one in held if one.incident is not None), None)


def drafted(draft: Draft) -> Drafted:
    """What a draft holds."""
    plain = json.loads(draft.content)
    return Drafted(
        statement=replace(from_plain(Statement, plain["statement"]), version=0),
        article=from_plain(Article, plain["article"]),
        speaker=from_plain(Speaker, plain["speaker"]) if plain["speaker"] else None,
        passage=plain["passage"],
        found=(plain["found"][0], plain["found"][1]),
        dates=tuple(plain["dates"]),
        accepted_by=plain["accepted_by"],
        print=tuple(plain["print"]),
        total=plain["total"],
        beside=plain.get("beside", ""),
    )


class Publishing:
    """Stores reviewed drafts.

    Args:
        means: the store, and how to find what is near.
    """

    def __init__(self, means: CommandContext) -> None:
        self._means = means
        self._store = means.store

    def apply(self, by: Curator, edit: Edit, held: Drafted, reason: str) -> None:
        """Store it with the article and the speaker that it needs, if they are new.

        Another draft of the article may bring them at the same moment: then once more without.
        """
        for attempt in (1, 2):
            others = tuple((one, None) for one in self._missing(edit.statements, held))
            try:
                self._store.changes.apply(
                    replace(edit, others=others),
                    actor=by.actor,
                    reason=reason,
                    update_id=by.update_id,
                )
            except Conflict:
                if attempt == 2 or not others:  # noqa: PLR2004  # the second and last
                    raise
            else:
                return

    def _missing(self, statements: Sequence[Statement], held: Drafted) -> list[Entry]:
        articles: Mapping[str, Article] = {one.id: one for one in self._store.records.articles()}
        missing: list[Entry] = [] if held.article.id in articles else [held.article]
        needed = {one.speaker for one in statements}
        if held.speaker is not None and held.speaker.id in needed:
            known: Mapping[str, Speaker] = {one.id: one for one in self._store.records.speakers()}
            missing += [] if held.speaker.id in known else [held.speaker]
        return missing

    def done(self, statement: Statement) -> bool:
        """Whether this very draft was published before a crash, and only its mark is missing."""
        found = self._store.records.complete([statement.id])
        return bool(found) and found[0].statement.claim == statement.claim

    def near(self, held: Drafted) -> list[Record]:
        """Statements of the store that may say the same, at most two."""
        claim = held.statement.claim.in_language(held.article.language)
        records = {
            one.statement.id: one for one in self._store.records.complete(self._means.find(claim))
        }
        likely = near_duplicates(held.statement, (one.statement for one in records.values()))
        return [records[one.id] for one, _ in likely[:2]]


RECENT = 20
"""Statements of a speaker that are looked through for what it speaks of."""

PASSAGE = 300
"""Characters around a candidate that are kept; the article's text itself is not."""


class Drafting:
    """Words candidates as statements.

    Args:
        article: where they stand.
        text: that the candidates' spans count in.
        speakers: known ones.
        places: known ones.
        taken: says whether an id is in use.
        concerns: says whether a text is of what a speaker of the store has spoken of.
    """

    def __init__(
        self,
        article: Article,
        text: str,
        speakers: Sequence[Speaker],
        places: Sequence[Place],
        taken: Callable[[str], bool],
        *,
        concerns: Callable[[Speaker, str], bool] = lambda _speaker, _text: False,
    ) -> None:
        self._article = article
        self._text = text
        self._speakers = list(speakers)
        self._places = places
        self._taken = taken
        self._concerns = concerns
        self._given: set[str] = set()
        self._new: set[str] = set()
        self._of_article: list[Speaker] = []
        self._heard: dict[str, set[str]] = {}

    def drafts(self, candidates: Sequence[CandidateStatement]) -> list[Drafted]:
        """A draft for each candidate."""
        return [self._draft(candidate) for candidate in candidates]

    def _draft(self, candidate: CandidateStatement) -> Drafted:
        language = self._article.language
        speaker, is_new = self._speaker(candidate)
        attribution = candidate.attribution
        if attribution is Attribution.UNNAMED and speaker and named_in(speaker, candidate.speaker or ""):  # fmt: skip
            attribution = Attribution.NAMED
        claim = candidate.claim
        cue = (
            MultilingualText({language: candidate.cue.text}, language)
            if candidate.cue and speaker
            else MultilingualText()
        )
        channel = None
        if candidate.channel is not None:
            told = MultilingualText({language: candidate.channel.text}, language)
            channel = Channel(candidate.channel.access, told)
        appearance = Appearance(
            article=self._article.id,
            attribution=attribution,
            paragraphs=(candidate.paragraph,) if candidate.paragraph else (),
            cue=cue,
            channel=channel,
            quotes=candidate.quoted,
        )
        statement = Statement(
            id=self._id(claim, speaker),
            claim=MultilingualText({language: claim}, language),
            kind=candidate.kind,
            appearances=(appearance,),
            speaker=speaker.id if speaker else None,
            said=candidate.said,
            figures=tuple(
                Figure(
                    what=MultilingualText({language: one.what or one.text}, language),
                    value=one.value,
                    unit="percent" if one.unit == "%" else one.unit,
                    qualifier=one.qualifier,
                    text=MultilingualText({language: one.text}, language),
                )
                for one in candidate.figures
            ),
            places=self._known_places(candidate.places),
            state=State.PUBLISHED,
            machine_extracted=True,
            version=0,
        )
        passage, found = self._passage(candidate)
        return Drafted(
            statement, self._article, speaker if is_new else None, passage, found, candidate.dates
        )

    def _speaker(self, candidate: CandidateStatement) -> tuple[Speaker | None, bool]:
        """(The speaker, whether the store lacks it); no speaker for the narrator.

        A speaker of the store is taken for a proper name alone. "Officials" of this article are
        nobody that another article's readers call so; nor is its "Ministry of Health" another
        country's. Who cannot be told is an unknown speaker of
        this article, never the narrator.
        """
        if candidate.attribution is Attribution.NARRATOR:
            return None, False
        language = self._article.language
        unknown = lexicon(language, "claims").forms["unknown_speaker"]
        name = " ".join((candidate.speaker or unknown).split()).strip(" ,")
        known = find(self._of_article, name)
        if known is None and candidate.named:
            known = self._of_store(name)
        if known is None:
            known = self._named_in(name)
        if isinstance(known, Speaker):
            return known, known.id in self._new
        role = (
            MultilingualText({language: candidate.role}, language)
            if candidate.role
            else MultilingualText()
        )
        new = Speaker(
            new_id(name, (one.id for one in self._speakers)),
            MultilingualText({language: name}, language),
            candidate.speaker_kind or SpeakerKind.PERSON,
            role,
        )
        self._speakers.append(new)
        self._of_article.append(new)
        self._new.add(new.id)
        return new, True

    def _of_store(self, name: str) -> Named | None:
        """The speaker of the store with a name, a bare one only where the article is of its matter.

        Where another name tells whose it is («Минобороны России»), the bare one tells nothing.
        """
        known = find(self._speakers, name)
        if not isinstance(known, Speaker) or not is_bare(name):
            return known
        if not all(is_bare(one) for one in known.name.all()):
            return None
        return known if self._concerns(known, self._text) else None

    def _named_in(self, name: str) -> Speaker | None:
        """The speaker whose whole name stands there, in whichever script, where it is one alone."""
        text = aloud(name)
        found = (
            []
            if is_bare(name)
            else [one for one in self._speakers if holds_one(text, self._names_of(one))]
        )
        return found[0] if len(found) == 1 else None

    def _names_of(self, speaker: Speaker) -> set[str]:
        """How its names sound, worked out once for all the drafts of the article."""
        if speaker.id not in self._heard:
            self._heard[speaker.id] = heard(speaker)
        return self._heard[speaker.id]

    def _id(self, claim: str, speaker: Speaker | None) -> str:
        who = speaker.id.rpartition("-")[2] if speaker else ""
        wanted = new_id(f"{who} {claim}", longest=40)
        identity, number = wanted, 1
        while identity in self._given or self._taken(identity):
            number += 1
            identity = f"{wanted}-{number}"
        self._given.add(identity)
        return identity

    def _known_places(self, names: Iterable[str]) -> tuple[str, ...]:
        found = [find(self._places, name) for name in names]
        return tuple(dict.fromkeys(one.id for one in found if one is not None))

    def _passage(self, candidate: CandidateStatement) -> tuple[str, tuple[int, int]]:
        """The text around the candidate, and where in it the content stands."""
        start, end = candidate.content.start, candidate.content.end
        room = max(PASSAGE - (end - start), 0) // 2
        line = self._text.rfind("\n", 0, start) + 1
        first = max(line, start - room)
        if first > line:  # not in the middle of a word
            first = self._text.find(" ", first, start) + 1 or start
        line_end = self._text.find("\n", end)
        last = min(len(self._text) if line_end < 0 else line_end, end + room, first + PASSAGE)
        return self._text[first:last], (start - first, min(end, last) - first)


MOST = 500
"""Candidates of one article; beyond that it is no article but a book."""


class ArticleIntake:
    """Pulls articles in.

    Args:
        store: keeps the drafts.
        access: who may do what.
        sandbox: reads what comes from outside.
        fetching: gets what a link leads to.
    """

    def __init__(
        self,
        store: Store,
        access: AccessControl,
        sandbox: Sandbox,
        *,
        fetching: Callable[[str], Fetched] = fetch,
    ) -> None:
        self._store = store
        self._access = access
        self._sandbox = sandbox
        self.fetching = fetching

    def text(self, by: Curator, pasted: str) -> Page:
        """An article as text; raises NotAllowed and RefusedInput, as the others do."""
        self._access.require(by, Role.CURATOR, "pull an article")
        return self._pulled(by, self._sandbox.read_pasted(pasted))

    def file(self, by: Curator, content: bytes, name: str) -> Page:
        """An article as a file."""
        self._access.require(by, Role.CURATOR, f"pull {name}")
        return self._pulled(by, self._sandbox.read_file(content, name))

    def link(self, by: Curator, url: str) -> Page:
        """An article behind a link."""
        self._access.require(by, Role.CURATOR, f"pull {url}")
        known = self._by_link(url)
        if known is not None:
            return self._here(by, known)
        fetched = self.fetching(url)
        page = self._sandbox.read_page(fetched.content, fetched.url, fetched.charset)
        return self._pulled(by, page)

    def _pulled(self, by: Curator, read: ReadArticle) -> Page:
        words = words_in(by.language)
        sketch = fingerprint(read.text)
        known = self._recognised(read, sketch)
        if known is not None:
            return self._here(by, known)
        made = self._drafts(read, words)
        if not made:
            raise RefusedInput(
                words.say(
                    "I found no statement in this article: nobody is quoted, and it gives no "
                    "figures or dates. If it holds one, add it with /new."
                )
            )
        made = [replace(one, total=len(made)) for one in made]
        made[0] = replace(made[0], print=sketch)
        batch = BATCH + made[0].article.id
        numbers = self._store.drafts.add(batch, [one.content() for one in made])
        told = words.count(
            "{number} statement found, nothing of it is public yet.",
            "{number} statements found, nothing of them is public yet.",
            len(made),
        )
        return Page(_card(made[0].article, told, words, numbers[0]))

    def _drafts(self, read: ReadArticle, words: Words) -> list[Drafted]:
        speakers = self._store.records.speakers()
        known = [
            KnownSpeaker(one.name.in_language(read.language), (*one.name.all(), *one.aliases))
            for one in speakers
        ]
        found = self._sandbox.candidates(
            read.text, language=read.language, published=read.published, known=known
        )
        if len(found) > MOST:
            raise RefusedInput(
                words.say(
                    "I found {number} statements, more than one article has: send it in parts.",
                    number=len(found),
                )
            )
        article = Article(
            id=new_id(
                read.title or " ".join(read.paragraphs[0].split()[:8]),
                (one.id for one in self._store.records.articles()),
            ),
            title=read.title or " ".join(read.paragraphs[0].split()[:12]) + "…",
            publisher=read.publisher,
            author=read.author,
            url=read.url,
            published=read.published,
            language=read.language,
            sha256=read.sha256,
        )
        places = self._store.records.places()
        return Drafting(
            article, read.text, speakers, places, self._taken(), concerns=self._concerns
        ).drafts(found)

    def _concerns(self, speaker: Speaker, text: str) -> bool:
        """Whether a text has a name in common with what a speaker has said, its own name left out."""
        ids = self._store.statements.select(StatementFilter(speakers=(speaker.id,)), limit=RECENT)
        told = [
            name
            for one in self._store.records.complete(ids)
            for name in (
                *one.statement.claim.all(),
                *(one.incident.name.all() if one.incident else ()),
                *(article.title for article in one.articles),
            )
        ]
        return shares_name(text, told, apart=speaker.name.all())

    def _taken(self) -> Callable[[str], bool]:
        drafts = {drafted(one).statement.id for one in self._all_drafts()}
        return lambda identity: identity in drafts or bool(self._store.records.complete([identity]))

    def _all_drafts(self) -> list[Draft]:
        return [one for one in self._store.drafts.listed() if one.batch.startswith(BATCH)]

    def _by_link(self, url: str) -> Article | None:
        wanted = canonical_link(url)
        pulled = [drafted(one).article for one in self._all_drafts() if '"print": [' in one.content]
        for article in (*self._store.records.articles(), *pulled):
            if article.url and canonical_link(article.url) == wanted:
                return article
        return None

    def _recognised(self, read: ReadArticle, sketch: tuple[int, ...]) -> Article | None:
        """The same article: by link, by its bytes, by its title, or by near-identical text."""
        if read.url and (known := self._by_link(read.url)):
            return known
        for article in self._store.records.articles():
            if article.sha256 == read.sha256:
                return article
        for draft in self._all_drafts():
            if '"print": []' in draft.content:
                continue
            one = drafted(draft)
            if one.print and likeness(one.print, sketch) >= SAME:
                return one.article
        return next(
            (
                one
                for one in self._store.records.articles()
                if read.title and not one.url and comparable(one.title) == comparable(read.title)
            ),
            None,
        )

    def _here(self, by: Curator, article: Article) -> Page:
        words = words_in(by.language)
        batch = BATCH + article.id
        waiting = self._store.drafts.listed(batch=batch, states=OPEN)
        left = len(waiting)
        told = words.say("This article is here already.")
        if left:
            told += " " + words.count(
                "{number} statement of it waits for review.",
                "{number} statements of it wait for review.",
                left,
            )
        return Page(_card(article, told, words, waiting[0].number if left else None))


def _card(article: Article, told: str, words: Words, first: int | None) -> Message:
    published = Edtf.parse(article.published).named(words.language) if article.published else ""
    about = [
        article.publisher or "",
        article.author or "",
        published,
        article.url or "",
    ]
    lines = [text(article.title, Style.STRONG), text(" · ".join(one for one in about if one))]
    sections = page(
        (Part.ANSWER, [one for one in lines if one[0].text]), (Part.SOURCE, [text(told)])
    )
    rows = ((Action("review", str(first), words.say("Review")),),) if first is not None else ()
    return Message(sections, rows)
