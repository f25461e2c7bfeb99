"""A figure put right: the number changes in the figure and in the words that carry it."""

import re
from dataclasses import replace

from knowledge.model import Figure, Qualifier, RefusedInput, Statement, Texts
from knowledge.wording import Words

_GIVEN = re.compile(
    r"\A(?:(?P<place>\d{1,2})\s*+:\s*+)?(?:(?P<qualifier>[a-z_]++(?: ++[a-z_]++)*+)\s++)?"
    r"(?P<value>\d(?:[\u00a0 ,]*+\d)*+(?:\.\d++)?),?\s*+(?P<unit>%|[^\W\d_](?:[ -]*+\w)*+)?\s*+"
    r"(?::\s*+(?P<what>.+))?",
    re.IGNORECASE,
)
_APART = re.compile(r"[\u00a0 ,]")


def with_figure(statement: Statement, text: str, words: Words) -> Statement:
    """The statement with one figure corrected, or with its first figure.

    It is typed as "120" or "at least 120", "2: 120" is the second figure; a first figure needs
    its unit and what it counts, "120 drones: drones shot down".

    Raises:
        RefusedInput: it cannot be understood, or the words do not carry the old number in digits.
    """
    given = _GIVEN.fullmatch(text.strip())
    qualifier = _qualifier(given["qualifier"]) if given else None
    if given is None or (given["qualifier"] and qualifier is None):
        raise RefusedInput(
            words.say(
                "I do not understand this figure. Write a number, such as 120, or with a "
                "qualifier: exactly, about, at least, at most, more than, less than."
            )
        )
    value = float(_APART.sub("", given["value"]))
    if not statement.figures:
        return _first(statement, value, qualifier, given, words)
    at = int(given["place"] or 1) - 1
    if not 0 <= at < len(statement.figures):
        raise RefusedInput(
            words.count(
                "The statement has {number} figure.",
                "The statement has {number} figures.",
                len(statement.figures),
            )
        )
    old = statement.figures[at]
    claim = _renumbered(statement.claim, old.value, value)
    if claim == statement.claim and old.value != value:
        raise RefusedInput(
            words.say(
                "The claim does not carry the number {number} in digits. Correct the claim "
                "instead; then the figure.",
                number=f"{old.value:g}",
            )
        )
    new = replace(
        old,
        value=value,
        qualifier=qualifier or old.qualifier,
        text=_renumbered(old.text, old.value, value),
    )
    figures = (*statement.figures[:at], new, *statement.figures[at + 1 :])
    return replace(statement, claim=claim, figures=figures)


def _first(
    statement: Statement,
    value: float,
    qualifier: Qualifier | None,
    given: re.Match[str],
    words: Words,
) -> Statement:
    if not given["unit"] or not given["what"]:
        raise RefusedInput(
            words.say(
                "The statement has no figure yet: write its number, its unit and what it counts, "
                "such as “120 drones: drones shot down”."
            )
        )
    unit = "percent" if given["unit"] == "%" else given["unit"].strip()
    what = Texts.of(en=given["what"].strip())
    figure = Figure(what, value, unit, qualifier or Qualifier.EXACTLY)
    return replace(statement, figures=(figure,))


def _qualifier(text: str | None) -> Qualifier | None:
    name = (text or "").strip().casefold().replace(" ", "_")
    return Qualifier(name) if name in set(Qualifier) else None


def _renumbered(texts: Texts, old: float, new: float) -> Texts:
    """The texts with the old number, as digits, replaced by the new one."""
    plain = f"{old:g}" if old < 1e6 else str(int(old))  # noqa: PLR2004  # "g" turns to powers there
    spelled = {
        plain,
        f"{old:,.0f}",
        f"{old:,.0f}".replace(",", " "),
        f"{old:,.0f}".replace(",", "\xa0"),
    }
    numbers = "|".join(re.escape(one) for one in sorted(spelled, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\d.,])(?:{numbers})(?![.,]?\d)")
    written = f"{new:g}" if new < 1e6 else str(int(new))  # noqa: PLR2004  # as above
    changed = {code: pattern.sub(written, text) for code, text in texts.by_language.items()}
    return Texts(changed, texts.original)
