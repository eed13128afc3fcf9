"""What opinions are found by: their words without marks, and pairs of words of the question."""

import sqlalchemy as sa
from alembic import op

from plugins.opinions import texts

revision = "opinions_004"
down_revision = "opinions_003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_key", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("pairs", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(
            "ix_opinions_opinion_parts", ["meeting_id", "outcome", "state", "number"], unique=False
        )
    op.create_table(
        "opinions_pair",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("pair", sa.Integer(), nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinions_opinion.id"],
            name=op.f("fk_opinions_pair_opinion_id_opinions_opinion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opinion_id", "pair", name=op.f("pk_opinions_pair")),
    )
    with op.batch_alter_table("opinions_pair", schema=None) as batch_op:
        batch_op.create_index("ix_opinions_pair_pair", ["pair", "opinion_id"], unique=False)
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    """The opinions that are there already."""
    pair = sa.table("opinions_pair", sa.column("opinion_id"), sa.column("pair"))
    known = connection.execute(
        sa.text(
            "SELECT o.id, e.text, o.summary, o.asker, o.slip, o.reference FROM opinions_opinion o "
            "JOIN opinions_entry e ON e.opinion_id = o.id AND e.kind = 'QUESTION'"
        )
    ).all()
    for opinion_id, *parts in known:
        pairs = texts.pairs(parts[0])
        connection.execute(
            sa.text("UPDATE opinions_opinion SET search_key = :key, pairs = :pairs WHERE id = :id"),
            {"key": texts.search_key(parts), "pairs": len(pairs), "id": opinion_id},
        )
        if pairs:
            rows = [{"opinion_id": opinion_id, "pair": one} for one in pairs]
            connection.execute(sa.insert(pair), rows)


def downgrade() -> None:
    op.drop_table("opinions_pair")
    with op.batch_alter_table("opinions_opinion", schema=None) as batch_op:
        batch_op.drop_index("ix_opinions_opinion_parts")
        batch_op.drop_column("pairs")
        batch_op.drop_column("search_key")
