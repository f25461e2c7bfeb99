"""A post to take statements from and somebody's contact, sent without a word; roles by reply."""

from typing import Any

import pytest

from tests.handlers.curators.conftest import OWNER, STRANGER
from tests.handlers.telegram import WHEN, Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

POST = (
    "Snow closes the pass above Lindal\n\nRuth Amber, the head of the road service, said on Monday "
    "that 14 lorries were stuck on the pass above Lindal.\n\nThe army denied that it had refused "
    "to send its ploughs to the pass.\n"
)
CHANNEL = {
    "type": "channel",
    "date": WHEN,
    "chat": {"id": -900, "type": "channel", "title": "Lindal Radio"},
    "message_id": 5,
}


def person(number: int, name: str) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": name}


def told(calls: list[Call]) -> str:
    return "\n".join(call.text for call in messages(calls))


async def test_a_forwarded_post_is_offered_to_be_read_and_read_on_a_press(carol: Reader):
    calls = await carol.says(POST, forward_origin=CHANNEL)
    offer = next(one for one in messages(calls) if "Is this an article?" in one.text)
    assert len(messages(calls)) > 1  # it is looked up as everybody's is
    post = carol.before(POST)
    read = await carol.presses(offer, "Take statements", under_reply_to=post)
    assert "Snow closes the pass above Lindal" in told(read)
    assert "nothing of them is public yet" in told(read)
    gone = await carol.presses(offer, "Take statements")
    assert any("reply to it with /pull" in one.text for one in gone)


async def test_nothing_is_offered_to_readers_or_for_a_few_words(carol: Reader, telegram: Telegram):
    stranger = Reader(carol.application, telegram, id=STRANGER)
    assert "Is this an article?" not in told(await stranger.says(POST, forward_origin=CHANNEL))
    assert "Is this an article?" not in told(await carol.says("Snow!", forward_origin=CHANNEL))
    assert "Is this an article?" not in told(await carol.says(POST))
    link = await carol.says("https://lindal.example/snow")
    assert "Is this an article?" in told(link)


async def test_a_long_paste_that_telegram_cut_is_taken_as_one_article(carol: Reader):
    said = "Ruth Amber, the head of the road service, said on Monday that {} lorries were stuck."
    first = "\n\n".join(["Snow closes the pass", *(said.format(number) for number in range(60))])
    assert len(first) > 3_500
    asked = await carol.says(first)
    [page] = messages(asked)
    assert "Send the next part, or press the button." in page.text
    assert "In my own words" not in dict(page.buttons)
    [more] = messages(await carol.says("The army denied that it had refused to send its ploughs."))
    assert "That is all" in dict(more.buttons)
    read = await carol.presses(more, "That is all")
    assert "Snow closes the pass" in told(read)
    # Who asks of a post that somebody forwarded is offered to have it read, and gets an answer.
    assert "Send the next part" not in told(await carol.says(first, forward_origin=CHANNEL))


async def test_an_owner_gives_a_role_by_a_contact(carol: Reader, telegram: Telegram):
    contact = {"phone_number": "1", "first_name": "Nadia", "last_name": "K.", "user_id": 7001}
    (asked,) = messages(await carol.sends(contact=contact))
    assert "Which role is Nadia K. (7001) to have?" in asked.text
    assert "has the role: reviewer" in told(await carol.presses(asked, "reviewer"))
    unknown = {"phone_number": "1", "first_name": "Nobody"}
    assert "nobody whom Telegram knows" in told(await carol.sends(contact=unknown))
    stranger = Reader(carol.application, telegram, id=STRANGER)
    assert "Which role" not in told(await stranger.sends(contact=contact))


async def test_a_role_is_given_by_reply_to_a_forwarded_message_or_a_contact(carol: Reader):
    original = carol.before("hello")
    sender = {"type": "user", "date": WHEN, "sender_user": person(7002, "Oleh")}
    calls = await carol.says("/grant", reply_to_message=original | {"forward_origin": sender})
    assert "Oleh (7002) has the role: curator." in told(calls)
    hidden = {"type": "hidden_user", "date": WHEN, "sender_user_name": "Somebody"}
    calls = await carol.says("/grant", reply_to_message=original | {"forward_origin": hidden})
    assert "It does not show whose message this was." in told(calls)
    contact = {"phone_number": "1", "first_name": "Ira", "user_id": 7003}
    calls = await carol.says("/grant reviewer", reply_to_message=original | {"contact": contact})
    assert "Ira (7003) has the role: reviewer." in told(calls)
    assert "Reply to a message of that person" in told(await carol.says("/grant @ira"))
    listed = told(await carol.says("/roles"))
    assert f"Person {OWNER} ({OWNER}): owner" in listed
    assert "Person 7002 (7002): curator, since " in listed
