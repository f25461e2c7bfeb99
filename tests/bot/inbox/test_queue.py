"""Whatever comes is taken with its chat and sender, or refused with a reason."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given, strategies as st
from telegram import Bot, Update

from bot.delivery import CURRENT, IdempotentSender, RetryingLimiter
from bot.inbox import queue, recovery
from bot.inbox.queue import LARGEST, Inbox, UpdateProcessor, arrival_of
from handlers.error_handler import TurnedAway
from knowledge.characters import storable
from knowledge.domain import (
    Allowance,
    Arrival,
    Carried,
    Concluded,
    Delivery,
    Fallen,
    Limits,
    StoreProblem,
)
from knowledge.storage import Store
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


pytestmark = pytest.mark.anyio


def update(number: int, **options: Any) -> Update:
    return Update.de_json(message(number, **options), Bot("123456:ABC"))


class Working:
    """Lets an inbox work while inside."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def __aenter__(self) -> Inbox:
        self._task = asyncio.create_task(self._inbox.work())
        return self._inbox

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def failing_first(really: Callable[..., Any], times: int, error: Exception) -> Callable[..., Any]:
    """What does really what it is asked after it has failed so many times."""
    tries = iter(range(times))

    def tried(*given: Any, **named: Any) -> Any:
        if next(tries, None) is not None:
            raise error
        return really(*given, **named)

    return tried


async def got(inbox: Inbox) -> Any:
    return await asyncio.wait_for(inbox.get(), 60)


async def test_an_update_comes_out_claimed_and_only_once(inbox, store):
    async with Working(inbox):
        await inbox.put(update(1))
        await inbox.put(update(1))
        await inbox.stored()
        assert [one.update_id for one in store.inbox.waiting()] == [1]
        one = await got(inbox)
        assert one.message.text == "who?"
        assert inbox.claimed(one) is not None
        assert inbox.busy == 1
        await inbox.settled(1)
        assert store.inbox.waiting() == []
        await inbox.put(update(1))
        await inbox.stored()
        assert inbox.empty()
    assert inbox.claimed("a stop") is None


async def test_the_next_of_a_chat_comes_after_the_first_is_dealt_with(inbox):
    async with Working(inbox):
        for number in (1, 2):
            await inbox.put(update(number))
        await inbox.put(update(3, chat=6))
        first, other = await got(inbox), await got(inbox)
        assert (first.update_id, other.update_id) == (1, 3)
        assert inbox.empty()
        await inbox.settled(1)
        assert (await got(inbox)).update_id == 2


async def test_what_is_no_update_goes_straight_through(inbox):
    await inbox.put("a stop")
    assert await got(inbox) == "a stop"


async def test_an_update_that_cannot_be_kept_is_told_and_left_out(inbox, store, caplog):
    odd = Update(-5)
    await inbox.put(odd)
    await inbox.stored()
    assert store.inbox.waiting() == []
    assert "cannot be taken" in caplog.text


async def test_storing_is_tried_until_it_succeeds(inbox, store, monkeypatch, caplog):
    full = StoreProblem("The database is full.")
    monkeypatch.setattr(store.inbox, "receive", failing_first(store.inbox.receive, 2, full))
    await inbox.put(update(1))
    await asyncio.wait_for(inbox.stored(), 60)
    assert len(store.inbox.waiting()) == 1
    assert "cannot be stored yet: The database is full." in caplog.text


async def test_at_the_end_what_cannot_be_stored_stays_with_telegram(inbox, store, monkeypatch):
    def failing(*_: Any) -> None:
        raise StoreProblem("The database is gone.")

    monkeypatch.setattr(store.inbox, "receive", failing)
    inbox.closing = True
    await inbox.put(update(1))
    await asyncio.wait_for(inbox.stored(), 60)
    with pytest.raises(StoreProblem):
        await inbox.receive(Arrival(2, "{}", 1, 1))


async def test_marking_is_tried_until_it_succeeds(inbox, store, monkeypatch, caplog):
    away = StoreProblem("The database is away.")
    monkeypatch.setattr(store.inbox, "settle", failing_first(store.inbox.settle, 2, away))
    async with Working(inbox):
        await inbox.put(update(1))
        await got(inbox)
        await asyncio.wait_for(inbox.settled(1), 60)
    assert store.inbox.waiting() == []
    assert "cannot be kept yet" in caplog.text


def concluded(store: Store, message: int, *, statement: str | None = "first") -> Concluded:
    """What is left of an answer to a question."""
    question = store.questions.noted(f"Who said {message}?", "en", "answer", 0.5)
    carried = (Carried(cast("str", statement), 1),)
    return Concluded(question, Delivery(5, message, carried, store.now()))


