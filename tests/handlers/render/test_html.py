"""Messages become Telegram HTML: escaped, in order, within Telegram's limits."""

import re
from html import unescape

import pytest
from hypothesis import given, strategies as st

from handlers.charts import caption
from handlers.render.html import ENTITIES, LIMIT, html, live_in, pages, runs, size
from knowledge.domain import Message, Part, Section, Span, Style


def message(*lines: str, part: Part = Part.ANSWER) -> Message:
    return Message((Section(part, tuple((Span(line),) for line in lines)),))


def text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page))


def test_every_style_has_its_mark_and_sections_stand_apart():
    told = Message(
        (
            Section(
                Part.ANSWER,
                ((Span("130", Style.STRONG), Span(" drones, "), Span("said", Style.QUIET)),),
            ),
            Section(Part.SOURCE, ((Span("Title", Style.LINK, "https://example.org/a?b=1&c=2"),),)),
            Section(Part.MORE, ((Span("a note"),), (Span("another"),))),
        )
    )
    assert html(told) == (
        "<b>130</b> drones, <i>said</i>\n\n"
        '<a href="https://example.org/a?b=1&amp;c=2">Title</a>\n\n'
        "<blockquote expandable>a note\nanother</blockquote>"
    )


@pytest.mark.parametrize("style", list(Style))
def test_markup_in_the_words_is_only_words(style):
    told = Message((Section(Part.ANSWER, ((Span("<b>&\"'</b>", style, "https://a.org/"),),)),))
    assert text_of(html(told)) == "<b>&\"'</b>"
    assert html(told).count("<") <= 2


@pytest.mark.parametrize(
    "target", [None, "", "javascript:alert(1)", "tg://user?id=1", "http://", "//a", "http://[", "x"]
)
def test_a_link_that_telegram_would_drop_is_plain_words(target):
    told = Message((Section(Part.SOURCE, ((Span("Title", Style.LINK, target),),)),))
    assert html(told) == "Title"


def test_a_link_cannot_break_out_of_its_mark():
    told = Message((Section(Part.SOURCE, ((Span("T", Style.LINK, 'https://a.org/"><b>x'),),)),))
    assert html(told) == '<a href="https://a.org/&quot;&gt;&lt;b&gt;x">T</a>'


def test_an_empty_section_leaves_no_gap():
    told = Message(
        (Section(Part.ANSWER, ((Span("a"),),)), Section(Part.MORE, ()), Section(Part.SOURCE, ((),)))
    )
    assert html(told) == "a"
    assert pages(told) == ["a"]


def test_a_message_of_nothing_is_one_empty_page():
    assert pages(Message(())) == [""]


def test_styles_on_spaces_are_left_out_because_telegram_drops_them():
    assert html(Message((Section(Part.ANSWER, ((Span(" ", Style.STRONG),),)),))) == ""


def test_long_messages_break_between_lines_and_keep_their_part():
    lines = [f"{number} {'x' * 90}" for number in range(100)]
    told = pages(message(*lines, part=Part.MORE))
    assert len(told) == 3
    assert all(page.startswith("<blockquote expandable>") for page in told)
    assert "\n".join(text_of(page) for page in told) == "\n".join(lines)


def test_a_line_longer_than_a_page_breaks_at_a_space():
    line = "word " * 2000
    told = pages(message(line))
    assert "".join(text_of(page) for page in told) == line
    assert all(text_of(page).endswith("word ") for page in told)


def test_no_page_has_more_styled_runs_than_telegram_keeps():
    line = tuple(Span("x", Style.STRONG) for _ in range(10))
    told = Message((Section(Part.ANSWER, (line,) * 30),))
    assert max(page.count("<b>") for page in pages(told)) <= ENTITIES
    assert sum(page.count("<b>") for page in pages(told)) == 300


def test_characters_outside_the_first_plane_count_twice():
    assert size("a😀") == 3


SPANS = st.builds(
    Span,
    st.text(max_size=400),
    st.sampled_from(Style),
    st.one_of(st.none(), st.text(max_size=30), st.just('https://a.org/<&">')),
)
MESSAGES = st.builds(
    Message,
    st.lists(
        st.builds(
            Section,
            st.sampled_from(Part),
            st.lists(st.lists(SPANS, max_size=4).map(tuple), max_size=6).map(tuple),
        ),
        max_size=6,
    ).map(tuple),
)


@pytest.mark.no_cover
@given(MESSAGES, st.integers(min_value=60, max_value=LIMIT))
def test_whatever_is_said_pages_are_within_the_limit_and_lose_nothing(told, limit):
    pages_told = pages(told, limit)
    for page in pages_told:
        assert size(text_of(page)) <= limit
        opened = re.findall(r"<(b|i|a|blockquote)\b", page)
        closed = re.findall(r"</(b|i|a|blockquote)>", page)
        assert sorted(opened) == sorted(closed)
    said = "".join("".join(text_of(page).split()) for page in pages_told)
    assert said == "".join("".join(text_of(html(told)).split()))


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
