"""Following: what a chat wants to be told of, begun and ended by buttons and /following."""

from telegram import Update

from handlers.context import Context
from handlers.places import thread_of
from handlers.press import Press, nothing
from handlers.render import keys
from handlers.sending import acknowledge, replace, send
from knowledge.model import AccordingToError, Language, NotFound
from knowledge.wording import words_in


async def listed(update: Update, context: Context) -> None:
    """Show what is followed here."""
    message = update.effective_message
    if message is None:
        return
    page = await context.think(
        context.desk.chats.following, message.chat_id, await context.language(update)
    )
    await send(
        context,
        message.chat_id,
        page,
        replying_to=None if message.chat.type == message.chat.PRIVATE else message.message_id,
        thread=thread_of(message),
    )


async def pressed(press: Press, _update: Update, context: Context) -> None:
    """Follow what the button names, or no longer."""
    chat, name = press.chat.id, press.name
    try:
        notice = await context.think(_done, context, chat, name, press.subject, press.language)
    except NotFound:
        gone = press.words.say("This is no longer in the store. Please ask again.")
        notice = nothing(press.language) if name == "tell" else gone
    except AccordingToError as error:
        notice = error.told(press.words)
    await acknowledge(press.query, notice)
    if name.startswith("unfollow"):
        page = await context.think(context.desk.chats.following, chat, press.language)
        await replace(context, chat, press.message.message_id, page)


def _done(context: Context, chat: int, name: str, subject: str, language: Language) -> str:
    """Do what the button says and give the notice; raises AccordingToError."""
    words, chats = words_in(language), context.desk.chats
    verb, _, sort = name.partition("-")
    sort = sort or "question"
    whole = keys.whole(subject, context.desk.ids_beginning)
    if verb == "unfollow":
        chats.unfollow(chat, sort, whole)
        return words.say("No longer followed.")
    new = chats.follow(chat, sort, whole, language)
    if sort == "question":
        return words.say("I will tell you when the store has something.")
    return words.say("I will tell you what is new.") if new else words.say("Followed already.")
