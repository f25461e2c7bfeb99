"""Whatever a message told is put right in it, wherever it stands, and so again when undone."""

from collections.abc import Callable

import pytest

from knowledge.domain import Actor, Bundle, Kind, Language, MultilingualText, RelationKind
from tests.knowledge import factories
from tests.knowledge.curation.conftest import Office

READER, GROUP, CHANNEL, INLINE = 500, -600, -700, 0
QUESTION = "How many boats left the harbour?"


@pytest.fixture
def told(office: Office) -> Callable[[], dict[str, str]]:
    """A disputed statement told in every way; gives what each message says by now."""
    denial = factories.statement(
        id="fewer-boats",
        claim=MultilingualText.of(en="no boats left", ru="лодки не выходили", uk="човни не вийшли"),
        kind=Kind.DENIAL,
        speaker="mayor",
        figures=(),
        phrasings=(),
    )
    mayor = factories.speaker(id="mayor", name=MultilingualText.of(en="the mayor"), aliases=())
    disputing = factories.relation(
        source="fewer-boats", kind=RelationKind.DENIES, target="boats-left"
    )
    office.store.bulk.load(
        Bundle(speakers=(mayor,), statements=(denial,), relations=(disputing,)),
        Actor(None, "operator"),
        "the other side",
    )
    office.desk.curation.corrections.collect()
    says = {
        "answer": office.told(READER, 7, QUESTION),
        "group": office.told(GROUP, 8, QUESTION),
    }
    post = office.desk.show("boats-left", Language.EN)
    office.desk.delivered(CHANNEL, (9,), post)
    page = office.desk.browse.page("incident", "departure", Language.EN)
    office.desk.delivered(READER, (10,), page)
    speaker = office.desk.browse.page("speaker", "ann-lee", Language.EN)
    office.desk.delivered(READER, (11,), speaker)
    office.desk.sent_inline("inline-1", "boats-left", Language.EN)
    says |= {
        "post": post.message.plain(),
        "incident page": page.message.plain(),
        "speaker page": speaker.message.plain(),
        "inline": office.desk.show("boats-left", Language.EN).message.plain(),
    }
    places = {
        (READER, 7): "answer",
        (GROUP, 8): "group",
        (CHANNEL, 9): "post",
        (READER, 10): "incident page",
        (READER, 11): "speaker page",
    }

    def now() -> dict[str, str]:
        for chat, message, text in office.letters():
            if message is not None:
                says[places.get((chat, message), "inline")] = text
        return dict(says)

    return now


def plain(text: str) -> str:
    """A message without the lines that say what was corrected."""
    return text.split("Corrected on", maxsplit=1)[0].strip()


ALL = ("answer", "group", "post", "inline", "incident page", "speaker page")
ANSWERS = ("answer", "group", "post", "inline")


def test_a_disputed_statement_that_is_withdrawn_says_so_with_its_reason(office: Office, told):
    before = told()
    assert all("mayor" in before[name].casefold() for name in ANSWERS)
    office.confirmed("retract", "boats-left a misreading")
    after = told()
    for name in ANSWERS:
        assert "This answer was withdrawn" in after[name], after[name]
        assert "Reason: a misreading" in after[name]
        assert "no boats" not in after[name]
    assert "Withdrawn: “130 boats left the harbour” — Ann Lee" in after["incident page"]
    assert "Reason: a misreading" in after["speaker page"]
    office.confirmed("undo", "boats-left | it was read well")
    restored = told()
    for name in ALL:
        assert plain(restored[name]).startswith(plain(before[name])[:60]), restored[name]
        assert "130 boats" in restored[name]
        assert "It stands again" in restored[name]
    for name in ANSWERS:
        assert "mayor" in restored[name].casefold()


def test_the_date_of_an_incident_reaches_everything_that_shows_it(office: Office, told):
    before = told()
    office.confirmed("incident_edit", "departure when 2024-03-09 | a slip")
    after = told()
    for name in ALL:
        assert "Date of the incident: " in after[name], name
        assert "→ March 9, 2024" in after[name]
    assert "When: March 9, 2024" in after["incident page"]
    office.confirmed("undo", f"{office.store.revisions.newest()} | it was right")
    restored = told()
    assert plain(before["incident page"]) in restored["incident page"] or (
        "March 9, 2024 →" in restored["incident page"]
    )
    assert "When: March 9, 2024" not in restored["incident page"]
    for name in ALL:
        assert "March 9, 2024 → " in restored[name], name


def test_the_name_of_a_speaker_reaches_everything_that_names_them(office: Office, told):
    told()
    office.confirmed("speaker", "ann-lee name.en Anna Leigh | spelt so by herself")
    after = told()
    for name in ALL:
        assert "The speaker: Ann Lee → Anna Leigh" in after[name], name
        assert "Anna Leigh" in after[name].split("Corrected on")[0]
    office.confirmed("undo", f"{office.store.revisions.newest()} | it was right")
    for name, text in told().items():
        assert "Anna Leigh" not in text.split("Corrected on")[0], name


def test_the_name_of_the_other_side_is_put_right_too(office: Office, told):
    told()
    office.confirmed("speaker", "mayor name.en Mayor Cole | named since")
    after = told()
    for name in ANSWERS:
        assert "Mayor Cole" in after[name].split("Corrected on")[0], name


def test_a_denial_that_is_added_later_reaches_what_was_told_without_it(office: Office):
    before = office.told(READER, 7, "Is the quay closed?")
    office.desk.sent_inline("inline-2", "quay-closed", Language.EN)
    assert "Denies this" not in before
    office.confirmed("relate", "boats-left denies quay-closed | they say opposite things")
    letters = {(chat, message) for chat, message, _ in office.letters() if message is not None}
    assert (READER, 7) in letters
    assert any(chat == INLINE for chat, _ in letters)


def test_a_denial_is_shown_and_taken_back_again(office: Office):
    office.told(READER, 7, "Is the quay closed?")
    office.confirmed("relate", "boats-left denies quay-closed | they say opposite things")
    [after] = [text for _, message, text in office.letters() if message == 7]
    assert "Denies this: Ann Lee" in after
    assert "New: Denies this: Ann Lee" in after
    office.confirmed("undo", f"{office.store.revisions.newest()} | they do not")
    [restored] = [text for _, message, text in office.letters() if message == 7]
    assert "Denies this" not in restored.split("Corrected on")[0]
    assert "No longer so: Denies this: Ann Lee" in restored


def test_the_other_side_that_is_withdrawn_is_taken_out_and_told(office: Office, told):
    told()
    office.confirmed("retract", "fewer-boats never said")
    after = told()
    for name in ANSWERS:
        assert "Denies this" not in after[name].split("Corrected on")[0]
        assert "Withdrawn: “no boats left” — The mayor" in after[name]
        assert "130 boats" in after[name]
    office.confirmed("undo", "fewer-boats | it was said")
    for name, text in told().items():
        if name in ANSWERS:
            assert "Denies this" in text, name


def test_a_figure_says_what_it_was_and_is(office: Office, told):
    told()
    office.confirmed("edit", "boats-left figure 131 | recounted")
    after = told()
    for name in ALL:
        assert "130 → 131" in after[name], name


def test_what_no_message_shows_puts_none_right(office: Office, told):
    told()
    office.confirmed("incident_edit", "departure alias sailing | people say so")
    office.confirmed("phrase", "boats-left How many went? | asked so")
    office.confirmed("edit", "boats-left review_due 2027-01-01 | soon")
    assert [one for one in office.letters() if one[1] is not None] == []
