"""What readers asked in vain: settled by any statement, by a gap question, or by itself."""

from knowledge.domain import Page, Question
from tests.knowledge.curation.conftest import OWNER, Office

VAIN = "Who painted the lighthouse of Linsand green?"


def asked_in_vain(office: Office, text: str = VAIN) -> Page:
    office.desk.remember(office.desk.ask(Question(text)))
    page = office.say("unanswered")
    return office.press(page, text[:20])


def test_any_statement_is_found_by_words_and_chosen_by_number(office: Office):
    page = asked_in_vain(office)
    form = office.press(page, "Another statement…")
    listed = office.reply(form, "boats that left the harbour")
    assert "1. 130 boats left the harbour — Ann Lee" in listed.message.plain()
    done = office.reply(listed, "1")
    assert "Answered from now on by: 130 boats left the harbour" in done.message.plain()
    assert done.wakes
    assert ("en", VAIN) in office.store.records.statement("boats-left").phrasings
    assert "Every question that was asked has an answer." in done.message.plain()


def test_a_gap_question_of_an_incident_comes_of_what_was_asked_in_vain(office: Office):
    page = asked_in_vain(office)
    where = office.reply(office.press(page, "The store cannot tell"), "who painted the lighthouse")
    done = office.press(where, office.store.records.incidents()[0].name.in_language("en"))
    assert "this is missing: who painted the lighthouse" in done.message.plain()
    [gap] = [one for one in office.store.records.gaps() if "painted" in one.id]
    assert gap.phrasings == (("en", VAIN),)
    incidents = {office.store.records.statement(one).incident for one in gap.nearest}
    assert incidents == {"departure"}
    assert gap.incident == "departure"
    assert "Every question" in office.say("unanswered").message.plain()


def test_a_question_is_closed_when_a_way_of_asking_is_taught(office: Office):
    page = asked_in_vain(office)
    assert "Asked 1 time" in page.message.plain()
    office.confirmed("phrase", f"boats-left {VAIN} | they mean this")
    assert "Every question" in office.say("unanswered").message.plain()


def test_what_is_answered_by_now_closes_itself_and_is_told(office: Office):
    question = "Was the tide high in Linsand?"
    number = office.desk.remember(office.desk.ask(Question(question)))
    office.store.follows.follow(700, "question", str(number))
    new = "the tide was high in Linsand"
    form = office.reply(office.say("new"), new)
    for answer in ("ann lee", office.store.records.articles()[0].id, "-"):
        form = office.reply(form, answer)
    office.press(office.press(office.press(form, "fact"), "it was missing"), "Confirm")
    text = office.say("unanswered").message.plain()
    assert "is closed" in text or "waits" in text
    if "is closed" in text:
        assert any(chat == 700 for chat, _, _ in office.letters())


def test_a_person_is_told_of_a_role_by_name_and_listed_by_it(office: Office):
    curation = office.desk.curation
    page = curation.command(office.by(), "grant", "4242 reviewer", None, "Nadia K.")
    assert "Nadia K. (4242) has the role: reviewer." in page.message.plain()
    assert (4242, None, "You have a new role here: reviewer. /help tells what you can do.") in (
        office.letters()
    )
    listed = curation.people.listed(office.by(), {4242: "Nadia K."}).message.plain()
    assert "Nadia K. (4242): reviewer, since November 23, 2026" in listed
    assert f"{OWNER}: owner" in listed
    offered = curation.people.offered(office.by(), 5151, "Oleh")
    office.press(offered, "curator")
    assert 5151 in {one.user for one in office.store.roles.listed()}
    office.say("revoke", "4242")
    assert any("role was taken away" in text for _, _, text in office.letters())
