"""Names are found in any script, inflected and misspelt, and not where they are not."""

import time

import pytest

from knowledge.domain import Incident, MultilingualText, Speaker, SpeakerKind
from knowledge.questions.entities import EntityIndex, EntityKind, called, holds, names_borne
from knowledge.search.text_analysis import folded as fold, words as words_of

NAMES = EntityIndex(
    [
        (
            EntityKind.SPEAKER,
            "sobyanin",
            ["Sergei Sobyanin", "Sobyanin", "Собянин", "Moscow mayor", "мэр Москвы", "мер Москви"],
        ),
        (EntityKind.SPEAKER, "office", ["Moscow mayor's office", "мэрия Москвы", "мерія Москви"]),
        (
            EntityKind.SPEAKER,
            "ministry",
            ["Ministry of Defense", "the ministry", "MoD", "Минобороны", "Міноборони"],
        ),
        (
            EntityKind.SPEAKER,
            "military",
            ["military analysts", "analysts", "аналитики", "аналітики"],
        ),
        (
            EntityKind.SPEAKER,
            "intelligence",
            ["intelligence analysts", "analysts", "аналитики", "аналітики"],
        ),
        (EntityKind.SPEAKER, "some", ["commentators"]),
        (EntityKind.PLACE, "moscow", ["Moscow", "Москва"]),
        (EntityKind.PLACE, "volga", ["Volga region", "Поволжье"]),
        (EntityKind.INCIDENT, "may", ["the May interception"]),
    ],
    lambda word: word in {"trying", "sober"},
)


def found(text: str) -> list[tuple[str, ...]]:
    return [mention.ids for mention in NAMES.find(words_of(fold(text)))]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("What did Sobyanin say?", [("sobyanin",)]),
        ("What did Sergei Sobyanin say?", [("sobyanin",)]),
        ("Sobyanin's words", [("sobyanin",)]),
        ("wat did sobianin say", [("sobyanin",)]),
        ("sobyannin", [("sobyanin",)]),
        ("все заявления Собянина", [("sobyanin",)]),
        ("що сказав Собянін", [("sobyanin",)]),
        ("Собяніну", [("sobyanin",)]),
        ("SOBYANIN", [("sobyanin",)]),
        ("the Moscow mayor in Moscow", [("sobyanin",), ("moscow",)]),
        ("Moscow mayor's office", [("office",)]),
        ("сказав мер Москви", [("sobyanin",)]),
        ("мерія Москви мовчить", [("office",)]),
        ("according to the MoD", [("ministry",)]),
        ("according to the ministry", [("ministry",)]),
        ("за даними Міноборони", [("ministry",)]),
        ("what analysts say", [("military", "intelligence")]),
        ("what military analysts say", [("military",)]),
        ("moskow", [("moscow",)]),
        ("в Москве", [("moscow",)]),
        ("the may interception", [("may",)]),
        ("over the Volga region", [("volga",)]),
        ("what commentators think", [("some",)]),
        ("any comments?", []),
        ("a sober model", []),
        ("mood", []),
        ("Cairo", []),
        ("", []),
    ],
)
def test_names_are_found(text, ids):
    assert found(text) == ids


def test_a_longer_name_that_begins_later_is_taken():
    (mention,) = NAMES.find(words_of("by the ministry of defense"))
    assert (mention.start, mention.end) == (2, 5)


def test_a_repaired_name_is_marked_so():
    (mention,) = NAMES.find(["sobianyn"])
    assert mention.repaired
    assert not NAMES.find(["sobyanin"])[0].repaired


def test_one_span_can_name_records_of_several_sorts():
    names = EntityIndex(
        [(EntityKind.SPEAKER, "city", ["Torvey"]), (EntityKind.PLACE, "town", ["Torvey"])]
    )
    assert {mention.named for mention in names.find(["torvey"])} == {
        EntityKind.SPEAKER,
        EntityKind.PLACE,
    }


def test_names_are_found_fast_among_thousands():
    syllables = ["ba", "do", "ki", "lu", "me", "no", "ra", "su", "ti", "vo"]
    many = [
        (EntityKind.SPEAKER, f"{a}{b}{c}{d}", [f"{a}{b} {c}{d}{a}".title()])
        for a in syllables
        for b in syllables
        for c in syllables
        for d in syllables[:5]
    ]
    names = EntityIndex(many)
    words = words_of(
        fold("what did Badokiluba say to badno kilumba about Bado Kiluba and the others")
    )
    names.find(words)
    began = time.perf_counter()
    for _ in range(20):
        assert names.find(words)
    assert (time.perf_counter() - began) / 20 < 0.02


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


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("What did Ledovskaya deny?", ("latin", "cyrillic")),
        ("Что отрицает Ледовская?", ("cyrillic", "latin")),
        ("Что известно о Ледовской?", ("cyrillic", "latin")),
        ("Що казав Торвік?", ("torvik",)),
    ],
)
def test_who_is_kept_in_two_scripts_is_found_as_both_and_though_claims_have_the_name(asked, ids):
    names = EntityIndex(
        [
            (EntityKind.SPEAKER, "latin", ["Nina Ledovskaya", "Ledovskaya"]),
            (EntityKind.SPEAKER, "cyrillic", ["Нина Ледовская", "Ледовская"]),
            (EntityKind.SPEAKER, "torvik", ["Per Torvik", "Torvik"]),
        ],
        lambda word: word in {"торвік", "ledovskaya"},
    )
    (mention,) = names.find(words_of(fold(asked)))
    assert mention.ids == ids
