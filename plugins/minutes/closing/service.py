"""What changes the minutes: saving the secretary's words, and closing the meeting for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from meeting.contract import Refused, Tx, _l
from meeting.meetings import close_meeting
from meeting.points import Problem
from plugins.minutes import queries
from plugins.minutes.closing import checks
from plugins.minutes.events import DraftSaved, MinutesMade
from plugins.minutes.models import Draft
from plugins.minutes.papers.catalogue import OWN_MINUTES
from plugins.minutes.papers.service import make_first
from plugins.minutes.papers.versions import Made
from plugins.minutes.rules import Entered


class _Sentences:
    """Problems in one line, put into words only when read: in the reader's language."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = problems

    def __str__(self) -> str:
        return " ".join(str(problem.message) for problem in self._problems)


def save_draft(tx: Tx, *, revision: int, entered: Entered, quietly: bool = False) -> int:
    """Save the secretary's words. Returns the new revision.

    ``revision`` is the one the writer started from: when somebody else has saved other words since,
    nothing is overwritten. ``quietly`` leaves no line in the journal: a page saves while one types.
    """
    entered = entered.cleaned()
    _refuse_too_long(entered)
    saved = queries.desk(tx.session, tx.meeting)
    if saved.revision and saved.entered == entered:
        return saved.revision
    if saved.revision != revision:
        raise Refused(
            "minutes.draft_moved",
            _l("Somebody else has changed these texts meanwhile. Compare both and save again."),
        )
    draft = Draft(
        meeting_id=tx.meeting_id,
        revision=saved.revision + 1,
        saved_at=tx.now,
        saved_by=tx.by.name,
        **asdict(entered),
    )
    tx.session.merge(draft)
    if not quietly:
        tx.emit(DraftSaved(meeting_id=tx.meeting_id, revision=draft.revision))
    return draft.revision


def _refuse_too_long(entered: Entered) -> None:
    limit = entered.exceeded()
    if limit is not None:
        raise Refused(
            "minutes.too_long",
            _l("One of the texts is too long. Shorten it to %(limit)s letters."),
            limit=limit,
        )


def not_ready(problems: Sequence[Problem]) -> Refused:
    """The refusal to close, with everything that stands against it."""
    return Refused(
        "minutes.not_ready",
        _l("The meeting cannot be closed yet. %(problems)s"),
        problems=_Sentences(problems),
    )


def close(tx: Tx, *, seen: int | None = None) -> Made:
    """Close the meeting and freeze its minutes, both or neither.

    ``seen`` is the revision of the draft that the secretary has read: with other words it refuses.
    """
    meeting = tx.meeting
    if seen is not None and queries.desk(tx.session, meeting).revision != seen:
        raise Refused(
            "minutes.draft_moved",
            _l("Somebody has changed the texts of the minutes meanwhile. Read them again."),
        )
    found = checks.blocking(tx.session, tx.registry.contributions, meeting)
    if found:
        raise not_ready(found)
    close_meeting(tx)
    made = make_first(tx, OWN_MINUTES)
    tx.emit(MinutesMade(meeting_id=tx.meeting_id, version=made.version, sha256=made.sha256))
    return made
