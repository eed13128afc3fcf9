"""The hall poster's way in: village, then name, for those whose slip is at home."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request

from meeting import text
from meeting.contract import Refused, perform, public, setting, wants_json
from meeting.db import db
from plugins.checkin import phones, queries, refusals
from plugins.checkin.limits import chosen_names, self_written
from plugins.checkin.routes import routes
from plugins.checkin.self_service import choice, write_me_down
from plugins.checkin.views import known
from plugins.roster.api import person


@routes.get("/names")
@public
def names() -> str:
    """Choose the village, then the name, or type it."""
    return _page(request.args.get("village", 0, int), request.args.get("q", ""))


def _page(village_id: int, typed: str = "", refused: Refused | None = None) -> str:
    meeting_id = g.meeting.id
    walk_ins = g.meeting.plan.attendance.walk_ins
    return render_template(
        "checkin/names.html",
        refused=refused,
        allowed=setting("checkin.by_name", meeting_id),
        may_write=walk_ins and setting("checkin.self_walk_in", meeting_id),
        choice=choice(db.session(), meeting_id, village_id, typed),
    )


@routes.post("/names")
@public
def choose_name() -> Any:
    """Somebody says that a name on the list is theirs."""
    delegate_id = request.form.get("delegate_id", 0, int)
    chosen, address = chosen_names(), request.remote_addr or ""
    chosen.begin(address)
    try:
        since = perform(phones.identify_by_name, delegate_id=delegate_id)
        if queries.phone_since(db.session(), delegate_id) != since:
            raise refusals.name_taken(person(db.session(), delegate_id))
    except Refused as refused:
        chosen.right(address)
        if wants_json():
            raise
        return _page(request.form.get("village", 0, int), refused=refused), 409
    return known(delegate_id)


@routes.post("/names/new")
@public
def write_down() -> Any:
    """Somebody who is not on the list writes their name, where the office lets phones do that."""
    name, village_id = request.form.get("name", ""), request.form.get("village", 0, int)
    if g.actor.delegate_id is not None and text.search_key(name) == text.search_key(g.actor.name):
        return known(g.actor.delegate_id)  # the form sent again by the phone that is theirs now
    written, address = self_written(), request.remote_addr or ""
    written.begin(address)
    try:
        delegate_id = perform(write_me_down, name=name, village_id=village_id)
    except Refused as refused:
        written.right(address)
        if wants_json():
            raise
        return _page(village_id, name, refused), 409
    return known(delegate_id)
