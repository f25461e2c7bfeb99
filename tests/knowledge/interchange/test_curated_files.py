"""Curated files."""

import hashlib
from dataclasses import replace

import pytest

from knowledge.domain import Attribution, Bundle, InvalidFile, MultilingualText, State
from knowledge.interchange import check_quotations, json_schema, read_curated, shipped
from tests.knowledge.factories import a_bundle, a_statement, an_appearance, an_article

FILE = """\
article:
  id: report
  title: A report
  published: 2023
places:
  - {id: town, name: {en: Town}}
speakers:
  - id: mayor
    name: {en: The Mayor, ru: Мэр}
    kind: person
incidents:
  - {id: fire, name: {en: The fire}, when: XXXX-05, places: [town]}
statements:
  - id: fire-is-out
    incident: fire
    speaker: mayor
    kind: fact
    claim: {en: the fire is out, uk: пожежу погашено}
    said: 2023-08-01
    appearances:
      - article: report
        paragraphs: [2]
        attribution: named
        cue: {en: said}
        quotes: ["it is out"]
    phrasings:
      en: [is the fire out]
      uk: [чи погашено пожежу]
    reviewed: 2026-11-23
relations:
  - {from: fire-is-out, kind: denies, to: fire-is-out}
gaps:
  - {id: cost, missing: {en: the cost}, nearest: [fire-is-out], phrasings: {en: [what did it cost]}}
concepts:
  - {id: fire, en: [fire, blaze], ru: [пожар]}
examples: {en: [Is the fire out?], uk: [Чи погашено пожежу?]}
"""


def changed(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


def faults_of(path) -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        read_curated([path])
    return [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults]


def test_a_curated_file_becomes_records(written):
    bundle = read_curated([written("one.yaml", FILE)])
    [statement] = bundle.statements
    assert statement.claim == MultilingualText({"en": "the fire is out", "uk": "пожежу погашено"})
    assert (statement.said, statement.reviewed) == ("2023-08-01", "2026-11-23")
    assert statement.attribution is Attribution.NAMED
    assert statement.state is State.PUBLISHED
    assert statement.phrasings == (("en", "is the fire out"), ("uk", "чи погашено пожежу"))
    assert bundle.articles[0].published == "2023"
    assert bundle.concepts[0].words == (("en", "fire"), ("en", "blaze"), ("ru", "пожар"))
    assert bundle.examples == (("en", "Is the fire out?"), ("uk", "Чи погашено пожежу?"))
    assert bundle.whole


def test_records_know_the_lines_they_stand_in(written):
    path = written("one.yaml", FILE)
    lines = read_curated([path]).lines
    assert lines["statement", "fire-is-out"] == f"{path}:14"
    assert lines["article", "report"] == f"{path}:1"
    assert lines["quote", "fire-is-out 0 0"] == f"{path}:25"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("speaker: mayor", "speaker: major", '14: There is no speaker "major"; correct the id'),
        ("incident: fire", "incident: flood", '14: There is no incident "flood"'),
        ("- article: report", "- article: rumour", '14: There is no article "rumour"'),
        ("places: [town]", "places: [moon]", '12: There is no place "moon"'),
        ("to: fire-is-out", "to: nothing", '31: There is no statement "nothing"'),
        ("nearest: [fire-is-out]", "nearest: [x]", '33: There is no statement "x"'),
        ("when: XXXX-05", "when: May 2023", '12: "when": '),
        ("said: 2023-08-01", "said: 1 August", '19: "said": '),
        ("kind: fact", "kind: rumor", "17: \"kind\": input should be 'fact'"),
        ("    claim:", "    claims:", '18: "claims" is no key that is known here'),
        ("    kind: person\n", "", '8: "kind" is missing; it is required here.'),
        ("attribution: named", "attribution: narrator", "14: The statement has a speaker, yet"),
        ("    speaker: mayor\n", "", "14: The statement has no speaker and is not the narrator's"),
        ("{en: the fire is out", "{english: the fire is out", '18: "claim": "english" is no language code'),
        ("claim: {en: the fire is out, uk: пожежу погашено}", "claim: {}", '18: "claim": A wording needs a text'),
        ("{en: the fire is out", "{original: ru, en: the fire is out", "which is not given"),
        ("paragraphs: [2]", "paragraphs: [0]", '22: "paragraphs": input should be greater'),
        ("en: [is the fire out]", "english: [is the fire out]", '26: "phrasings": "english" is no language'),
        ("id: fire, en", "id: fire, english", "is no language code"),
        ("en: [fire, blaze]", "en: fire", '35: "en": input should be a valid list'),
        ("id: report", "id: a report", '2: "id": '),
        ("appearances:\n", "appearances: []\n    notes:\n", '20: "appearances": list should have at least 1'),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_what_would_be_right(written, old, new, fault):
    said = faults_of(written("one.yaml", changed(old, new)))
    assert any(fault in one for one in said), said


def test_ids_are_given_once_over_all_files(written):
    one, two = written("one.yaml", FILE), written("two.yaml", FILE)
    with pytest.raises(InvalidFile) as caught:
        read_curated([one, two])
    said = [str(fault) for fault in caught.value.faults]
    assert (
        f'{two}:14: The statement "fire-is-out" is given a second time; the first is at {one}:14.'
        in said
    )


def test_all_faults_of_all_files_are_told_at_once(written, tmp_path):
    written("one.yaml", changed("kind: fact", "kind: x").replace("XXXX-05", "May"))
    written("two.yaml", "- a list\n")
    written("three.yml", "concepts: [")
    with pytest.raises(InvalidFile) as caught:
        read_curated([tmp_path])
    assert sorted({fault.path.rpartition("/")[2] for fault in caught.value.faults}) == [
        "one.yaml", "three.yml", "two.yaml",
    ]  # fmt: skip
    assert len(caught.value.faults) == 4


def test_references_may_be_left_to_the_store(written):
    path = written("one.yaml", changed("speaker: mayor", "speaker: elsewhere"))
    assert read_curated([path], complete=False).statements[0].speaker == "elsewhere"


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match=r"holds no [.]yaml file"):
        read_curated([tmp_path])


