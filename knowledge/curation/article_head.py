"""The head of an article, part by part: title, publisher, author, date, link, language, origin."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from knowledge.curation.field_values import NOTHING, date_of
from knowledge.curation.record_lookup import RecordLookup
from knowledge.domain import Article, Origin, RefusedInput
from knowledge.languages.registry import CODES
from knowledge.translations import Words

LONGEST = 300
"""Characters of a part."""


def head_labels(words: Words) -> dict[str, str]:
    """What each part is called."""
    return {
        "title": words.say("Title"),
        "publisher": words.say("Publisher"),
        "author": words.say("Author"),
        "published": words.say("Published"),
        "url": words.say("Link"),
        "language": words.say("Language"),
        "origin": words.say("Origin"),
        "derived_from": words.say("Derived from"),
    }


def heads(words: Words) -> Mapping[str, str]:
    """The parts by what people may call them."""
    parts = head_labels(words)
    named = {label.casefold(): name for name, label in parts.items()}
    return {**named, **{name: name for name in parts}, words.say("date"): "published",
            "date": "published", "link": "url", "derived from": "derived_from"}  # fmt: skip


def origins(words: Words) -> dict[Origin, str]:
    """Where a text may come from, in words."""
    return {
        Origin.OWN_REPORTING: words.say("own reporting"),
        Origin.AGENCY_COPY: words.say("agency copy"),
        Origin.PRESS_RELEASE: words.say("press release"),
        Origin.AGGREGATED: words.say("retold from others"),
        Origin.UNKNOWN: words.say("unknown"),
    }


def current_head(article: Article, name: str, words: Words) -> str:
    """A part as it stands, in words; empty for none."""
    if name == "origin":
        return origins(words)[article.origin]
    return str(getattr(article, name) or "")


def headed(  # noqa: C901, PLR0911  # one case for each part of a head
    article: Article, name: str, value: str, names: RecordLookup, words: Words
) -> Article:
    """An article with one part of its head in its new state; "-" for none.

    Raises:
        RefusedInput: the value is none for it.
        NotFound: it is to come from an article that the store has not.
    """
    text = " ".join(value.split())
    none = text == NOTHING
    if len(text) > LONGEST:
        raise RefusedInput(
            words.say("Write one sentence of at most {number} characters.", number=LONGEST)
        )
    match name:
        case "title":
            if none or not text:
                raise RefusedInput(words.say("An article needs a title."))
            return replace(article, title=text)
        case "published":
            return replace(article, published=date_of(text))
        case "language":
            if text.casefold() not in CODES:
                raise RefusedInput(words.say("The languages are en, ru and uk."))
            return replace(article, language=text.casefold())
        case "origin":
            named = {label.casefold(): origin for origin, label in origins(words).items()}
            named |= {origin.value.replace("_", " "): origin for origin in Origin}
            wanted = text.casefold().replace("_", " ")
            if wanted not in named:
                values = ", ".join(origins(words).values())
                raise RefusedInput(words.say("It is one of: {values}.", values=values))
            return replace(article, origin=named[wanted])
        case "derived_from":
            source = None if none else names.article(text, words).id
            if source == article.id:
                raise RefusedInput(words.say("An article is not derived from itself."))
            return replace(article, derived_from=source)
        case "url":
            return replace(article, url=None if none else _link(text, words))
        case "author":
            return replace(article, author=None if none else text)
    return replace(article, publisher=None if none else text)


def _link(text: str, words: Words) -> str:
    """A link, with or without https:// in front; raises RefusedInput."""
    link = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or " " in link:
        raise RefusedInput(words.say("“{text}” is no link.", text=text[:80]))
    return link
