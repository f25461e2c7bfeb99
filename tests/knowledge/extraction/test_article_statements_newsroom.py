"""Invented articles of three languages with gold, where their folder is at hand: who said what."""

import json
from pathlib import Path

import pytest

from knowledge.articles.file_reader import read_file
from knowledge.extraction.article_statements import statements

NEWSROOM = Path(__file__).resolve().parents[4] / "shared" / "newsroom"
ARTICLES = sorted((NEWSROOM / "articles").glob("*")) if NEWSROOM.is_dir() else []


@pytest.mark.skipif(not ARTICLES, reason="the folder newsroom is not here")
@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_most_speakers_of_an_article_are_found(path: Path):
    article = read_file(path.read_bytes(), path.name)
    gold = json.loads((NEWSROOM / "gold" / f"{path.stem}.json").read_text("utf-8"))
    found = statements(article.text, language=article.language, published=article.published)
    assert all(each.content.text in article.text for each in found)
    named = {each.speaker.casefold() for each in found if each.speaker}
    wanted = {one["speaker"].casefold() for one in gold["statements"] if one["speaker"]}
    heard = [one for one in wanted if any(one in each or each in one for each in named)]
    assert len(heard) >= len(wanted) / 2
