"""Where words seem to have been spoken: in public, behind closed doors, in what is classified."""

import re
from functools import cache

from knowledge.domain import Access
from knowledge.extraction.candidate_statements import ProposedChannel
from knowledge.languages.lexicon import lexicon

_SHOWN = 80  # characters of the article shown for a channel


def channel_of(credit: str, language: str) -> ProposedChannel | None:
    """Where the words were spoken; the most restricted reading wins.

    Args:
        credit: the sentence without the words that are attributed: what somebody says about a
            classified report is not said in one.
        language: ISO 639-1.
    """
    for access, pattern in _patterns(language):
        if match := pattern.search(credit):
            return ProposedChannel(access, match.group()[:_SHOWN])
    return None


@cache
def _patterns(language: str) -> list[tuple[Access, re.Pattern[str]]]:
    listed = lexicon(language, "channels").tables["patterns"]
    return [(Access(name), re.compile(text, re.IGNORECASE)) for name, text in listed.items()]
