"""The pages of settings and of what is followed, with their buttons."""

from collections.abc import Sequence

from knowledge.answering.compose.spans import cut, filled, section, strong
from knowledge.chats.news import EVERYTHING
from knowledge.model import (
    Action,
    Follow,
    Habits,
    Language,
    Line,
    Message,
    Part,
    Rhythm,
    Span,
)
from knowledge.wording import words_in

LANGUAGES = {Language.EN: "English", Language.RU: "Русский", Language.UK: "Українська"}
QUIET = ((22, 7), (23, 8), (0, 8))
ZONES = ("Europe/Kyiv", "Europe/Moscow", "Europe/London", "America/New_York", "UTC")
"""Zones on buttons; every other one can be typed."""

DAY = 24


def settings(habits: Habits, language: Language, owner: int, *, private: bool) -> Message:
    """What the chat has chosen, with buttons to change it.

    Args:
        habits: of the chat.
        language: of the page.
        owner: the id of whoever opened it, whose presses alone count; 0: any admin.
        private: whether only the reader is there, so that length and who may ask do not matter.
    """
    words = words_in(language)
    span = words.say("from {start}:00 to {end}:00", start="{start}", end="{end}")
    quiet = habits.quiet
    chosen = LANGUAGES.get(habits.language) if habits.language else None
    rhythms = {
        Rhythm.OFF: words.say("off, news comes at once"),
        Rhythm.DAILY: words.say("every day"),
        Rhythm.WEEKLY: words.say("every Monday"),
    }
    facts = [
        (words.say("Language"), chosen or words.say("that of each question")),
        (words.say("Answers"), words.say("short") if habits.brief else words.say("in full")),
        (
            words.say("Who may ask"),
            words.say("admins") if habits.admins_only else words.say("everyone"),
        ),
        (
            words.say("Quiet hours"),
            span.format(start=quiet[0], end=quiet[1]) if quiet else words.say("none"),
        ),
        (words.say("Digest"), rhythms[habits.rhythm]),
        (words.say("Digest hour"), f"{habits.hour}:00"),
        (words.say("Time zone"), habits.zone),
    ]
    kept = [fact for at, fact in enumerate(facts) if not (private and at in {1, 2})]
    lines: list[Line] = [
        filled("{name}: {value}", name=name, value=strong(value)) for name, value in kept
    ]
    hint = words.say(
        "To type it: /settings zone Europe/Kyiv, /settings hour 9, /settings quiet 22-7"
    )
    sections = (
        *section(Part.ANSWER, (strong(words.say("Settings of this chat")),), *lines),
        *section(Part.SOURCE, (Span(hint),)),
    )
    return Message(sections, _buttons(habits, language, owner, private=private))


def _buttons(
    habits: Habits, language: Language, owner: int, *, private: bool
) -> tuple[tuple[Action, ...], ...]:
    words = words_in(language)

    def put(label: str, name: str, value: str) -> Action:
        return Action("set", f"{owner}.{name}.{value}", label)

    languages = [put(name, "language", code.value) for code, name in LANGUAGES.items()]
    length = (
        put(words.say("Full answers"), "length", "full")
        if habits.brief
        else put(words.say("Short answers"), "length", "short")
    )
    who = (
        put(words.say("Everyone may ask"), "ask", "everyone")
        if habits.admins_only
        else put(words.say("Only admins may ask"), "ask", "admins")
    )
    quiet = [put(f"{start}–{end}", "quiet", f"{start}-{end}") for start, end in QUIET]
    rhythm = {
        Rhythm.OFF: words.say("No digest"),
        Rhythm.DAILY: words.say("Daily digest"),
        Rhythm.WEEKLY: words.say("Weekly digest"),
    }
    digests = [
        put(label, "digest", each.value)
        for each, label in rhythm.items()
        if each is not habits.rhythm
    ]
    hours = [
        put(f"◀ {(habits.hour - 1) % DAY}:00", "hour", str((habits.hour - 1) % DAY)),
        put(f"{(habits.hour + 1) % DAY}:00 ▶", "hour", str((habits.hour + 1) % DAY)),
    ]
    zones = [put(each.rpartition("/")[2].replace("_", " "), "zone", each) for each in ZONES]
    rows = [
        [*languages, put(words.say("As asked"), "language", "auto")],
        [] if private else [length, who],
        [*quiet, put(words.say("Not quiet"), "quiet", "off")],
        digests,
        hours,
        zones[:3],
        zones[3:],
    ]
    return tuple(tuple(row) for row in rows if row)


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
