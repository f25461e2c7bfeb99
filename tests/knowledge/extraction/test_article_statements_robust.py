"""Any text comes back, in time that grows no faster than the text."""

import time

import pytest
from hypothesis import given, settings, strategies as st

from knowledge.domain import RefusedInput
from knowledge.extraction.article_statements import LONGEST_TEXT, statements

PIECES = [
    "said", "that", "he", "the", "mayor", "Ann", "Lee", ",", ".", "“", "”", '"', "''", "‘", "’", "'", "«", "»", "—", "-", ":", ";", "?", "!",
    "according", "to", "which", "who", "by", "was", "and", "but", "In", "May", "12", "%", "(", ")", "\n", "\n\n", "Ms.", "U.S.", "calls", "for",
    "сказал", "что", "мэр", "По", "словам", "як", "повідомив", "що", "\u200b", "é", "🙂", "adding", "asked", "whether", "Asked", "told", "reporters",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
@settings(max_examples=25, deadline=None)
def test_every_span_is_a_stretch_of_the_text(text):
    for language in ("en", "ru", None):
        for one in statements(text, language=language):
            for span in (one.source, one.cue, one.content):
                assert span is None or (span.text and text[span.start : span.end] == span.text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
@settings(max_examples=25, deadline=None)
def test_no_two_candidates_have_the_same_content_and_all_stand_in_the_order_of_the_text(text):
    for language in ("en", "ru"):
        found = statements(text, language=language)
        spans = [(one.content.start, one.content.end) for one in found]
        places = [(one.paragraph, one.content.start) for one in found]
        assert len(set(spans)) == len(spans)
        assert places == sorted(places)


@given(st.text(max_size=300))
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back(text):
    assert isinstance(statements(text), list)


BOMBS = [
    "a",
    " ",
    "“",
    '"',
    "'",
    "‘a ",
    "(",
    "[a ",
    ".",
    "U.S.",
    "A, ",
    "1,1",
    "a\n",
    "said ",
    "he said that ",
    "A and ",
    ", which ",
    "«а», — сказал б. ",
]


@pytest.mark.no_cover  # it is timed
@pytest.mark.parametrize("piece", BOMBS)
def test_time_does_not_grow_with_the_square_of_the_text(piece):
    spent = []
    for size in (2_000, 8_000):
        text = (piece * (size // len(piece) + 1))[:size]
        started = time.process_time()
        statements(text)
        spent.append(time.process_time() - started)
    assert spent[1] < 10 * spent[0] + 0.25


def test_what_is_longer_than_any_article_is_told_and_not_cut():
    with pytest.raises(RefusedInput, match="at most 400,000"):
        statements("x" * (LONGEST_TEXT + 1))


def test_each_paragraph_is_read_in_its_own_language():
    russian = (
        "Мост через реку Вилью обрушился вечером в четверг, пострадали девять человек, сообщил глава города "
        "Артём Лузгин, который сам приехал на набережную и говорил с родными пострадавших."
    )
    english = (
        "A cloud of chlorine drifted over a primary school in the port town of Aune on Wednesday morning, "
        "the fire brigade's commander, Idris Pell, said at a meeting with the parents of the children."
    )
    for first, second in ((english, russian), (russian, english)):
        text = f"A title of it\n\n{first}\n\n{second}\n\n{first}"
        found = statements(text, published="2026-04-03")
        assert {one.speaker for one in found} == {"Артём Лузгин", "Idris Pell"}
        assert sorted({one.paragraph for one in found}) == [1, 2, 3]
        assert all(text[one.content.start : one.content.end] == one.content.text for one in found)


def test_a_sentence_goes_on_behind_an_abbreviation_and_initials():
    text = "Название\n\nВ доме на ул. Мира в г. Ауне 12 кв. м пола сгорело, сообщил А. В. Крылов. Никто не пострадал."
    found = statements(text, language="ru", published="2026-04-03")
    assert [one.speaker for one in found if one.named] == ["А. В. Крылов"]
    assert found[0].content.text.startswith("В доме на ул. Мира")
