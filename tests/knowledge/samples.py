"""Records for tests: every value has a default, so that a test names only what it is about."""

from typing import Any

from knowledge.domain import (
    Appearance,
    Article,
    Attribution,
    Bundle,
    Incident,
    Kind,
    MultilingualText,
    Place,
    Speaker,
    SpeakerKind,
    Statement,
)


def an_article(identity: str = "report", **values: Any) -> Article:
    return Article(identity, **{"title": "A report", **values})


def a_place(identity: str = "town", **values: Any) -> Place:
    return Place(identity, **{"name": MultilingualText.of(en="Town"), **values})


def a_speaker(identity: str = "mayor", **values: Any) -> Speaker:
    return Speaker(
        identity,
        **{"name": MultilingualText.of(en="The Mayor"), "kind": SpeakerKind.PERSON, **values},
    )


def an_incident(identity: str = "fire", **values: Any) -> Incident:
    return Incident(
        identity, **{"name": MultilingualText.of(en="The fire"), "places": ("town",), **values}
    )


def an_appearance(article: str = "report", **values: Any) -> Appearance:
    return Appearance(article, **{"attribution": Attribution.NAMED, **values})


def a_statement(identity: str = "fire-is-out", **values: Any) -> Statement:
    return Statement(
        identity,
        **{
            "claim": MultilingualText.of(en="the fire is out"),
            "kind": Kind.FACT,
            "appearances": (an_appearance(),),
            "speaker": "mayor",
            "incident": "fire",
            **values,
        },
    )


def a_bundle(*statements: Statement, **values: Any) -> Bundle:
    """Statements with all that the defaults refer to."""
    return Bundle(
        **{
            "articles": (an_article(),),
            "places": (a_place(),),
            "speakers": (a_speaker(),),
            "incidents": (an_incident(),),
            "statements": statements or (a_statement(),),
            **values,
        }
    )
