"""Versions and numbers of every paper; sentence forms, corrections and remarks."""

import sqlalchemy as sa
from alembic import op

revision = "minutes_002"
down_revision = "minutes_001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("minutes_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("paper", sa.String(), nullable=False, server_default="minutes")
        )
        batch_op.add_column(sa.Column("key", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("masked", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
        batch_op.drop_constraint(op.f("uq_minutes_version_meeting_id"), type_="unique")
    with op.batch_alter_table("minutes_version", schema=None) as batch_op:
        for name, kind in (
            ("paper", sa.String()),
            ("key", sa.String()),
            ("masked", sa.Boolean()),
            ("reason", sa.String()),
        ):
            batch_op.alter_column(name, existing_type=kind, server_default=None)
        batch_op.create_unique_constraint(
            op.f("uq_minutes_version_meeting_id"),
            ["meeting_id", "paper", "key", "masked", "number"],
        )
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "minutes_registration",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        _of_meeting("minutes_registration"),
        sa.PrimaryKeyConstraint("meeting_id", "paper", "key", name="pk_minutes_registration"),
    )
    op.create_table(
        "minutes_phrase",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        _of_meeting("minutes_phrase"),
        sa.PrimaryKeyConstraint("meeting_id", "key", name="pk_minutes_phrase"),
    )
    op.create_table(
        "minutes_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("masked", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        _of_meeting("minutes_correction"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_correction"),
    )
    op.create_index("ix_minutes_correction_meeting_id", "minutes_correction", ["meeting_id"])
    op.create_table(
        "minutes_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        _of_meeting("minutes_remark"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_remark"),
    )
    op.create_index("ix_minutes_remark_meeting_id", "minutes_remark", ["meeting_id"])


def _of_meeting(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["meeting_id"], ["meeting.id"], name=op.f(f"fk_{table}_meeting_id_meeting")
    )


def downgrade() -> None:
    for table in ("minutes_remark", "minutes_correction", "minutes_phrase", "minutes_registration"):
        op.drop_table(table)
    op.execute("DELETE FROM minutes_version WHERE paper <> 'minutes' OR masked")
    with op.batch_alter_table("minutes_version", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_minutes_version_meeting_id"), type_="unique")
        for name in ("reason", "masked", "key", "paper"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(
            op.f("uq_minutes_version_meeting_id"), ["meeting_id", "number"]
        )
