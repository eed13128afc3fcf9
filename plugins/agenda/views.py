"""Pages of the programme: running it, changing it, and the script of the MC."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, came_from, done, perform, requires, setting, wants_json
from meeting.db import db
from plugins.agenda import figures, queries, rules, script, service
from plugins.agenda.rules import BATCH, Typed
from plugins.agenda.words import KINDS

routes = Blueprint("agenda", __name__)
Page = Response | str | tuple[str, int]

_FIELD_OF = {  # where a refusal is shown; the others stand above the form
    "agenda.no_title": "title",
    "agenda.no_kind": "kind",
    "agenda.bad_minutes": "minutes",
}


# -- running the programme ------------------------------------------------------------------------


@routes.get("/")
@requires("agenda.run")
def programme() -> str:
    """Every step with what was planned and what it took."""
    return _programme()


@routes.post("/steps/<int:item_id>/start")
@requires("agenda.run")
def start(item_id: int) -> Page:
    """Begin a step; the one that runs is over."""
    seen = request.form.get("seen", -1, type=int)  # a form that does not say is out of date
    leave = "leave" in request.args or "leave" in request.form  # the second step: said once more
    return _act(service.start, item_id=item_id, seen=seen, leave=leave)


@routes.post("/spans/<int:span_id>/end")
@requires("agenda.run")
def end(span_id: int) -> Page:
    """The step is over and none follows yet."""
    return _act(service.end, span_id=span_id)


# -- changing it ----------------------------------------------------------------------------------


@routes.get("/new")
@requires("agenda.edit")
def new() -> str:
    """A form for one step more."""
    return _form(None, Typed(title="", kind=""))


@routes.post("/new")
@requires("agenda.edit")
def add() -> Page:
    """One step more."""
    typed, before_id = _typed(), request.form.get("before_id", 0, type=int)
    try:
        item_id = perform(service.add, typed=typed, before_id=before_id)
    except Refused as refused:
        return _refused(None, typed, refused)
    return done(item_id, _page(), _("The step is in the programme now."))


@routes.get("/steps/<int:item_id>")
@requires("agenda.edit")
def edit(item_id: int) -> str:
    """A form with a step as it is."""
    step = _step(item_id)
    return _form(
        step,
        Typed(
            title=step.title,
            kind=str(step.kind),
            who=step.who,
            minutes=str(step.minutes or ""),
            note=step.note,
        ),
    )


@routes.post("/steps/<int:item_id>")
@requires("agenda.edit")
def change(item_id: int) -> Page:
    """Other words, time or sort."""
    typed, seen = _typed(), request.form.get("seen", -1, type=int)
    try:
        perform(service.change, item_id=item_id, seen=seen, typed=typed)
    except Refused as refused:
        if refused.code == "agenda.no_such_step":
            raise
        return _refused(_step(item_id), typed, refused)
    return done(None, _page(), _("Saved."))


@routes.post("/steps/<int:item_id>/up")
@requires("agenda.edit")
def move_up(item_id: int) -> Page:
    """Over the step that was shown directly above it."""
    above_id = request.form.get("above_id", 0, type=int)
    return _act(service.move_up, item_id=item_id, above_id=above_id)


@routes.post("/steps/<int:item_id>/remove")
@requires("agenda.edit")
def remove(item_id: int) -> Page:
    """Out of the programme."""
    return _act(
        service.remove, item_id=item_id, said=_("The step is not in the programme any more.")
    )


@routes.post("/take-over")
@requires("agenda.edit")
def take_over() -> Page:
    """The plan's programme, the usual one, or that of another meeting."""
    said = _("The programme was taken over.")
    return _act(service.take_over, source=request.form.get("source", ""), said=said)


# -- the script of the MC -------------------------------------------------------------------------


@routes.get("/script")
@requires("agenda.script")
def read_script() -> str:
    """What to say in order, in large letters."""
    meeting = g.meeting
    mode = setting("agenda.answer_mode", meeting.id)
    hall = script.Hall(
        meeting=meeting,
        steps=queries.steps(db.session(), meeting.id),
        batch_size=setting("agenda.batch_size", meeting.id) if mode == BATCH else 0,
    )
    here = rules.present(hall.steps)
    return render_template(
        "agenda/script.html",
        passages=script.script(hall),
        where=script.heading(meeting),
        here=here.id if here else 0,
        edition=script.edition(hall.steps),
    )


# -- shared ---------------------------------------------------------------------------------------


def _act(use_case: Callable[..., int | None], *, said: str = "", **arguments: object) -> Page:
    """Do it and go back to the page with the button; a refusal is shown where one looks."""
    try:
        result = perform(use_case, **arguments)
    except Refused as refused:
        if wants_json():
            raise
        back = came_from()
        if back in ("", _page()):
            return _programme(refused.message), 409
        flash(refused.message, "danger")
        return redirect(back, 303)
    return done(result, came_from() or _page(), said)


def _page() -> str:
    return url_for("agenda.programme", meeting_id=g.meeting.id)


def _programme(refusal: str = "") -> str:
    session, meeting_id = db.session(), g.meeting.id
    return render_template(
        "agenda/programme.html",
        refusal=refusal,
        programme=figures.programme(session, meeting_id),
        others=queries.others(session, meeting_id),
        has_plan=bool(g.meeting.plan.agenda),
        sources=(service.PLAN, service.STANDARD),
        prints="roster.papers" in current_app.view_functions,
        in_rounds=setting("agenda.answer_mode", meeting_id) == BATCH,
        batch_size=setting("agenda.batch_size", meeting_id),
    )


def _step(item_id: int) -> rules.Step:
    step = queries.step(db.session(), g.meeting.id, item_id)
    if step is None:
        abort(404)
    return step


def _typed() -> Typed:
    names = ("title", "kind", "who", "minutes", "note")
    return Typed(**{name: request.form.get(name, "") for name in names})


def _refused(step: rules.Step | None, typed: Typed, refused: Refused) -> Page:
    """The form again with what was typed, and what is wrong beside its field."""
    if wants_json():
        raise refused
    return _form(step, typed, refused), 409


def _form(step: rules.Step | None, typed: Typed, refused: Refused | None = None) -> str:
    field = _FIELD_OF.get(refused.code, "") if refused else ""
    return render_template(
        "agenda/step.html",
        step=step,
        typed=asdict(typed),
        kinds=[(kind, title, kind == typed.kind) for kind, title in KINDS.items()],
        before_id=request.form.get("before_id", 0, type=int),
        steps=[] if step else queries.steps(db.session(), g.meeting.id),
        wrong={field: [refused.message]} if refused and field else {},
        refusal=refused.message if refused and not field else "",
        compare=refused is not None and refused.code == "agenda.changed",
        limits=rules,
    )
