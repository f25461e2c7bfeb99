"""The articles that everything rests on."""

from collections.abc import Sequence

from knowledge.answering.compose.headings import first_only
from knowledge.answering.compose.spans import cut, filled, quoted, section, strong
from knowledge.dates import Edtf
from knowledge.model import Article, Language, Line, Message, Part, Span, Style
from knowledge.wording import words_in

_LONGEST_TITLE = 120
_MOST = 5
"""Articles shown at once; the others are behind "more"."""


def article_list(
    counted: Sequence[tuple[Article, int]], language: Language, *, more: bool = False
) -> Message:
    """Articles with publisher, date and how many statements were taken from each.

    Args:
        counted: each with the number of its published statements, in the order to show.
        language: the reader's.
        more: whether the store holds more of them.
    """
    words = words_in(language)
    lines: list[Line] = []
    for article, number in counted:
        count = words.count("{number} statement", "{number} statements", number)
        parts: list[Line] = [(title(article, language),), (publisher(article, language),)]
        if article.published:
            parts.append((Span(Edtf.parse(article.published).named(language)),))
        lines.append(filled("• {article} — {count}", article=joined(parts), count=count))
    hint: list[Line] = [(Span(words.say("Every answer names its article and the paragraph.")),)]
    if more:
        hint.append(first_only(len(counted), language))
    return Message(
        (
            *section(Part.ANSWER, (strong(words.say("Articles")),), *hint, *lines[:_MOST]),
            *section(Part.MORE, *lines[_MOST:]),
        )
    )


def title(article: Article, language: Language) -> Span:
    """The title in quotation marks, a link where the address is known."""
    text = quoted(cut(article.title, _LONGEST_TITLE), language)
    return Span(text, Style.LINK, article.url) if article.url else Span(text)


def publisher(article: Article, language: Language) -> Span:
    """Who published it, or that it is not known."""
    return Span(article.publisher or words_in(language).say("no publisher named"))


def joined(parts: Sequence[Line]) -> Line:
    """Parts of a line with commas between them."""
    line: Line = parts[0]
    for part in parts[1:]:
        line = (*line, Span(", "), *part)
    return line
