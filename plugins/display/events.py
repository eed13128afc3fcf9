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


@dataclass(frozen=True, kw_only=True)
class ScreenSet(Event):
    """One screen shows other pictures, or shows them otherwise."""

    name = "display.screen_set"
    title = _l("Hall screen adjusted")
    screen_id: int
    screen: str
    scenes: str
    scale: int
    margin: int


@dataclass(frozen=True, kw_only=True)
class ScreenTested(Event):
    """One screen shows the test picture, or no longer does."""

    name = "display.screen_tested"
    title = _l("Test picture on a hall screen")
    screen_id: int
    screen: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class ScreenBrought(Event):
    """A screen that showed another meeting comes to this one."""

    name = "display.screen_brought"
    title = _l("Hall screen brought to this meeting")
    screen_id: int
    screen: str


EVENTS: tuple[type[Event], ...] = (
    *(ScenePinned, SceneReleased, MessageShown, MessageTakenOff),
    *(ScreenSet, ScreenTested, ScreenBrought),
)
