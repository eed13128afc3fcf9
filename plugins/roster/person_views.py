"""The staff's pages of one person: add, correct, code, invitation sent, off the list and back."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, can, done, perform, requires, wants_json
from meeting.db import db
from plugins.roster import invitations, queries, rules, service
from plugins.roster.dispatch import queries as dispatch_queries
from plugins.roster.dispatch.views import form_values, sent_words
from plugins.roster.forms import NameForm, PersonForm
from plugins.roster.models import Delegate
from plugins.roster.routes import routes


@routes.get("/new")
@requires("roster.manage")
def new_person() -> str:
    """An empty form."""
    form = _form()
    form.begin(g.meeting, request.args.get("village", ""))
    return _form_page(form, None)


@routes.post("/new")
@requires("roster.manage")
def add_person() -> Any:
    """Add somebody to the list."""
    form = _form()
    if not form.validate_on_submit():
        return _refused(form, None, _incomplete(form))
    try:
        name, details = form.name.data, form.details(g.meeting)
        delegate_id = perform(service.add_person, name=name, **details)
    except Refused as refused:
        return _refused(form, None, refused)
    return done(delegate_id, _address(delegate_id), _("Added to the list. The code is ready."))


@routes.get("/<int:delegate_id>")
@requires("roster.correct")
def show_person(delegate_id: int) -> str:
    """A person with the invitation's QR and code."""
    session, delegate = db.session(), _delegate(delegate_id)
    sendings = [
        entry
        for entry, _person, _village in dispatch_queries.log(session, g.meeting.id)
        if entry.delegate_id == delegate_id
        or (entry.village_id is not None and entry.village_id == delegate.village_id)
    ]
    return render_template(
        "roster/person.html",
        delegate=delegate,
        person=queries.as_person(delegate, delegate.village),
        slip=invitations.slip(session, delegate) if delegate.invitation else None,
        namesakes=queries.namesakes(session, delegate),
        usual=rules.usual_spelling(delegate.name),
        sent=dispatch_queries.sent(session, g.meeting.id).get(delegate_id),
        sent_words=sent_words,
        sendings=sendings,
        typed={},
        **form_values(),
    )


@routes.get("/<int:delegate_id>/edit")
@requires("roster.correct")
def edit_person(delegate_id: int) -> str:
    """The form with a person's present values."""
    delegate, form = _delegate(delegate_id), _correction()
    form.show(delegate, g.meeting)
    return _form_page(form, delegate)


@routes.post("/<int:delegate_id>/edit")
@requires("roster.correct")
def change_person(delegate_id: int) -> Any:
    """Correct a person's data."""
    _delegate(delegate_id)
    form = _correction()
    if not form.validate_on_submit():
        return _refused(form, delegate_id, _incomplete(form))
    details = form.details(g.meeting)
    try:
        perform(service.change_person, delegate_id=delegate_id, name=form.name.data, **details)
    except Refused as refused:
        return _refused(form, delegate_id, refused)
    return done(delegate_id, _address(delegate_id), _("Saved."))


@routes.post("/<int:delegate_id>/spelling")
@requires("roster.correct")
def spell_usually(delegate_id: int) -> Response:
    """Take the proposed spelling of a name."""
    seen = request.form.get("seen", "")
    name = perform(service.spell_usually, delegate_id=delegate_id, seen=seen)
    return done(name, _address(delegate_id), _("Saved: %(name)s.", name=name))


@routes.post("/<int:delegate_id>/reissue")
@requires("roster.correct")
def reissue(delegate_id: int) -> Response:
    """Give a new code; the old slip and the phone that used it are out."""
    seen = request.form.get("seen", 0, int)
    issued = perform(service.reissue, delegate_id=delegate_id, seen=seen)
    message = (
        _("A new code is issued. The old one does not open anything now.")
        if seen
        else _("A code is issued.")
    )
    return done(issued, _address(delegate_id), message)


@routes.post("/<int:delegate_id>/revoke")
@requires("roster.manage")
def revoke(delegate_id: int) -> Response:
    """End the code; nobody gets a new one until somebody issues it."""
    seen = request.form.get("seen", 0, int)
    revoked = perform(service.revoke, delegate_id=delegate_id, seen=seen)
    return done(revoked, _address(delegate_id), _("The code does not open anything now."))


@routes.post("/<int:delegate_id>/remove")
@requires("roster.manage")
def remove_person(delegate_id: int) -> Response:
    """Take somebody off the list."""
    removed = perform(service.remove_person, delegate_id=delegate_id)
    return done(removed, _address(delegate_id), _("Taken off the list."))


@routes.post("/<int:delegate_id>/put-back")
@requires("roster.manage")
def put_back(delegate_id: int) -> Response:
    """Put somebody on the list again."""
    back = perform(service.put_back, delegate_id=delegate_id)
    return done(back, _address(delegate_id), _("On the list again, with a new code."))


def _delegate(delegate_id: int) -> Delegate:
    delegate = db.session.get(Delegate, delegate_id)
    if delegate is None or delegate.meeting_id != g.meeting.id:
        abort(404)
    return delegate


def _address(delegate_id: int) -> str:
    return url_for("roster.show_person", meeting_id=g.meeting.id, delegate_id=delegate_id)


def _form() -> PersonForm:
    form = PersonForm()
    form.offer(db.session(), g.meeting)
    return form


def _correction() -> NameForm:
    """What whoever asks may correct: at the desk the name, in the office everything."""
    if can(g.actor, "roster.manage"):
        return _form()
    form = NameForm()
    form.offer(db.session(), g.meeting)
    return form


def _form_page(form: NameForm, delegate: Delegate | None) -> str:
    return render_template("roster/person_form.html", form=form, delegate=delegate)


def _incomplete(form: NameForm) -> Refused:
    first = next((words for problems in form.errors.values() for words in problems), "")
    return Refused("roster.incomplete", first)


def _field(refused: Refused) -> str | None:
    """The field a refusal is about."""
    if refused.code == "roster.long_title":
        return (
            "distinction" if refused.facts["limit"] == rules.DISTINCTION_LETTERS else "office_title"
        )
    return "name" if refused.code == "roster.bad_name" else None


def _refused(form: NameForm, delegate_id: int | None, refused: Refused) -> Any:
    """The form again, with what was typed and the reason it was not taken."""
    if wants_json():
        raise refused
    field = _field(refused)
    if field is not None:
        form[field].errors = [*form[field].errors, refused.message]
    elif refused.code != "roster.incomplete":
        form.form_errors.append(refused.message)
    form.offer(db.session(), g.meeting)
    return _form_page(form, _delegate(delegate_id) if delegate_id else None), 409
