"""Telegram's HTML: markup in, plain text and entities out; entities of what people type."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.e2e.botserver.refusal import bad

ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}
TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>[^<>]*)>")
ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)(?:=(?:"([^"]*)"|'([^']*)'))?""")
ALLOWED_ATTRIBUTES = {"a": {"href"}, "blockquote": {"expandable"}, "code": {"class"}}
CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
LINK = re.compile(r"(?:https?|tg)://[^\s]+")
TYPED = re.compile(
    r"(?P<url>https?://[^\s<>]+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{2,31})"
)


@dataclass
class Open:
    """A tag that waits for its end."""

    name: str
    start: int
    attributes: dict[str, str]


def units(text: str) -> int:
    """The length that Telegram counts offsets in: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def typed_entities(text: str) -> list[dict[str, Any]]:
    """The commands, mentions and links that Telegram marks in what people type."""
    return [
        {
            "type": match.lastgroup,
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in TYPED.finditer(text)
    ]


def parse(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and its entities.

    Raises:
        RefusedError: a tag that Telegram does not know, or one that is not closed in its turn.
    """
    text, position = "", 0
    waiting: list[Open] = []
    entities: list[dict[str, Any]] = []
    while position < len(markup):
        if markup[position] == "<":
            tag = TAG.match(markup, position)
            where = len(markup[:position].encode())
            if tag is None or tag["name"].lower() not in ENTITY_OF_TAG:
                name = tag["name"] if tag else ""
                raise _unparsed(f'Unsupported start tag "{name}" at byte offset {where}')
            if tag["end"]:
                entities += _closed(waiting, tag["name"].lower(), text, where)
            else:
                name = tag["name"].lower()
                waiting.append(Open(name, units(text), _attributes(name, tag["attributes"], where)))
            position = tag.end()
        else:
            character = CHARACTER.match(markup, position)
            piece = character.group() if character else markup[position]
            text += unescape(piece) if character else piece
            position += len(piece)
    if waiting:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{waiting[-1].name}"')
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _unparsed(why: str) -> Exception:
    return bad(f"can't parse entities: {why}")


def _attributes(tag: str, written: str, where: int) -> dict[str, str]:
    found = {name: double or single for name, double, single in ATTRIBUTE.findall(written)}
    if ATTRIBUTE.sub("", written).strip() or set(found) - ALLOWED_ATTRIBUTES.get(tag, set()):
        raise _unparsed(f'Wrong attributes in the tag "{tag}" at byte offset {where}')
    return {name: unescape(value) for name, value in found.items()}


def _closed(waiting: list[Open], name: str, text: str, where: int) -> list[dict[str, Any]]:
    if not waiting:
        raise _unparsed(f"Unexpected end tag at byte offset {where}")
    tag = waiting.pop()
    if tag.name != name:
        raise _unparsed(
            f'Unmatched end tag at byte offset {where}, expected "</{tag.name}>", found "</{name}>"'
        )
    length = units(text) - tag.start
    if not length:
        return []
    entity: dict[str, Any] = {
        "type": ENTITY_OF_TAG[name],
        "offset": tag.start,
        "length": length,
    }
    if name == "a":
        address = tag.attributes.get("href", "")
        if not LINK.fullmatch(address):
            raise _unparsed(f'the link "{address}" leads nowhere, at byte offset {where}')
        entity["url"] = address
    elif "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    return [entity]
