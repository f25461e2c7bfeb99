"""A message as Telegram HTML: whole, in pages that Telegram takes, or short for chats of several people.

What stands in the store must not call people or lead somewhere unless we meant it. Telegram looks
for neither in a run of code, which shows the words as they are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlsplit

from handlers.render.keyboards import link, payload
from knowledge.domain import (
    Action,
    Answer,
    Line,
    Listing,
    Message,
    Part,
    Reply,
    Section,
    Span,
    Style,
)
from knowledge.translations import words_in

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


LIMIT = 4096
"""Characters of one message after its markup is read, counted in UTF-16 units to be safe."""

ENTITIES = 90
"""Telegram keeps 100 styled runs a message and drops the others without a word."""

_TAGS = {Style.STRONG: "b", Style.QUIET: "i", Style.STRUCK: "s"}


def html(message: Message) -> str:
    """The whole message as Telegram HTML, however long it is."""
    return _joined([(section.part, list(section.lines)) for section in message.sections])


def pages(message: Message, limit: int = LIMIT) -> list[str]:
    """The message as Telegram HTML, broken between lines where one message cannot hold it.

    Args:
        message: what the reader gets.
        limit: UTF-16 units that a page may hold.
    """
    room = _Pages(limit)
    for section in message.sections:
        room.begin(section.part)
        for line in section.lines:
            for piece in _pieces(line, limit):
                room.put(piece)
    return [_joined(page) for page in room.filled()] or [""]


def size(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _entities(span: Span) -> int:
    """How many styled runs the span takes, at most: words that would come alive part it."""
    return (span.style is not Style.PLAIN) + 2 * live_in(span.text)


class _Pages:
    """Fills pages with lines, keeping each line under its part."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pages: list[list[tuple[Part, list[Line]]]] = [[]]
        self._size = 0
        self._entities = 0
        self._part = Part.ANSWER

    def begin(self, part: Part) -> None:
        self._part = part
        self._pages[-1].append((part, []))
        self._size += 2
        self._entities += part is Part.MORE

    def put(self, line: Line) -> None:
        length = sum(size(span.text) for span in line) + 1
        styled = sum(_entities(span) for span in line)
        if self._size + length > self._limit or self._entities + styled > ENTITIES:
            self._pages.append([])
            self._size = self._entities = 0
            self.begin(self._part)
        self._pages[-1][-1][1].append(line)
        self._size += length
        self._entities += styled

    def filled(self) -> list[list[tuple[Part, list[Line]]]]:
        kept = [[(part, lines) for part, lines in page if lines] for page in self._pages]
        return [page for page in kept if page]


def _pieces(line: Line, limit: int) -> Iterable[Line]:
    """The line itself, or where it is longer than a page, its spans cut to fit."""
    widest = limit - 4
    if sum(size(span.text) for span in line) <= widest:
        yield line
        return
    for span in line:
        text = span.text
        while text:
            cut = _fitting(text, widest)
            yield (Span(text[:cut], span.style, span.target),)
            text = text[cut:]


def _fitting(text: str, widest: int) -> int:
    """How many characters of the text fit, ending at a space where there is one."""
    if size(text) <= widest:
        return len(text)
    cut = widest // 2
    while size(text[: cut + 1]) <= widest:
        cut += max(1, (widest - size(text[: cut + 1])) // 2)
    space = text.rfind(" ", 0, cut)
    return space + 1 if space > 0 else cut


def _joined(parts: Sequence[tuple[Part, Sequence[Line]]]) -> str:
    blocks = []
    for part, lines in parts:
        text = "\n".join("".join(_span(span) for span in line) for line in lines)
        if not text.strip():
            continue
        blocks.append(f"<blockquote expandable>{text}</blockquote>" if part is Part.MORE else text)
    return "\n\n".join(blocks)


def escaped(text: str, tag: str | None = None) -> str:
    """Words as markup, in a tag where there is one; what Telegram would make live stays words."""
    return "".join(
        f"<code>{escape(run)}</code>"
        if live
        else f"<{tag}>{escape(run)}</{tag}>"
        if tag and run.strip()
        else escape(run)
        for run, live in runs(text)
    )


def _span(span: Span) -> str:
    if not span.text.strip():
        return escape(span.text)
    if span.style is Style.LINK and _is_web(span.target):
        return f'<a href="{escape(span.target or "")}">{escape(span.text)}</a>'
    return escaped(span.text, _TAGS.get(span.style))


def _is_web(target: str | None) -> bool:
    """Whether Telegram would keep the link; anything else is shown as plain words."""
    try:
        parts = urlsplit(target or "")
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc


_OPEN = frozenset({Part.ANSWER, Part.LIST, Part.CONFLICT, Part.OTHER_SIDE, Part.CAREFUL})


def compact(message: Message) -> Message:
    """What was asked, who says otherwise and what to be careful about; the rest is folded.

    Nothing is left out: source and notes stand in the folded part.
    """
    opened = tuple(each for each in message.sections if each.part in _OPEN)
    folded: list[Line] = []
    for section in message.sections:
        if section.part not in _OPEN:
            folded += section.lines
    if not folded:
        return message
    return replace(message, sections=(*opened, Section(Part.MORE, tuple(folded))))


def shaped(reply: Reply, username: str, *, brief: bool) -> Message:
    """The message of a reply as a chat of several people gets it.

    Under an answer stand its source, other accounts and the way to the private chat; under a
    refusal nothing that somebody else could press for a conversation of their own.

    Args:
        reply: to a question.
        username: of the bot.
        brief: whether the rest is folded.
    """
    told = compact(reply.message) if brief else reply.message
    if isinstance(reply.outcome, Listing) and not reply.outcome.of:  # a page, not an answer
        return told
    actions = [action for row in told.actions for action in row]
    if isinstance(reply.outcome, Answer):
        identity = reply.outcome.shown.record.statement.id
        label = words_in(reply.language).say("Open in private")
        way = Action("link", link(username, payload(identity)), label)
        kept = tuple(each for each in actions if each.name in {"source", "others"})
        return replace(told, actions=(kept, (way,)) if kept else ((way,),))
    rows = tuple((each,) for each in actions if each.name in {"choose", "none", "tell"})
    return replace(told, actions=rows)


def without_buttons(message: Message) -> Message:
    """Text only, for a post or for a message that others insert."""
    return replace(message, actions=())
