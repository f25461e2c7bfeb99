"""What keeps a statement from being published, and what an editor should look at."""

from knowledge.dates import Edtf, NotEdtf
from knowledge.model import Statement, unsound


def obstacles(statement: Statement) -> tuple[str, ...]:
    """Why the statement cannot be published, as sentences; empty if it can."""
    said = list(unsound(statement))
    for name, text in (
        ("the date of saying", statement.said),
        ("the day of review", statement.reviewed),
        ("the day when review is due", statement.review_due),
    ):
        if text is not None:
            try:
                Edtf.parse(text)
            except NotEdtf as error:
                said.append(f"Look at {name}: {error}")
    return tuple(said)


def worries(
    statement: Statement, languages: tuple[str, ...] = ("en", "ru", "uk")
) -> tuple[str, ...]:
    """What an editor should look at before publishing, as sentences; none of it forbids anything.

    Args:
        statement: as it would be published.
        languages: those that readers have.
    """
    said = [
        f"The claim is not given in {code}; readers of it get the original."
        for code in languages
        if code not in statement.claim.by_language
    ]
    for figure in statement.figures:
        for code, words in figure.text.by_language.items():
            if words not in statement.claim.by_language.get(code, words):
                said.append(f"The figure's words “{words}” do not stand in the claim.")
    if not statement.phrasings:
        said.append("No phrasing says how a reader would ask for it.")
    if statement.incident is None:
        said.append("It belongs to no incident.")
    return tuple(said)
