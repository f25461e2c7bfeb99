"""A gap question belongs to an incident: to that of the statements it names as nearest.

Revision ID: 0009
Revises: 0008
"""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_GAP = sa.table("gap", sa.column("position"), sa.column("content"))
_INCIDENT = sa.table("incident", sa.column("id"), sa.column("content"))
_STATEMENT = sa.table("statement", sa.column("id"), sa.column("incident"))


def upgrade() -> None:
    connection = op.get_bind()
    wider: dict[str, str | None] = {
        row.id: json.loads(row.content).get("part_of")
        for row in connection.execute(sa.select(_INCIDENT.c.id, _INCIDENT.c.content))
    }
    gaps = connection.execute(sa.select(_GAP.c.position, _GAP.c.content)).all()
    for gap in gaps:
        content: dict[str, Any] = json.loads(gap.content)
        near = content.get("nearest", ())
        found = connection.execute(
            sa.select(_STATEMENT.c.incident).where(_STATEMENT.c.id.in_(near))
        ).scalars()
        whole = {_whole(each, wider) for each in found if each}
        if len(whole) == 1 and "incident" not in content:
            told = {"id": content.pop("id"), "missing": content.pop("missing", {})}
            told |= {"incident": whole.pop(), **content}
            written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
            connection.execute(
                sa.update(_GAP).where(_GAP.c.position == gap.position).values(content=written)
            )


def _whole(identity: str, wider: Mapping[str, str | None]) -> str:
    """What an incident is in the end part of."""
    seen: set[str] = set()
    while identity not in seen:
        seen.add(identity)
        identity = wider.get(identity) or identity
    return identity


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead.")
