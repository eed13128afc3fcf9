"""Where the pages of the plugin hang, how they say a day, and what ticks a line off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, done, perform, wants_json

routes = Blueprint("followup", __name__)


def date_words(day: date) -> str:
    """“thứ Sáu, 06/02/2026”: a date that is agreed upon by telephone has its weekday."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return f"{names[day.weekday()]}, {day:%d/%m/%Y}"


def ticked(
    page: Callable[[Refused], str], to: str, said: str, use_case: Callable[..., Any], **what: object
) -> Response | tuple[str, int]:
    """Tick off what the form says, with its day and note; a refusal shows the page again."""
    note = request.form.get("note", "")
    try:
        found = perform(use_case, done_on=_day(), note=note, **what)
    except Refused as refused:
        if wants_json():
            raise
        return page(refused), 409
    return done(found, to, said)


def _day() -> date:
    """What the form says; a day that cannot be read is left to the rule to refuse."""
    try:
        return date.fromisoformat(request.form.get("done_on", ""))
    except ValueError:
        return date.max
