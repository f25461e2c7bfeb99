"""A draft beside what is published of its incident."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.curation.statement_matching import (
    SAME,
    ClaimNearness,
    Match,
    matches,
    same_person,
)
from knowledge.domain import (
    Figure,
    Kind,
    MultilingualText,
    Polarity,
    RelationKind,
    Speaker,
    Statement,
)
from tests.knowledge import factories

ANN, BOB = factories.speaker(), factories.speaker(id="bob", name=MultilingualText.of(en="Bob Ray"))


def said(
    claim: str,
    *,
    language: str = "en",
    dead: float | None = None,
    kind: Kind = Kind.FACT,
    identity: str = "draft",
    **more: object,
) -> Statement:
    figures: tuple[Figure, ...] = ()
    if dead is not None:
        figures = (Figure(MultilingualText({language: "dead"}, language), dead, "people"),)
    return factories.statement(
        id=identity,
        claim=MultilingualText({language: claim}, language),
        figures=figures,
        kind=kind,
        phrasings=(),
        **more,
    )


def beside(
    draft: Statement, other: Statement, *, by: Speaker = ANN, other_by: Speaker = ANN
) -> Match | None:
    record = factories.record(other, said_by=other_by)
    return next(iter(matches(factories.record(draft, said_by=by), [record])), None)


def test_the_same_by_the_same_speaker_is_another_appearance():
    other = said("The ferry had 40 passengers on board", identity="there")
    found = beside(said("On board the ferry were 40 passengers"), other)
    assert found is not None
    assert found.kind == SAME
    assert found.relation("draft") is None


def test_the_same_by_another_speaker_supports_it():
    other = said("The ferry had 40 passengers on board", identity="there")
    found = beside(said("On board the ferry were 40 passengers"), other, by=BOB)
    assert found is not None
    assert found.kind == RelationKind.SUPPORTS


@pytest.mark.parametrize(
    ("by", "kind"), [(ANN, RelationKind.UPDATES), (BOB, RelationKind.CONTRADICTS)]
)
def test_another_number_is_an_update_of_ones_own_and_contradicts_anothers(
    by: Speaker, kind: RelationKind
):
    other = said("Nine people died in the flood", dead=9, identity="there")
    found = beside(said("Ten people have died in the flood", dead=10), other, by=by)
    assert found is not None
    assert found.kind == kind
    assert found.change == (9, 10)


def test_an_earlier_number_is_updated_by_the_later_one():
    other = said("Ten people died in the flood", dead=10, identity="there", said="2024-05-03")
    found = beside(said("Nine people died in the flood", dead=9, said="2024-05-02"), other)
    assert found is not None
    assert found.backwards
    relation = found.relation("draft")
    assert relation is not None
    assert (relation.source, relation.kind, relation.target) == (
        "there",
        RelationKind.UPDATES,
        "draft",
    )


def test_a_denial_denies_and_an_assertion_is_denied():
    asserted = said("The ship had been overloaded", identity="there")
    denial = said("BlueLine denies that the ship was overloaded", kind=Kind.DENIAL)
    found = beside(denial, asserted, by=BOB)
    assert found is not None
    assert (found.kind, found.backwards) == (RelationKind.DENIES, False)
    other_way = beside(
        said("The ship had been overloaded"),
        said("The ship was not overloaded", polarity=Polarity.NEGATED, identity="there"),
        by=BOB,
    )
    assert other_way is not None
    assert (other_way.kind, other_way.backwards) == (RelationKind.DENIES, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The captain was arrested on Monday", "The harbour was closed to ships"),
        ("130 drones were shot down on December 14", "130 drones were shot down on December 15"),
        ("In 12 houses the windows were broken", "In 15 houses the windows were broken"),
        ("", "The harbour was closed"),
    ],
)
def test_what_speaks_of_different_things_bears_on_nothing(one: str, other: str):
    assert beside(said(one), said(other, identity="there")) is None


def test_the_fourteen_of_a_date_is_no_number():
    other = said("130 drones were shot down over the region", identity="there")
    found = beside(said("On December 14 130 drones were shot down over the region"), other)
    assert found is not None
    assert found.kind == SAME


def test_other_languages_are_compared_by_meaning():
    other = factories.record(said("The ferry ran aground", identity="there"), said_by=ANN)
    draft = said("Паром сел на мель", language="ru")
    assert matches(factories.record(draft, said_by=ANN), [other]) == []
    also = said("The captain was arrested", identity="elsewhere")
    vectors = {"Паром": (1.0, 0.0), "The ferry": (0.96, 0.28), "The captain": (0.0, 1.0)}

    def meaning(text: str, _language: str) -> NDArray[np.float32]:
        [vector] = [one for begins, one in vectors.items() if text.startswith(begins)]
        return np.array(vector, np.float32)

    there = [other, factories.record(also, said_by=ANN)]
    near = ClaimNearness([factories.record(draft, said_by=ANN), *there], meaning)
    [found] = matches(factories.record(draft, said_by=ANN), there, near)
    assert found.kind == SAME
    assert found.sure
    assert found.other.statement.id == "there"


def test_one_name_in_two_scripts_is_one_speaker():
    anna = factories.speaker(id="ann-li", name=MultilingualText({"ru": "Энн Ли"}, "ru"), aliases=())
    other = said("The ferry had 40 passengers on board", identity="there")
    found = beside(said("On board the ferry were 40 passengers"), other, by=anna)
    assert found is not None
    assert found.kind == SAME


def test_a_statement_is_not_compared_with_itself():
    one = said("The ferry ran aground")
    assert beside(one, one) is None


def beside_dated(
    draft: Statement, other: Statement, *, days: tuple[str, str] = ("2024-05-02", "2024-05-05")
) -> Match | None:
    """How a draft of a later article bears on a statement of an earlier one by somebody else."""
    earlier, later = (factories.article(published=day) for day in days)
    record = factories.record(other, said_by=BOB, articles=(earlier,))
    mine = factories.record(draft, said_by=ANN, articles=(later,))
    return next(iter(matches(mine, [record])), None)


def counted(
    claim: str, *figures: tuple[float, str], language: str = "en", **more: str
) -> Statement:
    """A statement with figures: each a number and what it counts."""
    made = tuple(
        Figure(
            MultilingualText({language: what}, language),
            value,
            "",
            text=MultilingualText({language: f"{value:g} {what}"}, language),
        )
        for value, what in figures
    )
    claims = MultilingualText({language: claim}, language)
    identity = more.get("identity", "draft")
    return factories.statement(
        id=identity, claim=claims, figures=made, phrasings=(), said=None, kind=Kind.FACT
    )


@pytest.mark.parametrize(
    ("claim", "other", "kind"),
    [
        # A toll is one thing in whatever words, and only grows.
        (
            counted("The death toll has reached 15", (15, "dead")),
            counted("12 passengers died on the breakwater", (12, "passengers"), identity="there"),
            RelationKind.UPDATES,
        ),
        (
            counted("Only 9 people were killed", (9, "people")),
            counted("12 passengers died on the breakwater", (12, "passengers"), identity="there"),
            RelationKind.CONTRADICTS,
        ),
        (
            counted("Погибли 15 человек", (15, "человек"), language="ru"),
            counted("12 passengers died on the breakwater", (12, "passengers"), identity="there"),
            RelationKind.UPDATES,
        ),
        (
            counted("Загинули 12 людей", (12, "людей"), language="uk"),
            counted("12 passengers died on the breakwater", (12, "passengers"), identity="there"),
            RelationKind.SUPPORTS,
        ),
        # What gives the old figure beside the new one puts it right.
        (
            counted(
                "The line corrected the number of people on board to 173 from 160",
                (173, "people on board"),
                (160, "people on board"),
            ),
            counted(
                "The ferry had 160 people on board", (160, "people on board"), identity="there"
            ),
            RelationKind.UPDATES,
        ),
        # The same measure of the same thing.
        (
            counted("The wind was 17 metres per second at most", (17, "metres per second")),
            counted(
                "The wind at the harbour reached 28 metres per second",
                (28, "metres per second"),
                identity="there",
            ),
            RelationKind.CONTRADICTS,
        ),
    ],
)
def test_figures_of_one_thing_tell_how_two_statements_bear_on_each_other(
    claim: Statement, other: Statement, kind: RelationKind
):
    found = beside_dated(claim, other)
    assert found is not None
    assert (found.kind, found.sure) == (kind, True)


@pytest.mark.parametrize(
    "claim",
    [
        counted("15 people were hurt in the port", (15, "people")),
        counted("Families of the dead get 15 crowns", (15, "crowns for families of the dead")),
        counted("15 psychologists help those who lost somebody", (15, "psychologists")),
        counted("Those arrested are 15 years old and younger", (15, "years")),
        counted(
            "240 people were evacuated and 15 people went missing", (240, "people"), (15, "people")
        ),
    ],
)
def test_figures_of_different_things_do_not(claim: Statement):
    other = counted("12 passengers died on the breakwater", (12, "passengers"), identity="there")
    assert beside_dated(claim, other) is None


def test_a_denial_is_shown_beside_the_nearest_that_somebody_else_said():
    drivers = said("Drivers were told to win back the minutes", identity="there")
    denial = said("The line denies that it pushed drivers over minutes", kind=Kind.DENIAL)
    far = said("The harbour was closed", identity="far")
    records = [factories.record(one, said_by=BOB) for one in (drivers, far)]
    [found] = matches(factories.record(denial, said_by=ANN), records)
    assert (found.kind, found.other.statement.id) == (RelationKind.DENIES, "there")
    [back] = matches(
        factories.record(replace(drivers, id="draft"), said_by=BOB),
        [factories.record(replace(denial, id="denial"), said_by=ANN)],
    )
    assert (back.kind, back.backwards) == (RelationKind.DENIES, True)


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        # What was said is taken back.
        (
            "The director of the dam took back what he had said of an inspection of the gates",
            "The director of the dam said that an inspection of the gates was done in May",
        ),
        (
            "The director of the dam is no longer sure that the gates were open at midnight",
            "The gates of the dam were open at midnight",
        ),
        (
            "Директор плотины отозвал свои слова о проверке затворов",
            "Затворы плотины прошли проверку в мае",
        ),
        (
            "Директор греблі забрав свої слова назад: перевірки затворів не було",
            "Перевірку затворів греблі провели в травні",
        ),
    ],
)
def test_what_a_speaker_takes_back_updates_what_that_one_said(claim: str, other: str):
    language = "en" if claim.isascii() else ("uk" if "і" in claim else "ru")
    earlier, later = (factories.article(published=day) for day in ("2024-05-02", "2024-05-05"))
    before = said(other, language=language, identity="there", said=None)
    known = factories.record(before, said_by=ANN, articles=(earlier,))
    draft = said(claim, language=language, said=None)
    mine = factories.record(draft, said_by=ANN, articles=(later,))
    [found] = matches(mine, [known])
    assert (found.kind, found.sure, found.backwards) == (RelationKind.UPDATES, True, False)
    # Whoever else takes something back takes back nothing of this.
    others = factories.record(draft, said_by=BOB, articles=(later,))
    assert not any(
        one.sure and one.kind == RelationKind.UPDATES for one in matches(others, [known])
    )


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ("The owner of the barge was detained on Friday", "Nobody has been arrested so far"),
        ("Полиция задержала владельца баржи", "Пока никто не задержан"),
        ("Поліція затримала власника баржі", "Наразі нікого не затримано"),
        ("Поліція затримала власника баржі", "Ще нікого не затримали"),
        ("Полиция задержала владельца баржи", "Nobody has been arrested yet"),
    ],
)
def test_what_had_not_come_about_and_has_is_an_update(claim: str, other: str):
    languages = ["en" if text.isascii() else "ru" for text in (claim, other)]
    draft = said(claim, language=languages[0], said=None)
    before = said(other, language=languages[1], identity="there", said=None)
    found = beside_dated(draft, before)
    assert found is not None
    assert (found.kind, found.sure) == (RelationKind.UPDATES, True)
    again = beside_dated(draft, before, days=("2024-05-05", "2024-05-02"))
    assert again is None or again.kind != RelationKind.UPDATES


def test_a_toll_counted_on_another_day_updates_the_earlier_one():
    draft = counted("By 5 May 2024 the dead were 15 people", (15, "dead people"))
    other = counted("12 people died on 1 May 2024", (12, "people"), identity="there")
    found = beside_dated(draft, other)
    assert found is not None
    assert (found.kind, found.change) == (RelationKind.UPDATES, (12, 15))


def test_the_day_of_saying_is_no_day_of_what_is_told():
    claim = "The valve of the tank was closed by hand"
    draft = said(f"On 5 May 2024 the owner said: {claim}", said="2024-05-05")
    other = said(f"On 2 May 2024 a guard said: {claim}", said="2024-05-02", identity="there")
    found = beside(draft, other, by=ANN, other_by=BOB)
    assert found is not None
    assert found.kind == RelationKind.SUPPORTS


def test_a_part_of_those_counted_is_no_other_count():
    other = counted("27 people were hurt in the port", (27, "people"), identity="there")
    for claim in (
        counted("19 people are still in hospital, all of them hurt", (19, "people")),
        counted("В больнице остаются 19 раненых", (19, "раненых"), language="ru"),
        counted("У лікарні лишаються 19 поранених", (19, "поранених"), language="uk"),
    ):
        assert beside_dated(claim, other) is None


def test_what_is_called_the_earlier_figure_is_put_right():
    draft = counted(
        "41 people were hurt, the hospital said, revising its count",
        (41, "people hurt"),
        (34, "earlier count"),
    )
    other = counted("34 people came to casualty", (34, "people"), identity="there")
    found = beside_dated(draft, other)
    assert found is not None
    assert (found.kind, found.change) == (RelationKind.UPDATES, (34, 41))


def test_that_nobody_was_hurt_is_no_other_number_of_those_aboard():
    draft = counted("191 passengers were aboard", (191, "passengers aboard"))
    other = counted("No passenger was treated", (0, "passengers treated"), identity="there")
    found = beside_dated(draft, other)
    assert found is None or not found.sure


def test_a_middle_name_may_be_left_out():
    names = ("Зоя Белоконь", "Зоя Павловна Белоконь", "Зоя Павловна", "Павловна Белоконь")
    short, long, *others = (
        factories.speaker(id=f"s{at}", name=MultilingualText.of(ru=name))
        for at, name in enumerate(names)
    )
    assert same_person(short, long)
    assert same_person(long, short)
    assert not any(same_person(one, short) for one in others)
