"""The secretary's desk: writing opinions down, and the list on which one key decides; the register.

A list is an address: whoever shares it shares the filter. Without one it is live.
"""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request, session, url_for
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, can, done, perform, requires, wants_json
from meeting.db import db
from plugins.opinions import queries, service, texts
from plugins.opinions.desk import decisions, finding, lists, wording
from plugins.opinions.desk.decisions import Act, Decided, Standing
from plugins.opinions.desk.forms import RecordForm
from plugins.opinions.desk.lists import Order, Shown, Wish
from plugins.opinions.rules import Outcome
from plugins.opinions.views import (
    FOUND,
    Page,
    found_in_list,
    offered,
    routes,
    village_choices,
)
from plugins.roster.api import Person, search
from plugins.speakers.api import turn as turn_of

__all__ = ["routes"]  # with this module's pages on it
REGISTER_PAGE = 50
UNDO = "opinions.undo"  # in the device's session: what its last key did
RECEIPT = "opinions.receipt"  # and the code of the slip it has just written down


# The page


@routes.get("/")
@requires("opinions.manage")
def desk() -> str:
    """The list with its keys, and beside it the form that writes an opinion down."""
    form = _record_form()
    if "turn" in request.args:
        form.who.data = f"turn:{request.args.get('turn', 0, int)}"
        form.channel.data = "DIRECT"
    return _desk(form)


@routes.get("/list")
@requires("opinions.read")
def listed() -> str:
    """The list alone: a page asks for it again when something has changed."""
    of_desk = request.args.get("of") == "desk" and can(g.actor, "opinions.manage")
    wish = _wish() if of_desk else _register_wish()
    listing = lists.listing(
        db.session(), g.meeting.id, wish, lists.PAGE if of_desk else REGISTER_PAGE
    )
    return render_template("opinions/_listing.html", listing=listing, **_may(of_desk))


@routes.get("/all")
@requires("opinions.read")
def register() -> str:
    """All opinions in order of number, a page at a time, or those somebody looks for."""
    wish = _register_wish()
    return render_template(
        "opinions/register.html",
        listing=lists.listing(db.session(), g.meeting.id, wish, REGISTER_PAGE),
        **_filters(wish),
        **_may(False),
    )


def _wish() -> Wish:
    return Wish.of(request.args, shown=Shown.OPEN, order=Order.NEWEST)


def _register_wish() -> Wish:
    blind = not (can(g.actor, "opinions.manage") or can(g.actor, "opinions.decide"))
    return Wish.of(request.args, shown=Shown.ALL, order=Order.NUMBER, blind=blind)


def _may(of_desk: bool) -> dict[str, Any]:
    """What a list shows beside the words."""
    return {
        "endpoint": "opinions.desk" if of_desk else "opinions.register",
        "of_desk": of_desk,
        "approving": of_desk and can(g.actor, "opinions.approve"),
        "open_eyes": can(g.actor, "opinions.manage") or can(g.actor, "opinions.decide"),
    }


def _filters(wish: Wish) -> dict[str, Any]:
    """The filter of the list, and what it says about itself."""
    found = wording.filters(wish, g.meeting.plan, village_choices())
    return {
        "wish": wish,
        "filters": found,
        "orders": wording.orders(wish),
        "chosen": wording.chosen(wish, found),
    }


def _desk(form: RecordForm, found: list[Person] | None = None) -> str:
    wish = _wish()
    is_live = wish == Wish()  # the list as everybody's desk shows it
    offers = queries.due_offers(g.meeting, clock.now())[Outcome.OFF_TOPIC_WRITTEN]
    return render_template(
        "opinions/desk.html",
        form=form,
        people=found or [],
        limit=texts.QUESTION_LIMIT,
        listing=None if is_live else lists.listing(db.session(), g.meeting.id, wish),
        undo=kept(UNDO),
        receipt=kept(RECEIPT),
        speech=turn_of(db.session(), g.meeting.id, request.args.get("turn", 0, int)),
        off_topic=offers[0] if offers else None,
        guidance=[wording.read_out(one) for one in (Act.COMPLAINT, Act.DENUNCIATION)],
        **_filters(wish),
        **_may(True),
    )


def kept(name: str) -> Any:
    """What this device's session has kept for this meeting."""
    found = session.get(name)
    return found if found and found.get("meeting") == g.meeting.id else None


