"""Lines of styled words from the templates of a language."""

import re

from knowledge.domain import Kind, Line, Part, Record, Section, Span, Style
from knowledge.languages.letters import QUOTES
from knowledge.questions.polarity import denies
from knowledge.questions.predicates import is_negative
from knowledge.questions.quantities import is_negated
from knowledge.questions.spelling_correction import fold
from knowledge.search.text_analysis import FUNCTION_WORDS
from knowledge.translations import words_in

_PLACE = re.compile(r"\{(\w+)\}")
_STRAIGHT = re.compile(r'"([^"]*)"')
_MARKS = '“”«»‘’" '


def strong(text: str) -> Span:
    """Words that stand out."""
    return Span(text, Style.STRONG)


def quiet(text: str) -> Span:
    """Words that stand back."""
    return Span(text, Style.QUIET)


def filled(template: str, **values: Span | Line | str) -> Line:
    """A template with its `{places}` filled by words or by styled words.

    Args:
        template: in the reader's language, as `Words.say` gives it without values.
        values: for each place; one that a translation leaves out is not shown.
    """
    spans: list[Span] = []
    end = 0
    for place in _PLACE.finditer(template):
        spans.append(Span(template[end : place.start()]))
        value = values[place[1]]
        spans.extend(
            (Span(value),)
            if isinstance(value, str)
            else (value,)
            if isinstance(value, Span)
            else value
        )
        end = place.end()
    spans.append(Span(template[end:]))
    return tuple(span for span in spans if span.text)


def capitalised(line: Line) -> Line:
    """The line with a capital at its beginning."""
    if not line or not line[0].text[:1].islower():
        return line
    first = line[0]
    return (Span(first.text[0].upper() + first.text[1:], first.style, first.target), *line[1:])


def going_on(text: str, language: str, record: Record) -> str:
    """A sentence as it stands after a colon: outside English in lower case, unless a name begins it.

    That it is none is told by function words, and by how the word is written where it begins nothing.

    Args:
        text: the sentence.
        language: of the reader.
        record: of the statement that it is of.
    """
    first = text.partition(" ")[0].rstrip(",;:")
    if language == "en" or not first[:1].isupper():
        return text
    lower = first[:1].lower() + first[1:]
    written = [each for code, each in record.statement.phrasings if code == language]
    if record.incident is not None:
        written += [*record.incident.name.all(), *record.incident.aliases]
    common = any(map(_standing(lower).search, written))
    proper = any(map(_standing(first, before=r"(?<=\w )").search, written))
    if lower in FUNCTION_WORDS or (common and not proper):
        return text[:1].lower() + text[1:]
    return text


def _standing(word: str, before: str = r"(?<!\w)") -> re.Pattern[str]:
    """The word as a whole one; `before` says what it stands behind."""
    return re.compile(rf"{before}{re.escape(word)}(?!\w)")


def with_capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def quoted(text: str, language: str) -> str:
    """The text in the quotation marks of the language, once."""
    left, right = QUOTES.get(language, QUOTES["en"])
    bare = text.strip(_MARKS)
    return f"{left}{bare}{right}"


def claim_of(record: Record, language: str, longest: int | None = None) -> str:
    """The claim as every message tells it: no final full stop, the language's quotation marks.

    A denial is told as one, also where its wording or its cut end would turn it round.

    Args:
        record: the statement.
        language: the reader's.
        longest: characters, at most; None for all of it.
    """
    text = _claim(record, language)
    told = text if longest is None else cut(text, longest)
    if record.statement.kind is not Kind.DENIAL or says_no(told):
        return told
    marked = words_in(language).say("Denial: {claim}", claim=going_on(text, language, record))
    return marked if longest is None else cut(marked, longest)


def says_no(text: str) -> bool:
    """Whether a text itself says that something is not so, or that somebody denies it."""
    folded = fold(text)
    return denies(folded) or is_negated(folded) or is_negative(folded)


def _claim(record: Record, language: str) -> str:
    text = record.statement.claim.in_language(language)
    seen = shown_in(record, language)
    left, right = QUOTES.get(seen, QUOTES["en"])
    return _STRAIGHT.sub(rf"{left}\1{right}", text.strip().removesuffix("."))


def shown_in(record: Record, language: str) -> str:
    """The language in which a reader of this one sees a claim: theirs where it is given."""
    claim = record.statement.claim
    return language if language in claim.by_language else claim.original


def claim_shown(record: Record, language: str, longest: int) -> str:
    """The claim, cut; one that is not in the reader's language says in which it is."""
    text = claim_of(record, language, longest)
    seen = shown_in(record, language)
    if seen == language:
        return text
    words = words_in(language)
    named = {
        "en": words.say("(in English)"),
        "ru": words.say("(in Russian)"),
        "uk": words.say("(in Ukrainian)"),
    }
    return f"{text} {named.get(seen, '')}".rstrip()


def ended(line: Line) -> Line:
    """The line with a full stop unless it ends with a mark of its own."""
    last = line[-1].text if line else ""
    return line if not last or last[-1] in ".!?…:" else (*line, Span("."))


def cut(text: str, longest: int) -> str:
    """At most `longest` characters, ending at a word, with an ellipsis where words are missing."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    kept = (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:—-") + "…"
    left, right = kept.rfind("“"), kept.rfind("”")
    if left > right:
        return f"{kept}”"
    return f"{kept}»" if kept.rfind("«") > kept.rfind("»") else kept


def length(lines: tuple[Line, ...]) -> int:
    """Characters that lines take, one for each end of line."""
    return sum(1 + sum(len(span.text) for span in line) for line in lines)


def section(part: Part, *lines: Line) -> tuple[Section, ...]:
    """One section, or none where there is nothing to say."""
    said = tuple(line for line in lines if line)
    return (Section(part, said),) if said else ()
