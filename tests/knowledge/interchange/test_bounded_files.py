"""YAML within its bounds."""

import pytest

from knowledge.domain import InvalidFile
from knowledge.interchange.bounded_files import MAX_BYTES, parse, read_document, text_of

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: 1\nb: -2.5\nc: text\n", {"a": 1, "b": -2.5, "c": "text"}),
        ("no: yes\non: off\n", {"no": "yes", "on": "off"}),
        ("a: true\nb: False\nc: null\nd: ~\ne:\n", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        ("when: 2023-08-01\nt: 12:30:45\n", {"when": "2023-08-01", "t": "12:30:45"}),
        ("a: 0x1F\nb: 1_000\nc: .inf\nd: 1e400\n", {"a": "0x1F", "b": "1_000", "c": ".inf", "d": "1e400"}),
        ("a: 123456789012345678901\n", {"a": 123456789012345678901.0}),
        ("a: '5'\nb: \"true\"\n", {"a": "5", "b": "true"}),
        ("- [1, {a: b}]\n", [[1, {"a": "b"}]]),
    ],
)  # fmt: skip
def test_values_are_those_of_yaml_1_2_and_dates_stay_text(text, values):
    assert parse(text, "x.yaml").values == values


def test_every_value_has_its_line():
    document = parse("a:\n  - b: 1\n    c: 2\n  - d: 3\n", "x.yaml")
    assert document.line(("a", 0, "c")) == 3
    assert document.line(("a", 1, "d")) == 4
    assert document.line(("a", 1, "missing", "deeper")) == 4
    assert document.line(()) == 1
    assert str(document.fault(("a", 0, "c"), "wrong")) == "x.yaml:3: wrong"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (BOMB, 1, "Anchors and aliases"),
        ("a: 1\nb: *a\n", 2, "Anchors and aliases"),
        ("a:\n  - " + "[" * 5_000, 2, "nested deeper than 12"),
        ("a: " + "{b: " * 40 + "1" + "}" * 40, 1, "nested deeper than 12"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: 1\nb: 2\na: 3\n", 3, 'The key "a" stands here twice'),
        ("a: 1\n? [x]\n: 2\n", 2, "keys are words"),
        ("a: !!python/object/apply:os.system [id]\nb: !secret x\n", 2, "is not taken"),
        ("a: !!binary aGk=\n", 1, 'The tag "binary" is not taken'),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("a: \t- x\n\tb", 1, "not YAML"),
        ("a: \x07\n", None, "not YAML"),
        ("", None, "empty"),
        ("# only a remark\n", None, "empty"),
    ],
)
def test_dangerous_or_broken_yaml_is_refused_with_its_line(text, line, said):
    with pytest.raises(InvalidFile) as caught:
        parse(text, "x.yaml")
    assert caught.value.faults[0].line == line
    assert said in caught.value.faults[0].reason


def test_a_file_that_cannot_be_read_says_why(tmp_path, written):
    latin = written("latin.yaml", "a: 1\nb: caf\xe9\n".encode("latin-1"))
    for path, said in (
        (tmp_path / "nothing.yaml", "cannot be read [(]No such file"),
        (tmp_path, "cannot be read [(]Is a directory"),
        (written("big.yaml", b"#" * (MAX_BYTES + 1)), "larger than 4 MB; split it"),
        (latin, "latin.yaml:2: The file is not UTF-8"),
    ):
        with pytest.raises(InvalidFile, match=said):
            read_document(path)


def test_a_byte_order_mark_is_no_part_of_the_text(written):
    assert text_of(written("bom.yaml", b"\xef\xbb\xbfa: 1"), MAX_BYTES) == "a: 1"
