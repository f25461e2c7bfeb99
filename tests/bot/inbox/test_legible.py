"""One update that cannot be read does not keep the others from being acknowledged."""

import json
from typing import Any

import pytest

from bot.inbox.legible import legible
from tests.bot.inbox.conftest import message


def read(result: list[Any]) -> tuple[list[Any], int]:
    """What is left of the updates, and how many were told of."""
    told: list[int] = []
    body = legible(json.dumps({"ok": True, "result": result}).encode(), lambda: told.append(1))
    answer = json.loads(body)
    assert answer["ok"] is True
    return answer["result"], len(told)


def test_what_can_be_read_is_left_as_it_is():
    updates = [message(1), {"update_id": 2, "a_new_kind": {"id": 9}}]
    assert read(updates) == (updates, 0)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 2, "my_chat_member": {"chat": {"id": 5}}},
        {"update_id": 2, "message": {"chat": 7}},
        {"update_id": 2, "message": {**message(2)["message"], "date": 10**17}},
    ],
)
def test_one_that_cannot_be_read_becomes_its_id(update, caplog):
    assert read([message(1), update, message(3)]) == ([message(1), {"update_id": 2}, message(3)], 1)
    assert "update 2 cannot be read" in caplog.text


@pytest.mark.parametrize("update", [7, {"message": {}}, {"update_id": "x"}])
def test_what_has_no_id_is_left_out(update):
    assert read([message(1), update]) == ([message(1)], 1)


@pytest.mark.parametrize(
    "body", [b"no json", b"\xff", b"[]", b'{"ok": false}', b'{"result": {}}', b"[" * 100_000]
)
def test_any_other_answer_is_not_touched(body):
    assert legible(body, lambda: None) == body
