"""Values of a table as JSON, and back: whatever another hand has put there does not pass."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from meeting import clock
from meeting.db import UtcDateTime

LARGEST_NUMBER = 2**31 - 1  # of an integer column on PostgreSQL


class BadValue(ValueError):
    """A value that cannot stand in its column."""


def plain(value: Any) -> Any:
    """As JSON has it; instants by the clock of the hall: ``2023-10-20T07:30:00+07:00``."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def stored(value: Any, column: sa.Column[Any]) -> Any:
    """What the column takes. Raises BadValue."""
    if value is None:
        if not column.nullable:
            raise BadValue("nothing where something must be")
        return None
    kind = column.type
    if isinstance(kind, sa.JSON):
        return value
    if isinstance(kind, UtcDateTime | sa.DateTime):
        found = _instant(value)
        return found if isinstance(kind, UtcDateTime) else found.replace(tzinfo=None)
    if isinstance(kind, sa.Date):
        return _day(value)
    return _scalar(value, kind)


def _scalar(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:
    if isinstance(kind, sa.Boolean):
        if type(value) is bool:
            return value
    elif isinstance(kind, sa.Integer):
        if type(value) is int and abs(value) <= LARGEST_NUMBER:
            return value
    elif isinstance(kind, sa.String) and isinstance(value, str) and _can_be_kept(value):
        return value
    raise BadValue(f"{value!r:.60} is no {kind}")


def _can_be_kept(value: str) -> bool:
    """No database takes half a letter, and PostgreSQL no letter of nothing."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value


def _instant(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadValue(f"{value!r:.60} is no instant")


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadValue(f"{value!r:.60} is no day") from error
