"""What a curator sends without a word about it: a post to take statements from, somebody's contact."""

from telegram import CallbackQuery, Message, Update
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.curators.curator_pages import curator, show
from handlers.curators.uploads import pulled_file
from handlers.sending import send
from knowledge.domain import Action, Curator, NotFound, Page, Part, Role, Section, Span
from knowledge.domain import Message as Told
from knowledge.translations import words_in

SHORTEST = 200
"""Characters from which a forwarded message may be an article."""


async def offered(update: Update, context: Context) -> None:
    """Offer to take statements from a forwarded post or a bare link; readers' handlers answer it too."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or not (_is_article(message) or _is_pasted(message)):
        return
    role = (await context.standing(user.id)).role
    if role is None or not role.covers(Role.CURATOR):
        return
    if (
        await context.think(context.desk.curation.collecting, user.id, words_of(message))
        is not None
    ):
        return  # it is the article that was asked for
    by = await curator(update, context)
    if by is None:
        return
    if _is_pasted(message):  # Telegram cut it, and the rest is on its way
        page = await context.once(
            Page, context.desk.curation.command, by, "pull", words_of(message)
        )
        await show(context, by, page)
        raise ApplicationHandlerStop
    words = words_in(by.language)
    said = words.say("Is this an article? I can take statements from it.")
    button = Action("pull", "post", words.say("Take statements"))
    told = Told((Section(Part.ANSWER, ((Span(said),),)),), ((button,),))
    await send(context, by.chat, told, replying_to=message.message_id)


PASTED, LINES = 3_500, 3
"""Characters and lines from which a message is a text that was pasted, cut by Telegram or not."""


def words_of(message: Message) -> str:
    """The words of a post, which may stand under a picture."""
    return (message.text or message.caption or "").strip()


def _is_article(message: Message) -> bool:
    """Whether a message may be an article: a longer one that is forwarded, or a link alone."""
    text = words_of(message)
    if message.forward_origin is not None:
        return len(text) >= SHORTEST
    return "://" in text[:8] and len(text.split()) == 1


def _is_pasted(message: Message) -> bool:
    """Whether a message is as long as one can be and of several lines: no question is."""
    text = words_of(message)
    own = message.forward_origin is None and message.reply_to_message is None
    private = message.chat.type == message.chat.PRIVATE
    return private and own and len(text) >= PASTED and len(text.splitlines()) >= LINES


async def pulled(query: CallbackQuery, context: Context, by: Curator) -> Page:
    """Take statements from the post under which the button stands; raises AccordingToError."""
    access = context.desk.curation.access
    await context.think(access.require, by, Role.CURATOR, "button of a post")
    held = query.message.reply_to_message if isinstance(query.message, Message) else None
    if held is not None and held.document is not None:
        return await pulled_file(context, by, held.document)
    text = words_of(held) if held is not None else ""
    if not text:
        said = words_in(by.language).say("I no longer see that post: reply to it with /pull.")
        raise NotFound(said)
    return await context.once(Page, context.desk.curation.command, by, "pull", text)


async def introduced(update: Update, context: Context) -> None:
    """A contact that an owner sends: which role that person is to have."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or message.contact is None:
        return
    by = await curator(update, context)
    person = message.contact
    if by is None or (await context.standing(user.id)).role is not Role.OWNER:
        return
    if person.user_id is None:
        said = words_in(by.language).say("This contact is nobody whom Telegram knows.")
        await show(context, by, Page(Told((Section(Part.ANSWER, ((Span(said),),)),))))
        raise ApplicationHandlerStop
    name = f"{person.first_name} {person.last_name or ''}".strip()
    page = await context.once(Page, context.desk.curation.people.offered, by, person.user_id, name)
    await show(context, by, page)
    raise ApplicationHandlerStop
