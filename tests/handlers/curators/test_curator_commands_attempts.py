"""Whoever has not the right gets nothing done, is told so, and it is kept."""

import json
from typing import Any

import pytest

from handlers.addressing import ANONYMOUS
from handlers.commands import CURATING, READERS_TOO
from handlers.context import App
from knowledge.domain import Curator, Language, Role, StoreProblem
from tests.handlers.curators.conftest import CURATOR, FORMER, OWNER, STRANGER
from tests.handlers.telegram import WHEN, Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

GROUP = {"id": -100, "type": "supergroup", "title": "Desk"}
CHANNEL = {"id": -200, "type": "channel", "title": "News"}
EDIT = "/retract mod-130-drones nobody said this"


def command(text: str, **more: Any) -> dict[str, Any]:
    length = len(text.partition(" ")[0])
    entities = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"message_id": 1, "date": WHEN, "text": text, "entities": entities, **more}


def person(number: int, name: str = "Carol") -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": name, "language_code": "en"}


def private(number: int, text: str = EDIT, **more: Any) -> dict[str, Any]:
    chat = {"id": number, "type": "private", "first_name": "Carol"}
    return command(text, **{"chat": chat, "from": person(number), **more})


def told(calls: list[Call]) -> str:
    return "\n".join(
        call.text for call in calls if call.method in {"sendMessage", "answerCallbackQuery"}
    )


def in_the_group(carol: Reader, number: int) -> Reader:
    """Somebody in the group, at updates that nobody had before."""
    return Reader(
        carol.application,
        carol.telegram,
        id=-100,
        chat_type="supergroup",
        person=number,
        updates=carol.updates + 100,
    )


def latest(application: App) -> tuple[str, str]:
    one = application.bot_data.desk.store.roles.attempts(limit=1)[0]
    return one.action, one.reason


ORIGIN = {"type": "user", "date": WHEN, "sender_user": person(OWNER)}

