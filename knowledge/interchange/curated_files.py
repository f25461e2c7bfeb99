"""Curated files: read, checked with line numbers, refused whole when anything is wrong."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.domain import (
    Appearance,
    Article,
    Bundle,
    Concept,
    Entry,
    Fault,
    GapQuestion,
    Incident,
    InvalidFile,
    Place,
    Refusal,
    Relation,
    Speaker,
    Statement,
    from_plain,
    references,
    unsound,
)
from knowledge.interchange.bounded_files import MAX_BYTES, Way, YamlDocument, read_document
from knowledge.interchange.record_schemas import CuratedFile, sentence
from knowledge.translations import Wording

TYPE_OF: dict[str, type[Any]] = {
    "article": Article,
    "place": Place,
    "speaker": Speaker,
    "incident": Incident,
    "statement": Statement,
    "relation": Relation,
    "gap": GapQuestion,
    "concept": Concept,
}
"""By kind, each after those that it refers to."""

FIELD_OF = {kind: f"{kind}s" for kind in TYPE_OF}
"""The key of a curated file and the field of a bundle."""

_DATES = {"when", "said", "published", "reviewed", "review_due"}


def tidy(value: Any) -> Any:  # noqa: ANN401 - whatever a file says, already checked
    """The values as the model takes them: no white space around texts, years as text."""
    match value:
        case dict():
            return {
                key: str(one) if key in _DATES and isinstance(one, int) else tidy(one)
                for key, one in value.items()
            }
        case list():
            return [tidy(one) for one in value]
        case str():
            return value.strip()
        case _:
            return value


def reference_faults(bundle: Bundle) -> Iterator[Fault]:
    """A fault, at the record's line, for every id that the bundle does not hold."""
    held = {
        (kind, record.id)
        for kind, field in FIELD_OF.items()
        if kind != "relation"
        for record in getattr(bundle, field)
    }
    for kind, identity, record in _referring(bundle):
        for wanted, other in dict.fromkeys(references(record)):
            if (wanted, other) not in held:
                path, line = _where(bundle.lines.get((kind, identity), ""))
                reason = Wording(
                    'There is no {kind} "{id}"; correct the id or add it.',
                    kind=Wording(wanted),
                    id=other,
                )
                yield Fault(path, line, reason)


def identity_of(record: Entry | Relation) -> str:
    """The id of a record; a relation is known by its ends and its kind."""
    if isinstance(record, Relation):
        return f"{record.source} {record.kind.value} {record.target}"
    return record.id


def _referring(bundle: Bundle) -> Iterator[tuple[str, str, Entry | Relation]]:
    for kind, field in FIELD_OF.items():
        for record in getattr(bundle, field):
            yield kind, identity_of(record), record


def _where(text: str) -> tuple[str, int | None]:
    path, _, line = text.rpartition(":")
    return (path, int(line)) if line.isdigit() else (text or "the bundle", None)


def read_curated(paths: Iterable[Path], *, complete: bool = True) -> Bundle:
    """Read curated files and folders of them (*.yaml) as one bundle.

    Args:
        paths: files, or folders whose .yaml files are meant.
        complete: whether every id that is referred to must be given in these files; if not,
            the store judges those that are missing here.

    Raises:
        InvalidFile: with every fault of every file, by line.
    """
    faults: list[Fault] = []
    documents = []
    for path in _expanded(paths):
        try:
            documents.append(read_document(path))
        except InvalidFile as error:
            faults.extend(error.faults)
    return bundle_of(documents, complete=complete and not faults, faults=faults)


def shipped_print() -> str:
    """What tells whether a program brings along another store than before."""
    told = hashlib.sha256()
    for one in sorted((files("knowledge") / "curated").iterdir(), key=lambda one: one.name):
        if one.name.endswith(".yaml"):
            told.update(one.read_bytes())
    return told.hexdigest()


def shipped() -> Bundle:
    """The store that the program brings along."""
    with as_file(files("knowledge") / "curated") as folder:
        return read_curated([folder])


def bundle_of(
    documents: Iterable[YamlDocument], *, complete: bool = True, faults: Iterable[Fault] = ()
) -> Bundle:
    """The records of documents that were read; `faults` were found before. Raises InvalidFile."""
    found, documents = list(faults), list(documents)
    records: dict[str, list[Any]] = {field: [] for field in FIELD_OF.values()}
    examples: list[tuple[str, str]] = []
    lines: dict[tuple[str, str], str] = {}
    for document in documents:
        wrong = list(_shape_faults(document))
        found += wrong
        if wrong:
            complete = False
            continue
        for field, kind, place, record in _records(document):
            where = f"{document.path}:{document.line(place)}"
            key = (kind, identity_of(record))
            if key in lines:
                reason = Wording(
                    'The {kind} "{id}" is given a second time; the first is at {where}.',
                    kind=Wording(kind),
                    id=key[1],
                    where=lines[key],
                )
                found.append(document.fault((*place, "id"), reason))
                continue
            lines[key] = where
            records[field].append(record)
            if isinstance(record, Statement):
                lines.update(_quote_lines(document, place, record))
                found += [document.fault(place, reason) for reason in unsound(record)]
        examples += [
            (language, text)
            for language, texts in (document.values.get("examples") or {}).items()
            for text in texts
        ]
    fields: dict[str, Any] = {field: tuple(values) for field, values in records.items()}
    bundle = Bundle(
        **fields,
        examples=tuple(dict.fromkeys(examples)),
        lines=lines,
        cleaned=tuple(
            Refusal(f"{one.path}:{one.line}", one.reason)
            for document in documents
            for one in document.cleaned
        ),
        whole=True,
    )
    if complete:
        found += reference_faults(bundle)
    if found:
        raise InvalidFile(found)
    return bundle


