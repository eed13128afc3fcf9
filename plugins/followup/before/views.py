"""The list of what has to be done before the day, and its card on the staff's overview."""

from __future__ import annotations

from flask import g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, done, perform, requires
from meeting.db import db
from meeting.models import MeetingState
from plugins.followup.before import queries, service
from plugins.followup.before.rules import Key
from plugins.followup.routes import date_words, routes, ticked
from plugins.followup.rules import NOTE_LETTERS, OPEN, Standing


@routes.get("/")
@requires("followup.read")
def before() -> str:
    """What is to be done before the day, by when, and what of it is done."""
    return _page()


@routes.post("/done")
@requires("followup.manage")
def tick_off() -> Response | tuple[str, int]:
    """A step is done."""
    step = request.form.get("step", "")
    return ticked(_page, _list(), _("Noted as done."), service.tick_off, step=step)


@routes.post("/<int:done_id>/take-back")
@requires("followup.manage")
def take_back(done_id: int) -> Response:
    """The tick was a mistake."""
    return done(perform(service.take_back, done_id=done_id), _list(), _("Taken back."))


def staff_card() -> str:
    """Before the day, on the staff's overview: what comes next and what is late."""
    if g.meeting.state != MeetingState.PLANNED:
        return ""
    lines = queries.lines(db.session(), g.meeting, clock.now())
    waiting = [one for one in lines if one.standing in OPEN]
    return render_template(
        "followup/_staff_card.html",
        late=sum(one.standing is Standing.LATE for one in waiting),
        done=len(lines) - len(waiting),
        total=len(lines),
        next=next((one for one in waiting if one.step.by is not None), None),
        date_words=date_words,
    )


def _page(refused: Refused | None = None) -> str:
    lines = queries.lines(db.session(), g.meeting, clock.now())
    return render_template(
        "followup/before.html",
        lines=lines,
        done=sum(one.done is not None for one in lines),
        day=queries.day_of(g.meeting),
        today=clock.local(clock.now()).date(),
        pages={
            Key.INVITATIONS: ("roster.sent_log", _("Sent invitations"), "roster.manage"),
            Key.CLASSIFIED: (
                "opinions.collected",
                _("Opinions sent beforehand"),
                "opinions.collected",
            ),
        },
        channels=[one.name for one in g.meeting.plan.notice_channels],
        refused=refused,
        typed=request.form,
        date_words=date_words,
        note_letters=NOTE_LETTERS,
    )


def _list() -> str:
    return url_for("followup.before", meeting_id=g.meeting.id)
