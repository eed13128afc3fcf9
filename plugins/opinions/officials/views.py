"""The officials' page: a department's own device, and which device belongs to which department."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import MenuItem, Role, _, _l, done, perform, requires
from meeting.db import db
from meeting.models import Device
from plugins.opinions import queries, service, texts
from plugins.opinions.page.saving import saved
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads import readers
from plugins.opinions.rules import EntryKind
from plugins.opinions.views import routes

# A department's own device


@routes.get("/officials")
@requires("opinions.answer")
def officials() -> str:
    """What is assigned to the department of this device; first of all, which one that is."""
    department = _department()
    if not department:
        return render_template("opinions/officials_sit.html")
    return render_template("opinions/officials.html", opinion=None)


@routes.get("/officials/all")
@requires("opinions.answer")
def officials_all() -> str:
    """What is assigned to the department, all of it."""
    found = readers.of_department(db.session(), g.meeting.id, _department())
    return render_template("opinions/officials_all.html", opinions=found)


@routes.post("/officials/sit")
@requires("opinions.answer")
def sit_down() -> Response:
    """Say which department this device belongs to."""
    perform(service.sit_down, department=request.form.get("department", ""))
    return done(None, _list())


@routes.get("/officials/<int:opinion_id>")
@requires("opinions.answer")
def official(opinion_id: int) -> str:
    """One opinion: the words, and the answer that is being prepared."""
    found = _mine(opinion_id)
    if found is None:
        abort(404)
    answerers = queries.answerers(g.meeting.plan)
    return render_template("opinions/officials.html", answerers=answerers, **_about(found))


@routes.get("/officials/<int:opinion_id>/words")
@requires("opinions.answer")
def official_words(opinion_id: int) -> str:
    """The opinion as it stands now: asked for whenever something of it has changed."""
    return render_template("opinions/_official_words.html", **_about(_mine(opinion_id)))


@routes.post("/officials/<int:opinion_id>/prepare")
@requires("opinions.answer")
def prepare_own(opinion_id: int) -> Response:
    """Save what would be answered; the chair sees it at once."""
    sent = request.form

    def save() -> int:
        revision: int = perform(
            service.prepare_own,
            opinion_id=opinion_id,
            text=sent.get("text", ""),
            full=sent.get("full", ""),
            said_by=sent.get("said_by", ""),
            seen=sent.get("seen", 0, int),
        )
        return revision

    def theirs() -> dict[str, str]:
        found = _mine(opinion_id)
        if found is None:
            return {}
        words = {"text": found.prepared, "full": found.prepared_full}
        return {**words, "said_by": found.prepared_by}

    return saved(save, _one(opinion_id), theirs, _("Saved. The chair sees it."))


@routes.post("/officials/<int:opinion_id>/heard")
@requires("opinions.answer")
def heard(opinion_id: int) -> Response:
    """The department has seen that the chair calls it, and gets the words it answers to."""
    perform(service.heard, opinion_id=opinion_id)
    return done(None, _one(opinion_id))


def _about(found: OpinionView | None) -> dict[str, Any]:
    """What the page of one opinion shows, and what only its words show when they are renewed."""
    if found is None:
        return {"opinion": None}
    session = db.session()
    return {
        "opinion": found,
        "sign": readers.fingerprints(session, [found])[found.id],
        "said": readers.said(session, found.id),
        "prepared": queries.entry(session, found.id, EntryKind.PREPARED),
        "misprepared": any(map(texts.in_wrong_code, (found.prepared, found.prepared_full))),
    }


def _department() -> str:
    return readers.department_of(db.session(), g.meeting.id, g.actor.id or 0)


def _mine(opinion_id: int) -> OpinionView | None:
    """An opinion that this device's department may read."""
    found = queries.opinion(db.session(), opinion_id)
    if found is None or found.meeting_id != g.meeting.id:
        return None
    mine = found.department == _department() and readers.department_may_read(found)
    return found if mine else None


def _list() -> str:
    return url_for("opinions.officials", meeting_id=g.meeting.id)


def _one(opinion_id: int) -> str:
    return url_for("opinions.official", meeting_id=g.meeting.id, opinion_id=opinion_id)


# The secretary


@routes.get("/officials/devices")
@requires("opinions.approve")
def seats() -> str:
    """Which device belongs to which department."""
    query = sa.select(Device).where(Device.revoked_at.is_(None)).order_by(Device.id)
    chosen = {
        one: readers.department_of(db.session(), g.meeting.id, one.id)
        for one in db.session.scalars(query)
    }
    return render_template(
        "opinions/officials_seats.html",
        chosen={one: code for one, code in chosen.items() if code or one.role == Role.ANSWERER},
    )


@routes.post("/officials/devices/<int:device_id>")
@requires("opinions.approve")
def seat(device_id: int) -> Response:
    """Give a device to a department, or to none: then it asks again."""
    device = db.session.get(Device, device_id)
    sits = readers.department_of(db.session(), g.meeting.id, device_id)
    if device is None or not (sits or device.role == Role.ANSWERER):
        abort(404)
    perform(service.seat, device_id=device_id, department=request.form.get("department", ""))
    return done(None, url_for("opinions.seats", meeting_id=g.meeting.id), _("Saved."))


MENU = (
    MenuItem("opinions.officials", _l("For the departments"), "opinions.answer", order=31),
    MenuItem("opinions.seats", _l("Devices of the departments"), "opinions.approve", order=32),
)
