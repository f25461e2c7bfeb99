"""A long answer stands in several messages: all of them are put right.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "delivery_part",
        sa.Column("delivery", number, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery"],
            ["delivery.number"],
            name=op.f("fk_delivery_part_delivery_delivery"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delivery", "number", name=op.f("pk_delivery_part")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_delivery_part_message"), "delivery_part", ["message"])


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead.")
