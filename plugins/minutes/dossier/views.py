"""The page of the dossier: make it, see how far it is, take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, abort, current_app, g, render_template, send_file, url_for
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from meeting.contract import _l, done, requires
from meeting.db import db
from meeting.dossier import export
from meeting.workroom import Workroom
from plugins.minutes.dossier import jobs
from plugins.minutes.routes import routes

PATIENCE = 1.5  # seconds a form waits; a dossier that is ready by then is offered at once
_FULL = {export.DISK_FULL, "minutes.disk_full"}
_PROBLEMS = {
    "minutes.not_printed": _l(
        "A paper of the dossier could not be set just now. Nothing is lost: the record is "
        "stored. Try again; if it fails again, tell the operator."
    )
}


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A dossier on the server's disk."""

    path: Path
    size: int
    made_at: datetime
    sha256: str


@routes.get("/dossier")
@requires("minutes.dossier")
def dossier() -> str:
    """What a dossier holds, the button that makes it, the newest one."""
    job = jobs.last(_room(), g.meeting.id)
    problem = job.problem if job else ""
    return render_template(
        "minutes/dossier.html",
        job=job,
        problem=_PROBLEMS.get(problem, export.not_kept(full=problem in _FULL).message),
        ready=_ready(),
    )


@routes.post("/dossier")
@requires("minutes.dossier")
def make_dossier() -> Response:
    """Begin one; the page shows how far it is."""
    app = current_app
    assert isinstance(app, LocalProxy)
    itself: Flask = app._get_current_object()
    db.session.remove()  # no read snapshot is held while it is made
    room = _room()
    job = room.wait(jobs.begin(room, itself, g.meeting, g.actor), PATIENCE)
    return done(job.id, url_for("minutes.dossier", meeting_id=g.meeting.id))


@routes.get("/dossier.zip")
@requires("minutes.dossier")
def dossier_file() -> Response:
    """The newest dossier."""
    ready = _ready()
    if ready is None:
        abort(404)
    answer = send_file(
        ready.path.absolute(), "application/zip", as_attachment=True, download_name=ready.path.name
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _room() -> Workroom:
    return jobs.workroom(current_app.extensions["meeting"].config.data)


def _ready() -> Ready | None:
    path = export.place_of(current_app.extensions["meeting"].config.data, g.meeting).absolute()
    try:
        about = path.stat()
        sha256 = export.sum_beside(path).read_text().partition(" ")[0]
    except OSError:
        return None
    made_at = datetime.fromtimestamp(about.st_mtime, UTC)
    return Ready(path=path, size=about.st_size, made_at=made_at, sha256=sha256)
