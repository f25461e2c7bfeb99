"""Whether a question takes for granted that something is not so, or that all of it is."""

import re

_NEGATED = re.compile(
    r"\b(?:not|never|none|nobody|nothing|nowhere|neither|nor|without|no one|cannot|failed to|fail to|didn't|doesn't|don't|isn't|wasn't|weren't|aren't|hasn't|haven't|hadn't|won't|wouldn't|can't|couldn't|refuse[sd]?|no (?!matter)\w+"
    r"|не|ни|никто|ничего|никогда|нигде|никак\w*|ни один|ни одного|нет|без|ніхто|нічого|ніколи|ніде|жоден|жодного|жодна|жодний|ні|немає|нема)\b"
)
# "Isn't it…", "не знаете ли", "no doubt" deny nothing.
_IDLE = re.compile(
    r"^\W*(?:isn't|wasn't|didn't|doesn't|don't|aren't|weren't|hasn't|haven't|won't) "
    r"|\b(?:no doubt|no longer|not only|no wonder|why not|or not|не только|не менее|не более|не тільки|не знаете|не знаешь|не подскажете|не скажете|не знаєте|не менше|не більше|или нет|чи ні)\b"
)
_NOT_COUNTED = re.compile(
    r"\b(?:how (?:many|much)|сколько|скільки)\b[^.,;:?!]*?(?:\b(?:not|never|не)\b|n't\b)"
)
_ALL = re.compile(r"\b(?:all|every|each|entire|whole|both|все|всі|усі|каждый|каждая|кожен|кожна)\b")


def is_negated(question: str) -> bool:
    """Whether a folded question holds a negation that bears on what it asks."""
    return _NEGATED.search(_IDLE.sub(" ", question)) is not None


def says_all(question: str) -> bool:
    """Whether it speaks of all of something: "did all drones reach …"."""
    return _ALL.search(question) is not None


def counts_what_is_not(question: str) -> bool:
    """Whether a folded question asks for the number of those of which something is not so."""
    return _NOT_COUNTED.search(_IDLE.sub(" ", question)) is not None
