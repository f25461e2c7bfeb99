"""Speakers of the store among those of an article: by proper names alone.

What readers may call a speaker ("officials", "the mayor") helps a question to find them; it is no
evidence that another article speaks of the same. Only a proper name identifies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.extraction.candidate_statements import Candidate, KnownSpeaker
from knowledge.languages.letters import merge_letters


def with_known_names(found: Iterable[Candidate], known: Sequence[KnownSpeaker]) -> list[Candidate]:
    """The candidates, those with a proper name that the store knows under the store's name.

    Args:
        found: candidates of one article.
        known: the speakers of the store.
    """
    by_name = {
        _key(name): speaker.name
        for speaker in known
        if is_proper(speaker.name)
        for name in (speaker.name, *speaker.aliases)
        if is_proper(name)
    }
    return [
        replace(one, speaker=by_name[_key(one.speaker)])
        if one.named and one.speaker and _key(one.speaker) in by_name
        else one
        for one in found
    ]


def is_proper(name: str) -> bool:
    """Whether a name of the store is a proper one: "Ann Lee", "МЧС"; not "military analysts".

    What begins small is a description, and what is only called so by its alias («МЧС» for sources
    within it) is not the body itself.
    """
    words = name.split()
    return (bool(words) and words[0][:1].isupper()) or any(
        word[:1].isupper() for word in words[1:2]
    )


def _key(name: str) -> str:
    return " ".join(merge_letters(name.casefold()).removeprefix("the ").split())
