"""The registry of commands, and what reads it."""

import pytest

from handlers.commands import (
    COMMANDS,
    CURATING,
    READERS_TOO,
    Command,
    CommandPlace,
    find,
    keepers,
    readers,
)
from handlers.context import App
from handlers.reader_pages import PageRequest
from knowledge.desk import Desk
from knowledge.domain import Language, NotFound, Role
from knowledge.translations import words_in
from tests.handlers.telegram import Reader, Telegram, messages

pytestmark = pytest.mark.anyio


def test_no_name_stands_twice_for_the_same_people():
    opened = [name for one in COMMANDS if not one.curates for name in (one.name, *one.also)]
    assert len(opened) == len(set(opened))
    assert len(CURATING) == sum(one.curates for one in COMMANDS)
    assert {"speaker"} == READERS_TOO


def test_who_keeps_the_store_may_give_what_their_role_covers():
    may = [one.name for one in keepers(Role.REVIEWER)]
    assert may == ["review", "translate", "history", "cancel", "stats"]
    assert "grant" not in {one.name for one in keepers(Role.CURATOR)}
    assert {one.name for one in keepers(Role.OWNER)} == {*CURATING, "stats"}


@pytest.mark.parametrize("language", [Language.RU, Language.UK])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_every_summary_is_told_in_every_language(command: Command, language: Language):
    assert command.said(Language.EN) == command.summary
    assert command.said(language) != command.summary


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_only_what_is_said_to_take_words_reads_them(command: Command, desk: Desk):
    for page in filter(None, (command.page, command.terminal)):
        alone = page(PageRequest(desk, Language.EN))
        try:
            typed = page(PageRequest(desk, Language.EN, "Podolyak"))
        except NotFound:
            assert command.arguments
        else:
            assert command.arguments or typed == alone


def test_what_begins_work_on_the_store_opens_nothing_for_readers():
    for name in CURATING:
        command = find(name)
        assert command is None or name in READERS_TOO
    assert all(CommandPlace.TERMINAL not in one.places for one in COMMANDS if one.curates)


async def test_help_names_the_commands_of_curators_to_those_who_have_them(
    application: App, telegram: Telegram, desk: Desk
):
    desk.store.roles.grant(8_801, Role.REVIEWER, None)
    try:
        keeper = Reader(application, telegram, id=8_801)
        (told,) = messages(await keeper.says("/help"))
        assert "For those who keep the store" in told.text
        assert "/review –" in told.text
        assert "/grant" not in told.text
    finally:
        desk.store.roles.revoke(8_801)
    (told,) = messages(await Reader(application, telegram, id=8_802).says("/help"))
    assert "keep the store" not in told.text
    for command in readers():
        if command.name not in {"start", "help"}:
            assert f"/{command.name} – {words_in('en').again(command.summary)}" in told.text


async def test_ask_is_answered_in_a_private_chat_as_its_question_is(
    application: App, telegram: Telegram
):
    reader = Reader(application, telegram, id=8_803)
    question = "Who called the strike a gesture of despair?"
    (plain,) = messages(await reader.says(question))
    (asked,) = messages(await reader.says(f"/ask {question}"))
    assert asked.text == plain.text
    (named,) = messages(await reader.says(f"/ask@accordingto_bot {question}"))
    assert named.text == plain.text
    edit = await reader.edits(f"/ask {question}")
    assert [call.method for call in edit if "text" in call.values] == ["editMessageText"]
