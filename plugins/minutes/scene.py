"""The hall screen during the conclusion: how many opinions, what became of them, the points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import _, _l, uses
from meeting.models import Meeting
from meeting.plan.parts import AgendaKind
from meeting.points import Scene
from plugins.minutes import queries
from plugins.minutes.rules import labelled, paragraphs


@dataclass(frozen=True)
class Count:
    """A figure and what it counts."""

    number: int
    words: str


def conclusion(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Figures, and the points that the secretary has saved: what a plan proposes, nobody said."""
    desk = queries.desk(session, session.get_one(Meeting, meeting_id))
    points = paragraphs(desk.entered.conclusion) if desk.revision else []
    return {
        "counts": _counts(session, meeting_id) if uses("opinions", meeting_id) else [],
        "points": points,
        "numbered": len(points) > 1 and not labelled(points),
    }


def _counts(session: Session, meeting_id: int) -> Sequence[Count]:
    """All opinions, then the outcomes that leave something to do or nothing at all."""
    from plugins.opinions.api import Outcome, all_opinions

    number = Counter(one.outcome for one in all_opinions(session, meeting_id))
    if not number:
        return []
    found = [
        Count(number[Outcome.ANSWERED_ON_SPOT], _("answered here")),
        Count(number[Outcome.PENDING], _("given to a department")),
        Count(number[Outcome.BEYOND_AUTHORITY], _("passed on to higher authority")),
    ]
    return [Count(number.total(), _("opinions")), *(one for one in found if one.number)]


def is_concluded(session: Session, meeting_id: int) -> bool:
    """Whether the programme has come to the conclusion."""
    if not uses("agenda", meeting_id):
        return False
    from plugins.agenda.api import present

    step = present(session, meeting_id)
    return step is not None and step.kind == AgendaKind.CONCLUSION


def has_content(session: Session, meeting_id: int) -> bool:
    """Whether there is a figure or a point to show."""
    found = conclusion(session, meeting_id)
    return bool(found["counts"] or found["points"])


CONCLUSION = Scene(
    name="minutes.conclusion",
    title=_l("Conclusion"),
    template="minutes/_scene_conclusion.html",
    context=conclusion,
    wants=is_concluded,
    order=70,
    shows=has_content,
)
