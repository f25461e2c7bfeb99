"""Which parts of a database's address are secret: in a URL, in its query, in a key=value string."""

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote, unquote_plus

_TELLING = ("pass", "pwd", "secret", "token", "scram")
"""Stand in the names of whatever libpq and its like take a password, or the file of one, by."""

_SETTING = re.compile(r"([A-Za-z_]{1,64})(\s{0,8}=\s{0,8})('(?:[^'\\]|\\.)*'|(?:[^\s&;'\\]|\\.)*)")
"""`name=value` of a connection string, quoted or not."""

_PART = re.compile(r"([^=&;?]{1,64})=([^&;]*)")
"""`name=value` of a query."""

_ESCAPE = re.compile(r"%[0-9A-F]{2}")
_SLASHED = re.compile(r"\\(.)")
_COLON = re.compile(r"(?<!\\):")
"""Between two fields of a line in a file of passwords."""

LARGEST = 100_000
"""Bytes of a file of passwords that are read."""

HIDDEN = "***"


def is_secret(name: str) -> bool:
    """Whether a parameter of a connection holds a password, or says where one is."""
    folded = unquote(name).casefold()
    return any(word in folded for word in _TELLING)


def passwords_in(address: str) -> frozenset[str]:
    """Every password in an address, as it is written there and as it is meant."""
    found = {
        form
        for written in _written(address)
        for form in (written, unquote(written), unquote_plus(written))
    }
    return frozenset(found - {""})


def without_passwords(address: str) -> str:
    """The address as it may be shown."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return _SETTING.sub(_hidden, address)
    main, asks, query = rest.partition("?")
    if "@" in main or "@" in query:  # a password may hold a question mark
        whole = main if "@" in main else rest
        user, colon, _ = whole.rpartition("@")[0].partition(":")
        if colon:
            tail = whole.rpartition("@")[2]
            main, asks, query = (
                f"{user}:{HIDDEN}@{tail}{asks}{query}".partition("?")
                if (whole is main)
                else f"{user}:{HIDDEN}@{tail}".partition("?")
            )
    return f"{scheme}{mark}{main}{asks}{_PART.sub(_hidden_part, query)}"


def environment_passwords(environment: Mapping[str, str], home: Path) -> frozenset[str]:
    """What libpq would take from the environment, and from the file of passwords.

    Args:
        environment: of the process.
        home: where the file is looked for that nothing names.
    """
    named = {
        value for name, value in environment.items() if name in {"PGPASSWORD", "PGSSLPASSWORD"}
    }
    file = environment.get("PGPASSFILE")
    return frozenset(named | _in_file(Path(file) if file else home / ".pgpass")) - {""}


def file_passwords(address: str) -> frozenset[str]:
    """The passwords in the file that an address names."""
    files = [unquote(value) for name, value in _settings(address) if "passfile" in name.casefold()]
    return frozenset(one for file in files for one in _in_file(Path(file)))


def forms(secret: str) -> frozenset[str]:
    """The ways in which a secret may be written: in a URL, in JSON, in Python, in HTML, in a header."""
    quoted = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    lower = {_ESCAPE.sub(lambda found: found[0].lower(), one) for one in quoted}
    told = {*_literals(secret), repr(secret.encode("utf-8", "replace"))[2:-1], html.escape(secret)}
    raw = secret.encode("utf-8", "replace")
    coded = {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
    # What is in JSON or Python may be put into either once more.
    again = {form for one in told for form in _literals(one)}
    return frozenset({secret, *quoted, *lower, *told, *coded, *again} - {""})


def _literals(text: str) -> set[str]:
    """A text within a string of JSON or of Python."""
    return {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], repr(text)[1:-1]}


def _written(address: str) -> Iterable[str]:
    rest = address.partition("://")[2]
    if rest:
        # Where a password holds an @, a / or a ?, programs differ in where they see its end.
        for whole in (rest.partition("?")[0], rest):
            _, colon, after = whole.partition(":")
            if colon and "@" in after:
                yield after.partition("@")[0]
                yield after.rpartition("@")[0]
    for name, value in _settings(address):
        if is_secret(name):
            yield value


def _settings(address: str) -> Iterable[tuple[str, str]]:
    """The named parameters: of a query, or of a connection string."""
    rest = address.partition("://")[2]
    if rest:
        yield from _PART.findall(rest.partition("?")[2])
        return
    for name, _, value in _SETTING.findall(address):
        bare = value[1:-1] if value.startswith("'") else value
        yield name, _SLASHED.sub(r"\1", bare)


def _hidden(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{HIDDEN}" if is_secret(found[1]) else found[0]


def _hidden_part(found: re.Match[str]) -> str:
    return f"{found[1]}={HIDDEN}" if is_secret(found[1]) else found[0]


def _in_file(file: Path) -> set[str]:
    """The last field of each line, as libpq reads it: host:port:database:user:password."""
    lines: list[str] = []
    with suppress(OSError, ValueError), file.open("rb") as opened:
        lines = opened.read(LARGEST).decode("utf-8", "replace").splitlines()
    fields = (_COLON.split(line, maxsplit=4) for line in lines if not line.startswith("#"))
    return {_SLASHED.sub(r"\1", each[4]) for each in fields if len(each) == 5} - {""}  # noqa: PLR2004  # the five fields
