"""The list of articles."""

from dataclasses import replace

from knowledge.answering.compose.context_lines import article_list
from knowledge.domain import Article, Language, Message, Part, Style

PLAIN = Article("plain", "Storm over Tarn", sha256="0" * 64)
FULL = replace(
    PLAIN, publisher="The Tarn Post", published="2023-05-13", url="https://example.org/storm"
)


def lines(message: Message, of: Part) -> list[str]:
    return [
        "".join(span.text for span in line)
        for each in message.sections
        if each.part is of
        for line in each.lines
    ]


def test_each_article_has_its_publisher_date_link_and_number():
    message = article_list([(FULL, 1), (PLAIN, 27)], Language.EN)
    assert lines(message, Part.LIST) == [
        "1. “Storm over Tarn”, The Tarn Post, May 13, 2023 — 1 statement",
        "2. “Storm over Tarn”, no publisher named — 27 statements",
    ]
    links = [
        span.target
        for each in message.sections
        for line in each.lines
        for span in line
        if span.style is Style.LINK
    ]
    assert links == ["https://example.org/storm"]


def test_many_articles_are_a_list():
    message = article_list([(PLAIN, 1)] * 8, Language.EN)
    assert len(lines(message, Part.ANSWER)) == 2
    assert len(lines(message, Part.LIST)) == 8
