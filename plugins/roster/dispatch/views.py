"""The log of sent invitations, and the words for it on other pages."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from plugins.roster import queries
from plugins.roster.dispatch import queries as dispatch_queries
from plugins.roster.dispatch import service
from plugins.roster.dispatch.queries import Sent
from plugins.roster.models import Way
from plugins.roster.routes import routes

EVERYBODY, OTHERS = "all", "others"  # beside ids of villages in the form


@routes.get("/sent")
@requires("roster.manage")
def sent_log() -> str:
    """Who has not got an invitation yet, the form for those that went out, and the log."""
    return _page(request.args.get("village", ""))


@routes.post("/sent")
@requires("roster.manage")
def note_sent() -> Any:
    """Invitations of a village, or of everybody who had none, went out."""
    to, typed = request.form.get("to", ""), _typed()
    try:
        if to in (EVERYBODY, OTHERS):
            found = perform(service.send_to_all, villages=to == EVERYBODY, **typed)
        else:
            village_id = int(to) if to.isdecimal() else 0
            found = perform(service.send_to_village, village_id=village_id, **typed)
    except Refused as refused:
        if wants_json():
            raise
        return _page(to, refused), 409
    return done(found, url_for("roster.sent_log", meeting_id=g.meeting.id), _("Noted as sent."))


@routes.post("/<int:delegate_id>/sent")
@requires("roster.manage")
def note_sent_to_person(delegate_id: int) -> Response:
    """The invitation of one person went out."""
    back = url_for("roster.show_person", meeting_id=g.meeting.id, delegate_id=delegate_id)
    found = perform(service.send_to_person, delegate_id=delegate_id, **_typed())
    return done(found, back, _("Noted as sent."))


@routes.post("/sent/<int:dispatch_id>/withdraw")
@requires("roster.manage")
def withdraw_sending(dispatch_id: int) -> Response:
    """The entry was a mistake."""
    withdrawn = perform(service.withdraw_sending, dispatch_id=dispatch_id)
    back = url_for("roster.sent_log", meeting_id=g.meeting.id)
    return done(withdrawn, back, _("The entry is taken back."))


def _typed() -> dict[str, Any]:
    """What the form says; a day that cannot be read is left to the rule to refuse."""
    try:
        day = date.fromisoformat(request.form.get("sent_on", ""))
    except ValueError:
        day = date.max
    form = request.form
    return {"way": form.get("way", ""), "sent_on": day, "note": form.get("note", "")}


def _page(to: str, refused: Refused | None = None) -> str:
    session, meeting_id = db.session(), g.meeting.id
    waiting = dispatch_queries.unsent(session, meeting_id)
    return render_template(
        "roster/dispatch.html",
        waiting=[(v, list(some)) for v, some in groupby(waiting, lambda one: one.village)],
        waiting_count=len(waiting),
        others=sum(one.village is None for one in waiting),
        log=dispatch_queries.log(session, meeting_id),
        villages=queries.villages(session, meeting_id),
        to=to or EVERYBODY,
        refused=refused,
        typed=request.form,
        **form_values(),
    )


def form_values() -> dict[str, Any]:
    """What the form of a sending needs, wherever it stands."""
    today = clock.local(clock.now()).date()
    until = dispatch_queries.send_until(g.meeting)
    return {
        "ways": [(way.value, way_words(way)) for way in Way],
        "today": today,
        "send_until": until,
        "late": until is not None and today > until,
        "way_words": way_words,
    }


def way_words(way: str) -> str:
    """How it went out: “qua trưởng làng”."""
    head = g.meeting.plan.unit_label.head
    words = {
        Way.HAND: _("by hand"),
        Way.VILLAGE_HEAD: _("through the %(head)s", head=head[:1].lower() + head[1:]),
        Way.POST: _("by post"),
        Way.MESSAGE: _("by message"),
        Way.PHONE: _("by telephone"),
    }
    return str(words[Way(way)])


def sent_words(sent: Sent | None) -> str:
    """“đã gửi 18/10, qua trưởng làng”; what is missing where nothing went out."""
    if sent is None:
        return str(_("not sent yet"))
    return str(_("sent %(day)s, %(way)s", day=f"{sent.on:%d/%m}", way=way_words(sent.way)))


def waiting_words(count: int) -> str:
    """How many have got no invitation; empty when everybody has."""
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)s person has not got an invitation yet",
            "%(num)s people have not got an invitation yet",
            count,
        )
    )
