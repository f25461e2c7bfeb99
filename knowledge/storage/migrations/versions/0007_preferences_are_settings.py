"""Preferences are settings of chats only.

How far jobs have come, what owners switched on, menus, digests, posts, requests for a reader's
words and forms get tables of their own.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 1000


def upgrade() -> None:
    state = op.create_table(
        "state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_state")),
    )
    menu = op.create_table(
        "menu",
        _number("chat"),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_menu")),
    )
    digest = op.create_table(
        "digest",
        _number("chat"),
        sa.Column("revision", BIG, nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_digest")),
    )
    post = op.create_table(
        "post",
        _number("chat"),
        _number("message"),
        sa.PrimaryKeyConstraint("chat", "message", name=op.f("pk_post")),
    )
    invitation = op.create_table(
        "invitation",
        _number("chat"),
        _number("message"),
        sa.Column("answer", BIG, nullable=False),
        sa.PrimaryKeyConstraint("chat", "message", name=op.f("pk_invitation")),
    )
    form = op.create_table(
        "form",
        _number("chat"),
        _number("message"),
        sa.Column("task", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "message", name=op.f("pk_form")),
    )
    connection = op.get_bind()
    moved: dict[sa.Table, list[dict[str, object]]] = {
        one: [] for one in (state, menu, digest, post, invitation, form)
    }
    found = connection.execute(sa.text("SELECT chat, name, value FROM preference")).all()
    for row in found:
        kind, _, number = row.name.partition(" ")
        of_one = number.isdecimal() and kind in {"post", "complaint", "form"}
        if row.chat == 0:
            moved[state].append({"name": row.name, "value": row.value})
        elif row.name == "curator's menu":
            moved[menu].append({"chat": row.chat, "shown": row.value})
        elif row.name == "digest up to revision":
            moved[digest].append({"chat": row.chat, "revision": int(row.value)})
        elif of_one:
            here = {"chat": row.chat, "message": int(number)}
            if kind == "post":
                moved[post].append(here)
            elif kind == "complaint":
                moved[invitation].append(here | {"answer": int(row.value)})
            else:
                task, _, version = row.value.partition(".")
                moved[form].append(here | {"task": int(task), "version": int(version)})
        elif row.name != "reported":
            continue
        this = sa.text("DELETE FROM preference WHERE chat = :chat AND name = :name")
        connection.execute(this, {"chat": row.chat, "name": row.name})
    for table, rows in moved.items():
        for start in range(0, len(rows), AT_ONCE):
            connection.execute(sa.insert(table), rows[start : start + AT_ONCE])


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, BIG, autoincrement=False, nullable=False)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead.")
