"""What the hall screens tell the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class ScenePinned(Event):
    """Staff chose the picture."""

    name = "display.pinned"
    title = _l("Picture of the hall screen pinned")
    scene: str


@dataclass(frozen=True, kw_only=True)
class SceneReleased(Event):
    """The picture follows the meeting again."""

    name = "display.released"
    title = _l("Hall screen follows the meeting again")
    scene: str


@dataclass(frozen=True, kw_only=True)
class MessageShown(Event):
    """A line stands under the picture."""

    name = "display.message_shown"
    title = _l("Message put on the hall screen")
    message: str


@dataclass(frozen=True, kw_only=True)
class MessageTakenOff(Event):
    """The line is gone."""

    name = "display.message_taken_off"
    title = _l("Message taken off the hall screen")
    message: str


EVENTS: tuple[type[Event], ...] = (ScenePinned, SceneReleased, MessageShown, MessageTakenOff)
