"""What is owed after a meeting and how it stands: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from meeting.contract import Refused, _l
from meeting.plan.options import Deadlines
from meeting.workdays import Calendar, Reckoned
from plugins.followup.rules import OPEN, Standing

NOTICE, RESULTS = "after:notice", "after:results"
LAW_RESULT_DAYS = 10  # Law on the Organisation of Local Government 2025, Article 43
_NOTICE = _l("Issue the notice of conclusions")
_RESULTS = _l("Make the results of the meeting public")


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """Something the office issues after every meeting."""

    key: str
    title: object
    source: object  # the rule in words: “5 ngày làm việc – Kế hoạch”
    by: Reckoned


def announcements(lead: Deadlines, day: date, days: Calendar) -> list[Announcement]:
    """The notice of conclusions (S3-18) and the results made public (S2-15), as far as the plan
    has not switched them off.
    """
    working, calendar = lead.conclusion_notice_working_days, lead.result_notice_days
    found = []
    if working is not None:
        source = _l("%(count)s working days after the meeting – plan", count=working)
        by = days.after_working_days(day, working)
        found.append(Announcement(key=NOTICE, title=_NOTICE, source=source, by=by))
    if calendar is not None:
        law = calendar == LAW_RESULT_DAYS
        source = _by_law(calendar) if law else _by_plan(calendar)
        by = days.after_days(day, calendar)
        found.append(Announcement(key=RESULTS, title=_RESULTS, source=source, by=by))
    return found


def _by_law(count: int) -> object:
    return _l("%(count)s days after the meeting – Article 43 of the law", count=count)


def _by_plan(count: int) -> object:
    return _l("%(count)s days after the meeting – plan", count=count)


def standing(
    due: date | None, today: date, done_on: date | None, *, aim: date | None = None
) -> Standing:
    """Whether it is done, in time or late, or waits. Without a date nothing is late.

    ``aim``: the working day before, when ``due`` is counted to the next one.
    """
    if done_on is not None:
        late = due is not None and done_on > due
        return Standing.DONE_LATE if late else Standing.DONE
    if due is not None and today > due:
        return Standing.LATE
    return Standing.TODAY if due is not None and today in {due, aim} else Standing.OPEN


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
