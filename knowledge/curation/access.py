"""Who may do what: looked up by numeric id at every single act, every refusal kept."""

import re

from knowledge.model import Conflict, Curator, NotAllowed, RefusedInput, Role, Standing
from knowledge.store import Store
from knowledge.wording import words_in

_MENU = "curator's menu"
"""The setting of a chat that says which menu of commands it has."""

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


class Access:
    """The roles: owners stand in the settings, curators and reviewers are granted theirs.

    Nothing is remembered between two questions: another process may have granted or revoked since.

    Args:
        store: keeps grants and refusals.
        owners: numeric Telegram ids.
    """

    def __init__(self, store: Store, owners: frozenset[int]) -> None:
        self._store = store
        self._owners = owners

    def role(self, user: int | None) -> Role | None:
        """What the person is, as the database says now."""
        if user is None:
            return None
        return self._held(user, None if user in self._owners else self._store.role_of(user))

    def standing(self, user: int) -> Standing:
        """The role and the menu of a person in one look, for every message in a private chat."""
        role, menu = self._store.role_and_preference(user, _MENU)
        return Standing(self._held(user, role), menu or "")

    def _held(self, user: int, granted: Role | None) -> Role | None:
        """What counts: an owner is one by the settings alone, whatever a restored row says."""
        if user in OF_MANY:
            return None
        if user in self._owners:
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
        self._store.record_attempt(user, kept, why, update_id=update_id)

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
        self._store.set_preference(user, _MENU, menu or None)

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
        if role is Role.OWNER or user in self._owners:
            raise RefusedInput(words.say("Owners are named in the settings of the bot, not here."))
        self._store.grant(user, role, by.user)

    def revoke(self, by: Curator, user: int) -> bool:
        """Take a person's role away; False if there was none.

        Raises:
            NotAllowed: only owners may.
            RefusedInput: as `grant`.
        """
        self.require(by, Role.OWNER, f"revoke {user}")
        if user in self._owners:
            words = words_in(by.language)
            raise RefusedInput(words.say("Owners are named in the settings of the bot, not here."))
        return self._store.revoke(user)
