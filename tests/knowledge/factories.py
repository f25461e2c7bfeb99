"""Records with every value defaulted, so that a test names only what it is about."""

from typing import Any

from knowledge.domain import (
    Access,
    Appearance,
    Article,
    Attribution,
    Bundle,
    Channel,
    Figure,
    Incident,
    Kind,
    MultilingualText,
    Place,
    Record,
    Relation,
    RelationKind,
    ShownStatement,
    Speaker,
    SpeakerKind,
    Statement,
)

CLAIM = {
    "en": "130 boats left the harbour",
    "ru": "Из гавани вышли 130 лодок",
    "uk": "З гавані вийшли 130 човнів",
}


def article(**values: Any) -> Article:
    """An article that says who published it and when."""
    defaults: dict[str, Any] = {
        "id": "harbour-news",
        "title": "Boats leave",
        "publisher": "Harbour News",
        "author": "A. Writer",
        "published": "2024-03-02",
    }
    return Article(**{**defaults, **values})


def speaker(**values: Any) -> Speaker:
    """A person who is no party to the matter."""
    defaults: dict[str, Any] = {
        "id": "ann-lee",
        "name": MultilingualText.of(en="Ann Lee", ru="Энн Ли", uk="Енн Лі"),
        "kind": SpeakerKind.PERSON,
        "role": MultilingualText.of(en="harbour master", ru="капитан порта", uk="капітан порту"),
    }
    return Speaker(**{**defaults, **values})


def incident(**values: Any) -> Incident:
    """Something that happened on a known day."""
    defaults: dict[str, Any] = {
        "id": "departure",
        "name": MultilingualText.of(en="the departure", ru="выход лодок", uk="вихід човнів"),
        "when": "2024-03-01",
        "places": ("harbour",),
    }
    return Incident(**{**defaults, **values})


def place(**values: Any) -> Place:
    """Where it happened."""
    defaults: dict[str, Any] = {
        "id": "harbour",
        "name": MultilingualText.of(en="the harbour", ru="гавань", uk="гавань"),
    }
    return Place(**{**defaults, **values})


def appearance(**values: Any) -> Appearance:
    """A statement of a named speaker in paragraph 3."""
    defaults: dict[str, Any] = {
        "article": "harbour-news",
        "attribution": Attribution.NAMED,
        "paragraphs": (3,),
        "cue": MultilingualText.of(en="said", ru="сказала", uk="сказала"),
    }
    return Appearance(**{**defaults, **values})


def statement(**values: Any) -> Statement:
    """A fact with one figure, reviewed, said on a day."""
    defaults: dict[str, Any] = {
        "id": "boats-left",
        "claim": MultilingualText.of(**CLAIM),
        "kind": Kind.FACT,
        "appearances": (appearance(),),
        "speaker": "ann-lee",
        "incident": "departure",
        "said": "2024-03-01",
        "figures": (
            Figure(
                MultilingualText.of(en="boats"),
                130,
                "boats",
                text=MultilingualText.of(en="130 boats", ru="130 лодок"),
            ),
        ),
        "reviewed": "2024-03-03",
    }
    return Statement(**{**defaults, **values})


def record(
    of: Statement | None = None,
    *,
    said_by: Speaker | None = None,
    about: Incident | None = None,
    **values: Any,
) -> Record:
    """A statement with its speaker, incident and two articles of different publishers."""
    defaults: dict[str, Any] = {
        "articles": (article(), article(id="second", title="Boats gone")),
        "places": (place(),),
    }
    mine = of or statement()
    return Record(
        statement=mine,
        speaker=said_by or (speaker() if mine.speaker else None),
        incident=about or incident(),
        **{**defaults, **values},
    )


def unnamed(attribution: Attribution, **values: Any) -> Statement:
    """A statement whose article identifies the speaker in this way."""
    who = {"speaker": None} if attribution is Attribution.NARRATOR else {}
    return statement(appearances=(appearance(attribution=attribution),), **who, **values)


def said_in(access: Access) -> Statement:
    """A statement made where only some could hear it."""
    channel = Channel(access, MultilingualText.of(en="a meeting", ru="встреча", uk="зустріч"))
    return statement(appearances=(appearance(channel=channel),))


def relation(
    kind: RelationKind = RelationKind.DISPUTES, source: str = "other", target: str = "boats-left"
) -> Relation:
    """How `source` bears on `target`."""
    return Relation(source, kind, target)


def shown(
    of: Record | None = None, caveats: tuple[Any, ...] = (), score: float = 0.9
) -> ShownStatement:
    """A statement as an outcome shows it."""
    return ShownStatement(of or record(), score, caveats)


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
