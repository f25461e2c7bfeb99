"""People without the right try to change the store: each is told no, and each try is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.e2e.client import Conversation, Post, reader, wait_for
from tests.e2e.process import Operator
from tests.e2e.scenarios.curating import ARTICLE, pulled, staffed

NOT_ONE = "Only the people who keep the store"
YOURSELF = "yourself, as a new message"
SILENCE = "(nothing: readers of a channel wait for no such answer)"
IN_THEIR_NAME = "/retract {id} | nobody said this"
COMMANDS = (
    "pull", "review", "new", "edit", "retract", "merge", "relate", "phrase", "incident_edit",
    "undo", "history", "unanswered", "import", "export", "audit", "grant 5 curator",
    "revoke 5", "roles",
)  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """One try.

    Args:
        what: was tried, and by whom.
        told: what the one who tried was told.
        kept: who, what and why not, as /audit shows it; without the time.
    """

    what: str
    told: str
    kept: str


@dataclass
class Desk:
    """A bot with one published statement, its owner, and people who may not do what they try."""

    operator: Operator
    carol: Conversation
    bob: Conversation
    rose: Conversation
    former: Conversation
    mallory: Conversation
    group: int
    statement: str

    def here(self, who: Conversation) -> Conversation:
        """The same person in the group."""
        return Conversation(who.driver, self.group, who.person)

    def preview(self, who: Conversation, where: Conversation | None = None) -> Post:
        """A change that only waits for Confirm."""
        return (where or who).ask(f"/edit {self.statement} kind assessment | it is")

    def latest(self) -> str:
        """The latest refusal that is kept."""
        lines = self.carol.ask("/audit refused").text.split("\n")
        return lines[1].partition(" · ")[2] if len(lines) > 1 else ""


def desk(operator: Operator) -> Desk:
    """Everybody at their place."""
    driver = operator.driver
    carol = staffed(operator)
    people = [reader(driver, name) for name in ("Bob", "Rose", "Former", "Carol")]
    for one in people:
        one.ask("/start")
    bob, rose, former, mallory = people
    card = pulled(carol)
    published = card.press("Accept").last
    for person, role in ((bob, "curator"), (rose, "reviewer"), (former, "curator")):
        carol.ask(f"/grant {person.person} {role}")
    members = [one.person or 0 for one in (carol, bob, mallory)]
    group = driver.add_chat("supergroup", "Desk", members, "member")
    identity = published.text.split("Published: ")[1].split()[0]
    return Desk(operator, carol, bob, rose, former, mallory, group, identity)


Try = Callable[[Desk], str]


def a_stranger_gives_a_command(at: Desk) -> str:
    return at.mallory.ask(IN_THEIR_NAME.format(id=at.statement)).text


def a_stranger_sends_a_file_to_import(at: Desk) -> str:
    return at.mallory.send("document", b'{"id": "x"}', "/import", "x.jsonl").text


def a_stranger_sends_an_article_to_pull(at: Desk) -> str:
    return at.mallory.send("document", ARTICLE.encode(), "/pull").text


def a_reviewer_gives_a_curators_command(at: Desk) -> str:
    return at.rose.ask(f"/edit {at.statement} kind assessment | it is").text


def a_curator_gives_an_owners_command(at: Desk) -> str:
    return at.bob.ask("/grant 5 curator").text


def a_former_curator_presses_what_they_had_begun(at: Desk) -> str:
    preview = at.preview(at.former)
    at.carol.ask(f"/revoke {at.former.person}")
    return preview.press("Confirm").notice


def a_former_curator_gives_a_command(at: Desk) -> str:
    return at.former.ask(IN_THEIR_NAME.format(id=at.statement)).text


def a_curators_command_is_forwarded_by_a_stranger(at: Desk) -> str:
    return _forwarded(at, at.mallory)


def a_strangers_command_is_forwarded_by_the_owner(at: Desk) -> str:
    return _forwarded(at, at.carol)


def a_message_is_edited_into_a_command(at: Desk) -> str:
    said = at.bob.say("Was the ferry late?")
    before = at.bob.answer_to(said)
    said.edit(IN_THEIR_NAME.format(id=at.statement))
    wait_for(lambda: at.bob.replies()[-1].id > before.id, "the edited command refused")
    return at.bob.replies()[-1].text


def a_command_is_posted_in_a_channel(at: Desk) -> str:
    driver = at.carol.driver
    channel = driver.add_chat("channel", "News", [at.carol.person or 0], "administrator")
    there = Conversation(driver, channel, None)
    there.say(IN_THEIR_NAME.format(id=at.statement))
    wait_for(lambda: at.latest().endswith("channel post"), "the post refused")
    return there.replies()[-1].text if there.replies() else SILENCE


def a_stranger_presses_a_curators_button(at: Desk) -> str:
    preview = at.preview(at.carol, at.here(at.carol))
    return Post(at.here(at.mallory), preview.seen).press("Confirm").notice


def another_curator_presses_a_curators_button(at: Desk) -> str:
    preview = at.preview(at.carol, at.here(at.carol))
    return Post(at.here(at.bob), preview.seen).press("Confirm").notice


def another_curator_presses_the_card_of_a_draft(at: Desk) -> str:
    card = at.here(at.carol).ask("/review").press("One by one").last
    return Post(at.here(at.bob), card.seen).press("Accept").notice


def a_used_button_is_pressed_again(at: Desk) -> str:
    card = at.carol.ask("/review").press("One by one").last
    data = card.button("Later")[2]
    card.press_data(data)
    return card.press_data(data).notice


def a_stranger_replies_to_a_curators_form(at: Desk) -> str:
    form = at.here(at.carol).ask("/new")
    return at.here(at.mallory).ask("The mayor resigned", form).text


def a_stranger_with_the_owners_name_gives_every_command(at: Desk) -> str:
    told = [at.mallory.ask(f"/{command}").text for command in COMMANDS]
    assert all(NOT_ONE in one for one in told), told
    return told[-1]


TRIES: tuple[tuple[Try, str, str], ...] = (
    (a_stranger_gives_a_command, NOT_ONE, "needs curator"),
    (a_stranger_sends_a_file_to_import, NOT_ONE, "needs curator"),
    (a_stranger_sends_an_article_to_pull, NOT_ONE, "needs curator"),
    (a_reviewer_gives_a_curators_command, "Your role does not cover this", "needs curator"),
    (a_curator_gives_an_owners_command, "Your role does not cover this", "needs owner"),
    (a_former_curator_presses_what_they_had_begun, NOT_ONE, "needs curator"),
    (a_former_curator_gives_a_command, NOT_ONE, "needs curator"),
    (a_curators_command_is_forwarded_by_a_stranger, YOURSELF, "forwarded"),
    (a_strangers_command_is_forwarded_by_the_owner, YOURSELF, "forwarded"),
    (a_message_is_edited_into_a_command, YOURSELF, "edited message"),
    (a_command_is_posted_in_a_channel, "", "channel post"),
    (a_stranger_presses_a_curators_button, NOT_ONE, "needs curator"),
    (another_curator_presses_a_curators_button, "another curator's work", "not theirs"),
    (another_curator_presses_the_card_of_a_draft, "Somebody else works on", "not theirs"),
    (a_used_button_is_pressed_again, "already", "used before"),
    (a_stranger_replies_to_a_curators_form, NOT_ONE, "needs curator"),
    (a_stranger_with_the_owners_name_gives_every_command, NOT_ONE, "needs owner"),
)
"""What is tried, what is told, and the reason that is kept."""


def attempts(at: Desk) -> Iterator[Attempt]:
    """Try everything; each is refused, kept, and changes nothing."""
    before = at.carol.ask("/audit").text
    for attempt, said, why in TRIES:
        told = attempt(at)
        assert said in told, (attempt.__name__, told)
        kept = at.latest()
        assert kept.endswith(why), (attempt.__name__, kept)
        yield Attempt(attempt.__name__.replace("_", " "), told, kept)
    assert at.carol.ask("/audit").text == before


def nobody_without_the_right_gets_in(operator: Operator) -> None:
    """All of them, over HTTP."""
    assert len(list(attempts(desk(operator)))) == len(TRIES)


def _forwarded(at: Desk, by: Conversation) -> str:
    text = IN_THEIR_NAME.format(id=at.statement)
    author = at.carol if by is at.mallory else at.mallory
    sent = by.driver.forward(by.person or 0, by.chat, text, author.person or 0)
    return by.answer_to(by.sent(sent)).text
