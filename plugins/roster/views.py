"""The staff's pages of the list: find, add and correct people, print their codes."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from plugins.roster import invitations, queries, service
from plugins.roster.forms import PersonForm
from plugins.roster.models import Delegate
from plugins.roster.routes import routes

FOUND = 60  # more than that is not a search


@routes.get("/")
@requires("roster.read")
def people() -> str:
    """The list by village, or what was searched for. Without marks: “dinh hlop” is enough."""
    typed = request.args.get("q", "")
    session = db.session()
    found = queries.search(session, g.meeting.id, typed, FOUND) if typed.strip() else None
    everybody = [] if found is not None else _by_village()
    return render_template("roster/people.html", typed=typed, found=found, everybody=everybody)


def _by_village() -> list[tuple[Any, list[Delegate]]]:
    everybody = queries.delegates(db.session(), g.meeting.id)
    return [(village, list(some)) for village, some in groupby(everybody, lambda one: one.village)]


@routes.get("/new")
@requires("roster.manage")
def new_person() -> str:
    """An empty form."""
    form = _form()
    form.begin(g.meeting)
    return _form_page(form, None)


@routes.post("/new")
@requires("roster.manage")
def add_person() -> Response | tuple[str, int]:
    """Add somebody to the list."""
    form = _form()
    if not form.validate_on_submit():
        return _refused(form, None, _incomplete(form))
    try:
        name, details = form.name.data, form.details(g.meeting)
        delegate_id = perform(service.add_person, name=name, **details)
    except Refused as refused:
        return _refused(form, None, refused)
    to = url_for("roster.show_person", meeting_id=g.meeting.id, delegate_id=delegate_id)
    return done(delegate_id, to, _("Added to the list. The code is ready."))


@routes.get("/<int:delegate_id>")
@requires("roster.manage")
def show_person(delegate_id: int) -> str:
    """A person with the invitation's QR and code."""
    delegate = _delegate(delegate_id)
    slip = invitations.slip(db.session(), delegate)
    return render_template("roster/person.html", delegate=delegate, slip=slip)


@routes.get("/<int:delegate_id>/edit")
@requires("roster.manage")
def edit_person(delegate_id: int) -> str:
    """The form with a person's present values."""
    delegate, form = _delegate(delegate_id), _form()
    form.show(delegate, g.meeting)
    return _form_page(form, delegate)


@routes.post("/<int:delegate_id>/edit")
@requires("roster.manage")
def change_person(delegate_id: int) -> Response | tuple[str, int]:
    """Correct a person's data."""
    _delegate(delegate_id)
    form = _form()
    if not form.validate_on_submit():
        return _refused(form, delegate_id, _incomplete(form))
    details = form.details(g.meeting)
    try:
        perform(service.change_person, delegate_id=delegate_id, name=form.name.data, **details)
    except Refused as refused:
        return _refused(form, delegate_id, refused)
    to = url_for("roster.show_person", meeting_id=g.meeting.id, delegate_id=delegate_id)
    return done(delegate_id, to, _("Saved."))


@routes.post("/<int:delegate_id>/reissue")
@requires("roster.manage")
def reissue(delegate_id: int) -> Response:
    """Give a new code; the old slip and the phone that used it are out."""
    seen = request.form.get("seen", 0, int)
    issued = perform(service.reissue, delegate_id=delegate_id, seen=seen)
    to = url_for("roster.show_person", meeting_id=g.meeting.id, delegate_id=delegate_id)
    return done(issued, to, _("A new code is issued. The old one does not open anything now."))


@routes.get("/slips")
@requires("roster.manage")
def slips() -> str:
    """All slips with QR and code on sheets to be cut, a village a sheet."""
    wanted = request.args.get("village", 0, int)
    session = db.session()
    sheets = [
        (village, [invitations.slip(session, one) for one in some])
        for village, some in _by_village()
        if not wanted or (village is not None and village.id == wanted)
    ]
    return render_template("roster/slips.html", sheets=sheets)


def _delegate(delegate_id: int) -> Delegate:
    delegate = db.session.get(Delegate, delegate_id)
    if delegate is None or delegate.meeting_id != g.meeting.id:
        abort(404)
    return delegate


def _form() -> PersonForm:
    form = PersonForm()
    form.offer(db.session(), g.meeting)
    return form


def _form_page(form: PersonForm, delegate: Delegate | None) -> str:
    return render_template("roster/person_form.html", form=form, delegate=delegate)


def _incomplete(form: PersonForm) -> Refused:
    first = next((words for problems in form.errors.values() for words in problems), "")
    return Refused("roster.incomplete", first)


_FIELDS = {"roster.bad_name": "name", "roster.long_title": "office_title"}


def _refused(form: PersonForm, delegate_id: int | None, refused: Refused) -> tuple[str, int]:
    """The form again, with what was typed and the reason it was not taken."""
    if wants_json():
        raise refused
    field = _FIELDS.get(refused.code)
    if field is not None:
        form[field].errors = [*form[field].errors, refused.message]
    elif refused.code != "roster.incomplete":
        form.form_errors.append(refused.message)
    form.offer(db.session(), g.meeting)
    return _form_page(form, _delegate(delegate_id) if delegate_id else None), 409
