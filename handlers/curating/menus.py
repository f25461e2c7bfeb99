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
    access = context.desk.curation.access
    role = access.role(user.id)
    known = context.bot_data.menus.get(user.id)
    if role is None and known is None and not access.had_menu(user.id):
        return
    language = await context.language(update)
    wanted = f"{role.value}:{language.value}" if role else ""
    if known == wanted:
        return
    context.bot_data.menus[user.id] = wanted
    if not await context.think(access.keep_menu, user.id, wanted):
        return
    scope = BotCommandScopeChat(chat.id)
    try:
        if role is None:
            await context.bot.delete_my_commands(scope)
        else:
            await context.bot.set_my_commands(_menu(context, user.id, language), scope)
    except TelegramError as error:
        log.warning("a curator's menu could not be set: %s", error)


def _menu(context: Context, user: int, language: Language) -> list[BotCommand]:
    access = context.desk.curation.access
    told = summaries(words_in(language))
    own = [
        BotCommand(name, told[name]) for name, role in COMMANDS.items() if access.may(user, role)
    ]
    if access.may(user, Role.REVIEWER):
        asked = words_in(language).say("What was asked, and what came of it")
        own.append(BotCommand("stats", asked))
    readers = [BotCommand(command.name, command.summary) for command in commands(language)]
    return [*own, *readers][:MOST]
