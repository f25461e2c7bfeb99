"""What made-up button data and captions of strangers do to a running bot, counted.

    python -m tests.bench.forging

A reader asks in vain; somebody else sends the number of that question, numbers of 40 digits, another
group's language, and files captioned with commands of curators.
"""

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge.domain import BUTTONS
from knowledge.storage import Store
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, Post, reader
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator
from tests.e2e.scenarios.curating import all_accepted, pulled, staffed

TOKEN = "7000000001:forging_test-token-AAAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
VAIN = "What is the secret recipe of the ferry's cook?"
LONG = "9" * 40
NUMBERED = ("tell", "helpful", "unhelpful", "none", "follow-question", "unfollow-question")
TWICE = ("task", "draft", "anonymous", "import", "drop", "teach")
CAPTIONS = ("/import", "/pull", "/import@accordingto_test_bot", "/retract x")


@dataclass
class Figures:
    """What came of it: (taken, tried) by kind of attack."""

    shown: tuple[int, int]
    judged: tuple[int, int]
    failed: tuple[int, int]
    language: tuple[int, int]
    unanswered: tuple[int, int]
    captions: tuple[int, int]
    mistakes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """A line a kind of attack."""
        told = {
            "another's question shown in /following": self.shown,
            "another's answer judged": self.judged,
            "numbers of 40 digits: updates that failed": self.failed,
            "a group's language changed by a member": self.language,
            "presses that got no word, or more than one": self.unanswered,
            "a stranger's caption answered in a group": self.captions,
        }
        return "\n".join(f"{name:>45}: {done} of {tried}" for name, (done, tried) in told.items())


def run(home: Path) -> Figures:
    """Start a bot and attack it.

    Args:
        home: a folder for its data and logs.
    """
    server = BotServer(TOKEN)
    operator = Operator(Loopback(server), home)
    try:
        return _attack(operator)
    finally:
        operator.close()
        server.stop()


def _attack(operator: Operator) -> Figures:
    driver = operator.driver
    carol = staffed(operator)
    all_accepted(pulled(carol))
    alice, eve = reader(driver, "Alice"), reader(driver, "Eve")
    alice.ask("/start")
    page = eve.ask("/start")
    number = alice.ask(VAIN).button("Tell me when")[2].partition(":")[2]
    shown = 0
    for kind in ("tell", "follow-question"):
        page.press_data(f"{kind}:{number}")
        shown += "secret recipe" in eve.ask("/following").text
    judged = 0
    for kind in ("helpful", "unhelpful", "none"):
        before = _judgement(operator, int(number))
        page.press_data(f"{kind}:{number}")
        judged += _judgement(operator, int(number)) != before
    long = [f"{kind}:{LONG}" for kind in (*NUMBERED, *BUTTONS)]
    long += [f"{kind}:{LONG[:20]}.{LONG[:20]}.0" for kind in TWICE]
    words = [_worded(page, data) for data in long]
    words += [_worded(carol.ask("/start"), data) for data in long]
    failed = operator.started[-1].log.count("an update failed")
    # An admin, so that files reach it whose captions are no command to it.
    group = driver.add_chat(
        "supergroup", "Desk", [alice.person or 0, eve.person or 0], "administrator"
    )
    there = Conversation(driver, group, alice.person)
    post = there.ask("/ask How many passengers were on board the ferry?")
    pressed = Post(Conversation(driver, group, eve.person), post.seen)
    words.append(_worded(pressed, "language:uk"))
    with _store(operator) as store:
        language = int(store.chats.preference(group, "language") == "uk")
    return Figures(
        (shown, 2),
        (judged, 3),
        (failed, 2 * len(long)),
        (language, 1),
        (sum(not one for one in words), len(words)),
        (_captions(Conversation(driver, group, eve.person)), len(CAPTIONS)),
        tuple(driver.mistakes()),
    )


def _worded(post: Post, data: str) -> bool:
    """Whether a press got one sentence in the popup, and nothing else."""
    pressed = post.press_data(data)
    return bool(pressed.notice) and not pressed.news and "went wrong" not in pressed.text


def _captions(there: Conversation) -> int:
    """How many files with a curator's command as caption are answered."""
    answered = 0
    for caption in CAPTIONS:
        before = len(there.replies())
        there.driver.attach(
            there.person or 0, there.chat, "document", b'{"id": "x"}', caption, "x.jsonl"
        )
        there.settle(1)
        answered += len(there.replies()) > before
    return answered


def _store(operator: Operator) -> closing[Store]:
    return closing(Store(operator.settings["ACCORDINGTO_DATABASE_URL"]))


def _judgement(operator: Operator, number: int) -> bool | None:
    with _store(operator) as store:
        return store.questions.get(number).helpful


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        print(run(Path(folder)))


if __name__ == "__main__":
    main()
