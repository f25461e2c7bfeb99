"""The words of a Markdown text (CommonMark, with tables): parsed by markdown-it, marks left behind.

Imported by the reading process alone: a parser of foreign text has no place in the bot's own.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT = re.compile(r"\A---\n(?P<lines>.{0,4000}?)\n---\n", re.DOTALL)
"""Front matter, as site generators write it; CommonMark has none."""

_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_COMMENT = "<!--", "-->"
_CELLS = {"th_close", "td_close"}


def plain_of(text: str) -> str:
    """The words of a Markdown text; front matter becomes lines of its own, code is left out.

    Args:
        text: with line feeds alone at the ends of its lines.
    """
    front = _FRONT.match(text)
    lines = front["lines"].split("\n") if front else []
    said = [line.strip().replace('"', "") for line in lines]
    parsed = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    return "\n\n".join(filter(None, [*said, *_blocks(parsed)]))


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of each block; the cells of a table's row are one."""
    row: list[str] = []
    words = ""
    for token in tokens:
        if token.type == "inline":
            words = "".join(map(_words, token.children or ())).strip()
        elif token.type in _CELLS:
            row.append(words)
        elif token.type == "tr_close":
            yield " | ".join(row)
            row.clear()
        elif token.type == "html_block":
            yield _seen(token.content)
        elif token.type.endswith("_close") and words and not row:
            yield words
        if token.type not in {"inline", *_CELLS}:
            words = ""


def _seen(block: str) -> str:
    """The words between the tags of a block of HTML; a comment at its beginning is none."""
    opening, closing = _COMMENT
    text = block.lstrip()
    if text.startswith(opening):
        text = text.partition(closing)[2]
    return _TAG.sub("", text).strip()


def _words(token: Token) -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline" if _BREAK.match(token.content):
            return "\n"
    return ""
