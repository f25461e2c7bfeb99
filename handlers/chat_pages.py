"""Pages of a chat: what it has chosen and follows, /settings, /language, /following, and its reports, /stats."""

from telegram import Update
from telegram.constants import ChatType

from handlers.addressing import ANONYMOUS, is_admin, thread_of
from handlers.context import Context, spoken
from handlers.press import DONE, Press, nothing, shows
from handlers.reader_pages import (
    PageRequest,
    days_of,
    language_named,
    languages,
    no_such_language,
    now_speaking,
)
from handlers.render import keyboards
from handlers.sending import acknowledge, replace, say, send
from knowledge.domain import AccordingToError, Language, Message, NotFound, RefusedInput, Role
from knowledge.translations import words_in


async def settings_opened(update: Update, context: Context) -> None:
    """Show the settings, or change the one that was typed."""
    message = update.effective_message
    if message is None or not message.text:
        return
    chat = message.chat
    words = words_in(await _language(update, context, chat.id))
    private = chat.type == ChatType.PRIVATE
    told: Message
    if not private and not await is_admin(context, message):
        told = say(words.say("Only admins of this chat can change its settings."))
    else:
        _, _, typed = message.text.partition(" ")
        name, _, value = typed.strip().partition(" ")
        told = await _told(update, context, chat.id, name.casefold(), value, private=private)
    await send(
        context,
        chat.id,
        told,
        replying_to=None if private else message.message_id,
        thread=thread_of(message),
    )


async def _told(
    update: Update, context: Context, chat: int, name: str, value: str, *, private: bool
) -> Message:
    language = await _language(update, context, chat)
    if name:
        try:
            habits = await context.think(context.desk.chats.change, chat, name, value, language)
        except RefusedInput as error:
            return say(str(error))
        language = habits.language or language
    owner = update.effective_user.id if update.effective_user else 0
    page = context.desk.chats.settings
    return await context.think(page, chat, language, owner, private=private)


def of_another(press: Press) -> str | None:
    """Why the page is not for whoever pressed, or None: they opened it, or a nameless admin did."""
    if press.subject.partition(".")[0] in {str(press.person), str(ANONYMOUS), "0"}:
        return None
    return press.words.say("Somebody else opened these settings. Send /settings yourself.")


async def setting_pressed(press: Press, _update: Update, context: Context) -> None:
    """Change what the button says."""
    chat, words = press.chat, press.words
    owner, name, value = (*press.subject.split(".", 2), "", "")[:3]
    try:
        habits = await context.think(
            context.desk.chats.change, chat.id, name, value, press.language
        )
    except RefusedInput as error:
        await acknowledge(press.query, error.told(words), alert=True)
        return
    await acknowledge(press.query, words.say("Noted."))
    page = await context.think(
        context.desk.chats.settings,
        chat.id,
        habits.language or press.language,
        int(owner),
        private=press.private,
    )
    await replace(context, chat.id, press.message.message_id, page)


async def _language(update: Update, context: Context, chat: int) -> Language:
    habits = await context.think(context.desk.chats.habits, chat)
    return habits.language or spoken(update)


async def language_opened(update: Update, context: Context) -> None:
    """Show which languages there are, or speak the one that was typed."""
    message = update.effective_message
    if message is None:
        return
    language = await context.language(update)
    typed = (message.text or "").partition(" ")[2].strip()
    if typed:
        await choose_language(context, message.chat_id, typed, language)
    else:
        page = languages(PageRequest(context.desk, language))
        await send(context, message.chat_id, page)


async def choose_language(context: Context, chat: int, typed: str, language: Language) -> None:
    """Keep the reader's choice and say so in the chosen language."""
    chosen = language_named(typed)
    if chosen is None:
        await send(context, chat, no_such_language(words_in(language)))
        return
    await context.think(context.desk.set_language, chat, chosen)
    await send(context, chat, now_speaking(words_in(chosen)))


async def follows_listed(update: Update, context: Context) -> None:
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


async def follow_pressed(press: Press, _update: Update, context: Context) -> None:
    """Follow what the button names, or no longer."""
    chat, name = press.chat.id, press.name
    try:
        notice = await context.think(_done, context, chat, name, press.subject, press.language)
    except NotFound:
        gone = press.words.say("This is no longer in the store. Please ask again.")
        told = nothing(press.language) if name == "tell" else gone
        await acknowledge(press.query, told)
        return
    except AccordingToError as error:
        await acknowledge(press.query, error.told(press.words))
        return
    await acknowledge(press.query, notice)
    if name in {"tell", "follow-statement", "follow-incident", "follow-speaker"}:
        sort = name.partition("-")[2] or "question"
        await shows(press, DONE + press.words.say("I will tell you"), f"stop-{sort}")
    elif name.startswith("stop"):
        back, label = _followed_again(press)
        await shows(press, label, back)
    if name.startswith("unfollow"):
        page = await context.think(context.desk.chats.following, chat, press.language)
        await replace(context, chat, press.message.message_id, page)


def _followed_again(press: Press) -> tuple[str, str]:
    """The button as it was before it was pressed: its name and its label."""
    words, sort = press.words, press.name.partition("-")[2]
    if sort == "question":
        return "tell", words.say("Tell me when there is an answer")
    label = words.say("Tell me if this changes") if sort == "statement" else words.say("Follow")
    return f"follow-{sort}", label


def _done(context: Context, chat: int, name: str, subject: str, language: Language) -> str:
    """Do what the button says and give the notice; raises AccordingToError."""
    words, chats = words_in(language), context.desk.chats
    verb, _, sort = name.partition("-")
    sort = sort or "question"
    whole = keyboards.whole(subject, context.desk.ids_beginning)
    if verb in {"unfollow", "stop"}:
        chats.unfollow(chat, sort, whole)
        return words.say("No longer followed.")
    new = chats.follow(chat, sort, whole, language)
    if sort == "question":
        return words.say("I will tell you when the store has something.")
    return words.say("I will tell you what is new.") if new else words.say("Followed already.")


async def opened(update: Update, context: Context) -> None:
    """Show the report of some days, or begin and end the weekly one in this chat."""
    message, user = update.effective_message, update.effective_user
    if message is None or not message.text or user is None:
        return
    language = await context.language(update)
    words = words_in(language)
    may = context.desk.curation.access.may
    typed = message.text.partition(" ")[2].strip().casefold()
    days = days_of(typed)
    chats = context.desk.chats
    private = message.chat.type == message.chat.PRIVATE
    if not await context.think(may, user.id, Role.REVIEWER):
        if not private:
            return  # in a chat of many nobody waits for it
        page = say(words.say("Only the people who keep the store may see this."))
    elif typed in {"weekly", "off"}:
        on = typed == "weekly"
        await context.think(chats.feedback.reporting, message.chat_id, on=on, language=language)
        page = say(
            words.say("This chat gets a report every Monday, and what readers say is wrong.")
            if typed == "weekly"
            else words.say("This chat gets no more reports.")
        )
    elif days is None:
        page = say(words.say("Write /stats, /stats 30 for 30 days, /stats weekly or /stats off."))
    else:
        page = await context.think(chats.feedback.report, language, days)
    await send(
        context,
        message.chat_id,
        page,
        replying_to=None if private else message.message_id,
        thread=thread_of(message),
    )
