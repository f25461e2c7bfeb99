"""What this is, where it can be asked, and how to read its cautions."""

from knowledge import caveats
from knowledge.answering.compose.spans import filled, section, strong, with_capital
from knowledge.model import Caveat, Language, Message, Part, Span
from knowledge.wording import words_in


def about(language: Language) -> Message:
    """The page for somebody who wonders whether to use it, and what the cautions mean."""
    words = words_in(language)
    promise = words.say("Who said it, on what terms, and what to be careful about.")
    what = (
        words.say(
            "Ask about a reported incident in your own words. The first line answers and names "
            "who said it; then come what others say against it, what to be careful about, and "
            "the article with its paragraph."
        ),
        words.say(
            "I never say that something is true, and I never write what is not in the store. When "
            "I have nothing, I say what is missing, and I come back when there is something, if "
            "you wish."
        ),
        words.say(
            "In a group, ask with /ask. In any chat, type @ and my name and a few words. Follow an "
            "incident or a speaker, and I tell you what is new and what was corrected."
        ),
    )
    codes = [
        filled(
            "{short}: {long}",
            short=strong(with_capital(caveats.short(code, language))),
            long=caveats.long(code, language),
        )
        for code in Caveat
    ]
    nothing = words.say(
        "None of this is a verdict: “disputed” does not mean false, and no caution does not mean "
        "true."
    )
    return Message(
        (
            *section(Part.ANSWER, (strong(promise),), *((Span(each),) for each in what)),
            *section(Part.CAREFUL, (strong(words.say("How to read the cautions:")),)),
            *section(Part.MORE, *codes, (Span(nothing),)),
        )
    )
