"""What stands against closing, asked of every plugin."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meeting.contract import _l
from meeting.models import Meeting, MeetingState
from meeting.points import CloseCheck, Problem
from plugins.minutes.papers.catalogue import OWN_MINUTES, raw
from plugins.minutes.papers.corrections import passed_over, waiting
from plugins.minutes.papers.versions import MINUTES
from plugins.minutes.queries import desk
from plugins.minutes.reading.queries import remarks
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
    return [*found, *own, *_asked_for(session, meeting)]


def _asked_for(session: Session, meeting: Meeting) -> list[Problem]:
    """What readers of the draft still want changed."""
    asked = len(remarks(session, meeting.id, only_open=True))
    words = _l(
        "Changes asked for in the draft: %(count)s. Correct them or mark them as dealt with.",
        count=asked,
    )
    return [Problem(message=words, endpoint="minutes.read", count=asked)] if asked else []


def lost_corrections(session: Session, meeting: Meeting) -> int:
    """How many corrections of the draft fit nothing any more. Apart from what must be settled: to
    tell, the whole draft is written.
    """
    waits = waiting(session, meeting.id, MINUTES) if meeting.state == MeetingState.OPEN else ()
    return len(passed_over(raw(session, meeting, OWN_MINUTES), waits)) if waits else 0


def blocking(session: Session, contributed: Contributed, meeting: Meeting) -> list[Problem]:
    """Everything that stands against closing."""
    return [one for one in problems(session, contributed, meeting) if one.blocks]
