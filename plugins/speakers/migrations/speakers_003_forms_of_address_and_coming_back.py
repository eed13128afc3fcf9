"""The form of address of a name that was written down; that somebody called in vain came back."""

import sqlalchemy as sa
from alembic import op

revision = "speakers_003"
down_revision = "speakers_002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("speakers_turn", schema=None) as batch_op:
        batch_op.add_column(sa.Column("honorific", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("came_back_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("speakers_turn", schema=None) as batch_op:
        batch_op.drop_column("came_back_at")
        batch_op.drop_column("honorific")
