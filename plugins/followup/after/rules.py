"""What is owed after a meeting and how it stands: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meeting.contract import Refused, _l
from plugins.followup.rules import OPEN, Standing


def standing(due: date | None, today: date, done_on: date | None) -> Standing:
    """Whether it is done, in time or late, or waits. Without a date nothing is late."""
    if done_on is not None:
        late = due is not None and done_on > due
        return Standing.DONE_LATE if late else Standing.DONE
    if due is None or today < due:
        return Standing.OPEN
    return Standing.TODAY if today == due else Standing.LATE


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many are owed, done, done in time, late."""

    total: int
    done: int
    in_time: int
    late: int


def tally(found: Iterable[Standing]) -> Tally:
    """Count them."""
    every = list(found)
    return Tally(
        total=len(every),
        done=sum(one not in OPEN for one in every),
        in_time=every.count(Standing.DONE),
        late=every.count(Standing.LATE),
    )


def replied_day(done_on: date, day: date, today: date) -> date:
    """Between the meeting and today."""
    if not day <= done_on <= today:
        raise Refused(
            "followup.bad_reply_day",
            _l(
                "The day must lie between the meeting (%(day)s) and today (%(today)s). "
                "Choose another day."
            ),
            day=f"{day:%d/%m/%Y}",
            today=f"{today:%d/%m/%Y}",
        )
    return done_on
