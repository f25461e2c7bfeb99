"""An article in: read, recognised if it is here already, and turned into drafts."""

from collections.abc import Callable
from dataclasses import replace

from knowledge.articles import Fetched, ReadArticle, canonical_link, fetch, fingerprint, likeness
from knowledge.articles.document import SAME
from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_wording import page, text
from knowledge.curation.drafts import BATCH, OPEN, Drafted, Drafting, drafted
from knowledge.curation.record_lookup import comparable, new_id
from knowledge.domain import (
    Action,
    Article,
    Curator,
    Draft,
    Message,
    Page,
    Part,
    RefusedInput,
    Role,
    Style,
)
from knowledge.domain.dates import Edtf
from knowledge.extraction.annotations import KnownSpeaker
from knowledge.sandbox import Sandbox
from knowledge.storage import Store
from knowledge.translations import Words, words_in

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
        self._fetching = fetching

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
        fetched = self._fetching(url)
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
        return Drafting(article, read.text, speakers, places, self._taken()).drafts(found)

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
