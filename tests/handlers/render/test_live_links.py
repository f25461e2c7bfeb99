"""Nothing in the store calls people or leads anywhere by itself."""

import re
from html import unescape

import pytest

from handlers.chart_pages import caption
from handlers.render.html import ENTITIES, html, pages
from handlers.render.live_links import live_in, runs
from knowledge.domain import Message, Part, Section, Span, Style


def told(text: str, style: Style = Style.PLAIN, target: str | None = None) -> Message:
    return Message((Section(Part.ANSWER, ((Span(text, style, target),),)),))


@pytest.mark.parametrize(
    "live",
    [
        "@everyone", "@ab", "@user_name1", "a@b.example", "https://evil.example/x?y=1", "http://1.2.3.4/",
        "tg://resolve?domain=x", "evil.example", "www.evil.example/path", "Lenta.ru", "сайт.рф", "ВЕСТИ.РФ",
        "t.me/joinchat", "mailto:a@b.example", "ftp://x.example", "xn--e1afmkfd.xn--p1ai", "x.com:80", "a.b.c.io#f",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["{}", "says {}.", "(see {}), then", "«{}»", "\n{}\n", "a {} b {}"]
)
@pytest.mark.parametrize("style", [Style.PLAIN, Style.STRONG, Style.QUIET, Style.STRUCK])
def test_what_would_come_alive_is_code(live: str, around: str, style: Style):
    text = around.format(live, live)
    page = html(told(text, style))
    assert f"<code>{live}</code>" in page
    bare = re.sub(r"<code>.*?</code>", "", page)
    assert not live_in(unescape(re.sub(r"<[^>]+>", " ", bare)))
    assert unescape(re.sub(r"<[^>]+>", "", page)) == text
    assert not re.search(r"<b>[^<]*<code>", page)


@pytest.mark.parametrize(
    "text",
    [
        "3.5 km",
        "p.m. on 5.8.2023",
        "the U.S.A. said",
        "No. 5",
        "e.g. this",
        "10:30",
        "Q: what?",
        "and @ home",
        "a@",
        "…",
    ],
)
def test_other_words_stay_as_they_are(text: str):
    assert live_in(text) == 0
    assert html(told(text)) == text


def test_a_link_of_ours_stays_one():
    page = html(told("Lenta.ru", Style.LINK, "https://lenta.ru/a"))
    assert page == '<a href="https://lenta.ru/a">Lenta.ru</a>'


def test_a_page_takes_no_more_live_words_than_telegram_marks():
    many = Message((Section(Part.ANSWER, tuple((Span(f"@user{n} said"),) for n in range(300))),))
    assert len(pages(many)) > 1
    for page in pages(many):
        assert page.count("<code>") <= ENTITIES


def test_the_words_under_a_picture_are_not_live():
    assert caption("By @name\nfrom evil.example") == (
        "<b>By </b><code>@name</code>\n<blockquote expandable>from <code>evil.example</code></blockquote>"
    )


def test_the_runs_are_the_text():
    text = "a @b (c.example), d"
    assert "".join(run for run, _ in runs(text)) == text
