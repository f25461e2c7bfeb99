"""Everything that the answers say is translated, with the same places to fill."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import knowledge
from knowledge.languages.registry import CODES

HERE = Path(knowledge.__file__).parent
SAYING = [
    *sorted((HERE / "answering").rglob("*.py")),
    HERE / "domain" / "caveats.py",
    HERE / "domain" / "dates.py",
    HERE / "desk.py",
]
PLACES = re.compile(r"\{\w+\}")


def said() -> set[str | tuple[str, ...]]:
    keywords = {"say": None, "count": (1, 2)}
    return {
        found[1] if isinstance(found[1], str) else tuple(found[1])
        for path in SAYING
        for found in extract_from_file("python", path, keywords=keywords)
    }


def catalogue(language: str) -> Catalog:
    path = files("knowledge") / "locale" / language / "LC_MESSAGES" / "knowledge.po"
    with path.open("rb") as source:
        return read_po(source)


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
def test_counts_have_all_three_forms(language):
    plural = [text for text in said() if isinstance(text, tuple)]
    assert plural
    held = catalogue(language)
    forms = [found.string or () for text in plural if (found := entry(held, text))]
    assert [len(each) for each in forms] == [3] * len(plural)


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_nothing_is_translated_that_nobody_says(language):
    singulars = {text if isinstance(text, str) else text[0] for text in said()}
    held = {
        found.id if isinstance(found.id, str) else found.id[0]
        for found in catalogue(language)
        if found.id
    }
    assert held - singulars == set()
