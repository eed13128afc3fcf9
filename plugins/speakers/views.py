"""Pages of the queue for staff: the secretary's one screen, and writing people down."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, can, done, perform, requires, wants_json
from meeting.db import db
from meeting.meetings import change_setting
from plugins.roster.api import HONORIFICS, search, villages
from plugins.speakers import lineup, live, queries, service
from plugins.speakers.order import Rule
from plugins.speakers.rules import SUBJECT_LIMIT, Way

routes = Blueprint("speakers", __name__)
FOUND = 8

Page = Response | str | tuple[str, int]


@routes.get("/")
@requires("speakers.manage")
def desk() -> str:
    """Run the meeting: who speaks, who waits, writing down, and what else goes on."""
    return _desk()


@routes.get("/register")
@requires("speakers.register")
def register() -> str:
    """The same search for the reception desk, beside the list as everybody sees it."""
    return _register()


# -- writing somebody down ----------------------------------------------------------------------


@routes.post("/request")
@requires("speakers.register")
def request_turn() -> Page:
    """Write down a delegate, or a name that is not on the list."""
    at_desk = request.form.get("page") != "register"
    try:
        turn_id = _written_down(request.form.get("way") or (Way.SECRETARY if at_desk else Way.DESK))
    except Refused as refused:
        if wants_json():
            raise
        return (_desk if at_desk else _register)(refused.message), 409
    turn = queries.turn(db.session(), g.meeting.id, turn_id)
    message = _("%(speaker)s is on the list now.", speaker=turn.speaker if turn else "")
    return done(turn_id, _back("speakers.desk" if at_desk else "speakers.register"), message)


def _written_down(way: str) -> int:
    form = request.form
    said = {"subject": form.get("subject", ""), "topic": form.get("topic", ""), "way": way}
    arrived = form.get("arrived", type=int)  # here, says who runs the list; the door saw nobody
    if arrived and live.counts_presence(g.meeting.id):
        if not can(g.actor, "checkin.desk"):
            abort(403)
        return perform(service.admit_and_request, delegate_id=arrived, **said)
    wanted = arrived or form.get("delegate_id", type=int)
    return perform(
        service.request_turn,
        delegate_id=wanted,
        speaker_name="" if wanted else form.get("speaker_name", ""),
        honorific=form.get("honorific", ""),
        village_id=form.get("village_id", type=int),
        **said,
    )


def _desk(refusal: str = "", *, refused_act: str = "") -> str:
    turn = queries.current(db.session(), g.meeting.id)
    return render_template(
        "speakers/desk.html",
        **_search(),
        **_languages(turn.language if turn else ""),
        turn=turn,
        refusal=refusal,
        refused_act=refused_act,
    )


def _register(refusal: str = "") -> str:
    return render_template("speakers/register.html", **_search(), refusal=refusal)


def _search() -> dict[str, object]:
    """What was typed and who fits; the words of a refused form come back."""
    typed = request.values.get("q", "") or request.form.get("speaker_name", "")
    session, meeting_id = db.session(), g.meeting.id
    chosen, address = request.form.get("village_id", type=int), request.form.get("honorific", "")
    listed = {one.delegate_id for one in queries.waiting(session, meeting_id)}
    return {
        "typed": typed,
        "found": search(session, meeting_id, typed, FOUND) if typed.strip() else [],
        "listed": listed,
        **_presence(),
        "limit": SUBJECT_LIMIT,
        "villages": [
            (one.id, one.label, one.id == chosen) for one in villages(session, meeting_id)
        ],
        "honorifics": [(one, one, one == address) for one in HONORIFICS],
        "subject": request.form.get("subject", ""),
        "topics": topic_choices(),
        "way": request.form.get("way", "") if request.method == "POST" else Way.HAND,
    }


def _presence() -> dict[str, object]:
    """Whom the door has seen, and whether the asker may say that somebody is here."""
    meeting_id = g.meeting.id
    if not live.counts_presence(meeting_id):
        return {"here_ids": None, "may_admit": False}
    return {
        "here_ids": queries.present_ids(db.session(), meeting_id),
        "may_admit": live.present_only(meeting_id) and can(g.actor, "checkin.desk"),
    }


def topic_choices() -> list[tuple[str, str, bool]]:
    """The plan's topics for a form, where the meeting is ordered by them."""
    session, meeting_id = db.session(), g.meeting.id
    if lineup.rule_of(session, meeting_id) != Rule.TOPIC:
        return []
    chosen = request.form.get("topic", "")
    topics = lineup.topics_of(session, meeting_id)
    return [(code, title, code == chosen) for code, title in topics.items()]


