"""``doithoai dossier export`` and ``doithoai dossier import``: a meeting into a ZIP, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from meeting.errors import StartupProblem

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meeting.config import Config
    from meeting.models import Meeting


@click.group()
def dossier() -> None:
    """Keep a meeting as one ZIP, and restore it from there."""


@dossier.command("export")
@click.argument("meeting_id", type=int, required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A file, or a folder that is there; else with the papers.",
)
@click.pass_obj
def export_(config: Config, meeting_id: int | None, out: Path | None) -> None:
    """Write the dossier of a meeting: its number, or the only one there is."""
    from flask import current_app
    from sqlalchemy.orm import Session

    from meeting.cli import needs_database, opened
    from meeting.db import db
    from meeting.dossier.export import file_name, make, place_of

    needs_database(config)
    with opened(config), Session(db.engine) as session:
        meeting = _meeting(session, meeting_id)
        target = out or place_of(config.data, meeting)
        if target.is_dir():
            target /= file_name(meeting)
        registry = current_app.extensions["meeting"].registry
        made = make(session, registry, meeting, target)
    click.echo(f"{made.path.absolute()}\n{made.size} bytes, SHA-256 {made.sha256}")


def _meeting(session: Session, meeting_id: int | None) -> Meeting:
    import sqlalchemy as sa

    from meeting.models import Meeting

    found = session.scalars(sa.select(Meeting).order_by(Meeting.id)).all()
    wanted = [one for one in found if meeting_id in (None, one.id)]
    if len(wanted) == 1:
        return wanted[0]
    known = "\n".join(f"  {one.id}  {one.heading}" for one in found)
    raise StartupProblem(f"Say which meeting: doithoai dossier export NUMBER\n{known}")


@dossier.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_(config: Config, file: Path) -> None:
    """Restore a meeting from its dossier, as a new meeting of this server."""
    from meeting.access import Actor
    from meeting.cli import opened
    from meeting.dossier import opening
    from meeting.dossier.restore import restore

    with opened(config):
        with file.open("rb") as content:
            found = opening.read(content)
        number = restore(found, Actor.system("dossier import"))
    click.echo(f"Meeting {number}: {found.manifest.meeting.title}")
