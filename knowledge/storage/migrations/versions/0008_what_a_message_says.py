"""What a message says of each statement, so that a change of anything in it is seen.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("inline", sa.Text(), nullable=True))
    op.add_column("delivered", sa.Column("digest", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "delivered", sa.Column("beside", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead.")
