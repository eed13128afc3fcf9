"""What the installed plugins declared, looked up by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app

from meeting.events import Event
from meeting.kept import kept
from meeting.models import MeetingPlugin

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meeting.contract import (
        EventRef,
        LiveView,
        MenuItem,
        Permission,
        Plugin,
        Setting,
        Subscriber,
    )


_OFF = sa.select(MeetingPlugin.name).where(
    MeetingPlugin.meeting_id == sa.bindparam("meeting_id"), MeetingPlugin.on.is_(False)
)


@dataclass(frozen=True)
class Owned:
    """A declared thing and the plugin it belongs to."""

    plugin: str
    item: Any


def _listens(ref: EventRef, event: Event) -> bool:
    return ref == event.name if isinstance(ref, str) else isinstance(event, ref)


def uses(plugin: str, meeting_id: int, session: Session | None = None) -> bool:
    """Whether a plugin that may be missing is installed, and in use in a meeting.

    ``session``: a use case's own; a request or a live view needs none.
    """
    registry: Registry = current_app.extensions["meeting"].registry
    return plugin in registry.plugins and plugin not in registry.switched_off(meeting_id, session)


class Registry:
    """An index over plugins in their order of loading. Read-only once the application is made."""

    def __init__(self, plugins: Iterable[Plugin]) -> None:
        self.plugins: dict[str, Plugin] = {plugin.name: plugin for plugin in plugins}
        everything = list(self.plugins.values())
        self.permissions: dict[str, Permission] = {
            item.name: item for plugin in everything for item in plugin.permissions
        }
        self.settings: dict[str, Setting] = {
            item.name: item for plugin in everything for item in plugin.settings
        }
        self.views: dict[str, LiveView] = {
            item.name: item for plugin in everything for item in plugin.views
        }
        self.events: dict[str, type[Event]] = {
            item.name: item for plugin in everything for item in plugin.events
        }
        names = (plugin.attendee_name for plugin in everything if plugin.attendee_name)
        self.attendee_name: Callable[[Session, int, int, str], str | None] | None = next(
            names, None
        )
        self._subscribers = [
            (plugin.name, item) for plugin in everything for item in plugin.subscribers
        ]
        self._touched: dict[str, list[LiveView]] = {}

    def subscribers_of(self, event: Event) -> list[tuple[str, Subscriber]]:
        """Those who asked to hear of this event, in load order, each with its plugin's name."""
        return [pair for pair in self._subscribers if _listens(pair[1].event, event)]

    def views_touched_by(self, event: Event) -> list[LiveView]:
        """The live views this event may change."""
        if event.name not in self._touched:
            self._touched[event.name] = [
                view
                for view in self.views.values()
                if isinstance(view.on, str) or any(_listens(ref, event) for ref in view.on)
            ]
        return self._touched[event.name]

    def is_on(self, name: str, meeting_id: int) -> bool:
        """Whether a plugin is in use in a meeting. The core itself always is."""
        if name not in self.plugins or not meeting_id:
            return True
        return name not in self.switched_off(meeting_id)

    def switched_off(self, meeting_id: int, session: Session | None = None) -> frozenset[str]:
        """Plugins this meeting does without, with those that require them.

        ``session``: a use case's own; a request or a live view needs none.
        """
        if session is not None:
            return self._read_switched_off(meeting_id, session)
        return kept().get(
            ("switched_off", meeting_id), lambda fresh: self._read_switched_off(meeting_id, fresh)
        )

    def _read_switched_off(self, meeting_id: int, session: Session) -> frozenset[str]:
        off = set(session.scalars(_OFF, {"meeting_id": meeting_id}))
        for plugin in self.plugins.values():  # load order: what is required comes first
            if off.intersection(plugin.requires):
                off.add(plugin.name)
        return frozenset(off)

    def slots(self, place: str, meeting_id: int) -> list[Owned]:
        """Pieces for a place of a page, in order, from the plugins this meeting uses."""
        off = self.switched_off(meeting_id)
        found: list[tuple[int, Owned]] = [
            (slot.order, Owned(plugin.name, slot))
            for plugin in self.plugins.values()
            for slot in plugin.slots
            if slot.place == place and plugin.name not in off
        ]
        return [owned for _, owned in sorted(found, key=lambda pair: pair[0])]

    def contributions(
        self, point: str, meeting_id: int, session: Session | None = None
    ) -> list[Any]:
        """What plugins in use added to an extension point, in load order."""
        off = self.switched_off(meeting_id, session)
        return [
            item
            for plugin in self.plugins.values()
            if plugin.name not in off
            for item in plugin.contributes.get(point, ())
        ]

    def menu(self, meeting_id: int) -> list[MenuItem]:
        """Entries of the staff menu, in order; the page leaves out what the viewer may not open."""
        off = self.switched_off(meeting_id)
        items = [i for p in self.plugins.values() if p.name not in off for i in p.menu]
        return sorted(items, key=lambda item: item.order)
