"""Where the pages of the plugin hang, and how they read and say a day."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request

from meeting.contract import _

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


def day_of_form(name: str) -> date:
    """What the form says; a day that cannot be read is left to the rule to refuse."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return date.max
