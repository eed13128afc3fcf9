"""The staff's pages of the whole list: find people, print their code slips."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import g, render_template, request

from meeting.contract import requires
from meeting.db import db
from plugins.roster import invitations, people_queries, queries, quota_words
from plugins.roster.dispatch.queries import send_until
from plugins.roster.dispatch.views import sent_words, waiting_words
from plugins.roster.models import Delegate, Village
from plugins.roster.people_queries import Wish
from plugins.roster.routes import routes

FOUND = 60  # more than that is not a search


@routes.get("/")
@requires("roster.read")
def people() -> str:
    """The list by village, or what was searched for. Without marks: “dinh hlop” is enough."""
    session, meeting = db.session(), g.meeting
    wish = _wish()
    found = people_queries.find(session, meeting.id, wish)
    return render_template(
        "roster/people.html",
        wish=wish,
        found=found,
        nearest=found.people[:FOUND],
        everybody=[] if found.ranked else _by_village(found.people),
        villages=queries.villages(session, meeting.id),
        taken_off=people_queries.taken_off(session, meeting.id),
        fields=quota_words.of_fields(meeting.plan, found.everybody),
        waiting=waiting_words(found.waiting),
        send_until=send_until(meeting),
        sent_words=sent_words,
        standing=_standing,
    )


def _wish() -> Wish:
    asked = request.args
    return Wish(
        typed=asked.get("q", ""),
        village_id=asked.get("village", 0, int),
        unsent=asked.get("unsent", "") == "1",
    )


def _by_village(people: list[Delegate]) -> list[tuple[Any, list[Delegate]]]:
    return [(village, list(some)) for village, some in groupby(people, lambda one: one.village)]


def _standing(village: Village, people: list[Delegate]) -> quota_words.Standing:
    """Those the village sends against its places."""
    sends = sum(1 for one in people if one.people_side and one.invited)
    return quota_words.of_places(village.places, sends)


@routes.get("/slips")
@requires("roster.manage")
def slips() -> str:
    """All slips with QR and code on sheets to be cut, a village a sheet."""
    wanted = request.args.get("village", 0, int)
    session = db.session()
    with_code = [one for one in queries.delegates(session, g.meeting.id) if one.invitation]
    sheets = [
        (village, [invitations.slip(session, one) for one in some])
        for village, some in _by_village(with_code)
        if not wanted or (village is not None and village.id == wanted)
    ]
    return render_template("roster/slips.html", sheets=sheets)