def _languages(noted: str) -> dict[str, object]:
    """The plan's languages; one that was noted by another way stays choosable."""
    known = list(g.meeting.plan.speaking.languages)
    if noted and noted not in known:
        known.append(noted)
    return {"language_choices": [(one, one, one == noted) for one in known]}


# -- the floor ----------------------------------------------------------------------------------


@routes.post("/next/<int:turn_id>")
@requires("speakers.manage")
def call_next(turn_id: int) -> Page:
    """Give the floor to the next one."""
    return _act(service.call_next, turn_id=turn_id, seen=_seen())


@routes.post("/turns/<int:turn_id>/floor")
@requires("speakers.manage")
def give_floor(turn_id: int) -> Page:
    """Give the floor to somebody out of order."""
    return _act(service.give_floor, turn_id=turn_id, seen=_seen())


@routes.post("/turns/<int:turn_id>/pause")
@requires("speakers.manage")
def pause(turn_id: int) -> Page:
    """Stop the clock."""
    return _act(service.pause, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/resume")
@requires("speakers.manage")
def resume(turn_id: int) -> Page:
    """Let the clock run on, or begin."""
    return _act(service.resume, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/ask-back")
@requires("speakers.manage")
def ask_back(turn_id: int) -> Page:
    """The chair asks back; the clock stands."""
    return _act(service.ask_back, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/remind")
@requires("speakers.manage")
def remind(turn_id: int) -> Page:
    """The speaker was asked to keep to the point."""
    return _act(service.remind, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/end")
@requires("speakers.manage")
def end(turn_id: int) -> Page:
    """The speaker is done."""
    return _act(service.end, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/extend")
@requires("speakers.manage")
def extend(turn_id: int) -> Page:
    """Give the speaker more time."""
    seconds = request.form.get("seconds", 0, type=int)
    return _act(service.extend, turn_id=turn_id, seconds=seconds)


@routes.post("/turns/<int:turn_id>/back")
@requires("speakers.manage")
def put_back_last(turn_id: int) -> Page:
    """Back to the front of the list."""
    return _act(service.put_back_last, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/absent")
@requires("speakers.manage")
def mark_absent(turn_id: int) -> Page:
    """Not there when called."""
    seen = request.form.get("seen", type=int)
    return _act(service.mark_absent, turn_id=turn_id, seen=seen)


@routes.post("/turns/<int:turn_id>/follow-up")
@requires("speakers.manage")
def follow_up(turn_id: int) -> Page:
    """Whoever has just spoken wants to ask more."""
    return _act(service.ask_follow_up, turn_id=turn_id, way=Way.HAND)


@routes.post("/language")
@requires("speakers.manage")
def note_language() -> Page:
    """Note in which language the present speech is, and who interprets."""
    return _act(
        service.note_language,
        turn_id=request.form.get("turn_id", 0, type=int),
        language=request.form.get("language", ""),
        interpreter=request.form.get("interpreter", ""),
    )


# -- the list -----------------------------------------------------------------------------------


@routes.post("/turns/<int:turn_id>/withdraw")
@requires("speakers.manage")
def withdraw(turn_id: int) -> Page:
    """Take somebody off the list who does not want to speak any more."""
    return _act(service.withdraw, turn_id=turn_id)


@routes.post("/turns/<int:turn_id>/move")
@requires("speakers.manage")
def move(turn_id: int) -> Page:
    """Change the order by hand."""
    before_id = request.form.get("before_id", 0, type=int)
    return _act(
        service.move, turn_id=turn_id, before_id=before_id, seen=request.form.get("order", "")
    )


@routes.post("/list/by-rule")
@requires("speakers.manage")
def follow_rule() -> Page:
    """Undo what was placed by hand."""
    return _act(service.follow_rule)


@routes.post("/list/rule/<any(REGISTERED, TOPIC, FAIR):rule>")
@requires("speakers.manage")
def set_rule(rule: str) -> Page:
    """Change the rule by which people are called."""
    return _act(change_setting, name="speakers.order", value=rule)


@routes.post("/list/<any(open, closed):state>")
@requires("speakers.manage")
def set_open(state: str) -> Page:
    """Open or close the list for phones."""
    return _act(change_setting, name="speakers.open", value=state == "open")


def _act(use_case: Callable[..., int | None], **arguments: object) -> Page:
    """Do it; a refusal stands beside the list as it is now, and the page stays of use."""
    try:
        result = perform(use_case, **arguments)
    except Refused as refused:
        if wants_json():
            raise
        return _desk(refused_act=refused.message), 409
    return done(result, _back("speakers.desk"))


def _seen() -> int:
    """The turn the clicker saw as running; a form that does not say is out of date."""
    return request.form.get("seen", -1, type=int)


def _back(endpoint: str) -> str:
    return url_for(endpoint, meeting_id=g.meeting.id)
