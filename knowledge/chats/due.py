"""When a digest is due: a pure rule of the chat's hour, zone and rhythm and of the moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.model import Habits, Rhythm

LATE = timedelta(hours=20)
"""How long after its hour a digest is still sent: a pause of some hours skips nothing, and after
a longer one the next digest, which tells everything since the last, comes soon enough."""

MONDAY = 0


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is due; `key` is the same however often it is looked for."""

    key: str
    at: datetime


def due(habits: Habits, now: datetime) -> Due | None:
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


def quiet_until(habits: Habits, now: datetime) -> datetime:
    """The end of the quiet hours that `now` lies in, UTC."""
    zone = ZoneInfo(habits.zone)
    local = now.astimezone(zone)
    end = habits.quiet[1] if habits.quiet else local.hour
    ends = datetime.combine(local.date(), time(end), zone)
    if ends <= local:
        ends = datetime.combine(local.date() + timedelta(days=1), time(end), zone)
    return ends.astimezone(UTC)


def _moment(day: date, habits: Habits) -> datetime:
    return datetime.combine(day, time(habits.hour), ZoneInfo(habits.zone)).astimezone(UTC)
