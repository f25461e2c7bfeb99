"""Whatever a curator sends becomes an article, or a sentence that says what to do."""

import gzip
import io
import zipfile
from hashlib import sha256

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from knowledge.articles import ReadArticle
from knowledge.articles.document import CHARACTERS
from knowledge.articles.file_reader import (
    FILE_BYTES,
    PAGES,
    pages_of,
    read_file,
    read_page,
    read_pasted,
)
from knowledge.articles.metadata import split_head
from knowledge.domain import RefusedInput

BODY = (
    "The harbour master said on Monday that the ferry had left the quay with 40 people on board.",
    "“Nobody was hurt,” a spokesman for the company told the local paper that evening.",
)
TEXT = "\n\n".join(BODY)
RUSSIAN = "Начальник порта сообщил, что паром вышел из гавани и сел на мель у маяка, были вызваны буксиры."
UKRAINIAN = (
    "Начальник порту повідомив, що пором вийшов із гавані й сів на мілину біля маяка, її побачили."
)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def pdf(lines: list[str], *, password: str | None = None, pages: int = 1) -> bytes:
    """A PDF made by hand: pypdf writes pages, but no text."""
    writer = PdfWriter()
    for _ in range(pages):
        written = writer.add_blank_page(612, 792)
        stream = "BT /F1 12 Tf 14 TL 50 700 Td " + " ".join(f"({line}) Tj T*" for line in lines)
        put_text(writer, written, stream + " ET")
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def put_text(writer: PdfWriter, written, stream: str) -> None:
    content = DecodedStreamObject()
    content.set_data(stream.encode("latin-1"))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    written[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    written[NameObject("/Contents")] = writer._add_object(content)


def test_pasted_text_has_a_title_paragraphs_and_a_language():
    read = read_pasted(f"Ferry runs aground\n\n{TEXT}\n")
    assert read == ReadArticle(
        "Ferry runs aground", BODY, "en", sha256(read.text.encode()).hexdigest()
    )
    assert read.text.startswith("Ferry runs aground\n\nThe harbour")


def test_a_text_that_begins_with_a_sentence_has_no_title():
    assert read_pasted(TEXT).title == ""
    assert read_pasted(TEXT).text == TEXT


def test_lines_without_empty_lines_between_are_paragraphs():
    assert read_pasted("\n".join(BODY)).paragraphs == BODY


def test_a_file_is_named_by_the_hash_of_its_bytes():
    content = TEXT.encode()
    assert read_file(content, "a.txt").sha256 == sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("By Anna Lee", "author", "Anna Lee"),
        ("By Anna Lee and Tom Ray", "author", "Anna Lee and Tom Ray"),
        ("Author: Anna Lee", "author", "Anna Lee"),
        ("Publisher: Harbour News", "publisher", "Harbour News"),
        ("Источник: Вести порта", "publisher", "Вести порта"),
        ("2024-05-06", "published", "2024-05-06"),
        ("Published: 2024-05-06 10:00", "published", "2024-05-06"),
        ("https://news.example/ferry", "url", "https://news.example/ferry"),
        ("Link: https://news.example/ferry", "url", "https://news.example/ferry"),
        ("Title: Ferry aground", "title", "Ferry aground"),
    ],
)
def test_a_text_says_about_itself(line: str, field: str, value: str):
    read = read_pasted(f"Ferry runs aground\n\n{line}\n\n{TEXT}")
    assert getattr(read, field) == value
    assert line not in read.paragraphs


@pytest.mark.parametrize(
    "line", ["Date: 05/06/2024", "Link: over there", "Weather: fine.", "By the way."]
)
def test_a_line_that_says_nothing_sure_stays_a_paragraph(line: str):
    read = read_pasted(f"Ferry runs aground\n\n{line}\n\n{TEXT}")
    assert line in read.paragraphs
    assert (read.author, read.published, read.url) == (None, None, None)


@pytest.mark.parametrize(("text", "language"), [(TEXT, "en"), (RUSSIAN, "ru"), (UKRAINIAN, "uk")])
def test_the_language_is_told(text: str, language: str):
    assert read_pasted(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "Der Hafenmeister sagte am Montag, dass die Fähre den Kai mit 40 Menschen verlassen habe.",
        "港务局局长周一表示，渡轮载着四十人离开了码头，随后在灯塔附近搁浅，公司发言人说没有人受伤，拖船已经赶到现场。",
        "Началник порта је рекао да је трајект напустио пристаниште са четрдесет путника.",
        "1234567890 1234567890 1234567890 1234567890 1234567890",
    ],
)
def test_other_languages_are_refused(text: str):
    with pytest.raises(RefusedInput, match="none of the languages"):
        read_pasted(text)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r", "iso8859-5"]
)
def test_russian_is_read_in_every_usual_encoding(encoding: str):
    assert read_file((RUSSIAN * 3).encode(encoding), "a.txt").paragraphs == (RUSSIAN * 3,)


