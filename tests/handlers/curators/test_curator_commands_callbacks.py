"""Every button there is: who may press it, where, on whose things; and what comes of made-up data."""

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st
from sqlalchemy import select
from telegram import Update
from telegram.ext import CallbackQueryHandler

import handlers
import knowledge
from bot.settings import Settings
from handlers import registration
from handlers.context import App
from handlers.curators.curator_commands import pressed as curators_pressed
from knowledge.curation.access_control import Given
from knowledge.desk import Desk
from knowledge.domain import BUTTONS, Actor, Curator, Language, Role, State
from knowledge.storage.tables import METADATA
from tests.handlers.curators.conftest import CURATOR, OWNER, STRANGER
from tests.handlers.desks import desk_in
from tests.handlers.telegram import Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

REVIEWER, ADMIN, MEMBER = 4, 77, 78
GROUP, CLOSED, CHANNEL = -6_001, -6_002, -6_003
STATEMENT = "mod-130-drones"

DONE = ""
NOTHING = "no longer works"
ASK = "may ask me"
SET = "change its settings"
FOLLOW = "what it follows"
POST = "make a post"

COLUMNS = (
    ("private", STRANGER),
    ("group", MEMBER),
    ("group", ADMIN),
    ("closed", MEMBER),
    ("closed", ADMIN),
    ("channel", MEMBER),
    ("channel", ADMIN),
    ("made up", STRANGER),
)
"""Where, and by whom; "closed" is a group where only admins may ask, "made up" a private chat where
the message has no such button."""

LOOKING = (DONE, DONE, DONE, ASK, DONE, ASK, DONE, DONE)
FOLLOWING = (DONE, FOLLOW, DONE, FOLLOW, DONE, FOLLOW, DONE, DONE)
ALONE = (DONE, *[NOTHING] * 7)

READERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "source": (STATEMENT, LOOKING),
    "others": (STATEMENT, LOOKING),
    "caveats": (STATEMENT, LOOKING),
    "choose": (STATEMENT, LOOKING),
    "incident": ("december-15-attack", LOOKING),
    "speaker": ("sobyanin", LOOKING),
    "timeline": ("", LOOKING),
    "follow-statement": (STATEMENT, FOLLOWING),
    "follow-incident": ("december-15-attack", FOLLOWING),
    "follow-speaker": ("sobyanin", FOLLOWING),
    "follow-everything": ("", FOLLOWING),
    "unfollow-statement": (STATEMENT, FOLLOWING),
    "unfollow-incident": ("december-15-attack", FOLLOWING),
    "unfollow-speaker": ("sobyanin", FOLLOWING),
    "unfollow-everything": ("", FOLLOWING),
    "unfollow-question": ("{question}", FOLLOWING),
    "stop-statement": (STATEMENT, FOLLOWING),
    "stop-incident": ("december-15-attack", FOLLOWING),
    "stop-speaker": ("sobyanin", FOLLOWING),
    "stop-question": ("{question}", (*FOLLOWING[:-1], NOTHING)),
    "page": ("1", (NOTHING, NOTHING, NOTHING, ASK, NOTHING, ASK, NOTHING, NOTHING)),
    "words": ("timeline", LOOKING),
    "noted": ("", LOOKING),
    "tell": ("{question}", (*FOLLOWING[:-1], NOTHING)),
    "ask": ("1", ALONE),
    "helpful": ("{question}", ALONE),
    "unhelpful": ("{question}", ALONE),
    "none": ("{question}", (*LOOKING[:-1], NOTHING)),
    "language": ("uk", (DONE, SET, DONE, SET, DONE, SET, DONE, DONE)),
    "set": ("{person}.digest.daily", (DONE, SET, DONE, SET, DONE, SET, DONE, DONE)),
    "post": (STATEMENT, (NOTHING, POST, DONE, POST, DONE, POST, DONE, NOTHING)),
    "forget": ("", (DONE, *[NOTHING] * 6, DONE)),
}
"""The subject of a button of each kind, and what comes of a press in each column."""

