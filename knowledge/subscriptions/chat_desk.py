"""What chats choose, follow and are told, with the pages on which they choose it: the part of the desk for them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from babel.dates import get_timezone_location

from knowledge.answering.compose.claim_lines import filled, strong
from knowledge.domain import (
    Action,
    ChatSettings,
    Follow,
    Language,
    Line,
    Message,
    NotFound,
    Part,
    Posting,
    Question,
    RefusedInput,
    Reply,
    Rhythm,
    ShownStatement,
    Span,
    number_in,
    section,
)
from knowledge.languages.scripts import NAMES
from knowledge.storage import Store
from knowledge.storage.people import LANGUAGE, SPOKEN
from knowledge.subscriptions import chat_settings as rules, follows
from knowledge.subscriptions.answer_feedback import AnswerFeedback
from knowledge.subscriptions.chat_settings import quiet_until
from knowledge.subscriptions.follows import EVERYTHING, Follows, from_content
from knowledge.translations import cut, words_in

QUIET = ((22, 7), (23, 8), (0, 8))
ZONES = ("Europe/Kyiv", "Europe/Moscow", "Europe/London", "America/New_York", "UTC")
"""Zones on buttons; every other one can be typed."""

DAY = 24

IN_COMPANY = frozenset({"length", "ask"})
"""Settings that matter where several people are."""


def settings(habits: ChatSettings, language: Language, owner: int, *, private: bool) -> Message:
    """What the chat has chosen, with buttons to change it.

    Args:
        habits: of the chat.
        language: of the page.
        owner: the id of whoever opened it, whose presses alone count; 0: any admin.
        private: whether only the reader is there, so that length and who may ask do not matter.
    """
    words = words_in(language)
    quiet = habits.quiet
    span = words.say("from {start}:00 to {end}:00", start="{start}", end="{end}")
    chosen = NAMES.get(habits.language) if habits.language else None
    rhythms = {
        Rhythm.OFF: words.say("off, news comes at once"),
        Rhythm.DAILY: words.say("every day"),
        Rhythm.WEEKLY: words.say("every Monday"),
    }
    facts = [
        ("language", words.say("Language"), chosen or words.say("that of each question")),
        ("theme", words.say("Pictures"), words.say("dark") if habits.dark else words.say("light")),
        ("length", words.say("Answers"), _length(habits, language)),
        ("ask", words.say("Who may ask"), _who(habits, language)),
        (
            "quiet",
            words.say("Quiet hours"),
            span.format(start=quiet[0], end=quiet[1]) if quiet else words.say("none"),
        ),
        ("digest", words.say("Digest"), rhythms[habits.rhythm]),
        ("hour", words.say("Digest hour"), f"{habits.hour}:00"),
        ("zone", words.say("Time zone"), _zone_named(habits.zone, language)),
    ]
    hidden = IN_COMPANY if private else frozenset[str]()
    lines: list[Line] = [
        filled("{name}: {value}", name=name, value=strong(value))
        for code, name, value in facts
        if code not in hidden
    ]
    hint = words.say(
        "To type it: /settings zone Europe/Kyiv, /settings hour 9, /settings quiet 22-7"
    )
    sections = (
        *section(Part.ANSWER, (strong(words.say("Settings of this chat")),), *lines),
        *section(Part.SOURCE, (Span(hint),)),
    )
    rows = _rows(habits, language, owner)
    return Message(sections, tuple(row for code, row in rows if code not in hidden))


def _length(habits: ChatSettings, language: Language) -> str:
    words = words_in(language)
    return words.say("short") if habits.brief else words.say("in full")


def _who(habits: ChatSettings, language: Language) -> str:
    words = words_in(language)
    return words.say("admins") if habits.admins_only else words.say("everyone")


def _zone_named(zone: str, language: Language) -> str:
    """The city in the reader's language, with the name that is typed."""
    return f"{_city(zone, language)} ({zone})" if "/" in zone else zone


def _city(zone: str, language: Language) -> str:
    if "/" not in zone:
        return zone
    if zone == "Europe/Kyiv":  # the locale data know it by its older name only
        return words_in(language).say("Kyiv")
    return get_timezone_location(zone, locale=language.value, return_city=True)


