"""Methods that put messages into chats, change them and take them away."""

from collections.abc import Callable
from typing import Any

from tests.e2e.botserver import content
from tests.e2e.botserver.arguments import Arguments
from tests.e2e.botserver.refusal import bad
from tests.e2e.botserver.world import BOT_ID, Chat, Message, World

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "upload_document",
        "record_voice",
        "upload_voice",
        "find_location",
        "choose_sticker",
    }
)


def send_message(world: World, args: Arguments) -> dict[str, Any]:
    chat = world.writable(args.number("chat_id"))
    source, body = content.formatted(args)
    return _put(world, chat, args, body, source)


def send_photo(world: World, args: Arguments) -> dict[str, Any]:
    return _send_file(world, args, "photo")


def send_document(world: World, args: Arguments) -> dict[str, Any]:
    return _send_file(world, args, "document")


def _send_file(world: World, args: Arguments, kind: str) -> dict[str, Any]:
    chat = world.writable(args.number("chat_id"))
    source, body = content.formatted(args, "caption", content.MOST_CAPTION)
    return _put(world, chat, args, content.attached(args, world, kind) | body, source)


def _put(
    world: World, chat: Chat, args: Arguments, body: dict[str, Any], source: str
) -> dict[str, Any]:
    body = body | content.markup(args) | _answered(chat, args)
    if args.has("message_thread_id"):
        body |= {"message_thread_id": args.number("message_thread_id"), "is_topic_message": True}
    author = None if chat.kind == "channel" else world.bot()
    return chat.add(author, body, source=source, by_bot=True).json()


def _answered(chat: Chat, args: Arguments) -> dict[str, Any]:
    """The message that is replied to, as the body of the reply holds it."""
    wanted = args.json("reply_parameters", dict)
    if not wanted:
        return {}
    if wanted.get("chat_id", chat.id) != chat.id:
        raise bad("replies to other chats are not served here")
    message = chat.messages.get(int(wanted.get("message_id", 0)))
    if message is None or message.deleted:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    told = message.json()
    told.pop("reply_to_message", None)
    return {"reply_to_message": told}


def send_chat_action(world: World, args: Arguments) -> bool:
    chat = world.writable(args.number("chat_id"))
    args.ignore("message_thread_id")
    action = args.text("action")
    if action not in CHAT_ACTIONS:
        raise bad("wrong parameter action in request")
    world.actions.append((chat.id, action))
    return True


def _to_edit(world: World, args: Arguments) -> Message:
    if args.has("inline_message_id"):
        found = world.inline_messages.get(args.text("inline_message_id"))
        if found is None:
            raise bad("MESSAGE_ID_INVALID")
        return found
    chat = world.writable(args.number("chat_id"))
    message = chat.messages.get(args.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to edit not found")
    if not message.by_bot:
        raise bad("message can't be edited")
    return message


def _change(message: Message, body: dict[str, Any], source: str) -> dict[str, Any] | bool:
    if body == message.body:
        raise bad(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    message.body, message.source = body, source
    message.edits += 1
    return True if message.inline_id else message.json()


def edit_message_text(world: World, args: Arguments) -> dict[str, Any] | bool:
    message = _to_edit(world, args)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    source, body = content.formatted(args)
    kept = _without(message, "text", "entities", "reply_markup")
    return _change(message, kept | body | content.markup(args), source)


def edit_message_caption(world: World, args: Arguments) -> dict[str, Any] | bool:
    message = _to_edit(world, args)
    if "text" in message.body:
        raise bad("there is no caption in the message to edit")
    source, body = content.formatted(args, "caption", content.MOST_CAPTION)
    kept = _without(message, "caption", "caption_entities", "reply_markup")
    return _change(message, kept | body | content.markup(args), source)


def edit_message_reply_markup(world: World, args: Arguments) -> dict[str, Any] | bool:
    message = _to_edit(world, args)
    kept = _without(message, "reply_markup")
    return _change(message, kept | content.markup(args), message.source)


def _without(message: Message, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in message.body.items() if key not in keys}


def delete_message(world: World, args: Arguments) -> bool:
    chat = world.writable(args.number("chat_id"))
    message = chat.messages.get(args.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to delete not found")
    mine = message.by_bot or (message.author or {}).get("id") == BOT_ID
    if not mine and chat.person is None and chat.bot_status != "administrator":
        raise bad("message can't be deleted")
    message.deleted = True
    return True


METHODS: dict[str, Callable[[World, Arguments], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
}
