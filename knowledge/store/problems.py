"""What went wrong with the database, as a sentence that says what to do."""

import sqlite3

from sqlalchemy.exc import DBAPIError

_SQLITE = {
    sqlite3.SQLITE_READONLY: "cannot be written; give its file and folder write permission or choose another --database",
    sqlite3.SQLITE_FULL: "found no room; free space on the disk and try again",
    sqlite3.SQLITE_IOERR: "could not be read or written; check the disk and its free space",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database; give another path or restore a backup",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup",
    sqlite3.SQLITE_BUSY: "is held by another program; try again when that has ended",
    sqlite3.SQLITE_LOCKED: "is held by another program; try again when that has ended",
    sqlite3.SQLITE_PERM: "may not be opened; give it read and write permission",
    sqlite3.SQLITE_AUTH: "may not be opened; give it read and write permission",
}
_POSTGRESQL = {
    "08": "does not answer; check that the server runs and its address is right",
    "28": "refuses the user; check the name and the password",
    "3D": "is not there; create it",
    "25": "cannot be written; use the primary server, not a replica",
    "53": "found no room or no free connection; make room on the server and try again",
    "57": "was stopped by its operator; try again when the server runs",
    "42": "lacks tables or rights; run `accordingto db upgrade` as its owner",
}
_NO_TABLES = "has no tables yet, or old ones; run `accordingto db upgrade`"


def explained(error: DBAPIError, name: str) -> str:
    """One sentence about a failure of the database of this name (an address without password)."""
    cause = error.orig
    reason: str | None = None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        reason = _SQLITE.get(code)
        if "no such table" in str(cause) or "no such column" in str(cause):
            reason = _NO_TABLES
    elif cause is not None:
        state = getattr(cause, "sqlstate", None)
        reason = _POSTGRESQL["08"] if state is None else _POSTGRESQL.get(state[:2])
    if reason is None:
        first = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
        reason = f"failed: {first}"
    return f"The database {name} {reason}."
