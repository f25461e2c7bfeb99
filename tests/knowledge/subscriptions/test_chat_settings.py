"""When a digest is due, zone by zone."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.domain import ChatSettings, Language, RefusedInput, Rhythm
from knowledge.subscriptions.chat_settings import (
    as_text,
    changed,
    due,
    from_text,
    is_quiet,
    quiet_until,
)
from knowledge.translations import words_in


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DAILY = ChatSettings(rhythm=Rhythm.DAILY, hour=9, zone="Europe/Kyiv")
WEEKLY = ChatSettings(rhythm=Rhythm.WEEKLY, hour=9, zone="UTC")

TABLE = (
    (DAILY, "2026-07-01T05:59", None),  # half past yesterday's last hour: too late for it
    (DAILY, "2026-07-01T06:00", "digest 2026-07-01"),  # summer: 9:00 is 6:00 UTC
    (DAILY, "2026-12-01T06:30", None),
    (DAILY, "2026-12-01T07:00", "digest 2026-12-01"),
    (DAILY, "2026-12-01T10:00", "digest 2026-12-01"),  # an hour's pause and more
    (WEEKLY, "2026-11-23T09:00", "digest 2026-11-23"),  # a Monday
    (WEEKLY, "2026-11-24T04:00", "digest 2026-11-23"),
    (WEEKLY, "2026-11-25T09:00", None),
    (ChatSettings(), "2026-11-23T09:00", None),
)


@pytest.mark.parametrize(("habits", "now", "key"), TABLE)
def test_a_digest_is_due_from_its_hour_on(habits: ChatSettings, now: str, key: str | None):
    wanted = due(habits, at(now))
    assert (wanted.key if wanted else None) == key


def test_an_hour_that_is_left_out_is_told_after_the_gap():
    habits = ChatSettings(rhythm=Rhythm.DAILY, hour=2, zone="America/New_York")
    wanted = due(habits, at("2026-03-08T07:00"))
    assert wanted is not None
    assert wanted.at == at("2026-03-08T07:00")  # 2:00 does not exist; it is 3:00 summer time


def test_an_hour_that_comes_twice_is_told_at_the_first():
    habits = ChatSettings(rhythm=Rhythm.DAILY, hour=1, zone="America/New_York")
    first, second = at("2026-11-01T05:00"), at("2026-11-01T06:00")
    assert due(habits, first) == due(habits, second)


def test_a_digest_that_was_begun_after_its_hour_is_not_made_up_for():
    habits = ChatSettings(rhythm=Rhythm.DAILY, hour=9, since=at("2026-07-01T12:00"))
    assert due(habits, at("2026-07-01T13:00")) is None
    assert due(habits, at("2026-07-02T09:00")) is not None


@pytest.mark.parametrize(("now", "hours"), [("2026-11-23T23:00", 8), ("2026-11-23T05:00", 2)])
def test_quiet_hours_end_at_their_hour(now: str, hours: int):
    assert quiet_until(ChatSettings(quiet=(22, 7)), at(now)) == at(now) + timedelta(hours=hours)


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = words_in("en")

TAKEN = (
    ("language", "uk", "language", Language.UK),
    ("language", "auto", "language", None),
    ("length", "full", "brief", False),
    ("ask", "admins", "admins_only", True),
    ("quiet", "22-7", "quiet", (22, 7)),
    ("quiet", "22:00 – 7:00", "quiet", (22, 7)),
    ("quiet", "off", "quiet", None),
    ("digest", "Weekly", "rhythm", Rhythm.WEEKLY),
    ("digest", "нет", "rhythm", Rhythm.OFF),
    ("hour", "0", "hour", 0),
    ("hour", "23:00", "hour", 23),
    ("theme", "Dark", "dark", True),
    ("theme", "light", "dark", False),
    ("zone", "europe/kyiv", "zone", "Europe/Kyiv"),
    ("zone", "kyiv", "zone", "Europe/Kyiv"),
    ("пояс", "New York", "zone", "America/New_York"),
    ("мова", "ua", "language", Language.UK),
    ("тихо", "22-7", "quiet", (22, 7)),
    ("zone", "America/New York", "zone", "America/New_York"),
)

REFUSED = (
    ("zone", "Mars/Olympus", "no time zone"),
    ("zone", "../../etc/passwd", "no time zone"),
    ("hour", "25", "0 to 23"),
    ("hour", "-1", "0 to 23"),
    ("hour", "nine", "0 to 23"),
    ("quiet", "22", "22-7"),
    ("quiet", "22-25", "0 to 23"),
    ("quiet", "7-7", "another hour"),
    ("digest", "hourly", "one of"),
    ("language", "fr", "one of"),
    ("length", "", "one of"),
    ("theme", "pink", "one of"),
    ("colour", "red", "no such setting"),
)


@pytest.mark.parametrize(("name", "value", "field", "became"), TAKEN)
def test_a_setting_is_taken_as_people_write_it(name: str, value: str, field: str, became: object):
    assert getattr(changed(ChatSettings(), name, value, NOW, WORDS), field) == became


@pytest.mark.parametrize(("name", "value", "why"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(name: str, value: str, why: str):
    with pytest.raises(RefusedInput, match=why):
        changed(ChatSettings(), name, value, NOW, WORDS)


def test_what_is_kept_is_read_as_it_was():
    habits = ChatSettings(
        Language.RU, False, True, (22, 7), Rhythm.DAILY, 8, "Europe/Kyiv", NOW, True
    )
    assert from_text(as_text(habits), Language.RU, "UTC") == habits
    assert from_text(None, None, "Europe/Kyiv") == ChatSettings(zone="Europe/Kyiv")


@pytest.mark.parametrize(
    ("quiet", "hour", "is_"),
    [
        ((22, 7), 23, True),
        ((22, 7), 6, True),
        ((22, 7), 7, False),
        ((1, 5), 3, True),
        (None, 3, False),
    ],
)
def test_quiet_hours_may_go_over_midnight(quiet: tuple[int, int] | None, hour: int, is_: bool):
    moment = datetime(2026, 11, 23, hour, 30, tzinfo=UTC)
    assert is_quiet(ChatSettings(quiet=quiet), moment) is is_
