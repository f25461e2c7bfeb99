"""What pydantic finds wrong, as sentences for the person who wrote the file."""

from collections.abc import Iterable

from knowledge.wording import Wording

SHOWN = 5
"""Characters that are named of those that were taken out."""


def sentence(place: tuple[str | int, ...], kind: str, message: str) -> str:
    """One sentence; `place`, `kind` and `message` as pydantic gives them."""
    words = [str(step) for step in place if isinstance(step, str)]
    name = words[-1] if words else "the line"
    match kind:
        case "missing":
            return Wording('"{name}" is missing; it is required here.', name=name)
        case "extra_forbidden":
            return Wording('"{name}" is no key that is known here; check its spelling.', name=name)
        case "value_error":
            said = message.removeprefix("Value error, ")
            return f'"{name}": {said}' if said.endswith(".") else f'"{name}": {said}.'
        case _:
            return f'"{name}": {message[:1].lower()}{message[1:]}.'


def without(unseen: Iterable[str]) -> Wording:
    """What was taken out of a row or a value before it was taken up."""
    return Wording(
        "Characters that nobody can see were taken out: {characters}.",
        characters=", ".join(sorted(unseen)[:SHOWN]),
    )
