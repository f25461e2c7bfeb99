"""The pages of settings and of what is followed, with their buttons."""

from collections.abc import Sequence

from babel.dates import get_timezone_location

from knowledge.answering.compose.styled_text import cut, filled, section, strong
from knowledge.domain import (
    Action,
    ChatSettings,
    Follow,
    Language,
    Line,
    Message,
    Part,
    Rhythm,
    Span,
)
from knowledge.languages.letters import NAMES
from knowledge.subscriptions.follows import EVERYTHING
from knowledge.translations import words_in

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
