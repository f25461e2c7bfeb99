"""When a digest is due, zone by zone."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.chats.due import due, quiet_until
from knowledge.model import Habits, Rhythm


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DAILY = Habits(rhythm=Rhythm.DAILY, hour=9, zone="Europe/Kyiv")
WEEKLY = Habits(rhythm=Rhythm.WEEKLY, hour=9, zone="UTC")

TABLE = (
    (DAILY, "2026-07-01T05:59", None),  # half past yesterday's last hour: too late for it
    (DAILY, "2026-07-01T06:00", "digest 2026-07-01"),  # summer: 9:00 is 6:00 UTC
    (DAILY, "2026-12-01T06:30", None),
    (DAILY, "2026-12-01T07:00", "digest 2026-12-01"),
    (DAILY, "2026-12-01T10:00", "digest 2026-12-01"),  # an hour's pause and more
    (WEEKLY, "2026-11-23T09:00", "digest 2026-11-23"),  # a Monday
    (WEEKLY, "2026-11-24T04:00", "digest 2026-11-23"),
    (WEEKLY, "2026-11-25T09:00", None),
    (Habits(), "2026-11-23T09:00", None),
)


@pytest.mark.parametrize(("habits", "now", "key"), TABLE)
def test_a_digest_is_due_from_its_hour_on(habits: Habits, now: str, key: str | None):
    wanted = due(habits, at(now))
    assert (wanted.key if wanted else None) == key


def test_an_hour_that_is_left_out_is_told_after_the_gap():
    habits = Habits(rhythm=Rhythm.DAILY, hour=2, zone="America/New_York")
    wanted = due(habits, at("2026-03-08T07:00"))
    assert wanted is not None
    assert wanted.at == at("2026-03-08T07:00")  # 2:00 does not exist; it is 3:00 summer time


def test_an_hour_that_comes_twice_is_told_at_the_first():
    habits = Habits(rhythm=Rhythm.DAILY, hour=1, zone="America/New_York")
    first, second = at("2026-11-01T05:00"), at("2026-11-01T06:00")
    assert due(habits, first) == due(habits, second)


def test_a_digest_that_was_begun_after_its_hour_is_not_made_up_for():
    habits = Habits(rhythm=Rhythm.DAILY, hour=9, since=at("2026-07-01T12:00"))
    assert due(habits, at("2026-07-01T13:00")) is None
    assert due(habits, at("2026-07-02T09:00")) is not None


@pytest.mark.parametrize(("now", "hours"), [("2026-11-23T23:00", 8), ("2026-11-23T05:00", 2)])
def test_quiet_hours_end_at_their_hour(now: str, hours: int):
    assert quiet_until(Habits(quiet=(22, 7)), at(now)) == at(now) + timedelta(hours=hours)
