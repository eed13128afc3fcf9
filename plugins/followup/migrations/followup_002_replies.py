"""Note what was answered after the meeting."""

import sqlalchemy as sa
from alembic import op

revision = "followup_002"
down_revision = "followup_001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followup_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_followup_reply_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinions_opinion.id"],
            name=op.f("fk_followup_reply_opinion_id_opinions_opinion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_reply")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_followup_reply_opinion_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_followup_reply_meeting_id"), "followup_reply", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("followup_reply")
