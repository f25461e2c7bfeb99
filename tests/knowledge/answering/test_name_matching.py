"""Names by a part of them, misspelt or in another script."""

import pytest

from knowledge.answering.name_matching import called, holds, names_borne
from knowledge.domain import Incident, MultilingualText, Speaker, SpeakerKind

INCIDENTS = (
    ("mill", ("the fire in the old mill", "пожар на старой мельнице", "пожежа в старому млині")),
    ("ferry", ("the ferry collision at Tarn", "столкновение паромов у Тарна")),
    ("bridge", ("the fire on the bridge of Tarn",)),
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mill", ["mill"]),
        ("Mill Fire", ["mill"]),
        ("ferry colision", ["ferry"]),
        ("feryr", ["ferry"]),
        ("пожар мельница", ["mill"]),
        ("паром", ["ferry"]),
        ("млин", ["mill"]),
        ("coll", ["ferry"]),
        ("fire", ["mill", "bridge"]),
        ("the fire on the bridge", ["bridge"]),
        ("ferry disaster", ["ferry"]),
        ("tunnel", []),
        ("volcano in the sea far away", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_part_of_a_name_is_enough(typed: str, expected: list[str]):
    assert called(typed, INCIDENTS) == expected


def test_words_that_are_all_small_still_count():
    assert called("the who", [("band", ("The Who",)), ("other", ("A Band",))]) == ["band"]


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (["ferry"], True),
        (["ferries"], True),
        (["frry"], False),  # too short to be guessed at among whole texts
        (["fjerry"], True),
        (["merry"], False),  # another word, not a slip
        (["colision"], True),
        (["ferry", "volcano"], False),
    ],
)
def test_texts_hold_words_whole_or_nearly(words: list[str], held: bool):
    assert holds(words, INCIDENTS[1][1]) is held


def test_a_speaker_is_looked_for_by_name_and_role_an_incident_by_every_name():
    speaker = Speaker(
        "lee",
        MultilingualText.of(en="Ann Lee"),
        SpeakerKind.PERSON,
        role=MultilingualText.of(en="mayor"),
        aliases=("x",),
    )
    assert names_borne(speaker) == ("Ann Lee", "mayor")
    incident = Incident("fire", MultilingualText.of(en="the fire"), aliases=("the blaze",))
    assert names_borne(incident) == ("the fire", "the blaze")
