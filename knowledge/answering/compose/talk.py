"""What the bot says of itself, and to messages that look nothing up."""

from knowledge.domain import Language
from knowledge.questions.conversation import Intent
from knowledge.questions.legibility import Unread
from knowledge.translations import words_in


def talk(intent: Intent, language: Language) -> str:
    """A sentence or two for a message that is about the bot, or about nothing."""
    words = words_in(language)
    said = {
        Intent.THANKS: words.say("You are welcome. Ask on whenever you like."),
        Intent.NOD: words.say("Ask on whenever you like: about what was said, by whom, or when."),
        Intent.NOTHING: words.say(
            "Ask on whenever you like: about what was said, by whom, or when."
        ),
        Intent.SHORTER: words.say(
            "Ask on whenever you like: about what was said, by whom, or when."
        ),
        Intent.GOODBYE: words.say("Goodbye."),
        Intent.ABILITY: words.say(
            "I look up who stated what about reported incidents, in the articles kept here. Ask "
            "in your own words, in English, Russian or Ukrainian, and go on from an answer: who "
            "said that, when, the exact words, the source, who disagrees. /help has more."
        ),
        Intent.IDENTITY: words.say(
            "I am a bot, a search over statements that people took from news articles. I write "
            "no answers of my own: each stands in an article, with its speaker. /about has more."
        ),
        Intent.ORIGIN: words.say(
            "From news articles that curators have read: every answer names its article and the "
            "paragraph. /about tells how to read it."
        ),
        Intent.HUMAN: words.say(
            "I cannot put you through to a person. Press “Not what I asked” under an answer and "
            "write what is wrong: a curator reads it."
        ),
        Intent.STOP: words.say(
            "I write only when you ask, or when something that you follow has changed. "
            "/following lists what you follow and stops it."
        ),
        Intent.SUBSCRIBE: words.say(
            "Press “Tell me if this changes” under an answer, or “Follow” on the page of an "
            "incident or a speaker. /following lists it all."
        ),
        Intent.PRIVACY: words.say(
            "Questions are kept without who asked them. /privacy tells what is kept, why and for "
            "how long; /forgetme makes me forget this chat."
        ),
        Intent.OPINION: words.say(
            "I take no side and have no opinion: I only tell who stated what, and what speaks "
            "against it."
        ),
        Intent.TRUST: words.say(
            "Do not take my word for it. Every answer names its speaker, the article and the "
            "paragraph, what disputes it and what to be careful about; that somebody said it "
            "does not make it true."
        ),
        Intent.PUBLISHER: words.say(
            "Do not take my word for it. Every answer names its speaker, the article and the "
            "paragraph, what disputes it and what to be careful about; that somebody said it "
            "does not make it true."
        ),
    }
    return said.get(
        intent,
        words.say(
            "Ask about the reported incidents: the answer says who stated what, and on what terms."
        ),
    )


def about_nothing(language: Language) -> str:
    """To a question about an answer, where none was given."""
    return words_in(language).say(
        "I have answered nothing yet that this could be about. Ask in a full sentence, or reply to "
        "an answer of mine."
    )


def not_named(language: Language) -> str:
    """To a question for a name that the article withholds."""
    return words_in(language).say("The article does not name the source.")


def nobody_disputes(language: Language) -> str:
    """To "who disagrees?", where nobody in the store does."""
    return words_in(language).say(
        "Nothing in the store is recorded as disputing this; that does not make it true."
    )


def no_reason(language: Language) -> str:
    """To "why?", where no statement tells."""
    return words_in(language).say("I found no statement that gives a reason.")


def nothing_else(language: Language) -> str:
    """Before the only statement of a speaker, where more is asked for."""
    return words_in(language).say("The store has nothing else from this speaker.")


def not_counted(language: Language) -> str:
    """Before numbers of another thing than the one that is asked for."""
    return words_in(language).say("That number is not in the store. What it has of this:")


def unknown_article(language: Language) -> str:
    """To a link to an article that the store does not hold."""
    return words_in(language).say(
        "I do not know this article. Ask in your own words about what it reports: other articles "
        "may have it."
    )


def nothing_found(language: Language) -> str:
    """To a question about an answer that nothing in the store bears on."""
    return words_in(language).say("I found no statement on that.")


def unread_message(kept_from: Unread, language: Language) -> str:
    """To a message that could not be read, what to do."""
    words = words_in(language)
    return {
        Unread.LANGUAGE: words.say("I read English, Russian and Ukrainian: ask in one of them."),
        Unread.LETTERS: words.say(
            "I could make out no words here: write them with spaces, each in the letters of one "
            "alphabet."
        ),
        Unread.LENGTH: words.say(
            "I found no statement on that. Send one question or one claim at a time: in a long "
            "message it gets lost."
        ),
    }[kept_from]
