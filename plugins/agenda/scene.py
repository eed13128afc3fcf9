"""The hall screen: the programme with the present step marked, and the present step alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import _l
from meeting.models import Meeting
from meeting.plan.parts import AgendaKind
from meeting.points import Scene
from plugins.agenda import figures, queries


def programme(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """All steps; the page with the present one, or the next, comes first."""
    found = figures.programme(session, meeting_id)
    at = found.here or found.main
    return {"programme": found, "first": at.number if at else 1}


def step(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The present step, else the next one; a survey says how to take part."""
    found = figures.programme(session, meeting_id)
    row = found.here or found.main
    survey = session.get_one(Meeting, meeting_id).plan.survey
    asks = row is not None and row.step.kind == AgendaKind.SURVEY and survey.on
    return {"row": row, "is_now": found.here is not None, "survey": survey if asks else None}


def _present(session: Session, meeting_id: int) -> AgendaKind | None:
    found = queries.present(session, meeting_id)
    return found.kind if found else None


def is_read_out(session: Session, meeting_id: int) -> bool:
    """Whether the programme is being put to the hall."""
    return _present(session, meeting_id) == AgendaKind.RULES


def is_under_way(session: Session, meeting_id: int) -> bool:
    """Whether a step runs that the hall should see; who comes in sees the welcome."""
    return _present(session, meeting_id) not in {None, AgendaKind.WELCOME, AgendaKind.RULES}


SCENES = (
    Scene(
        name="agenda.programme",
        title=_l("Programme of the meeting"),
        template="agenda/_scene_programme.html",
        context=programme,
        wants=is_read_out,
        order=20,
    ),
    Scene(
        name="agenda.step",
        title=_l("Present step of the programme"),
        template="agenda/_scene_step.html",
        context=step,
        wants=is_under_way,
        order=30,
    ),
)
