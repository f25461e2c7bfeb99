"""What a row may carry beside its claim."""

import io
import json
from collections.abc import Sequence

import pytest

from knowledge.domain import Attribution, Bundle, RelationKind, SpeakerKind
from knowledge.interchange import Format, read, write
from knowledge.interchange.foreign_values import language_in, language_named
from tests.knowledge.interchange.conftest import Written

LINES = [
    {
        "id": "a", "claim": "Мост закрыт", "language": "ru", "speaker": "Олег Лан, младший",
        "role": "депутат", "speaker_kind": "person", "said": "3 мая 2024", "about": "2024-05",
        "figures": [{"value": 12, "what": "мостов"}, {"value": "2.5", "what": "км", "qualifier": "about"}],
        "places": ["Рось", "Белая Церковь"],
    },
    {"id": "b", "claim": "Міст відкрито", "attribution": "anonymous",
     "relations": [{"kind": "contradicts", "to": "a"}, {"kind": "contradicts", "to": "a"}]},
    {"id": "c", "claim": "The bridge is open", "attribution": "unnamed", "relations": {"kind": "supports", "to": "b"},
     "article": {"title": "Bridges", "author": "A. Writer", "language": "English"}},
]  # fmt: skip


def bundle_of(written: Written, lines: Sequence[object] = LINES) -> Bundle:
    return read(written("a.jsonl", "".join(json.dumps(one) + "\n" for one in lines)))


def test_a_row_brings_all_that_it_carries(written):
    bundle = bundle_of(written)
    first, second, third = bundle.statements
    [speaker] = bundle.speakers
    assert first.claim.original == "ru"
    assert not first.claim.is_translated("ru")
    assert speaker.name.by_language == {"ru": "Олег Лан, младший"}
    assert speaker.role.by_language == {"ru": "депутат"}
    assert (first.said, first.about) == ("2024-05-03", "2024-05")
    assert [(one.value, one.unit) for one in first.figures] == [(12, "мостов"), (2.5, "км")]
    assert first.places == tuple(one.id for one in bundle.places)
    assert (second.speaker, second.attribution) == (None, Attribution.ANONYMOUS)
    assert [(one.source, one.kind, one.target) for one in bundle.relations] == [
        ("b", RelationKind.CONTRADICTS, "a"),
        ("c", RelationKind.SUPPORTS, "b"),
    ]
    assert third.attribution is Attribution.UNNAMED
    # A row in another language than the first has an article of its own: it is no translation.
    assert [(one.id, one.language) for one in bundle.articles] == [
        ("a", "ru"),
        ("a-uk", "uk"),
        (third.appearances[0].article, "en"),
    ]


@pytest.mark.parametrize("kind", Format)
def test_all_of_it_goes_out_and_comes_back(written, kind):
    bundle = bundle_of(written)
    stream = io.StringIO()
    write(bundle, kind, stream)
    again = read(written(f"again.{kind}", stream.getvalue()), kind)
    assert again == bundle
    assert again.refused == again.cleaned == ()


@pytest.mark.parametrize("kind", [Format.JSONL, Format.CSV, Format.CLAIMREVIEW])
def test_a_row_needs_no_record_beside_what_it_can_say_itself(written, kind):
    stream = io.StringIO()
    write(bundle_of(written, LINES[:1]), kind, stream)
    assert '"statement"' not in stream.getvalue()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"relations": [{"kind": "hates", "to": "a"}]}, '"kind": input should be'),
        ({"relations": [{"kind": "denies"}]}, '"to" is missing'),
        ({"relations": ["a"]}, '"relations": '),
        ({"figures": [{"what": "drones"}]}, '"value" is missing'),
        ({"figures": [{"value": "many"}]}, '"value": '),
        ({"figures": [{"value": 1e999}]}, '"value": '),
        ({"places": [1]}, '"places": '),
        ({"about": "May"}, '"about": '),
        ({"attribution": "named"}, "no speaker and is not the narrator's"),
        ({"attribution": "unnamed", "record": {"statement": {"hat": 1}}}, '"hat" is no key'),
    ],
)
def test_what_cannot_be_taken_refuses_the_row_with_a_reason(written, more, said):
    bundle = bundle_of(written, [{"id": "x", "claim": "y"} | more, {"id": "z", "claim": "y"}])
    [refusal] = bundle.refused
    assert said in refusal.reason
    assert [one.id for one in bundle.statements] == ["z"]
    assert bundle.relations == ()


def test_keys_and_languages_that_are_not_known_are_told_once(written):
    line = {"claim": "y", "hat": 1, "language": "Klingon", "article": {"title": "t", "hat": 2}}
    bundle = bundle_of(written, [line | {"id": "a"}, line | {"id": "b", "language": "de"}])
    assert [one.reason for one in bundle.cleaned] == [
        'The language "Klingon" is not known; the letters told it.',
        '"hat" is not known and was left aside.',
        '"article.hat" is not known and was left aside.',
    ]
    assert [one.claim.original for one in bundle.statements] == ["en", "de"]


@pytest.mark.parametrize(
    ("name", "attribution"),
    [
        ("unnamed", "unnamed"),
        ("Anonymous", "anonymous"),
        ("unknown", "unnamed"),
        ("неизвестно", "unnamed"),
        ("N/A", "unnamed"),
    ],
)
def test_a_word_in_the_place_of_a_name_is_nobodys_name(written, name, attribution):
    bundle = bundle_of(written, [{"id": "a", "claim": "y", "speaker": name}])
    assert bundle.speakers == ()
    assert bundle.statements[0].speaker is None
    assert bundle.statements[0].attribution.value == attribution
    # Terms that name nobody make no name of it either.
    withheld = {"id": "a", "claim": "y", "speaker": name, "attribution": "anonymous"}
    bundle = bundle_of(written, [withheld])
    assert bundle.speakers == ()
    assert bundle.statements[0].attribution.value == "anonymous"
    # Who says outright that it is a name is believed.
    explicit = {"id": "a", "claim": "y", "speaker": name, "attribution": "named"}
    assert [one.name.original for one in bundle_of(written, [explicit]).speakers]


def test_a_kind_of_speaker_is_kept(written):
    bundle = bundle_of(
        written, [{"id": "a", "claim": "y", "speaker": "Port", "speaker_kind": "organisation"}]
    )
    assert bundle.speakers[0].kind is SpeakerKind.ORGANISATION


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("uk", "uk"), ("uk-UA", "uk"), ("UA", "uk"), ("ukr", "uk"), ("Українська", "uk"), ("rus", "ru"),
        ("English", "en"), ("en_GB", "en"), ("de-CH", "de"), ("", None), ("zz", None), ("x" * 500, None),
    ],
)  # fmt: skip
def test_a_language_as_people_name_it(text, code):
    assert language_named(text) == code


@pytest.mark.parametrize(
    ("text", "given", "language"),
    [
        ("депутат", "uk", "uk"), ("депутат", "en", "ru"), ("The dam", "uk", "en"),
        ("Die Brücke", "de", "de"), ("Мостът", "bg", "bg"), ("Міст", None, "uk"),
    ],
)  # fmt: skip
def test_a_text_is_filed_under_the_language_of_its_row_where_the_script_is_the_same(
    text, given, language
):
    assert language_in(text, given) == language