PEOPLE, HIGHER, NOT_THEIRS, AT_WORK = "Only the people", "higher", "another curator", "works on"
KEEPERS: Mapping[str, tuple[str, str, str]] = {
    "task": (PEOPLE, HIGHER, NOT_THEIRS),
    "draft": (PEOPLE, AT_WORK, AT_WORK),
    "review": (PEOPLE, DONE, DONE),
    "audit": (PEOPLE, HIGHER, DONE),
    "gap": (PEOPLE, HIGHER, DONE),
    "teach": (PEOPLE, HIGHER, DONE),
    "answer": (PEOPLE, HIGHER, DONE),
    "dismiss": (PEOPLE, HIGHER, DONE),
    "anonymous": (PEOPLE, HIGHER, DONE),
    "import": (PEOPLE, HIGHER, NOT_THEIRS),
    "drop": (PEOPLE, NOT_THEIRS, NOT_THEIRS),
    "undo": (PEOPLE, HIGHER, DONE),
    "pull": (PEOPLE, HIGHER, "no longer see that post"),
    "grant": (PEOPLE, HIGHER, HIGHER),
    "missing": (PEOPLE, HIGHER, DONE),
}
"""What comes of a press by a stranger, by a reviewer, by another curator than whose work it is."""

UNTOUCHED = ("allowance", "attempt", "delivery", "delivered", "question")
"""Tables that a refused press or a look-up may add to; of questions, see `judged`."""

MADE_UP = (
    "", "0", "1", "-1", "9" * 18, "9" * 40, "٣", "²", ".", "..", "1.1", "1.1.-1", "1.1.abc",
    "1.1.99", "1.1.m-1", f"{'9' * 20}.{'9' * 20}.0", "~0123456789", "x~0123456789", "a" * 50,
    "\x00", "1\x00", "\ud800", "🙂", "\u202eabc", "'; DROP TABLE role; --", "42.language.xx",
    "0.hour.99999999999999999999", "0.zone.../../etc/passwd", "0.quiet.99-99", "666.nothing.x",
    "refused", "en", "UK", ":", "a:b",
)  # fmt: skip


def test_every_kind_of_button_has_its_row():
    assert set(READERS) == set(registration.KINDS)
    assert set(KEEPERS) == set(BUTTONS)
    assert not set(READERS) & set(KEEPERS)


async def test_no_button_is_handled_elsewhere(application: App):
    found = [
        handler.callback
        for group in application.handlers.values()
        for handler in group
        if isinstance(handler, CallbackQueryHandler)
    ]
    names = {getattr(one, "__wrapped__", one) for one in found}
    assert names == {registration.pressed, curators_pressed}


@pytest.mark.no_cover
def test_every_button_that_is_made_is_of_a_known_kind():
    known = {*READERS, *KEEPERS, "link"}
    for package in (handlers, knowledge):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            for name in _made(path):
                assert any(one == name or one.startswith(name + "-") for one in known), (path, name)


def _made(path: Path) -> list[str]:
    """What stands first in every Action( of a file; of f-strings, the part before the dash."""
    made = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id != "Action":
                continue
            if isinstance(first, ast.Constant):
                made.append(str(first.value))
            elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
                made.append(str(first.values[0].value).rstrip("-"))
    return made


