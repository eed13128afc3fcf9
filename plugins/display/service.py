"""What staff can do to the picture in the hall, each in one transaction. Allowed after the close,
too.
"""

from __future__ import annotations

from collections.abc import Sequence

from meeting.contract import Refused, Tx, _l, allowed_when_closed
from plugins.display import rules
from plugins.display.events import MessageShown, MessageTakenOff, ScenePinned, SceneReleased
from plugins.display.models import Stage

POINT = "display.scene"


@allowed_when_closed
def pin(tx: Tx, *, scene: str, seen: int | None = None) -> None:
    """Show this scene until it is released or the meeting is closed."""
    name = rules.scene_name(scene, known_scenes(tx))
    stage = _stage(tx)
    if _pinned(tx, stage) == name:
        return
    rules.not_late(seen, stage.changes)
    _turn_to(tx, stage, name)


@allowed_when_closed
def release(tx: Tx, *, seen: int | None = None) -> None:
    """Let the picture follow the meeting again."""
    stage = _stage(tx)
    if _pinned(tx, stage):
        rules.not_late(seen, stage.changes)
        _turn_to(tx, stage, "")


@allowed_when_closed
def go_back(tx: Tx, *, seen: int | None = None) -> None:
    """Undo the last pin or release."""
    stage = _stage(tx)
    rules.not_late(seen, stage.changes)
    way = rules.way_back(_past(tx, stage), known_scenes(tx))
    if way is None:
        raise Refused(
            "display.no_way_back", _l("Nothing else was pinned before. Choose a picture instead.")
        )
    name, past = way
    _turn_to(tx, stage, name, past)


@allowed_when_closed
def show_message(tx: Tx, *, message: str, seen: int | None = None) -> None:
    """Put a line under the picture, in the place of any other."""
    line = rules.message_line(message)
    stage = _stage(tx)
    rules.not_late(seen, stage.changes)
    stage.message, stage.message_at = line, tx.now
    stage.changes += 1
    tx.emit(MessageShown(meeting_id=tx.meeting_id, message=line))


@allowed_when_closed
def take_message_off(tx: Tx, *, seen: int | None = None) -> None:
    """Take the line away."""
    stage = _stage(tx)
    if stage.message:
        rules.not_late(seen, stage.changes)
        before, stage.message, stage.message_at = stage.message, "", None
        stage.changes += 1
        tx.emit(MessageTakenOff(meeting_id=tx.meeting_id, message=before))


def known_scenes(tx: Tx) -> list[str]:
    """Names of all scenes of the plugins this meeting uses."""
    return [one.name for one in tx.registry.contributions(POINT, tx.meeting_id, tx.session)]


def _turn_to(tx: Tx, stage: Stage, name: str, past: Sequence[str] | None = None) -> None:
    """Pin a scene, or let go for an empty name; ``past``: the way back from there."""
    before = _pinned(tx, stage)
    stage.past = rules.remembered(_past(tx, stage), before) if past is None else past
    stage.pinned, stage.pinned_at = name, tx.now
    stage.changes += 1
    if name:
        tx.emit(ScenePinned(meeting_id=tx.meeting_id, scene=name))
    else:
        tx.emit(SceneReleased(meeting_id=tx.meeting_id, scene=before))


def _pinned(tx: Tx, stage: Stage) -> str:
    return stage.pinned if rules.in_force(stage.pinned_at, tx.meeting.closed_at) else ""


def _past(tx: Tx, stage: Stage) -> Sequence[str]:
    """What was on before; the close of the meeting ends it as it ends a pin."""
    return stage.past if rules.in_force(stage.pinned_at, tx.meeting.closed_at) else []


def _stage(tx: Tx) -> Stage:
    stage = tx.session.get(Stage, tx.meeting_id)
    if stage is None:
        stage = Stage(meeting_id=tx.meeting_id, pinned="", message="", history="", changes=0)
        tx.session.add(stage)
    return stage
