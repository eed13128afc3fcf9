"""Whose private link was opened; wrong ones are counted, so that none can be found by trying."""

from __future__ import annotations

from flask import g, request

from meeting.contract import Actor, _l
from meeting.db import db
from meeting.limits import guesses_of
from plugins.roster.models import VillageList
from plugins.roster.villages.queries import list_of_secret

MOST_WRONG = 60  # links in a minute from one address
WRONG_LINKS = _l(
    "Too many wrong links were opened from here. Compare the link with the one on the letter, or "
    "ask the office for it."
)


def list_of_link(secret: str) -> VillageList | None:
    """The list that this link opens, if it is in force."""
    wrong = guesses_of("roster.village_link", MOST_WRONG, WRONG_LINKS)
    address = request.remote_addr or ""
    wrong.begin(address)
    own = list_of_secret(db.session(), g.meeting.id, secret)
    if own is not None:
        wrong.right(address)
    return own


def village_head(own: VillageList) -> Actor:
    """Who is meant by whoever holds the link: for the journal."""
    plan = g.meeting.plan
    head = plan.village_head(plan.village(own.village.code))
    return Actor("anonymous", None, f"{head}, {own.village.label}")
