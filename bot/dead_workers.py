"""What a supervisor tells the worker that it starts about those that it replaces."""

import json
import os
from collections.abc import Iterable

from bot.settings import PREFIX
from knowledge.domain import Fallen

FALLEN = f"{PREFIX}FALLEN"
"""Where a worker finds it."""


def written(fallen: Iterable[Fallen]) -> str:
    """As the value of an environment variable."""
    return json.dumps([[one.name, sorted(one.begun or ()), one.by_itself] for one in fallen])


def fallen_before() -> list[Fallen]:
    """The workers that this one replaces; none where nobody started it."""
    given = json.loads(os.environ.get(FALLEN) or "[]")
    return [Fallen(name, frozenset(begun), by_itself) for name, begun, by_itself in given]