TABLE = [
    ("not a curator", {"message": private(STRANGER)}, "Only the people", "needs curator"),
    ("a name that imitates", {"message": private(STRANGER) | {"from": person(STRANGER, "Carol ✔")}}, "Only the people", "needs curator"),
    ("a former curator", {"message": private(FORMER)}, "Only the people", "needs curator"),
    ("a curator who grants", {"message": private(CURATOR, "/grant 666 curator")}, "higher", "needs owner"),
    ("a forwarded command", {"message": private(OWNER, forward_origin=ORIGIN)}, "yourself", "forwarded"),
    ("by way of another bot", {"message": private(OWNER, via_bot={"id": 9, "is_bot": True, "first_name": "B"})}, "yourself", "sent by way of another bot"),
    ("in the name of a channel", {"message": command(EDIT, chat=GROUP, sender_chat=CHANNEL, **{"from": person(136817688)})}, "", "sent in the name of a chat"),
    ("an edited message", {"edited_message": private(OWNER, edit_date=WHEN + 1)}, "yourself", "edited message"),
    ("a channel post", {"channel_post": command(EDIT, chat=CHANNEL)}, "", "channel post"),
    ("an edited channel post", {"edited_channel_post": command(EDIT, chat=CHANNEL, edit_date=WHEN + 1)}, "", "channel post"),
    ("a stranger in a group", {"message": command(EDIT, chat=GROUP, **{"from": person(STRANGER)})}, "", "needs curator"),
    ("a stranger's edit in a group", {"edited_message": command(EDIT, chat=GROUP, edit_date=WHEN + 1, **{"from": person(STRANGER)})}, "", "edited message"),
    ("a curator's edit in a group", {"edited_message": command(EDIT, chat=GROUP, edit_date=WHEN + 1, **{"from": person(CURATOR)})}, "yourself", "edited message"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said", "why"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
async def test_an_attempt_is_refused_and_kept(carol: Reader, content: Any, said: str, why: str):
    access = carol.application.bot_data.desk.curation.access
    store = carol.application.bot_data.desk.store
    await carol.says(f"/grant {CURATOR} curator")
    await carol.says(f"/grant {FORMER} curator")
    await carol.says(f"/revoke {FORMER}")
    assert access.role(FORMER) is None
    before, revision = len(store.roles.attempts(limit=100_000)), store.revisions.newest()
    answered = told(await carol.update(**content))
    assert said in answered if said else not answered  # in a chat of many nobody waits for it
    assert len(store.roles.attempts(limit=100_000)) == before + 1
    assert latest(carol.application)[1] == why
    assert store.revisions.newest() == revision


async def test_somebody_elses_and_used_buttons_are_refused_to_the_one_who_presses(
    carol: Reader, application: App, telegram: Telegram
):
    await carol.says(f"/grant {CURATOR} curator")
    [preview] = messages(await carol.says("/edit mod-130-drones kind assessment | it is"))
    data = dict(preview.buttons)["Confirm"]
    for user, said, why in (
        (STRANGER, "Only the people", "needs curator"),
        (CURATOR, "another curator's work", "not theirs"),
    ):
        pressed = await Reader(application, telegram, id=user).presses(preview, data=data)
        assert said in told(pressed)
        assert latest(application)[1] == why
        assert messages(pressed) == []
    await carol.presses(preview, data=data)
    again = await carol.presses(preview, data=data)
    assert "already" in told(again)
    assert latest(application)[1] == "used before"
    assert "nothing any more" in told(await carol.presses(preview, data="task:999999.1.0"))


async def test_an_anonymous_administrator_is_known_by_the_press(carol: Reader):
    anonymous = {
        "id": ANONYMOUS,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }
    sent = command("/audit", chat=GROUP, sender_chat=GROUP, **{"from": anonymous})
    [asked] = messages(await carol.update(message=sent))
    data = dict(asked.buttons)["It is me: /audit"]
    assert "Who changed what, and what was refused." in asked.text
    stranger = in_the_group(carol, STRANGER)
    assert "Only the people" in told(await stranger.presses(asked, data=data))
    assert "nothing any more" in told(await carol.presses(asked, data=data))  # in another chat
    owner = in_the_group(carol, OWNER)
    [audit] = messages(await owner.presses(asked, data=data))
    assert "Refused attempts" in dict(audit.buttons)
    assert "already" in told(await owner.presses(asked, data=data))


CONFIRMED = [
    ("/grant 555 reviewer", ("/grant 555 reviewer", "Somebody (555) gets the role: reviewer")),
    ("/grant 555", ("/grant 555", "Somebody (555) gets the role: curator")),
    ("/grant 555 owner", ("/grant 555 owner", "Give a role")),
    (f"/grant {'9' * 40} curator", (f"/grant {'9' * 40} curator", "Give a role")),
    ("/revoke 555", ("/revoke 555", "Somebody (555) loses their role")),
    ("/review second on", ("/review second on", "two people must accept")),
    ("/review second off", ("/review second off", "one person may accept")),
    *((f"/{name}", (f"/{name}", ".")) for name in CURATING if name not in READERS_TOO),
]


@pytest.mark.parametrize(("line", "shown"), CONFIRMED, ids=[row[0][:30] for row in CONFIRMED])
async def test_who_confirms_is_told_the_command_the_person_and_the_change(
    carol: Reader, application: App, line: str, shown: tuple[str, ...]
):
    store = application.bot_data.desk.store
    nameless = {"id": ANONYMOUS, "is_bot": True, "first_name": "Group"}
    sent = command(line, chat=GROUP, sender_chat=GROUP, **{"from": nameless})
    [asked] = messages(await carol.update(message=sent))
    assert all(one in asked.text for one in shown), asked.text
    ((label, data),) = asked.buttons
    assert label.startswith(f"It is me: {line}"[:40])
    assert store.roles.role_of(555) is None
    name = line[1:].split(maxsplit=1)[0]
    if CURATING[name] is Role.OWNER:  # it stays for whoever may
        curator = in_the_group(carol, CURATOR)
        store.roles.grant(CURATOR, Role.CURATOR, OWNER)
        assert "higher" in told(await curator.presses(asked, data=data))
    owner = in_the_group(carol, OWNER)
    calls = await owner.presses(asked, data=data)
    assert any(call.method.startswith("send") for call in calls) or told(calls)
    if "gets the role" in asked.text:
        assert store.roles.role_of(555) is not None
        store.roles.revoke(555)
    await carol.says("/cancel")
    store.state.set("second review", None)


async def test_a_name_is_told_only_of_who_is_in_the_chat(carol: Reader, telegram: Telegram):
    nameless = {"id": ANONYMOUS, "is_bot": True, "first_name": "Group"}
    sent = command("/grant 555 curator", chat=GROUP, sender_chat=GROUP, **{"from": nameless})
    telegram.fail("getChatMember", 400, "Bad Request: user not found")
    [asked] = messages(await carol.update(message=sent))
    assert "555 gets the role: curator" in asked.text
    assert "Somebody (" not in asked.text


async def test_a_forwarded_command_in_the_name_of_the_group_gives_no_right(carol: Reader):
    nameless = {"id": ANONYMOUS, "is_bot": True, "first_name": "Group"}
    sent = command(EDIT, chat=GROUP, sender_chat=GROUP, forward_origin=ORIGIN)
    calls = await carol.update(message=sent | {"from": nameless})
    assert not messages(calls)
    assert latest(carol.application)[1] == "forwarded"


@pytest.mark.parametrize("number", [777_000, 136_817_688, ANONYMOUS, 0])
async def test_nobody_who_stands_for_many_gets_a_role(carol: Reader, number: int):
    assert "many people" in told(await carol.says(f"/grant {number} curator"))
    access = carol.application.bot_data.desk.curation.access
    carol.application.bot_data.desk.store.roles.grant(number, Role.CURATOR, None)
    assert (access.role(number) is None) == bool(number)
    carol.application.bot_data.desk.store.roles.revoke(number)


@pytest.mark.parametrize(
    "line",
    ["/grant {} curator", "/revoke {}", "/review {}", "/audit {}", "/undo {}", "/history {}"],
)
@pytest.mark.parametrize("number", ["9" * 18, "9" * 40, "9" * 4000, "٣"])
async def test_a_number_that_no_database_holds_is_refused_in_a_sentence(
    carol: Reader, caplog: pytest.LogCaptureFixture, line: str, number: str
):
    answer = told(await carol.says(line.format(number)))
    assert answer
    assert "went wrong" not in answer
    assert "an update failed" not in caplog.text
    carol.application.bot_data.desk.store.roles.revoke(int("9" * 18))


DOCUMENT = {"file_id": "F", "file_unique_id": "U", "file_name": "a.jsonl", "file_size": 10}
PHOTO = [{"file_id": "P", "file_unique_id": "Q", "width": 1, "height": 1}]
CAPTIONS = (
    "/import",
    "/pull",
    "/pull@accordingto_bot",
    "/import x",
    "/retract mod-130-drones",
    "/audit",
    "/stats",
)
FROM_A_BOT: dict[str, Any] = {"via_bot": {"id": 9, "is_bot": True, "first_name": "B"}}
SENT: dict[str, dict[str, Any]] = {
    "document": {"document": DOCUMENT},
    "document, forwarded": {"document": DOCUMENT, "forward_origin": ORIGIN},
    "document, by way of a bot": {"document": DOCUMENT, **FROM_A_BOT},
    "document, of an album": {"document": DOCUMENT, "media_group_id": "1"},
    "document, in the name of a channel": {"document": DOCUMENT, "sender_chat": CHANNEL},
    "photo": {"photo": PHOTO},
    "photo, forwarded": {"photo": PHOTO, "forward_origin": ORIGIN},
}


@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("what", SENT)
@pytest.mark.parametrize("kind", ["message", "edited_message"])
async def test_a_strangers_caption_with_a_command_gets_no_answer_in_a_group(
    carol: Reader, kind: str, what: str, caption: str
):
    store = carol.application.bot_data.desk.store
    revision = store.revisions.newest()
    length = len(caption.split(maxsplit=1)[0])
    content: dict[str, Any] = {
        "message_id": 1,
        "date": WHEN,
        "chat": GROUP,
        "from": person(STRANGER),
        "caption": caption,
        "caption_entities": [{"type": "bot_command", "offset": 0, "length": length}],
        **SENT[what],
    }
    content |= {"edit_date": WHEN + 1} if kind == "edited_message" else {}
    assert await carol.update(**{kind: content}) == []
    assert store.revisions.newest() == revision


async def test_a_document_for_another_bot_is_left_alone(carol: Reader):
    content: dict[str, Any] = {"message_id": 1, "date": WHEN, "chat": GROUP, "from": person(OWNER)}
    content |= {"caption": "/import@another_bot", "document": DOCUMENT}
    assert await carol.update(message=content) == []


async def test_a_strangers_file_for_a_curators_form_gets_no_answer_in_a_group(carol: Reader):
    carol.telegram.chats[-100] = "supergroup"
    await in_the_group(carol, OWNER).says("/import")
    form = {"message_id": carol.telegram.last, "date": WHEN, "chat": GROUP}
    form |= {"from": {"id": 7, "is_bot": True, "first_name": "A"}, "text": "…"}
    content: dict[str, Any] = {
        "message_id": 9,
        "date": WHEN,
        "chat": GROUP,
        "from": person(STRANGER),
    }
    content |= {"document": DOCUMENT, "reply_to_message": form}
    assert await carol.update(message=content) == []
    assert latest(carol.application)[1] == "needs curator"


async def test_every_command_is_refused_to_a_stranger(application: App, telegram: Telegram):
    stranger = Reader(application, telegram, id=STRANGER)
    for name in set(CURATING) - READERS_TOO:
        assert "Only the people" in told(await stranger.says(f"/{name}")), name


async def test_a_reader_who_types_speaker_gets_the_speakers_page(carol: Reader):
    stranger = Reader(carol.application, carol.telegram, id=STRANGER)
    assert "Mayor of Moscow" in told(await stranger.says("/speaker sobianin"))
    assert "What is to change?" in told(await carol.says("/speaker sobianin"))


async def test_commands_for_another_bot_are_left_alone(carol: Reader):
    sent = command("/audit@another_bot", chat=GROUP, **{"from": person(OWNER)})
    assert messages(await carol.update(message=sent)) == []


async def test_files_of_strangers_are_for_the_readers_part(application: App, telegram: Telegram):
    stranger = Reader(application, telegram, id=STRANGER)
    document = {"file_id": "F", "file_unique_id": "U", "file_name": "a.txt", "file_size": 10}
    assert "read text" in told(await stranger.sends(document=document))
    imported = await stranger.sends(document=document, caption="/import")
    assert "Only the people" in told(imported)


async def test_a_file_that_is_too_big_or_forwarded_is_refused_before_it_is_fetched(
    carol: Reader, telegram: Telegram
):
    document = {
        "file_id": "F",
        "file_unique_id": "U",
        "file_name": "a.txt",
        "file_size": 50_000_000,
    }
    assert "more than 20 MB" in told(await carol.sends(document=document))
    small = document | {"file_size": 10}
    assert "yourself" in told(await carol.sends(document=small, forward_origin=ORIGIN))
    telegram.fail("getFile", 400, "Bad Request: file is too big")
    assert "more than 20 MB" in told(await carol.sends(document=small))
    telegram.fail("getFile", 400, "Bad Request: wrong file_id or the file is unavailable")
    assert "send it again" in told(await carol.sends(document=small))


async def test_the_menu_shows_what_a_person_may_do(
    carol: Reader, application: App, telegram: Telegram
):
    await carol.says(f"/grant {CURATOR} reviewer")
    bob = Reader(application, telegram, id=CURATOR)
    [menu] = [one for one in await bob.says("/start") if one.method == "setMyCommands"]
    names = [one["command"] for one in json.loads(menu.values["commands"])]
    assert "review" in names
    assert "start" in names
    assert not {"edit", "grant", "import"} & set(names)
    assert [one for one in await bob.says("/help") if one.method == "setMyCommands"] == []
    await carol.says(f"/revoke {CURATOR}")
    assert next(one.method for one in await bob.says("/help")) == "deleteMyCommands"
    await carol.says(f"/grant {CURATOR} reviewer")
    telegram.fail("setMyCommands", 400, "Bad Request: chat not found")
    assert messages(await bob.says("/help"))


async def test_a_reply_to_a_form_goes_to_its_task_and_other_words_to_the_readers_part(
    carol: Reader,
):
    [form] = messages(await carol.says("/edit"))
    assert "Which statement" in form.text
    number = carol.telegram.last
    to = {
        "message_id": number,
        "date": WHEN,
        "chat": carol.chat,
        "from": {"id": 7, "is_bot": True, "first_name": "A"},
        "text": form.text,
    }
    reply = carol.message(77, "mod-130-drones") | {"reply_to_message": to}
    [fields] = messages(await carol.update(message=reply))
    assert "What is to change" in fields.text
    forwarded = reply | {"forward_origin": ORIGIN}
    assert "What is to change" not in told(await carol.update(message=forwarded))
    assert "already" in told(await carol.update(message=reply))
    assert "found" in told(await carol.says("How many elephants were there?"))


async def test_a_failure_is_told_once_and_left_to_nobody_else(
    carol: Reader, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(carol.application.bot_data.desk.curation.backlog, "overview", fail)
    assert [one.text for one in messages(await carol.says("/unanswered"))] == [
        "Something went wrong here, and it is noted. Please try again."
    ]


async def test_a_file_that_is_another_by_now_is_told_so_once(
    carol: Reader, telegram: Telegram, application: App
):
    waiting = application.bot_data.desk.curation.waiting
    by = Curator(OWNER, "Carol", Language.EN, OWNER)
    task = waiting.put(by, "import", {"file": "F", "name": "x.jsonl", "hash": "0"})
    data = f"import:{task.number}.{task.version}"
    telegram.fail("getFile", 400, "Bad Request: wrong file_id or the file is unavailable")
    calls = await carol.presses(Call("sendMessage", {"text": "…"}), data=data)
    assert [call.method for call in calls].count("answerCallbackQuery") == 1
    assert "send it again" in told(calls)


async def test_a_database_that_is_away_is_no_answer_to_a_press(
    carol: Reader, application: App, monkeypatch: pytest.MonkeyPatch, caplog: Any
):
    def away(*_: object) -> None:
        raise StoreProblem("The database is away.")

    monkeypatch.setattr(application.bot_data.desk.curation, "pressed", away)
    calls = await carol.presses(Call("sendMessage", {"text": "…"}), data="audit:refused")
    assert "The database is away" not in told(calls)
    assert "an update failed" in caplog.text
