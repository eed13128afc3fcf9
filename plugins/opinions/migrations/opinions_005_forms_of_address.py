"""The form of address of a name that was written down."""

import sqlalchemy as sa
from alembic import op

revision = "opinions_005"
down_revision = "opinions_004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("honorific", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        batch_op.drop_column("honorific")
