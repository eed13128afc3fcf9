"""Reads of the hall screens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.points import Scene
from plugins.display.models import Stage
from plugins.display.rules import Candidate, by_preference, in_force

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Decided:
    """What staff decided and what still holds of it."""

    pinned: str = ""
    message: str = ""
    changes: int = 0
    past: Sequence[str] = ()


def decided(session: Session, meeting: Meeting) -> Decided:
    """The pinned scene and the message line in force; empty for none."""
    stage = session.get(Stage, meeting.id)
    if stage is None:
        return Decided()
    holds = in_force(stage.pinned_at, meeting.closed_at)
    message = stage.message if in_force(stage.message_at, meeting.closed_at) else ""
    return Decided(
        pinned=stage.pinned if holds else "",
        message=message,
        changes=stage.changes,
        past=stage.past if holds else (),
    )


def candidate(session: Session, meeting_id: int, scene: Scene) -> Candidate:
    """A scene and whether it wants to be seen; one that fails does not."""
    return Candidate(scene.name, scene.order, _safely(scene.wants, session, meeting_id, scene.name))


def _safely(
    wants: Callable[[Session, int], bool], session: Session, meeting_id: int, name: str
) -> bool:
    try:
        return wants(session, meeting_id)
    except Exception:  # somebody else's scene must not darken the wall
        log.exception("The scene %r does not say whether it wants to be shown", name)
        return False


def to_try(
    session: Session,
    meeting_id: int,
    scenes: list[Scene],
    pinned: str,
    chosen: Collection[str] = (),
) -> list[Scene]:
    """Scenes in the order in which the wall tries to draw them."""
    known = {scene.name: scene for scene in scenes}
    candidates = [candidate(session, meeting_id, scene) for scene in scenes]
    return [known[name] for name in by_preference(candidates, pinned, chosen)]
