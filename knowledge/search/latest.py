"""The lexical index with what it does not have on disk yet, which is searched all the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.search.fresh import Fresh, Step
from knowledge.search.lexical import LexicalIndex, View

FEW = 2_000
"""Passages that are shown before they are durable; more are written down first."""


@dataclass(frozen=True)
class Unsaved:
    """What a commit has to write: steps, and the state of everything after them."""

    steps: Sequence[Step] = ()
    state: dict[str, Any] = field(default_factory=dict)


class Latest:
    """Takes steps, shows them and makes them durable, in this order or both at once.

    Args:
        lexical: the index on disk; nobody else writes to it.

    Attributes:
        view: everything shown so far.
        unsaved: what is shown and not durable.
    """

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical
        self.view: View = lexical.view()
        self.unsaved = Unsaved()
        self._steps: list[Step] = []
        self._fresh = Fresh()
        self._handed = 0
        self._spilt = False

    def add(self, key: str, slot: int, fields: Mapping[str, Sequence[str]]) -> None:
        """Put a passage: per field its terms, none of which has a space."""
        self._steps.append(Step(key, slot, fields))

    def delete(self, key: str) -> None:
        """Take off all passages of a document that were put before."""
        self._steps.append(Step(key))

    @property
    def many(self) -> bool:
        """Whether more was put than can be shown before it is durable."""
        return self._spilt or len(self._steps) > FEW

    def show(self, state: dict[str, Any]) -> None:
        """Let `view` hold all steps; not where they are `many`."""
        self._fresh = self._fresh.after(self._steps[len(self.unsaved.steps) :])
        self.view = self.view.with_fresh(self._fresh)
        self.unsaved = Unsaved(tuple(self._steps), state)

    def save(self, state: dict[str, Any]) -> None:
        """Make all steps durable and show them; not during `write_down`."""
        everything = Unsaved(tuple(self._steps), state)
        self.write_down(everything)
        self.unsaved = everything
        self.written(everything)

    def write_down(self, unsaved: Unsaved) -> None:
        """Make durable what is shown; the slow part, while steps may be added and shown."""
        self._lexical.write(unsaved.steps[self._handed :])
        self._handed = len(unsaved.steps)
        self._lexical.commit(unsaved.state)

    def written(self, unsaved: Unsaved) -> None:
        """Read from the disk what `write_down` has made durable."""
        done = len(unsaved.steps)
        del self._steps[:done]
        self._handed -= done
        self._spilt = False
        self.unsaved = Unsaved(self.unsaved.steps[done:], self.unsaved.state)
        self._fresh = Fresh().after(self.unsaved.steps)
        self.view = self._lexical.view().with_fresh(self._fresh)

    def spill(self) -> None:
        """Hand on what is too much to be kept here until it is saved; not during `write_down`."""
        if not self.many:
            return
        self._lexical.write(self._steps[self._handed :])
        self._steps.clear()
        self.unsaved = Unsaved((), self.unsaved.state)
        self._handed, self._spilt = 0, True

    def close(self) -> None:
        """Let the folder go."""
        self._lexical.close()
