"""What sort of question a text asks: who, where, when, how many, whether … in three languages."""

from collections.abc import Sequence

_KINDS: dict[str, int] = {
    word: number
    for number, listed in enumerate(
        (
            "who whom whose кто кого кому кем хто ким чий чей",
            "where где куда откуда де куди звідки",
            "when когда коли",
            "why почему зачем чому навіщо",
            "which какой какая какое какие який яка яке які",
            "how как як",
            "сколько скільки",
            "what что що",
        ),
        start=1,
    )
    for word in listed.split()
}
_HOW, _COUNT, _WHAT = 6, 7, 8
DEFINES, _WHETHER, _HOW_LONG = 9, 10, 11
"""What is …; is it …; how long."""
_WHETHER_WORDS = frozenset(
    """
    is are was were do does did can could should will would has have had am may might must
    правда верно ли чи правда
    """.split()
)
_AMOUNTS = frozenset({"many", "much"})
_EXTENTS = frozenset({"long", "far", "often", "old", "big", "fast"})
_COPULAS = frozenset({"is", "are", "was", "were"})
_DEFINED = 3
"""Words, at most, of something that "what is" asks to define."""


def kind_of(words: Sequence[str]) -> int:
    """Give the number of the sort of question that these folded words ask, 0 for none."""
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        kind = _KINDS.get(word, 0)
        if kind == _HOW and following in _AMOUNTS:
            return _COUNT
        if kind == _HOW and following in _EXTENTS:
            return _HOW_LONG
        if kind == _WHAT and following in _COPULAS and len(words) - place - 2 <= _DEFINED:
            return DEFINES
        if kind:
            return kind
        if place == 0 and word in _WHETHER_WORDS:
            return _WHETHER
    return 0
