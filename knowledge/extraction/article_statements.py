"""An article in, its statements out, with the speakers of the store among those of the article.

What readers may call a speaker ("officials", "the mayor") helps a question to find them; it is no
evidence that another article speaks of the same. Only a proper name identifies.

`statements` is a pure function of a text and of what is known about it. It loads language models
and is meant to be called in the process in which articles are read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.domain import RefusedInput
from knowledge.extraction.annotations import CandidateStatement, KnownSpeaker
from knowledge.extraction.assembly import candidate, with_denied
from knowledge.extraction.credit_linking import (
    Source,
    Spoken,
    carried_on,
    defended,
    joined,
    pointed,
    rejected_within,
    reported,
)
from knowledge.extraction.english_reading import EnglishReading
from knowledge.extraction.own_voice import narrated, own_passages
from knowledge.extraction.slavic_reading import SlavicReading
from knowledge.languages.registry import Language
from knowledge.languages.scripts import language_of, merge_letters
from knowledge.translations import Wording


def with_known_names(
    found: Iterable[CandidateStatement], known: Sequence[KnownSpeaker]
) -> list[CandidateStatement]:
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


_BEHIND_MARK = re.compile(r"[,»”—–] ([^\W\d_]+)")
_TELLING_PARAGRAPH = 120  # characters that tell a paragraph's language
_PLACE_KEPT = "·"
LONGEST_TEXT = 400_000
"""Characters that are read; reading takes no article of that many."""


def statements(
    text: str,
    *,
    language: str | None = None,
    published: str | None = None,
    known: Sequence[KnownSpeaker] = (),
) -> list[CandidateStatement]:
    """Every statement that is proposed, in the order of the article.

    Args:
        text: the article, paragraphs separated by line breaks.
        language: ISO 639-1 code; told by the text where it is None.
        published: EDTF of the article; weekdays and "yesterday" are led back by it.
        known: speakers of the store, whose names are used for proper names that match.

    Raises:
        RefusedInput: the text is longer than `LONGEST_TEXT`; nothing is left out in silence.
    """
    if len(text) > LONGEST_TEXT:
        raise RefusedInput(
            Wording(
                "This text has {number} characters, an article at most {most}: send the article "
                "alone, or in parts.",
                number=f"{len(text):,}",
                most=f"{LONGEST_TEXT:,}",
            )
        )
    main = Language(language) if language else language_of(text)
    found = [
        each
        for code, part in _by_language(text, main).items()
        for each in _read(part, code.value, published)
    ]
    return _distinct(with_known_names(found, known))


def _by_language(text: str, main: Language) -> dict[Language, str]:
    """The article once for each language that it is in, the paragraphs of the others left out.

    What is left out keeps its place, so that offsets and paragraphs count in the whole article.
    """
    lines = text.split("\n")
    spoken = [
        language_of(line, main) if len(line) >= _TELLING_PARAGRAPH else main for line in lines
    ]
    return {
        code: "\n".join(
            line if each is code else _left_out(line)
            for line, each in zip(lines, spoken, strict=True)
        )
        for code in dict.fromkeys((main, *spoken))
    }


def _left_out(line: str) -> str:
    return line if not line.strip() else _PLACE_KEPT.ljust(len(line))


def _read(text: str, language: str, published: str | None) -> list[CandidateStatement]:
    """The statements of a text in one language."""
    reading = (
        EnglishReading(text, published)
        if language == "en"
        else SlavicReading(text, language, published)
    )
    spoken = reading.spoken()
    credited = [
        span
        for one in spoken
        if one.credit.contents
        for span in (one.credit.cue, *one.credit.contents, *_mentioned(one))
    ]
    said: dict[int | str, tuple[int, str]] = {}
    passages = reading.passages(credited)
    spoken = rejected_within(spoken, reading.source)
    spoken = defended(with_denied(spoken, passages, reading.source), reading.source)
    spoken, passages = reported(spoken, passages, reading.source)
    spoken, passages = pointed(spoken, passages, reading.source)
    spoken, own = carried_on(joined(spoken, reading.source), passages, reading.source)
    found = [candidate(one, reading.source, said) for one in spoken]
    own = [one for one in own if not _credited(text[one.start : one.end], reading.source)]
    found += [
        narrated(passages, reading.source)
        for passages in own_passages(text, own, language, published)
    ]
    return found


def _credited(sentence: str, source: Source) -> bool:
    """Whether a sentence hands its words to somebody whom no rule could tell."""
    return any(source.speaks(match[1]) for match in _BEHIND_MARK.finditer(sentence))


def _mentioned(one: Spoken) -> tuple[tuple[int, int], ...]:
    mention = one.credit.mention
    return ((mention.start, mention.end),) if mention is not None else ()


def _distinct(found: Sequence[CandidateStatement]) -> list[CandidateStatement]:
    """In the order of the article, of those with the same content the one trusted most."""
    best: dict[tuple[int, int], CandidateStatement] = {}
    for one in found:
        place = (one.content.start, one.content.end)
        if place not in best or best[place].confidence < one.confidence:
            best[place] = one
    return sorted(best.values(), key=lambda one: (one.paragraph, one.content.start))
