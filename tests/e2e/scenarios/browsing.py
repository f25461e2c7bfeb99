"""Pages that open without a question."""

from tests.e2e.client import Driver, reader
from tests.e2e.scenarios.asking import SHOT_DOWN, is_answer, started

INCIDENTS = ("Moscow", "December 15", "December 14")
PAGES = (
    ("/help", ("/incidents", "/about")),
    ("/incidents", INCIDENTS),
    ("/incident moscow-attack-dec-15", ("21",)),
    ("/speakers", ("Who says how much",)),
    ("/about", ("anonymous", "year")),
    ("/status", ("28", "4")),
)


def every_command_of_the_menu_opens_its_page(driver: Driver) -> None:
    alice = started(driver)
    for command, words in PAGES:
        page = alice.ask(command)
        for word in words:
            assert word.casefold() in page.text.casefold(), f"{command}: {page.text}"


def incidents_and_speakers_lead_to_what_was_said(driver: Driver) -> None:
    alice = started(driver)
    page = alice.ask("/incidents")
    assert page.buttons, page.text
    incident = page.press(page.buttons[0])
    assert incident.news, incident.text
    missing = alice.ask("/incident nothing-of-that-name")
    assert not is_answer(missing), missing.text
    assert len(missing.text) > 10, missing.text


def the_language_is_chosen_by_a_button(driver: Driver) -> None:
    alice = started(driver)
    offer = alice.ask("/language")
    chosen = offer.press("Українська")
    assert "україн" in chosen.text.casefold(), chosen.text
    assert "Питання" in alice.ask("/help").text or "запит" in alice.ask("/help").text.casefold()
    answer = alice.ask(SHOT_DOWN)
    assert "130" in answer.text, answer.text
    assert "according to" not in answer.text, answer.text


def an_unknown_command_is_told_so(driver: Driver) -> None:
    alice = reader(driver)
    for command in ("/frobnicate", "/frobnicate@accordingto_bot now", "/" + "x" * 32):
        told = alice.ask(command)
        assert "/help" in told.text, told.text
        assert not is_answer(told), told.text
