"""Interchange formats: what goes out comes back."""

import csv
import io
import json
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from knowledge.domain import (
    Access,
    Actor,
    Attribution,
    Bundle,
    Channel,
    Concept,
    Figure,
    GapQuestion,
    InvalidFile,
    Kind,
    MultilingualText,
    Note,
    Polarity,
    Qualifier,
    RefusedInput,
    Relation,
    RelationKind,
    State,
)
from knowledge.interchange import Format, format_of, joined, read, read_stream, write
from knowledge.interchange.foreign_values import article_id, slug
from knowledge.interchange.rows import difference, overlay
from knowledge.storage import Store
from knowledge.translations import words_in
from tests.knowledge.factories import (
    a_bundle,
    a_place,
    a_speaker,
    a_statement,
    an_appearance,
    an_article,
    an_incident,
)
from tests.knowledge.tables import with_tables

FULL = a_bundle(
    a_statement(
        claim=MultilingualText.of(en="=the fire, is “out”\tnow", ru="пожар потушен"),
        appearances=(
            an_appearance(
                "second",
                attribution=Attribution.UNNAMED,
                paragraphs=(1, 2),
                cue=MultilingualText.of(en="said"),
                channel=Channel(Access.CLOSED_DOOR, MultilingualText.of(en="a meeting")),
                quotes=("+out", "'=really", "never\nagain"),
            ),
            an_appearance(),
        ),
        said="XXXX-12",
        polarity=Polarity.NEGATED,
        figures=(Figure(MultilingualText.of(en="fires"), 2.5, "fires", Qualifier.ABOUT, MultilingualText.of(en="2.5")),),
        places=("hill",),
        phrasings=(("en", "-is it out?"), ("ru", "потушен?"), ("uk", "чи потух вогонь"), ("uk", "да")),
        notes=(Note(MultilingualText.of(en="odd"), unclear=True),),
        reviewed="2026-11-23",
        review_due="2027",
        machine_extracted=True,
    ),
    a_statement(
        "told",
        speaker=None,
        incident=None,
        kind=Kind.PREDICTION,
        claim=MultilingualText({"uk": "буде пожежа"}, "uk"),
        appearances=(an_appearance(attribution=Attribution.NARRATOR, quotes=("one",)),),
    ),
    a_statement("gone", state=State.RETRACTED, reason="a rumour"),
    a_statement("old", state=State.MERGED, merged_into="told"),
    articles=(
        an_article(url="https://example.org/a?b=c", publisher="The Paper", published="2023-08-01"),
        an_article("second", author="A. Writer", language="uk", sha256="0" * 64, derived_from="report"),
    ),
    places=(a_place("hill", within="town", aliases=("the hill", "'=hill")), a_place()),
    speakers=(
        a_speaker(role=MultilingualText.of(en="mayor, of the town", ru="мэр"), party=True, aliases=("boss",)),
    ),
    incidents=(
        an_incident(when="XXXX-05", part_of="season", notes=(Note(MultilingualText.of(en="vague")),)),
        an_incident("season", places=()),
    ),
    relations=(Relation("told", RelationKind.DENIES, "fire-is-out", MultilingualText.of(en="so it says")),),
    gaps=(GapQuestion("cost", MultilingualText.of(en="the cost"), (("en", "what did it cost"),), ("told",)),),
    concepts=(Concept("fire", (("en", "fire"), ("ru", "пожар"))),),
    examples=(("en", "Is it out?"), ("uk", "Чи потух?")),
)  # fmt: skip


