"""Which of several equal paragraphs a correction is about."""

import sqlalchemy as sa
from alembic import op

revision = "minutes_003"
down_revision = "minutes_002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("minutes_correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("among", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("minutes_correction", schema=None) as batch_op:
        batch_op.drop_column("among")
        batch_op.drop_column("place")
