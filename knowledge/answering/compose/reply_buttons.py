"""What a reader can do next, as rows of buttons."""

from knowledge.answering.compose.attribution_line import name_of
from knowledge.answering.compose.styled_text import claim_of, cut, with_capital
from knowledge.domain import Action, Language, Listing, ShownStatement
from knowledge.translations import words_in

Rows = tuple[tuple[Action, ...], ...]

EXAMPLES = 4
"""Questions that are offered at once."""
LONGEST_LABEL = 60
"""Characters of a button; Telegram shows about this many on a phone in two lines."""


def under_answer(shown: ShownStatement, language: Language) -> Rows:
    """What is needed next, at most four in two rows; what the message holds has no button."""
    words, record = words_in(language), shown.record
    subject = record.statement.id
    first = []
    if len(record.statement.appearances) > 1:  # one source stands in the message
        first.append(Action("source", subject, words.say("Source")))
    if record.incident is not None or record.incoming or record.outgoing:
        first.append(Action("others", subject, words.say("Other accounts")))
    second = (
        Action("follow-statement", subject, words.say("Tell me if this changes")),
        Action("unhelpful", subject, words.say("Not what I asked")),
    )
    return (tuple(first), second) if first else (second,)


def choosing(options: tuple[ShownStatement, ...], language: Language, *, none: bool) -> Rows:
    """One for each numbered statement, and "none of these" where it is a choice."""
    words = words_in(language)
    rows = [
        (Action("choose", each.record.statement.id, _label(each, language), number),)
        for number, each in enumerate(options, 1)
    ]
    if none:
        rows.append((Action("none", "", words.say("None of these")),))
    return tuple(rows)


def leading_of(outcome: Listing) -> dict[str, str]:
    """Of a list of incidents: the id of the statement that stands for each, with the incident's."""
    listed = {each.id for each in outcome.incidents}
    leading: dict[str, str] = {}
    for each in outcome.items:
        incident = each.record.incident
        if incident is not None and incident.id in listed:
            leading.setdefault(incident.id, each.record.statement.id)
    return {statement: incident for incident, statement in leading.items()}


def listed(outcome: Listing, language: Language) -> Rows:
    """One for each numbered line: an incident opens as such, all else as a statement."""
    leading = leading_of(outcome)
    rows = []
    for number, each in enumerate(outcome.items, 1):
        identity, incident = each.record.statement.id, each.record.incident
        if incident is not None and identity in leading:
            name = incident.name.in_language(language)
            label = cut(with_capital(name), LONGEST_LABEL)
            rows.append((Action("incident", incident.id, label, number),))
        else:
            rows.append((Action("choose", identity, _label(each, language), number),))
    return tuple(rows)


LONGEST_NAME = 24
"""Characters of a speaker's name on a button."""


def tell_me(language: Language) -> tuple[Action, ...]:
    """Come back when the store has something."""
    words = words_in(language)
    return (Action("tell", "", words.say("Tell me when there is an answer")),)


def follow(sort: str, identity: str, language: Language) -> tuple[Action, ...]:
    """Tell what is new of an incident or a speaker.

    Args:
        sort: incident or speaker.
        identity: its id.
        language: the reader's.
    """
    return (Action(f"follow-{sort}", identity, words_in(language).say("Follow")),)


def asking(examples: tuple[str, ...]) -> Rows:
    """Questions to ask, a row each: as many as are read."""
    return tuple((Action("ask", "", example),) for example in examples[:EXAMPLES])


def _label(shown: ShownStatement, language: Language) -> str:
    name = cut(name_of(shown.record, language, inside=False), LONGEST_NAME)
    return f"{name}: {claim_of(shown.record, language, LONGEST_LABEL - len(name) - 2)}"
