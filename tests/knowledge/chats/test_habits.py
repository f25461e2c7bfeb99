"""Settings of a chat: what they can be, and the sentence where they cannot."""

from datetime import UTC, datetime

import pytest

from knowledge.chats.habits import as_text, changed, from_text, is_quiet
from knowledge.model import Habits, Language, RefusedInput, Rhythm
from knowledge.wording import words_in

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
    assert getattr(changed(Habits(), name, value, NOW, WORDS), field) == became


@pytest.mark.parametrize(("name", "value", "why"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(name: str, value: str, why: str):
    with pytest.raises(RefusedInput, match=why):
        changed(Habits(), name, value, NOW, WORDS)


def test_what_is_kept_is_read_as_it_was():
    habits = Habits(Language.RU, False, True, (22, 7), Rhythm.DAILY, 8, "Europe/Kyiv", NOW, True)
    assert from_text(as_text(habits), Language.RU, "UTC") == habits
    assert from_text(None, None, "Europe/Kyiv") == Habits(zone="Europe/Kyiv")


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
    assert is_quiet(Habits(quiet=quiet), moment) is is_
