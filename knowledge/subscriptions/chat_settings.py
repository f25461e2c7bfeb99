"""The settings of a chat, changed by a word; when its digest is due, and when it is quiet."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from knowledge.domain import ChatSettings, Language, RefusedInput, Rhythm
from knowledge.languages.registry import listed, meanings
from knowledge.languages.scripts import language_called
from knowledge.translations import Words

LATE = timedelta(hours=20)
"""How long after its hour a digest is still sent: a pause of some hours skips nothing, and after
a longer one the next digest, which tells everything since the last, comes soon enough."""

MONDAY = 0


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is due; `key` is the same however often it is looked for."""

    key: str
    at: datetime


def due(habits: ChatSettings, now: datetime) -> Due | None:
    """The latest digest that should have come by now and is not too late yet.

    Its key is the local day, so that each day has one, however the clocks are put: an hour that
    the zone leaves out is told by the moment after the gap, and one that comes twice by the first.

    Args:
        habits: of the chat.
        now: aware.
    """
    if habits.rhythm is Rhythm.OFF:
        return None
    local = now.astimezone(ZoneInfo(habits.zone)).date()
    for back in range(2 if habits.rhythm is Rhythm.DAILY else 8):
        day = local - timedelta(days=back)
        at = _moment(day, habits)
        if habits.rhythm is Rhythm.WEEKLY and day.weekday() != MONDAY:
            continue
        if at <= now:
            fresh = now - at <= LATE and (habits.since is None or at > habits.since)
            return Due(f"digest {day.isoformat()}", at) if fresh else None
    return None


def quiet_until(habits: ChatSettings, now: datetime) -> datetime:
    """The end of the quiet hours that `now` lies in, UTC."""
    zone = ZoneInfo(habits.zone)
    local = now.astimezone(zone)
    end = habits.quiet[1] if habits.quiet else local.hour
    ends = datetime.combine(local.date(), time(end), zone)
    if ends <= local:
        ends = datetime.combine(local.date() + timedelta(days=1), time(end), zone)
    return ends.astimezone(UTC)


def _moment(day: date, habits: ChatSettings) -> datetime:
    return datetime.combine(day, time(habits.hour), ZoneInfo(habits.zone)).astimezone(UTC)


_QUIET = re.compile(r"(\d{1,2})(?::00)?\s*[-–—]\s*(\d{1,2})(?::00)?")
_HOUR = re.compile(r"(\d{1,2})(?::00)?")
T = TypeVar("T")

NAME = "habits"
"""The preference that holds all but the language."""

NAMED = meanings("settings", "names")
"""What people type for the name of a setting, in any language."""

_OFF = listed("settings", "off")
_BRIEF = {"short": True, "full": False}
_ADMINS_ONLY = {"everyone": False, "admins": True}
_DARK = {"light": False, "dark": True}
_RHYTHMS = {each.value: each for each in Rhythm}


def as_text(habits: ChatSettings) -> str:
    """As it is kept; the language is kept apart, since private chats choose one as well."""
    return json.dumps(
        {
            "brief": habits.brief,
            "admins_only": habits.admins_only,
            "quiet": habits.quiet,
            "rhythm": habits.rhythm,
            "hour": habits.hour,
            "zone": habits.zone,
            "dark": habits.dark,
            "since": habits.since.isoformat() if habits.since else None,
        }
    )


def from_text(text: str | None, language: Language | None, zone: str) -> ChatSettings:
    """As it was kept; what was never chosen is as it is for everybody.

    Args:
        text: from `as_text`, or None.
        language: chosen by the chat, or None.
        zone: of the deployment, for a chat that chose none.
    """
    if text is None:
        return ChatSettings(language=language, zone=zone)
    kept = json.loads(text)
    return ChatSettings(
        language=language,
        brief=kept["brief"],
        admins_only=kept["admins_only"],
        quiet=tuple(kept["quiet"]) if kept["quiet"] else None,
        rhythm=Rhythm(kept["rhythm"]),
        hour=kept["hour"],
        zone=kept["zone"],
        dark=kept.get("dark", False),  # not in what was kept before pictures could be dark
        since=datetime.fromisoformat(kept["since"]) if kept["since"] else None,
    )


