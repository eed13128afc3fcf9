"""What staff can do to the hall screens, each in one transaction. Allowed after the close, too."""

from __future__ import annotations

from meeting.contract import Tx, allowed_when_closed
from plugins.display import rules
from plugins.display.events import MessageShown, MessageTakenOff, ScenePinned, SceneReleased
from plugins.display.models import Stage

POINT = "display.scene"


@allowed_when_closed
def pin(tx: Tx, *, scene: str) -> None:
    """Show this scene until it is released or the meeting is closed."""
    known = [one.name for one in tx.registry.contributions(POINT, tx.meeting_id, tx.session)]
    stage = _stage(tx)
    name = rules.scene_name(scene, known)
    if stage.pinned == name and rules.in_force(stage.pinned_at, tx.meeting.closed_at):
        return
    stage.pinned, stage.pinned_at = name, tx.now
    tx.emit(ScenePinned(meeting_id=tx.meeting_id, scene=name))


@allowed_when_closed
def release(tx: Tx) -> None:
    """Let the picture follow the meeting again."""
    stage = _stage(tx)
    if stage.pinned:
        before, stage.pinned, stage.pinned_at = stage.pinned, "", None
        tx.emit(SceneReleased(meeting_id=tx.meeting_id, scene=before))


@allowed_when_closed
def show_message(tx: Tx, *, message: str) -> None:
    """Put a line under the picture, in the place of any other."""
    line = rules.message_line(message)
    stage = _stage(tx)
    stage.message, stage.message_at = line, tx.now
    tx.emit(MessageShown(meeting_id=tx.meeting_id, message=line))


@allowed_when_closed
def take_message_off(tx: Tx) -> None:
    """Take the line away."""
    stage = _stage(tx)
    if stage.message:
        before, stage.message, stage.message_at = stage.message, "", None
        tx.emit(MessageTakenOff(meeting_id=tx.meeting_id, message=before))


def _stage(tx: Tx) -> Stage:
    stage = tx.session.get(Stage, tx.meeting_id)
    if stage is None:
        stage = Stage(meeting_id=tx.meeting_id, pinned="", message="")
        tx.session.add(stage)
    return stage
