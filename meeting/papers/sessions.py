"""How papers that tell of several sessions of a plan name each of them."""

from __future__ import annotations

from collections.abc import Sequence

from meeting.models import Meeting
from meeting.papers import wording
from meeting.papers.model import Paragraph, text
from meeting.plan import Plan
from meeting.points import Telling

SESSION = "Buổi"
UNTOLD = "Số liệu trên không gồm {sessions}: ở đó không ghi bằng phần mềm."


def name(meeting: Meeting) -> str:
    """The session as it is called: `xã Thường Lạc`."""
    return meeting.plan.session(meeting.session_index).name


def title(meeting: Meeting) -> str:
    """The session at the beginning of a line: `Xã Thường Lạc`."""
    return wording.opening(name(meeting))


def column(plan: Plan) -> str:
    """The head of a column of sessions: the word that all begin with, `Xã`, or `Buổi`."""
    return wording.opening(_shared_word(plan)) or SESSION


def cell(meeting: Meeting) -> str:
    """The session in that column: `Thường Lạc`."""
    word = _shared_word(meeting.plan)
    return name(meeting)[len(word) :].strip() if word else title(meeting)


def _shared_word(plan: Plan) -> str:
    firsts = {one.name.split()[0].lower() for one in plan.sessions}
    more = all(len(one.name.split()) > 1 for one in plan.sessions)
    return firsts.pop() if more and len(firsts) == 1 else ""


def untold(telling: Telling) -> Sequence[Paragraph]:
    """Below figures of several sessions: which of them they leave out."""
    if not telling.untold:
        return []
    said = UNTOLD.format(sessions=wording.listed(telling.untold))
    return [Paragraph(words=text(said))]
