"""A change: asked for, previewed, confirmed once, and never over somebody else's."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.domain import (
    Conflict,
    Kind,
    Language,
    NotAllowed,
    NotFound,
    Page,
    RefusedInput,
    RelationKind,
    State,
    Style,
)
from knowledge.translations import words_in
from tests.knowledge.curation.conftest import ANN, BOB, MALLORY, OWNER, ROSE, Office

EDIT = "boats-left claim 120 boats left the harbour | misread"


def styled(page: Page, style: Style) -> list[str]:
    return [
        span.text
        for section in page.message.sections
        for line in section.lines
        for span in line
        if span.style is style
    ]


def test_a_form_asks_for_what_is_missing_step_by_step(office: Office):
    fields = office.say("edit", "boats-left", user=ANN)
    asked = office.press(fields, "Claim", user=ANN)
    assert "Claim now: 130 boats left the harbour" in asked.message.plain()
    reasons = office.reply(asked, "120 boats left the harbour.", user=ANN)
    preview = office.press(reasons, "slip of the pen", user=ANN)
    assert "120 boats left the harbour, Ann Lee" in preview.message.plain()
    assert "Reason: a slip of the pen" in preview.message.plain()
    assert "130" in styled(preview, Style.STRUCK)
    assert "120" in styled(preview, Style.STRONG)
    assert office.store.records.statement("boats-left").version == 1
    done = office.press(preview, "Confirm", user=ANN)
    assert done.wakes
    stored = office.store.records.statement("boats-left")
    assert stored.claim.in_language("en") == "120 boats left the harbour"
    assert stored.reviewed == "2026-11-23"
    [last] = office.store.revisions.history("statement", "boats-left")[1:]
    assert (last.actor.id, last.reason) == (ANN, "a slip of the pen")
    assert last.update_id is not None


def test_an_own_reason_can_be_typed_and_changed(office: Office):
    reasons = office.say("edit", "boats-left kind prediction")
    form = office.press(reasons, "own words")
    preview = office.reply(form, "it is about tomorrow")
    again = office.press(office.press(preview, "Another reason"), "misread")
    office.press(again, "Confirm")
    assert office.store.records.statement("boats-left").kind is Kind.PREDICTION
    assert (
        office.store.revisions.history("statement", "boats-left")[-1].reason
        == "misread from the article"
    )


def test_a_figure_changes_with_the_words_that_carry_it(office: Office):
    office.confirmed("edit", "boats-left figure at least 1200 | recounted")
    stored = office.store.records.statement("boats-left")
    assert stored.figures[0].value == 1200
    assert stored.figures[0].qualifier == "at_least"
    assert stored.figures[0].text.in_language("ru") == "1200 лодок"
    assert stored.claim.by_language["uk"] == "З гавані вийшли 1200 човнів"


def test_the_statement_is_found_by_words_or_by_the_message_replied_to(office: Office):
    by_words = office.say("retract", "")
    offered = office.reply(by_words, "is the quay closed")
    assert any("quay" in one.label for row in offered.message.actions for one in row)
    picked = office.press(offered, "quay")
    assert "Why?" in picked.message.plain()
    replied = office.say("retract", "nobody said this", about="boats-left")
    assert "withdrawn" in replied.message.plain()


def test_a_command_with_words_in_place_of_an_id_offers_statements(office: Office):
    offered = office.say("edit", "is the quay closed | misread")
    assert "Which of these" in offered.message.plain()
    assert "What is to change" in office.press(offered, "quay").message.plain()


def test_nothing_is_found_for_words_of_no_statement(office: Office):
    asked = office.reply(office.say("edit"), "zzz qqq xxx")
    assert "Which" in asked.message.plain() or "found no such" in asked.message.plain()


def test_a_retraction_is_a_state_with_a_reason_and_can_be_undone(office: Office):
    done = office.confirmed("retract", "boats-left nobody said this")
    stored = office.store.records.statement("boats-left")
    assert (stored.state, stored.reason) == (State.RETRACTED, "nobody said this")
    with pytest.raises(RefusedInput, match="already"):
        office.say("retract", "boats-left again")
    number = done.message.plain().rpartition(" ")[2]
    office.confirmed("undo", f"{number} | it was said")
    assert office.store.records.statement("boats-left").state is State.PUBLISHED


def test_an_undo_of_what_changed_since_is_refused(office: Office):
    office.confirmed("edit", EDIT)
    office.confirmed("edit", "boats-left kind prediction | it is")
    first = office.store.revisions.history("statement", "boats-left")[1].number
    with pytest.raises(Conflict, match="again since"):
        office.say("undo", f"{first} | no")
    with pytest.raises(NotFound):
        office.say("undo", "9999 | no")
    mine = office.say("undo")
    assert "boats-left" in mine.message.actions[0][0].label


def test_a_merge_shows_both_and_leads_the_old_id_on(office: Office):
    office.confirmed("phrase", "quay-closed May boats leave? | readers ask so")
    preview = office.say("merge", "quay-closed boats-left | they say the same")
    assert "quay-closed will lead to boats-left" in preview.message.plain()
    done = office.press(preview, "Confirm")
    assert office.store.records.complete(["quay-closed"])[0].statement.id == "boats-left"
    assert ("en", "May boats leave?") in office.store.records.statement("boats-left").phrasings
    with pytest.raises(RefusedInput, match="same statement"):
        office.say("merge", "quay-closed boats-left | again")
    office.confirmed("undo", f"{done.message.plain().rpartition(' ')[2]} | no")
    assert office.store.records.statement("quay-closed").state is State.PUBLISHED


def test_statements_are_related_and_unrelated(office: Office):
    kinds = office.say("relate", "quay-closed")
    target = office.press(kinds, "disputes")
    reasons = office.reply(target, "boats-left")
    preview = office.press(reasons, "so says the article")
    assert "+ “the quay is closed” disputes “130 boats left the harbour”" in preview.message.plain()
    office.press(preview, "Confirm")
    [record] = office.store.records.complete(["boats-left"])
    assert [one.kind for one in record.incoming] == [RelationKind.DISPUTES]
    office.confirmed("relate", "quay-closed disputes boats-left | not so")
    assert office.store.records.complete(["boats-left"])[0].incoming == ()
    office.confirmed("undo", f"{office.store.revisions.newest()} | it was so")
    assert office.store.records.complete(["boats-left"])[0].incoming
    office.confirmed("undo", f"{office.store.revisions.newest()} | it was not")
    assert office.store.records.complete(["boats-left"])[0].incoming == ()
    with pytest.raises(RefusedInput, match="itself"):
        office.say("relate", "boats-left disputes boats-left | no")


def test_a_new_statement_needs_speaker_article_incident_and_kind(office: Office):
    speaker = office.reply(office.say("new"), "The tide was high")
    article = office.reply(speaker, "ann lee")
    incident = office.reply(article, "Boats leave")
    kinds = office.reply(incident, "-")
    preview = office.press(office.press(kinds, "fact"), "it was missing")
    assert "The tide was high" in preview.message.plain()
    office.press(preview, "Confirm")
    [made] = [one for one in office.store.records.bundle().statements if "tide" in one.id]
    assert (made.speaker, made.incident, made.state) == ("ann-lee", None, State.PUBLISHED)
    assert "The tide was high" in office.told(5, 5, "Was the tide high?")


def test_the_addition_of_a_statement_is_undone_by_retracting_it(office: Office):
    pages = office.say("new", "The tide was low")
    for text in ("-", "Boats leave", "departure"):
        pages = office.reply(pages, text)
    office.press(office.press(office.press(pages, "fact"), "missing"), "Confirm")
    office.confirmed("undo", f"{office.store.revisions.newest()} | no")
    [made] = [one for one in office.store.records.bundle().statements if "tide" in one.id]
    assert made.state is State.RETRACTED


def test_speakers_and_incidents_are_added_and_changed(office: Office):
    assert (
        "statements show it" in office.say("speaker", "ann-lee role pilot | she is").message.plain()
    )
    for line in (
        "ann-lee name Anne Lee | spelling",
        "ann-lee role harbour pilot | she is",
        "ann-lee kind group | it is",
        "ann-lee party yes | she is",
        "ann-lee alias A. Lee | so called",
    ):
        office.confirmed("speaker", line)
    changed = office.store.records.speaker("ann-lee")
    assert (changed.name.in_language("en"), changed.kind, changed.party) == (
        "Anne Lee",
        "group",
        True,
    )
    assert changed.aliases == ("A. Lee",)
    office.confirmed("speaker", "ann-lee alias -A. Lee | not so called")
    assert office.store.records.speaker("ann-lee").aliases == ()
    form = office.say("speaker", "new")
    office.press(office.press(office.reply(form, "Tom Ray"), "missing"), "Confirm")
    assert office.store.records.speaker("tom-ray").name.in_language("en") == "Tom Ray"
    for line in (
        "departure name the great departure | so called",
        "departure when 2024-03 | unsure",
        "departure places harbour | there",
        "departure alias the exodus | so called",
        "departure note Nobody counted. | true",
        "departure part - | none",
    ):
        office.confirmed("incident_edit", line)
    incident = office.store.records.incident("departure")
    assert (incident.when, incident.aliases) == ("2024-03", ("the exodus",))
    assert incident.notes[0].text.in_language("en") == "Nobody counted."
    form = office.say("incident_edit", "new")
    office.press(office.press(office.reply(form, "High water"), "missing"), "Confirm")
    assert office.store.records.incident("high-water").name.in_language("en") == "High water"
    with pytest.raises(RefusedInput, match="one of"):
        office.say("speaker", "ann-lee kind thing | no")
    with pytest.raises(NotFound, match="Near it"):
        office.say("speaker", "ann-leee role x | no")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("boats-left colour red | no", "no field"),
        ("boats-left claim.fr Bonjour | no", "languages"),
        ("boats-left said tomorrow | no", "EDTF|date"),
        ("boats-left kind rumour | no", "one of"),
        ("boats-left paragraphs one | no", "numbers"),
        ("boats-left figure many | no", "do not understand"),
        ("boats-left figure 3: 12 | no", "has 1 figure"),
        ("quay-closed figure 12 | no", "new figure"),
        ("boats-left claim - | no", "claim"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_sentence(office: Office, line: str, said: str):
    with pytest.raises(RefusedInput, match=said):
        office.say("edit", line)


def test_a_wrong_answer_in_a_form_is_told_and_asked_for_again(office: Office):
    asked = office.press(office.say("edit", "boats-left"), "Date said")
    again = office.reply(asked, "tomorrow")
    assert "tomorrow" in again.message.plain()
    assert again.form is not None
    assert "Why?" in office.reply(again, "2024-03-02").message.plain()


@pytest.mark.parametrize(
    ("line", "attribute", "value"),
    [
        ("speaker -", "speaker", None),
        ("attribution narrator", "speaker", None),
        ("incident -", "incident", None),
        ("places harbour", "places", ("harbour",)),
        ("polarity negated", "polarity", "negated"),
        ("review_due 2027-01-01", "review_due", "2027-01-01"),
        ("note !The wording is odd.", "notes", None),
        ("quotes “Off they go”", "appearances", None),
        ("cue.ru заявила", "appearances", None),
        ("access classified", "appearances", None),
    ],
)
def test_every_field_can_be_set(office: Office, line: str, attribute: str, value: object):
    before = office.store.records.statement("boats-left")
    office.confirmed("edit", f"boats-left {line} | because")
    after = office.store.records.statement("boats-left")
    assert getattr(after, attribute) != getattr(before, attribute)
    if value is not None:
        assert getattr(after, attribute) == value


def test_a_first_figure_is_added(office: Office):
    office.confirmed("edit", "quay-closed figure about 3 days: days of closure | told later")
    [figure] = office.store.records.statement("quay-closed").figures
    assert (figure.value, figure.unit, figure.qualifier) == (3, "days", "about")


def test_a_change_that_differs_in_nothing_changes_nothing(office: Office):
    office.confirmed("edit", EDIT)
    done = office.confirmed("edit", EDIT)
    assert "Nothing differs" in done.message.plain()


def test_cancelled_and_dropped_work_changes_nothing(office: Office):
    preview = office.say("edit", EDIT)
    assert "nothing was changed" in office.press(preview, "Cancel").message.plain()
    office.say("edit", "boats-left")
    office.say("merge")
    assert "2 tasks" in office.say("cancel").message.plain()
    assert "begun nothing" in office.say("cancel").message.plain()
    assert office.store.records.statement("boats-left").version == 1


def test_a_button_works_once_for_its_holder_only(office: Office):
    preview = office.say("edit", EDIT, user=ANN)
    with pytest.raises(NotAllowed, match="another curator"):
        office.press(preview, "Confirm", user=BOB)
    with pytest.raises(NotAllowed, match="higher"):
        office.press(preview, "Confirm", user=ROSE)
    with pytest.raises(NotAllowed, match="Only the people"):
        office.press(preview, "Confirm", user=MALLORY)
    office.press(preview, "Confirm", user=ANN)
    with pytest.raises(Conflict, match="already"):
        office.press(preview, "Confirm", user=ANN)
    form = office.press(office.say("edit", "boats-left", user=ANN), "Claim", user=ANN)
    with pytest.raises(NotAllowed):
        office.reply(form, "Mine", user=BOB)
    assert office.refusals()[:2] == ["not theirs", "used before"]
    assert office.store.records.statement("boats-left").version == 2


@pytest.mark.parametrize("subject", ["", "x", "1.2", "999.1.0", "1.x.0"])
def test_buttons_of_nothing_are_told_so(office: Office, subject: str):
    with pytest.raises(NotFound, match="nothing any more"):
        office.desk.curation.pressed(office.by(), "task", subject)


def test_the_same_update_again_does_nothing_twice(office: Office):
    preview = office.say("edit", EDIT)
    action = office.button(preview, "Confirm")
    by = office.by()
    first = office.desk.curation.pressed(by, *action)
    again = office.desk.curation.pressed(by, *action)
    assert first.message == again.message
    assert office.store.records.statement("boats-left").version == 2


def test_a_former_curator_can_do_nothing_with_what_was_begun(office: Office):
    preview = office.say("edit", EDIT, user=ANN)
    office.say("revoke", str(ANN))
    with pytest.raises(NotAllowed):
        office.press(preview, "Confirm", user=ANN)
    assert office.store.records.statement("boats-left").version == 1


def test_two_curators_at_the_same_moment_a_hundred_times(office: Office):
    """Both see the same statement and confirm together: one change is made, the other is told."""
    told = 0
    for turn in range(100):
        previews = {
            user: office.say(
                "edit", f"boats-left claim {turn} boats of {user} | turn {turn}", user=user
            )
            for user in (ANN, BOB)
        }
        gate = threading.Barrier(2)

        def confirm(
            user: int, pages: dict[int, Page] = previews, gate: threading.Barrier = gate
        ) -> str:
            gate.wait()
            return office.press(pages[user], "Confirm", user=user).message.plain()

        with ThreadPoolExecutor(2) as pool:
            said = list(pool.map(confirm, (ANN, BOB)))
        assert sorted("Done" in one for one in said) == [False, True], said
        told += sum("Nothing was changed" in one for one in said)
        winner = (ANN, BOB)[["Done" in one for one in said].index(True)]
        stored = office.store.records.statement("boats-left")
        assert stored.claim.in_language("en") == f"{turn} boats of {winner}"
        assert stored.version == turn + 2
    assert told == 100
    assert len(office.store.revisions.history("statement", "boats-left")) == 101


def test_the_curator_who_came_second_sees_the_new_state_and_can_confirm_it(office: Office):
    mine = office.say("edit", "boats-left kind prediction | it is", user=ANN)
    office.confirmed("edit", EDIT, user=BOB)
    shown = office.press(mine, "Confirm", user=ANN)
    assert "somebody else changed it" in shown.message.plain()
    assert "120 boats" in shown.message.plain()
    assert office.store.records.statement("boats-left").kind is Kind.FACT
    office.press(shown, "Confirm", user=ANN)
    assert office.store.records.statement("boats-left").kind is Kind.PREDICTION
    assert office.store.records.statement("boats-left").claim.in_language("en").startswith("120")


def test_histories_say_who_when_why_and_what(office: Office):
    office.confirmed("edit", EDIT, user=ANN)
    history = office.say("history", "boats-left", user=ROSE).message.plain()
    assert f"Person {ANN} ({ANN}) · changed: misread" in history
    assert "Claim (en): 130 120 boats left the harbour" in history
    assert "made: samples" in history
    audit = office.say("audit", user=ANN)
    assert "statement boats-left" in audit.message.plain()
    assert "Nothing was changed before" in office.say("audit", "1").message.plain()
    assert office.press(audit, "Refused").message.plain().endswith("Nothing was refused so far.")
    with pytest.raises(NotFound):
        office.say("history", "nothing")
    with pytest.raises(NotFound):
        office.desk.curation.command(office.by(), "dance", "")


def test_roles_are_granted_and_revoked_by_the_owner_only(office: Office):
    assert "has the role: curator" in office.say("grant", f"{MALLORY} curator").message.plain()
    office.say("edit", EDIT, user=MALLORY)
    assert f"{MALLORY}: curator" in office.say("roles").message.plain()
    assert "no role any more" in office.say("revoke", str(MALLORY)).message.plain()
    assert "had no role" in office.say("revoke", str(MALLORY)).message.plain()
    with pytest.raises(NotAllowed, match="higher"):
        office.say("grant", f"{MALLORY} curator", user=ANN)
    for name, line in (
        ("grant", "mallory"),
        ("grant", "5 owner"),
        ("revoke", "ann"),
        ("grant", f"{OWNER} curator"),
        ("revoke", str(OWNER)),
    ):
        with pytest.raises(RefusedInput):
            office.say(name, line)
    for name in ("edit", "review", "audit", "grant", "roles", "export", "unanswered", "history"):
        with pytest.raises(NotAllowed, match=str(MALLORY)):
            office.say(name, "x", user=MALLORY)
    assert len(office.refusals()) == 9


def test_what_is_unknown_is_told_before_the_next_question(office: Office):
    page = office.reply(office.say("new"), "the pier is open")
    page = office.reply(page, "Nobody Known")
    assert "nothing called “Nobody Known”" in page.message.plain()
    page = office.reply(office.reply(page, "ann-lee"), "no such article")
    assert "nothing called “no such article”" in page.message.plain()
    assert "In which article?" in page.message.plain()


def test_a_change_is_taken_back_by_a_button(office: Office):
    done = office.confirmed("edit", "quay-closed claim the quay is open | misread")
    page = office.press(done, "Take it back")
    page = office.press(office.press(page, "mistake"), "Confirm")
    assert (
        office.store.records.statement("quay-closed").claim.in_language("en")
        == "the quay is closed"
    )


def test_a_history_is_found_by_words_as_well(office: Office):
    assert "History of quay-closed" in office.say("history", "is the quay closed").message.plain()
    with pytest.raises(NotFound, match="Of which statement"):
        office.say("history")


def test_many_fields_stand_two_in_a_row(office: Office):
    rows = office.say("edit", "quay-closed").message.actions
    assert max(map(len, rows)) == 2
    assert len(rows) < 12


def test_a_new_statement_brings_its_new_speaker_and_incident_along(office: Office):
    page = office.say("new")
    for text in ("the pier is open", "new: Jon Marsh", "harbour-news", "new: The pier opens"):
        page = office.reply(page, text)
    preview = office.press(office.press(page, "fact"), "missing")
    assert "Jon Marsh" in preview.message.plain()
    before = office.store.records.counts()
    done = office.press(preview, "Confirm")
    after = office.store.records.counts()
    assert after["statements"] == before["statements"] + 1
    assert "open" in office.told(5, 5, "What did Jon Marsh say of the pier?")
    assert (
        office.store.records.incident("the-pier-opens").name.in_language("en") == "The pier opens"
    )
    assert "Take it back" in [one.label for row in done.message.actions for one in row]


def test_a_command_that_cannot_be_leaves_nothing_begun(office: Office):
    for link in ("file:///etc/passwd", "http://user:secret@example.org/"):
        with pytest.raises(RefusedInput):
            office.say("pull", link)
    assert "You have begun nothing" in office.say("cancel").message.plain()


def test_refusals_are_told_in_the_language_of_the_curator(office: Office):
    by = office.by(language=Language.RU)
    with pytest.raises(RefusedInput) as caught:
        office.desk.curation.command(by, "pull", "ftp://example.org/")
    assert caught.value.told(words_in("ru")).startswith("Я открываю только ссылки")
    with pytest.raises(RefusedInput) as caught:
        office.desk.curation.command(by, "edit", "quay-closed said in May")
    assert "XXXX-12-15" in caught.value.told(words_in("ru"))
    assert "Write" not in caught.value.told(words_in("ru"))


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("boats-left note !an odd wording | so", lambda one: one.notes[-1].unclear),
        ("boats-left note - | so", lambda one: one.notes == ()),
        ("boats-left said 2023-08 | so", lambda one: one.said == "2023-08"),
        ("boats-left claim.ru - | so", lambda one: "ru" not in one.claim.by_language),
        ("boats-left figure about 120 | so", lambda one: one.figures[0].value == 120),
        ("boats-left review_due 2027-01 | so", lambda one: one.review_due == "2027-01"),
        (
            "boats-left cue told | so",
            lambda one: one.appearances[0].cue.in_language("en") == "told",
        ),
    ],
)
def test_each_field_is_set_by_one_line(office: Office, line: str, changed):
    office.confirmed("edit", line)
    assert changed(office.store.records.statement("boats-left"))


@pytest.mark.parametrize(
    ("asked", "language"),
    [("Чи зачинено причал і пірс?", "uk"), ("Закрыт ли причал?", "ru"), ("Is it shut?", "en")],
)
def test_a_way_of_asking_is_learned_in_its_language(office: Office, asked: str, language: str):
    page = office.say("phrase", "quay-closed")
    office.press(office.press(office.reply(page, asked), "readers ask so"), "Confirm")
    assert (language, asked) in office.store.records.statement("quay-closed").phrasings


def test_a_phrasing_must_be_a_question_of_a_sensible_length(office: Office):
    page = office.reply(office.say("phrase", "quay-closed"), "x" * 301)
    assert "at most 300 characters" in page.message.plain()


def test_speakers_and_incidents_are_offered_to_be_pressed(office: Office):
    for name, field in (("speaker", "Role"), ("incident_edit", "Date")):
        asked = office.say(name)
        first = asked.message.actions[0][0].label
        page = office.press(asked, first)
        assert field in [one.label for row in page.message.actions for one in row]


def test_what_nobody_can_see_is_taken_out_of_what_a_curator_types_with_a_word(office: Office):
    asked = office.say("edit", "boats-left claim 12\u202e0 boats left | mis\u200bread", user=ANN)
    told = asked.message.plain()
    assert "120 boats left" in told
    assert "Characters that nobody can see were taken out: U+202E, U+200B." in told
    fields = office.press(office.say("edit", "boats-left", user=BOB), "Claim", user=BOB)
    reasons = office.reply(fields, "121\u2066 boats left the harbour", user=BOB)
    assert "taken out: U+2066." in reasons.message.plain()
    assert reasons.message.actions


def test_a_change_of_state_says_both_in_the_curators_language(office: Office):
    page = office.say("retract", "quay-closed it was a drill")
    assert "State: published retracted" in page.message.plain()
    by = office.by(language=Language.RU)
    page = office.desk.curation.command(by, "retract", "quay-closed it was a drill")
    assert "опубликовано отозвано" in page.message.plain()