def written_as(bundle: Bundle, kind: Format) -> str:
    stream = io.StringIO()
    write(bundle, kind, stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", Format)
def test_everything_goes_out_and_comes_back(kind, written):
    text = written_as(FULL, kind)
    path = written(f"all.{kind}", text)
    assert read(path, kind) == FULL
    assert written_as(read(path, kind), kind) == text


@pytest.mark.parametrize("kind", [Format.JSONL, Format.CSV])
def test_a_file_read_in_small_parts_is_the_same_file(kind, written):
    path = written(f"all.{kind}", written_as(FULL, kind))
    parts = list(read_stream(path, kind, size=2))
    assert len(parts) > 5
    assert joined(parts) == FULL


@pytest.mark.parametrize("kind", Format)
def test_parts_are_written_as_the_whole_is(kind):
    parts = [
        replace(Bundle(), **{field: getattr(FULL, field)})
        for field in (
            "articles", "places", "speakers", "incidents", "statements", "relations", "gaps",
            "concepts", "examples",
        )
    ]  # fmt: skip
    stream = io.StringIO()
    write(iter(parts), kind, stream)
    assert stream.getvalue() == written_as(FULL, kind)


@pytest.mark.parametrize("kind", [Format.JSONL, Format.CSV, Format.CLAIMREVIEW])
def test_an_edit_of_the_simple_keys_of_an_export_is_heard(kind, written):
    text = written_as(
        a_bundle(a_statement(claim=MultilingualText.of(en="it is out", ru="вышел"))), kind
    )
    path = written(f"all.{kind}", text.replace("it is out", "it is nearly out"))
    [statement] = read(path, kind).statements
    assert statement.claim == MultilingualText.of(en="it is nearly out", ru="вышел")
    assert statement.incident == "fire"


def test_a_line_needs_only_an_id_and_a_claim(written):
    path = written("Morning news.jsonl", '{"id": "s1", "claim": "The fire is out."}\n')
    bundle = read(path)
    [statement], [article] = bundle.statements, bundle.articles
    assert statement.attribution is Attribution.NARRATOR
    assert (statement.speaker, statement.kind) == (None, Kind.FACT)
    assert (article.id, article.title) == ("morning-news", "Morning news")
    assert bundle.implied == {("article", "morning-news")}
    assert bundle.lines["statement", "s1"] == f"{path}:1"


def test_a_full_line_brings_what_it_names(written):
    line = {
        "id": "s1", "claim": "Пожежі вже немає", "speaker": "Ганна Їжак, мерка", "quote": "так",
        "said": "2023-08", "incident": "Пожежа в місті", "phrasings": ["is it out", "чи потух"],
        "kind": "denial", "attribution": "unnamed", "unknown": "left aside",
        "article": {"title": "A report", "url": "https://example.org", "publisher": None},
    }  # fmt: skip
    bundle = read(written("a.jsonl", json.dumps(line)))
    [statement], [speaker], [incident] = bundle.statements, bundle.speakers, bundle.incidents
    assert statement.claim == MultilingualText({"uk": "Пожежі вже немає"}, "uk")
    assert (statement.speaker, speaker.id) == ("ganna-izhak", "ganna-izhak")
    assert speaker.name.in_language("uk") == "Ганна Їжак"
    assert speaker.role.in_language("uk") == "мерка"
    assert (statement.incident, incident.name.original) == (incident.id, "uk")
    assert statement.appearances[0].quotes == ("так",)
    assert statement.phrasings == (("en", "is it out"), ("uk", "чи потух"))
    assert bundle.articles[0].id.startswith("a-report-")
    assert {kind for kind, _ in bundle.implied} == {"article", "speaker", "incident"}


def test_relations_of_a_line_are_read_though_the_other_one_stands_below(written, tmp_path):
    lines = [
        {
            "id": "one",
            "claim": "The ship was sound",
            "relations": [{"kind": "denies", "to": "two"}, {"kind": "supports", "to": "nobody"}],
        },
        {"id": "two", "claim": "The ship leaked"},
    ]
    path = written("lines.jsonl", "\n".join(json.dumps(one) for one in lines))
    bundles = list(read_stream(path, Format.JSONL, size=1))
    assert [one for bundle in bundles[:-1] for one in bundle.relations] == []
    relations = bundles[-1].relations
    assert relations[0] == Relation("one", RelationKind.DENIES, "two")
    store = Store(with_tables(tmp_path / "store.db"))
    with closing(store):
        report = store.bulk.load(joined(bundles), Actor(None, "operator"), "lines")
        assert [one.kind for one in store.records.complete(["two"])[0].incoming] == [
            RelationKind.DENIES
        ]
    [refused] = report.refused
    assert refused.where.endswith("lines.jsonl:1")
    assert "nobody" in refused.reason


def test_the_same_name_is_the_same_speaker_and_an_explicit_record_wins(written):
    text = (
        '{"record": {"speaker": {"id": "mayor", "name": {"en": "Mayor"}, "kind": "group"}}}\n'
        '{"id": "a", "claim": "x", "speaker": "Mayor"}\n'
        '{"id": "b", "claim": "y", "speaker": "Mayor, of the town"}\n'
    )
    bundle = read(written("a.jsonl", text))
    [speaker] = bundle.speakers
    assert speaker.kind.value == "group"
    assert ("speaker", "mayor") not in bundle.implied


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "The line is no object"),
        ("{", "The line is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"id": "x"}', '"claim" is missing'),
        ('{"claim": "x"}', '"id" is missing'),
        ('{"id": "a b", "claim": "x"}', '"id": '),
        ('{"id": "x", "claim": "  "}', '"claim": '),
        ('{"id": "x", "claim": "x", "said": "May"}', '"said": '),
        ('{"id": "x", "claim": "x", "kind": "lie"}', '"kind": input should be'),
        (
            '{"id": "x", "claim": "x", "attribution": "named"}',
            "no speaker and is not the narrator's",
        ),
        ('{"id": "x", "claim": "\\ud800"}', '"claim": '),
        ('{"id": "first", "claim": "x"}', 'The statement "first" stands in line 1 already.'),
        ('{"id": "x", "claim": "x", "record": {"statement": {"hat": 1}}}', '"hat" is no key'),
        ('{"record": {"hat": {}}}', "A record is one of article, place"),
        ('{"record": {"place": {"id": "x"}}}', '"name" is missing'),
        ('{"id": "x", "claim": "' + "x" * 1_000_001 + '"}', "longer than 1 MB"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_others_are_taken(written, line, said):
    good = '{"id": "first", "claim": "x"}\n'
    path = written("a.jsonl", f"{good}{line}\n\n{good.replace('first', 'last')}")
    bundle = read(path)
    [refusal] = bundle.refused
    assert refusal.where == f"{path}:2"
    assert said in refusal.reason
    assert [statement.id for statement in bundle.statements] == ["first", "last"]


def test_a_line_in_another_encoding_is_refused(written):
    path = written("a.jsonl", b'{"id": "a", "claim": "x"}\n{"id": "b", "claim": "caf\xe9"}\n')
    assert [refusal.reason[:24] for refusal in read(path).refused] == ["The line is not UTF-8 te"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", b"", "The file is empty"),
        ("a.jsonl", b"\x7fELF\x00\x00", "no text file"),
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"id,claim\na,\x00\n", "no text file"),
        ("a.csv", b"id,clam\n", 'column "clam" is not known. The column "claim" is missing.'),
        ("a.csv", b"id,ID,claim\n", 'The column "id" is there twice'),
        ("a.csv", b'id,claim\na,"x\n', "This is not CSV"),
        ("a.json", b"", "This is not JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'{"@type": "Recipe"}', "holds no ClaimReview"),
        ("a.yaml", b"statements: 5\n", '"statements": input should be a valid list'),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_whole(written, name, content, said):
    with pytest.raises(InvalidFile) as caught:
        read(written(name, content))
    assert said in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path):
    for name in ("a.jsonl", "a.csv", "a.json", "a.yaml"):
        with pytest.raises(InvalidFile, match="cannot be read"):
            read(tmp_path / name)


def test_the_header_of_a_table_may_be_written_in_any_case(written):
    path = written("a.csv", '\ufeffID, Claim ,SPEAKER,Quote\r\na,x,Mayor,"one\ntwo"\r\n\r\n,,,\r\n')
    [statement] = read(path).statements
    assert statement.appearances[0].quotes == ("one", "two")
    assert statement.speaker == "mayor"


def test_a_bad_row_is_refused_with_its_line(written):
    path = written("a.csv", 'id,claim,record\na,"x\ny",\nb,x\nc,x,{\nd,,\n')
    bundle = read(path)
    assert [refusal.where for refusal in bundle.refused] == [f"{path}:4", f"{path}:5", f"{path}:6"]
    assert [refusal.reason for refusal in bundle.refused] == [
        "The row has 2 cells; the header has 3.",
        'The cell "record" is not JSON; leave it as it was exported.',
        '"claim" is missing; it is required here.',
    ]


def test_no_exported_cell_is_a_formula():
    rows = written_as(FULL, Format.CSV)
    assert "'=the fire" in rows
    assert "'-is it out?" in rows
    cells = [cell for row in csv.reader(io.StringIO(rows, newline="")) for cell in row]
    assert not any(cell[:1] in "=+-@\t\r" for cell in cells if cell)


SNOPES = {
    "@context": "https://schema.org", "@type": "ClaimReview",
    "url": "https://check.example/fire", "claimReviewed": "The fire was set.",
    "datePublished": "2023-08-02T10:00:00Z", "name": "Was it set?",
    "author": {"@type": "Organization", "name": "Check"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A Mayor", "jobTitle": "mayor"},
                     "datePublished": "2023-08-01"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1},
}  # fmt: skip


def test_a_claimreview_of_others_is_understood_and_its_rating_is_the_checkers(written):
    feed = {"@type": "DataFeed", "dataFeedElement": [{"item": [SNOPES]}]}
    bundle = read(written("a.json", json.dumps(feed)))
    (statement, verdict), (speaker, checker) = bundle.statements, bundle.speakers
    [article] = bundle.articles
    assert statement.id.startswith("check-example-fire-")
    assert statement.said == "2023-08-01"
    assert speaker.role.in_language("en") == "mayor"
    assert (verdict.speaker, checker.name.in_language("en")) == (checker.id, "Check")
    assert bundle.relations == (Relation(verdict.id, RelationKind.DISPUTES, statement.id),)
    assert (article.title, article.url) == ("Was it set?", "https://check.example/fire")
    assert (article.publisher, article.published) == ("Check", "2023-08-02")


def test_a_bare_claim_is_understood(written):
    claim = {
        "@type": ["Claim"], "@id": "c1", "text": "It burns.", "author": "The Mayor",
        "firstAppearance": {"url": "https://paper.example/1", "publisher": "The Paper"},
    }  # fmt: skip
    bundle = read(written("a.jsonld", json.dumps([claim])))
    [statement], [article] = bundle.statements, bundle.articles
    assert (statement.id, statement.speaker) == ("c1", "the-mayor")
    assert (article.title, article.publisher) == ("https://paper.example/1", "The Paper")


def test_a_claimreview_with_missing_fields_is_refused_by_its_number(written):
    path = written("a.json", json.dumps([{"@type": "ClaimReview"}, {"@type": "Claim", "@id": "a"}]))
    assert [refusal.where for refusal in read(path).refused] == [f"{path}:1", f"{path}:2"]


def test_the_name_tells_the_format(tmp_path):
    assert format_of(tmp_path) is Format.YAML
    assert format_of(Path("x.JSONL")) is Format.JSONL
    with pytest.raises(RefusedInput, match="give --format"):
        format_of(Path("x.txt"))


def test_a_yaml_export_that_could_not_be_read_again_is_refused(monkeypatch):
    monkeypatch.setattr("knowledge.interchange.formats.MAX_BYTES", 100)
    with pytest.raises(RefusedInput, match="use the format jsonl"):
        written_as(FULL, Format.YAML)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Sergei Sobyanin", "sergei-sobyanin"),
        ("Собянин", "sobyanin"),
        ("already-a-slug", "already-a-slug"),
        ("a" * 100, "a" * 100),
        ("A " * 100, "a-" * 29 + "a"),
    ],
)
def test_a_name_becomes_an_id(text, made):
    assert slug(text) == made


