"""Pages of the queue: the secretary's desk, writing people down, and the attendee's own buttons."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, attendee, done, perform, requires, wants_json
from meeting.db import db
from meeting.meetings import change_setting
from plugins.roster.api import search, villages
from plugins.speakers import queries, service

routes = Blueprint("speakers", __name__)
FOUND = 8

Page = Response | str | tuple[str, int]


# -- the secretary's desk -----------------------------------------------------------------------


@routes.get("/")
@requires("speakers.manage")
def desk() -> str:
    """Who speaks, who waits, and a search to write somebody down."""
    return _desk()


@routes.get("/register")
@requires("speakers.register")
def register() -> str:
    """The same search for the reception desk, beside the list as everybody sees it."""
    return _register()


@routes.post("/request")
@requires("speakers.register")
def request_turn() -> Page:
    """Write down a delegate, or a name that is not on the list."""
    wanted = request.form.get("delegate_id", type=int)
    at_desk = request.form.get("page") != "register"
    try:
        turn_id = perform(
            service.request_turn,
            delegate_id=wanted,
            speaker_name="" if wanted else request.form.get("speaker_name", ""),
            village_id=request.form.get("village_id", type=int),
            subject=request.form.get("subject", ""),
        )
    except Refused as refused:
        if wants_json():
            raise
        return (_desk if at_desk else _register)(refused.message), 409
    turn = queries.turn(db.session(), g.meeting.id, turn_id)
    message = _("%(speaker)s is on the list now.", speaker=turn.speaker if turn else "")
    return done(turn_id, _back("speakers.desk" if at_desk else "speakers.register"), message)


def _desk(refusal: str = "") -> str:
    return render_template("speakers/desk.html", **_search(), refusal=refusal)


def _register(refusal: str = "") -> str:
    return render_template("speakers/register.html", **_search(), refusal=refusal)


def _search() -> dict[str, object]:
    """What was typed and who fits; the words of a refused form come back."""
    typed = request.values.get("q", "") or request.form.get("speaker_name", "")
    session, meeting_id = db.session(), g.meeting.id
    chosen = request.form.get("village_id", type=int)
    listed = {one.delegate_id for one in queries.waiting(session, meeting_id)}
    return {
        "typed": typed,
        "found": search(session, meeting_id, typed, FOUND) if typed.strip() else [],
        "listed": listed,
        "villages": [
            (one.id, one.label, one.id == chosen) for one in villages(session, meeting_id)
        ],
        "subject": request.form.get("subject", ""),
    }


@routes.post("/next/<int:turn_id>")
@requires("speakers.manage")
def call_next(turn_id: int) -> Response:
    """Give the floor to the next one."""
    return _act(service.call_next, turn_id=turn_id, seen=_seen())


@routes.post("/turns/<int:turn_id>/floor")
@requires("speakers.manage")
def give_floor(turn_id: int) -> Response:
    """Give the floor to somebody out of order."""
    return _act(service.give_floor, turn_id=turn_id, seen=_seen())


@routes.post("/turns/<int:turn_id>/pause")
@requires("speakers.manage")
def pause(turn_id: int) -> Response:
    """Stop the clock."""
    return _act(service.pause, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/resume")
@requires("speakers.manage")
def resume(turn_id: int) -> Response:
    """Let the clock run on."""
    return _act(service.resume, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/end")
@requires("speakers.manage")
def end(turn_id: int) -> Response:
    """The speaker is done."""
    return _act(service.end, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/extend")
@requires("speakers.manage")
def extend(turn_id: int) -> Response:
    """Give the speaker more time."""
    seconds = request.form.get("seconds", 0, type=int)
    return _act(service.extend, turn_id=turn_id, seconds=seconds)


@routes.post("/turns/<int:turn_id>/back")
@requires("speakers.manage")
def put_back_last(turn_id: int) -> Response:
    """Back to the front of the list."""
    return _act(service.put_back_last, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/absent")
@requires("speakers.manage")
def mark_absent(turn_id: int) -> Response:
    """Not there when called."""
    return _act(service.mark_absent, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/withdraw")
@requires("speakers.manage")
def withdraw(turn_id: int) -> Response:
    """Take somebody off the list who does not want to speak any more."""
    return _act(service.withdraw, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/move")
@requires("speakers.manage")
def move(turn_id: int) -> Response:
    """Change the order by hand; ``seen`` is the order on the page that was clicked."""
    before_id = request.values.get("before_id", 0, type=int)
    return _act(
        service.move, turn_id=turn_id, before_id=before_id, seen=request.form.get("seen", "")
    )


@routes.post("/list/<any(open, closed):state>")
@requires("speakers.manage")
def set_open(state: str) -> Response:
    """Open or close the list for phones."""
    return _act(change_setting, name="speakers.open", value=state == "open")


def _act(use_case: Callable[..., int | None], **arguments: object) -> Response:
    return done(perform(use_case, **arguments), _back("speakers.desk"))


def _seen() -> int:
    """The turn the clicker saw as running; a form that does not say is out of date."""
    return request.form.get("seen", -1, type=int)


def _back(endpoint: str) -> str:
    return url_for(endpoint, meeting_id=g.meeting.id)


# -- the attendee's phone -----------------------------------------------------------------------


@routes.post("/mine/ask")
@attendee
def ask() -> Page:
    """Ask for the floor; a refusal leaves what was typed in the form."""
    try:
        turn_id = perform(service.request_turn, subject=request.form.get("subject", ""))
    except Refused as refused:
        if wants_json():
            raise
        flash(refused.message, "danger")
        return render_template("attendee_home.html"), 409
    message = _("You are on the list. Your phone shows when it is your turn.")
    return done(turn_id, _back("core.attendee_home"), message)


@routes.post("/mine/<int:turn_id>/withdraw")
@attendee
def withdraw_mine(turn_id: int) -> Response:
    """Leave the list."""
    perform(service.withdraw, turn_id=turn_id)
    return done(None, _back("core.attendee_home"), _("You are not on the list any more."))