@pytest.fixture(scope="module")
def desk(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    # Whoever follows something here must not be told of what other tests change.
    with desk_in(tmp_path_factory.mktemp("callbacks"), settings) as desk:
        yield desk


@pytest.fixture
def places(application: App, telegram: Telegram) -> Mapping[str, tuple[int, str]]:
    """The id and the type of each place."""
    telegram.chats |= {GROUP: "supergroup", CLOSED: "supergroup", CHANNEL: "channel"}
    telegram.admins.add(ADMIN)
    for chat in (GROUP, CLOSED, CHANNEL, STRANGER):  # the store outlives a test
        application.bot_data.desk.forget(chat)
    application.bot_data.desk.chats.change(CLOSED, "ask", "admins", Language.EN)
    return {
        "group": (GROUP, "supergroup"),
        "closed": (CLOSED, "supergroup"),
        "channel": (CHANNEL, "channel"),
    }


def at(application: App, telegram: Telegram, place: tuple[int, str] | None, person: int) -> Reader:
    chat, kind = place or (person, "private")
    return Reader(application, telegram, id=chat, chat_type=kind, person=person)


def message(*data: str) -> Call:
    """A message of ours with these buttons."""
    rows = [[{"text": "Who shot the drones down?", "callback_data": one}] for one in data]
    markup = {"reply_markup": json.dumps({"inline_keyboard": rows})} if rows else {}
    return Call("sendMessage", {"text": "…", **markup})


def kept(application: App, *but: str) -> dict[str, list[Any]]:
    """All that the database holds, by table."""
    with application.bot_data.desk.store.database.reading() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in METADATA.sorted_tables
            if table.name not in but
        }


def judged(application: App) -> list[tuple[int, bool | None]]:
    """What people said of questions."""
    return [(one.number, one.helpful) for one in application.bot_data.desk.store.questions.listed()]


def told(calls: list[Call]) -> str:
    """The notice of a press, of which there is exactly one."""
    (notice,) = [call for call in calls if call.method == "answerCallbackQuery"]
    return notice.text


@pytest.mark.parametrize(
    "column", range(len(COLUMNS)), ids=lambda at: " by ".join(map(str, COLUMNS[at]))
)
@pytest.mark.parametrize("kind", READERS)
async def test_a_readers_button(
    application: App,
    telegram: Telegram,
    places: Mapping[str, tuple[int, str]],
    kind: str,
    column: int,
):
    place, person = COLUMNS[column]
    subject, expected = READERS[kind]
    number = application.bot_data.desk.store.questions.remember("Why?", "en", "no_answer", 0.1)
    data = f"{kind}:{subject.format(question=number, person=person)}"
    presser = at(application, telegram, places.get(place), person)
    before = kept(application, "attempt") if expected[column] else None
    calls = await presser.presses(message() if place == "made up" else message(data), data=data)
    notice = told(calls)
    if expected[column]:
        assert expected[column] in notice
        assert [call.method for call in calls if call.method != "getChatMember"] == [
            "answerCallbackQuery"
        ]
        assert kept(application, "attempt") == before
    else:
        assert NOTHING not in notice
        assert "Only admins" not in notice


async def test_a_made_up_number_neither_shows_nor_judges_what_another_asked(
    application: App, telegram: Telegram
):
    store = application.bot_data.desk.store
    alice, eve = at(application, telegram, None, 501), at(application, telegram, None, 502)
    (refusal,) = messages(await alice.says("What is the secret of the price of bread?"))
    tell = next(data for _, data in refusal.buttons if data.startswith("tell:"))
    number = int(tell.partition(":")[2])
    before = judged(application)
    for kind in ("tell", "follow-question", "helpful", "unhelpful", "none"):
        for under in (
            message(),
            message(f"{kind}:{number - 1}"),
            refusal if kind == "helpful" else message(),
        ):
            calls = await eve.presses(under, data=f"{kind}:{number}")
            assert NOTHING in told(calls)
            assert not messages(calls)
    assert judged(application) == before
    (page,) = messages(await eve.says("/following"))
    assert "bread" not in page.text
    assert store.follows.of_chat(502) == []
    assert "I will tell you" in await alice.told_by_pressing(refusal, data=tell)


