"""A bot that only echoes, to try the server with python-telegram-bot as it is."""

import os
from uuid import uuid4

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])


def article(text: str) -> InlineQueryResultArticle:
    content = InputTextMessageContent(f"<b>{text}</b>", parse_mode="HTML")
    return InlineQueryResultArticle(str(uuid4()), text, content)


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    if message is None:
        return
    if message.guest_query_id:
        await message.get_bot().answer_guest_query(message.guest_query_id, article("guest"))
    elif message.voice:
        file = await message.voice.get_file()
        await message.reply_document(bytes(await file.download_as_bytearray()), filename="back.ogg")
    elif message.photo:
        await message.reply_photo(message.photo[-1].file_id, caption="seen")
    else:
        await message.reply_chat_action("typing")
        await message.reply_html(f"<i>{message.text_html}</i>", reply_markup=BUTTONS)


async def press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    if query is not None:
        await query.answer("pressed")
        await query.edit_message_text("<b>again</b>", parse_mode="HTML")


async def look_up(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.inline_query
    if query is not None:
        await query.answer([article(query.query)], cache_time=0)


async def blocked(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.my_chat_member is not None and update.effective_user is not None:
        context.bot_data.setdefault("blocked", []).append(update.effective_user.id)


def main() -> None:
    application = (
        Application.builder()
        .token(os.environ["ACCORDINGTO_TELEGRAM_TOKEN"])
        .base_url(os.environ["ACCORDINGTO_TELEGRAM_BASE_URL"])
        .base_file_url(os.environ["ACCORDINGTO_TELEGRAM_BASE_FILE_URL"])
        .build()
    )
    application.add_handler(InlineQueryHandler(look_up))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.add_handler(TypeHandler(Update, blocked))
    if address := os.environ.get("ECHO_WEBHOOK"):
        application.run_webhook(
            "127.0.0.1",
            int(os.environ["ECHO_PORT"]),
            webhook_url=address,
            secret_token="a-secret",  # noqa: S106  # of a test
            url_path="hook",
        )
    else:
        application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
