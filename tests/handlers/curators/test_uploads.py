"""Files of curators: what is imported and pulled, and what is told where a file cannot be had."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.settings import Settings
from handlers.context import App
from handlers.curators import uploads
from knowledge.desk import Desk
from tests.handlers.curators.conftest import STRANGER
from tests.handlers.desks import desk_in
from tests.handlers.telegram import WHEN, Call, Reader, Telegram

pytestmark = pytest.mark.anyio

HEAD = "id,claim,speaker\n"
ROW = "tower-is-closed,The tower is closed for the winter,Ann Wall\n"
UNSEEN = 23


@pytest.fixture(scope="module")
def desk(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    # What is imported here must not show in other tests.
    with desk_in(tmp_path_factory.mktemp("uploads"), settings) as desk:
        yield desk


def file(name: str, identity: str = "one", size: int = 100) -> dict[str, Any]:
    return {
        "file_id": identity,
        "file_unique_id": identity,
        "file_name": name,
        "file_size": size,
    }


def captioned(text: str) -> dict[str, Any]:
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"caption": text, "caption_entities": entities}


def told(calls: list[Call]) -> str:
    return "\n".join(
        call.text for call in calls if call.method in {"sendMessage", "editMessageText"}
    )


async def tried(carol: Reader, content: str, identity: str = "one") -> list[Call]:
    """A table that is sent to be imported."""
    carol.telegram.files[identity] = content.encode()
    return await carol.sends(document=file("rows.csv", identity), **captioned("/import"))


def pressed(calls: list[Call]) -> Call:
    return [call for call in calls if call.buttons][-1]


async def test_rows_are_tried_and_then_imported(carol: Reader):
    calls = await tried(carol, HEAD + ROW)
    assert "Reading the file…" in told(calls)
    assert "new" in told(calls)
    store = carol.application.bot_data.desk.store
    before = store.revisions.newest()
    page = pressed(calls)
    calls = await carol.presses(page, next(label for label, _ in page.buttons if label != "Cancel"))
    assert store.revisions.newest() > before, told(calls)
    assert store.records.statement("tower-is-closed").claim.all() == (
        "The tower is closed for the winter",
    )


async def test_a_file_that_is_another_one_by_then_is_not_imported(carol: Reader):
    page = pressed(await tried(carol, HEAD + ROW.replace("tower", "pier"), "two"))
    carol.telegram.files["two"] = (HEAD + ROW.replace("tower", "mill")).encode()
    label = next(label for label, _ in page.buttons if label != "Cancel")
    assert "no longer the one that was tried" in told(await carol.presses(page, label))


async def test_how_far_a_long_file_is_read_is_told(carol: Reader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "BEAT", 0.001)
    rows = "".join(f"n{at},Boat number {at} left the harbour,Ann Wall\n" for at in range(400))
    calls = await tried(carol, HEAD + rows, "many")
    assert " read…" in told([call for call in calls if call.method == "editMessageText"])


@pytest.mark.parametrize("caption", ["/import", "/pull"])
async def test_a_file_that_telegram_does_not_give_is_told_of(
    carol: Reader, telegram: Telegram, caption: str
):
    big = file("a.csv", size=uploads.BYTES + 1)
    assert "more than 20 MB" in told(await carol.sends(document=big, **captioned(caption)))
    for refusal, said in (
        ("file is too big", "more than 20 MB"),
        ("wrong file_id", "send it again"),
    ):
        telegram.fail("getFile", 400, f"Bad Request: {refusal}")
        calls = await carol.sends(document=file("a.csv"), **captioned(caption))
        assert said in told(calls)


async def test_a_forwarded_file_is_to_be_sent_by_oneself(carol: Reader):
    origin = {"type": "user", "date": WHEN, "sender_user": carol.who}
    calls = await carol.sends(document=file("a.csv"), forward_origin=origin, **captioned("/import"))
    assert "Send the file yourself" in told(calls)


async def test_a_file_alone_and_one_that_is_replied_to_are_articles(carol: Reader):
    carol.telegram.files["three"] = b"not a document at all"
    assert ".docx" in told(await carol.sends(document=file("a.docx", "three")))
    earlier = carol.message(UNSEEN, "") | {"document": file("a.docx", "three")}
    del earlier["text"]
    assert ".docx" in told(await carol.says("/pull", reply_to_message=earlier))


async def test_a_table_that_is_sent_alone_is_tried_as_an_import(carol: Reader):
    carol.telegram.files["four"] = (HEAD + ROW).encode()
    calls = await carol.sends(document=file("rows.csv", "four"))
    assert "Reading the file…" in told(calls)
    assert "refused" in told(calls)


async def test_a_strangers_file_is_none_of_ours(application: App, telegram: Telegram):
    stranger = Reader(application, telegram, id=STRANGER)
    calls = await stranger.sends(document=file("a.csv"))
    assert not [call for call in calls if call.method == "getFile"]
    calls = await stranger.sends(document=file("a.csv"), **captioned("/import"))
    assert "Only the people" in told(calls)
