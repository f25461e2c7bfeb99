"""Questions and what comes of them."""

from functools import partial

from tests.e2e.client import Conversation, Driver, Post, reader, wait_for

SHOT_DOWN = "How many drones were shot down on the night of December 14?"
DESPAIR = "Who called it a gesture of despair?"
LAUNCHED = "How many drones were launched at Moscow on December 15?"
VAGUE = (
    "How many drones were there in December?",
    "How many drones did they shoot down?",
    "What did Ukraine say?",
    "drones over Moscow",
    "what did they say about the drones",
    "the attack",
    "air defense",
    "strikes",
    "escalation",
    "officials said",
    "drone attacks in Russia",
)


def started(driver: Driver, name: str = "Alice", language: str = "en") -> Conversation:
    """Somebody who has pressed Start and read what the bot said to that."""
    somebody = reader(driver, name, language)
    somebody.ask("/start")
    return somebody


def is_answer(post: Post) -> bool:
    """Whether the bot answered from the store, rather than offered or refused."""
    return any("what i asked" in button.casefold() for button in post.buttons)


def the_start_offers_questions_that_are_answered(driver: Driver) -> None:
    alice = reader(driver)
    welcome = alice.ask("/start")
    assert len(welcome.buttons) >= 3, welcome.buttons
    for question in welcome.buttons:
        last = alice.all()[-1].id
        welcome.press(question)
        # The press is acknowledged at once; the first question of all waits for the encoder.
        news = wait_for(partial(alice.replies, last), f"an answer to the example {question!r}")
        assert len(news[-1].text) > 60, news[-1].text


def an_answer_names_its_speaker_first_and_then_what_to_be_careful_about(driver: Driver) -> None:
    answer = started(driver).ask(SHOT_DOWN)
    first = answer.text.splitlines()[0]
    assert "130" in first, answer.text
    assert "Ministry of Defense" in first, answer.text
    assert "year" in answer.text, answer.text
    assert "party" in answer.text.casefold(), answer.text
    assert is_answer(answer), answer.buttons
    assert "<b>" in answer.seen.html, answer.seen.html
    assert len(answer.text) <= 1200, len(answer.text)


def the_source_says_where_it_stands(driver: Driver) -> None:
    told = started(driver).ask(SHOT_DOWN).text
    assert "10" in told, told
    assert "paragraph" in told.casefold(), told
    assert "Drone Interception" in told, told


def the_other_accounts_stand_beside(driver: Driver) -> None:
    answer = started(driver).ask(SHOT_DOWN)
    others = answer.press("Other accounts")
    assert others.news, "nothing came of Other accounts"
    assert "20" in others.last.text, others.last.text


def offered(alice: Conversation) -> Post:
    """A message that offers choices, whatever question it takes."""
    for question in VAGUE:
        answer = alice.ask(question)
        if any("none of these" in button.casefold() for button in answer.buttons):
            return answer
    raise AssertionError(f"none of {VAGUE} was answered with choices:\n{alice.transcript()}")


def a_choice_is_taken(driver: Driver) -> None:
    choices = offered(started(driver))
    assert 2 <= len(choices.buttons) - 1 <= 4, choices.buttons
    assert "none of these" in choices.buttons[-1].casefold(), choices.buttons
    taken = choices.press(choices.buttons[0])
    assert is_answer(taken.last), taken.text


def none_of_these_is_heard(driver: Driver) -> None:
    choices = offered(started(driver))
    sorry = choices.press("None of these")
    assert not is_answer(sorry.last), sorry.text
    assert sorry.text != choices.text, "nothing was said to None of these"
    left = [button.casefold() for button in choices.now().buttons]
    assert "none of these" not in left, left


def an_edited_question_edits_its_answer(driver: Driver) -> None:
    alice = started(driver)
    question = alice.say(DESPAIR)
    answer = alice.answer_to(question)
    assert "Duma" in answer.text, answer.text
    before = len(alice.all())
    question.edit(SHOT_DOWN)
    wait_for(lambda: "130" in answer.now().text, "the answer changed")
    alice.settle()
    assert len(alice.all()) == before, alice.transcript()
    assert "Duma" not in answer.now().text.splitlines()[0], answer.now().text
    assert "paragraph 10" in answer.now().text, answer.now().text


def a_word_on_the_answer_is_kept(driver: Driver) -> None:
    answer = started(driver).ask(SHOT_DOWN)
    wrong = "Not what I asked"
    asked = answer.press(wrong)
    assert asked.notice or asked.news, "nothing came of a word on the answer"
    assert wrong not in answer.now().buttons, answer.now().buttons


def what_the_store_does_not_hold_is_not_answered(driver: Driver) -> None:
    alice = started(driver)
    for question in (
        "How many people were injured in the interception?",
        "What is the capital of Australia?",
        "What did Macron say about the drones?",
    ):
        refusal = alice.ask(question)
        assert not is_answer(refusal), f"{question}\n{refusal.text}"


def a_wrong_year_is_named(driver: Driver) -> None:
    answer = started(driver).ask("How many drones were shot down on December 14, 2021?")
    assert "2021" in answer.text, answer.text
    assert "year" in answer.text, answer.text


def everybody_is_answered_in_their_language(driver: Driver) -> None:
    for language, question, words in (
        ("ru", "Кто назвал это жестом отчаяния?", ("дум",)),
        ("uk", "Скільки дронів збили в ніч на 14 грудня?", ("130", "мін")),
    ):
        somebody = reader(driver, "Olha", language)
        welcome = somebody.ask("/start")
        assert any("а" <= c <= "я" for c in welcome.text.casefold()), welcome.text
        answer = somebody.ask(question)
        for word in words:
            assert word in answer.text.casefold(), answer.text
        for english in ("according to", "Be careful", "Source:", "as of", "Disputes"):
            assert english not in answer.text, answer.text
        buttons = " ".join(answer.buttons)
        assert not any("a" <= c <= "z" for c in buttons.casefold()), buttons


def questions_of_one_reader_are_answered_in_their_order(driver: Driver) -> None:
    alice, bob = started(driver), started(driver, "Bob")
    first, *_ = [alice.say(question) for question in (SHOT_DOWN, DESPAIR, LAUNCHED)]
    assert "Duma" in bob.ask(DESPAIR).text
    wait_for(lambda: len(alice.replies(first.id)) >= 3, "three answers")
    alice.settle()
    for answer, word in zip(alice.replies(first.id), ("130", "Duma", "21"), strict=True):
        assert word in answer.text, alice.transcript()
