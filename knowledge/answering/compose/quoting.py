"""The exact words of a speaker, as the article prints them."""

from knowledge.answering.compose.attribution_line import name_of, said_by
from knowledge.answering.compose.context_lines import source_line
from knowledge.answering.compose.styled_text import claim_of, ended, filled, quoted, section, strong
from knowledge.domain import Language, Line, Message, Part, ShownStatement, Span
from knowledge.translations import words_in


def quotation(shown: ShownStatement, language: Language) -> Message:
    """The quoted words of a statement with their speaker, or that the article quotes none."""
    words, record = words_in(language), shown.record
    quotes = [quote for each in record.statement.appearances for quote in each.quotes]
    claim: Line = (Span(claim_of(record, language)),)
    lines: list[Line] = [
        filled(
            words.say("{speaker}, in the article's quotation marks: {quote}"),
            speaker=strong(name_of(record, language)),
            quote=quoted(quote, language),
        )
        for quote in dict.fromkeys(quotes)
    ]
    if not lines:
        lines = [(Span(words.say("The article quotes no exact words. What it reports:")),)]
    sections = (
        *section(Part.ANSWER, *lines, ended(said_by(claim, record, language))),
        *section(Part.SOURCE, source_line(record, language)),
    )
    return Message(sections)
