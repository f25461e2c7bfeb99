"""Exactly the caveats that apply, each by its rule."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.domain import (
    Access,
    Attribution,
    Caveat,
    Kind,
    MultilingualText,
    Note,
    Origin,
    RelationKind,
    SpeakerKind,
    State,
    caveats,
)
from tests.knowledge.factories import (
    appearance,
    article,
    incident,
    record,
    relation,
    said_in,
    speaker,
    statement,
    unnamed,
)

TODAY = date(2024, 4, 1)


def note(unclear: bool) -> Note:
    return Note(MultilingualText.of(en="The wording may be garbled."), unclear)


@pytest.mark.parametrize(
    ("what", "given", "expected"),
    [
        ("nothing applies", record(), []),
        ("retracted", record(statement(state=State.RETRACTED)), ["retracted"]),
        (
            "extracted by a program",
            record(statement(machine_extracted=True, reviewed=None)),
            ["unreviewed"],
        ),
        ("extracted, then reviewed", record(statement(machine_extracted=True)), []),
        ("disputed", record(incoming=(relation(),)), ["disputed"]),
        ("contradicted", record(incoming=(relation(RelationKind.CONTRADICTS),)), ["disputed"]),
        ("denied", record(incoming=(relation(RelationKind.DENIES),)), ["disputed"]),
        ("supported", record(incoming=(relation(RelationKind.SUPPORTS),)), []),
        ("disputes another", record(outgoing=(relation(source="boats-left", target="x"),)), []),
        ("odd wording", record(statement(notes=(note(True),))), ["unclear"]),
        ("an ordinary note", record(statement(notes=(note(False),))), []),
        ("anonymous", record(unnamed(Attribution.ANONYMOUS)), ["anonymous"]),
        ("narrator", record(unnamed(Attribution.NARRATOR)), ["narrator"]),
        ("a role without a name", record(unnamed(Attribution.UNNAMED)), ["unnamed"]),
        ("classified", record(said_in(Access.CLASSIFIED)), ["nonpublic"]),
        ("closed-door", record(said_in(Access.CLOSED_DOOR)), ["nonpublic"]),
        ("undisclosed", record(said_in(Access.UNDISCLOSED)), ["nonpublic"]),
        ("a limited circle", record(said_in(Access.LIMITED)), []),
        ("in public", record(said_in(Access.PUBLIC)), []),
        ("a party", record(said_by=speaker(party=True)), ["party"]),
        ("a prediction", record(statement(kind=Kind.PREDICTION)), ["prediction"]),
        ("an assessment", record(statement(kind=Kind.ASSESSMENT)), ["opinion"]),
        ("a characterisation", record(statement(kind=Kind.CHARACTERISATION)), ["opinion"]),
        ("a denial", record(statement(kind=Kind.DENIAL)), []),
        ("an incident without a year", record(about=incident(when="XXXX-03-01")), ["year"]),
        ("said without a year", record(statement(said="XXXX-03")), ["year"]),
        ("no date at all", record(statement(said=None), about=incident(when=None)), []),
        ("a span with a year", record(about=incident(when="2022/..")), []),
        ("an uncertain date", record(about=incident(when="2024-03?")), ["date"]),
        ("said before it happened", record(statement(said="2024-02-01")), ["date"]),
        ("foretold", record(statement(said="2024-02-01", kind=Kind.PREDICTION)), ["prediction"]),
        (
            "a copy of an agency",
            record(articles=(article(origin=Origin.AGENCY_COPY),)),
            ["second_hand", "single_source"],
        ),
        (
            "a retelling",
            record(articles=(article(derived_from="x"),)),
            ["second_hand", "single_source"],
        ),
        ("an overdue review", record(statement(review_due="2024-04-01")), ["stale"]),
        ("a review not due yet", record(statement(review_due="2024-04-02")), []),
        ("one article", record(articles=(article(),)), ["single_source"]),
        ("no article at hand", record(articles=()), []),
        (
            "an article that names nothing",
            record(articles=(article(publisher=None, author=None, published=None),)),
            ["single_source", "undated_article"],
        ),
        (
            "an article with a publisher only",
            record(articles=(article(author=None, published=None),)),
            ["single_source"],
        ),
    ],
)
def test_exactly_the_caveats_of_the_data_apply(what, given, expected):
    assert caveats.of(given, TODAY) == tuple(Caveat(code) for code in expected), what


@pytest.mark.parametrize(
    ("language", "languages", "article_language", "applies"),
    [
        (None, ("en", "ru"), "en", False),
        ("en", ("en", "ru"), "en", False),
        ("ru", ("en", "ru"), "en", True),
        ("ru", ("en",), "en", False),
        ("en", ("en",), "de", True),
    ],
)
def test_a_reader_is_told_when_the_claim_is_a_translation(
    language, languages, article_language, applies
):
    claim = MultilingualText.of(**dict.fromkeys(languages, "claim"))
    given = record(
        statement(claim=claim),
        articles=(article(language=article_language), article(id="b", language=article_language)),
    )
    assert (Caveat.TRANSLATED in caveats.of(given, TODAY, language)) is applies


def test_the_clearest_identification_of_all_appearances_counts():
    twice = (appearance(attribution=Attribution.ANONYMOUS), appearance(article="second"))
    assert Caveat.ANONYMOUS not in caveats.of(record(statement(appearances=twice)), TODAY)


def test_what_was_also_said_in_public_is_public():
    hidden, public = (
        said_in(access).appearances[0] for access in (Access.CLASSIFIED, Access.PUBLIC)
    )
    assert caveats.of(record(statement(appearances=(hidden, public))), TODAY) == ()


def test_the_worst_caveat_comes_first():
    given = record(
        replace(unnamed(Attribution.ANONYMOUS), kind=Kind.ASSESSMENT),
        said_by=speaker(kind=SpeakerKind.GROUP, party=True),
        about=incident(when="XXXX-03"),
        articles=(article(),),
        incoming=(relation(),),
    )
    codes = [code.value for code in caveats.of(given, TODAY, "ru")]
    assert codes == [
        "disputed",
        "anonymous",
        "party",
        "opinion",
        "year",
        "single_source",
        "translated",
    ]


def test_copies_of_one_article_count_once():
    copies = [article(id=name, derived_from="first") for name in ("a", "b")]
    agencies = [article(id=name, origin=Origin.AGENCY_COPY) for name in ("c", "d")]
    assert caveats.independent([article(id="first"), *copies]) == 1
    assert caveats.independent([article(id="first"), *copies, *agencies]) == 2
    assert caveats.independent([]) == 0


def test_the_union_of_caveats_is_in_order_and_without_repetition():
    lists = [(Caveat.YEAR, Caveat.TRANSLATED), (Caveat.ANONYMOUS, Caveat.YEAR)]
    assert caveats.union(lists) == (Caveat.ANONYMOUS, Caveat.YEAR, Caveat.TRANSLATED)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_caveat_has_words_in_every_language(language):
    shorts = {caveats.short(code, language) for code in Caveat}
    longs = {caveats.long(code, language) for code in Caveat}
    assert len(shorts) == len(longs) == len(Caveat)
    assert all(text.endswith(".") for text in longs)
    if language != "en":
        assert shorts.isdisjoint({caveats.short(code, "en") for code in Caveat})