def _keep(name: str, **facts: Any) -> None:
    session[name] = {"meeting": g.meeting.id, **facts}


# Writing down


@routes.post("/")
@requires("opinions.manage")
def record() -> Page:
    """Write down what was spoken, or what stands on a slip."""
    form = _record_form()
    try:
        receipt = perform(
            service.record,
            text=form.text.data or "",
            channel=form.channel.data or "",
            asker=found_in_list(form),
            category=form.category.data or "",
            approved=bool(form.approved.data) and can(g.actor, "opinions.approve"),
            details=form.details(),
        )
    except Refused as refused:
        form.refuse(refused)
        return _desk(form, offered(form)), 409
    session.pop(RECEIPT, None)
    if receipt.code and not wants_json():
        _keep(RECEIPT, number=receipt.number, code=receipt.code, id=receipt.id)
    message = _("Written down as opinion %(number)s.", number=receipt.number)
    return done(receipt, _back(), message)


@routes.get("/people")
@requires("opinions.manage")
def people() -> str:
    """Rows of people whose name begins with what is typed."""
    typed = request.args.get("name", "")
    found = search(db.session(), g.meeting.id, typed, FOUND) if typed.strip() else []
    return render_template("opinions/_people.html", people=found, chosen=None)


def _record_form() -> RecordForm:
    form = RecordForm()
    form.offer(g.meeting.plan, village_choices())
    return form


# One key each


@routes.post("/decide")
@requires("opinions.manage")
def decide() -> Response:
    """Do what a key says with the opinion that is chosen in the list."""
    chosen, _dot, seen = request.form.get("opinion", "").partition(".")
    if not chosen.isdecimal():
        raise Refused("opinions.none_chosen", _("Choose an opinion in the list first."))
    return _decide(int(chosen), int(seen) if seen.isdecimal() else 0)


@routes.post("/decide/<int:opinion_id>")
@requires("opinions.manage")
def decide_one(opinion_id: int) -> Response:
    """The same from the opinion's own row."""
    seen = request.args.get("seen", 0, int)
    return _decide(opinion_id, seen)


def _decide(opinion_id: int, seen: int) -> Response:
    act, _colon, value = request.form.get("do", "").partition(":")
    if act == Act.JOIN and not value:
        value = request.form.get("number", "").strip()
    _may_do(act)
    decided: Decided = perform(
        decisions.decide, opinion_id=opinion_id, act=act, value=value, seen=seen
    )
    if not decided.was.differs(decided.now):
        return done(decided, _back(), _("Opinion %(number)s is so already.", number=decided.number))
    _keep(
        UNDO,
        id=opinion_id,
        number=decided.number,
        said=wording.said(act, value, decided.number, g.meeting.plan),
        read_out=wording.read_out(act),
        was=decided.was.plain(),
        now=decided.now.plain(),
        revision=decided.revision,
    )
    return done(decided, _back())


def _may_do(act: str) -> None:
    """Who may press which key."""
    if act == Act.APPROVE and not can(g.actor, "opinions.approve"):
        abort(403)
    if act in decisions.DECIDING and not can(g.actor, "opinions.decide"):
        abort(403)


@routes.post("/undo")
@requires("opinions.manage")
def undo() -> Response:
    """Take back what this device's last key did."""
    last = kept(UNDO)
    if last is None:
        return done(None, _back(), _("There is nothing to undo any more."))
    session.pop(UNDO)
    perform(
        decisions.take_back,
        opinion_id=last["id"],
        was=Standing.of(last["was"]),
        now=Standing.of(last["now"]),
        revision=last["revision"],
    )
    return done(None, _back(), _("Undone: %(what)s", what=last["said"]))


@routes.get("/<int:opinion_id>/similar")
@requires("opinions.manage")
def similar(opinion_id: int) -> str:
    """Others that may say the same, as keys of the menu that joins."""
    found = queries.opinion(db.session(), opinion_id)
    if found is None or found.meeting_id != g.meeting.id:
        abort(404)
    return render_template("opinions/_similar.html", similar=finding.similar(db.session(), found))


def _back() -> str:
    """To the list the form was on, or to the one screen."""
    if request.args.get("to") == "floor":
        return url_for("speakers.desk", meeting_id=g.meeting.id)
    wish = _wish()
    values = wish.query(after=wish.after)
    return url_for("opinions.desk", meeting_id=g.meeting.id, **values)
