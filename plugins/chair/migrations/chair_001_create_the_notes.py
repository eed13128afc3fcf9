"""Create the chair's notes."""

import sqlalchemy as sa
from alembic import op

revision = "chair_001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chair_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_chair_note_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinions_opinion.id"],
            name=op.f("fk_chair_note_opinion_id_opinions_opinion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_note")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_chair_note_opinion_id")),
    )


def downgrade() -> None:
    op.drop_table("chair_note")
