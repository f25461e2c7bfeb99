"""Updates of a chat are handled in order, those of different chats side by side."""

import asyncio

import pytest
from telegram import Chat, InlineQuery, Message, Update, User

from bot.inbox.queue import PerChatProcessor


def update(chat: int, number: int) -> Update:
    place = Chat(chat, Chat.PRIVATE)
    message = Message(number, None, place, text="x")  # type: ignore[arg-type]  # no date needed
    return Update(number, message=message)


@pytest.mark.anyio
async def test_a_chat_waits_for_itself_and_for_nobody_else():
    processor = PerChatProcessor(2)
    said: list[str] = []
    gate = asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        said.append("slow")

    async def quick(word: str) -> None:
        said.append(word)

    async with processor:
        first = asyncio.create_task(processor.process_update(update(1, 1), slow()))
        await asyncio.sleep(0)
        second = asyncio.create_task(processor.process_update(update(1, 2), quick("after")))
        await processor.process_update(update(2, 3), quick("elsewhere"))
        assert said == ["elsewhere"]
        gate.set()
        await asyncio.gather(first, second)
    assert said == ["elsewhere", "slow", "after"]
    assert not processor.turns
    assert not processor.waiting


@pytest.mark.anyio
async def test_a_flood_in_one_chat_takes_one_place():
    processor = PerChatProcessor(2)
    gate = asyncio.Event()
    served = asyncio.Event()

    async def stuck() -> None:
        await gate.wait()

    async def other() -> None:
        served.set()

    flood = [
        asyncio.create_task(processor.process_update(update(1, number), stuck()))
        for number in range(100)
    ]
    await asyncio.sleep(0)
    await asyncio.wait_for(processor.process_update(update(2, 200), other()), 60)
    assert served.is_set()
    gate.set()
    await asyncio.gather(*flood)


@pytest.mark.anyio
async def test_what_belongs_to_no_chat_is_handled_too():
    processor = PerChatProcessor(1)
    said: list[str] = []

    async def note(word: str) -> None:
        said.append(word)

    await processor.process_update(object(), note("odd"))
    await processor.process_update(Update(1), note("empty"))
    await processor.process_update(
        Update(2, inline_query=None, callback_query=None), note("emptier")
    )
    somebody = User(5, "A", is_bot=False)
    await processor.process_update(
        Update(3, inline_query=InlineQuery("1", somebody, "drone", "")), note("inline")
    )
    assert said == ["odd", "empty", "emptier", "inline"]
    assert not processor.turns


@pytest.mark.anyio
async def test_a_failure_lets_the_next_one_go_on():
    processor = PerChatProcessor(1)

    async def failing() -> None:
        raise ValueError("no")

    async def fine() -> None:
        return None

    with pytest.raises(ValueError, match="no"):
        await processor.process_update(update(1, 1), failing())
    await asyncio.wait_for(processor.process_update(update(1, 2), fine()), 60)
    assert not processor.waiting
