"""The screens themselves: how each shows the pictures, and which of them are cut off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from meeting import clock
from meeting.contract import Refused, Role, Tx, _l, allowed_when_closed
from meeting.devices import paired_devices
from meeting.models import Device, Meeting
from plugins.display import rules
from plugins.display.events import ScreenBrought, ScreenSet, ScreenTested
from plugins.display.models import HallScreen
from plugins.display.service import known_scenes

NOBODY = 0  # in the place of a device: the picture as it is with nothing set
LONGEST = 60  # letters of what a screen says about itself
LARGEST = 20000  # dots
FORGOTTEN = timedelta(minutes=10)  # after which a laptop is no screen any more

# -- what staff set, each in one transaction ----------------------------------------------------


@allowed_when_closed
def set_screen(tx: Tx, *, screen_id: int, scenes: Sequence[str], scale: int, margin: int) -> None:
    """Give a screen its own scenes, size of letters and safe margin."""
    device, screen = _screen(tx, screen_id)
    names = " ".join(rules.scene_set(scenes, known_scenes(tx)))
    scale, margin = rules.frame(scale, margin)
    if (screen.scenes, screen.scale, screen.margin) == (names, scale, margin):
        return
    screen.scenes, screen.scale, screen.margin = names, scale, margin
    tx.emit(
        ScreenSet(
            meeting_id=tx.meeting_id,
            screen_id=screen_id,
            screen=device.name,
            scenes=names,
            scale=scale,
            margin=margin,
        )
    )


@allowed_when_closed
def set_test(tx: Tx, *, screen_id: int, on: bool) -> None:
    """Show the test picture on one screen, or take it away. The opening takes it away, too."""
    device, screen = _screen(tx, screen_id)
    if is_tested(screen, tx.meeting) == on:
        return
    screen.tested_at = tx.now if on else None
    tx.emit(ScreenTested(meeting_id=tx.meeting_id, screen_id=screen_id, screen=device.name, on=on))


@allowed_when_closed
def bring(tx: Tx, *, screen_id: int) -> None:
    """Let a screen that shows another meeting come to this one."""
    device, screen = _screen(tx, screen_id)
    if screen.meeting_id == tx.meeting_id:
        return
    screen.meeting_id = tx.meeting_id
    tx.emit(ScreenBrought(meeting_id=tx.meeting_id, screen_id=screen_id, screen=device.name))


def _screen(tx: Tx, screen_id: int) -> tuple[Device, HallScreen]:
    device = tx.session.get(Device, screen_id)
    if device is None or device.revoked_at is not None:
        raise Refused(
            "display.no_such_screen",
            _l("This screen is not paired any more. Reload the page."),
        )
    screen = tx.session.get(HallScreen, screen_id)
    if screen is None:
        screen = HallScreen(device_id=screen_id, scenes="", scale=100, margin=0)
        tx.session.add(screen)
    return device, screen


def screen_of(session: Session, screen_id: int) -> HallScreen:
    """How a device shows the pictures; as they are when nothing is set."""
    known = session.get(HallScreen, screen_id)
    return known or HallScreen(device_id=screen_id, scenes="", scale=100, margin=0)


def name_of(session: Session, device_id: int) -> str:
    """What staff call a screen."""
    device = session.get(Device, device_id)
    return device.name if device else ""


def is_tested(screen: HallScreen, meeting: Meeting) -> bool:
    """Whether a screen shows the test picture: nobody forgets it when the meeting opens."""
    return rules.in_force(screen.tested_at, meeting.opened_at, meeting.closed_at)


# -- what the screens say about themselves, in memory -------------------------------------------


@dataclass(frozen=True)
class Sign:
    """One sign of life of a screen that shows its page."""

    at: datetime
    meeting_id: int
    scene: str  # what hangs there, as the page says
    width: int
    height: int
    awake: bool  # the machine is kept from sleeping
    full: bool  # the picture fills the screen
    is_closed: bool = False  # on purpose, or another window lies over it

    @property
    def is_narrow(self) -> bool:
        """Whether the picture is of the old shape, 4:3."""
        return 0 < self.width < 1.5 * self.height


def signs() -> dict[int, Sign]:
    """The newest sign of each device since the start of the server."""
    known: dict[int, Sign] = current_app.extensions.setdefault("display.signs", {})
    return known


def heard(device_id: int, meeting_id: int, said: Mapping[str, str]) -> None:
    """A screen says that it is there and what it shows, or that it no longer shows anything."""
    last = signs().get(device_id)
    if "closed" in said:
        if last is not None:
            signs()[device_id] = replace(last, at=clock.now(), is_closed=True)
        return
    signs()[device_id] = Sign(
        at=clock.now(),
        meeting_id=meeting_id,
        scene=said.get("scene", "")[:LONGEST],
        width=_dots(said.get("width", "")),
        height=_dots(said.get("height", "")),
        awake=said.get("awake") == "1",
        full=said.get("full") == "1",
    )


def _dots(said: str) -> int:
    return min(int(said), LARGEST) if said.isdecimal() and len(said) < 9 else 0


def wanted_meeting(session: Session, device_id: int) -> int | None:
    """The meeting a screen was brought to."""
    return screen_of(session, device_id).meeting_id


# -- what staff see of them ---------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """A screen in the staff's list."""

    screen: HallScreen
    name: str
    sign: Sign | None
    seen_at: datetime | None
    is_there: bool  # it shows its page and the server hears it
    is_elsewhere: bool  # on the page of another meeting
    is_tested: bool

    @property
    def id(self) -> int:
        """The number of the device."""
        return self.screen.device_id


def listed(session: Session, meeting: Meeting) -> list[Listed]:
    """Every paired hall screen, and whatever else shows the pictures these days, or just did."""
    return [
        _row(session, meeting, row.device, row.seen_at)
        for row in paired_devices(session, set())
        if row.role == Role.SCREEN or _shows_pictures(row.device.id)
    ]


def _shows_pictures(device_id: int) -> bool:
    """Whether a device of another role is used as a screen, as the laptop at the projector is."""
    sign = signs().get(device_id)
    return sign is not None and not sign.is_closed and clock.now() - sign.at < FORGOTTEN


def _row(session: Session, meeting: Meeting, device: Device, seen_at: datetime | None) -> Listed:
    screen, sign, now = screen_of(session, device.id), signs().get(device.id), clock.now()
    return Listed(
        screen=screen,
        name=device.name,
        sign=sign,
        seen_at=sign.at if sign else seen_at,
        is_there=sign is not None and not sign.is_closed and not rules.is_late(sign.at, now),
        is_elsewhere=sign is not None and sign.meeting_id != meeting.id,
        is_tested=is_tested(screen, meeting),
    )


def missed(rows: Sequence[Listed]) -> tuple[list[str], list[str]]:
    """Names of the screens that are cut off, and of those that were closed a moment ago."""
    gone = [(one.name, one.sign) for one in rows if one.sign is not None and not one.is_there]
    recent = clock.now() - FORGOTTEN
    cut_off = [name for name, sign in gone if not sign.is_closed]
    return cut_off, [name for name, sign in gone if sign.is_closed and sign.at > recent]
