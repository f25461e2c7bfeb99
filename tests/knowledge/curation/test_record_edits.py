"""Speakers, places, incidents and articles: made, corrected, made one, and taken back."""

import pytest

from knowledge.domain import Curator, Language, NotFound, RefusedInput
from tests.knowledge.curation.conftest import OWNER, Office


def test_a_speaker_of_two_spellings_becomes_one_and_two_again(office: Office):
    office.confirmed("speaker", "new Э. Ли-Вос | spelt so in the second article")
    office.confirmed("edit", "quay-closed speaker Э. Ли-Вос | it was her")
    office.confirmed("speaker", "Э. Ли-Вос alias Эннли | called so as well")
    office.store.follows.follow(700, "speaker", "e-li-vos")
    page = office.say("speaker", "Э. Ли-Вос merge Ann Lee | the same person")
    text = page.message.plain()
    assert "“Э. Ли-Вос” becomes one with “Ann Lee”." in text
    assert "1 statement moves there." in text
    office.press(page, "Confirm")
    ann = office.store.records.speaker("ann-lee")
    assert {"Э. Ли-Вос", "Эннли"} <= set(ann.aliases)
    assert office.store.records.statement("quay-closed").speaker == "ann-lee"
    assert "e-li-vos" not in {one.id for one in office.store.records.speakers()}
    assert [one.chat for one in office.store.follows.followers("speaker", ["ann-lee"])] == [700]
    assert office.store.follows.follow(700, "speaker", "ann-lee") is False, "it is told already"
    page = office.say("history", "e-li-vos")
    assert "e-li-vos became one with ann-lee." in page.message.plain()
    assert "History of ann-lee" in page.message.plain()
    own = office.press(page, "History of e-li-vos").message.plain()
    assert "History of e-li-vos" in own
    assert "spelt so in the second article" in own
    # What took its place leads there as well.
    assert office.press(office.say("history", "Ann Lee"), "History of e-li-vos")
    # What it was called still leads there.
    assert "Ann Lee" in office.say("speaker", "e-li-vos").message.plain()
    office.confirmed("undo", f"{office.store.revisions.newest()} | they are two")
    assert office.store.records.statement("quay-closed").speaker == "e-li-vos"
    follows = office.store.follows
    assert [one.chat for one in follows.followers("speaker", ["e-li-vos"])] == [700]
    assert follows.followers("speaker", ["ann-lee"]) == []
    assert follows.unfollow(700, "speaker", "e-li-vos")
    assert "Э. Ли-Вос" not in office.store.records.speaker("ann-lee").aliases
    assert "Эннли" in office.store.records.speaker("e-li-vos").aliases


def test_places_are_made_corrected_and_made_one(office: Office):
    [harbour] = office.store.records.places()
    office.confirmed("place", "new Linsand quay | it was missing")
    office.confirmed("place", "Linsand quay within harbour | it lies there")
    office.confirmed("edit", "boats-left places Linsand quay | from there")
    office.confirmed("place", "Linsand quay name.uk Причал Лінсанда | in Ukrainian")
    office.confirmed("place", "new The quay of Linsand | seen in another article")
    with pytest.raises(RefusedInput, match="not within itself"):
        office.say("place", f"{harbour.id} within Linsand quay | no")
    office.confirmed("place", "Linsand quay merge The quay of Linsand | one quay")
    [place] = [one for one in office.store.records.places() if one.id != harbour.id]
    assert place.id == "the-quay-of-linsand"
    assert place.name.in_language("uk") == "Причал Лінсанда"
    assert place.within == harbour.id
    assert "linsand-quay became one with" in office.say("history", "linsand-quay").message.plain()
    assert office.store.records.statement("boats-left").places == (place.id,)
    with pytest.raises(RefusedInput, match="one already"):
        office.say("place", f"{place.id} merge {place.id} | no")


def test_incidents_become_one_with_their_statements(office: Office):
    office.confirmed("incident_edit", "new The boats leave | a second article")
    office.confirmed("edit", "quay-closed incident The boats leave | that one")
    office.confirmed("incident_edit", "The boats leave when 5 August 2023 | the article says so")
    office.confirmed("incident_edit", "The boats leave merge departure | the same")
    assert office.store.records.statement("quay-closed").incident == "departure"
    assert [one.id for one in office.store.records.incidents()] == ["departure"]
    assert "the-boats-leave" not in office.desk.browse.incidents(Language.EN).plain()
    page = office.desk.browse.page("incident", "the-boats-leave", Language.EN)
    assert "quay is closed" in page.message.plain()


def test_the_head_of_a_stored_article_is_corrected_field_by_field(office: Office):
    [article] = office.store.records.articles()
    form = office.say("article", article.title)
    assert "Title: " in form.message.plain()
    why = office.reply(office.press(form, "Publisher"), "The Evening Gazette")
    done = office.press(office.press(why, "a slip of the pen"), "Confirm")
    assert "Done" in done.message.plain()
    office.confirmed("article", f"{article.id} date 5 марта 2024 | so it says")
    office.confirmed("article", f"{article.id} link gazette.example/boats | found")
    now = office.store.records.article(article.id)
    assert (now.publisher, now.published) == ("The Evening Gazette", "2024-03-05")
    assert now.url == "https://gazette.example/boats"
    office.confirmed("article", "www.gazette.example/boats/ origin agency copy | it says so")
    assert office.store.records.article(article.id).origin == "agency_copy"
    for line, why_not in (
        ("title -", "needs a title"),
        ("link no link at all", "is no link"),
        ("origin elsewhere", "one of"),
        ("language de", "en, ru and uk"),
        (f"author {'x' * 400}", "at most"),
    ):
        with pytest.raises(RefusedInput, match=why_not):
            office.say("article", f"{article.id} {line} | no")
    with pytest.raises(NotFound, match="nothing called"):
        office.say("article", "no such article at all")


def test_a_reply_to_an_answer_tells_whose_head_place_or_speaker_is_meant(office: Office):
    [article] = office.store.records.articles()
    assert "Ann Lee" in office.say("speaker", about="boats-left").message.plain()
    assert article.title in office.say("article", about="boats-left").message.plain()
    page = office.say("incident_edit", "when 5 August 2023 | so it says", about="boats-left")
    office.press(page, "Confirm")
    assert office.store.records.incident("departure").when == "2023-08-05"


def test_values_are_named_and_typed_in_the_curators_language(office: Office):
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 81_000)
    page = office.desk.curation.command(by, "speaker", "ann-lee вид организация | так вернее")
    assert "организация" in page.message.plain()
    by = Curator(OWNER, "Owner", Language.RU, OWNER, 81_001)
    page = office.desk.curation.command(by, "edit", "boats-left kind")
    assert "отрицание" in [one.label for row in page.message.actions for one in row]


def test_figures_are_taken_away_added_and_follow_the_claim(office: Office):
    office.confirmed("edit", "boats-left figure + 12 crews: crews on board | the article says so")
    boats = office.store.records.statement("boats-left")
    assert [one.value for one in boats.figures] == [130, 12]
    office.confirmed("edit", "boats-left figure 2: - | misread")
    office.confirmed("edit", "boats-left claim.en 140 boats left the harbour | misread")
    assert [one.value for one in office.store.records.statement("boats-left").figures] == [140]
    office.confirmed("edit", "boats-left claim.en Many boats left the harbour | nobody counted")
    assert office.store.records.statement("boats-left").figures == ()
    office.confirmed("undo", "boats-left | it was right")
    office.confirmed("edit", "boats-left figure - | no figure at all")
    assert office.store.records.statement("boats-left").figures == ()
