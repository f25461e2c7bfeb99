"""Who keeps the store: granted, revoked and listed by numeric id."""

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from knowledge.curation.access_control import AccessControl
from knowledge.curation.change_wording import page, text
from knowledge.curation.corrections import ROLE
from knowledge.curation.field_values import called, typed_as
from knowledge.curation.review import SECOND
from knowledge.domain import (
    Action,
    Curator,
    Language,
    Message,
    Page,
    Part,
    RefusedInput,
    Role,
    number_in,
)
from knowledge.domain.dates import Edtf
from knowledge.storage import Store
from knowledge.translations import Words, words_in

SECOND_REVIEW = {"second on": True, "second off": False}
"""What is typed after /review to say whether two people must see a draft."""


class RolePages:
    """Grants and revokes, as pages."""

    def __init__(self, store: Store, access: AccessControl) -> None:
        self._store = store
        self._access = access

    def grant(self, by: Curator, line: str, person: str = "") -> Page:
        """Give a role: `/grant 123456789 curator`; raises NotAllowed and RefusedInput.

        Args:
            by: an owner.
            line: the number of the person, and the role.
            person: what they are called, where that is known.
        """
        words = words_in(by.language)
        self._access.require(by, Role.OWNER, f"/grant {line}")
        granted = _granted(line, words)
        if granted is None:
            raise RefusedInput(how_to_grant(words))
        user, role = granted
        self._access.grant(by, user, role)
        self._tell(by, user, role)
        told = words.say(
            "{person} has the role: {role}.", person=_who(user, person), role=called(role, words)
        )
        reach = words.say("They are told, if they have ever opened this bot.")
        return replace(_said(told, reach), wakes=True)

    def offered(self, by: Curator, user: int, person: str) -> Page:
        """Which role somebody is to have whose contact was sent; raises NotAllowed."""
        self._access.require(by, Role.OWNER, f"contact of {user}")
        words = words_in(by.language)
        asked = words.say("Which role is {person} to have?", person=_who(user, person))
        row = tuple(
            Action("grant", f"{user}.{role.value}", called(role, words))
            for role in (Role.CURATOR, Role.REVIEWER)
        )
        return Page(Message(page((Part.ANSWER, [text(asked)])), (row,)))

    def _tell(self, by: Curator, user: int, role: Role | None) -> None:
        """Let a person be told of their role, in the order in which it came to be."""
        key = f"role:{user}:{by.update_id}"
        content = json.dumps({"kind": ROLE, "role": role.value if role else None})
        self._store.outbox.post([(key, f"role {user}", user, content)])

    def revoke(self, by: Curator, line: str) -> Page:
        """Take a role away: `/revoke 123456789`; raises NotAllowed and RefusedInput."""
        words = words_in(by.language)
        user = number_in(line.strip())
        self._access.require(by, Role.OWNER, f"/revoke {line}")
        if user is None:
            raise RefusedInput(words.say("Write a numeric id: /revoke 123456789."))
        if self._access.revoke(by, user):
            self._tell(by, user, None)
            return replace(
                _said(words.say("{number} has no role any more.", number=user)), wakes=True
            )
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
        granted = _granted(line, words)
        if name == "grant" and granted is not None:
            user, role = granted
            who = _who(user, person)
            return words.say(
                "{person} gets the role: {role}.", person=who, role=called(role, words)
            )
        number = number_in(line.strip())
        if name == "revoke" and number is not None:
            return words.say("{person} loses their role.", person=_who(number, person))
        if name == "review" and line.strip().casefold() in SECOND_REVIEW:
            return _second(words, wanted=SECOND_REVIEW[line.strip().casefold()])
        return None

    def holders(self, by: Curator) -> list[int]:
        """The numbers of all who hold a role, the owners first; raises NotAllowed."""
        self._access.require(by, Role.OWNER, "/roles")
        return [*sorted(self._access.owners), *(one.user for one in self._store.roles.listed())]

    def listed(self, by: Curator, names: Mapping[int, str] = MappingProxyType({})) -> Page:
        """Who holds which role; raises NotAllowed.

        Args:
            by: an owner.
            names: what people are called, by number, where that is known.
        """
        self._access.require(by, Role.OWNER, "/roles")
        words = words_in(by.language)
        owner = called(Role.OWNER, words)
        lines = [f"{_who(one, names.get(one, ''))}: {owner}" for one in sorted(self._access.owners)]
        for one in self._store.roles.listed():
            since = Edtf.parse(one.at.date().isoformat()).named(by.language)
            who = _who(one.user, names.get(one.user, ""))
            lines.append(
                words.say(
                    "{person}: {role}, since {date}",
                    person=who,
                    role=called(one.role, words),
                    date=since,
                )
            )
        return _said(*lines)

    def second(self, by: Curator, wanted: bool) -> Page:
        """Whether two people must see a draft; raises NotAllowed."""
        self._access.require(by, Role.OWNER, "/review second")
        words = words_in(by.language)
        self._store.state.set(SECOND, "on" if wanted else None)
        return _said(_second(words, wanted=wanted))


def how_to_grant(words: Words) -> str:
    """How a role is given."""
    return words.say(
        "Reply to a message of that person, or to their contact, with /grant curator (or reviewer); "
        "or write their numeric id: /grant 123456789 curator. Whoever writes /review to me is told "
        "their id. A @name is not enough: it can pass to somebody else."
    )


def _granted(line: str, words: Words) -> tuple[int, Role] | None:
    """The person and the role of a grant as it is typed; None where it is none."""
    user, _, named = line.strip().partition(" ")
    number, role = number_in(user), typed_as(Role, named.strip() or Role.CURATOR.value, words)
    if number is None or role not in {Role.CURATOR, Role.REVIEWER}:
        return None
    return number, role


def _who(user: int, person: str) -> str:
    return f"{person} ({user})" if person else str(user)


def _second(words: Words, *, wanted: bool) -> str:
    if wanted:
        return words.say("From now on two people must accept a statement.")
    return words.say("From now on one person may accept a statement.")


def _said(*lines: str) -> Page:
    return Page(Message(page((Part.ANSWER, [text(line) for line in lines]))))
