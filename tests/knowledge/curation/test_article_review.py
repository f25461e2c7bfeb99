"""A whole article on one sheet: corrected line by line, set beside the store, published at once."""

import pytest

from knowledge.curation.drafts import BATCH
from knowledge.domain import Curator, Language, NotFound, Page, RefusedInput, RelationKind, State
from tests.knowledge.curation.conftest import ANN, BOB, OWNER, ROSE, Office

SECOND_ARTICLE = (
    "The ferry off Linsand, a day later\n\nBy Otto Falk\n\n2026-10-06\n\n"
    "Piet Vos, the harbour master, said on Tuesday that 42 passengers were on board the ferry when "
    "it ran aground.\n\nA spokesman for the ferry company said that nobody was hurt.\n\n"
    "The coast guard said that the lighthouse had been dark.\n"
)


def sheet(office: Office, text: str | None = None, *, user: int = OWNER) -> Page:
    card = office.desk.curation.pulling.text(office.by(user), *([text] if text else [ARTICLE]))
    return office.press(card, "Review", user=user)


ARTICLE = (
    "Ferry runs aground off Linsand\n\nBy Anna Lee\n\n2026-10-05\n\n"
    "Piet Vos, the harbour master, said on Monday that 40 passengers were on board the ferry when "
    "it ran aground.\n\n“Nobody was hurt,” a spokesman for the ferry company said.\n\n"
    "The coast guard denied that the lighthouse had been dark.\n"
)


def written(office: Office, page: Page, *lines: str, user: int = OWNER) -> Page:
    return office.reply(page, "\n".join(lines), user=user)


def drafts(office: Office) -> list[str]:
    listed = office.store.drafts.listed()
    return [one.state for one in listed if one.batch.startswith(BATCH)]


def public(office: Office) -> dict[str, str]:
    ids = [
        one for one in office.store.records.bundle().statements if one.machine_extracted is False
    ]
    return {one.id: one.claim.in_language("en") for one in ids if one.state is State.PUBLISHED}


def test_the_sheet_shows_head_incident_speakers_and_each_draft_with_its_passage(office: Office):
    text = sheet(office).message.plain()
    assert "Ferry runs aground off Linsand" in text
    assert "Incident: none yet" in text
    assert "A. " in text
    assert "1. " in text
    assert "Piet Vos" in text
    assert "when it ran aground" in text


def test_an_article_is_public_in_four_actions(office: Office):
    page = sheet(office)  # the article and a press: two
    page = written(
        office,
        page,
        "incident: new: the ferry off Linsand | 5 October 2026",
        "publisher: The Gazette",
        "date: 5 October 2026",
        "A: Piet Vos, harbour master of Linsand, person",
    )
    assert "Incident: the ferry off Linsand" in page.message.plain()
    assert "The Gazette · Anna Lee" in page.message.plain()
    assert "Piet Vos, harbour master of Linsand, person" in page.message.plain()
    done = office.press(page, "Publish all")
    assert "3 statements are public now." in done.message.plain()
    assert done.wakes
    claims = public(office)
    assert any("40 passengers" in one for one in claims.values())
    [incident] = [one for one in office.store.records.incidents() if "ferry" in one.id]
    assert incident.when == "2026-10-05"
    [article] = [one for one in office.store.records.articles() if one.publisher == "The Gazette"]
    assert article.published == "2026-10-05"
    [vos] = [one for one in office.store.records.speakers() if "vos" in one.id]
    assert vos.role.in_language("en") == "harbour master of Linsand"
    assert set(drafts(office)) == {"accepted"}


def test_drop_keep_reword_join_and_split(office: Office):
    page = sheet(office)
    before = len(drafts(office))
    page = written(office, page, "drop 1 2", "3: The coast guard denies that the light was out")
    assert "Dropped: 1, 2" in page.message.plain()
    assert "denies that the light was out" in page.message.plain()
    page = written(office, page, "keep 1", "1: forty people were on board | the ferry ran aground")
    assert len(drafts(office)) == before + 1
    assert "Dropped: 2" in page.message.plain()
    assert f"{before + 1}. " in page.message.plain()
    page = written(office, page, f"1+{before + 1}")
    assert "Forty people were on board; the ferry ran aground" in page.message.plain().replace(
        "forty", "Forty"
    )
    page = written(office, page, "publish")
    assert "2 statements are public now." in page.message.plain()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("what is this", "I do not understand"),
        ("drop 99", "99 is not in this list"),
        ("keep 1", "1 is not in this list"),
        ("1+3", "different speakers"),
        ("Q: Somebody", "no such speaker"),
        ("date: yesterday-ish", "no date that I understand"),
        ("title: -", "needs a title"),
        ("language: de", "en, ru and uk"),
        ("origin: elsewhere", "one of"),
        ("derived from: no such article", "nothing called"),
        ("1 beside: nonsense", "one of"),
        ("incident: no such thing", "nothing called"),
        ("1 nothing: x", "I do not understand"),
    ],
)
def test_a_line_that_cannot_be_done_changes_nothing_and_says_why(
    office: Office, line: str, why: str
):
    page = sheet(office)
    told = written(office, page, "2: Everybody was safe and sound", line)
    assert why in told.message.plain()
    assert "Everybody was safe" not in "".join(
        one.content for one in office.store.drafts.listed() if one.batch.startswith(BATCH)
    )
    again = written(office, told, "2: Everybody was safe and sound")
    assert "Everybody was safe" in again.message.plain()


