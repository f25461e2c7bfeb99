"""Groups and channels: answered when addressed, in short, in the topic; settings by admins."""

from itertools import count

import pytest

from handlers.context import App
from tests.handlers.telegram import BOT, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

NUMBERS = count()

SHOT_DOWN = "How many drones were shot down on the night of December 14?"


@pytest.fixture
def group(application: App, telegram: Telegram) -> Reader:
    number = -1000 - next(NUMBERS)  # what was told in one test is remembered in the next
    telegram.chats[number] = "supergroup"
    return Reader(application, telegram, id=number, chat_type="supergroup", person=42)


async def test_a_thousand_unaddressed_messages_are_met_with_silence(group: Reader):
    for number in range(1000):
        assert await group.says(f"talk {number}: who shot the drones down over Moscow?") == []


async def test_a_command_is_answered_in_short_under_the_question(group: Reader):
    (answer,) = messages(await group.says(f"/ask {SHOT_DOWN}"))
    assert "130" in answer.text.splitlines()[0]
    assert "Be careful" in answer.text.split("<blockquote expandable>")[0]
    assert "Source:" in answer.text.split("<blockquote expandable>")[1]
    assert '"message_id": 1' in answer.values["reply_parameters"]
    labels = [text for text, _ in answer.buttons]
    assert labels == ["Other accounts", "Open in private"]
    assert "https://t.me/accordingto_bot?start=s_mod-130-drones" in str(answer.values)


async def test_a_reply_to_an_answer_is_a_follow_up(group: Reader):
    (answer,) = messages(await group.says(f"/ask {SHOT_DOWN}"))
    told = group.telegram.last
    (follow_up,) = messages(await group.replies("and who said that?", told))
    assert follow_up.text.startswith("<b>The Russian Ministry of Defense</b>")
    remark = await group.replies("lovely weather today, friends", told)
    assert messages(remark) == []
    assert answer.text


async def test_an_edited_question_edits_its_answer(group: Reader):
    await group.says("/ask Who called it a gesture of despair?")
    (edited,) = messages(await group.edits(f"/ask {SHOT_DOWN}"))
    assert edited.method == "editMessageText"


async def test_the_topic_is_kept(group: Reader):
    await group.says(f"/ask {SHOT_DOWN}")
    told = group.telegram.last
    (answer,) = messages(
        await group.replies("any other source?", told, message_thread_id=9, is_topic_message=True)
    )
    assert answer.values["message_thread_id"] == "9"


async def test_pages_are_compact_and_unknown_commands_are_somebody_elses(group: Reader):
    (page,) = messages(await group.says("/incidents"))
    assert "4 incidents" in page.text
    assert await group.says("/kick everybody") == []
    (lost,) = messages(await group.says("/speaker"))
    assert lost.text
    (nobody,) = messages(await group.says("/incident ferry-on-the-moon"))
    assert "nothing of that name" in nobody.text


@pytest.mark.parametrize("said", ["/ask", "/start", "/privacy@accordingto_bot"])
async def test_who_asks_nothing_is_told_how_to_ask(group: Reader, said: str):
    (told,) = messages(await group.says(said))
    assert "/ask" in told.text


async def test_pictures_come_with_their_words(group: Reader):
    calls = await group.says("/timeline")
    (photo,) = [call for call in calls if call.method == "sendPhoto"]
    assert "Timeline" in photo.values["caption"]
    assert "year not given" not in photo.values["caption"]
    assert not messages(calls)
    calls = await group.presses(photo, "In words")
    (caption,) = [call for call in calls if call.method == "editMessageCaption"]
    assert "year not given" in caption.values["caption"]


async def test_where_pictures_are_not_allowed_words_must_do(group: Reader):
    group.telegram.fail("sendPhoto", 400, "Bad Request: not enough rights to send photos")
    (page,) = messages(await group.says("/speakers"))
    assert "Speakers" in page.text


