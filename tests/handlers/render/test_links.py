"""Deep links carry every id there and back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.render.links import identity, link, payload

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
