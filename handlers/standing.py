"""What the bot holds, sees and remembers: /status and /privacy."""

from dataclasses import replace

from handlers.saying import say
from knowledge.desk import Desk
from knowledge.model import Action, Language, Message, Part, Section, Span
from knowledge.wording import Words, words_in


def privacy(desk: Desk, language: Language, _typed: str = "") -> Message:
    """What is remembered and what is not; README.md says the same of each column."""
    words = words_in(language)
    return say(
        words.say(
            "I keep the text of questions with the day, and nothing that tells whose they are or "
            "where they were asked: so the people who keep the store see what is missing. The same "
            "goes for what you write about an answer."
        ),
        words.say(
            "Only a question that you asked to be told of is tied to this chat, until you have "
            "been told."
        ),
        words.say(
            "Of this chat I keep the language that you chose, the settings, what it follows, and "
            "which message carries which statements, so that an answer can be corrected."
        ),
        words.say(
            "Your number stays for about a day with the count of your latest messages, and longer "
            "with what was refused to you, without your words."
        ),
        words.count(
            "Questions, links and refusals are forgotten after {number} day.",
            "Questions, links and refusals are forgotten after {number} days.",
            desk.keep_days,
        ),
        words.say(
            "Whoever keeps the store signs changes with name and number: they stay in its history."
        ),
        words.say(
            "/forgetme forgets all that leads to you, at once; so does blocking me, and a group "
            "that removes me is forgotten too. Backups made before still hold it until the "
            "operator deletes them."
        ),
    )


def forgetting(_desk: Desk, language: Language, _typed: str = "") -> Message:
    """What is lost by it, before anything is."""
    words = words_in(language)
    lost = words.say(
        "Shall I forget all that leads to you: the language, the settings, what you follow, the "
        "questions whose answers you wait for, and which messages carry which statements? "
        "Corrections will not reach earlier answers then."
    )
    return say(lost, actions=((Action("forget", "", words.say("Forget it all")),),))


def forgotten(words: Words) -> Message:
    """Said when it is done."""
    return say(words.say("Forgotten. Your questions stay, without anything that tells whose."))


def status(desk: Desk, language: Language, _typed: str = "") -> Message:
    """What the store holds, as counts."""
    words = words_in(language)
    held = desk.status()
    lines = [
        words.count("{number} statement", "{number} statements", int(held["statements"])),
        words.count("{number} incident", "{number} incidents", int(held["incidents"])),
        words.count("{number} speaker", "{number} speakers", int(held["speakers"])),
        words.count("{number} article", "{number} articles", int(held["articles"])),
    ]
    return say(words.say("The store holds:"), *(f"• {line}" for line in lines))


def with_privacy(page: Message, words: Words, *, sees_all: bool, private: bool) -> Message:
    """The page with a word about what the bot sees in groups.

    Args:
        page: of the status.
        words: of the reader.
        sees_all: whether every message of the group, or of any group, reaches the bot.
        private: whether it is told to one reader, about groups in general.
    """
    if private and sees_all:
        seen = words.say(
            "In groups all messages reach me (privacy mode is off); I read only those that are "
            "meant for me, and keep nothing of the others."
        )
    elif private:
        seen = words.say(
            "In groups only commands and replies to me reach me (privacy mode is on). To be asked "
            "by @ and my name, I must be an admin there."
        )
    elif sees_all:
        seen = words.say(
            "All messages of this chat reach me; I read only those that are meant for me, and keep "
            "nothing of the others."
        )
    else:
        seen = words.say(
            "Here only commands and replies to me reach me (privacy mode). To be asked by @ and my "
            "name, make me an admin of this chat."
        )
    return replace(page, sections=(*page.sections, Section(Part.ANSWER, ((Span(seen),),))))