async def handled(inbox: Inbox, *left: Concluded) -> list[str]:
    """Handle the next update, which sends one message and leaves this; gives what was sent."""
    sent: list[str] = []
    sending = IdempotentSender(RetryingLimiter())

    async def send(text: str) -> bool:
        sent.append(text)
        return True

    async def work() -> None:
        journal = CURRENT.get()
        journal.last()
        await sending.process_request(send, ("a",), {}, "sendMessage", {"chat_id": 5}, None)
        for each in left:
            journal.conclude(each)

    one = await got(inbox)
    await UpdateProcessor(2, inbox).process_update(one, work())
    return sent


async def test_what_is_left_of_an_answer_is_kept_with_the_end_of_its_update(
    inbox, store, monkeypatch
):
    really, settled = store.inbox.settle, []

    def noted(*what: Any) -> None:
        settled.append(what)
        really(*what)

    monkeypatch.setattr(store.inbox, "settle", noted)
    async with Working(inbox):
        await inbox.put(update(1))
        assert await handled(inbox, concluded(store, 31)) == ["a"]
    assert [(said, list(ended), set(unsaid)) for said, ended, _, unsaid in settled] == [
        ([], [1], {1})
    ]
    assert store.inbox.waiting() == []
    assert [each.text for each in store.questions.listed()] == ["Who said 31?"]
    assert store.deliveries.get(5, 31).statements == (("first", 1),)


async def test_what_is_left_of_an_answer_waits_for_the_database(inbox, store, monkeypatch, caplog):
    away = StoreProblem("The database is away.")
    away.passing = True
    monkeypatch.setattr(store.inbox, "settle", failing_first(store.inbox.settle, 2, away))
    async with Working(inbox):
        await inbox.put(update(1))
        await handled(inbox, concluded(store, 31))
    assert store.deliveries.get(5, 31) is not None
    assert len(store.questions.listed()) == 1
    assert "cannot be kept yet" in caplog.text


async def test_what_cannot_be_kept_of_an_answer_ends_its_update_all_the_same(inbox, store, caplog):
    async with Working(inbox):
        await inbox.put(update(1))
        await handled(inbox, concluded(store, 31, statement=None))
    assert store.inbox.waiting() == []
    assert store.deliveries.get(5, 31) is None
    assert "cannot be kept (update 1)" in caplog.text


async def test_at_the_end_marking_is_given_up(inbox, store, monkeypatch):
    async with Working(inbox):
        await inbox.put(update(1))
        await got(inbox)

    def failing(*_: Any) -> None:
        raise StoreProblem("The database is gone.")

    monkeypatch.setattr(store.inbox, "settle", failing)
    inbox.closing = True
    await asyncio.wait_for(inbox.settled(1), 60)
    assert inbox.busy == 0


async def test_claiming_goes_on_when_the_database_comes_back(inbox, store, monkeypatch, caplog):
    monkeypatch.setattr(queue, "LOOKED_FOR", 0.02)
    away = StoreProblem("The database is away.")
    monkeypatch.setattr(store.inbox, "claim", failing_first(store.inbox.claim, 2, away))
    store.inbox.receive([Arrival(1, json.dumps(message(1)), 5, 5)], Limits())
    async with Working(inbox):
        assert (await got(inbox)).update_id == 1
    assert "no updates can be taken" in caplog.text


async def test_whatever_goes_wrong_updates_are_taken_on(inbox, store, monkeypatch, caplog):
    fault = KeyError("a fault of ours")
    monkeypatch.setattr(store.inbox, "claim", failing_first(store.inbox.claim, 1, fault))
    store.inbox.receive([Arrival(1, json.dumps(message(1)), 5, 5)], Limits())
    async with Working(inbox):
        assert (await got(inbox)).update_id == 1
    assert "a fault of ours" in caplog.text


async def test_what_ends_a_worker_with_nothing_beside_it_is_not_begun_again(inbox, store):
    store.inbox.receive([Arrival(1, json.dumps(message(1)), 5, 5)], Limits())
    for alone in (False, True):
        assert store.inbox.claim("dead", 1, alone=alone)
        store.dead_letters.bury([Fallen("dead", frozenset({1}), by_itself=True)])
    async with Working(inbox):
        await asyncio.sleep(0.2)
    assert inbox.empty()
    assert [one.update_id for one in store.dead_letters.listed()] == [1]


