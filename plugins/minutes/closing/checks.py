"""What stands against closing, asked of every plugin."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meeting.contract import _l
from meeting.models import Meeting
from meeting.points import CloseCheck, Problem
from plugins.minutes.queries import desk
from plugins.minutes.writing.record import Contributed

CHECK = "minutes.check"

_MISSING = {
    "chair": _l("The chair's name is missing."),
    "secretary": _l("The secretary's name is missing."),
    "conclusion": _l("The conclusion is missing."),
}


def problems(session: Session, contributed: Contributed, meeting: Meeting) -> list[Problem]:
    """What must be settled before closing or known: of other plugins, then missing words."""
    checks: list[CloseCheck] = contributed(CHECK, meeting.id, session)
    found = [problem for one in checks for problem in one.check(session, meeting.id)]
    missing = desk(session, meeting).entered.missing()
    own = [Problem(message=_MISSING[name], endpoint="minutes.close") for name in missing]
    return [*found, *own]


def blocking(session: Session, contributed: Contributed, meeting: Meeting) -> list[Problem]:
    """Everything that stands against closing."""
    return [one for one in problems(session, contributed, meeting) if one.blocks]
