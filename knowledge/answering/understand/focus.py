"""The thing that a question asks for by its name: which *forum*, how many *dogs*, whose *salary*."""

from collections.abc import Sequence

from knowledge.search.everyday import FUNCTION_WORDS

_ASKS = frozenset(
    """
    what which whose какой какая какое какие каких какого каком какую каким каков какова каковы
    чей чья чьё чье чьи який яка яке які яких якого якому яку яким чий чия чиє чиї
    """.split()
)
_COUNTS = frozenset({"сколько", "скільки", "скольким", "скольких", "скільком", "скількох"})
_COUNTED_BY = frozenset({"many", "much", "few", "mny"})
_SORTS = frozenset({"kind", "sort", "type", "kinds", "types", "exact", "exactly", "other", "else"})
"""Words that may stand between the question word and the thing."""
_POSSESSED = "of"
_MOST = 3
"""Words of a run that names one thing: "which three members of parliament"."""


def focus_in(words: Sequence[str]) -> tuple[str, ...]:
    """The content words that name what is asked for, of folded words; empty where none is named.

    They stand after the question word up to the next function word ("which foreign state is …"),
    after "how many", and between "the" and "of" in "what is the address of …".
    """
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == "how" and following in _COUNTED_BY:
            return _run(words, at + 2)
        if word in _COUNTS:
            return _run(words, at + 1)
        if word in _ASKS:
            return _run(words, at + 1) or _attribute(words, at + 1)
    return ()


def _run(words: Sequence[str], start: int) -> tuple[str, ...]:
    found: list[str] = []
    for word in words[start:]:
        if word in _SORTS or (word == _POSSESSED and not found):
            continue
        if word in FUNCTION_WORDS or len(found) == _MOST:
            break
        found.append(word)
    return tuple(found)


def _attribute(words: Sequence[str], start: int) -> tuple[str, ...]:
    """Of "what is the address of …": address."""
    rest = words[start:]
    if _POSSESSED not in rest:
        return ()
    end = rest.index(_POSSESSED)
    lead = [at for at, word in enumerate(rest[:end]) if word in FUNCTION_WORDS]
    after = lead[-1] + 1 if lead else 0
    return tuple(word for word in rest[after:end] if word not in _SORTS)
