"""A candidate that was found in an article, worded as a draft statement for a person to review."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from knowledge.curation.drafts import Drafted
from knowledge.curation.names import find, slug
from knowledge.intake.extraction.candidate import Candidate
from knowledge.model import (
    Appearance,
    Article,
    Attribution,
    Channel,
    Figure,
    Place,
    Speaker,
    SpeakerKind,
    State,
    Statement,
    Texts,
)

PASSAGE = 300
"""Characters around a candidate that are kept; the article's text itself is not."""

_MARKS = "“”„«»‘’\"'"
_RELATIVE = re.compile(r"(?:which|who)\s+", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:\A|[.!?”]\s+|\n)([A-Z][^.,;:!?\n]{1,80}),\s*\Z")
_BINDING = re.compile(r"^(?:that|что|що)\s+", re.IGNORECASE)
_GROUP = re.compile(
    r"(?:sources|officials|analysts|experts|agencies|residents|witnesses|insiders|some|others|"
    r"people|источники|эксперты|чиновники|джерела|експерти|посадовці)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:report|statement|document|letter|study|доклад|доповідь|звіт)\b", re.IGNORECASE
)
_BODY = re.compile(
    r"\b(?:ministry|government|office|council|parliament|agency|department|service|court|army|"
    r"military|police|company|union|committee|duma|kremlin|министерство|правительство|"
    r"міністерство|уряд)\b",
    re.IGNORECASE,
)


class Drafting:
    """Words candidates as statements.

    Args:
        article: where they stand.
        text: that the candidates' spans count in.
        speakers: known ones.
        places: known ones.
        taken: says whether an id is in use.
    """

    def __init__(
        self,
        article: Article,
        text: str,
        speakers: Sequence[Speaker],
        places: Sequence[Place],
        taken: Callable[[str], bool],
    ) -> None:
        self._article = article
        self._text = text
        self._speakers = list(speakers)
        self._places = places
        self._taken = taken
        self._given: set[str] = set()
        self._new: set[str] = set()

    def drafts(self, candidates: Sequence[Candidate]) -> list[Drafted]:
        """A draft for each candidate; one that goes on from the one before becomes part of it."""
        made: list[Drafted] = []
        for candidate in candidates:
            if candidate.continued and made:
                made[-1] = self._longer(made[-1], candidate)
            else:
                made.append(self._draft(candidate))
        return made

    def _draft(self, candidate: Candidate) -> Drafted:
        language = self._article.language
        speaker, is_new = self._speaker(candidate)
        attribution = candidate.attribution if speaker else Attribution.NARRATOR
        claim = sentence(self._whole(candidate))
        cue = (
            Texts({language: candidate.cue.text}, language)
            if candidate.cue and speaker
            else Texts()
        )
        channel = None
        if candidate.channel is not None:
            told = Texts({language: candidate.channel.text}, language)
            channel = Channel(candidate.channel.access, told)
        appearance = Appearance(
            article=self._article.id,
            attribution=attribution,
            paragraphs=(candidate.paragraph,) if candidate.paragraph else (),
            cue=cue,
            channel=channel,
            quotes=candidate.quoted,
        )
        statement = Statement(
            id=self._id(claim, speaker),
            claim=Texts({language: claim}, language),
            kind=candidate.kind,
            appearances=(appearance,),
            speaker=speaker.id if speaker else None,
            figures=tuple(
                Figure(
                    what=Texts({language: one.text}, language),
                    value=one.value,
                    unit="percent" if one.unit == "%" else one.unit,
                    qualifier=one.qualifier,
                    text=Texts({language: one.text}, language),
                )
                for one in candidate.figures
            ),
            places=self._known_places(candidate.places),
            state=State.PUBLISHED,
            machine_extracted=True,
            version=0,
        )
        passage, found = self._passage(candidate)
        return Drafted(
            statement, self._article, speaker if is_new else None, passage, found, candidate.dates
        )

    def _whole(self, candidate: Candidate) -> str:
        """The words of a candidate; "which occurred at night" with what "which" stands for."""
        words = candidate.content.text
        relative = _RELATIVE.match(words)
        before = _SUBJECT.search(self._text, 0, candidate.content.start) if relative else None
        return f"{before[1]} {words[relative.end() :]}" if relative and before else words

    def _longer(self, before: Drafted, candidate: Candidate) -> Drafted:
        statement = before.statement
        language = self._article.language
        claim = f"{statement.claim.in_language(language)}. {sentence(candidate.content.text)}"
        first = statement.appearances[0]
        quotes = tuple(dict.fromkeys((*first.quotes, *candidate.quoted)))
        longer = replace(
            statement,
            claim=Texts({language: claim}, language),
            appearances=(replace(first, quotes=quotes),),
        )
        return replace(before, statement=longer)

    def _speaker(self, candidate: Candidate) -> tuple[Speaker | None, bool]:
        """(The speaker, whether the store lacks it); no speaker for the narrator."""
        if candidate.source is None and candidate.speaker is None:
            return None, False
        literal = candidate.source.text if candidate.source else ""
        name = " ".join((candidate.speaker or literal).split()).strip(" ,")
        known = find(self._speakers, name)
        if isinstance(known, Speaker):
            return known, known.id in self._new
        kind = SpeakerKind.PERSON
        for pattern, other in (
            (_GROUP, SpeakerKind.GROUP),
            (_DOCUMENT, SpeakerKind.DOCUMENT),
            (_BODY, SpeakerKind.ORGANISATION),
        ):
            if pattern.search(name):
                kind = other
                break
        identity = slug(name, (one.id for one in self._speakers))
        language = self._article.language
        new = Speaker(identity, Texts({language: name}, language), kind)
        self._speakers.append(new)
        self._new.add(identity)
        return new, True

    def _id(self, claim: str, speaker: Speaker | None) -> str:
        who = speaker.id.rpartition("-")[2] if speaker else ""
        wanted = slug(f"{who} {claim}", longest=40)
        identity, number = wanted, 1
        while identity in self._given or self._taken(identity):
            number += 1
            identity = f"{wanted}-{number}"
        self._given.add(identity)
        return identity

    def _known_places(self, names: Iterable[str]) -> tuple[str, ...]:
        found = [find(self._places, name) for name in names]
        return tuple(dict.fromkeys(one.id for one in found if one is not None))

    def _passage(self, candidate: Candidate) -> tuple[str, tuple[int, int]]:
        """The text around the candidate, and where in it the content stands."""
        start, end = candidate.content.start, candidate.content.end
        room = max(PASSAGE - (end - start), 0) // 2
        line = self._text.rfind("\n", 0, start) + 1
        first = max(line, start - room)
        if first > line:  # not in the middle of a word
            first = self._text.find(" ", first, start) + 1 or start
        line_end = self._text.find("\n", end)
        last = min(len(self._text) if line_end < 0 else line_end, end + room, first + PASSAGE)
        return self._text[first:last], (start - first, min(end, last) - first)


def sentence(text: str) -> str:
    """The words as a claim: without quotation marks around and a stop behind."""
    words = " ".join(text.split()).strip(_MARKS + " ,;:").rstrip(".,;: " + _MARKS)
    words = _BINDING.sub("", words)
    return words[:1].upper() + words[1:]
