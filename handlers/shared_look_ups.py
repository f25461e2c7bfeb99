"""What a button opens in a chat of several people: over it or in its place, never one more message."""

from dataclasses import replace as changed

from handlers.context import Context
from handlers.press import DONE, Press, held_by
from handlers.reader_pages import open_page
from handlers.render import keyboards
from handlers.render.compact import compact, shaped
from handlers.sending import NOTICE, acknowledge, replace
from knowledge.desk import Desk
from knowledge.domain import Language, Message, NotFound, Part, Reply, Section

CHOICE = "none:"
"""Begins the data of the button that only a choice has."""


async def look_up_together(press: Press, context: Context) -> None:
    """Show what the button leads to over the message, or where that is too long, in its place.

    A choice is answered in its place, for it was asked to be made; what a list holds is told to
    whoever pressed alone, for the others may be reading the list.
    """
    desk, chat, under = context.desk, press.chat.id, press.message.message_id
    try:
        language = await context.think(desk.told_as, chat, under) or press.language
        shown = await context.think(_open, desk, press.name, press.subject, language)
        if press.name == "choose":
            await _chosen(press, context, shown)
        elif press.name in {"source", "caveats"}:
            told = brief(shown.message, Part.SOURCE, Part.CAREFUL)
            await acknowledge(press.query, told, alert=True)
        elif press.name == "others":
            answer = await context.think(_open, desk, "choose", press.subject, language)
            await acknowledge(press.query)
            told_in_full = shaped(answer, context.bot.username, brief=True)
            await replace(context, chat, under, _beside(told_in_full, shown.message))
        else:
            await acknowledge(press.query)
            sent = await replace(context, chat, under, compact(shown.message))
            await context.think(desk.delivered, chat, sent, shown)
    except NotFound:
        gone = press.words.say("This is no longer in the store. Please ask again.")
        await acknowledge(press.query, gone, alert=True)


async def _chosen(press: Press, context: Context, shown: Reply) -> None:
    """A choice becomes its answer; of a list, whoever pressed is told."""
    chat = press.chat.id
    if not any(each.startswith(CHOICE) for each in held_by(press.message)):
        await acknowledge(press.query, brief(shown.message), alert=True)
        return
    await acknowledge(press.query)
    told = shaped(shown, context.bot.username, brief=True)
    sent = await replace(context, chat, press.message.message_id, told)
    await context.think(context.desk.delivered, chat, sent, shown)


def brief(message: Message, *parts: Part) -> str:
    """The words of these parts, or of the first, as far as a notice holds them whole."""
    wanted = parts or (Part.ANSWER, Part.CAREFUL)
    lines = [
        "".join(span.text for span in line)
        for section in message.sections
        if section.part in wanted
        for line in section.lines
    ]
    kept = ""
    for line in lines:
        if len(kept) + len(line) + 1 > NOTICE:
            if not kept:
                kept = line[: NOTICE - 1].rpartition(" ")[0] + "…"
            break
        kept = f"{kept}\n{line}".strip()
    return kept


def _beside(answer: Message, others: Message) -> Message:
    """The answer with its other accounts open below it; the button shows that they are."""
    lines = [
        line for each in others.sections if each.part is Part.OTHER_SIDE for line in each.lines
    ]
    rows = tuple(
        tuple(
            changed(each, label=DONE + each.label) if each.name == "others" else each
            for each in row
        )
        for row in answer.actions
    )
    opened = tuple(each for each in answer.sections if each.part is not Part.OTHER_SIDE)
    first = [each for each in opened if each.part in {Part.ANSWER, Part.CONFLICT}]
    rest = [each for each in opened if each not in first]
    return Message((*first, Section(Part.OTHER_SIDE, tuple(lines)), *rest), rows)


def _open(desk: Desk, name: str, subject: str, language: Language) -> Reply:
    return open_page(desk, name, keyboards.whole(subject, desk.ids_beginning), language)
