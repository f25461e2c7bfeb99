"""Words of a language stand in its folder and nowhere else; what one folder has, the others have."""

import ast
import re
from pathlib import Path

import bot
from knowledge.languages.registry import CODES, Language, listed, meanings, pattern, table

ROOT = Path(bot.__file__).parent.parent
LANGUAGES = ROOT / "knowledge" / "languages"
CYRILLIC = re.compile("[\u0400-\u04ff]")

NOT_IN_ENGLISH = {"calendar", "endings", "grammar", "letters", "names", "respelling"}
"""Tables for what Babel, the encoder, or the parser knows of English already."""

ONLY_ENGLISH = {"cues", "determiners", "frequent_words", "words"}
"""Tables of rules and lists that only English has."""


def _words_of(path: Path) -> str:
    """What a file holds; of a module without its comments and docstrings, which give examples."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    told = {
        node.value
        for holder in ast.walk(tree)
        if isinstance(body := getattr(holder, "body", None), list)
        for node in body
        if isinstance(node, ast.Expr)
    }
    lines = text.splitlines()
    return "\n".join(
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told
        if CYRILLIC.search(node.value)  # spelled with escapes or not
        for line in lines[node.lineno - 1 : node.end_lineno]
    )


def test_no_other_code_holds_words_of_a_language():
    suspects = [
        path
        for package in ("bot", "handlers", "knowledge")
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".yaml", ".json", ".txt"}
        and not path.is_relative_to(LANGUAGES)
        and not path.is_relative_to(ROOT / "knowledge" / "curated")
    ]
    found = {
        path.relative_to(ROOT).as_posix() for path in suspects if CYRILLIC.search(_words_of(path))
    }
    assert found == set()


def test_the_code_beside_the_folders_holds_none_either():
    assert [path.name for path in LANGUAGES.glob("*.py") if CYRILLIC.search(path.read_text())] == []


def test_each_language_has_a_folder_with_the_same_tables():
    folders = {path.name for path in LANGUAGES.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders == set(CODES)
    names = {path.stem for path in (LANGUAGES / "en").glob("*.yaml")} - ONLY_ENGLISH
    for code in CODES:
        assert names <= {path.stem for path in (LANGUAGES / code).glob("*.yaml")}
    everywhere = {path.stem for path in LANGUAGES.glob("*/*.yaml")}
    assert everywhere - {path.stem for path in (LANGUAGES / "en").glob("*.yaml")} <= NOT_IN_ENGLISH


def test_a_group_of_the_thesaurus_has_the_same_name_in_every_language():
    groups = {code: set(one) for code, one in table("thesaurus").items()}
    assert all(names <= groups["en"] for names in groups.values())


def test_words_of_all_languages_are_read_together():
    assert {"yes", "да", "так"} <= listed("settings", "yes")
    assert meanings("settings", "names")["мова"] == "language"
    assert re.fullmatch(pattern("question_words", "of_type"), "what kind of")
    assert listed("settings", "nothing of the kind") == frozenset()


def test_a_table_that_a_language_lacks_is_left_out():
    assert set(table("calendar")) == set(Language) - {Language.EN}
