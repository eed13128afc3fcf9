"""Remember when a device was seen; pair by a short code too.

Links live for minutes: those that are open at the upgrade are gone, and new ones are made.
"""

import sqlalchemy as sa
from alembic import op

revision = "core_002"
down_revision = "core_001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device", sa.Column("seen_at", sa.DateTime(), nullable=True))
    op.add_column("device", sa.Column("seen_from", sa.String(), nullable=True))
    op.drop_table("pairing_link")
    op.create_table(
        "pairing_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pairing_link_token_hash")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pairing_link_code_hash")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_pairing_link_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_pairing_link_device_id_device")
        ),
    )


def downgrade() -> None:
    op.drop_table("pairing_link")
    op.create_table(
        "pairing_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_pairing_link")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_column("seen_from")
        batch_op.drop_column("seen_at")
