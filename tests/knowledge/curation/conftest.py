"""A desk over a small store, and curators who work at it."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from knowledge.articles import Fetched
from knowledge.desk import Desk
from knowledge.domain import (
    Actor,
    Bundle,
    Curator,
    Language,
    MultilingualText,
    Page,
    Question,
    Role,
)
from knowledge.sandbox import Sandbox
from knowledge.search import Engine, Lexicon
from knowledge.storage import Store
from tests.knowledge import factories
from tests.knowledge.tables import with_tables

OWNER, ANN, BOB, ROSE, MALLORY = 1, 2, 3, 4, 666
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ARTICLE = (
    "Ferry runs aground off Linsand\n\nBy Anna Lee\n\n2026-10-05\n\n"
    "Piet Vos, the harbour master, said on Monday that 40 passengers were on board the ferry when "
    "it ran aground.\n\n“Nobody was hurt,” a spokesman for the ferry company said.\n\n"
    "The coast guard denied that the lighthouse had been dark.\n"
)


@dataclass
class Office:
    """People who keep a store, and what they see."""

    desk: Desk
    store: Store
    numbers: Iterator[int] = field(default_factory=lambda: count(1_000))

    def by(self, user: int = OWNER, language: Language = Language.EN) -> Curator:
        """Somebody at a new update of their own."""
        return Curator(user, f"Person {user}", language, user, next(self.numbers))

    def say(
        self, name: str, line: str = "", *, user: int = OWNER, about: str | None = None
    ) -> Page:
        """Give a command."""
        return self.desk.curation.command(self.by(user), name, line, about)

    def press(self, page: Page, label: str, *, user: int = OWNER) -> Page:
        """Press a button of a page."""
        action = self.button(page, label)
        return self.desk.curation.pressed(self.by(user), action[0], action[1])

    def reply(self, page: Page, text: str, *, user: int = OWNER) -> Page:
        """Type a reply to a form."""
        assert page.form is not None, page.message.plain()
        return self.desk.curation.changes.replied(self.by(user), page.form, text)

    def confirmed(self, name: str, line: str, *, user: int = OWNER) -> Page:
        """A one-line form and its confirmation."""
        return self.press(self.say(name, line, user=user), "Confirm", user=user)

    @staticmethod
    def button(page: Page, label: str) -> tuple[str, str]:
        """Name and subject of the button whose label holds these words."""
        buttons = [action for row in page.message.actions for action in row]
        found = [one for one in buttons if label in one.label]
        assert found, (label, [one.label for one in buttons], page.message.plain())
        return found[0].name, found[0].subject

    def pulled(self, text: str = ARTICLE, *, user: int = OWNER) -> Page:
        """The first draft of an article."""
        card = self.desk.curation.pulling.text(self.by(user), text)
        return self.press(self.press(card, "Review", user=user), "One by one", user=user)

    def cards(self, *, user: int = OWNER) -> Page:
        """The first card that waits for somebody."""
        return self.press(self.say("review", user=user), "One by one", user=user)

    def told(self, chat: int, message: int, text: str) -> str:
        """Answer a question in a chat and keep the delivery."""
        reply = self.desk.ask(Question(text))
        self.desk.delivered(chat, (message,), reply)
        return reply.message.plain()

    def letters(self) -> list[tuple[int, int | None, str]]:
        """Tell everything that is to be told; (chat, message edited, text) of each."""
        corrections = self.desk.curation.corrections
        corrections.collect()
        sent = []
        while taken := corrections.take(50):
            for posting in taken:
                if corrections.is_early(posting):
                    corrections.put_off(posting, NOW)
                    continue
                letter = corrections.letter(posting)
                corrections.settle(posting, "done", "told")
                if letter is not None:
                    sent.append((letter.chat, letter.instead, letter.message.plain()))
                    if letter.carried is not None:
                        self.desk.put_right(letter, letter.standing)
                    elif letter.reply is not None:
                        message = letter.instead or 99
                        self.desk.delivered(letter.chat, (message,), letter.reply)
        return sent

    def refusals(self) -> list[str]:
        """Why things were refused, the latest first."""
        return [one.reason for one in self.store.roles.attempts()]


def rows(*lines: dict[str, object]) -> bytes:
    """JSON lines."""
    return "\n".join(json.dumps(line) for line in lines).encode()


@pytest.fixture
def fetched() -> dict[str, Fetched]:
    """What links lead to."""
    return {}


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The process that reads: each new one would load the models of language anew."""
    with Sandbox() as shared:
        yield shared


@pytest.fixture
def make_desk(tmp_path: Path, sandbox: Sandbox) -> Iterator[Callable[[], tuple[Desk, Store]]]:
    """Opens the same database again and again, as after restarts."""
    open_now: list[Store | Engine] = []

    def make() -> tuple[Desk, Store]:
        store = Store(with_tables(tmp_path / "store.db"), clock=lambda: NOW)
        engine = Engine(None, encoder=None, keeper=None, lexicon=Lexicon(()))
        open_now.extend((store, engine))
        owners = frozenset({OWNER})
        return Desk(store, engine, clock=lambda: NOW, owners=owners, sandbox=sandbox), store

    yield make
    for one in reversed(open_now):
        with closing(one):
            pass


@pytest.fixture
def office(make_desk: Callable[[], tuple[Desk, Store]]) -> Office:
    """A store of two statements; an owner, a curator, another and a reviewer."""
    desk, store = make_desk()
    boats = factories.statement()
    quay = factories.statement(
        id="quay-closed",
        claim=MultilingualText.of(
            en="the quay is closed", ru="причал закрыт", uk="причал зачинено"
        ),
        figures=(),
        phrasings=(),
    )
    store.bulk.load(
        Bundle(
            articles=(factories.article(),),
            speakers=(factories.speaker(),),
            incidents=(factories.incident(),),
            places=(factories.place(),),
            statements=(boats, quay),
        ),
        Actor(None, "operator"),
        "samples",
    )
    desk.curation.corrections.collect()
    for user, role in ((ANN, Role.CURATOR), (BOB, Role.CURATOR), (ROSE, Role.REVIEWER)):
        store.roles.grant(user, role, OWNER)
    return Office(desk, store)
