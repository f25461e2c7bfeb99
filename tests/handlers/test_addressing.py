"""What in a group is meant for the bot, and what is not."""

from typing import Any

import pytest
from telegram import Message, User

from handlers.addressing import ANONYMOUS, Addressed, addressed
from tests.handlers.telegram import BOT, WHEN

US = User(7, "AccordingTo", True, username="accordingto_bot")
ALICE = {"id": 42, "is_bot": False, "first_name": "Alice"}
OURS = {
    "message_id": 5,
    "date": WHEN,
    "chat": {"id": -1, "type": "group"},
    "from": BOT,
    "text": "…",
}
CLAIM = OURS | {"from": ALICE, "text": "130 drones?"}


def entity(text: str, part: str, kind: str) -> dict[str, Any]:
    return {"type": kind, "offset": text.index(part), "length": len(part)}


def message(text: str, **more: Any) -> Message:
    entities = []
    if text.startswith("/"):
        entities.append(entity(text, text.split(maxsplit=1)[0], "bot_command"))
    entities += [entity(text, each, "mention") for each in text.split() if each.startswith("@")]
    raw = {"message_id": 6, "date": WHEN, "chat": {"id": -1, "type": "group"}, "from": ALICE}
    made = Message.de_json(raw | {"text": text, "entities": entities} | more, None)
    assert made is not None
    return made


MEANT = (
    (message("/ask who said it?"), Addressed("ask", "who said it?")),
    (message("/ASK@accordingto_bot when?"), Addressed("ask", "when?")),
    (message("/timeline"), Addressed("timeline", "")),
    (message("@accordingto_bot who said it?"), Addressed("ask", "who said it?")),
    (message("so, @AccordingTo_Bot who?"), Addressed("ask", "so, who?")),
    (message("and when?", reply_to_message=OURS), Addressed("ask", "and when?", 5, casual=True)),
    (message("/ask and when?", reply_to_message=OURS), Addressed("ask", "and when?", 5)),
    (message("/ask", reply_to_message=CLAIM), Addressed("ask", "130 drones?", quoted=True)),
    (message("@accordingto_bot", reply_to_message=CLAIM), Addressed("ask", "130 drones?")),
    (
        message("@accordingto_bot is this true?", reply_to_message=CLAIM),
        Addressed("ask", "130 drones?\nis this true?"),
    ),
    (message("/ask", reply_to_message=OURS), Addressed("ask", "", 5, quoted=True)),
    (message("/ask x", **{"from": BOT | {"id": ANONYMOUS}}), Addressed("ask", "x")),
)

NOT_MEANT = (
    message("who said it?"),
    message("/ask@other_bot who?"),
    message("@other_bot who?"),
    message("mail me at a@accordingto_bot.org"),
    message("yes", reply_to_message=CLAIM),
    message("/ask who?", **{"from": BOT | {"id": 8}}),
    message("/ask who?", via_bot=BOT),
    message("/ask who?", is_automatic_forward=True),
    message("/ask who?", forward_origin={"type": "user", "date": WHEN, "sender_user": ALICE}),
    message(
        "hello",
        reply_to_message=OURS | {"forum_topic_created": {"name": "Drones", "icon_color": 1}},
    ),
)


@pytest.mark.parametrize(("said", "meant"), MEANT, ids=[str(said.text) for said, _ in MEANT])
def test_what_is_meant_for_the_bot_is_heard(said: Message, meant: Addressed):
    assert addressed(said, US) == meant


@pytest.mark.parametrize("said", NOT_MEANT)
def test_what_is_not_meant_for_the_bot_is_not_heard(said: Message):
    assert addressed(said, US) is None


def test_a_person_without_a_name_is_mentioned_by_number():
    mention = {"type": "text_mention", "offset": 0, "length": 2, "user": BOT}
    said = message("AT who?", entities=[mention])
    assert addressed(said, US) == Addressed("ask", "who?")
