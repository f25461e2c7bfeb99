"""/forgetme, in the running bot: the id and the words are looked for in every column of every table."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, insert, select

from knowledge.domain import Role
from knowledge.storage import Store
from knowledge.storage.record_rows import table_of
from knowledge.storage.tables import METADATA, InboxRow
from tests.e2e.client import Conversation, Post, reader, wait_for
from tests.e2e.process import ROOT, Operator
from tests.postgres import NoServer, cluster

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

WORDS = "Kvitoslava-Lypnyk"
"""Stands in everything that a person typed."""

AT = datetime(2026, 11, 1, tzinfo=UTC)
DAY = "2026-11-29"

NOBODY: Mapping[str, str] = {
    "allowance": "tokens at warned",
    "appearance": "statement number article attribution access",
    "article": "position id content version",
    "attempt": "number reason at update_id",
    "concept": "position id content version",
    "delivered": "delivery number statement version digest beside",
    "delivery": "number message asked at language outcome asks heading",
    "delivery_part": "delivery number message",
    "digest": "revision",
    "draft": "number batch state at version",
    "example": "position language question",
    "follow": "subject subject_id at",
    "form": "message task version",
    "gap": "position id content version",
    "inbox": "update_id at handled_at worker tries verdict not_before refusals losses deaths",
    "incident": "position id content version",
    "incident_place": "incident place",
    "invitation": "message answer",
    "menu": "shown",
    "outbox": "number occasion state due result refusals refused_since",
    "place": "position id content version",
    "post": "message",
    "preference": "name",
    "question": "number language outcome score day helpful",
    "relation": "position source kind target content",
    "revision": "number subject subject_id at before after update_id",
    "role": "role at",
    "said": "update_id number",
    "sent": "what at",
    "speaker": "position id content version",
    "state": "name value",
    "statement": "position id content version speaker incident merged_into kind state said"
    " review_due quoted figures",
    "statement_place": "statement place",
    "vector": "model key vector",
    "worker": "name beat",
}
"""Columns that hold neither the id nor words of whoever uses the bot. What is published of others
is in the records; numbers of messages and updates are nobody's without the chat."""

STAYS_OF_A_CURATOR = {
    "attempt.action",
    "attempt.user",
    "revision.actor",
    "revision.actor_name",
    "revision.reason",
    "role.granted_by",
    "role.user",
}


def listed() -> dict[str, str]:
    """What bot/README.md says that /forgetme does, by column."""
    text = (ROOT / "bot" / "README.md").read_text(encoding="utf-8")
    table = text.partition("<!-- people -->")[2].partition("<!-- end of people -->")[0]
    rows = re.findall(r"^\| `(\w+\.\w+)` \|.*\| ([^|]+) \|$", table, re.MULTILINE)
    return dict(rows)


def test_every_column_is_known_to_be_of_a_person_or_of_nobody():
    schema = {f"{table.name}.{c.name}" for table in METADATA.sorted_tables for c in table.columns}
    nobody = {f"{table}.{column}" for table, names in NOBODY.items() for column in names.split()}
    people = set(listed())
    assert people & nobody == set()
    assert people | nobody == schema, "each column is in README's table or named here"


def rows_of(person: int) -> dict[str, list[dict[str, Any]]]:
    """A row or two for each table that holds something of people, every column of theirs filled."""
    text = f'{{"kind": "answered", "statement": "x", "text": "{WORDS}"}}'
    return {
        "allowance": [
            {"key": f"chat {person}", "tokens": 1.0, "at": 4e9, "warned": 0.0}
        ],
        "attempt": [{"user": person, "action": "/grant", "reason": "needs owner", "at": AT}],
        "question": [{"number": 77, "text": WORDS, "language": "en", "outcome": "no_answer", "score": 0.1, "day": DAY}],
        "delivery": [{"chat": person, "message": 10**6, "asked": 5, "at": AT, "inline": WORDS}],
        "draft": [
            {"batch": "task", "content": f'{{"verb": "new", "answers": {{"claim": "{WORDS}"}}}}', "holder": person, "state": state, "at": AT, "version": 1}
            for state in ("open", "done")
        ] + [{"batch": "article x", "content": "{}", "holder": person, "state": "rejected", "at": AT, "version": 1}],
        "follow": [
            {"chat": person, "subject": "question", "subject_id": "77", "at": AT},
            {"chat": person, "subject": "everything", "subject_id": "", "at": AT},
        ],
        "inbox": [{"update_id": 3, "raw": "", "at": AT, "handled_at": AT, "chat": person}],
        "said": [{"update_id": 3, "number": 0, "what": f"sendMessage {person}", "result": WORDS}],
        "outbox": [
            {"key": f"answered:{person}:{state}", "occasion": "question 1", "chat": person, "content": text, "state": state, "due": datetime(2090, 1, 1, tzinfo=UTC), "result": WORDS}
            for state in ("waiting", "done", "failed")
        ],
        "preference": [
            {"chat": person, "name": "habits", "value": f'{{"zone": "{WORDS}"}}'},
        ],
        "invitation": [{"chat": person, "message": 5, "answer": 4}],
        "post": [{"chat": person, "message": 10**6}],
        "form": [{"chat": person, "message": 6, "task": 1, "version": 1}],
        "menu": [{"chat": person, "shown": "curator:en"}],
        "digest": [{"chat": person, "revision": 1}],
        "sent": [{"chat": person, "what": "digest", "at": AT}],
    }  # fmt: skip


