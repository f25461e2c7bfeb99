"""What readers asked in vain, and files in and out."""

import csv
import io
from dataclasses import replace

import pytest

from knowledge.domain import (
    Conflict,
    Curator,
    NotAllowed,
    NotFound,
    Question,
    RefusedInput,
    Role,
    Standing,
)
from tests.knowledge.curation.conftest import ANN, MALLORY, OWNER, ROSE, Office, rows

VAIN = ("What did the whale weigh?", "what did the whale weigh", "What did that whale weigh?")


def asked_in_vain(office: Office, *texts: str, asker: int | None = None) -> None:
    for text in texts:
        number = office.store.questions.remember(text, "en", "no_answer", 0.1)
        if asker is not None:
            office.store.follows.follow(asker, "question", str(number))


def test_questions_are_grouped_by_likeness_and_demand(office: Office):
    asked_in_vain(office, "Who paid for the pier?", *VAIN)
    page = office.say("unanswered", user=ANN)
    assert "2 groups of questions wait" in page.message.plain()
    labels = [row[0].label for row in page.message.actions]
    assert labels[0].startswith("3× What did that whale weigh?")
    assert labels[1].startswith("1× Who paid")


def test_an_answer_that_was_not_what_was_asked_waits_too(office: Office):
    reply = office.desk.ask(Question("How many boats left the harbour?"))
    office.desk.feedback(office.desk.remember(reply), helpful=False)
    assert "How many boats" in office.say("unanswered").message.actions[0][0].label


def test_one_tap_links_a_group_to_a_statement_and_teaches_it(office: Office):
    asked_in_vain(office, "Is the pier shut to the quay?", asker=77)
    asked_in_vain(office, "is the pier shut to the quay")
    group = office.press(office.say("unanswered"), "pier")
    assert "Asked 2 times" in group.message.plain()
    assert "1 person waits" in group.message.plain()
    linked = office.press(group, "Link to 1")
    assert "Answered from now on by" in linked.message.plain()
    assert "Every question that was asked has an answer" in linked.message.plain()
    assert ("en", "is the pier shut to the quay") in office.store.records.statement(
        "quay-closed"
    ).phrasings
    [(chat, _, text)] = office.letters()
    assert chat == 77
    assert text.startswith("You asked “Is the pier shut to the quay?”. There is an answer now:")
    assert "quay is closed" in text
    assert office.letters() == []
    assert office.store.news.wishes("question") == [], "who was told waits no longer"
    with pytest.raises(NotFound, match="dealt with"):
        office.press(group, "Link to 1")


def test_a_group_begins_a_new_statement_and_its_askers_are_told(office: Office):
    asked_in_vain(office, *VAIN, asker=78)
    page = office.press(office.press(office.say("unanswered"), "whale"), "New statement")
    for text in ("The whale weighed nine tons", "ann-lee", "harbour-news", "-"):
        page = office.reply(page, text)
    office.press(office.press(office.press(page, "fact"), "missing"), "Confirm")
    assert "nine tons" in office.told(5, 5, VAIN[0])
    assert {chat for chat, _, _ in office.letters()} == {78}
    assert "has an answer" in office.say("unanswered").message.plain()


def test_a_group_is_put_away(office: Office):
    asked_in_vain(office, *VAIN)
    page = office.press(office.press(office.say("unanswered"), "whale"), "Not for us")
    assert "Put away" in page.message.plain()
    with pytest.raises(NotAllowed):
        office.say("unanswered", user=ROSE)


def imported(office: Office, content: bytes, name: str, *, dry_run: bool = False, user: int = ANN):
    progress: list[int] = []
    report = office.desk.curation.transfer.load(
        office.by(user), content, name, dry_run=dry_run, progress=progress.append
    )
    return report, progress


GOOD = rows(
    {"id": "a", "claim": "The bridge is closed", "speaker": "Road office"},
    {"id": "b", "claim": "The road is open", "speaker": "Road office"},
)


