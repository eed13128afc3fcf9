"""The page of one opinion: its text, its answer, and what becomes of it."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, can, done, perform, requires
from meeting.db import db
from plugins.opinions import queries, rules, service, texts
from plugins.opinions.deciding import Wish, no_outcome
from plugins.opinions.forms import AnswerForm, AskerForm, EditForm, OutcomeForm, OwnForm
from plugins.opinions.queries import OpinionView
from plugins.opinions.views import found_in_list, offered, routes, village_choices

__all__ = ["routes"]  # with both modules' pages on it
Page = Response | tuple[str, int]


@routes.get("/<int:opinion_id>")
@requires("opinions.read")
def opinion(opinion_id: int) -> str:
    """Everything about one opinion."""
    return _page(_opinion(opinion_id))


@routes.post("/<int:opinion_id>/edit")
@requires("opinions.manage")
def edit(opinion_id: int) -> Page:
    """Tidy the text."""
    form = EditForm.of(_opinion(opinion_id), g.meeting.plan)
    try:
        revision = perform(
            service.edit,
            opinion_id=opinion_id,
            text=form.text.data or "",
            summary=form.summary.data or "",
            category=form.category.data or "",
            seen=form.revision,
        )
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(revision, _to(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/asker")
@requires("opinions.manage")
def correct_asker(opinion_id: int) -> Page:
    """Write down another asker."""
    _opinion(opinion_id)
    form = AskerForm()
    form.village.choices = village_choices()
    try:
        perform(service.correct_asker, opinion_id=opinion_id, asker=found_in_list(form))
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(None, _to(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/approve")
@requires("opinions.approve")
def approve(opinion_id: int) -> Response:
    """Let it through to the chair."""
    _opinion(opinion_id)
    return done(perform(service.approve, opinion_id=opinion_id), _to(opinion_id))


@routes.post("/<int:opinion_id>/withdraw")
@requires("opinions.approve")
def withdraw_approval(opinion_id: int) -> Response:
    """Take it back from the chair."""
    _opinion(opinion_id)
    return done(perform(service.withdraw_approval, opinion_id=opinion_id), _to(opinion_id))


@routes.post("/<int:opinion_id>/sensitive")
@requires("opinions.manage")
def mark_sensitive(opinion_id: int) -> Response:
    """Mask it outside (``sensitive=1``), or no longer (``0``), which opens it to the hall."""
    _opinion(opinion_id)
    marked = request.form.get("sensitive") == "1"
    if not marked and not can(g.actor, "opinions.approve"):
        abort(403)
    perform(service.mark_sensitive, opinion_id=opinion_id, sensitive=marked)
    return done(None, _to(opinion_id))


@routes.post("/<int:opinion_id>/assign")
@requires("opinions.decide")
def assign_department(opinion_id: int) -> Response:
    """Name the department that answers."""
    _opinion(opinion_id)
    department = request.form.get("department", "")
    perform(service.assign_department, opinion_id=opinion_id, department=department)
    return done(None, _to(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/answer")
@requires("opinions.approve")
def record_answer(opinion_id: int) -> Page:
    """Write down the answer."""
    form = AnswerForm.of(_opinion(opinion_id))
    try:
        revision = perform(
            service.record_answer,
            opinion_id=opinion_id,
            text=form.text.data or "",
            answered_by=form.answered_by.data or "",
            seen=form.revision,
        )
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(revision, _to(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/outcome")
@requires("opinions.decide")
def set_outcome(opinion_id: int) -> Page:
    """Say what becomes of it."""
    form = OutcomeForm.of(_opinion(opinion_id), g.meeting.plan)
    wish = Wish(outcome="") if request.form.get("clear") else form.wish()
    try:
        if not (wish.outcome or request.form.get("clear")):
            raise no_outcome()
        perform(service.set_outcome, opinion_id=opinion_id, wish=wish)
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(None, _to(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/join")
@requires("opinions.manage")
def join(opinion_id: int) -> Page:
    """Join one that repeats another with that one."""
    form = OutcomeForm.of(_opinion(opinion_id), g.meeting.plan)
    try:
        perform(service.join, opinion_id=opinion_id, number=form.merged_into.data)
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(None, _to(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/show")
@requires("opinions.decide")
def show(opinion_id: int) -> Response:
    """Put it on the hall screen."""
    _opinion(opinion_id)
    return done(perform(service.show, opinion_id=opinion_id), _to(opinion_id))


@routes.post("/<int:opinion_id>/hide")
@requires("opinions.decide")
def hide(opinion_id: int) -> Response:
    """Take it off the hall screen."""
    _opinion(opinion_id)
    return done(perform(service.hide, opinion_id=opinion_id), _to(opinion_id))


def _opinion(opinion_id: int) -> OpinionView:
    found = queries.opinion(db.session(), opinion_id)
    if found is None or found.meeting_id != g.meeting.id:
        abort(404)
    return found


def _to(opinion_id: int) -> str:
    """Back to where the button was."""
    if request.form.get("to") == "desk":
        return url_for("opinions.desk", meeting_id=g.meeting.id)
    return url_for("opinions.opinion", meeting_id=g.meeting.id, opinion_id=opinion_id)


def _again(opinion_id: int, form: OwnForm, refused: Refused) -> tuple[str, int]:
    """The page with what was typed, why it was not taken, and what somebody else has saved."""
    form.refuse(refused)
    return _page(_opinion(opinion_id), form, refused), 409


def _page(found: OpinionView, typed: OwnForm | None = None, refused: Refused | None = None) -> str:
    """The page. The form that was refused stands in the place of a fresh one of its kind."""
    plan, offers = g.meeting.plan, queries.due_offers(g.meeting, clock.now())
    pending = offers[rules.Outcome.PENDING]
    forms: dict[type[OwnForm], Any] = {
        EditForm: EditForm.of(found, plan, typed=False),
        AskerForm: AskerForm(formdata=None),
        AnswerForm: AnswerForm.of(found, typed=False),
        OutcomeForm: OutcomeForm.of(found, plan, pending[0].day if pending else None, typed=False),
    }
    forms[AskerForm].village.choices = village_choices()
    people = offered(typed) if isinstance(typed, AskerForm) else []
    if typed is not None:
        forms[type(typed)] = typed
    return render_template(
        "opinions/opinion.html",
        opinion=found,
        edit_form=forms[EditForm],
        asker_form=forms[AskerForm],
        answer_form=forms[AnswerForm],
        outcome_form=forms[OutcomeForm],
        people=people,
        theirs=refused.facts.get("theirs") if refused else None,
        stale=type(typed).__name__ if refused and refused.code == "opinions.stale" else "",
        joined=queries.joined_with(db.session(), found.id),
        offers=offers,
        answerers=queries.answerers(plan),
        misread=texts.in_wrong_code(found.text),
    )