def _rows(
    habits: ChatSettings, language: Language, owner: int
) -> list[tuple[str, tuple[Action, ...]]]:
    """(Setting, its buttons) from above to below; what is chosen already has a tick."""
    words = words_in(language)

    def put(label: str, name: str, value: str, *, now: bool = False) -> Action:
        return Action("set", f"{owner}.{name}.{value}", f"✓ {label}" if now else label)

    languages = [
        put(name, "language", code.value, now=habits.language is code)
        for code, name in NAMES.items()
    ]
    as_asked = put(words.say("As asked"), "language", "auto", now=habits.language is None)
    themes = (
        put(words.say("Light pictures"), "theme", "light", now=not habits.dark),
        put(words.say("Dark pictures"), "theme", "dark", now=habits.dark),
    )
    length = (
        put(words.say("Short answers"), "length", "short", now=habits.brief),
        put(words.say("Full answers"), "length", "full", now=not habits.brief),
    )
    who = (
        put(words.say("Everyone may ask"), "ask", "everyone", now=not habits.admins_only),
        put(words.say("Only admins"), "ask", "admins", now=habits.admins_only),
    )
    quiet = [
        put(
            words.say("Quiet {start}–{end}", start=start, end=end),
            "quiet",
            f"{start}-{end}",
            now=habits.quiet == (start, end),
        )
        for start, end in QUIET
    ]
    never = put(words.say("Never quiet"), "quiet", "off", now=habits.quiet is None)
    rhythm = {
        Rhythm.OFF: words.say("No digest"),
        Rhythm.DAILY: words.say("Daily"),
        Rhythm.WEEKLY: words.say("Weekly"),
    }
    digests = [
        put(label, "digest", each.value, now=each is habits.rhythm)
        for each, label in rhythm.items()
    ]
    hours = [
        put(words.say("Digest at {hour}:00", hour=hour), "hour", str(hour))
        for hour in ((habits.hour - 1) % DAY, (habits.hour + 1) % DAY)
    ]
    zones = [put(_city(each, language), "zone", each, now=habits.zone == each) for each in ZONES]
    return [
        ("language", (*languages,)),
        ("language", (as_asked,)),
        ("theme", themes),
        ("length", length),
        ("ask", who),
        ("quiet", (*quiet[:2],)),
        ("quiet", (*quiet[2:], never)),
        ("digest", (*digests,)),
        ("hour", (*hours,)),
        ("zone", (*zones[:3],)),
        ("zone", (*zones[3:],)),
    ]


def following(wishes: Sequence[tuple[Follow, str]], language: Language) -> Message:
    """What a chat follows, each with a button that ends it."""
    words = words_in(language)
    everything = Action(f"follow-{EVERYTHING}", "", words.say("Follow everything"))
    if not wishes:
        none = words.say(
            "Nothing is followed here. Open an incident or a speaker and press Follow, or follow "
            "everything."
        )
        return Message(section(Part.ANSWER, (Span(none),)), ((everything,),))
    heading = (strong(words.say("Followed here:")),)
    lines: list[Line] = [(Span(f"• {cut(name, 160)}"),) for _, name in wishes]
    rows = [
        (
            Action(
                f"unfollow-{wish.subject}",
                wish.subject_id,
                words.say("End: {name}", name=cut(name, 40)),
            ),
        )
        for wish, name in wishes[:20]
    ]
    if all(wish.subject != EVERYTHING for wish, _ in wishes):
        rows.append((everything,))
    return Message(section(Part.ANSWER, heading, *lines), tuple(rows))


KINDS = frozenset({"news", "digest", "weekly", "feedback"})
"""What the letters of this part are marked with in the outbox."""

FOR_KEEPERS = frozenset({"weekly", "feedback"})
"""Kinds of letters that nobody gets any more whose role was taken away."""

AT_ANY_HOUR = frozenset({"edit", "report", "digest", "set aside"})
"""Kinds of letters that quiet hours do not hold up."""

MOST_FOLLOWED = 200