def test_a_text_may_have_another_original_than_english(written):
    text = changed(
        "{en: the fire is out, uk: пожежу погашено}", "{uk: пожежу погашено, ru: потушен}"
    )
    assert read_curated([written("a.yaml", text)]).statements[0].claim.original == "uk"
    text = changed("{en: the fire is out,", "{original: uk, en: the fire is out,")
    assert read_curated([written("b.yaml", text)]).statements[0].claim.original == "uk"


def test_the_shipped_store_is_sound():
    bundle = shipped()
    assert bundle.statements
    assert all(statement.phrasings for statement in bundle.statements)


def test_editors_get_a_json_schema():
    schema = json_schema()
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert set(schema["properties"]) >= {"article", "statements", "gaps", "concepts", "examples"}
    assert "from" in schema["$defs"]["RelationShape"]["properties"]


TEXT = """A title

First paragraph:  “it’s
over”, she said.

 \t
Second one … with «more».
"""


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def bundle_with(quote: str, *paragraphs: int) -> Bundle:
    statement = a_statement(appearances=(an_appearance(quotes=(quote,), paragraphs=paragraphs),))
    return replace(
        a_bundle(statement, articles=(an_article(sha256=sha(TEXT)),)),
        lines={
            ("statement", "fire-is-out"): "a.yaml:5",
            ("quote", "fire-is-out 0 0"): "a.yaml:9",
            ("article", "report"): "a.yaml:1",
        },
    )


@pytest.mark.parametrize("quote", ["it's over", "“it’s over”", "it’s  over"])
def test_quotation_marks_and_spaces_may_differ(written, tmp_path, quote):
    written("article.txt", TEXT)
    assert check_quotations(bundle_with(quote, 1), tmp_path) == []
    assert check_quotations(bundle_with(quote), tmp_path) == []


def test_paragraphs_are_counted_after_the_title(written, tmp_path):
    written("article.txt", TEXT)
    assert check_quotations(bundle_with('... with "more"', 2), tmp_path) == []
    assert check_quotations(bundle_with('... with "more"', 1, 2), tmp_path) == []


def test_windows_line_ends_part_paragraphs_too(written, tmp_path):
    text = TEXT.replace("\n", "\r\n")
    written("article.txt", text)
    bundle = bundle_with("with", 2)
    assert (
        check_quotations(replace(bundle, articles=(an_article(sha256=sha(text)),)), tmp_path) == []
    )


@pytest.mark.parametrize(
    ("quote", "paragraphs", "said"),
    [
        ("it is over", (1,), "a.yaml:9: The words “it is over” do not stand in the article"),
        ("it’s over", (2,), "a.yaml:9: The words “it’s over” stand in paragraph 1, not 2."),
        ("A title", (1,), "do not stand in the article"),
        ("it’s over", (1, 3), "a.yaml:5: There is no paragraph 3; the article has 2"),
    ],
)
def test_a_wrong_quotation_or_paragraph_is_told_with_its_line(
    written, tmp_path, quote, paragraphs, said
):
    written("article.txt", TEXT)
    [fault] = check_quotations(bundle_with(quote, *paragraphs), tmp_path)
    assert said in str(fault)


def test_an_article_whose_text_is_not_there_is_told(written, tmp_path):
    written("article.txt", TEXT + "changed")
    [fault] = check_quotations(bundle_with("it’s over", 1), tmp_path)
    assert str(fault).startswith("a.yaml:1: No file in ")


def test_an_article_that_was_never_at_hand_is_passed_over(tmp_path):
    statement = a_statement(appearances=(an_appearance(quotes=("x",)),))
    assert check_quotations(a_bundle(statement), tmp_path) == []


def test_records_of_a_store_have_no_line(tmp_path):
    bundle = a_bundle(articles=(an_article(sha256="0" * 64),))
    assert [fault.path for fault in check_quotations(bundle, tmp_path)] == ["the store"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match="no such folder"):
        check_quotations(a_bundle(), tmp_path / "x")


def test_a_folder_that_breaks_while_it_is_read_is_refused(written, tmp_path, monkeypatch):
    path = written("article.txt", TEXT)

    def fail(_: object) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(path), "read_bytes", fail)
    with pytest.raises(InvalidFile, match=r"article[.]txt: .*Permission denied"):
        check_quotations(a_bundle(), tmp_path)
