"""What has to be done before a meeting, by when, and by which rule: pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from meeting.contract import Refused, _l
from meeting.plan import Plan
from meeting.workdays import Calendar, Reckoned
from plugins.followup.rules import Standing

LAW_NOTICE_DAYS = 7  # Law on the Organisation of Local Government 2025, Article 43
LONGEST_AGO = timedelta(days=366)
_OF_PLAN = "plan:"  # before the name of something the plan itself lists


class Key(StrEnum):
    """The steps that every meeting has, unless its plan switches one off."""

    NOTICE = "notice"
    CLASSIFIED = "classified"
    BRIEFING = "briefing"
    INVITATIONS = "invitations"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do before the day. ``by`` is none without a rule, or while no day is known."""

    key: str
    title: object
    source: object  # the rule in words: “Điều 43 …”, “Kế hoạch”
    count: int | None = None  # days before
    by: Reckoned | None = None
    who: str = ""
    below_law: bool = False  # the plan leaves fewer days than the law

    def standing(self, today: date, done_on: date | None) -> Standing:
        """Whether it is done, in time or late, or waits."""
        if done_on is not None:
            late = self.by is not None and done_on > self.by.raw
            return Standing.DONE_LATE if late else Standing.DONE
        if self.by is None or today < self.by.target:
            return Standing.OPEN
        return Standing.TODAY if today == self.by.target else Standing.LATE


_TITLES = {
    Key.NOTICE: _l("Make time, place and content of the meeting public"),
    Key.CLASSIFIED: _l("Sort the opinions collected beforehand"),
    Key.BRIEFING: _l("Brief everybody concerned on the plan"),
    Key.INVITATIONS: _l("Send the invitations"),
}
_PLAN = _l("Plan of the meeting")
_LAW = _l("Article 43, Law on the Organisation of Local Government 2025")


def steps(plan: Plan, day: date | None, days: Calendar) -> list[Step]:
    """All that has to be done before a meeting on that day, the earliest first.

    What has no day comes last, in the order of the plan.
    """
    found = [*_of_rules(plan, day, days), *_of_list(plan, day, days)]
    return sorted(found, key=lambda one: -1 if one.count is None else one.count, reverse=True)


def _of_rules(plan: Plan, day: date | None, days: Calendar) -> Iterator[Step]:
    lead = plan.deadlines
    counts = {
        Key.NOTICE: lead.public_notice_days_before,
        Key.CLASSIFIED: lead.opinions_classified_days_before,
        Key.BRIEFING: lead.plan_briefing_days_before,
        Key.INVITATIONS: lead.invitation_days_before,
    }
    for key, count in counts.items():
        if count is not None:
            by_law = key is Key.NOTICE and count == LAW_NOTICE_DAYS
            yield Step(
                key=key,
                title=_TITLES[key],
                source=_LAW if by_law else _PLAN,
                count=count,
                by=_by(day, count, days),
                below_law=key is Key.NOTICE and count < LAW_NOTICE_DAYS,
            )


def _of_list(plan: Plan, day: date | None, days: Calendar) -> Iterator[Step]:
    for name, one in {one.name: one for one in plan.checklist}.items():
        yield Step(
            key=_OF_PLAN + name,
            title=name,
            source=_PLAN,
            count=one.days_before,
            by=_by(day, one.days_before, days),
            who=one.who,
        )


def _by(day: date | None, count: int | None, days: Calendar) -> Reckoned | None:
    return days.before_days(day, count) if day is not None and count is not None else None


def noted_day(done_on: date, today: date) -> date:
    """Only what has been done is ticked off."""
    if not today - LONGEST_AGO <= done_on <= today:
        raise Refused(
            "followup.bad_day",
            _l("The day must be today (%(today)s) or earlier: only what is done is ticked off."),
            today=f"{today:%d/%m/%Y}",
        )
    return done_on
