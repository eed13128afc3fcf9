"""What a plugin may import from the core: the whole contract on one page.

A plugin is one frozen ``Plugin(...)`` value named ``plugin`` in its package. The core checks all of
it when the application starts and refuses with a sentence that names the plugin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import click
from flask import Blueprint, Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from meeting.access import (
    Actor,
    Role,
    attendee,
    can,
    forget_attendee,
    public,
    remember_attendee,
    requires,
)
from meeting.errors import Refused, StartupProblem
from meeting.events import EVERYBODY, Event
from meeting.registry import uses
from meeting.responses import came_from, done, wants_json
from meeting.settings import setting
from meeting.writing import Tx, allowed_when_closed, perform, run

if TYPE_CHECKING:
    from meeting.plan import Plan, Sample

API = 1
ANY: Final = "*"

__all__ = [
    "ANY",
    "API",
    "EVERYBODY",
    "Actor",
    "Event",
    "LiveView",
    "MenuItem",
    "Permission",
    "Plugin",
    "Refused",
    "Role",
    "Setting",
    "Slot",
    "StartupProblem",
    "Subscriber",
    "Tx",
    "_",
    "_l",
    "allowed_when_closed",
    "attendee",
    "came_from",
    "can",
    "done",
    "forget_attendee",
    "perform",
    "public",
    "remember_attendee",
    "requires",
    "run",
    "setting",
    "uses",
    "wants_json",
]

EventRef = type[Event] | str


@dataclass(frozen=True)
class Permission:
    """Something a role may do. Owner and organiser may do everything."""

    name: str  # "speakers.manage"
    title: object
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Setting:
    """A value an office may change per meeting, always of the default's type.

    ``check`` returns whether such a value is acceptable; with ``choices`` only those are.
    """

    name: str  # "speakers.minutes": the unit is part of the name
    default: Any
    help: object
    check: Callable[[Any], bool] | None = None
    choices: Mapping[Any, object] = field(default_factory=dict)  # value → how the office reads it

    def accepts(self, value: object) -> bool:
        """Whether a value has the default's type, is among the choices and passes the check."""
        fits = type(value) is type(self.default) and (not self.choices or value in self.choices)
        return fits and (self.check is None or self.check(value))


@dataclass(frozen=True, kw_only=True)
class LiveView:
    """A fragment that stays up to date on every screen that shows it.

    ``context(session, meeting_id)`` reads what the template needs; with ``key`` there is one room
    per key, e.g. per delegate, and ``context(session, meeting_id, key)``. The fragment is the same
    for everyone in its room: no viewer, no token, no permission in it. ``key`` returns whose view
    an event touches: a number or several, None for nobody's, EVERYBODY. With ``own`` and a
    permission only the device of that number may see a room. What takes long to read names the
    seconds of its ``pace``: the first change is shown at once, those soon after together.
    """

    name: str
    template: str
    context: Callable[..., Mapping[str, Any]]
    on: tuple[EventRef, ...] | str  # the events that touch it, or ANY
    permission: str | None = None  # None: everyone in the hall may see it
    key: Callable[[Event], int | Sequence[int] | None] | None = None
    own: bool = False
    pace: float = 0.0  # seconds between two pushes, where that is more than the server's own


@dataclass(frozen=True)
class Slot:
    """A piece of HTML added to a named place of somebody else's page."""

    place: str  # "attendee.home"
    render: Callable[..., str]
    order: int = 50


@dataclass(frozen=True)
class MenuItem:
    """An entry of the staff menu."""

    endpoint: str
    title: object
    permission: str
    order: int = 50


@dataclass(frozen=True)
class Subscriber:
    """Called after the commit of an event, isolated from the others, in the order of loading."""

    event: EventRef
    handle: Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """One capability of the meeting day."""

    name: str  # folder, table prefix, blueprint and prefix of every declared name
    title: object
    api: int = API
    requires: tuple[
        str, ...
    ] = ()  # must be installed; loaded before; their ``api`` may be imported
    after: tuple[str, ...] = ()  # loaded before me if present
    switchable: bool = True  # may be turned off per meeting
    settings: tuple[Setting, ...] = ()
    permissions: tuple[Permission, ...] = ()
    routes: Blueprint | None = None  # mounted at /m/<meeting>/<name>/
    commands: tuple[click.Command, ...] = ()  # doithoai <name> <command>
    events: tuple[type[Event], ...] = ()  # what I publish
    subscribers: tuple[Subscriber, ...] = ()
    views: tuple[LiveView, ...] = ()
    slots: tuple[Slot, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)  # role → the page its device opens first
    points: Mapping[str, type] = field(default_factory=dict)  # extension points I open
    contributes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    load_plan: Callable[[Tx, Plan], None] | None = None  # fill my tables from a plan
    load_sample: Callable[[Tx, Sample], None] | None = None  # invented people for a try-out
    # (session, meeting, delegate, stamp) → name while that code is valid; one plugin only
    attendee_name: Callable[[Session, int, int, str], str | None] | None = None
    setup: Callable[[Flask], None] | None = None  # escape hatch; needs a reason in review
    check: Callable[[Flask], list[str]] | None = None  # problems for ``doithoai doctor``
    package: str = ""  # filled in by the loader
