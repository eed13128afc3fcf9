"""Writing down what was said about an opinion. Every save can be repeated and tells of others'."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import _, can, done, perform, requires
from meeting.db import db
from plugins.opinions import service, spelling
from plugins.opinions.page.opening import back, opinion_here
from plugins.opinions.page.saving import Fields, Saved, saved
from plugins.opinions.reads import pieces
from plugins.opinions.reads.pieces import Piece
from plugins.opinions.rules import EntryKind
from plugins.opinions.views import routes

__all__ = ["routes"]


def _typed(name: str) -> str:
    return request.form.get(name, "")


def _seen() -> int:
    """The version the editor started from; nonsense counts as none."""
    sent = request.form.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _save(
    to: str,
    use_case: Callable[..., int],
    stored: Callable[[], Fields],
    *,
    left_out: Mapping[str, str | None] | None = None,
    **which: int,
) -> Response:
    """Save the fields that were sent; over a newer version, answer with what is ``stored`` now.

    What was not sent stays as it is: ``left_out``, or as it was read.
    """
    present = {**stored(), **(left_out or {})}

    def save() -> int:
        fields = {name: request.form.get(name, value) for name, value in present.items()}
        return perform(use_case, **which, **fields, seen=_seen())

    return saved(save, to, stored, _("Saved."))


@routes.post("/<int:opinion_id>/edit")
@requires("opinions.manage")
def edit(opinion_id: int) -> Response:
    """Tidy the text."""

    def stored() -> Fields:
        now = opinion_here(opinion_id)
        return {"text": now.text, "summary": now.summary, "category": now.category}

    # Others change these two without a new version of the text: only what is sent is written.
    left_out = {"summary": None, "category": None}
    return _save(back(opinion_id), service.edit, stored, left_out=left_out, opinion_id=opinion_id)


@routes.post("/<int:opinion_id>/put-right")
@requires("opinions.manage")
def put_right(opinion_id: int) -> Response:
    """The keys left in the text become the letters they stand for."""
    right = spelling.reading(opinion_here(opinion_id).text)
    if right:
        perform(service.edit, opinion_id=opinion_id, text=right, seen=_seen())
    return done(None, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/answer")
@requires("opinions.approve")
def record_answer(opinion_id: int) -> Response:
    """Write down the answer, or the newest of them."""

    def stored() -> Fields:
        now = opinion_here(opinion_id)
        return {"text": now.answer, "full": now.answer_full, "answered_by": now.answered_by}

    return _save(back(opinion_id), service.record_answer, stored, opinion_id=opinion_id)


@routes.post("/<int:opinion_id>/said")
@requires("opinions.manage")
def say(opinion_id: int) -> Response:
    """Write down what was said next."""
    opinion_here(opinion_id)
    kind = _typed("kind")
    _may_write(kind)
    entry_id = perform(
        service.add_entry,
        opinion_id=opinion_id,
        kind=kind,
        text=_typed("text"),
        full=_typed("full"),
        said_by=_typed("said_by"),
    )
    address = url_for(
        "opinions.edit_said", meeting_id=g.meeting.id, opinion_id=opinion_id, entry_id=entry_id
    )
    new = Saved(entry_id, 1, address, f"opinion-{opinion_id}-entry-{entry_id}")
    return done(new, back(opinion_id), _("Saved."))


@routes.post("/<int:opinion_id>/said/<int:entry_id>")
@requires("opinions.manage")
def edit_said(opinion_id: int, entry_id: int) -> Response:
    """Save a piece of the thread anew."""

    def stored() -> Fields:
        now = _piece(opinion_id, entry_id)
        return {"text": now.text, "full": now.full, "said_by": now.said_by}

    return _save(back(opinion_id), service.edit_entry, stored, entry_id=entry_id)


@routes.post("/<int:opinion_id>/said/<int:entry_id>/remove")
@requires("opinions.manage")
def remove_said(opinion_id: int, entry_id: int) -> Response:
    """Take a piece out of the thread again."""
    _piece(opinion_id, entry_id)
    perform(service.remove_entry, entry_id=entry_id, seen=_seen())
    return done(None, back(opinion_id), _("Taken out."))


@routes.post("/<int:opinion_id>/use-prepared")
@requires("opinions.approve")
def use_prepared(opinion_id: int) -> Response:
    """What the department prepared was said: it is the answer."""
    opinion_here(opinion_id)
    revision = perform(service.use_prepared, opinion_id=opinion_id, seen=_seen())
    return done(revision, back(opinion_id), _("Saved."))


def _piece(opinion_id: int, entry_id: int) -> Piece:
    """A piece of this opinion's thread that the present device may write."""
    opinion_here(opinion_id)
    found = pieces.piece(db.session(), entry_id)
    if found is None or found.opinion_id != opinion_id:
        abort(404)
    _may_write(found.kind)
    return found


def _may_write(kind: str) -> None:
    """Answers are recorded by who approves; the rest by everybody who writes."""
    if kind == EntryKind.ANSWER and not can(g.actor, "opinions.approve"):
        abort(403)
