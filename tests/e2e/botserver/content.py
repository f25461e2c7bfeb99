"""What a message may hold: formatted text, buttons, files."""

import re
from typing import Any

from tests.e2e.botserver import html
from tests.e2e.botserver.arguments import Arguments, Upload
from tests.e2e.botserver.refusal import bad
from tests.e2e.botserver.world import World

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_DATA = 64
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_PHOTO = 10 * 2**20
MOST_DOCUMENT = 50 * 2**20
ACTIONS = (
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
)
OTHER_KEYBOARDS = {"keyboard", "remove_keyboard", "force_reply"}
LINK = re.compile(r"(?:https?|tg)://[^\s]+\.?[^\s]*")
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def formatted(
    args: Arguments, field: str = "text", most: int = MOST_TEXT
) -> tuple[str, dict[str, Any]]:
    """The request's text (or caption) as sent, and as a message's body holds it.

    Raises:
        RefusedError: as `shaped`, or an empty text.
    """
    prefix = "caption_" if field == "caption" else ""
    source = args.text(field)
    given = args.json(prefix + "entities", list)
    text, entities = shaped(source, args.text("parse_mode"), given, most)
    if field == "text":
        check_not_empty(text)
    elif not text:
        return source, {}
    return source, {field: text} | ({prefix + "entities": entities} if entities else {})


def shaped(
    source: str, mode: str, given: list[Any] | None, most: int = MOST_TEXT
) -> tuple[str, list[Any]]:
    """A text without its markup, and its entities.

    Raises:
        RefusedError: markup that cannot be parsed, or too many characters after parsing.
    """
    text, entities = source, given or []
    if mode.upper() == "HTML":
        text, entities = html.parse(source)
    elif mode:
        raise bad("unsupported parse_mode")
    if len(text) > most:
        raise bad("message is too long" if most == MOST_TEXT else "message caption is too long")
    return text, entities or html.typed_entities(text)


def check_not_empty(text: str) -> None:
    """Raise RefusedError for a text that shows nothing."""
    if not text.strip():
        raise bad("message text is empty")


def markup(args: Arguments) -> dict[str, Any]:
    """The request's buttons, as a message's body holds them.

    Raises:
        RefusedError: a button without text, with no action or with several, or out of bounds.
    """
    given = args.json("reply_markup", dict)
    if not given or OTHER_KEYBOARDS & set(given):
        return {}
    return buttons(given)


def buttons(given: dict[str, Any]) -> dict[str, Any]:
    """Checked rows of buttons under the name `reply_markup`; nothing for no rows."""
    rows = given.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse reply keyboard markup JSON object")
    for row in rows:
        if len(row) > MOST_IN_A_ROW:
            raise bad("too many buttons in a row")
        for button in row:
            check_button(button)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    rows = [row for row in rows if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def check_button(button: Any) -> None:
    """Raise RefusedError unless a button has a text and exactly one action within its bounds."""
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad("can't parse inline keyboard button: text must be non-empty")
    actions = [action for action in ACTIONS if action in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: exactly one action is wanted")
    value = button[actions[0]]
    if actions[0] == "callback_data" and not 1 <= len(str(value).encode()) <= MOST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if actions[0] == "url" and not LINK.fullmatch(str(value)):
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def attached(args: Arguments, world: World, kind: str) -> dict[str, Any]:
    """The request's photo or document as a message's body holds it.

    Raises:
        RefusedError: it is empty, too large, no image, or unknown.
    """
    sent = args.file(kind)
    args.ignore("thumbnail", "disable_content_type_detection", "show_caption_above_media")
    if isinstance(sent, Upload):
        if not sent.content:
            raise bad("file must be non-empty")
        if len(sent.content) > (MOST_PHOTO if kind == "photo" else MOST_DOCUMENT):
            raise bad("file is too big")
        sent = world.keep_file(sent.name, sent.content)
    elif sent not in world.files:
        raise bad("wrong remote file identifier specified")
    return media(world, kind, sent)


def media(world: World, kind: str, file_id: str) -> dict[str, Any]:
    """A kept file as a message's body holds it."""
    name, content = world.files[file_id]
    about: dict[str, Any] = {
        "file_id": file_id,
        "file_unique_id": f"unique-{file_id}",
        "file_size": len(content),
    }
    if kind == "photo":
        if not content.startswith(IMAGES):
            raise bad("IMAGE_PROCESS_FAILED")
        return {"photo": [about | {"width": 90, "height": 90}]}
    if kind == "voice":
        return {"voice": about | {"duration": 2, "mime_type": "audio/ogg"}}
    return {"document": about | {"file_name": name}}
