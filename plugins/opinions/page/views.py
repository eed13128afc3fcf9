"""The page of one opinion: its thread, what is known about it, and what becomes of it."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, can, done, perform, requires
from meeting.db import db
from plugins.opinions import queries, rules, service, texts
from plugins.opinions.deciding import Wish, no_outcome
from plugins.opinions.forms import AskerForm, OwnForm
from plugins.opinions.page.forms import DetailsForm, OutcomeForm
from plugins.opinions.page.opening import back, opinion_here
from plugins.opinions.page.thread_live import thread
from plugins.opinions.page.thread_pages import routes
from plugins.opinions.queries import OpinionView
from plugins.opinions.views import found_in_list, offered, village_choices

__all__ = ["routes"]  # with the pages of all three modules on it
Page = Response | tuple[str, int]


@routes.get("/<int:opinion_id>")
@requires("opinions.read")
def opinion(opinion_id: int) -> str:
    """Everything about one opinion."""
    return _page(opinion_here(opinion_id))


@routes.post("/<int:opinion_id>/asker")
@requires("opinions.manage")
def correct_asker(opinion_id: int) -> Page:
    """Write down another asker."""
    opinion_here(opinion_id)
    form = AskerForm()
    form.village.choices = village_choices()
    try:
        perform(service.correct_asker, opinion_id=opinion_id, asker=found_in_list(form))
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(None, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/approve")
@requires("opinions.approve")
def approve(opinion_id: int) -> Response:
    """Let it through to the chair."""
    opinion_here(opinion_id)
    return done(perform(service.approve, opinion_id=opinion_id), back(opinion_id))


@routes.post("/<int:opinion_id>/withdraw")
@requires("opinions.approve")
def withdraw_approval(opinion_id: int) -> Response:
    """Take it back from the chair."""
    opinion_here(opinion_id)
    return done(perform(service.withdraw_approval, opinion_id=opinion_id), back(opinion_id))


@routes.post("/<int:opinion_id>/sensitive")
@requires("opinions.manage")
def mark_sensitive(opinion_id: int) -> Response:
    """Mask it outside (``sensitive=1``), or no longer (``0``), which opens it to the hall."""
    opinion_here(opinion_id)
    marked = request.form.get("sensitive") == "1"
    if not marked and not can(g.actor, "opinions.approve"):
        abort(403)
    perform(service.mark_sensitive, opinion_id=opinion_id, sensitive=marked)
    return done(None, back(opinion_id))


@routes.post("/<int:opinion_id>/assign")
@requires("opinions.decide")
def assign_department(opinion_id: int) -> Response:
    """Name the department that answers."""
    opinion_here(opinion_id)
    department = request.form.get("department", "")
    perform(service.assign_department, opinion_id=opinion_id, department=department)
    return done(None, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/details")
@requires("opinions.manage")
def describe(opinion_id: int) -> Page:
    """Write down what is known beside the words."""
    form = DetailsForm.of(opinion_here(opinion_id), g.meeting.plan)
    details, category = form.details(), form.category.data or ""
    try:
        perform(service.describe, opinion_id=opinion_id, details=details, category=category)
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(None, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/raised")
@requires("opinions.approve")
def call_up(opinion_id: int) -> Response:
    """One collected before the day is taken up in the hall now; or it was not (``raised=0``)."""
    opinion_here(opinion_id)
    use_case = service.lay_back if request.form.get("raised") == "0" else service.call_up
    return done(perform(use_case, opinion_id=opinion_id), back(opinion_id))


@routes.post("/<int:opinion_id>/nothing-raised")
@requires("opinions.decide")
def nothing_raised(opinion_id: int) -> Response:
    """The speaker asked for nothing."""
    found = opinion_here(opinion_id)
    perform(service.nothing_raised, opinion_id=opinion_id, seen=found.text_revision)
    return done(None, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/outcome")
@requires("opinions.decide")
def set_outcome(opinion_id: int) -> Page:
    """Say what becomes of it."""
    form = OutcomeForm.of(opinion_here(opinion_id), g.meeting.plan)
    wish = Wish(outcome="") if request.form.get("clear") else form.wish()
    try:
        if not (wish.outcome or request.form.get("clear")):
            raise no_outcome()
        seen = request.values.get("stand")
        perform(service.set_outcome, opinion_id=opinion_id, wish=wish, seen=seen)
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(None, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/join")
@requires("opinions.manage")
def join(opinion_id: int) -> Page:
    """Join one that repeats another with that one."""
    form = OutcomeForm.of(opinion_here(opinion_id), g.meeting.plan)
    try:
        perform(service.join, opinion_id=opinion_id, number=form.merged_into.data)
    except Refused as refused:
        return _again(opinion_id, form, refused)
    return done(None, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/show")
@requires("opinions.decide")
def show(opinion_id: int) -> Response:
    """Put it on the hall screen."""
    opinion_here(opinion_id)
    return done(perform(service.show, opinion_id=opinion_id), back(opinion_id))


@routes.post("/<int:opinion_id>/hide")
@requires("opinions.decide")
def hide(opinion_id: int) -> Response:
    """Take it off the hall screen."""
    opinion_here(opinion_id)
    return done(perform(service.hide, opinion_id=opinion_id), back(opinion_id))


def _again(opinion_id: int, form: OwnForm, refused: Refused) -> tuple[str, int]:
    """The page with what was typed, why it was not taken, and what somebody else has saved."""
    form.refuse(refused)
    return _page(opinion_here(opinion_id), form), 409


def _page(found: OpinionView, typed: OwnForm | None = None) -> str:
    """The page. The form that was refused stands in the place of a fresh one of its kind."""
    plan, offers = g.meeting.plan, queries.due_offers(g.meeting, clock.now())
    pending = offers[rules.Outcome.PENDING]
    forms: dict[type[OwnForm], Any] = {
        AskerForm: AskerForm(formdata=None),
        DetailsForm: DetailsForm.of(found, plan, sent=False),
        OutcomeForm: OutcomeForm.of(found, plan, pending[0].day if pending else None, sent=False),
    }
    forms[AskerForm].village.choices = village_choices()
    if typed is not None:
        forms[type(typed)] = typed
    return render_template(
        "opinions/opinion.html",
        **thread(db.session(), g.meeting.id, found.id),
        kinds=[one for one in rules.EntryKind if one in rules.ADDED],
        kind_label=rules.Kind(found.kind).label if found.kind else "",
        asker_form=forms[AskerForm],
        details_form=forms[DetailsForm],
        outcome_form=forms[OutcomeForm],
        people=offered(typed) if isinstance(typed, AskerForm) else [],
        joined=queries.joined_with(db.session(), found.id),
        supporters=queries.supporters_by_village(db.session(), found.id),
        offers=offers,
        answerers=queries.answerers(plan),
        grouped=texts.grouped,
    )
