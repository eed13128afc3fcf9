"""Settings of a meeting: declared by plugins, changed by the office, strict about names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from meeting.kept import kept, within
from meeting.models import SettingValue

if TYPE_CHECKING:
    from meeting.registry import Registry


_CHANGED = sa.select(SettingValue.name, SettingValue.value).where(
    SettingValue.meeting_id == sa.bindparam("meeting_id")
)


def read_setting(session: Session, registry: Registry, meeting_id: int, name: str) -> Any:
    """The value in force for a use case. Raises KeyError for a name nobody declared."""
    declared = registry.settings[name]
    known = within(
        session.connection(), ("settings", meeting_id), lambda: _changed(session, meeting_id)
    )
    return known.get(name, declared.default)


def write_setting(
    session: Session, registry: Registry, meeting_id: int, name: str, value: Any
) -> None:
    """Change one value.

    Raises KeyError for an unknown name, ValueError for a value of another type than the default's
    or one that the setting refuses.
    """
    if not registry.settings[name].accepts(value):
        raise ValueError(f"{name}: {value!r}")
    session.merge(SettingValue(meeting_id=meeting_id, name=name, value=value))
    session.flush()


def setting(name: str, meeting_id: int) -> Any:
    """The value in force.

    Raises KeyError for a name nobody declared.
    """
    registry: Registry = current_app.extensions["meeting"].registry
    declared = registry.settings[name]
    known = kept().get(("settings", meeting_id), lambda session: _changed(session, meeting_id))
    return known.get(name, declared.default)


def _changed(session: Session, meeting_id: int) -> dict[str, Any]:
    rows = session.connection().execute(_CHANGED, {"meeting_id": meeting_id})
    return {row.name: row.value for row in rows}
