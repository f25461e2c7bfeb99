"""A caption, a forward, a quotation, /ask, other letters, a link: messages like any other."""

import pytest

from tests.handlers.telegram import Reader, messages

pytestmark = pytest.mark.anyio

PICTURE = {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]}
SHOT_DOWN = "How many drones were shot down on the night of December 14?"


async def first_line(calls) -> str:
    (told,) = messages(calls)
    return told.text.splitlines()[0]


async def test_the_caption_of_a_picture_is_the_question(alice: Reader):
    assert "130" in await first_line(await alice.sends(**PICTURE, caption=SHOT_DOWN))


async def test_ask_works_in_a_private_chat_too(alice: Reader):
    assert "130" in await first_line(await alice.says(f"/ask {SHOT_DOWN}"))


async def test_words_that_are_replied_to_are_looked_up(alice: Reader):
    original = alice.before("The Duma called the attacks a gesture of despair.")
    calls = await alice.says("who said so?", reply_to_message=original)
    (told,) = messages(calls)
    assert "Duma" in told.text


async def test_a_claim_at_the_end_of_a_long_forward_is_found(alice: Reader):
    chatter = "Good morning to all subscribers, the weather is fine and the market is open. " * 49
    claim = "Western intelligence agencies confirmed that Ukraine was involved in the strikes."
    forward = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1}
    calls = await alice.says(f"{chatter}{claim}", forward_origin=forward)
    (told,) = messages(calls)
    assert "Western intelligence agencies" in told.text


@pytest.mark.parametrize(
    "question", ["skolko dronov sbili 14 dekabrya", "crjkmrj lhjyjd c,bkb 14 ltrf,hz"]
)
async def test_other_letters_are_read_and_answered_in_the_language_meant(alice: Reader, question):
    line = await first_line(await alice.says(question))
    assert "130" in line
    assert "Министерство обороны" in line


async def test_two_questions_get_two_answers(alice: Reader):
    (told,) = messages(
        await alice.says("Who predicted more strikes, and who denies any involvement?")
    )
    assert "1. " in told.text
    assert "Podolyak" in told.text
    assert "2. " in told.text


async def test_a_link_to_an_unknown_article_says_what_to_do(alice: Reader):
    line = await first_line(await alice.says("https://example.org/unknown"))
    assert "do not know this article" in line


async def test_a_conversation_goes_on_from_what_was_answered(alice: Reader):
    assert "130" in await first_line(await alice.says(SHOT_DOWN))
    assert "Ministry of Defense" in await first_line(await alice.says("who said that?"))
    (refused,) = messages(await alice.says("which missiles did they use?"))
    assert "130" not in refused.text.splitlines()[0]
    assert "Ministry of Defense" in await first_line(await alice.says("says who?"))
    (other_day,) = messages(await alice.says("and on the 15th?"))
    assert "21" in other_day.text
    assert "21 drones were shot down" not in other_day.text


async def test_a_wrong_speaker_is_put_right_in_the_first_line(alice: Reader):
    line = await first_line(
        await alice.says("Zelensky said that strikes on Russia will increase, right?")
    )
    assert line.startswith("The store has no such words from Zelensky.")
    assert "Podolyak" in line


@pytest.mark.parametrize(
    ("message", "word"),
    [("stop", "/following"), ("як відписатися?", "/following"), ("спасибо", "Пожалуйста")],
)
async def test_what_is_no_question_gets_a_sentence(alice: Reader, message, word):
    assert word in await first_line(await alice.says(message))


async def test_a_long_message_with_a_link_is_looked_up_and_not_the_link(alice: Reader):
    claim = "Western intelligence agencies confirmed that Ukraine was involved in the strikes. "
    (told,) = messages(await alice.says(f"{claim * 6}https://example.org/unknown"))
    assert "do not know this article" not in told.text
