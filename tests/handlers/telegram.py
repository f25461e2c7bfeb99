"""A Telegram that lives in memory: it takes every request and remembers what it was told."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from telegram import Update
from telegram.request import BaseRequest, RequestData

from handlers.context import App

Json = dict[str, Any]

BOT = {"id": 7, "is_bot": True, "first_name": "AccordingTo", "username": "accordingto_bot"}
WHEN = 1_700_000_000
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(frozen=True)
class Call:
    """One request of the bot."""

    method: str
    values: Json

    @property
    def text(self) -> str:
        """The text of a message, or of the answer to a press."""
        return str(self.values.get("text", ""))

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """(label, data) of every button."""
        markup = self.values.get("reply_markup") or "{}"
        rows = json.loads(markup).get("inline_keyboard", []) if markup else []
        return [(button["text"], button.get("callback_data", "")) for row in rows for button in row]


_NUMBERS = count(100, 1000)
"""Where the numbers of messages begin: none is ever given twice, as in Telegram."""


class Telegram(BaseRequest):
    """Answers requests as Telegram would, or with the failures that a test orders."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.failures: dict[str, list[tuple[int, Json]]] = {}
        self.webhook = ""
        self.chats: dict[int, str] = {}
        self.admins: set[int] = set()
        self.listened_to = asyncio.Event()
        self.slow: dict[str, float] = {}
        """Seconds that a method takes, by its name."""
        self.files: dict[str, bytes] = {}
        """What files hold, by their ids."""
        self.last = next(_NUMBERS)
        self.newest: dict[int, int] = {}
        """The number of the newest message of ours in each chat; others may be written to meanwhile."""

    @property
    def read_timeout(self) -> float:
        """Nothing here takes time."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    def fail(self, method: str, code: int, description: str, **parameters: int) -> None:
        """Let the next request of this method fail."""
        body = {"ok": False, "error_code": code, "description": description}
        if parameters:
            body["parameters"] = parameters
        self.failures.setdefault(method, []).append((code, body))

    def of(self, *methods: str) -> list[Call]:
        """The requests of these methods so far."""
        return [call for call in self.calls if call.method in methods]

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002  # the library's signature
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Take one request."""
        name = url.rsplit("/", 1)[-1]
        values = dict(request_data.json_parameters) if request_data else {}
        self.calls.append(Call(name, values))
        await asyncio.sleep(self.slow.get(name, 0.0))
        if name in {"getUpdates", "setWebhook"}:
            self.listened_to.set()
            await asyncio.sleep(0.01)
        if self.failures.get(name):
            code, body = self.failures[name].pop(0)
            return code, json.dumps(body).encode()
        if name in self.files:
            return 200, self.files[name]
        return 200, json.dumps({"ok": True, "result": self._result(name, values)}).encode()

    def _result(self, name: str, values: Json) -> Any:  # noqa: C901, PLR0911  # one answer for each method
        match name:
            case "getMe":
                return BOT
            case "getWebhookInfo":
                return {
                    "url": self.webhook,
                    "has_custom_certificate": False,
                    "pending_update_count": 0,
                }
            case "getUpdates":
                return []
            case "getChatMember":
                status = "administrator" if int(values["user_id"]) in self.admins else "member"
                rights = dict.fromkeys(RIGHTS, False) if status == "administrator" else {}
                user = {"id": int(values["user_id"]), "is_bot": False, "first_name": "Somebody"}
                return {"user": user, "status": status, **rights}
            case "getChat":
                number = int(values["chat_id"])
                gifts = dict.fromkeys(GIFTS, False)
                return {
                    "id": number,
                    "type": "private",
                    "first_name": f"Person {number}",
                    "accent_color_id": 0,
                    "max_reaction_count": 1,
                    "accepted_gift_types": gifts,
                }
            case "getFile":
                file = str(values["file_id"])
                return {"file_id": file, "file_unique_id": file, "file_path": f"documents/{file}"}
            case "answerGuestQuery":
                return {"inline_message_id": "guest-1"}
            case "sendMessage" | "sendPhoto":
                self.last += 1
                self.newest[int(values["chat_id"])] = self.last
                return self.message(self.last, values)
            case "editMessageText" if "inline_message_id" in values:
                return True
            case "editMessageText" | "editMessageReplyMarkup":
                return self.message(int(values["message_id"]), values)
        return True

    def message(self, number: int, values: Json) -> Json:
        chat = int(values["chat_id"])
        kind = self.chats.get(chat, "private")
        return {
            "message_id": number,
            "date": WHEN,
            "chat": {"id": chat, "type": kind, "first_name": "Somebody"},
            "from": BOT,
            "text": values.get("text", "…"),
        }


GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
"""What Telegram says of every chat, whether or not a bot asks for it."""


@dataclass
class Reader:
    """Somebody who writes to the bot and sees what comes of it."""

    application: App
    telegram: Telegram
    id: int = 42
    language: str = "en"
    chat_type: str = "private"
    said: int = 0
    person: int = 0
    updates: int = field(default=1000)

    async def says(self, text: str, **more: Any) -> list[Call]:
        """A new message; gives the requests that the bot made."""
        self.said += 1
        return await self.update(message=self.message(self.said, text) | more)

    def before(self, text: str) -> Json:
        """An earlier message of the chat, to be replied to."""
        return self.message(1, text)

    async def replies(self, text: str, to: int, told: str = "…", **more: Any) -> list[Call]:
        """A reply to a message of the bot, by its number."""
        self.said += 1
        original = {"message_id": to, "date": WHEN, "chat": self.chat, "from": BOT, "text": told}
        message = self.message(self.said, text) | {"reply_to_message": original} | more
        return await self.update(message=message)

    async def posts(self, text: str) -> list[Call]:
        """A post of a channel, in its own name."""
        self.said += 1
        post = self.message(self.said, text) | {"sender_chat": self.chat}
        del post["from"]
        return await self.update(channel_post=post)

    async def told_by_pressing(self, under: Call, label: str = "", data: str = "") -> str:
        """What the notice of a press says."""
        calls = await self.presses(under, label, data=data or None)
        (notice,) = [call for call in calls if call.method == "answerCallbackQuery"]
        return notice.text

    async def looks_up(self, text: str) -> Call:
        """Words typed after the bot's name in any chat; gives the answer."""
        query = {"id": "9", "from": self.who, "query": text, "offset": ""}
        (answer,) = await self.update(inline_query=query)
        return answer

    async def edits(self, text: str, number: int | None = None) -> list[Call]:
        """Another text for the last message, or for the one with that number."""
        edited = self.message(number or self.said, text) | {"edit_date": WHEN + 1}
        return await self.update(edited_message=edited)

    async def sends(self, **content: Any) -> list[Call]:
        """A message that is something other than text."""
        self.said += 1
        message = self.message(self.said, "") | content
        del message["text"]
        return await self.update(message=message)

    async def presses(
        self,
        under: Call,
        label: str | None = None,
        *,
        data: str | None = None,
        stale: bool = False,
        under_reply_to: Json | None = None,
    ) -> list[Call]:
        """A button of a message, which may be a reply, by its label or by any data."""
        if data is None:
            data = next(value for text, value in under.buttons if text == label)
        message: Json = {
            "message_id": int(under.values.get("message_id", self.telegram.last)),
            "date": 0 if stale else WHEN,
            "chat": self.chat,
            "from": BOT,
            "text": under.text,
        }
        if under.values.get("reply_markup"):
            message["reply_markup"] = json.loads(under.values["reply_markup"])
        if stale:  # all that Telegram still says of it
            message = {key: message[key] for key in ("message_id", "date", "chat")}
        if under_reply_to is not None:
            message["reply_to_message"] = under_reply_to
        query = {
            "id": "1",
            "from": self.who,
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
        return await self.update(callback_query=query)

    @property
    def who(self) -> Json:
        person: Json = {"id": self.person or self.id, "is_bot": False, "first_name": "Alice"}
        return person | ({"language_code": self.language} if self.language else {})

    @property
    def chat(self) -> Json:
        names = {"title": "Desk"} if self.chat_type != "private" else {"first_name": "Alice"}
        return {"id": self.id, "type": self.chat_type} | names

    def message(self, number: int, text: str) -> Json:
        message: Json = {
            "message_id": number,
            "date": WHEN,
            "chat": self.chat,
            "from": self.who,
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.partition(" ")[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return message

    async def update(self, **content: Json) -> list[Call]:
        before = len(self.telegram.calls)
        self.updates += 1
        update = Update.de_json({"update_id": self.updates, **content}, self.application.bot)
        await self.application.process_update(update)
        return self.telegram.calls[before:]


def messages(calls: Sequence[Call]) -> list[Call]:
    """Those that put words into the chat."""
    return [call for call in calls if call.method in {"sendMessage", "editMessageText"}]
