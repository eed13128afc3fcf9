"""Create the tables."""

import sqlalchemy as sa
from alembic import op

revision = "opinions_001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opinions_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("competent_body", sa.String(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "NOT shown OR (state = 'APPROVED' AND NOT sensitive)",
            name=op.f("ck_opinions_opinion_shown_is_fit"),
        ),
        sa.CheckConstraint(
            "outcome <> 'BEYOND_AUTHORITY' OR competent_body <> ''",
            name=op.f("ck_opinions_opinion_passed_on_to_somebody"),
        ),
        sa.CheckConstraint(
            "outcome <> 'MERGED' OR (merged_into_id IS NOT NULL AND merged_into_id <> id)",
            name=op.f("ck_opinions_opinion_merged_into_another"),
        ),
        sa.CheckConstraint(
            "outcome <> 'OFF_TOPIC_WRITTEN' OR due_date IS NOT NULL",
            name=op.f("ck_opinions_opinion_letter_is_due"),
        ),
        sa.CheckConstraint(
            "outcome <> 'PENDING' OR (department <> '' AND due_date IS NOT NULL)",
            name=op.f("ck_opinions_opinion_pending_is_owed"),
        ),
        sa.CheckConstraint(
            "outcome <> 'REFERRED' OR sensitive",
            name=op.f("ck_opinions_opinion_referred_is_sensitive"),
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"],
            ["roster_delegate.id"],
            name=op.f("fk_opinions_opinion_delegate_id_roster_delegate"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_opinions_opinion_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["opinions_opinion.id"],
            name=op.f("fk_opinions_opinion_merged_into_id_opinions_opinion"),
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"],
            ["speakers_turn.id"],
            name=op.f("fk_opinions_opinion_turn_id_speakers_turn"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["roster_village.id"],
            name=op.f("fk_opinions_opinion_village_id_roster_village"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions_opinion")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_opinions_opinion_meeting_id")),
    )
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinions_opinion_delegate_id", ["delegate_id"], unique=False)
        batch_op.create_index(
            "uq_opinions_opinion_shown",
            ["meeting_id"],
            unique=True,
            sqlite_where=sa.text("shown"),
            postgresql_where=sa.text("shown"),
        )

    op.create_table(
        "opinions_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("first_text", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinions_opinion.id"],
            name=op.f("fk_opinions_entry_opinion_id_opinions_opinion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions_entry")),
    )
    with op.batch_alter_table("opinions_entry", schema=None) as batch_op:
        batch_op.create_index("ix_opinions_entry_opinion_id", ["opinion_id"], unique=False)
        batch_op.create_index(
            "uq_opinions_entry_question",
            ["opinion_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'QUESTION'"),
            postgresql_where=sa.text("kind = 'QUESTION'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("opinions_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_opinions_entry_question",
            sqlite_where=sa.text("kind = 'QUESTION'"),
            postgresql_where=sa.text("kind = 'QUESTION'"),
        )
        batch_op.drop_index("ix_opinions_entry_opinion_id")

    op.drop_table("opinions_entry")
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_opinions_opinion_shown",
            sqlite_where=sa.text("shown"),
            postgresql_where=sa.text("shown"),
        )
        batch_op.drop_index("ix_opinions_opinion_delegate_id")

    op.drop_table("opinions_opinion")
