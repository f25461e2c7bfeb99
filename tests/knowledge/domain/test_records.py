"""Records as plain values."""

from dataclasses import replace

import pytest

from knowledge.domain import (
    Article,
    Concept,
    GapQuestion,
    MultilingualText,
    Relation,
    RelationKind,
    Statement,
    as_json,
    as_plain,
    from_plain,
    number_in,
    references,
)
from tests.knowledge.factories import (
    a_place,
    a_speaker,
    a_statement,
    an_appearance,
    an_article,
    an_incident,
)


def test_what_says_nothing_new_is_left_out():
    assert as_plain(a_statement()) == {
        "id": "fire-is-out",
        "incident": "fire",
        "speaker": "mayor",
        "kind": "fact",
        "claim": {"en": "the fire is out"},
        "appearances": [{"article": "report", "attribution": "named"}],
    }


def test_the_version_counts_in_one_store_only():
    assert as_json(a_statement(version=7)) == as_json(a_statement())


def test_equal_records_give_equal_text_whatever_the_order_of_languages():
    one = a_speaker(name=MultilingualText({"uk": "а", "en": "b", "ru": "в"}))
    other = a_speaker(name=MultilingualText({"ru": "в", "uk": "а", "en": "b"}))
    assert as_json(one) == as_json(other)
    assert as_json(one).startswith('{"id":"mayor","name":{"en":"b","ru":"в","uk":"а"}')


@pytest.mark.parametrize(
    ("texts", "plain"),
    [
        (MultilingualText.of(en="a", ru="б"), {"en": "a", "ru": "б"}),
        (MultilingualText({"ru": "б"}, "ru"), {"ru": "б"}),
        (MultilingualText({"ru": "б", "en": "a"}, "ru"), {"original": "ru", "ru": "б", "en": "a"}),
    ],
)
def test_the_original_is_named_where_it_is_not_english(texts, plain):
    article = a_speaker(name=texts)
    assert as_plain(article)["name"] == plain
    assert from_plain(type(article), as_plain(article)) == article


@pytest.mark.parametrize(
    "record",
    [
        an_article(url="https://example.org", derived_from="other"),
        a_place(within="land"),
        an_incident(part_of="season"),
        Relation("a", RelationKind.UPDATES, "b", MultilingualText.of(en="so")),
        GapQuestion(
            "cost", MultilingualText.of(en="the cost"), (("en", "what"), ("ru", "что")), ("a",)
        ),
        Concept("fire", (("en", "fire"), ("ru", "пожар"))),
    ],
)
def test_a_record_comes_back_from_its_plain_values(record):
    assert from_plain(type(record), as_plain(record)) == record


def test_null_stands_for_what_is_not_said():
    plain = {"id": "a", "title": "A", "publisher": None, "url": None}
    assert from_plain(Article, plain) == Article("a", "A")
    told = as_plain(a_statement()) | {"said": None, "phrasings": None}
    assert from_plain(Statement, told) == a_statement()


@pytest.mark.parametrize(
    ("record", "referred"),
    [
        (an_article(derived_from="b"), [("article", "b")]),
        (an_article(), []),
        (a_place(within="land"), [("place", "land")]),
        (an_incident(part_of="b"), [("place", "town"), ("incident", "b")]),
        (an_incident(places=()), []),
        (a_speaker(), []),
        (GapQuestion("c", MultilingualText(), nearest=("a",)), [("statement", "a")]),
        (
            Relation("a", RelationKind.UPDATES, "b"),
            [("statement", "a"), ("statement", "b")],
        ),
        (
            a_statement(
                appearances=(an_appearance(), an_appearance("b")), places=("x",), merged_into="c"
            ),
            [
                ("article", "report"), ("article", "b"), ("place", "x"), ("speaker", "mayor"),
                ("incident", "fire"), ("statement", "c"),
            ],
        ),
        (replace(a_statement(), speaker=None, incident=None), [("article", "report")]),
    ],
)  # fmt: skip
def test_a_record_tells_what_it_refers_to(record, referred):
    assert list(references(record)) == referred


@pytest.mark.parametrize("number", [0, 7, 10**18, 2**63 - 2])
def test_a_number_is_read(number: int):
    assert number_in(str(number)) == number
    assert number_in(f"00{number}"[-19:]) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1 ", "1\n", "1.0", "1e3", "0x1", "٣", "²", "9" * 19, "9" * 5000]
)
def test_whatever_else_is_no_number(text: str):
    assert number_in(text) is None


def test_the_number_after_it_fits_as_well():
    assert number_in(str(2**63 - 1)) is None
