"""Methods that ask about the bot, chats, members and files, and that describe the bot."""

import re
from collections.abc import Callable
from typing import Any

from tests.e2e.botserver.arguments import Arguments
from tests.e2e.botserver.refusal import bad
from tests.e2e.botserver.world import BOT_ID, Chat, World

COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
MOST_COMMAND_DESCRIPTION = 256
MOST_OF_PROFILE = {"name": 64, "description": 512, "short_description": 120}
MOST_DOWNLOAD = 20 * 2**20
MANAGERS = {"creator", "administrator"}


def get_me(world: World, _args: Arguments) -> dict[str, Any]:
    return world.bot() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "supports_guest_queries": True,
    }


def get_chat(world: World, args: Arguments) -> dict[str, Any]:
    chat = world.chat(args.number("chat_id"))
    return chat.json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def get_chat_member(world: World, args: Arguments) -> dict[str, Any]:
    chat = world.chat(args.number("chat_id"))
    return member(world, chat, args.number("user_id"))


def get_chat_administrators(world: World, args: Arguments) -> list[dict[str, Any]]:
    chat = world.chat(args.number("chat_id"))
    if chat.person is not None:
        raise bad("there are no administrators in the private chat")
    found = [
        member(world, chat, identity)
        for identity, status in chat.members.items()
        if status in MANAGERS
    ]
    if chat.bot_status == "administrator":
        found.append(member(world, chat, BOT_ID))
    return found


def get_chat_member_count(world: World, args: Arguments) -> int:
    return len(world.chat(args.number("chat_id")).members) + 1


def member(world: World, chat: Chat, identity: int) -> dict[str, Any]:
    """Somebody's place in a chat.

    Raises:
        RefusedError: nobody has this id.
    """
    if identity == BOT_ID:
        user, status = world.bot(), chat.bot_status
    elif identity in world.people:
        user = world.people[identity].json()
        status = "member" if identity == chat.id else chat.members.get(identity, "left")
    else:
        raise bad("PARTICIPANT_ID_INVALID")
    found: dict[str, Any] = {"user": user, "status": status}
    if status == "creator":
        found["is_anonymous"] = False
    elif status == "administrator":
        found |= {"can_be_edited": False} | dict.fromkeys(RIGHTS, True) | {"is_anonymous": False}
    elif status == "kicked":
        found["until_date"] = 0
    return found


RIGHTS = (
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
    "can_post_messages",
    "can_edit_messages",
    "can_pin_messages",
)


def get_file(world: World, args: Arguments) -> dict[str, Any]:
    identity = args.text("file_id")
    if identity not in world.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    name, content = world.files[identity]
    if len(content) > MOST_DOWNLOAD:
        raise bad("file is too big")
    return {
        "file_id": identity,
        "file_unique_id": f"unique-{identity}",
        "file_size": len(content),
        "file_path": f"documents/{identity}/{name}",
    }


def _place(args: Arguments) -> str:
    scope = args.json("scope", dict, {"type": "default"})
    return f"{sorted(scope.items())} {args.text('language_code')}"


def set_my_commands(world: World, args: Arguments) -> bool:
    commands = args.json("commands", list)
    if commands is None or len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH" if commands else "can't parse commands JSON object")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", "")).strip()) <= MOST_COMMAND_DESCRIPTION:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile["commands " + _place(args)] = commands
    return True


def get_my_commands(world: World, args: Arguments) -> list[Any]:
    found: list[Any] = world.profile.get("commands " + _place(args), [])
    return found


def delete_my_commands(world: World, args: Arguments) -> bool:
    world.profile.pop("commands " + _place(args), None)
    return True


def _set_of_profile(name: str) -> Callable[[World, Arguments], bool]:
    def method(world: World, args: Arguments) -> bool:
        text = args.text(name)
        if len(text) > MOST_OF_PROFILE[name]:
            raise bad(f"{name.replace('_', ' ')} is too long")
        world.profile[f"{name} {args.text('language_code')}"] = text
        return True

    return method


def _get_of_profile(name: str) -> Callable[[World, Arguments], dict[str, str]]:
    def method(world: World, args: Arguments) -> dict[str, str]:
        return {name: world.profile.get(f"{name} {args.text('language_code')}", "")}

    return method


METHODS: dict[str, Callable[[World, Arguments], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _set_of_profile("name"),
    "getMyName": _get_of_profile("name"),
    "setMyDescription": _set_of_profile("description"),
    "getMyDescription": _get_of_profile("description"),
    "setMyShortDescription": _set_of_profile("short_description"),
    "getMyShortDescription": _get_of_profile("short_description"),
}