def test_speakers_are_named_merged_and_taken_from_the_store(office: Office):
    page = sheet(office)
    page = written(office, page, "B = C", "A: Ann Lee")
    text = page.message.plain()
    assert "Ann Lee, harbour master, person (in the store)" in text
    assert "C. " not in text
    page = written(office, page, "2 speaker: Otto Falk, surveyor, person", "1 speaker: -")
    assert "Otto Falk, surveyor, person (not in the store yet)" in page.message.plain()
    assert "The article itself: " in page.message.plain()


def _published_first(office: Office) -> None:
    page = written(office, sheet(office), "incident: new: the ferry off Linsand")
    office.press(page, "Publish all")


def test_a_second_article_is_set_beside_the_store_and_confirmed_with_one_press(office: Office):
    _published_first(office)
    page = written(
        office,
        sheet(office, SECOND_ARTICLE),
        "incident: the ferry off Linsand",
        "A: Piet Vos",
    )
    text = page.message.plain()
    assert "updates" in text, text
    assert "(40 → 42)" in text
    assert "is denied by" in text
    done = office.press(page, "Publish all")
    assert "public now" in done.message.plain()
    kinds = {one.kind for one in office.store.records.bundle().relations}
    assert {RelationKind.UPDATES, RelationKind.DENIES} <= kinds
    assert office.store.revisions.newest()


def test_what_came_to_bear_on_an_article_after_it_was_shown_is_shown_first(office: Office):
    _published_first(office)
    page = written(office, sheet(office, SECOND_ARTICLE), "incident: the ferry off Linsand")
    third = SECOND_ARTICLE.replace("Otto Falk", "Ida Kern").replace("42", "44")
    third = third.replace("a day later", "the count")
    other = written(office, sheet(office, third), "incident: the ferry off Linsand")
    office.press(other, "Publish all")
    before = office.store.records.bundle()
    asked = office.press(page, "Publish all")
    assert "Nothing is public yet" in asked.message.plain(), asked.message.plain()
    assert office.store.records.bundle().statements == before.statements
    assert office.store.records.bundle().relations == before.relations
    assert "public now" in office.press(asked, "Publish all").message.plain()


def test_what_a_message_makes_bear_on_others_is_shown_before_it_is_published(office: Office):
    _published_first(office)
    page = written(office, sheet(office, SECOND_ARTICLE), "incident: the ferry off Linsand")
    page = written(office, page, "drop 1 2")
    page = written(office, page, "keep 1", "A: Piet Vos", "publish")
    assert "Nothing is public yet" in page.message.plain()
    assert "(40 → 42)" in page.message.plain()
    page = written(office, page, "no 1", "publish")
    assert "public now" in page.message.plain()
    assert not any(
        one.kind is RelationKind.UPDATES for one in office.store.records.bundle().relations
    )


def test_what_came_to_bear_on_a_single_card_after_it_was_shown_is_shown_first(office: Office):
    _published_first(office)
    page = written(office, sheet(office, SECOND_ARTICLE), "incident: the ferry off Linsand")
    card = office.press(page, "One by one")
    third = SECOND_ARTICLE.replace("Otto Falk", "Ida Kern").replace("42", "44")
    third = third.replace("a day later", "the count")
    other = written(office, sheet(office, third), "incident: the ferry off Linsand")
    office.press(other, "Publish all")
    before = len(office.store.records.bundle().statements)
    asked = office.press(card, "Accept")
    assert "not what you were shown" in asked.message.plain()
    assert len(office.store.records.bundle().statements) == before
    assert "Published" in office.press(asked, "Accept").message.plain()


