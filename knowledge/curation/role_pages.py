"""Who keeps the store: granted, revoked and listed by numeric id."""

from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_previews import page, text
from knowledge.curation.review import SECOND
from knowledge.domain import Curator, Language, Message, Page, Part, RefusedInput, Role, number_in
from knowledge.storage import Store
from knowledge.translations import Words, words_in

SECOND_REVIEW = {"second on": True, "second off": False}
"""What is typed after /review to say whether two people must see a draft."""


class RolePages:
    """Grants and revokes, as pages."""

    def __init__(self, store: Store, access: AccessControl) -> None:
        self._store = store
        self._access = access

    def grant(self, by: Curator, line: str) -> Page:
        """Give a role: `/grant 123456789 curator`; raises NotAllowed and RefusedInput."""
        words = words_in(by.language)
        self._access.require(by, Role.OWNER, f"/grant {line}")
        granted = _granted(line)
        if granted is None:
            raise RefusedInput(
                words.say("Write a numeric id and a role: /grant 123456789 curator (or reviewer).")
            )
        user, role = granted
        self._access.grant(by, user, role)
        return _said(words.say("{number} is {role} from now on.", number=user, role=role.value))

    def revoke(self, by: Curator, line: str) -> Page:
        """Take a role away: `/revoke 123456789`; raises NotAllowed and RefusedInput."""
        words = words_in(by.language)
        user = number_in(line.strip())
        self._access.require(by, Role.OWNER, f"/revoke {line}")
        if user is None:
            raise RefusedInput(words.say("Write a numeric id: /revoke 123456789."))
        if self._access.revoke(by, user):
            return _said(words.say("{number} has no role any more.", number=user))
        return _said(words.say("{number} had no role.", number=user))

    @staticmethod
    def change(name: str, line: str, person: str, language: Language) -> str | None:
        """What a command would change about people, in a sentence; None where it would not.

        Args:
            name: of the command.
            line: what is typed after it.
            person: the name of whom it is about, if it is known.
            language: of the sentence.
        """
        words = words_in(language)
        granted = _granted(line)
        if name == "grant" and granted is not None:
            user, role = granted
            who = _who(user, person)
            return words.say("{person} gets the role: {role}.", person=who, role=role.value)
        number = number_in(line.strip())
        if name == "revoke" and number is not None:
            return words.say("{person} loses their role.", person=_who(number, person))
        if name == "review" and line.strip().casefold() in SECOND_REVIEW:
            return _second(words, wanted=SECOND_REVIEW[line.strip().casefold()])
        return None

    def listed(self, by: Curator) -> Page:
        """Who holds which role; raises NotAllowed."""
        self._access.require(by, Role.OWNER, "/roles")
        words = words_in(by.language)
        lines = [
            f"{one.user}: {one.role.value}, {one.at:%Y-%m-%d}" for one in self._store.roles.listed()
        ]
        return _said(*(lines or [words.say("Nobody but the owners has a role.")]))

    def second(self, by: Curator, wanted: bool) -> Page:
        """Whether two people must see a draft; raises NotAllowed."""
        self._access.require(by, Role.OWNER, "/review second")
        words = words_in(by.language)
        self._store.state.set(SECOND, "on" if wanted else None)
        return _said(_second(words, wanted=wanted))


def _granted(line: str) -> tuple[int, Role] | None:
    """The person and the role of a grant as it is typed; None where it is none."""
    user, _, named = line.strip().partition(" ")
    number, role = number_in(user), (named.strip() or Role.CURATOR.value).casefold()
    if number is None or role not in {Role.CURATOR, Role.REVIEWER}:
        return None
    return number, Role(role)


def _who(user: int, person: str) -> str:
    return f"{person} ({user})" if person else str(user)


def _second(words: Words, *, wanted: bool) -> str:
    if wanted:
        return words.say("From now on two people must accept a statement.")
    return words.say("From now on one person may accept a statement.")


def _said(*lines: str) -> Page:
    return Page(Message(page((Part.ANSWER, [text(line) for line in lines]))))
