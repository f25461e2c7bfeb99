"""Quotations of Russian and Ukrainian with their cue within the marks: «…, — said X. — …»."""

import re
from collections.abc import Collection, Iterator, Sequence

from knowledge.intake.extraction.attributions import Attributed
from knowledge.intake.extraction.sentences import Sentence

_WOVEN = re.compile(
    r"«(?P<first>[^«»]{3,800}?)[,?!…]+ [—–-] (?P<cue>[^\W\d_]+) "
    r"(?P<source>[^«»,.—–]{2,160}?)(?:[.,] [—–-] (?P<rest>[^«»]{3,800}?))?[.,?!…]*»"
)


def woven(text: str, article: Sequence[Sentence], cues: Collection[str]) -> Iterator[Attributed]:
    """Their attributions.

    Args:
        text: the article.
        article: its sentences.
        cues: verbs, in lower case.
    """
    for match in _WOVEN.finditer(text):
        if match["cue"].lower() not in cues:
            continue
        index = next(
            (at for at, one in enumerate(article) if one.start <= match.start("cue") < one.end),
            None,
        )
        if index is not None:
            parts = [match.span("first")] + ([match.span("rest")] if match["rest"] else [])
            yield Attributed(
                match.span("source"),
                match.span("cue"),
                tuple(parts),
                "quote",
                article[index].paragraph,
                index,
                index,
            )
