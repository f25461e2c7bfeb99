"""The short form of a message, for chats in which others talk as well."""

from dataclasses import replace

from handlers.render.deep_links import link, payload
from knowledge.domain import Action, Answer, Line, Listing, Message, Part, Reply, Section
from knowledge.translations import words_in

_OPEN = frozenset({Part.ANSWER, Part.LIST, Part.CONFLICT, Part.OTHER_SIDE, Part.CAREFUL})


def compact(message: Message) -> Message:
    """What was asked, who says otherwise and what to be careful about; the rest is folded.

    Nothing is left out: source and notes stand in the folded part.
    """
    opened = tuple(each for each in message.sections if each.part in _OPEN)
    folded: list[Line] = []
    for section in message.sections:
        if section.part not in _OPEN:
            folded += section.lines
    if not folded:
        return message
    return replace(message, sections=(*opened, Section(Part.MORE, tuple(folded))))


def shaped(reply: Reply, username: str, *, brief: bool) -> Message:
    """The message of a reply as a chat of several people gets it.

    Under an answer stand its source, other accounts and the way to the private chat; under a
    refusal nothing that somebody else could press for a conversation of their own.

    Args:
        reply: to a question.
        username: of the bot.
        brief: whether the rest is folded.
    """
    told = compact(reply.message) if brief else reply.message
    if isinstance(reply.outcome, Listing) and not reply.outcome.of:  # a page, not an answer
        return told
    actions = [action for row in told.actions for action in row]
    if isinstance(reply.outcome, Answer):
        identity = reply.outcome.shown.record.statement.id
        label = words_in(reply.language).say("Open in private")
        way = Action("link", link(username, payload(identity)), label)
        kept = tuple(each for each in actions if each.name in {"source", "others"})
        return replace(told, actions=(kept, (way,)) if kept else ((way,),))
    rows = tuple((each,) for each in actions if each.name in {"choose", "none", "tell"})
    return replace(told, actions=rows)


def without_buttons(message: Message) -> Message:
    """Text only, for a post or for a message that others insert."""
    return replace(message, actions=())