class ChatDesk:
    """Everything about chats; safe to use from many threads.

    `feedback` is for what readers say of answers, and for reports.

    Args:
        store: of everything.
        ask: answers a question.
        show: published statements made ready for a reader.
        clock: gives the present moment, aware.
        zone: IANA name, for chats that chose none.
        elapsed: milliseconds of the latest answers, for reports.
    """

    def __init__(
        self,
        store: Store,
        *,
        ask: Callable[[Question], Reply],
        show: Callable[[Sequence[str], Language], Sequence[ShownStatement]],
        clock: Callable[[], datetime],
        zone: str = "UTC",
        elapsed: Iterable[float] = (),
    ) -> None:
        self.store = store
        self._show = show
        self._clock = clock
        self._zone = zone
        self._following = Follows(store, ask, self.habits, clock)
        self.feedback = AnswerFeedback(store, self.habits, clock, elapsed)

    def habits(self, chat: int) -> ChatSettings:
        """What a chat has chosen."""
        language = Language.known(self.store.chats.preference(chat, LANGUAGE))
        return rules.from_text(self.store.chats.preference(chat, rules.NAME), language, self._zone)

    def change(self, chat: int, name: str, value: str, language: Language) -> ChatSettings:
        """Change one setting of a chat and give them all.

        Raises:
            RefusedInput: the setting cannot be so; the sentence is in the reader's language.
        """
        before = self.habits(chat)
        after = rules.changed(before, name, value, self._clock(), words_in(language))
        if after.language is not before.language:
            self.store.chats.set_preference(chat, LANGUAGE, after.language)
        if replace(after, language=None) != replace(before, language=None):
            self.store.chats.set_preference(chat, rules.NAME, rules.as_text(after))
        self.store.chats.set_preference(chat, SPOKEN, language)
        if before.rhythm is Rhythm.OFF and after.rhythm is not Rhythm.OFF:
            self._following.begin(chat)
        return after

    def settings(self, chat: int, language: Language, owner: int, *, private: bool) -> Message:
        """The page of settings; `owner` is whose presses count."""
        return settings(self.habits(chat), language, owner, private=private)

    def follow(self, chat: int, subject: str, identity: str, language: Language) -> bool:
        """Keep that a chat wants to be told; False where it is kept already.

        Args:
            chat: that is to be told.
            subject: statement, incident, speaker, question or everything.
            identity: its id, the number of the question, or empty.
            language: of a refusal.

        Raises:
            NotFound: there is nothing of that id.
            RefusedInput: the chat follows too much already.
        """
        words = words_in(language)
        if len(self.store.follows.of_chat(chat)) >= MOST_FOLLOWED:
            raise RefusedInput(words.say("You follow a great many already; end some: /following"))
        match subject:
            case "statement":
                found = self.store.records.complete(
                    [identity]
                )  # of one that was merged, what it became
                if not found or not found[0].statement.state.is_public:
                    raise NotFound(words.say("There is nothing of that name to follow."))
                identity = found[0].statement.id
            case "incident":
                self.store.records.incident(identity)
            case "speaker":
                self.store.records.speaker(identity)
            case "question":
                identity = str(self.store.questions.get(number_in(identity) or 0).number)
            case _ if subject != EVERYTHING:
                raise NotFound(words.say("There is nothing of that name to follow."))
        self.store.chats.set_preference(chat, SPOKEN, language)
        return self.store.follows.follow(chat, subject, identity)

    def unfollow(self, chat: int, subject: str, identity: str) -> bool:
        """No longer tell; False where nothing was wished."""
        return self.store.follows.unfollow(chat, subject, identity)

    def following(self, chat: int, language: Language) -> Message:
        """The page of what a chat follows."""
        return following(self._following.names(chat, language), language)

    def posted(self, chat: int, message: int) -> None:
        """Keep that a message of ours is a post, so that a correction leaves it one."""
        self.store.notes.mark_post(chat, message)

    def is_post(self, chat: int, message: int) -> bool:
        """Whether a message of ours is a post, without buttons."""
        return self.store.notes.is_post(chat, message)

    def collect(self) -> int:
        """Put into the outbox what is due: news, answers, digests, reports; gives how many."""
        return self._following.collect() + self._following.digests() + self.feedback.collect()

    def writes(self, posting: Posting) -> bool:
        """Whether a posting is of this part."""
        return json.loads(posting.content)["kind"] in KINDS

    def is_for_keepers(self, posting: Posting) -> bool:
        """Whether a posting is for those who keep the store only."""
        return json.loads(posting.content)["kind"] in FOR_KEEPERS

    def letter(self, posting: Posting) -> Message | None:
        """What a posting of this part says by now; None where nothing is left to be told."""
        content = json.loads(posting.content)
        language = Language(self.store.chats.language_of(posting.chat) or Language.EN)
        match content["kind"]:
            case "weekly":
                return self.feedback.report(language)
            case "feedback":
                return self.feedback.complaint(content["draft"], language)
        words = words_in(language)
        opening = words.say("Something that is followed here has changed.")
        if content["kind"] == "digest":
            opening = words.say("What is new since the last digest:")
        news = from_content(content["items"])
        ids = [one for each in news for one in (each.statement, each.by) if one]
        records = {each.statement.id: each for each in self.store.records.complete(ids)}
        return follows.told(opening, news, records, self._show, language)

    def rests_until(self, posting: Posting) -> datetime | None:
        """The end of the quiet hours for which a posting must wait; None where it need not.

        What puts an earlier message right makes no sound and never waits, a digest comes at the
        hour that the chat chose, and who changed something waits for word of it.
        """
        if json.loads(posting.content)["kind"] in AT_ANY_HOUR:
            return None
        habits, now = self.habits(posting.chat), self._clock()
        return quiet_until(habits, now) if rules.is_quiet(habits, now) else None

    def is_quiet(self, chat: int) -> bool:
        """Whether answers make no sound there now."""
        return rules.is_quiet(self.habits(chat), self._clock())

    def moved(self, old: int, new: int) -> None:
        """A group became a supergroup with another id."""
        self.store.news.move_chat(old, new)

    def gone(self, chat: int) -> None:
        """The chat cannot be written to any more: nothing of it is kept."""
        self.store.erasure.forget_chat(chat)
