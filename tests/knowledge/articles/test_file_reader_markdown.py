"""The words of Markdown as people write it, without its marks; hostile marks end soon."""

import subprocess
import sys
import time

import pytest

from knowledge.articles.file_reader import plain_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Fire *at* the **mill**", "Fire at the mill"),
        ("The fire\n========\n\nIt burns", "The fire\n\nIt burns"),
        ("- a\n- b\n  - c\n\n1. d", "a\n\nb\n\nc\n\nd"),
        ("> She said\n> no\n\nafter", "She said\nno\n\nafter"),
        ("a [link](http://x/y(z)) and [one][1]\n\n[1]: http://x", "a link and one"),
        ("![mill](a.png) at night", "at night"),
        ("```\ncode\n```\nafter", "after"),
        ("    indented\n\nafter", "after"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nafter", "a | b\n\n1 | 2\n\nafter"),
        ("a<br>b <b>c</b>\n\n<div>\ninside\n</div>", "a\nb c\n\ninside"),
        ("<!-- hidden -->\nseen", "seen"),
        ("<!-- hidden", ""),
        ("2 * 3 * 4 = 24, snake_case_name", "2 * 3 * 4 = 24, snake_case_name"),
        (r"\*as it is\*", "*as it is*"),
        ("AT&amp;T", "AT&T"),
        ("1986\\. A year", "1986. A year"),
        ("**«Нет»**, — сказал он.", "«Нет», — сказал он."),
        ("***bold and leaning***", "bold and leaning"),
        ("Line one  \nline two", "Line one\nline two"),
        ('---\ntitle: "X"\nauthor: Y\n---\n\nBody', "title: X\n\nauthor: Y\n\nBody"),
    ],
)
def test_marks_are_left_behind(text: str, words: str):
    assert plain_of(text) == words


@pytest.mark.parametrize(
    "text", ["[", "*a ", "*a**b", "> ", "- ", "![[", "[a](", "<", "<!--", "\\", "|a", "_a_", "**"]
)
def test_hostile_marks_end_soon(text: str):
    began = time.process_time()
    plain_of((text * 32_768)[:32_768])
    assert time.process_time() - began < 5


def test_the_bot_does_not_import_the_parser():
    program = "import sys, bot.app, handlers.registration; sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
