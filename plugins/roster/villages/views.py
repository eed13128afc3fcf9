"""The village head's page: the village names its own people, on any phone, by a private link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request, url_for

from meeting import text
from meeting.contract import Refused, _, done, public, run, wants_json
from meeting.db import db
from meeting.models import MeetingState
from plugins.roster.models import Delegate, VillageList
from plugins.roster.quota_words import of_places
from plugins.roster.routes import routes
from plugins.roster.rules import usual_spelling
from plugins.roster.service import HONORIFICS
from plugins.roster.villages import rules, service
from plugins.roster.villages.link import list_of_link, village_head
from plugins.roster.villages.queries import list_of_secret, sent_by_village

NOBODY = {"name": "", "honorific": "", "distinction": ""}


@routes.get("/village/<secret>")
@public
def village_page(secret: str) -> Any:
    """The village's list, and the form for the next name."""
    own = list_of_link(secret)
    return _unknown() if own is None else _page(own)


@routes.post("/village/<secret>/add")
@public
def village_add(secret: str) -> Any:
    """One more name."""
    typed = _typed()
    return _change(
        secret,
        service.enter_name,
        _("On the list now: %(name)s.", name=text.clean(typed["name"])),
        lambda own, refused: _page(own, typed=typed, refused=refused),
        **typed,
    )


@routes.get("/village/<secret>/<int:delegate_id>/edit")
@public
def village_edit(secret: str, delegate_id: int) -> Any:
    """One person of the list: correct the name, or take it off."""
    own = list_of_link(secret)
    return _unknown() if own is None else _person_page(own, delegate_id)


@routes.post("/village/<secret>/<int:delegate_id>/edit")
@public
def village_correct(secret: str, delegate_id: int) -> Any:
    """A corrected name."""
    typed = _typed()
    return _change(
        secret,
        service.correct_name,
        _("Saved: %(name)s.", name=text.clean(typed["name"])),
        lambda own, refused: _person_page(own, delegate_id, typed=typed, refused=refused),
        delegate_id=delegate_id,
        meant=request.form.get("meant", ""),
        **typed,
    )


@routes.post("/village/<secret>/<int:delegate_id>/spelling")
@public
def village_spelling(secret: str, delegate_id: int) -> Any:
    """The proposed spelling of a name is right."""
    return _change(
        secret,
        service.spell_usually,
        _("Saved."),
        lambda own, refused: _page(own, refused=refused),
        delegate_id=delegate_id,
        seen=request.form.get("seen", ""),
    )


@routes.post("/village/<secret>/<int:delegate_id>/remove")
@public
def village_take_off(secret: str, delegate_id: int) -> Any:
    """Somebody who is not sent after all."""
    return _change(
        secret,
        service.take_off,
        _("Taken off the list."),
        lambda own, refused: _person_page(own, delegate_id, refused=refused),
        delegate_id=delegate_id,
    )


@routes.post("/village/<secret>/submit")
@public
def village_submit(secret: str) -> Any:
    """The list is complete."""
    return _change(
        secret,
        service.submit_list,
        _("Thank you. The office has your list."),
        lambda own, refused: _page(own, refused=refused),
    )


def _unknown() -> Any:
    refused = service.no_such_link()
    if wants_json():
        raise refused
    return render_template("roster/village_unknown.html", refused=refused), 404


def _change(
    secret: str,
    use_case: Callable[..., Any],
    message: str,
    again: Callable[[VillageList, Refused], str],
    **arguments: Any,
) -> Any:
    """Do it in the village's name; a refusal shows the page again with what was typed."""
    own = list_of_link(secret)
    if own is None:
        return _unknown()
    by, key = village_head(own), request.form.get("key", "")[:64]
    try:
        result = run(use_case, by=by, meeting_id=g.meeting.id, key=key, secret=secret, **arguments)
    except Refused as refused:
        if wants_json():
            raise
        own = list_of_secret(db.session(), g.meeting.id, secret)
        return _unknown() if own is None else (again(own, refused), 409)
    to = url_for("roster.village_page", meeting_id=g.meeting.id, secret=secret)
    return done(result, to, message)


def _typed() -> dict[str, str]:
    return {field: request.form.get(field, "") for field in NOBODY}


def _page(
    own: VillageList, *, typed: dict[str, str] | None = None, refused: Refused | None = None
) -> str:
    people = sent_by_village(db.session(), own.village_id)
    return render_template(
        "roster/village.html",
        full=rules.is_full(own.village.places, len(people)),
        people=people,
        usual_spelling=usual_spelling,
        standing=of_places(own.village.places, len(people)),
        typed=typed or NOBODY,
        refused=refused,
        **_common(own),
    )


def _person_page(
    own: VillageList,
    delegate_id: int,
    *,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> Any:
    people = sent_by_village(db.session(), own.village_id)
    delegate = next((one for one in people if one.id == delegate_id), None)
    if delegate is None or _is_final(own):
        return _page(own, refused=refused)
    return render_template(
        "roster/village_person.html",
        delegate=delegate,
        typed=typed or {field: getattr(delegate, field) for field in NOBODY},
        told_apart=_told_apart(delegate, people),
        refused=refused,
        **_common(own),
    )


def _told_apart(delegate: Delegate, people: list[Delegate]) -> bool:
    """Whether the page asks what tells this person from a namesake."""
    same = [one for one in people if one.search_key == delegate.search_key]
    return bool(delegate.distinction) or len(same) > 1


def _is_final(own: VillageList) -> bool:
    """Whether the page only reads: the office closed the list, or the meeting is over."""
    return own.closed_at is not None or g.meeting.state == MeetingState.CLOSED


def _common(own: VillageList) -> dict[str, Any]:
    return {
        "village": own.village,
        "own": own,
        "final": _is_final(own),
        "secret": own.secret,
        "honorifics": HONORIFICS,
        "session": g.meeting.plan.session(g.meeting.session_index),
        "office": g.meeting.plan.privacy,
    }
