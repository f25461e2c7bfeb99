"""Whatever comes is taken with its chat and sender, or refused with a reason."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.arrivals import LARGEST, arrival_of
from knowledge.characters import storable
from tests.bot.inbox.conftest import message

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["chat", "from", "id", "message", "user", "date"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def test_a_message_belongs_to_its_chat():
    arrival = arrival_of(message(7, chat=2**53 + 1))
    assert (arrival.update_id, arrival.chat, arrival.sender) == (7, 2**53 + 1, 2**53 + 1)
    assert json.loads(arrival.raw) == message(7, chat=2**53 + 1)


@pytest.mark.parametrize(
    ("body", "chat", "sender"),
    [
        ({"callback_query": {"from": {"id": 3}, "message": {"chat": {"id": -4}}}}, -4, 3),
        ({"inline_query": {"from": {"id": 3}, "query": "x"}}, 3, 3),
        ({"channel_post": {"chat": {"id": -4}}}, -4, None),
        ({"message_reaction": {"chat": {"id": -4}, "user": {"id": 3}}}, -4, 3),
        ({"something_new": {"what": 1}}, None, None),
        ({"something_newer": 5}, None, None),
    ],
)
def test_every_kind_has_a_place_in_line(body, chat, sender):
    arrival = arrival_of({"update_id": 1, **body})
    assert (arrival.chat, arrival.sender) == (chat, sender)


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": LARGEST + 1},
        {"update_id": 1, "message": {"chat": {"id": 2.5}}},
        {"update_id": 1, "message": {"chat": {"id": 2**64}}},
    ],
)
def test_what_cannot_be_kept_is_refused(update):
    with pytest.raises(ValueError, match="an id"):
        arrival_of(update)


@given(st.text(), st.integers(0, LARGEST))
def test_any_text_can_be_kept(text, number):
    arrival = arrival_of({"update_id": number, "message": {"chat": {"id": 5}, "text": text}})
    assert arrival.raw.encode()
    assert json.loads(arrival.raw)["message"]["text"] == storable(text)


@pytest.mark.parametrize(
    "text",
    [
        "\\u0000",
        "a\\u0000b",
        "\\\\u0000",
        "\x00",
        "\\\x00",
        "\\ud800",
        "\ud800",
        '"\\u0000"',
        "\x00\\",
    ],
)
def test_what_looks_like_an_escape_stays_what_was_written(text):
    body = {"text": text, "from": {"id": 5, "first_name": text}, "chat": {"id": 5}}
    update = {"update_id": 1, "message": body | {"reply_to_message": body}}
    arrival = arrival_of(update)
    assert "\x00" not in arrival.raw
    kept = json.loads(arrival.raw)["message"]
    assert kept["text"] == kept["from"]["first_name"] == kept["reply_to_message"]["text"]
    assert kept["text"] == text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert len(kept["text"]) == len(text)


def test_what_is_nested_too_deeply_is_refused():
    deep: Any = {}
    for _ in range(100_000):
        deep = {"chat": deep}
    with pytest.raises(ValueError, match="too deeply"):
        arrival_of({"update_id": 1, "message": deep})


@given(JSON)
def test_any_json_is_taken_or_refused(body):
    try:
        arrival = arrival_of({"update_id": 1, "message": body})
    except ValueError:
        return
    assert arrival.update_id == 1
