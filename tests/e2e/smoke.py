"""The bot as somebody else's environment has it installed: asked, given an article, talked to.

    python -m tests.e2e.smoke PYTHON

PYTHON is the interpreter of an environment where accordingto is installed. Nothing of this checkout
is on that interpreter's path. Exits with 1 and a sentence where something does not work.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator

TOKEN = "7000000001:smoke-token-AAAAAAAAAAAAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
QUESTION = "How many drones were shot down on the night of December 14?"
PARAGRAPH = (
    "The bank will hold its rate until June, governor Ann Doe said on Monday in the capital."
)
PAGE = (
    f"<html><head><title>Rates</title></head><body><article><h1>Rates</h1><p>{PARAGRAPH}</p>"
    f"<p>{PARAGRAPH.replace('hold', 'lower')}</p></article></body></html>"
)
SECONDS = 180
PATIENT = 60.0


def commands(operator: Operator, python: str) -> None:
    """Ask a question and take the statements out of a page, on the command line."""

    def document(*arguments: str) -> object:
        done = subprocess.run(
            [python, "-m", "bot", *arguments, "--json"],
            cwd=operator.home,
            env=operator.environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{arguments[0]} exits with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    answer = document("ask", QUESTION)
    assert isinstance(answer, dict)
    assert answer["outcome"] == "answer", answer
    assert "130" in answer["text"], answer
    (operator.home / "page.html").write_text(PAGE, "utf-8")
    found = document("extract", "page.html")
    assert isinstance(found, list)
    assert any("Ann Doe" in str(one["source"]) for one in found), found


def conversation(operator: Operator) -> None:
    """Start the bot, press /start, ask, look at a picture, and end it."""
    running = operator.start().wait_until_polling(SECONDS)
    ann: Conversation = reader(operator.driver)
    welcome = ann.ask("/start", seconds=PATIENT)
    assert welcome.buttons, "/start has no buttons"
    answer = ann.ask(QUESTION, seconds=PATIENT)
    assert "130" in answer.text, answer.text
    ann.ask("/timeline", seconds=PATIENT)
    pictured = [post.seen.media for post in ann.replies(answer.id)]
    assert "photo" in pictured, pictured
    assert running.stop() == 0, running.log[-3000:]
    mistakes = operator.driver.mistakes()
    assert not mistakes, mistakes


def smoke(python: str) -> None:
    """Do all of it with the program that this interpreter has.

    Raises:
        AssertionError: something does not work.
    """
    server = BotServer(TOKEN)
    with tempfile.TemporaryDirectory() as home:
        operator = Operator(
            Loopback(server),
            Path(home),
            settings={"PYTHONPATH": ""},  # what is installed, not what lies here
            command=(python, "-m", "bot", "run"),
        )
        try:
            for name in ("home", "xdg_data_home"):
                (Path(home) / name).mkdir()
            steps: tuple[tuple[str, Callable[[], None]], ...] = (
                ("ask and extract", lambda: commands(operator, python)),
                ("a conversation", lambda: conversation(operator)),
            )
            for name, step in steps:
                step()
                sys.stdout.write(f"{name}: works\n")
            operator.close()
        finally:
            for running in operator.started:
                if not running.ended:
                    running.kill()
            server.stop()


if __name__ == "__main__":
    try:
        smoke(sys.argv[1])
    except (AssertionError, OSError, subprocess.SubprocessError) as problem:
        sys.exit(f"{type(problem).__name__}: {problem}")
