"""What the others have raised, and “I think so too” on it: for offices that want it counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import flash, g, render_template, request, url_for

from meeting.contract import Refused, Slot, _, attendee, done, perform, setting, wants_json
from meeting.db import db
from plugins.opinions import service
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads import readers
from plugins.opinions.reads.supporters import supported_by
from plugins.opinions.texts import initials
from plugins.opinions.views import Page, routes

PAGE = 20


@dataclass(frozen=True)
class Voice:
    """An opinion as everybody in the hall may read it."""

    id: int
    number: int
    who: str
    village: str
    topic: str
    words: str
    supporters: int
    outcome: object
    is_own: bool
    is_supported: bool


@routes.get("/others")
@attendee
def others() -> str:
    """What the others have raised, newest first."""
    return _page(request.args.get("before", 0, int))


@routes.post("/others/<int:opinion_id>/support")
@attendee
def support(opinion_id: int) -> Page:
    """Think so too."""
    return _changed(service.support, opinion_id, str(_("Counted. Thank you.")))


@routes.post("/others/<int:opinion_id>/take-back")
@attendee
def take_back(opinion_id: int) -> Page:
    """Think so no more."""
    return _changed(service.take_back, opinion_id, str(_("Your mark is taken back.")))


def _changed(use_case: Callable[..., None], opinion_id: int, said: str) -> Page:
    """Back to where the button was; a refusal stands above the list as it is now."""
    before = request.form.get("before", 0, int)
    try:
        perform(use_case, opinion_id=opinion_id)
    except Refused as refused:
        if wants_json():
            raise
        flash(refused.message, "danger")
        return _page(before), 409
    address = url_for("opinions.others", meeting_id=g.meeting.id, before=before or None)
    return done(None, f"{address}#voice-{opinion_id}", said)


def _page(before: int) -> str:
    if not setting("opinions.support", g.meeting.id):
        return render_template("opinions/others.html", open=False)
    session, meeting_id = db.session(), g.meeting.id
    found, more = readers.open_to_all(session, meeting_id, before=before, size=PAGE)
    supported = supported_by(session, meeting_id, g.actor.delegate_id)
    voices = [_voice(one, supported) for one in found]
    return render_template(
        "opinions/others.html", open=True, voices=voices, more=more, before=before
    )


def _voice(one: OpinionView, supported: frozenset[int]) -> Voice:
    short = g.meeting.plan.privacy.public_names == "INITIALS"
    shown = replace(one, name=initials(one.name)) if short else one
    return Voice(
        id=one.id,
        number=one.number,
        who=shown.addressed if one.name else "",
        village=one.village,
        topic=one.category_title,
        words=one.brief,
        supporters=one.supporters,
        outcome=one.outcome.label if one.outcome else "",
        is_own=one.delegate_id == g.actor.delegate_id,
        is_supported=one.id in supported,
    )


def card() -> str:
    """The way there, where support is counted, for somebody who has said who they are."""
    if g.actor.delegate_id is None or not setting("opinions.support", g.meeting.id):
        return ""
    return render_template("opinions/_others_card.html")


CARD = Slot("attendee.home", card, order=45)
