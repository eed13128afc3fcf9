"""What the desk does: each form is answered by a page, by the part a script shows, or by JSON."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request

from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from plugins.checkin import service
from plugins.checkin.desk.rows import Found, rows_of
from plugins.checkin.desk.said import Kind, Said, of_refusal, of_result
from plugins.checkin.desk.views import asked_by_script, desk_address, desk_page, walk_in_form
from plugins.checkin.forms import WalkInForm
from plugins.checkin.routes import routes
from plugins.checkin.rules import CheckInResult, Outcome, Via
from plugins.roster.api import lookup, person, read_code, search


def _part(said: Said) -> str:
    return render_template("checkin/_desk_said.html", said=said)


def _in(result: CheckInResult) -> Any:
    """The answer, full-screen for a script; else an empty field and the answer above it."""
    if asked_by_script():
        return _part(of_result(result))
    if wants_json():
        return done(result, "")
    values: dict[str, Any] = {"last": result.delegate_id}
    if result.outcome == Outcome.ALREADY_IN:
        values["again"] = 1
    elif result.outcome == Outcome.BACK_AGAIN:
        values["as"] = result.outcome.value
    return done(result, desk_address(**values))


def _not_in(refused: Refused) -> Any:
    """The reason, and the person it is about ready for the next step."""
    if wants_json():
        raise refused
    said = of_refusal(refused)
    if asked_by_script():
        return _part(said)
    people = Found(rows_of([said.person])) if said.person else None
    return desk_page(people, said=said), 409


@routes.post("/desk/scan")
@requires("checkin.desk")
def scan() -> Any:
    """Enter in the field, or a scanner's own Enter: a code lets in at once, words are searched."""
    typed = request.form.get("q", "")
    session = db.session()
    known = lookup(session, typed) is not None
    code = typed.isascii() and read_code(typed)  # a name with marks may read like one
    unclear = not known and (not code or search(session, g.meeting.id, typed, 1))
    if unclear and not wants_json() and not asked_by_script():
        return done(None, desk_address(q=typed))
    try:
        return _in(perform(service.scan, raw=typed))
    except Refused as refused:
        return _not_in(refused)


@routes.post("/desk/in")
@requires("checkin.desk")
def check_in() -> Any:
    """One tap beside a name."""
    try:
        return _in(perform(service.check_in, delegate_id=_whom(), via=Via.DESK.value))
    except Refused as refused:
        return _not_in(refused)


@routes.post("/desk/over")
@requires("checkin.desk")
def admit_over_quota() -> Any:
    """Let one more in than the village has places, with a reason."""
    reason = request.form.get("reason", "")
    try:
        return _in(perform(service.admit_over_quota, delegate_id=_whom(), reason=reason))
    except Refused as refused:
        return _not_in(refused)


@routes.post("/desk/substitute")
@requires("checkin.desk")
def substitute() -> Any:
    """Somebody comes in another's place."""
    try:
        result = perform(
            service.substitute,
            delegate_id=_whom(),
            name=request.form.get("name", ""),
            honorific=request.form.get("honorific", ""),
            reason=request.form.get("reason") or None,
        )
    except Refused as refused:
        return _not_in(refused)
    return _in(result)


@routes.post("/desk/undo")
@requires("checkin.desk")
def undo() -> Any:
    """Take a mistaken check-in back."""
    undone = perform(service.undo, delegate_id=_whom())
    return _noted(undone, _("Taken back. The journal keeps it."))


@routes.post("/desk/absent")
@requires("checkin.desk")
def mark_absent() -> Any:
    """Somebody will not come, and somebody said why."""
    reason = request.form.get("reason", "")
    try:
        noted = perform(service.mark_absent, delegate_id=_whom(), reason=reason)
    except Refused as refused:
        return _not_in(refused)
    return _noted(noted, _("Noted as excused: %(reason)s", reason=reason.strip()))


@routes.post("/desk/expected")
@requires("checkin.desk")
def clear_absence() -> Any:
    """Somebody who was excused is expected again."""
    cleared = perform(service.clear_absence, delegate_id=_whom())
    return _noted(cleared, _("Expected again."))


@routes.post("/desk/left")
@requires("checkin.desk")
def leave() -> Any:
    """Somebody goes home."""
    left = perform(service.leave, delegate_id=_whom())
    return _noted(left, _("Noted as gone home. The place stays counted; they may come in again."))


def _noted(result: Any, message: str) -> Any:
    """Something that is no arrival was written down."""
    about = person(db.session(), _whom())
    if asked_by_script():
        return _part(
            Said(kind=Kind.NOTED, code="NOTED", title=_("Written down"), text=message, person=about)
        )
    return done(result, desk_address(last=about.id) if about else desk_address(), message)


@routes.post("/desk/walk-in")
@requires("checkin.desk")
def walk_in() -> Any:
    """Name, village, done."""
    form = walk_in_form(filled=True)
    if not form.validate_on_submit():
        first = next((words for problems in form.errors.values() for words in problems), "")
        return _walk_in_refused(form, Refused("checkin.incomplete", first))
    try:
        result = perform(
            service.walk_in,
            name=form.name.data,
            village_id=form.village_id,
            honorific=form.honorific.data or "",
            reason=form.reason.data or None,
            distinction=form.distinction.data or "",
        )
    except Refused as refused:
        return _walk_in_refused(form, refused)
    return _in(result)


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
    if asked_by_script():
        return _part(of_refusal(refused))
    if refused.code in _FIELDS:
        field = form[_FIELDS[refused.code]]
        field.errors = [*field.errors, refused.message]
    elif refused.code != "checkin.incomplete":
        form.form_errors.append(refused.message)
    return desk_page(None, form=form), 409


def _whom() -> int:
    return request.form.get("delegate_id", 0, int)
