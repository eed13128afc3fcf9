"""Saving the counts of the survey forms."""

from __future__ import annotations

import sqlalchemy as sa

from meeting import clock
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from plugins.survey import queries, rules
from plugins.survey.events import TallySaved
from plugins.survey.models import Answer, Tally
from plugins.survey.queries import Saved
from plugins.survey.rules import Counts, Typed


@allowed_when_closed  # forms are often counted when the hall is empty
def save(tx: Tx, *, typed: Typed, seen: int) -> int:
    """The counts are these. ``seen`` is the revision the clerk saw; returns the new one."""
    if not tx.meeting.plan.survey.on:
        raise Refused(
            "survey.not_asked",
            _l(
                "The plan of this meeting has no satisfaction survey, so there is nothing to count."
            ),
        )
    counts, wrong = rules.problems(typed, queries.asked(tx.meeting.plan))
    before = queries.saved(tx.session, tx.meeting)
    if counts is not None and before is not None and before.counts == counts:
        return before.revision
    _may_change(tx, before, seen)
    if counts is None:
        raise wrong[0]
    revision = (before.revision if before else 0) + 1
    _write(tx, counts, revision)
    lines = ("-".join(map(str, line)) for line in counts.answers)
    tx.emit(
        TallySaved(
            meeting_id=tx.meeting_id,
            revision=revision,
            handed_out=counts.handed_out,
            returned=counts.returned,
            valid=counts.valid,
            answers="; ".join(lines),
        )
    )
    return revision


def _may_change(tx: Tx, before: Saved | None, seen: int) -> None:
    if before is not None and before.stands_in_minutes(tx.meeting):
        raise Refused(
            "survey.in_minutes",
            _l(
                "The minutes are made and these counts stand in them, so they do not change any "
                "more. A mistake is put right on the page Papers, as a correction of the minutes."
            ),
        )
    if before is not None and before.revision != seen:
        raise Refused(
            "survey.changed",
            _l(
                "%(who)s saved other numbers at %(time)s. Yours are kept below, the saved ones "
                "stand beside them. Compare, then save again what is right."
            ),
            who=before.by,
            time=f"{clock.local(before.at):%H:%M}",
        )


def _write(tx: Tx, counts: Counts, revision: int) -> None:
    row = tx.session.get(Tally, tx.meeting_id) or Tally(meeting_id=tx.meeting_id)
    row.revision, row.saved_at, row.saved_by = revision, tx.now, tx.by.name
    row.handed_out, row.returned, row.valid = counts.handed_out, counts.returned, counts.valid
    tx.session.add(row)
    tx.session.execute(sa.delete(Answer).where(Answer.meeting_id == tx.meeting_id))
    tx.session.add_all(
        Answer(meeting_id=tx.meeting_id, item=item, choice=choice, ticked=ticked)
        for item, line in enumerate(counts.answers)
        for choice, ticked in enumerate(line)
    )
