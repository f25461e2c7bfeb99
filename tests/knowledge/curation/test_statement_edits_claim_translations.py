"""Claims are written in the languages that they lack, and marked as translations."""

import pytest

from knowledge.domain import Caveat, Language, NotFound
from tests.knowledge.curation.conftest import Office


def test_a_claim_is_written_in_a_language_that_it_lacks_and_marked(office: Office):
    office.confirmed("edit", "quay-closed claim.uk - | written anew")
    shown = office.desk.show("quay-closed", Language.UK).message.plain()
    assert "The quay is closed (англійською)" in shown
    asked = office.say("translate", "boats leave")
    assert "Українська" in asked.message.plain()
    form = office.press(asked, "Українська")
    assert "1. the quay is closed" in form.message.plain()
    with pytest.raises(AssertionError):
        office.button(form, "Confirm")
    refused = office.reply(form, "2: причал зачинено")
    assert "2 is not in this list" in refused.message.plain()
    preview = office.press(office.reply(refused, "1: причал зачинено."), "a translation")
    assert "Claim (uk): причал зачинено" in preview.message.plain()
    office.press(preview, "Confirm")
    held = office.store.records.statement("quay-closed")
    assert held.claim.by_language["uk"] == "причал зачинено"
    assert held.claim.is_translated("uk")
    told = office.desk.show("quay-closed", Language.UK)
    assert "Причал зачинено" in told.message.plain()
    assert "(англійською)" not in told.message.plain()
    assert Caveat.TRANSLATED in told.outcome.shown.caveats  # type: ignore[union-attr]  # an answer
    with pytest.raises(NotFound, match="every language"):
        office.say("translate", "boats leave")


def test_cancelling_a_translation_leaves_what_is_published(office: Office):
    office.confirmed("edit", "quay-closed claim.ru - | written anew")
    asked = office.say("translate")
    where = office.press(asked, "Boats leave")
    assert "It stays as it is" in office.press(where, "Cancel").message.plain()


def test_a_line_without_a_number_is_the_only_one(office: Office):
    office.confirmed("edit", "quay-closed claim.ru - | written anew")
    form = office.press(office.say("translate", "boats leave"), "Русский")
    preview = office.press(office.reply(form, "причал закрыт"), "a translation")
    assert "причал закрыт" in preview.message.plain()
