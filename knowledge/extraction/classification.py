"""What sort of thing is said, on what terms the speaker is given, and where it was said."""

import re
from functools import cache
from itertools import pairwise

from knowledge.domain import Access, Attribution, Kind
from knowledge.extraction.candidate_statements import ProposedChannel
from knowledge.extraction.lexicon import english, read_phrases, read_words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|'ll")
_ACCESS = (
    (
        Access.CLASSIFIED,
        re.compile(
            r"(?i)\bclassified (?:\w+ )?(?:briefing|report|document|memo|file|assessment|material|information)\w*"
        ),
    ),
    (
        Access.CLOSED_DOOR,
        re.compile(
            r"(?i)\b(?:closed-door|private|behind-closed-doors) (?:meeting|briefing|session|talks|hearing|event)\w*|\bbehind closed doors"
        ),
    ),
    (
        Access.UNDISCLOSED,
        re.compile(r"(?i)\bnot (?:been )?(?:publicly disclosed|made public|been published)"),
    ),
    (Access.LIMITED, re.compile(r"(?i)\b(?:limited|small|select) (?:group|number|circle) of \w+")),
    (
        Access.PUBLIC,
        re.compile(
            r"(?i)\b(?:televised|public|written|video) (?:statement|address|speech|message)|\b(?:press|news) (?:conference|briefing|release)|\binterview\b|\b(?:statement|speech|rally)\b|\bon (?:twitter|telegram|facebook)\b"
        ),
    ),
)
_MONTH_OF_MAY = re.compile(r"\bMay\b")
_CHANNEL_WORDS = 80  # characters of the article shown for a channel
_ROLE_BREAK = re.compile(r",| who | which | that | \(")
_PREPOSITION = re.compile(
    r" (?:of|in|at|for|from|with|within|inside|to|on|close|near|by|familiar) "
)


@cache
def terms() -> dict[str, frozenset[str]]:
    """The word classes of `terms.yaml`."""
    return read_words("terms.yaml")


@cache
def slavic_words() -> dict[str, frozenset[str]]:
    """The word classes of `slavic.yaml`."""
    return read_words("slavic.yaml")


@cache
def _withheld() -> re.Pattern[str]:
    return re.compile(
        "|".join(map(re.escape, read_phrases("terms.yaml", "withheld_phrases"))), re.IGNORECASE
    )


def kind_of(cue: str, content: str, source: str) -> Kind:
    """The kind of statement that a cue and a content make, seen from the source's trade as well."""
    lemmas = {found.lemma for word in _words(cue) if (found := english().cues.get(word))}
    slavic, said = slavic_words(), set(_words(cue))
    if lemmas & terms()["denial"] or said & slavic["denial"]:
        return Kind.DENIAL
    if said & slavic["promises"] or set(_words(content)) & slavic["future"]:
        return Kind.PREDICTION
    if lemmas & terms()["prediction"] or _foretells(_words(_MONTH_OF_MAY.sub("", content))):
        return Kind.PREDICTION
    if lemmas & terms()["characterisation"]:
        return Kind.CHARACTERISATION
    if (
        (lemmas & terms()["assessment"])
        or said & slavic["assessment"]
        or set(_words(source)) & terms()["experts"]
    ):
        return Kind.ASSESSMENT
    return Kind.FACT


def _foretells(words: list[str]) -> bool:
    return any(
        word in {"will", "won't", "'ll"}
        or (word in {"could", "may", "might"} and following not in {"have", "not"})
        for word, following in pairwise([*words, ""])
    )


def attribution_of(source: str, sentence: str, *, named: bool) -> Attribution:
    """How the article identifies a source.

    Args:
        source: the phrase that stands for the speaker, resolved.
        sentence: where the source stands, for "on condition of anonymity".
        named: whether a proper name stands behind it.
    """
    head = set(_words(_head_part(source)))
    if (
        head & terms()["withheld"]
        or head & slavic_words()["withheld"]
        or _withheld().search(sentence)
    ):
        return Attribution.ANONYMOUS
    return Attribution.NAMED if named or is_body(source) else Attribution.UNNAMED


def is_body(source: str) -> bool:
    """Whether the phrase is a definite body ("the ministry"), which counts as named."""
    words = _head_part(source).split()
    if not words:
        return False
    head = words[-1].lower().removesuffix("'s").removesuffix("’s")
    definite = words[0].lower() in {"the", "his", "her", "its", "their"} or words[0][0].isupper()
    return head in terms()["bodies"] and definite


def has_name(source: str) -> bool:
    """Whether a proper name heads the phrase."""
    words = _head_part(source).split()
    return (
        bool(words)
        and words[-1][:1].isupper()
        and (len(words) > 1 or words[0].lower() not in english()["determiners"])
        and not any(
            source.lower() in slavic_words()[name] for name in ("people", "groups", "roles")
        )
    )


def _head_part(source: str) -> str:
    part = _ROLE_BREAK.split(source, maxsplit=1)[0]
    return _PREPOSITION.split(part, maxsplit=1)[0].strip(" -–—:")


def channel_of(sentence: str) -> ProposedChannel | None:
    """Where the words seem to have been spoken; the most restricted reading wins."""
    for access, pattern in _ACCESS:
        if match := pattern.search(sentence):
            return ProposedChannel(access, match.group()[:_CHANNEL_WORDS])
    return None


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]
