"""What a plain text says about itself in lines of its own at its head and foot."""

import re

_LABEL = {
    "title": "title", "headline": "title", "заголовок": "title",
    "author": "author", "by": "author", "автор": "author",
    "publisher": "publisher", "source": "publisher", "источник": "publisher", "джерело": "publisher",
    "date": "published", "published": "published", "дата": "published", "опубликовано": "published",
    "опубліковано": "published",
    "url": "url", "link": "url", "ссылка": "url", "посилання": "url",
}  # fmt: skip
_LINE = re.compile(r"(?P<label>[^\W\d_]{2,14})\s*:\s+(?P<value>\S.{0,300})")
_BYLINE = re.compile(r"By\s+(?P<author>[A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){1,5})")
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ADDRESS = re.compile(r"https?://\S+")
_BARE = (("url", _ADDRESS), ("published", _DAY), ("author", _BYLINE))
HEAD = 8
"""Paragraphs in which such lines are looked for."""


def noted(paragraphs: list[str]) -> tuple[dict[str, str], list[str]]:
    """(What the lines say, by field of an article; the paragraphs without those lines).

    Dates are taken as EDTF or not at all: "05/06/2024" could be two days.
    """
    said: dict[str, str] = {}
    left = []
    for number, paragraph in enumerate(paragraphs):
        field, value = _read(paragraph) if number < HEAD else (None, "")
        if field is None or field in said:
            left.append(paragraph)
        else:
            said[field] = value
    return said, left


def _read(paragraph: str) -> tuple[str | None, str]:
    for name, pattern in _BARE:
        if found := pattern.fullmatch(paragraph):
            return name, found[found.lastgroup or 0]
    line = _LINE.fullmatch(paragraph)
    field = _LABEL.get(line["label"].casefold()) if line else None
    if line is None or field is None:
        return None, ""
    wanted = {"published": _DAY, "url": _ADDRESS}.get(field)
    value = line["value"].strip()
    found = wanted.match(value) if wanted else None
    return (None, "") if wanted and not found else (field, found[0] if found else value)
