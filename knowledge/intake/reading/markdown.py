"""Markdown without its marks, so that spans and quotations are those of the words."""

import re

_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_FRONT = re.compile(r"\A---\n(?P<lines>.{0,4000}?)\n---\n", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{1,500})\]\([^)\n]{0,2000}\)")
_HEADING = re.compile(r"^#{1,6}[ \t]++(?P<text>[^\n]*+)", re.MULTILINE)
_LEAD = re.compile(r"^[ \t]{0,3}(?:>[ \t]?|[-*+][ \t]+|\d{1,3}[.)][ \t]+)", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE)
_STRONG = re.compile(r"(?<![\w\\])(\*\*|__|\*|_|`)(?=\S)(?P<text>[^\n*_`]{1,2000})(?<=\S)\1(?!\w)")
_TAG = re.compile(r"</?[a-zA-Z][^>\n]{0,500}>")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")


def plain_of(text: str) -> str:
    """The words of a Markdown text; front matter becomes lines of its own, code is left out."""
    front = _FRONT.match(text)
    if front:
        lines = [line.strip().replace('"', "") for line in front["lines"].split("\n")]
        text = "\n\n".join(lines) + "\n\n" + text[front.end() :]
    for pattern in (_FENCE, _IMAGE, _RULE, _TAG):
        text = pattern.sub("", text)
    text = _HEADING.sub(_heading, text)
    text = _LINK.sub(r"\g<text>", _LEAD.sub("", text))
    for _ in range(2):  # emphasis within emphasis
        text = _STRONG.sub(r"\g<text>", text)
    return _ESCAPED.sub(r"\1", text)


def _heading(found: re.Match[str]) -> str:
    return f"\n{found['text'].rstrip().rstrip('#').rstrip()}\n"