def test_what_is_proposed_can_be_refused_or_be_another_thing(office: Office):
    _published_first(office)
    page = written(
        office,
        sheet(office, SECOND_ARTICLE),
        "incident: the ferry off Linsand",
        "1 beside: no",
    )
    assert "(40 → 42)" not in page.message.plain()
    page = written(office, page, "1 beside: comments on")
    assert "comments on" in page.message.plain()
    with_hint = page.message.plain()
    assert "“yes 3”" in with_hint
    page = written(office, page, "1 contradicts")
    assert "contradicts: “" in page.message.plain()
    page = written(office, page, "no 1 2 3")
    assert "↳" not in page.message.plain().partition("What stands below")[0]
    page = written(office, page, "1: yes")
    assert "Nothing stands beside 1" in page.message.plain()
    page = written(office, page, "1 same")
    assert "the same as" in page.message.plain()


def test_what_is_only_perhaps_so_is_taken_with_a_word(office: Office):
    _published_first(office)
    third = (
        "Ferry line answers\n\nBy Otto Falk\n\n2026-10-08\n\n"
        "Mara Quill, a lawyer of the line, denied that the ferry had carried more passengers than "
        "it may.\n"
    )
    page = written(office, sheet(office, third), "incident: the ferry off Linsand")
    assert "? perhaps denies: “" in page.message.plain(), page.message.plain()
    page = written(office, page, "1 yes")
    assert "↳ denies: “" in page.message.plain()
    office.press(page, "Publish 1")
    denied = [one for one in office.store.records.bundle().relations if "quill" in one.source]
    assert [one.kind for one in denied] == [RelationKind.DENIES]


def test_the_same_in_a_second_article_is_one_statement_of_two_articles(office: Office):
    _published_first(office)
    repeat = SECOND_ARTICLE.replace("42 passengers", "40 passengers")
    page = written(office, sheet(office, repeat), "incident: the ferry off Linsand", "A: Piet Vos")
    assert "the same as" in page.message.plain()
    before = len(public(office))
    done = office.press(page, "Publish all")
    assert "in the store already" in done.message.plain()
    passengers = [one for one in office.store.records.bundle().statements if "40" in str(one.claim)]
    assert [len(one.appearances) for one in passengers] == [2]
    assert len(public(office)) > before
    assert "merged" in drafts(office)


def test_two_curators_at_one_article_do_not_undo_each_other(office: Office):
    page = sheet(office, user=ANN)
    other = office.say("review", user=BOB)
    written(office, page, "1: forty people were aboard", user=ANN)
    told = written(office, other, "1: somebody else's words", user=BOB)
    assert "1 is not in this list" in told.message.plain()
    again = office.say("review", user=BOB)
    assert "somebody else" in again.message.plain() or "2. " in again.message.plain()


def test_the_same_message_once_more_after_a_crash_does_nothing_twice(office: Office):
    page = sheet(office)
    by = Curator(OWNER, "Owner", Language.EN, OWNER, 77_000)
    office.desk.curation.changes.replied(
        by, page.form or 0, "incident: new: the ferry\n1: a | b c d"
    )
    number = len(drafts(office))
    sheets = office.desk.curation.sheets
    task = office.desk.curation.changes.tasks.task(page.form or 0)
    again = task.answered(edits="incident: new: the ferry\n1: a | b c d")
    sheets.ended(by, again)
    assert len(drafts(office)) == number
    assert len([one for one in office.store.records.incidents() if "ferry" in one.id]) == 1


def test_a_publication_that_was_cut_short_is_brought_to_its_end(office: Office):
    page = written(office, sheet(office), "incident: new: the ferry")
    action = office.button(page, "Publish all")
    by = office.by(OWNER)
    shown = office.desk.curation.sheets
    batch = next(one.batch for one in office.store.drafts.listed() if one.batch.startswith(BATCH))
    task = office.desk.curation.changes.tasks.task(int(action[1].split(".")[0]))
    drafts_before = office.store.drafts.listed(batch=batch)
    shown.ended(by, task.answered(edits="publish"))
    for draft in drafts_before:  # as if the end had not been kept
        now = office.store.drafts.get(draft.number)
        office.store.drafts.change(
            type(now)(**{name: getattr(now, name) for name in now.__slots__} | {"state": "open"})
        )
    before = office.store.revisions.newest()
    told = shown.ended(by, task.answered(edits="publish"))
    assert "3 statements are public now" in told.message.plain()
    assert office.store.revisions.newest() == before
    assert set(drafts(office)) == {"accepted"}


def test_two_people_where_two_must_accept(office: Office):
    office.say("review", "second on")
    page = written(office, sheet(office), "incident: new: the ferry")
    waits = office.press(page, "Publish all")
    assert "second person" in waits.message.plain()
    other = office.say("review", user=ANN)
    done = office.press(other, "Publish all", user=ANN)
    assert "3 statements are public now" in done.message.plain()


