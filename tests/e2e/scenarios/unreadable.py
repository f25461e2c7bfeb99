"""Files and links that cannot be taken: each is told in a sentence, and nothing is half done."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from pypdf import PdfWriter

from tests.e2e.client import Conversation
from tests.e2e.process import Operator
from tests.e2e.scenarios.curating import staffed

PLAIN = "It was a fine day by the sea and nothing was to be seen. " * 3
GERMAN = "Der Hafen ist heute geschlossen, sagte der Meister. " * 5
SCRIPTS = (
    "<html><head><title>Ferry aground</title><script>alert('x')</script></head><body><article>"
    "<p>Piet Vos, the harbour master, said on Monday that 40 passengers were on board the ferry."
    "</p><script>document.write('<p>The mayor said that he resigns.</p>')</script>"
    "<p onclick='steal()'>The coast guard denied that the lighthouse had been dark.</p>"
    "</article></body></html>"
)
PRIVATE = (
    "http://127.0.0.1:8081/x", "http://localhost/x", "http://127.1/", "http://0x7f.1/",
    "http://2130706433/", "http://0.0.0.0/", "http://10.0.0.1/",
    "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://224.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/",
    "http://[fd00::1]/",
)  # fmt: skip
OTHER_LINKS = (
    ("file:///etc/passwd", "http:// or https://"),
    ("http://0177.0.0.1/", "no link that I understand"),
    ("http://user:secret@example.org/", "a name or password"),
)


def packed_zeros() -> bytes:
    """A small archive of 100 MB of zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("article.txt", bytes(100_000_000))
    return buffer.getvalue()


def gzip_zeros() -> bytes:
    """The same as a single gzip stream."""
    packing = zlib.compressobj(9, wbits=31)
    return packing.compress(bytes(100_000_000)) + packing.flush()


def locked_pdf() -> bytes:
    """A PDF with a password."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def four_hundred() -> bytes:
    """An article with four hundred statements."""
    lines = (
        f"Officer number {at} said on Monday that district {at} counted {at + 100} boats."
        for at in range(400)
    )
    return ("Boats counted\n\n" + "\n\n".join(lines)).encode()


ARTICLES: tuple[tuple[str, Callable[[], bytes], str, str], ...] = (
    ("an empty file", lambda: b" \n", "a.txt", "empty"),
    ("50 MB", lambda: b"x" * 50_000_000, "a.txt", "more than 20 MB"),
    ("15 MB", lambda: b"x" * 15_000_000, "a.txt", "15 MB"),
    ("binary in .txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(100), "a.txt", "not text"),
    ("a zip bomb", packed_zeros, "a.txt", "packed"),
    ("a gzip bomb named .html", gzip_zeros, "a.html", "packed"),
    ("a .zip", packed_zeros, "a.zip", "packed"),
    ("an encrypted PDF", locked_pdf, "a.pdf", "password"),
    ("rubbish named .pdf", lambda: b"%PDF-1.7 rubbish", "a.pdf", "cannot be read"),
    ("text named .pdf", PLAIN.encode, "a.pdf", "no PDF"),
    ("a .docx", PLAIN.encode, "a.docx", '".docx" files'),
    ("no statement", PLAIN.encode, "a.txt", "no statement"),
    ("German", GERMAN.encode, "a.txt", "none of the languages"),
    ("400,000 characters", ("Word " * 80_000).encode, "a.txt", "at most 300,000"),
    ("HTML with scripts", SCRIPTS.encode, "a.html", "2 statements found"),
    ("400 statements", four_hundred, "a.txt", "400 statements found"),
)
"""What is sent as an article, and what is said of it."""

HEAD = "id,claim,speaker\n"
ROWS: tuple[tuple[str, bytes, str, str], ...] = (
    ("an empty CSV", b"\n", "a.csv", "empty"),
    ("formulas", f"{HEAD}f1,=HYPERLINK(x),Ann\n".encode(), "a.csv", "3 new"),
    ("header in other case", b"ID,Claim,SPEAKER\nc1,The tower is closed,Ann\n", "a.csv", "3 new"),
    ("a missing column", b"id,speaker\nm1,Ann\n", "a.csv", 'a.csv:1: The column "claim"'),
    ("an unknown column", b"id,claim,colour\nm1,It holds,red\n", "a.csv", '"colour" is not known'),
    ("too few cells", f"{HEAD}t1,The tower\n".encode(), "a.csv", "a.csv:2: The row has 2"),
    ("an empty claim", f"{HEAD}e1,,Ann\n".encode(), "a.csv", 'a.csv:2: "claim" is missing'),
    (
        "mixed encodings",
        f"{HEAD}u1,Башня закрыта,Анна\n".encode() + "u2,Башня,Анна\n".encode("cp1251"),
        "a.csv",
        "This is no text file",
    ),
    ("an open quote", f'{HEAD}q1,"The tower,Ann\n'.encode(), "a.csv", "This is not CSV"),
    ("a JSON bomb", b"[" * 100_000, "a.json", "nested too deeply"),
    (
        "ClaimReview without its fields",
        (
            b'[{"@type": "ClaimReview", "claimReviewed": "The tower is closed"}, '
            b'{"@type": "ClaimReview", "identifier": "r2"}]'
        ),
        "a.json",
        'a.json:2: "claim" is missing',
    ),
    ("JSON without a claim", b'{"@type": "NewsArticle"}', "a.json", "no ClaimReview and no Claim"),
    ("a line that is no JSON", b'{"id": "a"\n', "a.jsonl", "a.jsonl:1: The line is not JSON"),
    ("a YAML alias bomb", b"a: &a [x]\nb: [*a, *a]\n", "a.yaml", "a.yaml:1: Anchors and aliases"),
    ("an unknown format", b"hello", "a.exe", "must end in"),
)
"""What is sent to be imported, and what is said of it."""


def replies(carol: Conversation) -> Iterator[tuple[str, str, str]]:
    """(What was sent, what must be said, what was said) of each."""
    for what, content, name, said in ARTICLES:
        yield what, said, carol.send("document", content(), name=name).text
    for what, rows, name, said in ROWS:
        yield what, said, carol.send("document", rows, "/import", name).text
    for link, said in (*((one, "private network") for one in PRIVATE), *OTHER_LINKS):
        yield link, said, carol.ask(link, carol.ask("/pull")).text


def what_cannot_be_taken_is_told_in_a_sentence(operator: Operator) -> None:
    carol = staffed(operator)
    for what, said, told in replies(carol):
        assert said in told, (what, told)
    assert "Nothing was changed so far" in carol.ask("/audit").text
    assert "nothing to export" in carol.ask("/export").text
