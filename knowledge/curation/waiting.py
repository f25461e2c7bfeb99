"""What waits for one press: a command of an anonymous administrator, a file to be taken up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.answering.compose.spans import cut
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
    number_in,
)
from knowledge.wording import words_in

ANYBODY = 0
"""Holder of what any curator may confirm; no person has this id."""

ANONYMOUS = "anonymous"
_SHOWN, _LABEL = 300, 60
"""Characters of a command that are shown, and of a button."""


@dataclass(frozen=True, slots=True)
class Given:
    """A command as it was typed.

    Args:
        name: without the slash.
        line: what stands after it.
    """

    name: str
    line: str

    @property
    def shown(self) -> str:
        """On one line, cut where it is long."""
        return cut(f"/{self.name} {' '.join(self.line.split())}".strip(), _SHOWN)


class Waiting:
    """Keeps what waits for a press, and lets it be taken once."""

    def __init__(self, access: Access, tasks: Tasks) -> None:
        self._access = access
        self._tasks = tasks

    def anonymous(
        self, by: Curator, given: Given, needed: Role, change: str, about: str | None = None
    ) -> Page:
        """Ask who gave a command in the name of a group; the press tells.

        Whoever presses is told what they put their name to: the command, the person, the change.

        Args:
            by: the group's anonymous administrator.
            given: the command.
            needed: the least role of whoever may press.
            change: what the command would do, in a sentence.
            about: the id of the statement in the message that was replied to.
        """
        words = words_in(by.language)
        kept = {"name": given.name, "line": given.line, "chat": str(by.chat), "needed": needed}
        task = self._tasks.begin(
            ANYBODY, ANONYMOUS, kept | ({"about": about} if about is not None else {})
        )
        shown = given.shown
        lines = [
            words.say(
                "Somebody gives a command in the name of this group: {command}", command=shown
            ),
            change,
            words.say("If it was you, press the button: it is done in your name, by your right."),
        ]
        label = cut(f"{words.say('It is me')}: {shown}", _LABEL)
        button = Action(ANONYMOUS, subject(task), label)
        said = [text(one) for one in lines]
        return Page(Message(page((Part.ANSWER, said)), ((button,),)))

    def named(self, by: Curator, pressed: str) -> Task:
        """The command of an anonymous administrator, taken by whoever says that it is theirs.

        Raises:
            NotAllowed: they may not give this command; it stays for whoever may.
            NotFound: it was given in another chat; and as `seen`.
        """
        task = self.seen(by, pressed, ANONYMOUS)
        known = task.answers
        if known.get("chat") != str(by.chat):
            self._access.refuse(by.user, f"button of {task.verb}", "elsewhere", by.update_id)
            raise NotFound(words_in(by.language).say("This button belongs to nothing any more."))
        self._access.require(by, Role(known["needed"]), f"/{known['name']} {known['line']}")
        return self.done(task)

    def put(self, by: Curator, verb: str, answers: Mapping[str, str]) -> Task:
        """Keep something until its holder presses a button."""
        return self._tasks.begin(by.user, verb, answers)

    def taken(self, by: Curator, pressed: str, verb: str) -> Task:
        """What a button stands for, taken so that no second press gets it; raises as `seen`."""
        return self.done(self.seen(by, pressed, verb))

    def done(self, task: Task) -> Task:
        """Mark it as taken."""
        return self._tasks.keep(replace(task, state=DONE))

    def seen(self, by: Curator, pressed: str, verb: str) -> Task:
        """What a button of this kind stands for; it stays where it is until it is done.

        Raises:
            NotAllowed: they may not, or it is somebody else's; the attempt is kept.
            Conflict: it was taken before.
            NotFound: there is no such button.
        """
        words = words_in(by.language)
        self._access.require(by, Role.REVIEWER, f"button {pressed}")
        number, version = map(number_in, pressed.partition(".")[::2])
        if number is None or version is None:
            raise NotFound(words.say("This button belongs to nothing any more."))
        task = self._tasks.task(number)
        if task.verb != verb:
            raise NotFound(words.say("This button belongs to nothing any more."))
        if task.holder not in {ANYBODY, by.user}:
            raise self._access.not_theirs(by, f"button of {task.verb}")
        if task.state != OPEN or task.version != version:
            raise self._access.used_before(by, f"button of {task.verb}")
        return task


def subject(task: Task) -> str:
    """What the button of a task carries."""
    return f"{task.number}.{task.version}"
