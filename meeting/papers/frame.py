"""What stands round the text of an issued paper as the plan has it: head, recipients, signature."""

from __future__ import annotations

import datetime as dt
import re

from meeting.papers import decree30, wording
from meeting.papers.letters import NO_BREAK
from meeting.papers.model import NationalHead, Number, Recipients, Signer
from meeting.plan import Plan
from meeting.plan.parts import Schedule

BLANK_TIME = "…… giờ …… phút"
_BLANK_DAY = re.compile(rf"ngày{NO_BREAK}+tháng{NO_BREAK}+năm \d+")


def head(plan: Plan, document: str | None = None, year: int | None = None) -> NationalHead:
    """Issuing body and nation; number and date stay blank until the paper is signed.

    Without a ``document`` of the plan there is no number, as on a list or a form; without a year
    no place and date, as in minutes.
    """
    return NationalHead(
        parent=(plan.host.parent,) if plan.host.parent else (),
        organ=plan.host.head_lines,
        number=Number(notation=plan.notation(document)) if document else None,
        place_date=place_date(plan, year) if year else None,
    )


def title(plan: Plan, session_index: int) -> str:
    """What the meeting is called, with the session's name below it when the plan has several."""
    return f"{plan.title}{session_below(plan, session_index)}"


def session_below(plan: Plan, session_index: int) -> str:
    """The session as a line of its own in a title: `(xã Thường Lạc)`."""
    name = plan.session(session_index).name
    return f"\n({name})" if name else ""


def place_date(plan: Plan, year: int) -> str:
    """Day and month stay blank: the records clerk writes them with the number, after signing."""
    gap = NO_BREAK * 6
    return f"{plan.host.place_name}, ngày{gap}tháng{gap}năm {year}"


def dated(plan: Plan, day: dt.date) -> str:
    """Place and date as they stand when the number is given: ``Tơ Tung, ngày 09 tháng 9 năm …``."""
    return f"{plan.host.place_name}, {wording.date(day)}"


def enclosed_with(
    plan: Plan, document: str, named: str, *, year: int, day: dt.date | None = None
) -> str:
    """What stands under the title of an annex: which paper it goes with, of which number and day.

    Both stay blank like those in the head, unless the day is known as that of minutes is.
    """
    gap = NO_BREAK * 6
    when = wording.date(day) if day else f"ngày{gap}tháng{gap}năm {year}"
    number = f"{_blank_number()}/{plan.notation(document)}"
    return f"(Kèm theo {named} {number} {when} của {plan.host.name})"


def registered(reference: str, notation: str, number: str, given: dt.date) -> str:
    """The same when the records clerk has given number and day to the paper."""
    filled = reference.replace(f"{_blank_number()}/{notation}", f"số {number.zfill(2)}/{notation}")
    return _BLANK_DAY.sub(wording.date(given), filled)


def _blank_number() -> str:
    return f"số{NO_BREAK * decree30.NUMBER_BLANK}"


def recipients(plan: Plan, document: str) -> Recipients:
    return Recipients(items=tuple(one.line for one in plan.recipients_of(document)))


def signer(plan: Plan, document: str, session_index: int) -> Signer:
    """Who signs: the plan's block, or the usual one."""
    place = plan.signatures_of(document, session_index)[-1]
    return Signer(authority=tuple(filter(None, (place.capacity, place.title))), name=place.person)


def when(schedule: Schedule) -> str:
    """`07 giờ 30 phút, thứ Sáu, ngày 20 tháng 10 năm 2023`; the plan's words before that."""
    if schedule.date is None:
        return schedule.text
    hour = wording.time(schedule.start) if schedule.start else BLANK_TIME
    return f"{hour}, {wording.weekday(schedule.date)}, {wording.date(schedule.date)}"
