"""The menu of commands shows each person what they may do, and nobody else."""

import logging

from telegram import BotCommand, BotCommandScopeChat, Update
from telegram.error import TelegramError

from handlers.context import Context
from handlers.curating.commands import COMMANDS, summaries
from handlers.menu import commands
from knowledge.model import Language, Role
from knowledge.wording import words_in

log = logging.getLogger(__name__)

MOST = 100
"""Commands that Telegram takes."""


async def greeted(update: Update, context: Context) -> None:
    """Bring the menu of somebody who writes in step with their role."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return
    standing = await context.standing(user.id)
    role = standing.role
    if role is None and not standing.menu:
        return
    language = await context.language(update)
    wanted = f"{role.value}:{language.value}" if role else ""
    if standing.menu == wanted:
        return
    await context.think(context.desk.curation.access.keep_menu, user.id, wanted)
    scope = BotCommandScopeChat(chat.id)
    try:
        if role is None:
            await context.bot.delete_my_commands(scope)
        else:
            await context.bot.set_my_commands(_menu(role, language), scope)
    except TelegramError as error:
        log.warning("a curator's menu could not be set: %s", error)


def _menu(role: Role, language: Language) -> list[BotCommand]:
    told = summaries(words_in(language))
    own = [BotCommand(name, told[name]) for name, needed in COMMANDS.items() if role.covers(needed)]
    asked = words_in(language).say("What was asked, and what came of it")
    own.append(BotCommand("stats", asked))
    readers = [BotCommand(command.name, command.summary) for command in commands(language)]
    return [*own, *readers][:MOST]
