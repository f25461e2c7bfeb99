"""Drafts: pulled, shown as readers would see them, decided once by one person."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.articles import Fetched
from knowledge.desk import Desk
from knowledge.domain import Conflict, NotAllowed, NotFound, Page, RefusedInput, State
from knowledge.sandbox import ReadingBounds
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from tests.knowledge.curation.conftest import ANN, ARTICLE, BOB, MALLORY, OWNER, ROSE, Office

SAME = (
    "Boats gone\n\nPort News reported from the quay on Friday as follows.\n\n"
    "Ann Lee, the harbour master, said that 130 boats left the harbour.\n"
)


def decided(office: Office, state: str) -> int:
    return len(office.store.drafts.listed(states=(state,)))


def test_nothing_becomes_public_by_itself(office: Office):
    card = office.desk.curation.pulling.text(office.by(ANN), ARTICLE)
    assert "3 statements found, nothing of them is public yet" in card.message.plain()
    assert "Anna Lee · October 5, 2026" in card.message.plain()
    assert office.store.records.counts()["statements"] == 2
    assert "passengers" not in office.told(5, 5, "How many passengers were on the ferry?")


def test_a_draft_is_shown_as_readers_would_see_it_with_its_passage(office: Office):
    text = office.pulled().message.plain()
    assert text.startswith("1 of 3 · not reviewed · Ferry runs aground off Linsand")
    assert "40 passengers were on board" in text
    assert "In the article:" in text
    assert "said on Monday that 40 passengers" in text
    assert "New speaker:" in text


def test_accepted_drafts_are_published_and_told_with_article_and_speaker(office: Office):
    page = office.pulled(user=ANN)
    page = office.press(page, "Accept", user=ANN)
    assert page.wakes
    assert "Published:" in page.message.plain()
    assert "2 of 3" in page.message.plain()
    told = office.told(5, 5, "How many passengers were on board the ferry?")
    assert "40 passengers" in told
    assert "Ferry runs aground off Linsand" in told
    made = office.store.statements.select(
        StatementFilter(articles=[office.store.records.articles()[-1].id])
    )
    [statement] = [office.store.records.statement(one) for one in made]
    assert (statement.reviewed, statement.machine_extracted) == ("2026-11-23", False)
    assert office.store.revisions.history("statement", statement.id)[0].actor.id == ANN


def test_a_draft_is_rejected_with_a_reason_or_left_for_later(office: Office):
    page = office.press(office.pulled(), "Later")
    assert "Left for later" in page.message.plain()
    page = office.press(office.press(page, "Reject"), "not a statement")
    assert "Rejected: not a statement" in page.message.plain()
    page = office.press(page, "Accept")
    assert "40 passengers" in page.message.plain()  # the one that was left comes last
    assert "Nothing waits" in office.press(page, "Accept").message.plain()
    assert decided(office, "rejected") == 1


def test_review_stops_and_goes_on_after_a_restart(
    office: Office, make_desk: Callable[[], tuple[Desk, Store]]
):
    page = office.press(office.pulled(), "Accept")
    assert "Stopped" in office.press(page, "Stop").message.plain()
    desk, store = make_desk()
    later = Office(desk, store)
    assert "2 of 3" in later.cards().message.plain()


def test_two_reviewers_get_different_drafts_and_never_the_same_twice(office: Office):
    first = office.pulled(user=ANN)
    second = office.cards(user=ROSE)
    third = office.cards(user=BOB)
    numbers = {office.button(page, "Accept")[1].split(".")[0] for page in (first, second, third)}
    assert len(numbers) == 3
    assert "3 statements wait for somebody else" in office.say("review").message.plain()
    with pytest.raises(NotAllowed, match="Somebody else works"):
        office.press(first, "Accept", user=BOB)
    with pytest.raises(NotAllowed, match="Only the people"):
        office.press(first, "Accept", user=MALLORY)
    office.press(first, "Accept", user=ANN)
    with pytest.raises(Conflict):
        office.press(first, "Accept", user=ANN)
    assert office.refusals()[0] == "used before"


def test_two_reviewers_press_review_at_the_same_moment(office: Office):
    office.press(office.pulled(), "Stop")
    for _ in range(20):
        gate = threading.Barrier(2)

        def look(user: int, gate: threading.Barrier = gate) -> Page:
            gate.wait()
            return office.cards(user=user)

        with ThreadPoolExecutor(2) as pool:
            pages = list(pool.map(look, (ANN, BOB)))
        drafts = {office.button(page, "Accept")[1].split(".")[0] for page in pages}
        assert len(drafts) == 2
        for page, user in zip(pages, (ANN, BOB), strict=True):
            office.press(page, "Stop", user=user)


def test_a_draft_can_be_taken_over_and_the_first_holder_is_told(office: Office):
    mine = office.pulled(user=ANN)
    number = office.button(mine, "Accept")[1].split(".")[0]
    edit = office.press(mine, "Edit", user=ANN)
    office.say("review", number, user=BOB)
    with pytest.raises(NotAllowed):
        office.press(mine, "Accept", user=ANN)
    form = office.press(edit, "Claim", user=ANN)
    with pytest.raises(Conflict, match="Somebody else works"):
        office.reply(form, "Another claim", user=ANN)
    with pytest.raises(NotFound):
        office.say("review", "99999")


def test_fields_speakers_and_incidents_of_a_draft_are_changed(office: Office):
    page = office.press(office.press(office.pulled(), "Edit"), "Claim")
    page = office.reply(page, "The ferry carried 41 people")
    assert "The ferry carried 41 people" in page.message.plain()
    page = office.reply(office.press(office.press(page, "Edit"), "Speaker"), "Ann Lee")
    assert "Ann Lee" in page.message.plain()
    assert "New speaker" not in page.message.plain()
    page = office.reply(office.press(office.press(page, "Edit"), "Speaker"), "Port office")
    assert "New speaker: Port office" in page.message.plain()
    again = office.reply(office.press(office.press(page, "Edit"), "Date said"), "soon")
    assert "soon" in again.message.plain()
    page = office.reply(again, "2026-10-05")
    page = office.press(office.press(page, "Incident"), "the departure")
    place = office.press(office.press(page, "Incident"), "own words")
    page = office.reply(place, "new: Ferry aground")
    page = office.press(page, "Accept")
    [statement] = [
        one
        for one in office.store.records.bundle().statements
        if "41 people" in one.claim.in_language("en")
    ]
    assert (statement.speaker, statement.incident) == ("port-office", "ferry-aground")
    assert statement.said == "2026-10-05"


def test_a_draft_may_become_the_articles_own_voice(office: Office):
    page = office.press(office.press(office.pulled(), "Edit"), "Speaker")
    page = office.reply(page, "-")
    assert "crediting nobody" in page.message.plain()
    page = office.reply(office.press(office.press(page, "Edit"), "Speaker"), "Port office")
    assert "Port office" in page.message.plain()


def test_a_near_duplicate_is_shown_beside_and_merged(office: Office):
    page = office.pulled(SAME)
    while "130 boats" not in page.message.plain():
        page = office.press(page, "Later")
    assert "Perhaps the same:" in page.message.plain()
    page = office.press(page, "Merge with 1")
    assert "Merged into boats-left" in page.message.plain()
    stored = office.store.records.statement("boats-left")
    assert len(stored.appearances) == 2
    assert office.store.records.counts()["statements"] == 2


def test_a_second_pair_of_eyes_can_be_required(office: Office):
    assert "two people" in office.say("review", "second on").message.plain()
    page = office.press(office.pulled(user=ANN), "Accept", user=ANN)
    assert "a second person must too" in page.message.plain()
    office.press(page, "Stop", user=ANN)
    assert decided(office, "second") == 1
    for _ in range(2):
        page = office.press(office.cards(user=ANN), "Reject", user=ANN)
        office.press(page, "duplicate", user=ANN)
    assert "somebody else" in office.say("review", user=ANN).message.plain()
    number = str(office.store.drafts.listed(states=("second",))[0].number)
    with pytest.raises(NotFound):
        office.say("review", number, user=ANN)
    page = office.cards(user=BOB)
    assert "you are the second" in page.message.plain()
    assert "Published" in office.press(page, "Accept", user=BOB).message.plain()
    assert "one person" in office.say("review", "second off").message.plain()
    with pytest.raises(NotAllowed):
        office.say("review", "second on", user=ANN)


def test_an_acceptance_that_was_cut_off_is_finished_by_pressing_again(office: Office):
    page = office.pulled()
    number = int(office.button(page, "Accept")[1].split(".")[0])
    before = office.store.drafts.get(number)
    office.press(page, "Accept")
    # As if the program had ended between publishing and marking the draft.
    after = office.store.drafts.get(number)
    office.store.drafts.change(type(after)(**{
        **{name: getattr(before, name) for name in ("number", "batch", "content", "holder", "state", "at")},
        "version": after.version,
    }))  # fmt: skip
    count = office.store.records.counts()["statements"]
    office.press(office.say("review", str(number)), "Accept")
    assert office.store.records.counts()["statements"] == count
    assert office.store.drafts.get(number).state == "accepted"


def test_the_same_article_is_known_by_text_link_bytes_and_title(office: Office):
    curation = office.desk.curation
    linked = ARTICLE.replace("2026-10-05", "https://news.example/ferry?utm_source=x")
    office.press(office.pulled(linked), "Stop")
    edited = ARTICLE.replace("aground.", "aground on a bank.")
    assert (
        "here already. 3 statements" in curation.pulling.text(office.by(), edited).message.plain()
    )
    again = curation.pulling.link(office.by(), "http://www.news.example/ferry/")
    assert "here already" in again.message.plain()
    other = "https://news.example/ferry\n\n" + ARTICLE.replace(
        "40", "what seemed to be fifty-one or so"
    )
    assert "here already" in curation.pulling.text(office.by(), other).message.plain()
    titled = (
        "Boats leave\n\nAnn Lee, the harbour master, said that some boats had left the harbour."
    )
    known = curation.pulling.text(office.by(), titled)
    assert "here already" in known.message.plain()
    assert not known.message.actions


def test_an_article_behind_a_link_is_fetched(office: Office, monkeypatch: pytest.MonkeyPatch):
    page = f"<html><body><article><p>{'</p><p>'.join(ARTICLE.split(chr(10) * 2)[3:])}</p></article></body></html>"

    def fetching(url: str) -> Fetched:
        return Fetched(page.encode(), url, None)

    monkeypatch.setattr(office.desk.curation.pulling, "fetching", fetching)
    form = office.say("pull")
    found = office.reply(form, "https://news.example/ferry")
    assert "3 statements found" in found.message.plain()
    with pytest.raises(NotAllowed):
        office.desk.curation.pulling.link(office.by(ROSE), "https://news.example/other")


def test_a_long_article_may_come_in_parts(office: Office):
    first = ARTICLE + "\n\n" + "The sea was calm and the sky was clear for all of the day. " * 70
    asked = office.reply(office.say("pull", user=ANN), first, user=ANN)
    assert "Send the next part" in asked.message.plain()
    curation = office.desk.curation
    number = curation.collecting(ANN, "The rest of it.")
    assert number is not None
    assert curation.collecting(MALLORY, "x" * 5_000) is None
    assert curation.collecting(BOB, "x" * 5_000) is None
    more = curation.changes.replied(
        office.by(ANN), number, "The mayor said that the port was shut."
    )
    found = office.press(more, "That is all", user=ANN)
    assert "4 statements found" in found.message.plain()


def test_an_article_without_a_statement_is_told_so(office: Office):
    with pytest.raises(RefusedInput, match="no statement"):
        office.desk.curation.pulling.text(
            office.by(),
            "It was a fine day by the sea. The sky was blue and the water was calm and clear.",
        )
    with pytest.raises(NotFound, match="empty"):
        office.reply(office.say("pull"), " ")


def test_four_hundred_statements_are_taken_and_more_are_refused(office: Office):
    def article(number: int, thing: str) -> str:
        return "\n\n".join(
            f"Person number {one} said that {thing} {one} was shut." for one in range(number)
        )

    office.desk.curation.transfer._sandbox.bounds = ReadingBounds(seconds=300)  # of a busy machine
    told = office.desk.curation.pulling.text(office.by(), article(400, "gate")).message.plain()
    assert "400 statements found" in told
    with pytest.raises(RefusedInput, match="in parts"):
        office.desk.curation.pulling.text(
            office.by(), "At noon.\n\n" + article(560, "the door of harbour shed")
        )


def test_a_file_of_a_curator_is_an_article(office: Office):
    page = office.desk.curation.pulling.file(office.by(ANN), ARTICLE.encode(), "ferry.txt")
    assert "3 statements found" in page.message.plain()
    with pytest.raises(NotAllowed):
        office.desk.curation.pulling.file(office.by(MALLORY), ARTICLE.encode(), "ferry.txt")


def test_russian_and_ukrainian_articles_are_drafted(office: Office):
    russian = (
        "Паром сел на мель\n\n«Никто не пострадал», — сказал начальник порта Пётр Восов вечером."
    )
    page = office.pulled(russian)
    assert "Никто не пострадал" in page.message.plain()
    assert office.store.drafts.listed()[0].state == "open"


@pytest.mark.parametrize("subject", ["x", "1", "99999.1.a"])
def test_buttons_of_no_draft_are_told_so(office: Office, subject: str):
    with pytest.raises(NotFound):
        office.desk.curation.pressed(office.by(), "draft", subject)


def test_published_drafts_can_be_undone_like_any_change(office: Office):
    office.press(office.pulled(), "Accept")
    [made] = [one for one in office.store.records.bundle().statements if "passengers" in one.id]
    office.confirmed("undo", f"{made.id} | too early", user=OWNER)
    assert office.store.records.statement(made.id).state is State.RETRACTED


def test_the_same_press_once_more_publishes_nothing_twice(office: Office):
    pressed = office.button(office.pulled(), "Accept")
    by = office.by()
    first = office.desk.curation.pressed(by, *pressed)
    again = office.desk.curation.pressed(by, *pressed)
    assert "2 of 3" in first.message.plain()
    assert "2 of 3" in again.message.plain()
    assert office.store.records.counts()["statements"] == 3


def test_what_one_draft_is_about_is_one_press_for_the_next(office: Office):
    card = office.pulled()
    place = office.press(card, "Incident")
    card = office.reply(place, "new: Ferry aground off Linsand")
    assert "Incident: Ferry aground off Linsand" in card.message.plain()
    card = office.press(card, "Accept")
    assert "Incident: Ferry" not in card.message.plain().partition("Published")[2].split("\n", 2)[2]
    card = office.press(card, "Incident: Ferry aground off Linsand")
    assert "Incident: Ferry aground off Linsand" in card.message.plain()
    labels = [one.label for row in card.message.actions for one in row]
    assert "Incident: Ferry aground off Linsand" not in labels


def test_a_clause_is_shown_with_what_it_is_about(office: Office):
    text = (
        "Ferry aground\n\nThe ferry, which ran aground in the early hours of the morning, marked a "
        "significant escalation of the dispute.\n\nThe mayor said that the harbour is open."
    )
    card = office.pulled(text)
    claims = []
    while any("Later" in one.label for row in card.message.actions for one in row):
        claims += card.message.plain().split("\n")
        card = office.press(card, "Reject")
        card = office.press(card, "not a statement")
    assert any(one.startswith("The ferry ran aground in the early hours") for one in claims)
    assert not any(one.startswith("Which") for one in claims)


def test_a_quotation_that_goes_on_becomes_one_draft_with_its_channel(office: Office):
    text = (
        "Ferry aground\n\n“The ferry is safe in the harbour,” Piet Vos, the harbour master, said in "
        "a classified briefing. “It sails again on Monday.”\n\nThe mayor said that the quay is open."
    )
    told = office.pulled(text).message.plain()
    assert "The ferry is safe in the harbour. It sails again on Monday" in told
    assert "classified briefing" in told


MINISTRIES = (
    """Flood closes schools in Tolmbridge

2026-10-05

The Health Ministry said that 14 people were treated in Tolmbridge after the river rose.
""",
    """Water falls again

2026-10-06

The Health Ministry said that two children who drank from a well at Tolmbridge had gone home.
""",
    """Heat wave in Alverstead

2026-10-07

The Health Ministry said that three old men had died of the heat in Alverstead.
""",
)


def test_a_ministry_without_its_country_is_the_same_only_in_the_same_matter(office: Office):
    for text in MINISTRIES:
        office.press(office.pulled(text), "Accept")
    speakers = office.store.records.speakers()
    assert len([one for one in speakers if "Health Ministry" in one.name.all()]) == 2
