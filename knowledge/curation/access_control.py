"""Who may do what, looked up by numeric id at every act, and what waits for a confirming press."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.curation.change_wording import page, text
from knowledge.curation.workflow import DONE, OPEN, Task, Tasks
from knowledge.domain import (
    Action,
    Conflict,
    Curator,
    Message,
    NotAllowed,
    NotFound,
    Page,
    Part,
    RefusedInput,
    Role,
    Standing,
    number_in,
)
from knowledge.storage import Store
from knowledge.translations import cut, words_in

OF_MANY = frozenset({777_000, 136_817_688, 1_087_968_824})
"""Numbers in whose name Telegram brings what channels and anonymous administrators write."""

LONGEST = 200
"""Characters that are kept of what was refused to somebody who keeps the store."""

_OURS = re.compile(
    r"(/?[a-z_]{1,16})((?: (?:an?|of|article|draft|question|task)\b)*)", re.IGNORECASE
)


def without_words(action: str) -> str:
    """What was tried, in our words: the command or the button, not what was typed after it."""
    ours = _OURS.match(action)
    return "".join(ours.groups()).casefold() if ours else ""


class AccessControl:
    """The roles: owners stand in the settings, curators and reviewers are granted theirs.

    Nothing is remembered between two questions: another process may have granted or revoked since.

    Args:
        store: keeps grants and refusals.
        owners: numeric Telegram ids.
    """

    def __init__(self, store: Store, owners: frozenset[int]) -> None:
        self._store = store
        self.named_owners = owners

    @property
    def owners(self) -> frozenset[int]:
        """Numeric ids, from the settings."""
        return self.named_owners

    def role(self, user: int | None) -> Role | None:
        """What the person is, as the database says now."""
        if user is None:
            return None
        return self._held(
            user, None if user in self.named_owners else self._store.roles.role_of(user)
        )

    def standing(self, user: int) -> Standing:
        """The role and the menu of a person in one look, for every message in a private chat."""
        role, menu = self._store.roles.role_and_menu(user)
        return self.counted(user, Standing(role, menu or ""))

    def counted(self, user: int, granted: Standing) -> Standing:
        """What counts of what was granted to a person."""
        return Standing(self._held(user, granted.role), granted.menu)

    def _held(self, user: int, granted: Role | None) -> Role | None:
        """What counts: an owner is one by the settings alone, whatever a restored row says."""
        if user in OF_MANY:
            return None
        if user in self.named_owners:
            return Role.OWNER
        return None if granted is Role.OWNER else granted

    def may(self, user: int | None, needed: Role) -> bool:
        """Whether the person's role is this one or a higher one."""
        role = self.role(user)
        return role is not None and role.covers(needed)

    def require(self, by: Curator, needed: Role, action: str) -> None:
        """See that the person may do it.

        Raises:
            NotAllowed: no; the attempt is kept.
        """
        role = self.role(by.user)
        if role is not None and role.covers(needed):
            return
        words = words_in(by.language)
        if role is None:
            said = words.say(
                "Only the people who keep the store may do this. If you are one of them, ask the "
                "owner to grant you a role: your number is {number}.",
                number=by.user,
            )
        else:
            said = words.say("Your role does not cover this: it takes a higher one.")
        self.refuse(by.user, action, f"needs {needed.value}", by.update_id)
        raise NotAllowed(said)

    def refuse(self, user: int | None, action: str, why: str, update_id: int | None) -> None:
        """Keep that something was refused: of a stranger what they tried, not their words."""
        kept = action[:LONGEST] if self.role(user) is not None else without_words(action)
        self._store.roles.record_attempt(user, kept, why, update_id=update_id)

    def not_theirs(self, by: Curator, action: str) -> NotAllowed:
        """The refusal, kept, of what somebody else has begun."""
        self.refuse(by.user, action, "not theirs", by.update_id)
        said = words_in(by.language).say("This is another curator's work: begin your own.")
        return NotAllowed(said)

    def used_before(self, by: Curator, action: str) -> Conflict:
        """The refusal, kept, of a button or form that did what it should already."""
        self.refuse(by.user, action, "used before", by.update_id)
        words = words_in(by.language)
        return Conflict(words.say("This was pressed or answered already; nothing was done again."))

    def keep_menu(self, user: int, menu: str) -> None:
        """Keep which menu a person has, "" for the readers'."""
        self._store.roles.keep_menu(user, menu or None)

    def grant(self, by: Curator, user: int, role: Role) -> None:
        """Give a person a role.

        Raises:
            NotAllowed: only owners may.
            RefusedInput: owners are named in the settings, not in chat.
        """
        self.require(by, Role.OWNER, f"grant {role.value} to {user}")
        words = words_in(by.language)
        if user in OF_MANY or not user:
            raise RefusedInput(
                words.say("Behind this number stand many people: a role is given to one person.")
            )
        if role is Role.OWNER or user in self.named_owners:
            raise RefusedInput(words.say("Owners are named in the settings of the bot, not here."))
        self._store.roles.grant(user, role, by.user)

    def revoke(self, by: Curator, user: int) -> bool:
        """Take a person's role away; False if there was none.

        Raises:
            NotAllowed: only owners may.
            RefusedInput: as `grant`.
        """
        self.require(by, Role.OWNER, f"revoke {user}")
        if user in self.named_owners:
            words = words_in(by.language)
            raise RefusedInput(words.say("Owners are named in the settings of the bot, not here."))
        return self._store.roles.revoke(user)


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


class PendingConfirmations:
    """Keeps what waits for a press, and lets it be taken once."""

    def __init__(self, access: AccessControl, tasks: Tasks) -> None:
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
