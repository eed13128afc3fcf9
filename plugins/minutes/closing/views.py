"""The desk of the close: the words that no record holds, the confirmation, the close."""

from __future__ import annotations

from dataclasses import fields

from flask import current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from meeting.models import MeetingState
from plugins.minutes import queries, rules
from plugins.minutes.closing import checks, service
from plugins.minutes.papers import catalogue
from plugins.minutes.papers.views import kept
from plugins.minutes.routes import routes


@routes.get("/close")
@requires("minutes.close")
def close() -> Response | str:
    """First step: what stands against closing, and the words that no record holds."""
    if g.meeting.state == MeetingState.CLOSED:
        return _to_index()
    desk = queries.desk(db.session(), g.meeting)
    return render_template("minutes/close.html", desk=desk, entered=desk.entered, theirs=None)


@routes.post("/draft")
@requires("minutes.close")
def save_draft() -> Response | tuple[str, int]:
    """Save the words: by themselves while somebody types, and on the way to the second step."""
    entered, quietly = _typed(), request.form.get("quietly") == "1"
    revision = request.form.get("revision", 0, type=int)
    try:
        saved = perform(service.save_draft, revision=revision, entered=entered, quietly=quietly)
    except Refused as refused:
        if wants_json() or refused.code == "core.closed":
            raise  # a program, or the page that saves by itself: the core answers
        return _again(entered, refused)
    if g.meeting.state == MeetingState.PLANNED:
        return done(saved, url_for("minutes.close", meeting_id=g.meeting.id), _("Saved."))
    return done(saved, url_for("minutes.confirm", meeting_id=g.meeting.id))


def _typed() -> rules.Entered:
    """What the form says; a field that is not sent stays as it is saved."""
    saved = queries.desk(db.session(), g.meeting).entered
    names = [field.name for field in fields(rules.Entered)]
    return rules.Entered(**{name: request.form.get(name, getattr(saved, name)) for name in names})


def _again(entered: rules.Entered, refused: Refused) -> tuple[str, int]:
    """The form as it was typed, beside what somebody else has saved meanwhile."""
    desk = queries.desk(db.session(), g.meeting)
    moved = refused.code == "minutes.draft_moved"
    theirs = entered.cleaned().differences(desk.entered) if moved else []
    page = render_template(
        "minutes/close.html", desk=desk, entered=entered, theirs=theirs, message=refused.message
    )
    return page, 409


@routes.get("/close/confirm")
@requires("minutes.close")
def confirm() -> Response | str:
    """Second step: read once more, then one button."""
    if g.meeting.state == MeetingState.CLOSED:
        return _to_index()
    if g.meeting.state == MeetingState.PLANNED:  # the first step says so, and what to do
        return redirect(url_for("minutes.close", meeting_id=g.meeting.id))
    desk = queries.desk(db.session(), g.meeting)
    return render_template(
        "minutes/confirm.html",
        desk=desk,
        secretary=rules.signer_name(desk.entered.secretary),
        chair=rules.signer_name(desk.entered.chair),
        conclusion=rules.paragraphs(desk.entered.conclusion),
    )


@routes.post("/close")
@requires("minutes.close")
def close_meeting() -> Response:
    """Close. The PDF is made at once, but a failing printer room does not undo the close."""
    try:
        made = perform(service.close, seen=request.form.get("revision", type=int))
    except Refused as refused:
        raise _in_the_readers_language(refused) from refused
    now: str | None = "now"
    try:
        kept(catalogue.paper(db.session(), g.meeting, catalogue.OWN_MINUTES))
    except Refused as refused:
        flash(refused.message, "warning")
        now = None
    to = url_for("minutes.index", meeting_id=g.meeting.id, print=now)
    return done(made, to, _("The meeting is closed and its minutes are made."))


def _in_the_readers_language(refused: Refused) -> Refused:
    """A check that words its objections at once did so outside this request: ask it again here."""
    if refused.code != "minutes.not_ready":
        return refused
    found = checks.blocking(
        db.session(), current_app.extensions["meeting"].registry.contributions, g.meeting
    )
    return service.not_ready(found) if found else refused


def _to_index() -> Response:
    return redirect(url_for("minutes.index", meeting_id=g.meeting.id))
