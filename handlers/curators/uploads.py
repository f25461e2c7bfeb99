"""What curators send without a command: articles to pull statements from, imports, posts, contacts, typed replies; and pages on their way back."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TypeVar

from telegram import (
    CallbackQuery,
    Document,
    ForceReply,
    InputFile,
    Message as TelegramMessage,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.render.html import pages
from handlers.sending import replace, say, send, typing
from knowledge.characters import cleaned
from knowledge.domain import (
    AccordingToError,
    Action,
    Curator,
    LoadReport,
    Message,
    NotFound,
    Page,
    Part,
    RefusedInput,
    Role,
    Section,
    Span,
)
from knowledge.translations import Wording, words_in


async def show(
    context: Context, by: Curator, page: Page, *, replying_to: int | None = None
) -> None:
    """Send a page; one that wakes lets what must be told be told at once."""
    tasks = context.desk.curation.changes.tasks
    if page.form is not None and not page.message.actions:
        text = pages(page.message)[0]
        told = await context.bot.send_message(
            by.chat,
            text,
            parse_mode=ParseMode.HTML,
            reply_markup=ForceReply(selective=True),
            reply_parameters=ReplyParameters(replying_to, allow_sending_without_reply=True)
            if replying_to is not None
            else None,
        )
        await context.think(tasks.keep_form, by.chat, told.message_id, page.form)
    elif page.file is not None:
        name, content = page.file
        caption = pages(page.message)[0]
        document = InputFile(BytesIO(content), name)
        await context.bot.send_document(
            by.chat, document, caption=caption, parse_mode=ParseMode.HTML
        )
    else:
        sent = await send(context, by.chat, page.message, replying_to=replying_to)
        if page.form is not None:  # a reply to any page of it is an answer too, as are its buttons
            for each in sent:
                await context.think(tasks.keep_form, by.chat, each, page.form)
    if page.wakes:
        context.bot_data.wake()


def refusal(error: AccordingToError, language: str) -> Message:
    """Why not, in a sentence."""
    lines = tuple((Span(line),) for line in error.told(words_in(language)).split("\n"))
    return Message((Section(Part.ANSWER, lines),))


async def curator(update: Update, context: Context) -> Curator | None:
    """Who asks, by the number that Telegram vouches for; None where nobody can be seen."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return None
    language = await context.language(update)
    return Curator(
        user.id,
        cleaned(user.full_name).strip() or str(user.id),
        language,
        chat.id,
        update.update_id,
    )


@dataclass(frozen=True, slots=True)
class FormStep:
    """The task that a message belongs to.

    Args:
        number: of the task.
        version: that asked for the reply; None: whichever it is at.
    """

    number: int
    version: int | None


async def replied(update: Update, context: Context) -> None:
    """Give a reply to the task that asked for it; other texts go on to the readers' handlers."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or not message.text:
        return
    step = await context.once_awaited(FormStep, lambda: _task(message, context, user.id))
    if step is None:
        return
    by = await curator(update, context)
    if by is None or message.forward_origin is not None or message.sender_chat is not None:
        return
    changes = context.desk.curation.changes
    try:
        async with typing(context, by.chat):
            page = await context.once(
                Page, changes.replied, by, step.number, message.text, step.version
            )
        await show(context, by, page)
    except AccordingToError as error:
        await send(context, by.chat, refusal(error, by.language), replying_to=message.message_id)
    raise ApplicationHandlerStop


async def _task(message: TelegramMessage, context: Context, user: int) -> FormStep | None:
    """The task that the message belongs to."""
    to = message.reply_to_message
    if to is not None and to.from_user is not None and to.from_user.id == context.bot.id:
        tasks = context.desk.curation.changes.tasks
        form = await context.think(tasks.form_at, message.chat_id, to.message_id)
        return None if form is None else FormStep(*form)
    if to is None and (await context.standing(user)).role is not None:
        number = await context.think(context.desk.curation.collecting, user, message.text or "")
        return None if number is None else FormStep(number, None)
    return None


BYTES = 20_000_000
"""That Telegram lets a bot download."""

BEAT = 2.0
"""Seconds between two words of progress: Telegram wants few edits."""

T = TypeVar("T")


async def sent(update: Update, context: Context) -> None:
    """A file of a curator is an article, or statements to import; of others it is not for us.

    Which of them, the command or the form says, else the ending of its name.
    """
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or message.document is None:
        return
    named, asked = _command(message, context), await _asked(message, context)
    ours = named in {"import", "pull"} or asked is not None
    stranger = (await context.standing(user.id)).role is None
    private = message.chat.type == message.chat.PRIVATE
    if not ours and (stranger or not private):
        return
    by = await curator(update, context)
    if by is None:
        return
    said = {named, asked} & {"import", "pull"}
    name = cleaned(message.document.file_name or "")
    holds = context.desk.curation.transfer.holds_statements(name)
    importing = "import" in said if said else holds
    try:
        await _taken(message, context, by, importing=importing)
    except AccordingToError as error:
        if private or not stranger:  # in a chat of many nobody waits for an answer to a stranger
            told = refusal(error, by.language)
            await send(context, by.chat, told, replying_to=message.message_id)
    raise ApplicationHandlerStop


def _command(message: TelegramMessage, context: Context) -> str:
    """The command in the caption, without its slash; empty where it is another bot's or none."""
    head = (message.caption or "").split(maxsplit=1)[:1]
    name, _, bot = "".join(head).casefold().partition("@")
    ours = not bot or bot == context.bot.username.casefold()
    return name[1:] if name.startswith("/") and ours else ""


