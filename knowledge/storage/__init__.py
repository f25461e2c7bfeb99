"""The one place that knows the database."""

from knowledge.storage.store import Store, utc_now

__all__ = ["Store", "utc_now"]
