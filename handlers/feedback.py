"""What readers say is wrong with an answer, in their own words, by a reply to a request for it."""

from telegram import ForceReply, ReplyParameters, Update
from telegram import Message as TelegramMessage

from handlers.context import Context
from handlers.sending import say, send
from knowledge.characters import cleaned
from knowledge.translations import Words

MARK = "✍️"
"""Begins a request for words; the reply to it goes to those who keep the store."""

APART = "\n\n"
"""Stands between the request and the question that it is about."""

LONGEST = 200
"""Characters of the question in a request."""


async def invited(
    context: Context, answer: TelegramMessage, words: Words, question: str | None
) -> None:
    """Ask what is wrong with an answer, under it.

    The question stands in the request, and so comes back with the reply to it: nothing that is
    kept leads from a chat to what was asked there.

    Args:
        context: of the update.
        answer: that is complained of.
        words: of the reader.
        question: that it answers, where it is known.
    """
    asked = words.say(
        "What is wrong with this answer? Reply to this message in a sentence, and the people who "
        "keep the store will read it. Or just ask again."
    )
    about = f"{APART}{' '.join(question.split())[:LONGEST]}" if question else ""
    request = await context.bot.send_message(
        answer.chat.id,
        f"{MARK} {asked}{about}",
        reply_parameters=ReplyParameters(answer.message_id, allow_sending_without_reply=True),
        reply_markup=ForceReply(selective=True),
    )
    await context.think(
        context.desk.chats.feedback.invite, answer.chat.id, request.message_id, answer.message_id
    )


def answers_invitation(message: TelegramMessage) -> bool:
    """Whether a message replies to our request for words."""
    original = message.reply_to_message
    author = original.from_user if original is not None else None
    return bool(
        original is not None
        and author is not None
        and author.is_bot
        and (original.text or "").startswith(MARK)
    )


async def told(update: Update, context: Context) -> None:
    """Keep the words with the answer and its version, and thank."""
    message = update.effective_message
    if message is None or message.reply_to_message is None or not message.text:
        return
    request = message.reply_to_message
    about = (request.text or "").partition(APART)[2]
    complain = context.desk.chats.feedback.complain
    await context.once(
        int, complain, message.chat_id, request.message_id, cleaned(message.text), about
    )
    context.bot_data.wake()
    words = await context.words(update)
    thanks = words.say("Thank you. The people who keep the store will read it.")
    await send(context, message.chat_id, say(thanks), replying_to=message.message_id)
