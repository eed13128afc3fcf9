"""The papers of a meeting as files: the minutes when they are made, the draft before that."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from flask import current_app, g, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, requires
from meeting.db import db
from plugins.minutes.models import Version
from plugins.minutes.papers import files, versions
from plugins.minutes.routes import routes
from plugins.minutes.writing import record


@routes.get("/")
@requires("minutes.read")
def index() -> str:
    """The minutes when they are made, the way to them before."""
    return render_template("minutes/index.html")


@routes.get("/minutes.pdf")
@requires("minutes.read")
def pdf() -> Response:
    """The minutes as PDF."""
    version = newest_minutes()
    content = kept(version).read_bytes()
    return _paper(content, files.file_name(g.meeting, f"v{version.number}"))


@routes.get("/preview.pdf")
@requires("minutes.read")
def preview() -> Response:
    """The draft as PDF, marked as one and kept nowhere."""
    if versions.newest(db.session(), g.meeting.id) is not None:
        return redirect(url_for("minutes.pdf", meeting_id=g.meeting.id), 303)
    contributed = _registry().contributions
    document = record.document(db.session(), contributed, g.meeting, clock.now())
    db.session.remove()  # no read snapshot is held while the paper is set: it takes seconds
    answer = _paper(files.printed(document), files.file_name(g.meeting, "du-thao"))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _paper(content: bytes, name: str) -> Response:
    """A PDF that the browser shows, and saves under a name of its own."""
    return send_file(io.BytesIO(content), "application/pdf", download_name=name)


def _registry() -> Any:
    return current_app.extensions["meeting"].registry


def kept(version: Version) -> Path:
    """The version's PDF."""
    db.session.remove()  # as for the preview
    return files.kept(current_app.extensions["meeting"].config.data, version)


def newest_minutes() -> Version:
    version = versions.newest(db.session(), g.meeting.id)
    if version is None:
        raise Refused(
            "minutes.not_made",
            _("There are no minutes yet. They are made when the secretary closes the meeting."),
        )
    return version
