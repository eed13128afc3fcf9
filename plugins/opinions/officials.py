"""The officials' page: a department's own device, and which device belongs to which department."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort, g, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField

from meeting.contract import MenuItem, Refused, Role, _, _l, done, perform, requires
from meeting.db import db
from meeting.models import Device
from plugins.opinions import queries, readers, service, texts
from plugins.opinions.forms import OwnForm
from plugins.opinions.queries import OpinionView
from plugins.opinions.views import Page, routes


class PrepareForm(OwnForm):
    """What a department would answer."""

    seen = HiddenField()
    text = TextAreaField(_l("Short, for the minutes"), id="prepared-text")
    full = TextAreaField(_l("In full, to read out"), id="prepared-full")
    said_by = StringField(
        _l("Who will answer"), id="prepared-by", render_kw={"autocomplete": "off"}
    )

    @property
    def revision(self) -> int:
        """The version the editor started from; nonsense counts as none."""
        return int(self.seen.data or 0) if str(self.seen.data).isdecimal() else 0

    @classmethod
    def of(cls, opinion: OpinionView) -> PrepareForm:
        """A fresh form with what is stored; the department itself answers if nobody is named."""
        return cls(
            formdata=None,
            seen=opinion.prepared_revision,
            text=opinion.prepared,
            full=opinion.prepared_full,
            said_by=opinion.prepared_by or opinion.department_name,
        )


# A department's own device


@routes.get("/officials")
@requires("opinions.answer")
def officials() -> str:
    """What is assigned to the department of this device; first of all, which one that is."""
    department = _department()
    if not department:
        return render_template("opinions/officials_sit.html")
    return render_template("opinions/officials.html", opinion=None)


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
    return _page(found, PrepareForm.of(found))


@routes.get("/officials/<int:opinion_id>/words")
@requires("opinions.answer")
def official_words(opinion_id: int) -> str:
    """The opinion as it stands now: asked for whenever something of it has changed."""
    found = _mine(opinion_id)
    said = readers.said(db.session(), opinion_id) if found else []
    return render_template("opinions/_official_words.html", opinion=found, said=said)


@routes.post("/officials/<int:opinion_id>/prepare")
@requires("opinions.answer")
def prepare_own(opinion_id: int) -> Page:
    """Save what would be answered; the chair sees it at once."""
    form = PrepareForm()
    try:
        revision = perform(
            service.prepare_own,
            opinion_id=opinion_id,
            text=form.text.data or "",
            full=form.full.data or "",
            said_by=form.said_by.data or "",
            seen=form.revision,
        )
    except Refused as refused:
        form.refuse(refused)
        found = _mine(opinion_id)
        return _page(found, form, stale=refused.code == "opinions.stale"), 409
    return done(revision, _one(opinion_id), _("Saved. The chair sees it."))


@routes.post("/officials/<int:opinion_id>/heard")
@requires("opinions.answer")
def heard(opinion_id: int) -> Response:
    """The department has seen that the chair calls it, and gets the words it answers to."""
    perform(service.heard, opinion_id=opinion_id)
    return done(None, _one(opinion_id))


def _page(found: OpinionView | None, form: PrepareForm, *, stale: bool = False) -> str:
    said = readers.said(db.session(), found.id) if found else []
    return render_template(
        "opinions/officials.html",
        opinion=found,
        said=said,
        form=form,
        stale=stale,
        limit=texts.ANSWER_LIMIT,
        answerers=queries.answerers(g.meeting.plan),
    )


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
    query = sa.select(Device).where(Device.role == Role.ANSWERER, Device.revoked_at.is_(None))
    devices = db.session.scalars(query.order_by(Device.id)).all()
    chosen = {one.id: readers.department_of(db.session(), g.meeting.id, one.id) for one in devices}
    return render_template("opinions/officials_seats.html", devices=devices, chosen=chosen)


@routes.post("/officials/devices/<int:device_id>")
@requires("opinions.approve")
def seat(device_id: int) -> Response:
    """Give a device to a department, or to none: then it asks again."""
    device = db.session.get(Device, device_id)
    if device is None or device.role != Role.ANSWERER:
        abort(404)
    perform(service.seat, device_id=device_id, department=request.form.get("department", ""))
    return done(None, url_for("opinions.seats", meeting_id=g.meeting.id), _("Saved."))


MENU = (
    MenuItem("opinions.officials", _l("For the departments"), "opinions.answer", order=31),
    MenuItem("opinions.seats", _l("Devices of the departments"), "opinions.approve", order=32),
)
