"""Groups and channels: not a word unless addressed; settings; look-ups in any chat."""

import time

from tests.e2e.client import Conversation, Driver, wait_for
from tests.e2e.scenarios.asking import SHOT_DOWN, started

TALK = 30
"""Unaddressed messages; the handlers' own tests try a thousand."""


def together(driver: Driver, kind: str = "supergroup") -> tuple[Conversation, Conversation]:
    """A group in which the bot is, as its creator and as somebody else sees it."""
    alice, bob = started(driver), started(driver, "Bob")
    people = [alice.person or 0, bob.person or 0]
    chat = driver.add_chat(kind, "Desk", people, "member")
    return Conversation(driver, chat, alice.person), Conversation(driver, chat, bob.person)


def a_group_that_does_not_address_the_bot_hears_nothing(driver: Driver) -> None:
    alice, bob = together(driver)
    for number in range(TALK):
        (alice, bob)[number % 2].say(f"{number}: who shot the drones down over Moscow?")
    time.sleep(1)
    assert alice.replies() == [], alice.transcript()


def a_group_is_answered_in_short_under_the_question(driver: Driver) -> None:
    alice, bob = together(driver)
    question = alice.say(f"/ask {SHOT_DOWN}")
    answer = alice.answer_to(question)
    assert "130" in answer.text.splitlines()[0], answer.text
    assert answer.seen.reply_to == question.id, answer.seen
    assert "blockquote expandable" in answer.seen.html, answer.seen.html
    follow_up = bob.ask("and who said that?", reply_to=answer)
    assert follow_up.text.startswith("The Russian Ministry of Defense"), follow_up.text


def settings_are_for_admins_and_for_who_opened_them(driver: Driver) -> None:
    alice, bob = together(driver)
    assert "Only admins" in bob.ask("/settings").text
    page = alice.ask("/settings")
    refused = Conversation(driver, bob.chat, bob.person)
    pressed = next(post for post in refused.all() if post.id == page.id).press("Daily")
    assert "Somebody else" in pressed.notice, pressed
    page.press("Daily")
    assert "every day" in page.now().text, page.now().text
    assert "no time zone" in alice.ask("/settings zone Mars/Olympus").text
    assert "0 to 23" in alice.ask("/settings hour 25").text


def a_channel_post_that_asks_is_answered(driver: Driver) -> None:
    alice = started(driver)
    chat = driver.add_chat("channel", "News", [alice.person or 0], "administrator")
    channel = Conversation(driver, chat, None)
    before = len(channel.all())
    channel.say("Breaking news, nothing for a bot")
    question = channel.say(f"/ask {SHOT_DOWN}")
    wait_for(lambda: len(channel.all()) == before + 3, "one answer in the channel")
    answer = channel.all()[-1]
    assert "130" in answer.text, answer.text
    assert answer.seen.reply_to == question.id, answer.seen


def an_answer_becomes_a_post_by_a_button_of_its_editor(driver: Driver) -> None:
    alice, bob = started(driver), started(driver, "Bob")
    chat = driver.add_chat(
        "channel", "Posts", [alice.person or 0, bob.person or 0], "administrator"
    )
    channel = Conversation(driver, chat, None)
    before = len(channel.all())
    channel.say(f"/ask {SHOT_DOWN}")
    wait_for(lambda: len(channel.all()) == before + 2, "an answer in the channel")
    answer = channel.all()[-1]
    by_bob = next(
        post for post in Conversation(driver, chat, bob.person).all() if post.id == answer.id
    )
    assert "Only admins" in by_bob.press("Make this a post").notice
    by_alice = next(
        post for post in Conversation(driver, chat, alice.person).all() if post.id == answer.id
    )
    by_alice.press("Make this a post")
    wait_for(lambda: not channel.all()[-1].buttons, "a post without buttons")
    wait_for(lambda: len(channel.all()) == before + 1, "the question gone")
    assert "Source:" in channel.all()[-1].text


def curators_commands_of_strangers_are_met_with_silence(driver: Driver) -> None:
    alice, bob = together(driver)
    for command in ("/pull https://example.org", "/retract mod-130-drones no", "/stats", "/roles"):
        bob.say(command)
    time.sleep(1)
    assert alice.replies() == [], alice.transcript()


def words_typed_in_any_chat_find_statements(driver: Driver) -> None:
    alice = started(driver)
    first, *_ = driver.look_up(alice.person or 0, SHOT_DOWN)
    assert first["title"].startswith("130"), first
    assert "Russian Ministry of Defense" in first["description"], first
    assert len(driver.look_up(alice.person or 0, "")) == 4
    assert driver.look_up(alice.person or 0, "🙂" * 256) == []
    assert driver.look_up(alice.person or 0, "capital of australia") == []
    assert driver.look_up(alice.person or 0, "mosc")
    both, *_ = driver.look_up(alice.person or 0, "drones shot down; sobyanin")
    assert both["title"] == "2 answers in one message", both


def the_timeline_is_a_picture_and_words(driver: Driver) -> None:
    alice = started(driver)
    page = alice.ask("/timeline")
    pictures = [post for post in alice.all() if post.seen.media == "photo"]
    assert pictures, "no picture came"
    assert "year not given" in page.press("In words").last.text, page.text
    assert page.buttons, page.text
