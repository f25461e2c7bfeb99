"""A conversation with the real bot as a picture, as it stands in the README.

    python -m tests.e2e.portrait [tests/e2e/conversation.png]

Starts the bot against the server of these tests, asks, presses a button, and draws what came.
"""

import re
import sys
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from handlers.canvas import LIGHT, WIDTH, Canvas, width_of
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, Post, reader
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator

TOKEN = "7000000001:portrait-token-AAAAAAAAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
SAYS = (
    "How many drones were shot down on the night of December 14?",
    "and is it true?",
    "How many people were hurt?",
)
SIZE, LEADING, PAD, GAP = 28.0, 39.0, 24.0, 22.0
WIDE, BUTTON = 880.0, 62.0

Word = tuple[str, bool]


@dataclass(frozen=True)
class Bubble:
    """A message in lines of words, each strong or not, with rows of buttons."""

    ours: bool
    lines: tuple[tuple[Word, ...], ...]
    buttons: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """Pixels, buttons included."""
        return 2 * PAD + LEADING * len(self.lines) + (BUTTON + 8) * len(self.buttons)


def bubble(post: Post) -> Bubble:
    """The message as a phone shows it, what is folded still folded."""
    html = re.sub(
        r"<blockquote expandable>.*?</blockquote>", "▾ …", post.seen.html, flags=re.DOTALL
    )
    lines: list[tuple[Word, ...]] = []
    for text in html.split("\n"):
        strong, words = False, []
        for piece in re.split(r"(</?b>)", text):
            strong = piece == "<b>" if piece in {"<b>", "</b>"} else strong
            plain = "" if piece in {"<b>", "</b>"} else unescape(re.sub(r"<[^>]+>", "", piece))
            words += [(word, strong) for word in re.findall(r"\S+\s*|\s+", plain)]
        lines += wrapped(words) or [()]
    rows = tuple(tuple(label for label, _, _ in row) for row in post.seen.buttons)
    return Bubble(post.seen.by_bot, tuple(lines), rows)


def advance(word: str, strong: bool) -> float:
    """Pixels to the next word, the space between them included."""
    bare = width_of(f"{word.rstrip()}|", SIZE, bold=strong) - width_of("|", SIZE, bold=strong)
    return bare + 0.32 * SIZE * (len(word) - len(word.rstrip()))


def wrapped(words: list[Word]) -> list[tuple[Word, ...]]:
    """The words in lines that fit into a bubble."""
    lines: list[list[Word]] = []
    room = 0.0
    for word, strong in words:
        wide = advance(word, strong)
        if not lines or wide > room:
            lines.append([])
            room = WIDE - 2 * PAD
        lines[-1].append((word, strong))
        room -= wide
    return [tuple(line) for line in lines]


def draw(bubbles: list[Bubble]) -> bytes:
    """The conversation from above to below: the bot on the left, the reader on the right."""
    paper = Canvas(2 * GAP + sum(each.height + GAP for each in bubbles), LIGHT)
    y = 2 * GAP
    for each in bubbles:
        x = GAP * 2 if each.ours else WIDTH - WIDE - GAP * 2
        paper.card(x, y, WIDE, 2 * PAD + LEADING * len(each.lines))
        at = y + PAD - 8
        for line in each.lines:
            at += LEADING
            across = x + PAD
            for word, strong in line:
                paper.write(across, at, word, SIZE, bold=strong)
                across += advance(word, strong)
        top = y + 2 * PAD + LEADING * len(each.lines) + 8
        for row in each.buttons:
            wide = (WIDE - 8 * (len(row) - 1)) / len(row)
            for number, label in enumerate(row):
                left = x + number * (wide + 8)
                paper.card(left, top, wide, BUTTON)
                middle = left + (wide - width_of(label, SIZE - 4)) / 2
                paper.write(middle, top + 40, label, SIZE - 4, colour=LIGHT.terms[0])
            top += BUTTON + 8
        y += each.height + GAP
    return paper.png("A conversation with the bot")


def talk(alice: Conversation) -> list[Post]:
    """What is said."""
    alice.ask("/start")
    start = len(alice.all())
    for question in SAYS:
        alice.ask(question)
    return alice.all()[start:]


def main() -> None:
    """Run the bot, talk, draw."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "tests/e2e/conversation.png")
    server = BotServer(TOKEN)
    with tempfile.TemporaryDirectory() as home:
        operator = Operator(Loopback(server), Path(home))
        try:
            operator.start().wait_until_polling()
            posts = talk(reader(operator.driver))
        finally:
            operator.close()
            server.stop()
    target.write_bytes(draw([bubble(post) for post in posts]))


if __name__ == "__main__":
    main()
