"""The office's page that brings a meeting back from its dossier: also where there is none yet."""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from meeting.access import can, identify, is_private_line, requires
from meeting.dossier import opening
from meeting.dossier.restore import restore
from meeting.errors import Refused
from meeting.responses import done, wants_json
from meeting.routes import pages

PERMISSION = "core.restore"
_FORM = 64 * 1024  # bytes around the file


@pages.url_value_preprocessor
def _take_dossiers(endpoint: str | None, _values: object) -> None:
    """Only who may restore sends more than a form may hold. Before anything reads the request."""
    if endpoint != f"{pages.name}.restore_dossier":
        return
    if is_private_line() and can(identify(None), PERMISSION):
        request.max_content_length = opening.LARGEST_FILE + _FORM


@pages.get("/restore")
@requires(PERMISSION)
def restore_page() -> str:
    """Where a dossier is chosen."""
    return render_template("restore.html")


@pages.post("/restore")
@requires(PERMISSION)
def restore_dossier() -> Response | tuple[str, int]:
    """Restore the meeting; it is a new one of this server."""
    try:
        number = restore(_sent(), g.actor)
    except Refused as refused:
        if wants_json():
            raise
        return render_template("restore.html", refused=refused), 409
    said = _("The meeting is back, with its journal and its minutes. Pair the devices again.")
    return done(number, url_for("core.staff_home", meeting_id=number), said)


def _sent() -> opening.Dossier:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refused("core.no_dossier", _l("Choose the dossier first: a file “ho-so-….zip”."))
    return opening.read(file.stream)
