"""What curators are told, and why something cannot be taken, is told in their language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import handlers
import knowledge
from knowledge.domain import Fault, InvalidFile, RefusedInput
from knowledge.languages.registry import CODES
from knowledge.translations import Wording, number_told, words_in

HERE = Path(knowledge.__file__).parent
FOLDERS = [HERE, Path(handlers.__file__).parent]
TOLD = {"Wording": 1, "say": 1, "count": 2}
PLACES = re.compile(r"(?<!\{)\{\w+\}")
MORE = {"{claim}, according to {speaker}": {"{cue}"}}
"""Places that the code fills as well, of which English has no need."""
FULL = Wording("There is no draft {number}.", number=4)


def said() -> Iterator[tuple[str, ...]]:
    for path in (path for folder in FOLDERS for path in sorted(folder.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                texts = [
                    one.value
                    for one in node.args[: TOLD.get(name, 0)]
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
                if any(map(str.isalpha, "".join(texts))):  # "".count('"') tells nobody anything
                    yield tuple(texts)


def held(language: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for path in (HERE / "locale" / language / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as source:
            for message in read_po(source):
                one = message.id if isinstance(message.id, str) else message.id[0]
                given = message.string
                found[one] = (given,) if isinstance(given, str) else tuple(given or ())
    return found


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_every_sentence_has_a_translation_with_the_same_places(language):
    catalogue = held(language)
    texts = set(said())
    assert len(texts) > 600
    for text in texts:
        places = set(PLACES.findall(" ".join(text)))
        translations = catalogue.get(text[0], ())
        assert translations, text
        for one in translations:
            assert one, text
            assert set(PLACES.findall(one)) - MORE.get(text[0], set()) == places, text


def test_a_wording_is_english_until_it_is_told_again():
    assert FULL == "There is no draft 4."
    assert words_in("en").again(FULL) == FULL
    assert words_in("ru").again(FULL) == "Черновика 4 нет."
    assert words_in("ru").again("There is no draft 4.") == "There is no draft 4."


def test_wordings_within_wordings_and_joined_ones_are_told_again_as_well():
    named = Wording(
        "There is no {name}.", name=Wording('{kind} "{id}"', kind=Wording("statement"), id="x")
    )
    assert named == 'There is no statement "x".'
    both = Wording.joined([named, FULL])
    assert both == 'There is no statement "x". There is no draft 4.'
    assert words_in("uk").again(both) == "Не знайдено: висловлювання «x». Чернетки 4 немає."


def test_errors_are_told_in_the_language_of_who_reads_them():
    assert RefusedInput(FULL).told(words_in("ru")) == "Черновика 4 нет."
    assert RefusedInput().told(words_in("ru")) == ""
    error = InvalidFile([Fault("a.csv", 2, FULL), Fault("a.csv", None, "odd")])
    assert error.told(words_in("uk")) == "a.csv:2: Чернетки 4 немає.\na.csv: odd"


@pytest.mark.parametrize(
    ("value", "told"),
    [(1e-7, "0"), (0.5, "0.5"), (130, "130"), (74e6, "74,000,000"), (-1.25, "-1.25")],
)
def test_a_number_is_told_without_powers_and_loose_points(value: float, told: str):
    assert number_told(value, "en") == told