async def test_settings_are_for_admins_and_their_buttons_for_who_opened_them(group: Reader):
    (refused,) = messages(await group.says("/settings"))
    assert "Only admins" in refused.text
    group.telegram.admins.add(42)
    (page,) = messages(await group.says("/settings"))
    calls = await group.presses(page, "Daily")
    assert "every day" in messages(calls)[0].text
    bob = Reader(group.application, group.telegram, id=group.id, chat_type="supergroup", person=43)
    assert "Somebody else" in await bob.told_by_pressing(page, "Weekly")
    group.telegram.admins.clear()
    assert "Only admins" in await group.told_by_pressing(page, "Weekly")


async def test_what_cannot_be_set_is_refused(group: Reader):
    group.telegram.admins.add(42)
    (told,) = messages(await group.says("/settings zone Mars/Olympus"))
    assert "no time zone" in told.text
    (page,) = messages(await group.says("/settings hour 7"))
    assert "7:00" in page.text
    assert "0 to 23" in await group.told_by_pressing(page, data="set:42.hour.25")
    await group.says("/settings hour 9")


async def test_only_admins_are_answered_where_the_chat_wishes_so(group: Reader):
    group.telegram.admins.add(42)
    await group.says("/settings ask admins")
    assert messages(await group.says(f"/ask {SHOT_DOWN}"))
    bob = Reader(group.application, group.telegram, id=group.id, chat_type="supergroup", person=43)
    assert messages(await bob.says(f"/ask {SHOT_DOWN}")) == []
    group.telegram.fail("getChatMember", 400, "Bad Request: member list is inaccessible")
    assert messages(await group.says(f"/ask {SHOT_DOWN}")) == []
    await group.says("/settings ask everyone")


async def test_a_channel_post_is_answered_and_an_answer_becomes_a_post(
    application: App, telegram: Telegram
):
    telegram.chats[-200] = "channel"
    channel = Reader(application, telegram, id=-200, chat_type="channel")
    assert await channel.posts("Breaking news") == []
    (answer,) = messages(await channel.posts(f"/ask {SHOT_DOWN}"))
    assert "reply_parameters" in answer.values
    calls = await channel.posts(f"/post {SHOT_DOWN}")
    (post,) = messages(calls)
    assert "reply_parameters" not in post.values
    assert post.buttons == []
    assert "Source:" in post.text
    assert calls[-1].method == "deleteMessage"
    (page,) = messages(await channel.posts("/settings"))
    assert "Settings of this chat" in page.text


async def test_an_editor_makes_an_answer_a_post_by_a_button(application: App, telegram: Telegram):
    telegram.chats[-201] = "channel"
    channel = Reader(application, telegram, id=-201, chat_type="channel", person=43)
    (answer,) = messages(await channel.posts("/ask Сколько дронов сбили в ночь на 14 декабря?"))
    assert "Only admins" in await channel.told_by_pressing(answer, "Сделать постом")
    telegram.admins.add(43)
    asked = channel.message(1, "/ask …") | {"sender_chat": channel.chat}
    calls = await channel.presses(answer, "Сделать постом", under_reply_to=asked)
    (post,) = messages(calls)
    assert calls[-1].method == "deleteMessage"  # the question goes
    assert post.method == "editMessageText"
    assert post.buttons == []
    assert "Источник:" in post.text
    desk = application.bot_data.desk
    assert desk.chats.is_post(-201, telegram.last)
    assert not desk.chats.is_post(-201, telegram.last + 1)
    gone = await channel.told_by_pressing(answer, data="post:no-such-statement")
    assert "no longer in the store" in gone


async def test_a_refusal_in_a_channel_makes_no_post(application: App, telegram: Telegram):
    telegram.chats[-204] = "channel"
    channel = Reader(application, telegram, id=-204, chat_type="channel")
    (told,) = messages(await channel.posts("/ask What is the capital of Australia?"))
    assert not any(data.startswith("post") for _, data in told.buttons)