def fill(connection: Connection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    for name, values in rows.items():
        for one in values:
            connection.execute(insert(METADATA.tables[name]).values(one))


def places(store: Store, *looked_for: str) -> set[str]:
    """Columns of all tables in which one of the texts stands."""
    found = set()
    wanted = re.compile("|".join(rf"(?<!\d){re.escape(text)}(?!\d)" for text in looked_for))
    with store.database.reading() as connection:
        for table in METADATA.sorted_tables:
            for row in connection.execute(select(table)):
                for column, value in row._mapping.items():
                    if wanted.search(str(value)):
                        found.add(f"{table.name}.{column}")
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, operator: Operator, tmp_path: Path) -> Iterator[Store]:
    """The store of a bot that runs."""
    with ExitStack() as held:
        if request.param == "sqlite":
            address = f"sqlite:///{tmp_path / 'bot.db'}"
        else:
            try:
                address = held.enter_context(held.enter_context(cluster()).database())
            except NoServer as reason:
                pytest.skip(str(reason))
        operator.settings |= {"ACCORDINGTO_SEMANTIC": "off", "ACCORDINGTO_DATABASE_URL": address}
        opened = held.enter_context(closing(Store(address)))
        opened.upgrade()
        operator.start().wait_until_polling()
        yield opened
        operator.close()


def said(person: Conversation, words: str) -> Post:
    """The message of the bot that holds these words."""
    return wait_for(
        lambda: next((one for one in person.replies() if words in one.text), None), words, 60
    )


def forgotten(store: Store, person: Conversation) -> None:
    """Say /forgetme, press the button, and wait until nothing of it is under way."""
    person.say("/forgetme")
    said(person, "Shall I forget").press("Forget it all")
    said(person, "Forgotten")
    inbox: Table = table_of(InboxRow)

    def settled() -> bool:
        with store.database.reading() as connection:
            waiting = connection.execute(select(inbox).where(inbox.c.handled_at.is_(None)))
            return waiting.first() is None

    wait_for(settled, "every update dealt with", 30)


def test_nothing_of_a_reader_is_left_in_any_table(store: Store, operator: Operator):
    alice = reader(operator.driver)
    alice.ask(f"Did {WORDS} shoot down the 130 drones?", seconds=60)
    refused = alice.ask(f"Who paid for the boat of {WORDS}?", seconds=60)
    tell = [button for button in refused.buttons if "Tell me" in button]
    assert tell, refused.text
    refused.press(tell[0])
    alice.say(f"/grant 5 {WORDS}")
    alice.say("/language uk")
    alice.say("/language en")
    said(alice, "From now on I speak English")
    person = alice.person
    assert person is not None
    with store.database.writing() as connection:
        fill(connection, rows_of(person))
    before = places(store, str(person), WORDS)
    of_readers = {one for one in listed() if not one.startswith(("revision", "role", "inbox.raw"))}
    assert before >= of_readers - {"attempt.action"}, "every column was filled"
    assert places(store, WORDS) >= {"question.text", "outbox.content"}
    assert "attempt.action" not in before, "the audit keeps no words of strangers"
    forgotten(store, alice)
    assert places(store, str(person)) == set()
    assert places(store, WORDS) == {"question.text"}, "of which nothing tells whose it is"
    texts = [one.text for one in store.questions.listed()]
    assert len(texts) == 1, "what they waited for went as well"
    assert store.deliveries.carrying(["x"]) == []


def test_what_a_curator_did_stays_and_all_else_goes(store: Store, operator: Operator):
    carol = reader(operator.driver)
    person = carol.person
    assert person is not None
    store.roles.grant(person, Role.CURATOR, person)
    carol.say(f"/roles {WORDS}")
    said(carol, "higher one")
    rows = rows_of(person)
    del rows["menu"]  # it was given to them
    with store.database.writing() as connection:
        connection.execute(delete(METADATA.tables["attempt"]))
        fill(connection, rows)
        changed = {"subject": "statement", "subject_id": "x", "actor": person, "actor_name": WORDS}
        revision = METADATA.tables["revision"]
        connection.execute(insert(revision).values(changed | {"at": AT, "reason": WORDS}))
        tried = {"user": person, "action": f"/roles {WORDS}", "reason": "needs owner", "at": AT}
        connection.execute(insert(METADATA.tables["attempt"]).values(tried))
    forgotten(store, carol)
    assert places(store, str(person), WORDS) == STAYS_OF_A_CURATOR
    stays = {one for one, said in listed().items() if "stay" in said}
    assert stays >= STAYS_OF_A_CURATOR, "README says so of each"
