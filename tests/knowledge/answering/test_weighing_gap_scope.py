"""A gap question refuses nobody who asks of another incident."""

from dataclasses import replace

import pytest

from knowledge.domain import Answer, GapQuestion, Incident, MultilingualText, NoAnswer, Question
from tests.knowledge.harbour import WRITER, bundle, desk

GAP = GapQuestion(
    "hurt", MultilingualText.of(en="the injured"), (("en", "How many people were hurt?"),)
)


def _store(gap: GapQuestion):
    """The harbour, with a fire at a mill that tells how many were hurt there."""
    harbour = bundle()
    fire = Incident("fire", MultilingualText.of(en="the fire at Brackmere mill"))
    told = replace(
        harbour.statements[0], id="fire-hurt", incident="fire", places=(), phrasings=(),
        claim=MultilingualText.of(en="12 people were hurt in the fire at Brackmere mill"),
    )  # fmt: skip
    return replace(
        harbour,
        incidents=(*harbour.incidents, fire),
        statements=(*harbour.statements, told),
        gaps=(gap,),
    )


@pytest.mark.parametrize(
    "gap",
    [
        replace(GAP, incident="fog"),
        replace(GAP, nearest=("boats-sank",)),
    ],
)
def test_a_gap_of_one_incident_does_not_refuse_a_question_about_another(tmp_path, gap):
    with desk(tmp_path, _store(gap)) as (made, _):
        reply = made.ask(Question("How many people were hurt in the fire at Brackmere mill?"))
        assert isinstance(reply.outcome, Answer)
        assert [each.record.statement.id for each in reply.shown] == ["fire-hurt"]


def test_a_gap_of_the_same_incident_refuses(tmp_path):
    with desk(tmp_path, replace(bundle(), gaps=(replace(GAP, incident="fog"),))) as (made, _):
        reply = made.ask(Question("How many people were hurt?"))
        assert isinstance(reply.outcome, NoAnswer)
        assert reply.missing == ("the injured",)


def test_what_names_no_incident_is_refused_by_the_gap_that_came_nearest(tmp_path):
    with desk(tmp_path, _store(replace(GAP, incident="fog"))) as (made, _):
        reply = made.ask(Question("How many people were hurt?"))
        assert isinstance(reply.outcome, NoAnswer)
        assert reply.missing == ("the injured",)


def test_a_gap_of_an_unknown_incident_is_not_taken(tmp_path):
    with desk(tmp_path) as (_, store):
        wrong = replace(bundle(), gaps=(replace(GAP, incident="flood"),))
        assert 'There is no incident "flood"' in str(store.bulk.load(wrong, WRITER, "test").refused)


def test_a_gap_does_not_beat_what_tells_all_that_is_asked_in_another_language(tmp_path):
    harbour = bundle()
    told = replace(
        harbour.statements[0], id="gesture", incident="fog", phrasings=(),
        claim=MultilingualText(
            {"en": "The closure is a “panic measure”", "ru": "Закрытие — «паническая мера»"}, "en"
        ),
    )  # fmt: skip
    gap = GapQuestion(
        "captain", MultilingualText.of(en="which captain said it"),
        (("ru", "Какой капитан сказал «паническая мера»?"),), incident="fog",
    )  # fmt: skip
    store = replace(harbour, statements=(*harbour.statements, told), gaps=(gap,))
    with desk(tmp_path, store) as (made, _):
        reply = made.ask(Question("Кто сказал, что это паническая мера?"))
        assert reply.missing == ()
        reply = made.ask(Question("Какой капитан сказал «паническая мера»?"))
        assert reply.missing == ("which captain said it",)
