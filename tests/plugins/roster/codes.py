"""Whose valid code something is."""

from __future__ import annotations

from sqlalchemy.orm import Session

from plugins.roster.api import Delegate, lookup


def find_code(session: Session, meeting_id: int, raw: str) -> Delegate | None:
    """The delegate of this meeting whose valid code or secret is in ``raw``."""
    found = lookup(session, raw)
    if found is None or found.revoked_at is not None or found.delegate.meeting_id != meeting_id:
        return None
    return found.delegate
