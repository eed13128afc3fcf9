"""The reception desk: one field, one tap; walk-ins; the village table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for

from meeting.contract import Refused, _, done, perform, requires, setting, wants_json
from meeting.db import db
from meeting.net import phone_address
from plugins.checkin import queries, service
from plugins.checkin.forms import WalkInForm
from plugins.checkin.models import Presence
from plugins.checkin.routes import routes
from plugins.checkin.rules import Via, VillageCount
from plugins.roster.api import Person, lookup, person, read_code, search, villages

FOUND = 12  # more do not fit beside a queue of people


@dataclass(frozen=True)
class Row:
    """Somebody the desk may let in."""

    person: Person
    presence: Presence | None
    full: VillageCount | None  # their village, when it has no place left


@routes.get("/desk")
@requires("checkin.desk")
def desk() -> str:
    """Search as you type; the last arrival on top; the table beside it."""
    return _desk_page(_found(request.args.get("q", "")), last=request.args.get("last", 0, int))


def _found(typed: str) -> list[Row] | None:
    """Who is meant by what stands in the field; None when it is empty."""
    if not typed.strip():
        return None
    session = db.session()
    invitation = lookup(session, typed)
    if invitation is not None and invitation.revoked_at is None:
        one = person(session, invitation.delegate_id)
        return _rows([one] if one and invitation.delegate.meeting_id == g.meeting.id else [])
    return _rows(search(session, g.meeting.id, typed, FOUND))


def _rows(people: list[Person]) -> list[Row]:
    session, meeting_id = db.session(), g.meeting.id
    here = queries.presences(session, meeting_id)
    full = queries.full_villages(session, meeting_id)
    return [
        Row(one, here.get(one.id), full.get(one.village_id or 0) if one.people_side else None)
        for one in people
    ]


def _desk_page(
    found: list[Row] | None,
    *,
    last: int = 0,
    refused: Refused | None = None,
    form: WalkInForm | None = None,
) -> str:
    session = db.session()
    latest = person(session, last) if last else None
    new = request.args.get("new", "")
    if form is None:
        form = WalkInForm(formdata=None, name=new)
        _offer(form)
    return render_template(
        "checkin/desk.html",
        typed=request.values.get("q", ""),
        found=found,
        last=_rows([latest])[0] if latest else None,
        again=request.args.get("again"),
        refused=refused,
        when_full=setting("checkin.when_full", g.meeting.id),
        form=form,
        adding=bool(new or form.errors),
    )


def _after(result: Any) -> Any:
    """Back to an empty field, the person shown above it."""
    again = 1 if result.outcome == "ALREADY_IN" else None
    values = {"meeting_id": g.meeting.id, "last": result.delegate_id, "again": again}
    return done(result, url_for("checkin.desk", **values))


def _not_admitted(refused: Refused) -> Any:
    """The desk again with the reason, and the person it is about ready for the next step."""
    if wants_json():
        raise refused
    about = person(db.session(), refused.facts.get("delegate_id") or 0)
    return _desk_page(_rows([about]) if about else None, refused=refused), 409


@routes.post("/desk/scan")
@requires("checkin.desk")
def scan() -> Any:
    """Enter in the field, or a scanner's own Enter: a code lets in at once, words are searched."""
    typed = request.form.get("q", "")
    session = db.session()
    known = lookup(session, typed) is not None
    unclear = not known and (not read_code(typed) or search(session, g.meeting.id, typed, 1))
    if unclear and not wants_json():
        return done(None, url_for("checkin.desk", meeting_id=g.meeting.id, q=typed))
    try:
        return _after(perform(service.scan, raw=typed))
    except Refused as refused:
        return _not_admitted(refused)


@routes.post("/desk/in")
@requires("checkin.desk")
def check_in() -> Any:
    """One tap beside a name."""
    try:
        return _after(perform(service.check_in, delegate_id=_whom(), via=Via.DESK.value))
    except Refused as refused:
        return _not_admitted(refused)


@routes.post("/desk/over")
@requires("checkin.desk")
def admit_over_quota() -> Any:
    """Let one more in than the village has places, with a reason."""
    reason = request.form.get("reason", "")
    try:
        return _after(perform(service.admit_over_quota, delegate_id=_whom(), reason=reason))
    except Refused as refused:
        return _not_admitted(refused)


@routes.post("/desk/undo")
@requires("checkin.desk")
def undo() -> Any:
    """Take a mistaken check-in back."""
    delegate_id = _whom()
    undone = perform(service.undo, delegate_id=delegate_id)
    to = url_for("checkin.desk", meeting_id=g.meeting.id, last=delegate_id)
    return done(undone, to, _("Taken back. The journal keeps it."))


@routes.post("/desk/walk-in")
@requires("checkin.desk")
def walk_in() -> Any:
    """Name, village, done."""
    form = WalkInForm()
    _offer(form)
    if not form.validate_on_submit():
        first = next((words for problems in form.errors.values() for words in problems), "")
        return _walk_in_refused(form, Refused("checkin.incomplete", first))
    try:
        result = perform(
            service.walk_in,
            name=form.name.data,
            village_id=form.village_id,
            honorific=form.honorific.data or "",
            reason=form.reason.data,
        )
    except Refused as refused:
        return _walk_in_refused(form, refused)
    return _after(result)


_FIELDS = {
    "roster.bad_name": "name",
    "roster.no_village": "village",
    "checkin.village_full": "reason",
    "checkin.reason_needed": "reason",
    "checkin.no_walk_ins": "reason",
}


def _walk_in_refused(form: WalkInForm, refused: Refused) -> Any:
    """The form again, with what was typed and what is missing."""
    if wants_json():
        raise refused
    if refused.code in _FIELDS:
        field = form[_FIELDS[refused.code]]
        field.errors = [*field.errors, refused.message]
    elif refused.code != "checkin.incomplete":
        form.form_errors.append(refused.message)
    _offer(form)
    return _desk_page(None, form=form), 409


def _offer(form: WalkInForm) -> None:
    unit = g.meeting.plan.unit_label.singular
    form.offer(villages(db.session(), g.meeting.id), unit)


def _whom() -> int:
    return request.form.get("delegate_id", 0, int)


@routes.get("/table")
@requires("checkin.read")
def table() -> str:
    """The village table by itself, for the secretary, the chair and who supervises."""
    return render_template("checkin/table.html")


@routes.get("/poster")
@requires("checkin.desk")
def poster() -> str:
    """A sheet for the door: how to join the Wi-Fi and check in with one's own phone."""
    return render_template(
        "checkin/poster.html",
        address=phone_address(),
        wifi_name=setting("checkin.wifi_name", g.meeting.id),
        by_name=setting("checkin.by_name", g.meeting.id),
    )
