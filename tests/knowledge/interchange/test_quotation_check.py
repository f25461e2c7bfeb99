"""Quotations against the articles' texts."""

import hashlib
from dataclasses import replace

import pytest

from knowledge.domain import Bundle, InvalidFile
from knowledge.interchange import check_quotations
from tests.knowledge.samples import a_bundle, a_statement, an_appearance, an_article

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
