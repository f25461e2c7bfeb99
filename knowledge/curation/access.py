"""Who may do what: looked up by numeric id at every single act, every refusal kept."""

from knowledge.model import Conflict, Curator, NotAllowed, RefusedInput, Role
from knowledge.store import Store
from knowledge.wording import words_in

_MENU = "curator's menu"
"""The setting of a chat that says which menu of commands it has."""

_RANK = {Role.REVIEWER: 1, Role.CURATOR: 2, Role.OWNER: 3}


class Access:
    """The roles: owners stand in the settings, curators and reviewers are granted theirs.

    Args:
        store: keeps grants and refusals.
        owners: numeric Telegram ids.
    """

    def __init__(self, store: Store, owners: frozenset[int]) -> None:
        self._store = store
        self._owners = owners
        self._granted: dict[int, Role] | None = None
        self._menus: frozenset[int] | None = None

    def role(self, user: int | None) -> Role | None:
        """What the person is; remembered, so that readers cost no query each."""
        if user is None:
            return None
        if user in self._owners:
            return Role.OWNER
        if self._granted is None:
            self._granted = {grant.user: grant.role for grant in self._store.roles()}
        return self._granted.get(user)

    def may(self, user: int | None, needed: Role) -> bool:
        """Whether the person's role is this one or a higher one."""
        role = self.role(user)
        return role is not None and _RANK[role] >= _RANK[needed]

    def require(self, by: Curator, needed: Role, action: str) -> None:
        """See that the person may do it.

        Raises:
            NotAllowed: no; the attempt is kept.
        """
        if self.may(by.user, needed):
            return
        words = words_in(by.language)
        if self.role(by.user) is None:
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
        """Keep that something was refused."""
        self._store.record_attempt(user, action[:200], why, update_id=update_id)

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

    def had_menu(self, user: int) -> bool:
        """Whether a person's menu of commands was ever set."""
        if self._menus is None:
            self._menus = self._store.chats_with(_MENU)
        return user in self._menus

    def keep_menu(self, user: int, menu: str) -> bool:
        """Keep which menu a person has, "" for the readers'; False if it is that already."""
        if (self._store.preference(user, _MENU) or "") == menu:
            return False
        self._store.set_preference(user, _MENU, menu or None)
        self._menus = None
        return True

    def grant(self, by: Curator, user: int, role: Role) -> None:
        """Give a person a role.

        Raises:
            NotAllowed: only owners may.
            RefusedInput: owners are named in the settings, not in chat.
        """
        self.require(by, Role.OWNER, f"grant {role.value} to {user}")
        words = words_in(by.language)
        if role is Role.OWNER or user in self._owners:
            raise RefusedInput(words.say("Owners are named in the settings of the bot, not here."))
        self._store.grant(user, role, by.user)
        self._granted = None

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
        revoked = self._store.revoke(user)
        self._granted = None
        return revoked