async def test_what_is_too_old_for_telegram_to_show_is_looked_up_but_not_judged(
    application: App, telegram: Telegram
):
    eve = at(application, telegram, None, 503)
    assert messages(await eve.presses(message(), data=f"source:{STATEMENT}", stale=True))
    for data in ("helpful:1", "tell:1", "none:1", "ask:1"):
        calls = await eve.presses(message(data), data=data, stale=True)
        assert NOTHING in told(calls)
        assert not messages(calls)


async def test_an_unpublished_statement_is_neither_shown_nor_followed(
    application: App, telegram: Telegram
):
    store = application.bot_data.desk.store
    known = store.records.statement(STATEMENT)
    secret = replace(known, id="still-a-secret", state=State.IN_REVIEW, version=0)
    store.changes.change(secret, actor=Actor(None, "operator"), reason="for the test")
    eve = at(application, telegram, None, 504)
    for kind in ("choose", "source", "others", "caveats", "follow-statement"):
        calls = await eve.presses(message(), data=f"{kind}:still-a-secret")
        assert "no longer in the store" in told(calls)
        assert not messages(calls)
    assert store.follows.of_chat(504) == []
    (gone,) = messages(await eve.says("/start s_still-a-secret"))
    assert "no longer in the store" in gone.text


@pytest.fixture
async def work(application: App, carol: Reader) -> Mapping[str, Callable[[], str]]:
    """How the owner comes to a button of each kind; gives its data."""
    desk = application.bot_data.desk
    curation, store = desk.curation, desk.store
    updates = iter(range(carol.updates + 500, carol.updates + 900))
    for person, role in ((CURATOR, Role.CURATOR), (REVIEWER, Role.REVIEWER)):
        store.roles.grant(person, role, OWNER)

    def by() -> Curator:
        return Curator(OWNER, "Carol", Language.EN, OWNER, next(updates))

    def of(page: Any, name: str) -> str:
        actions = [one for row in page.message.actions for one in row if one.name == name]
        return f"{name}:{actions[0].subject}"

    def drafted() -> str:
        return (
            f"Piet Vos {next(updates)}, the harbour master, said that {next(updates)} boats sank.\n"
        )

    def asked() -> str:
        number = store.questions.remember(
            f"Where is drone {next(updates)}?", "en", "no_answer", 0.1
        )
        return str(number)

    def held() -> str:
        batch = of(curation.pulling.text(by(), f"Title {next(updates)}\n\n{drafted()}"), "review")
        sheet = curation.pressed(by(), *batch.split(":"))
        [single] = [
            one for row in sheet.message.actions for one in row if one.label == "One by one"
        ]
        return of(curation.pressed(by(), single.name, single.subject), "draft")

    def teach() -> str:
        return of(curation.backlog.group(by(), int(asked())), "teach")

    def tried() -> str:
        task = curation.waiting.put(by(), "import", {"file": "F", "name": "x.jsonl", "hash": "0"})
        return f"{task.number}.{task.version}"

    return {
        "task": lambda: of(curation.command(by(), "edit", STATEMENT), "task"),
        "draft": held,
        "review": lambda: of(
            curation.pulling.text(by(), f"Title {next(updates)}\n\n{drafted()}"), "review"
        ),
        "audit": lambda: "audit:refused",
        "gap": lambda: f"gap:{asked()}",
        "teach": teach,
        "answer": lambda: f"answer:{asked()}",
        "dismiss": lambda: f"dismiss:{asked()}",
        "anonymous": lambda: of(
            curation.waiting.anonymous(by(), Given("audit", ""), Role.CURATOR, "It shows."),
            "anonymous",
        ),
        "import": lambda: f"import:{tried()}",
        "drop": lambda: f"drop:{tried()}",
        "undo": lambda: "undo:1",
        "pull": lambda: "pull:post",
        "grant": lambda: "grant:4242.reviewer",
        "missing": lambda: f"missing:{asked()}",
    }


