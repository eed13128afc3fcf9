"""The chair's tablet: the page, turning to another opinion, and the floor."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Role, done, perform, requires
from meeting.db import db
from plugins.chair import live, queries, rules, tapped
from plugins.chair.rules import Chip, Only, Place, Wanted
from plugins.opinions import api as opinions
from plugins.speakers import api as speakers

routes = Blueprint("chair", __name__)


@routes.get("/")
@requires("chair.read")
def tablet() -> str:
    """The present speaker on top, one approved opinion below, large.

    Who asks for none in particular follows the speaker: the next one's opinion opens by itself.
    """
    wanted, number = filter_of(request.args), _asked()
    follows = "follow" in request.args or (not number and not wanted.address)
    if not number and follows:
        number = _speaking()
    found = _place(wanted, number)
    return render_template(
        "chair/tablet.html",
        place=found,
        wanted=wanted,
        follows=follows,
        note=_note(found),
        size=_size(found),
        tapped=tapped.last(g.meeting.id, tapped.OFFERED_SECONDS),
        counts=queries.counts(db.session(), g.meeting.id),
        topics=queries.topics(db.session(), g.meeting.id, g.meeting.plan),
        villages=queries.of_villages(db.session(), g.meeting.id),
        only=Only,
        limit=rules.NOTE_LIMIT,
    )


@routes.get("/around")
@requires("chair.read")
def around() -> str:
    """The numbers around one, anew."""
    wanted = filter_of(request.args)
    return render_template("chair/_around.html", place=_place(wanted, _asked()), wanted=wanted)


def _asked() -> int:
    """The number that an address names, whichever way one came from it."""
    return next((n for name in ("at", "after", "before") if (n := _number(name))), 0)


def _number(name: str) -> int:
    return request.args.get(name, 0, int)


def _place(wanted: Wanted, number: int) -> Place | None:
    """Where to stand: at a number, at the next or previous one, or at the first that is open."""
    session, meeting_id = db.session(), g.meeting.id
    chips = queries.chips(session, meeting_id, wanted)
    at: Chip | None = None
    if number:
        at = queries.chip(session, meeting_id, number, wanted.only)
    step = 1 if _number("after") else -1 if _number("before") else 0
    here = rules.chosen(chips, at=at, step=step)
    return rules.place(chips, here) if here else None


def _speaking() -> int:
    """The number of the opinion of whoever has the floor; 0 for none."""
    turn = speakers.current(db.session(), g.meeting.id)
    raised = queries.raised_by(db.session(), g.meeting.id, turn) if turn else []
    return next((one.number for one in raised if one.in_this_turn), 0)


def _size(found: Place | None) -> str:
    """How large the open one is written: where its note has room depends on it."""
    opened = opinions.opinion(db.session(), found.here.id) if found else None
    return live.size(opened.brief) if opened else ""


def _note(found: Place | None) -> Any:
    """The note on what is open. Whoever runs the server may open this page, and reads none."""
    if found is None or g.actor.role != Role.CHAIR:
        return None
    kept = queries.note(db.session(), found.here.id)
    return {"text": kept.text if kept else "", "revision": kept.revision if kept else 0}


def filter_of(values: Any) -> Wanted:
    """The filter that an address or a form carries."""
    only = values.get("only", "")
    return Wanted(
        topic=values.get("topic", ""),
        village=max(0, values.get("village", 0, int)),
        only=Only(only) if only in set(Only) else Only.ALL,
    )


# The floor


@routes.post("/floor/<int:turn_id>/next")
@requires("chair.act")
def call_next(turn_id: int) -> Response:
    """Give the floor to the one who is next; whoever has it is done."""
    return back(perform(speakers.call_next, turn_id=turn_id, seen=_seen()))


@routes.post("/floor/<int:turn_id>/give")
@requires("chair.act")
def give_floor(turn_id: int) -> Response:
    """Give the floor to somebody out of order."""
    return back(perform(speakers.give_floor, turn_id=turn_id, seen=_seen()))


@routes.post("/floor/<int:turn_id>/pause")
@requires("chair.act")
def pause(turn_id: int) -> Response:
    """Stop the clock."""
    return back(perform(speakers.pause, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/resume")
@requires("chair.act")
def resume(turn_id: int) -> Response:
    """Let the clock run on."""
    return back(perform(speakers.resume, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/extend")
@requires("chair.act")
def extend(turn_id: int) -> Response:
    """Give the speaker more time."""
    seconds = request.form.get("seconds", 60, int)
    return back(perform(speakers.extend, turn_id=turn_id, seconds=seconds))


@routes.post("/floor/<int:turn_id>/ask-back")
@requires("chair.act")
def ask_back(turn_id: int) -> Response:
    """A question to the speaker; the clock stands meanwhile."""
    return back(perform(speakers.ask_back, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/remind")
@requires("chair.act")
def remind(turn_id: int) -> Response:
    """Note that the speaker was asked to keep to the point."""
    return back(perform(speakers.remind, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/end")
@requires("chair.act")
def end(turn_id: int) -> Response:
    """End the speech."""
    return back(perform(speakers.end, turn_id=turn_id))


def _seen() -> int:
    """The turn that had the floor when the button was drawn."""
    return request.form.get("seen", 0, int)


def back(result: object) -> Response:
    """Back to the opinion that was open, among those that were wanted."""
    at = request.form.get("at", 0, int) or None
    follow = 1 if request.form.get("follow") else None
    wanted = filter_of(request.form).address
    address = url_for("chair.tablet", meeting_id=g.meeting.id, at=at, follow=follow, **wanted)
    return done(result, address)
