"""Actions become buttons whose data fits and leads back to what they are about."""

import re

import pytest
from hypothesis import given, strategies as st

from handlers.render import keyboards
from handlers.render.keyboards import identity, link, payload
from knowledge.domain import Action, Message


def keyboard(*rows: tuple[Action, ...], question: int | None = None):
    markup = keyboards.keyboard(Message((), rows), question)
    return [] if markup is None else [list(row) for row in markup.inline_keyboard]


def test_rows_stay_rows_and_labels_stay_labels():
    rows = keyboard(
        (Action("source", "s-1", "Source"), Action("others", "s-1", "Other accounts")),
        (Action("timeline", "", "Timeline"),),
    )
    assert [[button.text for button in row] for row in rows] == [
        ["Source", "Other accounts"],
        ["Timeline"],
    ]
    assert keyboards.read(str(rows[0][1].callback_data)) == ("others", "s-1")
    assert keyboards.read(str(rows[1][0].callback_data)) == ("timeline", "")


def test_a_message_without_actions_has_no_buttons():
    assert keyboards.keyboard(Message(())) is None
    assert keyboards.keyboard(Message((), ((),))) is None


def test_example_questions_come_back_by_their_label():
    rows = keyboard((Action("ask", "", "Who?"),), (Action("ask", "", "When?"),))
    assert [row[0].callback_data for row in rows] == ["ask:1", "ask:2"]


@pytest.mark.parametrize("name", ["helpful", "unhelpful", "none"])
def test_buttons_that_judge_carry_the_number_of_the_question(name):
    assert keyboard((Action(name, "s-1", "x"),), question=7)[0][0].callback_data == f"{name}:7"


@pytest.mark.parametrize("name", sorted(keyboards.ABOUT_A_QUESTION))
def test_without_a_question_nothing_stands_where_its_number_would(name):
    ((button,),) = keyboard((Action(name, "2023", "x"),))
    assert button.callback_data == f"{name}:"


@pytest.mark.parametrize("data", ["source:\x00", "\ud800:x", "helpful:1\udfff"])
def test_what_no_database_can_be_asked_for_is_no_button(data):
    assert keyboards.read(data) == ("", "")


@pytest.mark.parametrize("made_up", ["~0123456789", "a~0123456789", "mod~0123456789"])
def test_a_made_up_short_id_has_not_the_store_looked_through(made_up):
    assert keyboards.beginning(made_up) is None
    assert keyboards.whole(made_up, lambda _: pytest.fail("looked through")) == made_up


def test_a_short_subject_stays_as_it_is():
    assert keyboards.shortened("mod-130-drones", 50) == "mod-130-drones"
    assert keyboards.beginning("mod-130-drones") is None


def test_a_long_subject_is_found_again_among_those_that_begin_alike():
    long = "vclaim-" + "a-very-long-slug-" * 8
    others = [long + "x", long + "y", long]
    short = keyboards.shortened(long, 50)
    head = keyboards.beginning(short)
    assert len(short) <= 50
    assert head is not None
    assert long.startswith(head)
    assert keyboards.restored(short, others) == long
    assert keyboards.restored(short, others[:2]) is None


@given(
    st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=200),
    st.sampled_from(["source", "choose", "a" * 20]),
)
def test_no_button_is_beyond_the_limit(subject, name):
    (row,) = keyboard((Action(name, subject, "label"),))
    data = str(row[0].callback_data)
    assert 1 <= len(data.encode()) <= keyboards.LIMIT
    read_name, read_subject = keyboards.read(data)
    assert read_name == name
    head = keyboards.beginning(read_subject)
    if subject != read_subject:
        assert head is not None
        assert subject.startswith(head)
        assert keyboards.restored(read_subject, [subject]) == subject


LONG = "a-very-long-id-" * 12
IDS = ["mod-130-drones", "x", "a.b:c", "заява-про-дрони", LONG, "ї" * 200, "with space", "_", "s_"]


@pytest.mark.parametrize("one", IDS)
def test_an_id_comes_back_from_its_link(one: str):
    carried = payload(one)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", carried)
    assert identity(carried, lambda head: [each for each in IDS if each.startswith(head)]) == one


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_any_id_fits(one: str):
    carried = payload(one)
    assert len(carried) <= 64
    assert identity(carried, lambda _: [one]) == one


@given(st.text(max_size=80))
def test_no_parameter_does_harm(parameter: str):
    identity(parameter, lambda _: [])


def test_a_link_names_the_bot():
    assert link("a_bot", "s_x") == "https://t.me/a_bot?start=s_x"


@pytest.mark.parametrize("parameter", ["h_0123456789abcdef", "h_0123456789abcdefYQ", "h_"])
def test_a_made_up_link_has_not_the_store_looked_through(parameter: str):
    assert identity(parameter, lambda _: pytest.fail("looked through")) is None
