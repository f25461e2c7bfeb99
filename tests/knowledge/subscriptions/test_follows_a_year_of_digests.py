"""A year with a fake clock: three zones, restarts, pauses, two processes, a clock that jumps."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from knowledge.desk import Desk
from knowledge.domain import Language, MultilingualText
from tests.clock import Clock
from tests.knowledge.subscriptions.conftest import Open, alter

ZONES = {"Europe/Kyiv": 3, "America/New_York": 2, "Australia/Lord_Howe": 2}
"""With the hour that their clocks leave out in spring, or have twice in autumn."""
START = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
DAYS = 366


def chats() -> dict[int, tuple[str, int, str]]:
    """Chats with (zone, hour, rhythm): hours that a change of clocks leaves out or repeats too."""
    daily = [(zone, hour, "daily") for zone, odd in ZONES.items() for hour in (odd, 9)]
    weekly = [(zone, 9, "weekly") for zone in ZONES]
    return dict(enumerate((*daily, *weekly), start=1))


def told(desk: Desk) -> list[tuple[int, str]]:
    """Takes what waits, as a process that sends does; gives (chat, key)."""
    return [(each.chat, each.key) for each in desk.chats.store.outbox.take_postings(limit=1000)]


def expected(zone: str, hour: int, rhythm: str) -> set[str]:
    """The days whose digest is due in the year."""
    first = START.astimezone(ZoneInfo(zone)).date()
    end = START + timedelta(days=DAYS)
    days = set()
    for ahead in range(DAYS + 2):
        day: date = first + timedelta(days=ahead)
        at = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if START < at <= end - timedelta(hours=12) and (rhythm == "daily" or day.weekday() == 0):
            days.add(day.isoformat())
    return days


@pytest.mark.no_cover  # a tracer makes it take twice as long; the other tests go everywhere
@pytest.mark.timeout(600)  # some 20,000 transactions: half a minute on a quiet machine
def test_each_digest_comes_once_whatever_happens_to_clocks_and_processes(
    open_desk: Open, clock: Clock
):
    lot = random.Random(5)
    processes = [open_desk(), open_desk()]
    processes[0].chats.collect()
    for chat, (zone, hour, rhythm) in chats().items():
        for name, value in (("zone", zone), ("hour", str(hour)), ("digest", rhythm)):
            processes[0].chats.change(chat, name, value, Language.EN)
    sent: Counter[tuple[int, str]] = Counter()
    changes, last_change = 0, START - timedelta(days=1)
    alter(processes[0].chats.store, "boats", claim=MultilingualText.of(en="No boats left"))
    while clock.now < START + timedelta(days=DAYS):
        clock.pass_by(minutes=lot.choice((60, 240, 400, 600)))
        if clock.now - last_change > timedelta(hours=10):
            last_change, changes = clock.now, changes + 1
            alter(
                processes[0].chats.store,
                "boats",
                claim=MultilingualText.of(en=f"{changes} boats left"),
            )
        if lot.random() < 0.01:
            processes[lot.randrange(2)] = open_desk()  # a restart
        back = timedelta(hours=lot.choice((0, 0, 0, 1, 5)))
        clock.now -= back  # a clock that is put back and right again
        for process in lot.sample(processes, lot.choice((1, 2))):
            process.chats.collect()
            sent.update(told(process))
        clock.now += back
    assert set(sent.values()) == {1}
    for chat, (zone, hour, rhythm) in chats().items():
        days = {key.rpartition(" ")[2] for to, key in sent if to == chat}
        due = expected(zone, hour, rhythm)
        assert not due - days, (zone, hour, rhythm)
        assert all(START.date() <= date.fromisoformat(day) for day in days)
        assert len(days - due) <= 1  # of the last hours, which may be told or not
