"""The order by hand, topics, follow-ups, ways in; reminders, counter-questions and languages."""

import sqlalchemy as sa
from alembic import op

revision = "speakers_002"
down_revision = "speakers_001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("speakers_turn", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="NORMAL"))
        batch_op.add_column(
            sa.Column("way", sa.String(), nullable=False, server_default="SECRETARY")
        )
        batch_op.add_column(sa.Column("topic", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("placed", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("deferred_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("paused_for", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("reminders", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("interpreter", sa.String(), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("speakers_turn", schema=None) as batch_op:
        for column in (
            "interpreter",
            "language",
            "reminders",
            "paused_for",
            "deferred_at",
            "placed",
            "topic",
            "way",
            "kind",
        ):
            batch_op.drop_column(column)
