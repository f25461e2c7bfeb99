"""Words that Telegram would make live by itself: mentions, addresses of mail and of pages.

What stands in the store must not call people or lead somewhere unless we meant it. Telegram looks
for neither in a run of code, which shows the words as they are.
"""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\S++")
# Top-level domains of Cyrillic letters, as the root zone has them.
_CYRILLIC = [
    f"xn--{name}".encode().decode("idna")
    for name in "p1ai p1acf j1amh 90ais 80ao21a 90a3ac d1alf 90ae e1a4c".split()
]
# A mention or an address of mail; a scheme; a host with a top-level domain that is of letters.
_LIVE = re.compile(
    r"@\w|\w:(?=//)|\b(?:mailto|tg|ton|tonsite):"
    rf"|\w\.(?:[a-z]{{2,24}}|{'|'.join(_CYRILLIC)}|xn--[a-z0-9-]{{1,59}})(?![\w-])",
    re.IGNORECASE,
)
_BEFORE = "([{<«„“\"'‘*"
_AFTER = ".,:;!?…)]}>»”\"'’*"


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in runs, in order, each with whether it would come alive."""
    done = 0
    for token in _TOKEN.finditer(text):
        if not _LIVE.search(token[0]):
            continue
        start = token.end() - len(token[0].lstrip(_BEFORE))
        end = token.start() + len(token[0].rstrip(_AFTER))
        if start > done:
            yield text[done:start], False
        yield text[start:end], True
        done = end
    if done < len(text):
        yield text[done:], False


def live_in(text: str) -> int:
    """How many runs of the text would come alive."""
    return sum(live for _, live in runs(text))
