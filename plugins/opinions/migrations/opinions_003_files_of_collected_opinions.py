"""A file of collected opinions as it was read, until somebody confirms it."""

import sqlalchemy as sa
from alembic import op

revision = "opinions_003"
down_revision = "opinions_002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opinions_collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_opinions_collection_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions_collection")),
    )
    with op.batch_alter_table("opinions_collection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opinions_collection_meeting_id"), ["meeting_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("opinions_collection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinions_collection_meeting_id"))

    op.drop_table("opinions_collection")
