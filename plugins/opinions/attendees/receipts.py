"""The writer of a slip without a name follows it by the code on its stub."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for

from meeting import codes
from meeting.contract import Refused, Slot, _l, public, wants_json
from meeting.db import db
from meeting.limits import guesses_of
from plugins.opinions import queries
from plugins.opinions.models import Opinion
from plugins.opinions.reads import readers
from plugins.opinions.rules import ROUTED_OUT
from plugins.opinions.usecases.intake import RECEIPT_LENGTH
from plugins.opinions.views import Page, routes

MOST = 60  # wrong codes a minute: a hall behind one address; a code is one of 78 thousand million
WRONG_CODES = _l(
    "Too many wrong codes were typed here. The secretary can look your slip up by its number."
)


@routes.get("/receipt")
@public
def receipt_form() -> str:
    """The field for the code."""
    return render_template("opinions/receipt.html", typed="", refused=None, opinion=None)


@routes.post("/receipt")
@public
def follow() -> Page:
    """Somebody typed the code."""
    typed = request.form.get("code", "")
    try:
        found = _by_code(typed)
    except Refused as refused:
        if wants_json():
            raise
        return _again(typed, refused)
    return redirect(_page_of(found), 303)


@routes.get("/receipt/<code>")
@public
def receipt(code: str) -> Page:
    """What became of the slip. The address may be kept and opened again."""
    try:
        found = _by_code(code)
    except Refused as refused:
        return _again(code, refused)
    if found.meeting_id != g.meeting.id:
        return redirect(_page_of(found), 303)
    opinion = queries.opinion(db.session(), found.id)
    assert opinion is not None, "just read"
    closed = opinion.sensitive or opinion.kind in ROUTED_OUT
    bases = readers.joined_into(db.session(), g.meeting.id, [opinion])
    return render_template(
        "opinions/receipt.html",
        opinion=opinion,
        closed=closed,
        base=bases.get(opinion.merged_into or 0),
        replies=readers.replies(db.session(), g.meeting.id, [opinion, *bases.values()]),
        code=codes.in_halves(found.receipt),
    )


def _by_code(typed: str) -> Opinion:
    """The slip of a code. An address that tries many has to wait."""
    wrong, address = guesses_of("opinions.receipt", MOST, WRONG_CODES), request.remote_addr or ""
    wrong.begin(address)
    found = readers.by_receipt(db.session(), codes.read_code(typed, RECEIPT_LENGTH))
    if found is None:
        raise Refused(
            "opinions.no_such_receipt",
            _l("No slip has this code. Compare it with your stub and type it again."),
        )
    wrong.right(address)
    return found


def _again(typed: str, refused: Refused) -> tuple[str, int]:
    page = render_template("opinions/receipt.html", typed=typed, refused=refused, opinion=None)
    return page, 409


def _page_of(found: Opinion) -> str:
    return url_for("opinions.receipt", meeting_id=found.meeting_id, code=found.receipt)


def card() -> str:
    """On the first page of a phone that nobody has said a name on."""
    if g.actor.delegate_id is not None or not g.meeting.plan.asking.anonymous_slips:
        return ""
    return render_template("opinions/_receipt_card.html")


CARD = Slot("attendee.home", card, order=80)
