"""What a simple line leaves out of a record, and the two put together again."""

from typing import Any

Plain = dict[str, Any]


def difference(simple: Plain, full: Plain) -> Plain:
    """What must be laid over `simple` to get `full`; None takes a key away.

    Mappings are compared key by key, lists of mappings of the same length one by one, so that a
    reader who edits the simple part of an exported line is heard.
    """
    more: Plain = {key: None for key in simple if key not in full}
    for key, value in full.items():
        if key not in simple:
            more[key] = value
        elif simple[key] != value:
            more[key] = _difference(simple[key], value)
    return more


def overlay(simple: Plain, more: Plain) -> Plain:
    """The record again: `overlay(simple, difference(simple, full)) == full`."""
    full = {key: value for key, value in simple.items() if key not in more}
    for key, value in more.items():
        if value is not None:
            full[key] = _overlay(simple[key], value) if key in simple else value
    return full


def _difference(simple: object, full: object) -> object:
    if isinstance(simple, dict) and isinstance(full, dict):
        return difference(simple, full)
    if _paired(simple, full):
        return [difference(one, other) for one, other in zip(simple, full, strict=True)]  # type: ignore[call-overload]  # `_paired` has looked
    return full


def _overlay(simple: object, more: object) -> object:
    if isinstance(simple, dict) and isinstance(more, dict):
        return overlay(simple, more)
    if _paired(simple, more):
        return [overlay(one, other) for one, other in zip(simple, more, strict=True)]  # type: ignore[call-overload]  # `_paired` has looked
    return more


def _paired(one: object, other: object) -> bool:
    return (
        isinstance(one, list)
        and isinstance(other, list)
        and len(one) == len(other)
        and all(isinstance(value, dict) for value in (*one, *other))
    )
