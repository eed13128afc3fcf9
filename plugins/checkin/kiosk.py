"""The kiosk: a tablet at the door on which people check themselves in.

Its device needs the permission ``checkin.kiosk`` and, paired as a kiosk, has no other: nothing else
opens on it. No page leads away; each goes back to the start by itself (static/kiosk.js).
"""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from meeting import codes
from meeting.contract import Refused, _, done, perform, requires, run, setting, wants_json
from meeting.db import db
from plugins.checkin import queries
from plugins.checkin.limits import wrong_codes
from plugins.checkin.routes import routes
from plugins.checkin.rules import CheckInResult
from plugins.checkin.self_service import choice, come_by_code, come_by_name
from plugins.roster.api import is_secret, person

RESULT_SECONDS = 6
IDLE_SECONDS = 40


@routes.get("/kiosk")
@requires("checkin.kiosk")
def kiosk() -> str:
    """Scan, type the code, or choose village and name."""
    return render_template(
        "checkin/kiosk.html",
        letters=codes.LETTERS,
        by_name=setting("checkin.by_name", g.meeting.id),
        code=request.args.get("code", "")[:500],
        idle=IDLE_SECONDS,
    )


@routes.post("/kiosk/code")
@requires("checkin.kiosk")
def kiosk_code() -> Any:
    """A code was typed or scanned: whoever has it is in."""
    raw = request.form.get("code", "")
    wrong, address, typed_code = wrong_codes(), request.remote_addr or "", not is_secret(raw)
    if typed_code:
        wrong.begin(address)
    refused: Refused | None = None
    try:
        # no submission key: the field is the same for the next person, who may be told otherwise
        result = run(come_by_code, by=g.actor, meeting_id=g.meeting.id, raw=raw)
    except Refused as error:
        refused = error
    if typed_code and (refused is None or refused.code != "checkin.unknown_code"):
        wrong.right(address)
    return _after(result) if refused is None else _not_in(refused)


@routes.get("/kiosk/names")
@requires("checkin.kiosk")
def kiosk_names() -> str:
    """The villages; the names of one; or: is it you?"""
    found = choice(db.session(), g.meeting.id, request.args.get("village", 0, int), "")
    whom = request.args.get("who", 0, int)
    return render_template(
        "checkin/kiosk_names.html",
        allowed=setting("checkin.by_name", g.meeting.id),
        choice=found,
        who=next((one for one in found.people if one.id == whom), None),
        idle=IDLE_SECONDS,
    )


@routes.post("/kiosk/in")
@requires("checkin.kiosk")
def kiosk_in() -> Any:
    """It is them."""
    try:
        return _after(perform(come_by_name, delegate_id=request.form.get("delegate_id", 0, int)))
    except Refused as refused:
        return _not_in(refused)


def _after(result: CheckInResult) -> Any:
    values: dict[str, Any] = {"who": result.delegate_id, "outcome": result.outcome}
    return done(result, url_for("checkin.kiosk_done", meeting_id=g.meeting.id, **values))


@routes.get("/kiosk/done")
@requires("checkin.kiosk")
def kiosk_done() -> str:
    """In: who, since when; a few seconds later the next person finds the start."""
    whom = request.args.get("who", 0, int)
    session = db.session()
    known = person(session, whom)
    here = queries.presences(session, g.meeting.id).get(whom)
    return render_template(
        "checkin/kiosk_done.html",
        person=known if here else None,
        presence=here,
        outcome=request.args.get("outcome", ""),
        note=setting("checkin.seat_note", g.meeting.id),
        refused=None,
        idle=RESULT_SECONDS,
    )


def _not_in(refused: Refused) -> Any:
    """To the desk, with the reason in words for the person rather than for the staff."""
    if wants_json():
        raise refused
    return render_template(
        "checkin/kiosk_done.html",
        person=person(db.session(), refused.facts.get("delegate_id") or 0),
        refused=refused,
        message=_in_person(refused),
        idle=RESULT_SECONDS * 2,
    ), 409


def _in_person(refused: Refused) -> str:
    facts = refused.facts
    if refused.code == "checkin.village_full":
        return str(
            _(
                "The %(places)s places of %(village)s are taken. Please come to the reception "
                "desk: the staff will see to it.",
                places=facts["places"],
                village=facts["village"],
            )
        )
    if refused.code == "checkin.has_substitute":
        return str(
            _(
                "%(other)s came in your place already. Please come to the reception desk: the "
                "staff will see to it.",
                other=facts["other"],
            )
        )
    return refused.message
