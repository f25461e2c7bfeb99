"""Following, settings, reports and complaints by buttons and commands."""

import pytest

from handlers.context import App
from tests.handlers.telegram import Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

SHOT_DOWN = "How many drones were shot down on the night of December 14?"


@pytest.fixture
def carol(application: App, telegram: Telegram) -> Reader:
    return Reader(application, telegram, id=71)


async def test_an_answer_is_followed_and_let_go(carol: Reader):
    (answer,) = messages(await carol.says(SHOT_DOWN))
    notice, state = await carol.presses(answer, "Tell me if this changes")
    assert "what is new" in notice.text
    assert ("✓ I will tell you", "stop-statement:mod-130-drones") in state.buttons
    again, _ = await carol.presses(answer, "Tell me if this changes")
    assert "already" in again.text
    notice, state = await carol.presses(state, "✓ I will tell you")
    assert "No longer" in notice.text
    assert "Tell me if this changes" in [label for label, _ in state.buttons]
    await carol.presses(state, "Tell me if this changes")
    (page,) = messages(await carol.says("/following"))
    assert "130 Ukrainian drones" in page.text
    calls = await carol.presses(page, page.buttons[0][0])
    assert "No longer" in calls[0].text
    assert "Nothing is followed" in messages(calls)[0].text


async def test_an_incident_and_a_speaker_are_followed_from_their_pages(carol: Reader):
    (incident,) = messages(await carol.says("/incident december 15 attack"))
    if not any(label == "Follow" for label, _ in incident.buttons):
        (incident,) = messages(await carol.presses(incident, data="incident:december-15-attack"))
    for data in ("follow-speaker:sobyanin", "follow-everything:"):
        (notice,) = await carol.presses(incident, data=data)
        assert notice.text
    (gone,) = await carol.presses(incident, data="follow-incident:nothing")
    assert "no longer" in gone.text
    (gone,) = await carol.presses(incident, data="follow-incident:noth~0123456789")
    assert "no longer" in gone.text


async def test_a_question_without_an_answer_is_followed(carol: Reader):
    (refusal,) = messages(await carol.says("What happened to the price of bread?"))
    notice, state = await carol.presses(refusal, "Tell me when there is an answer")
    assert "tell you" in notice.text
    assert "✓ I will tell you" in [label for label, _ in state.buttons]
    (page,) = messages(await carol.says("/following"))
    assert "price of bread" in page.text


async def test_in_a_group_admins_decide_what_is_followed(application: App, telegram: Telegram):
    telegram.chats[-300] = "supergroup"
    group = Reader(application, telegram, id=-300, chat_type="supergroup", person=42)
    (page,) = messages(await group.says("/following"))
    assert "Only admins" in await group.told_by_pressing(page, "Follow everything")
    telegram.admins.add(42)
    assert "what is new" in await group.told_by_pressing(page, "Follow everything")


async def test_private_settings_leave_out_what_only_groups_need(carol: Reader):
    (page,) = messages(await carol.says("/settings"))
    assert "Digest" in page.text
    assert "Who may ask" not in page.text
    calls = await carol.presses(page, "Русский")
    assert "Настройки" in messages(calls)[0].text
    await carol.says("/settings language en")


async def test_what_is_wrong_is_told_in_a_readers_words(carol: Reader):
    (answer,) = messages(await carol.says(SHOT_DOWN))
    (asked,) = messages(await carol.presses(answer, "Not what I asked"))
    assert "What is wrong" in asked.text
    (thanks,) = messages(await carol.replies("the number is old", carol.telegram.last, asked.text))
    assert "Thank you" in thanks.text


async def test_reports_are_for_those_who_keep_the_store(carol: Reader, application: App):
    (refused,) = messages(await carol.says("/stats"))
    assert "Only the people" in refused.text
    access = application.bot_data.desk.curation.access
    access.named_owners = access.named_owners | {71}
    for typed, word in (
        ("", "The last 7 days"),
        (" 30", "The last 30 days"),
        (" 0", "Write /stats"),
        (" never", "Write /stats"),
        (" weekly", "every Monday"),
        (" off", "no more"),
    ):
        (told,) = messages(await carol.says(f"/stats{typed}"))
        assert word in told.text
    access.named_owners = access.named_owners - {71}


async def test_a_private_timeline_is_a_picture_and_its_words_are_behind_a_button(carol: Reader):
    calls = await carol.says("/timeline")
    (photo,) = [call for call in calls if call.method == "sendPhoto"]
    assert not messages(calls)
    (page,) = messages(await carol.presses(photo, "In words"))
    assert "2022" in page.text


async def test_who_wishes_so_is_forgotten(application: App, telegram: Telegram):
    eve = Reader(application, telegram, id=9_009)
    await eve.says("/language uk")
    await eve.presses(Call("sendMessage", {"text": "…"}), data="follow-everything:")
    desk = application.bot_data.desk
    assert desk.chats.store.follows.of_chat(9_009)
    (asked,) = messages(await eve.says("/forgetme"))
    (told,) = messages(await eve.presses(asked, "Забути все"))
    assert told.text.startswith("Забуто.")
    assert desk.language_of(9_009) is None
    assert not desk.chats.store.follows.of_chat(9_009)


async def test_a_group_is_not_forgotten_by_one_of_its_people(application: App, telegram: Telegram):
    telegram.chats[-9_010] = "supergroup"
    group = Reader(application, telegram, id=-9_010, chat_type="supergroup", person=42)
    (led,) = messages(await group.says("/forgetme"))
    assert "/ask" in led.text
    pressed = await group.presses(Call("sendMessage", {"text": "…"}), data="forget:")
    assert messages(pressed) == []