def test_rows_are_tried_first_and_nothing_is_stored(office: Office):
    report, progress = imported(office, GOOD + b'\n{"id": "c"}', "rows.jsonl", dry_run=True)
    assert {"a", "b"} <= set(report.created)
    assert progress[-1] == 3
    assert [one.where for one in report.refused] == ["rows.jsonl:3"]
    assert office.store.records.counts()["statements"] == 2
    transfer = office.desk.curation.transfer
    page = transfer.tried(office.by(ANN), report, {"file": "x"})
    assert "A trial, nothing is stored yet:" in page.message.plain()
    assert "1 refused" in page.message.plain()
    pressed = office.button(page, "Import")[1]
    with pytest.raises(NotAllowed):
        transfer.confirmed(office.by(ROSE), pressed)
    assert transfer.confirmed(office.by(ANN), pressed) == {"file": "x"}
    assert transfer.confirmed(office.by(ANN), pressed) == {"file": "x"}  # cut off, and begun anew
    transfer.finished(office.by(ANN), pressed)
    with pytest.raises(Conflict):
        transfer.confirmed(office.by(ANN), pressed)
    report, _ = imported(office, GOOD, "rows.jsonl")
    done = transfer.reported(office.by(ANN), report, dry_run=False)
    assert done.wakes
    assert office.store.records.statement("a").claim.in_language("en") == "The bridge is closed"
    again, _ = imported(office, GOOD, "rows.jsonl", dry_run=True)
    assert not transfer.tried(office.by(ANN), again, {}).message.actions


def test_an_import_can_be_dropped(office: Office):
    report, _ = imported(office, GOOD, "rows.jsonl", dry_run=True)
    page = office.desk.curation.transfer.tried(office.by(ANN), report, {})
    assert "nothing was changed" in office.press(page, "Cancel", user=ANN).message.plain()


def test_many_refused_rows_are_not_all_listed(office: Office):
    bare: list[dict[str, object]] = [{"id": f"x{one}"} for one in range(30)]
    report, _ = imported(office, rows(*bare), "rows.jsonl", dry_run=True)
    text = office.desk.curation.transfer.reported(office.by(), report, dry_run=True).message.plain()
    assert "rows.jsonl:1 and 29 more: " in text
    assert text.count("rows.jsonl:") == 1
    wrong: list[dict[str, object]] = [
        {"id": f"x{one}", "claim": "C", "said": f"day {one}"} for one in range(30)
    ]
    report, _ = imported(office, rows(*wrong), "rows.jsonl", dry_run=True)
    text = office.desk.curation.transfer.reported(office.by(), report, dry_run=True).message.plain()
    assert text.count("rows.jsonl:") == 10
    assert text.endswith("…")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.jsonl", "empty"),
        (b"x" * 20_000_001, "a.jsonl", "20 MB"),
        (b"hello", "a.exe", "must end in"),
        (b"\xff\xfe\x00\x01", "a.csv", "."),
        (b"a: [1", "a.yaml", "."),
        (b"[" * 100_000, "a.json", "."),
    ],
)
def test_files_that_cannot_be_taken_are_refused_whole(
    office: Office, content: bytes, name: str, said: str
):
    with pytest.raises(RefusedInput, match=said) as caught:
        imported(office, content, name)
    assert "/tmp" not in str(caught.value)  # noqa: S108  # no path of ours is told
    assert office.store.records.counts()["statements"] == 2


@pytest.mark.parametrize("name", ["yaml", "jsonl", "csv", "claimreview"])
def test_everything_is_exported_in_every_format(office: Office, name: str):
    page = office.say("export", name)
    assert page.file is not None
    assert page.file[1]
    assert "2 statements" in page.message.plain()


def test_an_export_is_read_back_without_a_change(office: Office):
    page = office.say("export")
    assert page.file is not None
    report, _ = imported(office, page.file[1], page.file[0], dry_run=True)
    assert (report.created, report.changed, report.refused) == ((), (), ())


def test_cells_of_an_export_are_no_formulas(office: Office):
    office.confirmed("edit", "quay-closed claim =1+1 is what the board says | so it says")
    page = office.say("export", "csv")
    assert page.file is not None
    cells = [
        cell for row in csv.reader(io.StringIO(page.file[1].decode("utf-8-sig"))) for cell in row
    ]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_exports_and_imports_are_for_curators(office: Office):
    with pytest.raises(NotAllowed):
        office.say("export", user=ROSE)
    with pytest.raises(NotAllowed):
        imported(office, GOOD, "rows.jsonl", user=MALLORY)
    with pytest.raises(RefusedInput, match="formats are"):
        office.say("export", "word")
    assert office.desk.curation.transfer.invited(office.by(ANN)).form is not None


