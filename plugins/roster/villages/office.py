"""The office's pages of the villages' lists: who is missing, links to hand out, closing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, g, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from meeting import qr
from meeting.contract import _, done, perform, requires
from meeting.db import db
from meeting.models import MeetingState
from plugins.roster.dispatch.queries import send_until, unsent
from plugins.roster.dispatch.views import waiting_words
from plugins.roster.models import Village
from plugins.roster.queries import villages as all_villages
from plugins.roster.routes import routes
from plugins.roster.villages import service
from plugins.roster.villages.address import village_address
from plugins.roster.villages.queries import list_of_village, overview, sent_by_village


@dataclass(frozen=True)
class Link:
    """A village's link as it is shown and printed."""

    village: Village
    head: str
    address: str
    picture: Markup


@routes.get("/villages")
@requires("roster.manage")
def village_lists() -> str:
    """Village by village: named, missing, sent, closed."""
    rows = overview(db.session(), g.meeting.id)
    return render_template(
        "roster/villages.html",
        without_link=sum(not row.has_link for row in rows),
        with_link=sum(row.has_link for row in rows),
    )


@routes.post("/villages/links")
@requires("roster.manage")
def issue_village_links() -> Response:
    """Make the links that are missing."""
    return _to_overview(perform(service.issue_links), _("The links are ready."))


@routes.post("/villages/close")
@requires("roster.manage")
def close_village_lists() -> Response:
    """Close them all."""
    return _to_overview(perform(service.close_all), _("All lists are closed."))


@routes.get("/villages/slips")
@requires("roster.manage")
def village_slips() -> str:
    """A page for each village to print: its link as QR, and what to do with it."""
    wanted = request.args.get("village", 0, int)
    links = [
        link
        for one in all_villages(db.session(), g.meeting.id)
        if (not wanted or one.id == wanted) and (link := _link(one)) is not None
    ]
    session = g.meeting.plan.session(g.meeting.session_index)
    return render_template("roster/village_slips.html", links=links, session=session)


@routes.get("/villages/<int:village_id>")
@requires("roster.manage")
def village_link(village_id: int) -> str:
    """One village: its link, its people, and the state of its list."""
    village = _village(village_id)
    own = list_of_village(db.session(), village_id)
    people = sent_by_village(db.session(), village_id)
    return render_template(
        "roster/village_link.html",
        village=village,
        own=own,
        people=people,
        link=_link(village),
        seen=service.issue_of(own) if own else 0,
        session=g.meeting.plan.session(g.meeting.session_index),
    )


@routes.post("/villages/<int:village_id>/renew")
@requires("roster.manage")
def renew_village_link(village_id: int) -> Response:
    """A new link; the old one is dead."""
    seen = request.form.get("seen", 0, int)
    issue = perform(service.renew_link, village_id=village_id, seen=seen)
    return _to_village(village_id, issue, _("The link is new. The old one opens nothing now."))


@routes.post("/villages/<int:village_id>/close")
@requires("roster.manage")
def close_village_list(village_id: int) -> Response:
    """The list is final."""
    closed = perform(service.close_list, village_id=village_id)
    return _to_village(village_id, closed, _("The list is closed. The village can only read it."))


@routes.post("/villages/<int:village_id>/reopen")
@requires("roster.manage")
def reopen_village_list(village_id: int) -> Response:
    """The village may change it again."""
    reopened = perform(service.reopen_list, village_id=village_id)
    return _to_village(village_id, reopened, _("The village may change its list again."))


def staff_card() -> str:
    """Before the day, on the staff's overview: who is still missing, which invitations wait."""
    session, meeting = db.session(), g.meeting
    if meeting.state != MeetingState.PLANNED:
        return ""
    rows = overview(session, meeting.id)
    places = [row.village.places for row in rows if row.village.places is not None]
    return render_template(
        "roster/_staff_card.html",
        named=sum(row.named for row in rows),
        places=sum(places) if places else None,
        unsent_lists=sum(row.submitted_at is None and row.closed_at is None for row in rows),
        waiting=waiting_words(len(unsent(session, meeting.id))),
        send_until=send_until(meeting),
    )


def _link(village: Village) -> Link | None:
    address = village_address(db.session(), village)
    if address is None:
        return None
    plan = g.meeting.plan
    label = _("Link of %(village)s", village=village.label)
    head = plan.village_head(plan.village(village.code))
    return Link(village, head, address, qr.svg(address, label=label))


def _village(village_id: int) -> Village:
    village = db.session.get(Village, village_id)
    if village is None or village.meeting_id != g.meeting.id:
        abort(404)
    return village


def _to_overview(result: object, message: str) -> Response:
    return done(result, url_for("roster.village_lists", meeting_id=g.meeting.id), message)


def _to_village(village_id: int, result: object, message: str) -> Response:
    to = url_for("roster.village_link", meeting_id=g.meeting.id, village_id=village_id)
    return done(result, to, message)
