"""What differs between two states of a record, a line a field, as a person reads it."""

from collections.abc import Iterable, Mapping

from knowledge.curation.article_head import head_labels
from knowledge.curation.value_names import value_names
from knowledge.domain import Line, NotFound, Span, Style
from knowledge.domain.dates import Edtf, NotEdtf
from knowledge.editing import FieldChange, Mark, word_difference
from knowledge.storage import Store
from knowledge.translations import Words

CONTEXT = 80
"""Characters of unchanged words that stand on each side of what differs."""

_STYLES = {Mark.KEPT: Style.PLAIN, Mark.REMOVED: Style.STRUCK, Mark.ADDED: Style.STRONG}


def word_by_word(before: str, after: str) -> Line:
    """One line in which struck words are gone and strong words are new."""
    pieces = word_difference(before, after)
    spans: list[Span] = []
    for number, piece in enumerate(pieces):
        words = piece.text
        if piece.mark is Mark.KEPT and len(pieces) > 1:
            words = _shortened(words, first=number == 0, last=number == len(pieces) - 1)
        if piece.mark is Mark.ADDED and number and pieces[number - 1].mark is Mark.REMOVED:
            spans.append(Span(" "))
        spans.append(Span(words, _STYLES[piece.mark]))
    return tuple(span for span in spans if span.text)


def _shortened(words: str, *, first: bool, last: bool) -> str:
    """Unchanged words near a difference: what is far from it is left out."""
    head = "" if first else words[:CONTEXT]
    tail = "" if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + 3:
        return words
    return f"{head}…{tail}"


_IDS = frozenset(
    {"speaker", "incident", "part_of", "places", "within", "article", "derived_from", "merged_into"}
)
_DATES = frozenset({"said", "about", "when", "published", "reviewed", "review_due"})


def field_labels(words: Words) -> Mapping[str, str]:
    """What the parts of records are called, by the last word of their path."""
    return {
        "claim": words.say("Claim"),
        "speaker": words.say("Speaker"),
        "incident": words.say("Incident"),
        "kind": words.say("Kind"),
        "polarity": words.say("Affirmed or negated"),
        "said": words.say("Date said"),
        "about": words.say("Date of what it is about"),
        "places": words.say("Places"),
        "attribution": words.say("Attribution"),
        "paragraphs": words.say("Paragraph"),
        "quotes": words.say("Quoted words"),
        "cue": words.say("Cue verb"),
        "access": words.say("Who could hear it"),
        "channel": words.say("Where it was said"),
        "value": words.say("Figure"),
        "qualifier": words.say("How exactly"),
        "unit": words.say("Unit"),
        "what": words.say("What is counted"),
        "notes": words.say("Editor's note"),
        "phrasings": words.say("Ways of asking"),
        "missing": words.say("What is missing"),
        "review_due": words.say("Review due"),
        "state": words.say("State"),
        "reason": words.say("Reason"),
        "name": words.say("Name"),
        "role": words.say("Role"),
        "party": words.say("Party to the matter"),
        "aliases": words.say("Other names"),
        "when": words.say("Date"),
        "part_of": words.say("Part of"),
        "within": words.say("Within"),
        "merged_into": words.say("Became one with"),
        "article": words.say("Article"),
        **head_labels(words),
    }


def difference_lines(changes: Iterable[FieldChange], words: Words, store: Store) -> list[Line]:
    """A line for each part that differs; struck words are gone, strong ones are new."""
    labels, values = field_labels(words), _values(words)
    lines: list[Line] = []
    for change in changes:
        path = change.field.split(".")
        known = [part for part in path if part in labels]
        if path[0] == "figures" and "text" in path:
            continue  # the claim says the same
        label = labels[known[-1]] if known else change.field
        language = f" ({path[-1]})" if len(path) > 1 and len(path[-1]) == 2 else ""  # noqa: PLR2004  # a code of a language
        name = known[-1] if known else ""
        before, after = (
            _said(each, name, values, words, store) for each in (change.before, change.after)
        )
        lines.append((Span(f"{label}{language}: ", Style.QUIET), *word_by_word(before, after)))
    return lines


def _values(words: Words) -> dict[str, str]:
    return {
        value: called for names in value_names(words).values() for value, called in names.items()
    }


def _said(text: str, name: str, values: Mapping[str, str], words: Words, store: Store) -> str:
    """A value as people say it: names instead of ids, dates and terms in words."""
    if name in _DATES:
        try:
            return Edtf.parse(text).named(words.language) if text else ""
        except NotEdtf:
            return text
    if name in _IDS:
        return ", ".join(_named(one, name, words, store) for one in text.split("\n") if one)
    if name in {"kind", "polarity", "attribution", "access", "qualifier"}:
        return values.get(text, text)
    if name == "party":
        return words.say("yes") if text == "True" else words.say("no")
    return text.replace("\n", "; ")


def _named(identity: str, name: str, words: Words, store: Store) -> str:
    records, language = store.records, words.language
    if name == "merged_into":
        for kind in ("speaker", "incident", "places"):
            if (called := _named(identity, kind, words, store)) != identity:
                return called
    try:
        if name == "speaker":
            return records.speaker(identity).name.in_language(language)
        if name in {"incident", "part_of"}:
            return records.incident(identity).name.in_language(language)
        if name in {"article", "derived_from"}:
            return records.article(identity).title
    except NotFound:
        return identity
    places = {one.id: one for one in records.places()}
    return places[identity].name.in_language(language) if identity in places else identity