async def test_what_had_begun_when_a_worker_ended_is_begun_alone(inbox, store, monkeypatch):
    monkeypatch.setattr(recovery, "LOOKED_FOR", 0.02)
    arrivals = [Arrival(n, json.dumps(message(n, chat=n)), n, n) for n in (1, 2, 3)]
    store.inbox.receive(arrivals, Limits())
    assert len(store.inbox.claim("dead", 2)) == 2
    store.dead_letters.bury([Fallen("dead", frozenset({1, 2}), by_itself=True)])
    async with Working(inbox):
        for number in (1, 2):
            assert (await got(inbox)).update_id == number
            await asyncio.sleep(0.1)
            assert inbox.busy == 1
            await inbox.settled(number)
        assert (await got(inbox)).update_id == 3
    assert store.dead_letters.listed() == []


async def test_one_that_must_be_alone_waits_for_what_is_being_handled(inbox, store, monkeypatch):
    monkeypatch.setattr(recovery, "LOOKED_FOR", 0.02)
    store.inbox.receive([Arrival(9, json.dumps(message(9, chat=9)), 9, 9)], Limits())
    async with Working(inbox):
        await got(inbox)
        arrivals = [Arrival(n, json.dumps(message(n, chat=n)), n, n) for n in (1, 2)]
        store.inbox.receive(arrivals, Limits())
        store.inbox.claim("dead", 1)
        store.dead_letters.bury([Fallen("dead", frozenset({1}), by_itself=True)])
        await asyncio.sleep(0.1)
        inbox.wake()
        await asyncio.sleep(0.1)
        await inbox.settled(9)
        begun = await got(inbox)
        assert (begun.update_id, inbox.busy) == (1, 1)


async def test_what_cannot_be_read_is_dealt_with(inbox, store, caplog):
    store.inbox.receive([Arrival(1, '{"update_id": 1, "message": {"chat": 7}}', 5, 5)], Limits())
    async with Working(inbox):
        while store.inbox.waiting():  # noqa: ASYNC110  # a thread does it
            await asyncio.sleep(0.01)
    assert "cannot be read" in caplog.text


async def test_a_kind_that_nobody_knows_comes_out_as_an_empty_update(inbox, store):
    raw = '{"update_id": 1, "something_new": {"id": 9}}'
    store.inbox.receive([Arrival(1, raw, None, None)], Limits())
    async with Working(inbox):
        assert (await got(inbox)).update_id == 1


async def test_a_flood_comes_out_as_one_word_about_it(store):
    told: list[str] = []
    inbox = Inbox(
        store,
        Limits(sender=Allowance(1, 0.001)),
        worker="w",
        capacity=4,
        observer=lambda word, _: told.append(word),
    )
    inbox.parsed_by(Bot("123456:ABC"))
    async with Working(inbox):
        for number in range(1, 5):
            await inbox.put(update(number))
        await inbox.stored()
        assert isinstance(await got(inbox), Update)
        await inbox.settled(1)
        away = await got(inbox)
        assert isinstance(away, TurnedAway)
        assert not away.busy
        assert inbox.claimed(away) is not None
        await inbox.settled(2)
        assert store.inbox.waiting() == []
    assert sorted(told) == ["flood", "shed", "shed", "taken"]
    inbox.pool.shutdown()


async def test_updates_are_claimed_again_when_there_is_room_for_some(store):
    inbox = Inbox(store, Limits(), worker="w", capacity=8)
    inbox.parsed_by(Bot("123456:ABC"))
    async with Working(inbox):
        for number in range(1, 10):
            await inbox.put(update(number, chat=number))
        await inbox.stored()
        assert sorted([(await got(inbox)).update_id for _ in range(8)]) == list(range(1, 9))
        await inbox.settled(1)
        await asyncio.sleep(0.2)
        assert [one.tries for one in store.inbox.waiting()][-1] == 0
        await inbox.settled(2)
        assert (await got(inbox)).update_id == 9
    inbox.pool.shutdown()


async def test_handling_is_timed_settled_and_survives_a_failure(inbox, store, caplog):
    times: list[float] = []
    attending = UpdateProcessor(2, inbox, times.append)
    handled: list[int] = []

    async def work(number: int) -> None:
        handled.append(number)
        if number == 1:
            raise OSError("no")

    async with Working(inbox), attending:
        for number in (1, 2):
            await inbox.put(update(number, chat=number))
        for _ in range(2):
            one = await got(inbox)
            await attending.process_update(one, work(one.update_id))
        await attending.process_update("other", work(3))
    assert sorted(handled) == [1, 2, 3]
    assert len(times) == 2
    assert store.inbox.waiting() == []
    assert "update 1 ended in a failure" in caplog.text


async def test_what_is_broken_off_stays_in_the_inbox(inbox, store):
    attending = UpdateProcessor(2, inbox)

    async def forever() -> None:
        await asyncio.Event().wait()

    async with Working(inbox), attending:
        await inbox.put(update(1))
        one = await got(inbox)
        task = asyncio.create_task(attending.process_update(one, forever()))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert [one.update_id for one in store.inbox.waiting()] == [1]