def test_ukrainian_and_english_are_read_in_encodings_of_one_byte():
    assert read_file((UKRAINIAN * 3).encode("cp1251"), "a.txt").language == "uk"
    text = TEXT.replace("Nobody", "Nobody – in a café –")
    assert "café" in read_file(text.encode("cp1252"), "a.txt").text


def test_a_declared_encoding_is_believed_if_it_fits():
    content = page(f"<article><p>{RUSSIAN * 5}</p></article>").decode().encode("koi8-r")
    assert read_page(content, "https://n.example/a", "koi8-r").language == "ru"
    assert read_page(content, "https://n.example/a", "no-such-code").language == "ru"
    declared = page(f"<p>{RUSSIAN * 5}</p>", "<meta charset=windows-1251>").decode()
    assert read_file(declared.encode("cp1251"), "a.html").language == "ru"


def test_hidden_marks_and_controls_are_taken_out():
    assert read_pasted(f"\u202e{TEXT[:20]}\u200b{TEXT[20:]}\x07").text == TEXT


def test_markdown_loses_its_marks():
    text = (
        '---\ntitle: "Ferry runs aground"\nauthor: Anna Lee\n---\n'
        f"# Ferry runs aground #\n\n![quay](q.png)\n\n> **The** harbour [master](http://h.example) "
        f"_said_ so.\n\n- {BODY[1]}\n\n---\n\n```\ncode\n```\n\n{BODY[0]} \\*\n"
    )
    read = read_file(text.encode(), "a.md")
    assert (read.title, read.author) == ("Ferry runs aground", "Anna Lee")
    assert read.paragraphs == ("The harbour master said so.", BODY[1], BODY[0] + " *")


def test_a_page_is_read_without_what_stands_around_it_and_without_scripts():
    head = (
        "<title>Ferry runs aground | Harbour News</title>"
        '<meta property="og:title" content="Ferry runs aground">'
        '<meta property="og:site_name" content="Harbour News">'
        '<meta name="author" content="Anna Lee">'
        '<meta property="article:published_time" content="2024-05-06T10:00:00Z">'
    )
    body = (
        "<nav><a href=/>Home</a><a href=/x>Subscribe to us</a></nav><article><h1>Ferry runs "
        f"aground</h1><p>{BODY[0]}</p><script>alert('now')</script><p>{BODY[1]}</p></article>"
        "<footer>All rights reserved. Cookies.</footer><script src=//evil.example/x.js></script>"
    )
    read = read_page(page(body, head), "https://news.example/ferry")
    assert (read.title, read.publisher, read.author) == (
        "Ferry runs aground", "Harbour News", "Anna Lee",
    )  # fmt: skip
    assert (read.published, read.url) == ("2024-05-06", "https://news.example/ferry")
    assert read.paragraphs == BODY


def test_a_page_without_a_date_gets_none():
    read = read_file(page(f"<p>{BODY[0]}</p><p>{BODY[1]}</p><footer>© 2019</footer>"), "a.html")
    assert (read.published, read.publisher) == (None, None)


def test_a_page_of_plain_text_is_read_as_such():
    assert read_page(TEXT.encode(), "https://n.example/a.txt").paragraphs == BODY


def test_markup_in_a_text_file_is_read_as_a_page():
    assert read_file(page(f"<p>{BODY[0]}</p><p>{BODY[1]}</p>"), "a.txt").paragraphs == BODY


