"""One environment for the core and every plugin; ``meeting.migrate`` says whose turn it is."""

from typing import Any, Literal

from alembic import context

from meeting.db import Model, UtcDateTime


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Revisions use plain column types, so that history never depends on the code of the day."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return False


options = context.config.attributes
context.configure(
    connection=options["connection"],
    target_metadata=Model.metadata,
    version_table=options["version_table"],
    include_object=options["include_object"],
    render_item=render_item,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
