"""Everything that the program says is translated, with the same places to fill."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

import bot
from knowledge.languages.registry import CODES

ROOT = Path(bot.__file__).parent.parent
SAYING = {"say": 1, "count": 2, "Wording": 1}
"""What says a text: how many of its first arguments are one."""

PLACES = re.compile(r"\{\w+\}")


def nodes() -> Iterator[ast.AST]:
    for package in ("bot", "handlers", "knowledge"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text("utf-8")))


@cache
def said() -> frozenset[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for node in nodes():
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = node.args[: SAYING.get(name, 0)]
            texts = [
                each.value
                for each in given
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            if texts and len(texts) == len(given) and re.search(r"[^\W\d_]", texts[0]):
                found.add(tuple(texts) if len(texts) > 1 else texts[0])
    assert len(found) > 600
    return frozenset(found)


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language, without its header."""
    together = Catalog(locale=language)
    path = files("knowledge") / "locale" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        for message in read_po(source):
            if message.id:
                together[message.id] = message
    return together


def entry(of: Catalog, text: str | tuple[str, ...]) -> Message | None:
    return of.get(text if isinstance(text, str) else text[0])


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_every_text_has_a_translation(language):
    held = catalogue(language)
    lacking = [
        text
        for text in said()
        if not (found := entry(held, text)) or found.fuzzy or not found.string
    ]
    assert lacking == []


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_translations_fill_no_other_places(language):
    held = catalogue(language)
    for text in said():
        found = entry(held, text)
        assert found is not None
        originals = {text} if isinstance(text, str) else set(text)
        allowed = set().union(*(PLACES.findall(each) for each in originals))
        translations = [found.string] if isinstance(found.string, str) else list(found.string or ())
        assert all(translations), text
        # A cue may stand where English says "according to", and the other way round.
        for translation in translations:
            assert set(PLACES.findall(translation)) - {"{cue}"} == allowed - {"{cue}"}, text


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_counts_have_all_forms_of_the_language(language):
    plural = [text for text in said() if isinstance(text, tuple)]
    assert plural
    held = catalogue(language)
    forms = [found.string or () for text in plural if (found := entry(held, text))]
    assert [len(each) for each in forms] == [get_plural(language).num_plurals] * len(plural)


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_nothing_is_translated_that_nobody_says(language):
    texts = {
        text
        for each in nodes()
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
        for text in (each.value, each.value.replace("_", " "))
    }
    held = {
        found.id if isinstance(found.id, str) else found.id[0]
        for found in catalogue(language)
        if found.id
    }
    assert held - texts == set()
