"""Everything that can go wrong in a way that a person can mend.

AccordingToError
├── RefusedInput      a file, a line or a message that cannot be taken; says where and why
│   └── InvalidFile   the same with the places in a file
├── NotFound          an id that the store does not hold
├── Conflict          somebody else changed it first
├── NotAllowed        the person has not the right
└── StoreProblem      the database cannot be used: unknown scheme, read-only, full
    ├── SchemaProblem its tables are of a later release, or of none
    └── StoreLost     its file is gone, or another one stands in its place
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.translations import Words


class AccordingToError(Exception):
    """One clear sentence that says what is wrong and what to do."""

    def told(self, words: Words) -> str:
        """The sentence in a language that it can be told in, else as it is."""
        return words.again(self.args[0]) if self.args else ""


class RefusedInput(AccordingToError):
    """Something that a person gave cannot be taken."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file.

    Args:
        path: the file as the person named it.
        line: 1-based line, or None where the whole file is meant.
        reason: a sentence that says what is wrong and what would be right.
    """

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        """File, line and reason as compilers print them."""
        return self._at_place(self.reason)

    def told(self, words: Words) -> str:
        """The same with the reason in another language."""
        return self._at_place(words.again(self.reason))

    def _at_place(self, reason: str) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.path}{line}: {reason}"


class InvalidFile(RefusedInput):
    """A file is refused; `faults` says where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def told(self, words: Words) -> str:
        """A line for each fault."""
        return "\n".join(fault.told(words) for fault in self.faults)


class NotFound(AccordingToError):
    """The store holds nothing under this id."""


class Conflict(AccordingToError):
    """Somebody else changed the same thing first; look at it and try again."""


class NotAllowed(AccordingToError):
    """The person has not the right to do this."""


class StoreProblem(AccordingToError):
    """The database cannot be used as it is.

    Attributes:
        passing: whether the same may succeed a little later: the database is away, full or held.
    """

    passing = False


class SchemaProblem(StoreProblem):
    """The tables are not such as this release knows."""


class StoreLost(StoreProblem):
    """The file of the database was deleted, moved or replaced.

    Args:
        sentence: that says so.
        replaced: whether another one stands in its place.
    """

    passing = True

    def __init__(self, sentence: str, *, replaced: bool = False) -> None:
        super().__init__(sentence)
        self.replaced = replaced
