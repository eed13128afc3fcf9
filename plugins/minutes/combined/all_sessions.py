"""The sessions of a plan that one paper tells of: which are there, what it waits for, who keeps it.

The paper is kept by the session that was closed last.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting.contract import _l
from meeting.meetings import sister_meetings
from meeting.models import Meeting
from meeting.papers import sessions
from meeting.papers import wording as office
from meeting.papers.model import Block, Paragraph, TypeAndSubject, text
from meeting.phrases import Phrase
from meeting.points import Problem, Telling
from plugins.minutes import queries, wording
from plugins.minutes.writing.frame import OPENING_SAMPLE, opening_facts

SESSIONS = "buổi"
NAMED = 4  # in a heading; more of them would fill half a page
OPENING = Phrase(
    key="minutes.combined_opening",
    title=_l("Papers of all sessions: the sentence before the list of sessions"),
    form="{host} đã tổ chức {meeting}, gồm {count}:",
    facts={
        "host": OPENING_SAMPLE["host"],
        "meeting": "hội nghị trao đổi, đối thoại với Nhân dân",
        "count": "03 buổi",
    },
)


def offered(meeting: Meeting) -> bool:
    """Whether the plan has several sessions, each with minutes of its own."""
    return meeting.plan.session_count > 1


def told(session: Session, meeting: Meeting) -> Sequence[Meeting]:
    """All of them, in the plan's order."""
    return sister_meetings(session, meeting)


def waits(session: Session, meeting: Meeting) -> Problem | None:
    """Sessions that are missing or not closed; then where the paper lies, when it is not here."""
    found = sister_meetings(session, meeting)
    there = {one.session_index for one in found}
    missing = [one.name for at, one in enumerate(meeting.plan.sessions) if at not in there]
    still = [one for one in found if one.closed_at is None]
    if missing or still:
        return _not_yet(missing, still)
    keeper = max(found, key=lambda one: (one.closed_at, one.id))
    if keeper.id == meeting.id:
        return None
    message = _l(
        "It lies with the session that was closed last: %(session)s.",
        session=sessions.name(keeper),
    )
    return Problem(message=message, endpoint="minutes.papers", values=_of(keeper))


def _not_yet(missing: Sequence[str], still: Sequence[Meeting]) -> Problem:
    facts = {
        "missing": office.listed(missing),
        "still": office.listed(map(sessions.name, still)),
    }
    if missing and still:
        message = _l(
            "Not on this server yet: %(missing)s; not closed yet: %(still)s. What was held on "
            "another computer comes here by its dossier (Restore from a dossier).",
            **facts,
        )
    elif missing:
        message = _l(
            "Not on this server yet: %(missing)s. What was held on another computer comes here by "
            "its dossier (Restore from a dossier).",
            **facts,
        )
    else:
        message = _l(
            "Not closed yet: %(still)s. This paper is written when all sessions are closed.",
            **facts,
        )
    if not still:
        return Problem(message=message)
    return Problem(message=message, endpoint="minutes.index", values=_of(still[0]))


def _of(meeting: Meeting) -> dict[str, int]:
    return {"meeting_id": meeting.id}


# -- how both papers begin ------------------------------------------------------------------------


def heading(telling: Telling, type_name: str, about: str) -> TypeAndSubject:
    """``Kết luận của … tại hội nghị …``, then the sessions in brackets; how many, if many."""
    count = len(telling.meetings)
    names = office.listed(map(sessions.name, telling.meetings))
    if count > NAMED:
        names = office.count(count, SESSIONS)
    subject = f"{about} tại {office.inside(telling.plan.title)}\n({names})"
    return TypeAndSubject(type_name=type_name, subject=office.glued(subject))


def listed(telling: Telling, *, chaired: bool) -> list[Block]:
    """How many sessions, then where and when each was; ``chaired`` says who was in the chair."""
    opening = telling.say(
        OPENING.key,
        host=telling.plan.host.name,
        meeting=office.inside(telling.plan.title),
        count=office.count(len(telling.meetings), SESSIONS),
    )
    lines = [f"- {_where(one, chaired=chaired)}" for one in telling.each]
    return [
        Paragraph(words=text(opening), keep_with_next=True),
        *(Paragraph(words=text(line)) for line in office.closed(lines)),
    ]


def _where(telling: Telling, *, chaired: bool) -> str:
    facts = opening_facts(telling)
    parts = [
        f"{sessions.title(telling.meeting)}: ngày {facts['date']}",
        f"tại {facts['venue']}" if facts["venue"] else "",
        f"do {chair(telling)} chủ trì" if chaired else "",
    ]
    return ", ".join(filter(None, parts))


def chair(telling: Telling) -> str:
    """Who was in the chair, as the minutes say it, inside a sentence."""
    entered = queries.desk(telling.session, telling.meeting).entered
    return wording.inside(entered.chair.rstrip(". "))
