"""What waits for one press: a command of an anonymous administrator, a file to be taken up."""

from collections.abc import Mapping
from dataclasses import replace

from knowledge.curation.access import Access
from knowledge.curation.previews import page, text
from knowledge.curation.tasks import DONE, OPEN, Task, Tasks
from knowledge.model import (
    Action,
    Curator,
    Message,
    NotFound,
    Page,
    Part,
    Role,
)
from knowledge.wording import words_in

ANYBODY = 0
"""Holder of what any curator may confirm; no person has this id."""


class Waiting:
    """Keeps what waits for a press, and lets it be taken once."""

    def __init__(self, access: Access, tasks: Tasks) -> None:
        self._access = access
        self._tasks = tasks

    def anonymous(self, by: Curator, name: str, line: str) -> Page:
        """Ask who gave a command in the name of a group; the press tells."""
        words = words_in(by.language)
        task = self._tasks.begin(ANYBODY, "anonymous", {"name": name, "line": line})
        said = words.say("I cannot see who you are. If you are a curator, press the button.")
        button = Action("anonymous", subject(task), words.say("It is me"))
        return Page(Message(page((Part.ANSWER, [text(said)])), ((button,),)))

    def put(self, by: Curator, verb: str, answers: Mapping[str, str]) -> Task:
        """Keep something until its holder presses a button."""
        return self._tasks.begin(by.user, verb, answers)

    def taken(self, by: Curator, pressed: str) -> Task:
        """What a button stands for, taken so that no second press gets it; raises as `seen`."""
        return self.done(self.seen(by, pressed))

    def done(self, task: Task) -> Task:
        """Mark it as taken."""
        return self._tasks.keep(replace(task, state=DONE))

    def seen(self, by: Curator, pressed: str) -> Task:
        """What a button stands for; it stays where it is until it is done.

        Raises:
            NotAllowed: they may not, or it is somebody else's; the attempt is kept.
            Conflict: it was taken before.
            NotFound: there is no such button.
        """
        words = words_in(by.language)
        number, _, version = pressed.partition(".")
        self._access.require(by, Role.REVIEWER, f"button {pressed}")
        if not (number.isdecimal() and version.isdecimal()):
            raise NotFound(words.say("This button belongs to nothing any more."))
        task = self._tasks.task(int(number))
        if task.holder not in {ANYBODY, by.user}:
            raise self._access.not_theirs(by, f"button of {task.verb}")
        if task.state != OPEN or task.version != int(version):
            raise self._access.used_before(by, f"button of {task.verb}")
        return task


def subject(task: Task) -> str:
    """What the button of a task carries."""
    return f"{task.number}.{task.version}"