def test_a_pdf_is_read():
    lines = ["The harbour master said on Monday that the fer-", "ry had gone. That is all."]
    read = read_file(pdf(["Ferry runs aground.", *lines]), "a.pdf")
    assert "ferry had gone" in read.text
    assert read_page(pdf(lines), "https://n.example/a.pdf").url == "https://n.example/a.pdf"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(50_000_000))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t ", "a.txt", "empty"),
        (b"Hello", "a.txt", "no text"),
        (b"x" * (FILE_BYTES + 1), "a.txt", "at most 10 MB"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "a.txt", "not text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "a.txt", "not text"),
        (bytes(range(1, 256)) * 40, "a.txt", "not text|none of the languages"),
        (zipped(), "a.txt", "packed"),
        (gzip.compress(TEXT.encode()), "a.txt.gz", "packed"),
        (b"no pdf", "a.pdf", "is no PDF"),
        (TEXT.encode(), "a.docx", '".docx"'),
        (pdf([BODY[0]], password="secret"), "a.pdf", "password"),  # noqa: S106  # of a test's file
        (pdf([], pages=1), "a.pdf", "no text"),
        (pdf([], pages=PAGES + 1), "a.pdf", "pages"),
        (b"%PDF-1.7\nrubbish", "a.pdf", "cannot be read"),
        ((TEXT + " ").encode() * (CHARACTERS // len(TEXT) + 1), "a.txt", "characters"),
        (page("<div>" * 100_000 + TEXT), "a.html", "too big"),
        (page("<p>" + TEXT * 40_000), "a.html", "too big"),
        (page("<script>alert(1)</script>"), "a.html", "no text"),
        (b"<html>" + b"<a " * 1_000_000, "a.html", "no text|too big"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, name: str, said: str):
    with pytest.raises(RefusedInput, match=said):
        read_file(content, name)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_only_forbids_changes_is_read(algorithm):
    """Publishers encrypt so with no password to open it; pypdf leaves AES to a library of its extra."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(["one"])))
    writer.encrypt("", owner_password="secret", algorithm=algorithm)  # noqa: S106  # of a test's file
    out = io.BytesIO()
    writer.write(out)
    assert pages_of(out.getvalue())["pages"] == ["one\n"]


def test_a_pdf_is_opened_in_bounds():
    assert pages_of(pdf(["one", "two"]))["pages"] == ["one\ntwo\n"]
    assert pages_of(pdf(["one"], password="secret")) == {"refused": "encrypted"}  # noqa: S106  # of a test's file
    assert pages_of(pdf([], pages=PAGES + 1)) == {"refused": "long"}
    assert pages_of(pdf(["x" * CHARACTERS, "y" * 100])) == {"refused": "long"}
    assert pages_of(b"%PDF-") == {"refused": "broken"}
    assert pages_of(pdf(["one"], password=""))["pages"] == ["one\n"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("С вами был С. Ветошкин", "С. Ветошкин"),
        ("(Reporting by Ann Lee in Oria and Bo Kerr in Holm; Editing by Pia Roe)", "Ann Lee"),
        ("Матеріал підготувала Ольга Дуб", "Ольга Дуб"),
        ("Words by the sea are few.", None),
    ],
)
def test_the_last_lines_of_a_text_tell_who_wrote_it(line, author):
    text = (
        f"The mill at Oria\n\nThe mill burned down on Monday and nobody was hurt there.\n\n{line}"
    )
    assert read_pasted(text).author == author


BELOW = "\n\nThe gate broke at night, and the water rose. Nobody was hurt in the village below.\n"


@pytest.mark.parametrize(
    ("head", "title", "publisher", "author", "published"),
    [
        (
            "Gate fails at the Velm dam\n\nBy Lena Ahlqvist\nNorth Aune Wire, Feb. 19, 2026",
            "Gate fails at the Velm dam", "North Aune Wire", "Lena Ahlqvist", "2026-02-19",
        ),
        (
            "Gate fails at the Velm dam\nThe Aune Post | 8 May 2026 | Staff and agencies",
            "Gate fails at the Velm dam", "The Aune Post", None, "2026-05-08",
        ),
        (
            "Gate fails at the Velm dam\nBERLIN, May 8, 2026",
            "Gate fails at the Velm dam", None, None, "2026-05-08",
        ),
        (
            "Прорвало плотину, власти спорят\n\nПавел Ремезов, 3 апреля 2026",
            "Прорвало плотину, власти спорят", None, "Павел Ремезов", "2026-04-03",
        ),
        (
            "Прорвало дамбу, керівництво заперечує\n\nСоломія Керничка, «Вісник Ауне», 27 березня 2026 року",
            "Прорвало дамбу, керівництво заперечує", "Вісник Ауне", "Соломія Керничка", "2026-03-27",
        ),
        (
            "Ауне сегодня\n15 июня 2026\n\n❗️Прорвало плотину: что известно к утру",
            "❗️Прорвало плотину: что известно к утру", "Ауне сегодня", None, "2026-06-15",
        ),
    ],
)  # fmt: skip
def test_a_line_of_the_head_may_join_a_paper_a_person_and_a_day(
    head, title, publisher, author, published
):
    read = read_pasted(head + BELOW)
    assert (read.title, read.publisher, read.author, read.published) == (
        title,
        publisher,
        author,
        published,
    )


def test_a_title_over_two_lines_of_a_page_is_one():
    text = "Gate failure at the Velm\ndam leaves two missing\nBy Ann Lee\nThe Aune Radio, 13 October 2026\nThe gate broke at night, said the\noperator, and the water rose at once."
    headed = split_head(text, wrapped=True)
    assert headed.body.startswith("Gate failure at the Velm dam leaves two missing\n\nThe gate")
    assert headed.said == {
        "author": "Ann Lee",
        "publisher": "The Aune Radio",
        "published": "2026-10-13",
    }
