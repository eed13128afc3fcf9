"""The part of a village's private page on which its people's opinions are sent beforehand."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from meeting.contract import Refused, Slot, _, done, public, run, wants_json
from meeting.db import db
from meeting.models import MeetingState
from plugins.opinions.collecting import village_service
from plugins.opinions.collecting.village_service import send, sent
from plugins.opinions.rules import Channel
from plugins.opinions.texts import QUESTION_LIMIT, grouped
from plugins.opinions.usecases.intake import Receipt
from plugins.opinions.views import routes
from plugins.roster.api import Village, list_of_link, village_head


def part(*, secret: str, village: Village, final: bool, **_more: object) -> str:
    """The form and what was sent, below the village's list."""
    if Channel.PRE_COLLECTED not in g.meeting.plan.asking.channels:
        return ""
    return render_template("opinions/_village_part.html", **_values(secret, village, closed=final))


SLOT = Slot("roster.village", part, order=10)


@routes.post("/village/<secret>")
@public
def send_from_village(secret: str) -> Any:
    """One more opinion; the link is the permission, as it is for the list."""
    own = list_of_link(secret)
    if own is None:
        return _to_unknown(secret)
    form = {name: request.form.get(name, "") for name in ("text", "category", "severity", "name")}
    try:
        key = request.form.get("key", "")[:64]
        receipt = run(
            send, by=village_head(own), meeting_id=g.meeting.id, key=key, secret=secret, **form
        )
    except Refused as refused:
        if wants_json():
            raise
        closed = own.closed_at is not None
        values = _values(secret, own.village, closed=closed)
        values |= {"typed": form, "refused": refused}
        return render_template("opinions/village.html", **values), 409
    to = url_for("roster.village_page", meeting_id=g.meeting.id, secret=secret)
    return done(receipt, f"{to}#opinions", _received(receipt))


def _received(receipt: Receipt) -> str:
    """What the village head reads; of one without a name also the code it is followed by."""
    message: str = _("The office has it: number %(number)s.", number=receipt.number)
    if receipt.code:
        message = _(
            "The office has it: number %(number)s. Code: %(code)s. "
            "Give it to the one who raised this: with the code they can see what became of it.",
            number=receipt.number,
            code=grouped(receipt.code),
        )
    return message


def _to_unknown(secret: str) -> Any:
    """The list's own page says what to do about a link that is not in force."""
    return done(None, url_for("roster.village_page", meeting_id=g.meeting.id, secret=secret))


def _values(secret: str, village: Village, *, closed: bool) -> dict[str, Any]:
    plan = g.meeting.plan
    return {
        "secret": secret,
        "village": village,
        "closed": closed or g.meeting.state != MeetingState.PLANNED,
        "found": sent(db.session(), plan, village),
        "grouped": grouped,
        "most": village_service.MOST,
        "limit": QUESTION_LIMIT,
        "categories": [(one.code, one.title) for one in plan.categories],
        "severities": plan.asking.severities,
        "nameless": plan.asking.anonymous_slips,
        "typed": {},
        "refused": None,
    }