def test_a_reviewer_reviews_and_a_stranger_does_not(office: Office):
    sheet(office)
    assert "1. " in office.say("review", user=ROSE).message.plain()


def test_the_sheet_is_in_the_curators_language(office: Office):
    sheet(office)
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 78_000)
    page = office.desk.curation.command(by, "review", "")
    assert "А. " in page.message.plain()
    assert "Событие: пока не выбрано" in page.message.plain()
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 78_001)
    told = office.desk.curation.changes.replied(
        by,
        page.form or 0,
        "убрать 2\n3 когда сказано: 3 сентября\nА: Пит Вос, капитан порта, человек",
    )
    text = told.message.plain()
    assert "Убрано: 2" in text
    assert "сентябр" in text
    assert "Пит Вос, капитан порта, человек" in text


def test_what_changes_in_the_head_of_a_stored_article_changes_there(office: Office):
    page = written(office, sheet(office), "incident: new: the ferry", "drop 3", "publish")
    assert "2 statements are public now" in page.message.plain()
    pulled = office.desk.curation.pulling.text(office.by(), SECOND_ARTICLE)
    page = written(
        office, office.press(pulled, "Review"), "incident: the ferry", "3: It was dark | no"
    )
    page = written(office, page, "derived from: Ferry runs aground off Linsand", "drop 2 3 4")
    assert "Dropped: 2, 3, 4" in page.message.plain()
    office.press(page, "Publish 1")
    [later] = [one for one in office.store.records.articles() if "day later" in one.title]
    assert later.derived_from == "ferry-runs-aground-off-linsand"
    page = written(office, office.press(pulled, "Review"), "keep 2", "publisher: The Gazette")
    [later] = [one for one in office.store.records.articles() if "day later" in one.title]
    assert later.publisher == "The Gazette"


def test_a_press_that_says_stop_or_one_by_one(office: Office):
    page = sheet(office)
    card = office.press(page, "One by one")
    assert "1 of 3" in card.message.plain()
    with pytest.raises(RefusedInput):
        office.desk.curation.sheets.ended(
            office.by(OWNER),
            office.desk.curation.changes.tasks.task(page.form or 0).answered(edits="nonsense"),
        )


def test_after_cancel_one_is_where_one_was(office: Office):
    card = office.pulled()
    asked = office.press(card, "Reject")
    back = office.press(asked, "Cancel")
    assert "nothing was changed" in back.message.plain()
    assert "1 of 3" in back.message.plain()
    assert office.button(back, "Accept")


def test_history_opens_what_was_asked_for_or_says_that_there_is_none(office: Office):
    office.confirmed("speaker", "ann-lee role.en pilot | promoted")
    assert "History of ann-lee" in office.say("history", "Ann Lee").message.plain()
    assert "History of boats-left" in office.say("history", "boats-left").message.plain()
    with pytest.raises(NotFound, match="nothing called"):
        office.say("history", "the mayor of Linsand")


def test_editing_a_claim_changes_the_language_that_is_shown(office: Office):
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 79_000)
    asked = office.desk.curation.command(by, "edit", "boats-left claim")
    assert "130 лодок" in asked.message.plain()
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 79_001)
    number = asked.form or 0
    why = office.desk.curation.changes.replied(by, number, "из гавани ушли 130 лодок")
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 79_002)
    preview = office.desk.curation.changes.replied(by, why.form or 0, "так точнее")
    name, subject = office.button(preview, "Подтвердить")
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 79_003)
    office.desk.curation.pressed(by, name, subject)
    claim = office.store.records.statement("boats-left").claim
    assert claim.in_language("ru") == "из гавани ушли 130 лодок"
    assert claim.in_language("en") == "130 boats left the harbour"


def test_a_link_needs_no_https(office: Office, monkeypatch: pytest.MonkeyPatch):
    links: list[str] = []

    def link(_by: Curator, url: str) -> Page:
        links.append(url)
        return office.desk.curation.backlog.overview(office.by())

    monkeypatch.setattr(office.desk.curation.pulling, "link", link)
    office.say("pull", "gazette.example/ferry-aground")
    assert links == ["https://gazette.example/ferry-aground"]


def test_what_was_published_is_taken_back_with_one_press_and_says_why(office: Office):
    page = written(office, sheet(office), "incident: departure")
    done = office.press(page, "Publish all")
    made = public(office)
    office.press(office.press(office.press(done, "Take it back"), "it was a mistake"), "Confirm")
    gone = made.keys() - {"boats-left", "quay-closed"}
    assert len(gone) == 3
    for identity in gone:
        held = office.store.records.statement(identity)
        assert (held.state, held.reason) == (State.RETRACTED, "it was a mistake")