@pytest.mark.parametrize("kind", KEEPERS)
async def test_a_curators_button(
    application: App,
    telegram: Telegram,
    places: Mapping[str, tuple[int, str]],
    work: Mapping[str, Callable[[], str]],
    kind: str,
):
    here = (OWNER, "private")  # where it was put; what it is about belongs to that chat
    for person, expected in zip((STRANGER, REVIEWER, CURATOR), KEEPERS[kind], strict=True):
        data = work[kind]()
        before = kept(application, *UNTOUCHED), judged(application)
        calls = await at(application, telegram, here, person).presses(message(data), data=data)
        notice = told(calls)
        if expected:
            assert expected in notice, person
            assert not messages(calls)
            assert (kept(application, *UNTOUCHED), judged(application)) == before
        else:
            assert notice == ""
            assert messages(calls)
    data = work[kind]()
    before = kept(application, *UNTOUCHED), judged(application)
    channel = at(application, telegram, places["channel"], OWNER)
    calls = await channel.presses(message(data), data=data)
    assert NOTHING in told(calls)
    assert not messages(calls)
    assert (kept(application, *UNTOUCHED), judged(application)) == before


@pytest.mark.no_cover  # every kind is pressed above and below
@pytest.mark.parametrize("kind", [*READERS, *KEEPERS, "", "no-such-button", "follow-question"])
async def test_made_up_data_change_nothing_and_are_answered(
    application: App,
    telegram: Telegram,
    places: Mapping[str, tuple[int, str]],
    caplog: pytest.LogCaptureFixture,
    kind: str,
):
    pressers = [at(application, telegram, place, MEMBER) for place in places.values()]
    if kind not in {"language", "set", "forget", *(one for one in READERS if "follow-" in one)}:
        pressers.append(at(application, telegram, None, STRANGER))  # whose own chat those are about
    before = kept(application, *UNTOUCHED), judged(application)
    for subject in MADE_UP:
        for one in pressers:
            assert told(await one.presses(message(), data=f"{kind}:{subject}")) or kind in READERS
    assert (kept(application, *UNTOUCHED), judged(application)) == before
    assert "an update failed" not in caplog.text


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", [*READERS, *KEEPERS])
async def test_made_up_data_of_whoever_may_everything_are_answered(
    carol: Reader, application: App, caplog: pytest.LogCaptureFixture, kind: str
):
    revision = application.bot_data.desk.store.revisions.newest()
    for subject in MADE_UP:
        data = f"{kind}:{subject}"
        for under in (message(), message(data)):
            told(await carol.presses(under, data=data))
        told(await carol.presses(message(), data=data, stale=True))
    assert application.bot_data.desk.store.revisions.newest() == revision
    assert "an update failed" not in caplog.text
    await carol.says("/language en")
    await carol.says("/cancel")


async def test_a_press_without_a_message_is_answered(application: App, telegram: Telegram):
    for kind in (*READERS, *KEEPERS, ""):
        person = {"id": STRANGER, "is_bot": False, "first_name": "Eve"}
        query = {"id": "1", "from": person, "chat_instance": "1", "data": f"{kind}:1"}
        query["inline_message_id"] = "somewhere"
        telegram.calls.clear()
        update = Update.de_json({"update_id": 1, "callback_query": query}, application.bot)
        await application.process_update(update)
        assert NOTHING in told(telegram.calls)
        assert len(telegram.calls) == 1


@pytest.mark.no_cover  # every kind is pressed above
@hypothesis_settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(kind=st.sampled_from([*READERS, *KEEPERS]), subject=st.text(max_size=40))
async def test_whatever_is_made_up_is_answered_in_a_group(
    application: App, telegram: Telegram, kind: str, subject: str
):
    telegram.chats[GROUP] = "supergroup"
    eve = at(application, telegram, (GROUP, "supergroup"), MEMBER)
    before = judged(application), application.bot_data.desk.store.follows.of_chat(GROUP)
    told(await eve.presses(message(), data=f"{kind}:{subject}"))
    assert (judged(application), application.bot_data.desk.store.follows.of_chat(GROUP)) == before
