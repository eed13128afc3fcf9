"""One tap for each decision of the chair, each with its way back; the chair's notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, g, request
from flask_babel import force_locale
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, Role, _, perform, requires
from meeting.db import db
from plugins.chair import service, tapped
from plugins.chair.views import back, routes
from plugins.opinions import api as opinions
from plugins.opinions.api import OpinionView, Outcome, Wish
from plugins.speakers import api as speakers

__all__ = ["routes"]  # with both modules' pages on it


@routes.post("/opinions/<int:opinion_id>/show")
@requires("chair.act")
def show(opinion_id: int) -> Response:
    """Put an opinion on the hall screen."""
    return _tap(opinion_id, _("on the hall screen"), "hide", opinions.show)


@routes.post("/opinions/<int:opinion_id>/hide")
@requires("chair.act")
def hide(opinion_id: int) -> Response:
    """Take an opinion off the hall screen."""
    return _tap(opinion_id, _("off the hall screen"), "show", opinions.hide)


@routes.post("/opinions/<int:opinion_id>/assign")
@requires("chair.act")
def assign(opinion_id: int) -> Response:
    """Give an opinion to a department (``department``, ``seen``)."""
    code = _value("department")
    said = _("given to %(department)s", department=_department(code))
    return _tap(opinion_id, said, "stand", service.assign, seen=_value("seen"), department=code)


@routes.post("/opinions/<int:opinion_id>/call")
@requires("chair.act")
def call(opinion_id: int) -> Response:
    """Call the department to answer now (``department``, the one that was seen)."""
    code = _value("department")
    said = _("%(department)s is called to answer", department=_department(code))
    return _tap(opinion_id, said, "stop", service.call, department=code)


@routes.post("/opinions/<int:opinion_id>/stop")
@requires("chair.act")
def stop(opinion_id: int) -> Response:
    """The department need not come any more."""
    return _tap(opinion_id, _("the call is taken back"), "", opinions.stop_calling)


@routes.post("/opinions/<int:opinion_id>/ask")
@requires("chair.act")
def ask(opinion_id: int) -> Response:
    """Ask back: who speaks answers at once, anybody else comes on the list of speakers."""
    now = opinions.opinion(db.session(), opinion_id) or abort(404)
    subject = _("The chair asks about opinion %(number)s", number=now.number)
    turn_id = perform(service.ask_asker, opinion_id=opinion_id, subject=subject)
    said = _("the asker is on the list of speakers") if turn_id else _("the asker is asked back")
    tapped.remember(g.meeting.id, now, now, said, "withdraw" if turn_id else "", turn_id)
    return back(turn_id)


@routes.post("/opinions/<int:opinion_id>/answered")
@requires("chair.act")
def answered(opinion_id: int) -> Response:
    """It was answered (``by``); ``prepared``: with the words that were prepared."""
    return _tap(
        opinion_id,
        str(Outcome.ANSWERED_ON_SPOT.label),
        "stand",
        service.answered,
        seen=_value("seen"),
        answered_by=_value("by"),
        as_prepared=_value("prepared") == "1",
    )


@routes.post("/opinions/<int:opinion_id>/due")
@requires("chair.act")
def due(opinion_id: int) -> Response:
    """A department answers in writing (``department``, ``day``)."""
    return _owe(opinion_id, Outcome.PENDING, _value("department"))


@routes.post("/opinions/<int:opinion_id>/private")
@requires("chair.act")
def private(opinion_id: int) -> Response:
    """Off topic: the office answers privately in writing (``day``)."""
    return _owe(opinion_id, Outcome.OFF_TOPIC_WRITTEN, None)


@routes.post("/opinions/<int:opinion_id>/beyond")
@requires("chair.act")
def beyond(opinion_id: int) -> Response:
    """Beyond our authority: who is competent (``body``)."""
    body = _value("body")
    wish = Wish(outcome=Outcome.BEYOND_AUTHORITY, competent_body=body)
    return _decide(opinion_id, _("beyond our authority: %(body)s", body=body), wish)


@routes.post("/opinions/<int:opinion_id>/noted")
@requires("chair.act")
def noted(opinion_id: int) -> Response:
    """The chair has taken note of it."""
    return _decide(opinion_id, str(Outcome.NOTED.label), Wish(outcome=Outcome.NOTED))


@routes.post("/opinions/<int:opinion_id>/reopen")
@requires("chair.act")
def reopen(opinion_id: int) -> Response:
    """It is open again."""
    return _decide(opinion_id, _("open again"), Wish(outcome=""))


@routes.post("/undo")
@requires("chair.act")
def undo() -> Response:
    """Take the last tap back, as long as nobody else has decided since."""
    last = tapped.last(g.meeting.id, tapped.KEPT_SECONDS)
    if last is None or last.number != request.form.get("undo", 0, int) or not last.way:
        raise Refused(
            "chair.nothing_to_undo",
            _("This was taken back already, or too long ago. Look at the opinion as it is now."),
        )
    simple: dict[str, Callable[..., None]] = {
        "show": opinions.show,
        "stop": opinions.stop_calling,
    }
    if last.way == "withdraw":
        perform(speakers.withdraw, turn_id=last.turn_id)
        result = None
    elif last.way == "hide":
        result = perform(service.take_off, opinion_id=last.opinion_id, was_raised=last.was_raised)
    elif last.way in simple:
        result = perform(simple[last.way], opinion_id=last.opinion_id)
    else:
        result = perform(
            service.undo,
            opinion_id=last.opinion_id,
            seen=last.seen,
            before=last.before,
            had_answer=last.had_answer,
            was_raised=last.was_raised,
        )
    now = _opinion(last.opinion_id)
    tapped.remember(g.meeting.id, now, now, _("taken back"), "")
    return back(result)


@routes.post("/opinions/<int:opinion_id>/note")
@requires("chair.act")
def note(opinion_id: int) -> Response:
    """Keep the chair's note (``text``, ``revision``); on the chair's own devices only."""
    if g.actor.role != Role.CHAIR:
        abort(403)
    saved = perform(
        service.save_note,
        opinion_id=opinion_id,
        text=request.form.get("text", ""),
        seen=request.form.get("revision", 0, int),
    )
    return back(saved)


def _owe(opinion_id: int, outcome: Outcome, department: str | None) -> Response:
    """An answer in writing by the day chosen; a later rule than the strictest is its own reason."""
    day = _day()
    with force_locale("vi"):  # the reason is printed
        rules = opinions.due_offers(g.meeting, clock.now())[outcome]
        reason = next((str(one.rule) for one in rules[1:] if one.day == day), "")
    wish = Wish(outcome=outcome, department=department, due_date=day, due_reason=reason)
    said = _("answered in writing by %(day)s", day=f"{day:%d/%m/%Y}" if day else "–")
    return _decide(opinion_id, said, wish)


def _day() -> date | None:
    try:
        return date.fromisoformat(_value("day"))
    except ValueError:
        return None


def _decide(opinion_id: int, said: str, wish: Wish) -> Response:
    return _tap(opinion_id, said, "stand", service.decide, seen=_value("seen"), wish=wish)


def _tap(
    opinion_id: int, said: str, way: str, use_case: Callable[..., None], **values: Any
) -> Response:
    """Do it, and keep how it was before."""
    before = opinions.opinion(db.session(), opinion_id)
    result = perform(use_case, opinion_id=opinion_id, **values)
    after = _opinion(opinion_id)
    if before is not None and before != after:
        tapped.remember(g.meeting.id, before, after, said, way)
    return back(result)


def _opinion(opinion_id: int) -> OpinionView:
    found = opinions.opinion(db.session(), opinion_id)
    assert found is not None, "somebody has just decided on it"
    return found


def _department(code: str) -> str:
    found = g.meeting.plan.department(code)
    return found.short if found else str(_("no department"))


def _value(name: str) -> str:
    """Of the button's address, or of the form's field beside it."""
    return str(request.args.get(name) or request.form.get(name, ""))
