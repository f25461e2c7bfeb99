"""A clock that a test moves."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the same time until it is moved.

    Args:
        now: the time that it tells first.
    """

    def __init__(self, now: datetime = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Move it by as much as `timedelta` takes."""
        self.now += timedelta(**time)