async def test_an_editor_makes_an_answer_a_post_by_a_reply(application: App, telegram: Telegram):
    telegram.chats[-202] = "channel"
    channel = Reader(application, telegram, id=-202, chat_type="channel")
    await channel.posts(f"/ask {SHOT_DOWN}")
    answer = {"message_id": telegram.last, "date": 1, "chat": channel.chat, "text": "…"}
    channel.said += 1
    told = channel.message(channel.said, "/post") | {"sender_chat": channel.chat}
    del told["from"]
    calls = await channel.update(channel_post=told | {"reply_to_message": answer})
    (post,) = messages(calls)
    assert "130 Ukrainian drones" in post.text
    assert calls[-1].method == "deleteMessage"


async def test_nothing_is_posted_where_the_store_has_nothing(application: App, telegram: Telegram):
    telegram.chats[-203] = "channel"
    channel = Reader(application, telegram, id=-203, chat_type="channel")
    (told,) = messages(await channel.posts("/post What is the capital of Australia?"))
    assert told.text.startswith("Nothing was posted.")
    assert not any(data.startswith("tell") for _, data in told.buttons)


async def test_in_a_group_only_admins_post(group: Reader):
    assert messages(await group.says(f"/post {SHOT_DOWN}")) == []
    group.telegram.admins.add(42)
    (post,) = messages(await group.says(f"/post {SHOT_DOWN}"))
    assert post.buttons == []


async def test_what_reaches_the_bot_is_told(group: Reader, application: App, telegram: Telegram):
    (page,) = messages(await group.says("/status"))
    assert "only commands and replies to me reach me" in page.text
    telegram.admins.add(7)
    (page,) = messages(await group.says("/status"))
    assert "All messages of this chat reach me" in page.text
    (alone,) = messages(await Reader(application, telegram).says("/status"))
    assert "privacy mode is on" in alone.text


async def test_of_reports_strangers_in_a_group_hear_nothing(group: Reader):
    assert await group.says("/stats") == []


async def test_a_look_up_in_a_group_makes_no_further_message(group: Reader):
    (answer,) = messages(await group.says(f"/ask {SHOT_DOWN}"))
    (notice,) = await group.presses(answer, data="source:mod-130-drones")
    assert "Paragraph: 10" in notice.text
    assert notice.values["show_alert"] == "true"
    _, opened = await group.presses(answer, "Other accounts")
    assert opened.method == "editMessageText"
    assert "20%" in opened.text
    assert "✓ Other accounts" in [text for text, _ in opened.buttons]


async def test_what_a_list_in_a_group_holds_is_told_to_whoever_presses(group: Reader):
    (answer,) = messages(await group.says(f"/ask {SHOT_DOWN}"))
    (notice,) = await group.presses(answer, data="choose:mod-130-drones")
    assert "Ministry of Defense" in notice.text
    assert len(notice.text) <= 200


async def test_a_choice_in_a_group_becomes_its_answer(group: Reader):
    (offer,) = messages(await group.says("/ask drone strikes"))
    data = next(data for _, data in offer.buttons if data.startswith("choose:"))
    calls = await group.presses(offer, data=data)
    assert not messages(calls) or calls[-1].method == "editMessageText"


async def test_the_other_side_is_open_in_a_group(group: Reader):
    (answer,) = messages(await group.says("/ask Who called it a gesture of despair?"))
    assert "Disputes this" in answer.text.split("<blockquote expandable>")[0]


async def test_a_group_that_moves_or_throws_the_bot_out_is_let_go(group: Reader):
    await group.sends(migrate_to_chat_id=-1002)
    group.telegram.chats[-1002] = "supergroup"
    kicked = {"user": BOT, "status": "kicked", "until_date": 0}
    left = {"user": BOT, "status": "member"}
    person = {"id": 42, "is_bot": False, "first_name": "Alice"}
    for old, new in ((left, kicked), (kicked, left)):
        change = {"chat": group.chat, "from": person, "date": 1}
        change |= {"old_chat_member": old, "new_chat_member": new}
        assert await group.update(my_chat_member=change) == []
