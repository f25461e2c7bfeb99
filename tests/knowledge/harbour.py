"""A small store about an invented harbour, and a desk on it without an encoder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.desk import Desk
from knowledge.domain import (
    Access,
    Actor,
    Article,
    Attribution,
    Bundle,
    Channel,
    Concept,
    Figure,
    GapQuestion,
    Incident,
    Kind,
    MultilingualText,
    Place,
    Polarity,
    Relation,
    RelationKind,
    Speaker,
    SpeakerKind,
    Statement,
)
from knowledge.search import Engine, Lexicon
from knowledge.storage import Store
from tests.knowledge.factories import appearance, statement
from tests.knowledge.tables import with_tables

WRITER = Actor(None, "test")
NOW = datetime(2024, 5, 1, tzinfo=UTC)


def _said(
    identity: str, claim: str, speaker: str | None, paragraph: int, **values: Any
) -> Statement:
    """A statement of the article; `access`, `quotes` and `attribution` go to its appearance."""
    access = values.pop("access", None)
    where = appearance(
        article="paper",
        paragraphs=(paragraph,),
        attribution=values.pop(
            "attribution", Attribution.NAMED if speaker else Attribution.NARRATOR
        ),
        cue=MultilingualText.of(en=values.pop("cue", "said"), ru="сказали")
        if speaker
        else MultilingualText(),
        channel=Channel(access, MultilingualText.of(en="a private meeting")) if access else None,
        quotes=values.pop("quotes", ()),
    )
    defaults: dict[str, Any] = {"figures": (), "said": None, "incident": "storm", "kind": Kind.FACT}
    texts = MultilingualText.of(en=claim, ru=values.pop("ru", None))
    return statement(
        **{
            **defaults,
            "id": identity,
            "claim": texts,
            "speaker": speaker,
            "appearances": (where,),
            **values,
        }
    )


def bundle() -> Bundle:
    """Nine statements on a storm in May and a fog of 2022, with one gap question."""
    places = (
        Place("coast", MultilingualText.of(en="the coast")),
        Place(
            "harbour", MultilingualText.of(en="Tarn Harbour", ru="гавань Тарн"), ("Tarn",), "coast"
        ),
        Place("lighthouse", MultilingualText.of(en="Cape Morn"), ("Morn",), "coast"),
    )
    speakers = (
        Speaker(
            "lee",
            MultilingualText.of(en="Ann Lee", ru="Энн Ли"),
            SpeakerKind.PERSON,
            MultilingualText.of(en="harbour master"),
            aliases=("Lee",),
        ),
        Speaker(
            "council",
            MultilingualText.of(en="Tarn town council"),
            SpeakerKind.ORGANISATION,
            party=True,
            aliases=("the council",),
        ),
        Speaker("insiders", MultilingualText.of(en="insiders"), SpeakerKind.GROUP),
        Speaker("silent", MultilingualText.of(en="Tom Quiet"), SpeakerKind.PERSON),
    )
    incidents = (
        Incident(
            "fog",
            MultilingualText.of(en="the fog"),
            "2022/..",
            ("coast",),
            aliases=("the great fog",),
        ),
        Incident(
            "storm",
            MultilingualText.of(en="the storm of May"),
            "XXXX-05-12",
            ("harbour",),
            "fog",
            ("the May storm",),
        ),
    )
    statements = (
        _said(
            "fog-began",
            "Thick fog came to the coast in 2022",
            None,
            1,
            incident="fog",
            phrasings=(("en", "When did the fog begin?"),),
        ),
        _said(
            "boats-sank",
            "31 boats sank in the storm",
            "lee",
            2,
            ru="Во время шторма затонула 31 лодка",
            figures=(
                Figure(
                    MultilingualText.of(en="boats"),
                    31,
                    "boats",
                    text=MultilingualText.of(en="31 boats"),
                ),
            ),
            places=("harbour",),
            phrasings=(("en", "How many boats were lost?"), ("ru", "Сколько лодок затонуло?")),
        ),
        _said(
            "boats-sank-few",
            "Only 12 boats sank in the storm",
            "council",
            3,
            figures=(
                Figure(
                    MultilingualText.of(en="boats"),
                    12,
                    "boats",
                    text=MultilingualText.of(en="12 boats"),
                ),
            ),
        ),
        _said("none-drowned", "Nobody drowned in the storm", None, 4, polarity=Polarity.NEGATED),
        _said(
            "warned-late",
            "The storm warning came too late",
            "insiders",
            5,
            attribution=Attribution.ANONYMOUS,
            kind=Kind.ASSESSMENT,
            quotes=("too late",),
        ),
        _said(
            "more-storms",
            "More storms will come before winter",
            "council",
            6,
            kind=Kind.PREDICTION,
            said="2023-08",
            access=Access.CLOSED_DOOR,
            incident="fog",
        ),
        _said(
            "lamp-out",
            "The lamp at Cape Morn was out",
            "lee",
            7,
            places=("lighthouse",),
            access=Access.CLASSIFIED,
        ),
    )
    relations = (Relation("boats-sank-few", RelationKind.CONTRADICTS, "boats-sank"),)
    gaps = (
        GapQuestion(
            "insurance",
            MultilingualText.of(en="insurance", ru="страховку"),
            (("en", "Does insurance pay for the boats?"), ("en", "Is the damage insured?")),
            ("boats-sank",),
        ),
    )
    concepts = (Concept("boat", (("en", "boat"), ("en", "vessel"), ("ru", "лодка"))),)
    examples = (("en", "How many boats sank?"), ("ru", "Сколько лодок затонуло?"))
    paper = Article("paper", "Storm over Tarn", sha256="0" * 64)
    return Bundle(
        (paper,), places, speakers, incidents, statements, relations, gaps, concepts, examples
    )


@contextmanager
def desk(
    folder: Path, of: Bundle | None = None, clock: Callable[[], datetime] = lambda: NOW
) -> Iterator[tuple[Desk, Store]]:
    """A desk on a real store in a folder, filled and in step."""
    store = Store(with_tables(folder / "harbour.db"))
    loaded = store.bulk.load(of or bundle(), WRITER, "test")
    assert loaded.refused == ()
    lexicon = Lexicon((concept.id, concept.words) for concept in store.records.concepts())
    engine = Engine(None, encoder=None, keeper=None, lexicon=lexicon)
    made = Desk(store, engine, clock=clock)
    made.refresh()
    yield made, store
    engine.close()
    store.close()


def change(store: Store, identity: str, **values: Any) -> None:
    """Change one statement as a curator would."""
    store.changes.change(
        replace(store.records.statement(identity), **values), actor=WRITER, reason="test"
    )
