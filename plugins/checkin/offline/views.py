"""The desk's pages for when it is cut off: a shell that opens without the server, the copy of the
list, the service worker, and the upload of what happened meanwhile.

Every answer is for a paired desk only: a refusal (403) makes the device forget all of it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from flask import abort, current_app, g, jsonify, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, requires, run
from meeting.db import db
from meeting.meetings import revision_of
from plugins.checkin.cut_off import record_arrival
from plugins.checkin.offline.copy import copy
from plugins.checkin.offline.rules import MOST_ENTRIES, Entry, id_of, read_entry
from plugins.checkin.routes import routes
from plugins.roster.api import HONORIFICS

log = logging.getLogger(__name__)
HERE = Path(__file__).parents[1]


@routes.get("/desk/cut-off")
@requires("checkin.desk")
def cut_off() -> str:
    """The desk without the server's part: what the service worker shows when nobody answers."""
    return render_template("checkin/cut_off.html", honorifics=HONORIFICS)


@routes.get("/desk/sw.js")
@requires("checkin.desk")
def service_worker() -> Response:
    """The service worker of this meeting's desk; a new one with each release."""
    desk = url_for("checkin.desk", meeting_id=g.meeting.id)
    facts = {
        "desk": desk,
        "shell": url_for("checkin.cut_off", meeting_id=g.meeting.id),
        "version": current_app.extensions["static_version"],
        "meeting": g.meeting.id,
    }
    answer = Response(f"const DESK = {json.dumps(facts)};\n{_worker()}", mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = desk
    return answer


@cache
def _worker() -> str:
    return (HERE / "static/desk_sw.js").read_text("utf-8")


@routes.get("/desk/line")
@requires("checkin.desk")
def line() -> Response:
    """Is the server there, what time is it, and has anything changed? Asked every few seconds."""
    return jsonify(
        {
            "now": clock.epoch_ms(clock.now()),
            "csrf": generate_csrf(),
            "revision": revision_of(db.session(), g.meeting.id),
            "device": g.actor.name,
        }
    )


@routes.get("/desk/copy")
@requires("checkin.desk")
def desk_copy() -> Response:
    """The list as it is now; 304 when the desk has it already."""
    body = json.dumps(copy(db.session(), g.meeting, g.actor.role), ensure_ascii=False)
    answer = Response(body, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"  # only where a revoked device forgets it
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:16])
    return answer.make_conditional(request)


@routes.post("/desk/sync")
@requires("checkin.desk")
def sync() -> Response:
    """Take what a desk did while it was cut off, in its order. An answer is a promise: it is kept.

    What cannot be stored now is not answered for, and comes again.
    """
    given = _read()
    entries = given.get("entries") if isinstance(given, dict) else None
    if not isinstance(entries, list):
        abort(400)
    if len(entries) > MOST_ENTRIES:
        abort(413)
    meeting_id, by = g.meeting.id, g.actor
    answers = [_answer(one, by, meeting_id) for one in entries]
    known = [one for one in answers if one is not None]
    return jsonify({"now": clock.epoch_ms(clock.now()), "answers": known})


def _read() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # lists in lists without end
        return None


def _answer(given: object, by: Any, meeting_id: int) -> dict[str, Any] | None:
    """What became of an entry; None when it shall come again."""
    entry = read_entry(given)
    if entry is None:
        message = _("This entry is damaged. Write it on paper, then remove it here.")
        return {"id": id_of(given), "state": "malformed", "message": message}
    try:
        return {"id": entry.id, **_record(entry, by, meeting_id)}
    except Refused as refused:  # the desk must look at it again
        if refused.code == "core.conflict":  # somebody else at the same instant
            return None
        return {"id": entry.id, "state": "malformed", "message": refused.message}


def _record(entry: Entry, by: Any, meeting_id: int) -> dict[str, Any]:
    record = run(
        record_arrival,
        by=by,
        meeting_id=meeting_id,
        key=entry.id,
        at_ms=entry.at_ms,
        **entry.facts,
    )
    state = "already" if record.outcome == "ALREADY_IN" else "taken"
    return {"state": "conflict" if record.conflict else state, **asdict(record)}