async def _taken(
    message: TelegramMessage, context: Context, by: Curator, *, importing: bool
) -> None:
    document = message.document
    curation = context.desk.curation
    action = "/import" if importing else "/pull"
    words = words_in(by.language)
    if document is None:
        return
    await context.think(
        curation.transfer.allowed, by, f"{action} {cleaned(document.file_name or '')}"
    )
    if message.forward_origin is not None or message.sender_chat is not None:
        await context.think(curation.access.refuse, by.user, action, "forwarded file", by.update_id)
        raise RefusedInput(words.say("Send the file yourself, as a new message of your own."))
    content = await _content(context, document)
    name = cleaned(document.file_name or "")
    if importing:
        report = await with_progress(
            context,
            by,
            lambda told: curation.transfer.load(by, content, name, dry_run=True, progress=told),
        )
        answers = {"file": document.file_id, "name": name, "hash": sha256(content).hexdigest()}
        page = await context.once(Page, curation.transfer.tried, by, report, answers)
    else:
        async with typing(context, by.chat):
            page = await context.once(Page, curation.pulling.file, by, content, name)
    await show(context, by, page)


async def pulled_file(context: Context, by: Curator, document: Document) -> Page:
    """Take an article in from a file of a message that is replied to; raises AccordingToError."""
    content = await _content(context, document)
    name = cleaned(document.file_name or "")
    async with typing(context, by.chat):
        return await context.once(Page, context.desk.curation.pulling.file, by, content, name)


async def take_up(context: Context, by: Curator, answers: Mapping[str, str]) -> Page:
    """Import the file that was tried before; gives what is told of it."""
    transfer = context.desk.curation.transfer
    words = words_in(by.language)
    content = await _fetched(context, answers["file"])
    if sha256(content).hexdigest() != answers["hash"]:
        raise RefusedInput(
            words.say("The file is no longer the one that was tried: send it again.")
        )
    report: LoadReport = await with_progress(
        context,
        by,
        lambda told: transfer.load(by, content, answers["name"], dry_run=False, progress=told),
    )
    return await context.think(transfer.reported, by, report, dry_run=False)


async def with_progress(
    context: Context, by: Curator, work: Callable[[Callable[[int], None]], T]
) -> T:
    """Do long work in a thread, with a message that says how far it is."""
    words = words_in(by.language)
    read = 0

    def count(number: int) -> None:
        nonlocal read
        read = number

    told, *_ = await send(context, by.chat, say(words.say("Reading the file…")))
    doing = asyncio.create_task(context.think(work, count))
    shown = 0
    while not doing.done():
        await asyncio.wait({doing}, timeout=BEAT)
        if not doing.done() and read != shown:
            shown = read
            line = words.count("{number} row read…", "{number} rows read…", shown)
            with suppress(TelegramError):  # a courtesy; the work goes on
                await replace(context, by.chat, told, say(line))
    return await doing


async def _content(context: Context, document: Document) -> bytes:
    if (document.file_size or 0) > BYTES:
        raise _too_big()
    return await _fetched(context, document.file_id)


async def _fetched(context: Context, file_id: str) -> bytes:
    """What a file holds; raises RefusedInput where Telegram does not give it."""
    try:
        file = await context.bot.get_file(file_id)
    except BadRequest as error:
        if "too big" in error.message:
            raise _too_big() from None
        raise RefusedInput(Wording("Telegram does not give me this file: send it again.")) from None
    return bytes(await file.download_as_bytearray())


def _too_big() -> RefusedInput:
    return RefusedInput(
        Wording(
            "This has more than {number} MB, and Telegram gives me no file of that size: send it "
            "in parts.",
            number=BYTES // 1_000_000,
        )
    )


async def _asked(message: TelegramMessage, context: Context) -> str | None:
    """The verb of the form that the file replies to."""
    to = message.reply_to_message
    if to is None:
        return None
    tasks = context.desk.curation.changes.tasks
    step = await context.think(tasks.form_at, message.chat_id, to.message_id)
    return None if step is None else (await context.think(tasks.task, step[0])).verb


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
    told = Message((Section(Part.ANSWER, ((Span(said),),)),), ((button,),))
    await send(context, by.chat, told, replying_to=message.message_id)


PASTED, LINES = 3_500, 3
"""Characters and lines from which a message is a text that was pasted, cut by Telegram or not."""


def words_of(message: TelegramMessage) -> str:
    """The words of a post, which may stand under a picture."""
    return (message.text or message.caption or "").strip()


def _is_article(message: TelegramMessage) -> bool:
    """Whether a message may be an article: a longer one that is forwarded, or a link alone."""
    text = words_of(message)
    if message.forward_origin is not None:
        return len(text) >= SHORTEST
    return "://" in text[:8] and len(text.split()) == 1


def _is_pasted(message: TelegramMessage) -> bool:
    """Whether a message is as long as one can be and of several lines: no question is."""
    text = words_of(message)
    own = message.forward_origin is None and message.reply_to_message is None
    private = message.chat.type == message.chat.PRIVATE
    return private and own and len(text) >= PASTED and len(text.splitlines()) >= LINES


async def pulled(query: CallbackQuery, context: Context, by: Curator) -> Page:
    """Take statements from the post under which the button stands; raises AccordingToError."""
    access = context.desk.curation.access
    await context.think(access.require, by, Role.CURATOR, "button of a post")
    held = query.message.reply_to_message if isinstance(query.message, TelegramMessage) else None
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
        await show(context, by, Page(Message((Section(Part.ANSWER, ((Span(said),),)),))))
        raise ApplicationHandlerStop
    name = f"{person.first_name} {person.last_name or ''}".strip()
    page = await context.once(Page, context.desk.curation.people.offered, by, person.user_id, name)
    await show(context, by, page)
    raise ApplicationHandlerStop