def test_a_name_without_letters_becomes_an_id_all_the_same():
    assert len(slug("!!!")) == 8
    assert slug("!!!") != slug("???")
    assert article_id(None, None) == "article-" + article_id(None, None)[-8:]


PLAIN = st.recursive(
    st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECT = st.dictionaries(st.sampled_from("abcd"), PLAIN, max_size=4)


@given(simple=OBJECT, full=OBJECT)
def test_what_is_left_out_and_what_is_there_give_the_whole(simple, full):
    assert overlay(simple, difference(simple, full)) == full


def test_lists_of_the_same_length_are_compared_one_by_one():
    simple = {"a": [{"b": 1, "c": 2}, {"b": 3}]}
    full = {"a": [{"b": 1, "c": 5}, {"b": 3, "d": 4}]}
    assert difference(simple, full) == {"a": [{"c": 5}, {"d": 4}]}
    assert overlay(simple, difference(simple, full)) == full


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "claim", "record", "article", "speaker", "quote", "statement", "@type"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=JSON)
def test_no_json_breaks_the_readers(written, value):
    text = json.dumps(value)
    assert isinstance(read(written("any.jsonl", text)), Bundle)
    assert isinstance(
        read(written("any.json", f'[{{"@type": "Claim", "@id": "a"}}, {text}]')), Bundle
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200))
def test_no_bytes_break_the_readers(written, content):
    for name in ("any.jsonl", "any.json", "any.csv", "any.yaml"):
        # Whatever is raised beside InvalidFile fails the test.
        with suppress(InvalidFile):
            assert isinstance(read(written(name, content)), Bundle)


def test_what_nobody_can_see_is_taken_out_of_a_row_with_a_word(tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_text(
        '{"id": "x", "claim": "a\\u202eb\\u0000 was \\u200bseen", "speaker": "A\\u2066nn"}\n'
        '{"id": "y", "claim": "nothing odd", "speaker": "Ann"}\n'
    )
    bundle = read(path)
    assert [one.claim.in_language("en") for one in bundle.statements] == [
        "ab was seen",
        "nothing odd",
    ]
    assert [one.name.in_language("en") for one in bundle.speakers] == ["Ann"]
    [told] = bundle.cleaned
    assert told.where == f"{path}:1"
    assert "U+0000, U+200B, U+202E, U+2066" in told.reason
    assert words_in("ru").again(told.reason).startswith("Убраны")


def test_the_same_holds_for_curated_files(tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_text('article:\n  id: a\n  title: "A\\0 re\u202eport"\n')
    bundle = read(path)
    assert bundle.articles[0].title == "A report"
    assert [one.where for one in bundle.cleaned] == [f"{path}:3"] * len(bundle.cleaned)
    assert bundle.cleaned