def test_an_anonymous_administrator_confirms_by_a_button(office: Office):
    curation = office.desk.curation

    def here(user: int) -> Curator:
        return replace(office.by(user), chat=-5)

    nameless, summary = here(1087968824), "What readers asked in vain"
    page = curation.anonymous(nameless, "unanswered", "", needed=Role.CURATOR, summary=summary)
    assert f"/unanswered\n{summary}." in page.message.plain()
    pressed = office.button(page, "It is me: /unanswered")
    for user in (MALLORY, ROSE):
        with pytest.raises(NotAllowed):
            curation.pressed(here(user), *pressed)
    with pytest.raises(NotFound):  # in another chat
        curation.pressed(office.by(ANN), *pressed)
    shown = curation.pressed(here(ANN), *pressed)
    assert "has an answer" in shown.message.plain()
    with pytest.raises(Exception, match="already"):
        curation.pressed(here(ANN), *pressed)
    for subject in ("x", "1", "1.x", f"{'9' * 40}.1", f"1.{'9' * 40}"):
        with pytest.raises(NotFound):
            curation.pressed(here(ANN), "anonymous", subject)


def test_a_button_of_one_kind_is_not_taken_for_another(office: Office):
    curation = office.desk.curation
    form = curation.transfer.invited(office.by(ANN))
    edit = curation.command(office.by(ANN), "edit", "quay-closed")
    number, version, _ = office.button(edit, "Claim")[1].split(".")
    for name in ("anonymous", "drop"):
        with pytest.raises(NotFound):
            curation.pressed(office.by(ANN), name, f"{number}.{version}")
    for subject in (f"{number}.{version}", f"{form.form}.1"):
        with pytest.raises(NotFound):
            curation.transfer.confirmed(office.by(ANN), subject)


def test_menus_are_kept_by_person(office: Office):
    access = office.desk.curation.access
    assert access.standing(ANN) == Standing(Role.CURATOR)
    access.keep_menu(ANN, "curator:en")
    assert access.standing(ANN) == Standing(Role.CURATOR, "curator:en")
    office.say("revoke", str(ANN))
    assert access.standing(ANN) == Standing(None, "curator:en")
    access.keep_menu(ANN, "")
    assert access.standing(ANN) == Standing()
    assert access.standing(OWNER) == Standing(Role.OWNER)
    assert access.role(None) is None


def test_nobody_becomes_an_owner_by_a_row_of_the_database(office: Office):
    office.store.roles.grant(MALLORY, Role.OWNER, None)
    access = office.desk.curation.access
    assert access.role(MALLORY) is None
    assert access.standing(MALLORY).role is None
    assert not access.may(MALLORY, Role.REVIEWER)
    with pytest.raises(NotAllowed):
        office.say("roles", user=MALLORY)
    assert f"{MALLORY}: owner" in office.say("roles").message.plain()


def test_a_role_is_gone_and_there_for_every_process_at_once(make_desk):
    here, store = make_desk()
    there, _ = make_desk()
    grants = Office(here, store)
    for _ in range(3):
        grants.say("grant", f"{MALLORY} curator")
        assert there.curation.access.role(MALLORY) is Role.CURATOR
        grants.say("grant", f"{MALLORY} reviewer")
        assert there.curation.access.role(MALLORY) is Role.REVIEWER
        grants.say("revoke", str(MALLORY))
        assert there.curation.access.role(MALLORY) is None


def test_an_empty_store_has_nothing_to_export(make_desk):
    desk, store = make_desk()
    with pytest.raises(NotFound, match="nothing to export"):
        Office(desk, store).say("export")


def test_what_nobody_can_see_is_taken_out_of_a_file_with_a_word(office: Office):
    by = office.by()
    content = rows({"id": "odd", "claim": "the sh\u202eip sank\u200b", "speaker": "Ann"})
    transfer = office.desk.curation.transfer
    report = transfer.load(by, content, "odd.jsonl", dry_run=True, progress=lambda _: None)
    told = transfer.reported(by, report, dry_run=True).message.plain()
    assert "odd.jsonl:1: Characters that nobody can see were taken out: U+200B, U+202E." in told
