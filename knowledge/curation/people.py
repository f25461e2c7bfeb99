"""Who keeps the store: granted, revoked and listed by numeric id."""

from knowledge.curation.access import Access
from knowledge.curation.previews import page, text
from knowledge.curation.review import NOBODY, SECOND
from knowledge.model import Curator, Message, Page, Part, RefusedInput, Role
from knowledge.store import Store
from knowledge.wording import words_in


class People:
    """Grants and revokes, as pages."""

    def __init__(self, store: Store, access: Access) -> None:
        self._store = store
        self._access = access

    def grant(self, by: Curator, line: str) -> Page:
        """Give a role: `/grant 123456789 curator`; raises NotAllowed and RefusedInput."""
        words = words_in(by.language)
        user, _, named = line.strip().partition(" ")
        role = (named.strip() or Role.CURATOR.value).casefold()
        self._access.require(by, Role.OWNER, f"/grant {line}")
        if not user.isdecimal() or role not in {Role.CURATOR, Role.REVIEWER}:
            raise RefusedInput(
                words.say("Write a numeric id and a role: /grant 123456789 curator (or reviewer).")
            )
        self._access.grant(by, int(user), Role(role))
        return _said(words.say("{number} is {role} from now on.", number=user, role=role))

    def revoke(self, by: Curator, line: str) -> Page:
        """Take a role away: `/revoke 123456789`; raises NotAllowed and RefusedInput."""
        words = words_in(by.language)
        user = line.strip()
        self._access.require(by, Role.OWNER, f"/revoke {line}")
        if not user.isdecimal():
            raise RefusedInput(words.say("Write a numeric id: /revoke 123456789."))
        if self._access.revoke(by, int(user)):
            return _said(words.say("{number} has no role any more.", number=user))
        return _said(words.say("{number} had no role.", number=user))

    def listed(self, by: Curator) -> Page:
        """Who holds which role; raises NotAllowed."""
        self._access.require(by, Role.OWNER, "/roles")
        words = words_in(by.language)
        lines = [f"{one.user}: {one.role.value}, {one.at:%Y-%m-%d}" for one in self._store.roles()]
        return _said(*(lines or [words.say("Nobody but the owners has a role.")]))

    def second(self, by: Curator, wanted: bool) -> Page:
        """Whether two people must see a draft; raises NotAllowed."""
        self._access.require(by, Role.OWNER, "/review second")
        words = words_in(by.language)
        self._store.set_preference(NOBODY, SECOND, "on" if wanted else None)
        if wanted:
            return _said(words.say("From now on two people must accept a statement."))
        return _said(words.say("From now on one person may accept a statement."))


def _said(*lines: str) -> Page:
    return Page(Message(page((Part.ANSWER, [text(line) for line in lines]))))
