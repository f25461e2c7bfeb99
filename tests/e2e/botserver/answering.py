"""Methods that answer button presses, inline queries and guests."""

import re
from collections.abc import Callable
from typing import Any

from tests.e2e.botserver import content
from tests.e2e.botserver.arguments import Arguments
from tests.e2e.botserver.refusal import bad
from tests.e2e.botserver.world import Chat, Message, World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MOST_RESULTS = 50
MOST_NOTICE = 200
DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _open(world: World, args: Arguments, name: str) -> tuple[str, Any]:
    """The query that is answered; every query is answered once."""
    identity = args.text(name)
    if identity not in world.queries or identity in world.answers:
        raise bad(TOO_OLD)
    return identity, world.queries[identity]


def answer_callback_query(world: World, args: Arguments) -> bool:
    identity, _ = _open(world, args, "callback_query_id")
    args.ignore("cache_time", "url")
    text = args.text("text")
    if len(text) > MOST_NOTICE:
        raise bad("MESSAGE_TOO_LONG")
    world.answers[identity] = {"text": text, "show_alert": args.flag("show_alert")}
    return True


def answer_inline_query(world: World, args: Arguments) -> bool:
    identity, _ = _open(world, args, "inline_query_id")
    args.ignore("cache_time", "is_personal")
    results = args.json("results", list, [])
    if len(results) > MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    names = [result.get("id") for result in results]
    if len(set(names)) != len(names):
        raise bad("RESULT_ID_DUPLICATE")
    offset = args.text("next_offset")
    if len(offset.encode()) > content.MOST_DATA:
        raise bad("NEXT_OFFSET_INVALID")
    button = args.json("button", dict)
    if button and not DEEP_LINK.fullmatch(str(button.get("start_parameter", ""))):
        raise bad("START_PARAM_INVALID")
    for result in results:
        inserted(result)
    world.answers[identity] = {"results": results, "next_offset": offset, "button": button}
    return True


def inserted(result: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text and the body of the message that an inline result leaves in a chat.

    Raises:
        RefusedError: the result is no article, or is not whole.
    """
    if not 1 <= len(str(result.get("id", "")).encode()) <= content.MOST_DATA:
        raise bad("RESULT_ID_INVALID")
    if result.get("type") != "article":
        raise bad("only articles are served here as inline results")
    if not str(result.get("title", "")).strip():
        raise bad("can't parse inline query result: title must be non-empty")
    written = result.get("input_message_content") or {}
    source = str(written.get("message_text", ""))
    mode = str(written.get("parse_mode") or "")
    text, entities = content.shaped(source, mode, written.get("entities"))
    content.check_not_empty(text)
    body: dict[str, Any] = {"text": text} | ({"entities": entities} if entities else {})
    keyboard = content.buttons(result["reply_markup"]) if result.get("reply_markup") else {}
    return source, body | keyboard


def insert(world: World, chat: Chat, author: dict[str, Any], result: dict[str, Any]) -> Message:
    """Put the message of an inline result into a chat, on behalf of its author."""
    source, body = inserted(result)
    identity = f"inline-{world.number()}"
    body |= {"via_bot": world.bot()}
    message = chat.add(author, body, source=source, by_bot=True, inline_id=identity)
    world.inline_messages[identity] = message
    return message


def answer_guest_query(world: World, args: Arguments) -> dict[str, str]:
    identity, chat = _open(world, args, "guest_query_id")
    result = args.json("result", dict, {})
    message = insert(world, chat, world.bot(), result)
    world.answers[identity] = {"message": message}
    return {"inline_message_id": str(message.inline_id)}


METHODS: dict[str, Callable[[World, Arguments], Any]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
}