def changed(
    habits: ChatSettings, name: str, value: str, now: datetime, words: Words
) -> ChatSettings:
    """The habits with one of them changed.

    Args:
        habits: before.
        name: language, length, ask, quiet, digest, hour, theme or zone.
        value: as on the button, or as typed after /settings and the name.
        now: from when a digest is due.
        words: in which a refusal is told.

    Raises:
        RefusedInput: there is no such setting, or it cannot have this value.
    """
    typed = value.strip()
    lower = typed.casefold()
    changes: Mapping[str, Callable[[], ChatSettings]] = {
        "language": lambda: replace(habits, language=_language(lower, words)),
        "length": lambda: replace(habits, brief=_one_of(_BRIEF, lower, words)),
        "ask": lambda: replace(habits, admins_only=_one_of(_ADMINS_ONLY, lower, words)),
        "quiet": lambda: replace(habits, quiet=_span(lower, words)),
        "digest": lambda: replace(habits, rhythm=_rhythm(lower, words), since=now),
        "hour": lambda: replace(habits, hour=_hour(lower, words), since=now),
        "theme": lambda: replace(habits, dark=_one_of(_DARK, lower, words)),
        "zone": lambda: replace(habits, zone=_zone(typed, words), since=now),
    }
    name = NAMED.get(name, name)
    if name not in changes:
        raise RefusedInput(words.say("There is no such setting. See /settings."))
    return changes[name]()


def is_quiet(habits: ChatSettings, now: datetime) -> bool:
    """Whether it is a quiet hour in the chat."""
    if habits.quiet is None:
        return False
    start, end = habits.quiet
    hour = now.astimezone(ZoneInfo(habits.zone)).hour
    return start <= hour < end if start <= end else hour >= start or hour < end


def _language(lower: str, words: Words) -> Language | None:
    if lower == "auto":
        return None
    known = {each.value: each for each in Language}
    return _one_of(known, language_called(lower) or lower, words)


def _rhythm(lower: str, words: Words) -> Rhythm:
    return Rhythm.OFF if lower in _OFF else _one_of(_RHYTHMS, lower, words)


def _span(lower: str, words: Words) -> tuple[int, int] | None:
    if lower in _OFF:
        return None
    found = _QUIET.fullmatch(lower)
    if found is None:
        raise RefusedInput(words.say("Write quiet hours like 22-7, or off."))
    start, end = _hour(found[1], words), _hour(found[2], words)
    if start == end:
        raise RefusedInput(words.say("Quiet hours must end at another hour than they begin."))
    return start, end


def _hour(lower: str, words: Words) -> int:
    found = _HOUR.fullmatch(lower)
    if found is None or int(found[1]) > 23:  # noqa: PLR2004 - hours of a day
        raise RefusedInput(words.say("An hour is a whole number from 0 to 23."))
    return int(found[1])


def _zone(typed: str, words: Words) -> str:
    known = sorted(available_timezones())
    cities = {each.rpartition("/")[2].casefold(): each for each in known if "/" in each}
    zones = {**cities, **{each.casefold(): each for each in known}}
    found = zones.get(typed.casefold().replace(" ", "_"))
    if found is None:
        raise RefusedInput(
            words.say(
                "I know no time zone “{zone}”. Write one like Europe/Kyiv or America/New_York.",
                zone=typed[:40],
            )
        )
    return found


def _one_of(known: dict[str, T], value: str, words: Words) -> T:
    if value not in known:
        choices = ", ".join(known)
        raise RefusedInput(words.say("This setting can be one of: {choices}.", choices=choices))
    return known[value]