def _quote_lines(
    document: YamlDocument, place: Way, statement: Statement
) -> Iterator[tuple[tuple[str, str], str]]:
    """Where paragraphs and quotations stand, for the check against the article."""
    for index, appearance in enumerate(statement.appearances):
        here = (*place, "appearances", index)
        line = document.line((*here, "paragraphs"))
        yield ("paragraphs", f"{statement.id} {index}"), f"{document.path}:{line}"
        for number in range(len(appearance.quotes)):
            line = document.line((*here, "quotes", number))
            yield ("quote", f"{statement.id} {index} {number}"), f"{document.path}:{line}"


def _expanded(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(one for one in path.iterdir() if one.suffix in {".yaml", ".yml"})
        if not inside:
            reason = Wording("The folder holds no .yaml file; give a file or another folder.")
            raise InvalidFile([Fault(str(path), None, reason)])
        yield from inside


def _shape_faults(document: YamlDocument) -> Iterator[Fault]:
    if not isinstance(document.values, dict):
        yield document.fault(
            (), Wording("A curated file begins with keys, as `article:` or `concepts:`.")
        )
        return
    try:
        CuratedFile.model_validate(document.values)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            yield document.fault(one["loc"], sentence(one["loc"], one["type"], one["msg"]))


def _records(document: YamlDocument) -> Iterator[tuple[str, str, Way, Entry | Relation]]:
    if document.values.get("article"):
        plain = tidy(document.values["article"])
        yield "articles", "article", ("article",), from_plain(Article, plain)
    for kind, field in FIELD_OF.items():
        for index, plain in enumerate(document.values.get(field) or []):
            yield field, kind, (field, index), from_plain(TYPE_OF[kind], tidy(plain))


_GAP = re.compile(r"\n[ \t\r]*\n\s*")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ", "'") | dict.fromkeys("“”„‟″«»", '"') | {"…": "..."}
)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's text in blocks: the title, then paragraphs that count from 1."""

    blocks: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "ArticleText":
        """Blocks are parted by empty lines."""
        text = text.replace("\r\n", "\n").removeprefix("\ufeff").strip()
        return cls(tuple(_folded(block) for block in _GAP.split(text)))

    @property
    def count(self) -> int:
        """How many paragraphs there are after the title."""
        return len(self.blocks) - 1

    def holding(self, quote: str) -> list[int]:
        """The paragraphs that hold these words, whatever the form of quotation marks and spaces."""
        words = _folded(quote)
        return [number for number, block in enumerate(self.blocks[1:], start=1) if words in block]


def check_quotations(bundle: Bundle, folder: Path) -> list[Fault]:
    """Every article by its SHA-256, every paragraph number, every quotation in its paragraph.

    Args:
        bundle: curated records; articles without SHA-256 were never at hand and are passed over.
        folder: holds the articles' texts in files of any name.

    Raises:
        InvalidFile: the folder cannot be read.
    """
    texts = _texts(folder)
    faults: list[Fault] = []
    for article in bundle.articles:
        if article.sha256 and article.sha256 not in texts:
            reason = (
                f'No file in {folder} has the SHA-256 of the article "{article.id}"; '
                "put its text there or correct the SHA-256."
            )
            faults.append(_fault(bundle, ("article", article.id), reason))
    hashes = {article.id: article.sha256 for article in bundle.articles}
    for statement in bundle.statements:
        for index, appearance in enumerate(statement.appearances):
            text = texts.get(hashes.get(appearance.article) or "")
            if text is not None:
                faults += _appearance_faults(bundle, statement, index, appearance, text)
    return faults


def _appearance_faults(
    bundle: Bundle, statement: Statement, index: int, appearance: Appearance, text: ArticleText
) -> Iterator[Fault]:
    for number in appearance.paragraphs:
        if number > text.count:
            reason = (
                f"There is no paragraph {number}; the article has {text.count} after its title."
            )
            yield _fault(bundle, ("paragraphs", f"{statement.id} {index}"), reason)
    for place, quote in enumerate(appearance.quotes):
        found = text.holding(quote)
        if not found:
            reason = f"The words “{quote}” do not stand in the article; quote it exactly."
        elif appearance.paragraphs and not set(found) & set(appearance.paragraphs):
            stands = ", ".join(str(number) for number in found)
            given = ", ".join(str(number) for number in appearance.paragraphs)
            reason = f"The words “{quote}” stand in paragraph {stands}, not {given}."
        else:
            continue
        yield _fault(bundle, ("quote", f"{statement.id} {index} {place}"), reason)


def _fault(bundle: Bundle, key: tuple[str, str], reason: str) -> Fault:
    owner = ("statement", key[1].split(" ")[0])
    where = bundle.lines.get(key) or bundle.lines.get(owner) or "the store"
    path, _, line = where.rpartition(":")
    return Fault(path, int(line), reason) if line.isdigit() else Fault(where, None, reason)


def _texts(folder: Path) -> dict[str, ArticleText]:
    if not folder.is_dir():
        raise InvalidFile([Fault(str(folder), None, "There is no such folder of articles.")])
    texts = {}
    try:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.stat().st_size <= MAX_BYTES:
                content = path.read_bytes()
                text = content.decode("utf-8", "replace")
                texts[hashlib.sha256(content).hexdigest()] = ArticleText.of(text)
    except OSError as error:
        reason = f"The folder of articles cannot be read ({error.strerror})."
        raise InvalidFile([Fault(str(error.filename or folder), None, reason)]) from error
    return texts


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return _SPACE.sub(" ", text).strip()
