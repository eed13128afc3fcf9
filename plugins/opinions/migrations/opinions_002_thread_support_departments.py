"""What an opinion is and where it came from; prepared answers, support, departments' devices."""

import sqlalchemy as sa
from alembic import op

revision = "opinions_002"
down_revision = "opinions_001"
branch_labels = None
depends_on = None

WORDS = (
    "contact",
    "receipt",
    "slip",
    "source",
    "severity",
    "reference",
    "kind",
    "due_reason",
    "expected",
)
PREPARED = sa.text("kind = 'PREPARED'")
WITH_RECEIPT = sa.text("receipt <> ''")


def upgrade() -> None:
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("raised_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("department_called_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        for name in WORDS:
            batch_op.alter_column(name, existing_type=sa.String(), server_default=None)
        batch_op.create_index("ix_opinions_opinion_turn_id", ["turn_id"], unique=False)
        batch_op.create_index(
            "ix_opinions_opinion_merged_into_id", ["merged_into_id"], unique=False
        )
        batch_op.create_index(
            "uq_opinions_opinion_receipt",
            ["receipt"],
            unique=True,
            sqlite_where=WITH_RECEIPT,
            postgresql_where=WITH_RECEIPT,
        )
    op.execute("UPDATE opinions_opinion SET raised_at = asked_at WHERE channel <> 'PRE_COLLECTED'")

    with op.batch_alter_table("opinions_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("full", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("opinions_entry", schema=None) as batch_op:
        batch_op.alter_column("full", existing_type=sa.String(), server_default=None)
        batch_op.create_index(
            "uq_opinions_entry_prepared",
            ["opinion_id"],
            unique=True,
            sqlite_where=PREPARED,
            postgresql_where=PREPARED,
        )

    op.create_table(
        "opinions_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegate_id"],
            ["roster_delegate.id"],
            name=op.f("fk_opinions_support_delegate_id_roster_delegate"),
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinions_opinion.id"],
            name=op.f("fk_opinions_support_opinion_id_opinions_opinion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions_support")),
        sa.UniqueConstraint(
            "opinion_id", "delegate_id", name=op.f("uq_opinions_support_opinion_id")
        ),
    )
    op.create_table(
        "opinions_answerer",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_opinions_answerer_device_id_device")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_opinions_answerer_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "device_id", name=op.f("pk_opinions_answerer")),
    )


def downgrade() -> None:
    op.drop_table("opinions_answerer")
    op.drop_table("opinions_support")
    with op.batch_alter_table("opinions_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_opinions_entry_prepared", sqlite_where=PREPARED, postgresql_where=PREPARED
        )
        batch_op.drop_column("full")
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_opinions_opinion_receipt", sqlite_where=WITH_RECEIPT, postgresql_where=WITH_RECEIPT
        )
        batch_op.drop_index("ix_opinions_opinion_merged_into_id")
        batch_op.drop_index("ix_opinions_opinion_turn_id")
        for name in (*WORDS, "told_on", "raised_at", "department_called_at"):
            batch_op.drop_column(name)
