"""Reads of the opinions, in the shape that screens and papers need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import clock
from meeting.models import Meeting
from meeting.plan import Plan
from meeting.text import Addressed
from meeting.workdays import calendar
from plugins.opinions.deciding import DueOffer, stand_of
from plugins.opinions.deciding import due_offers as offers_of
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.reads.supporters import supporters
from plugins.opinions.reads.supporters import supporters_by_village as supporters_by_village
from plugins.opinions.rules import Channel, EntryKind, Outcome, State
from plugins.roster.api import Person, people, villages


@dataclass(frozen=True, kw_only=True)
class OpinionView(Addressed):
    """An opinion with all names filled in. Whoever shows it outside minds ``sensitive``."""

    id: int
    meeting_id: int
    number: int
    channel: Channel
    approved: bool
    shown: bool
    sensitive: bool
    turn_id: int | None
    delegate_id: int | None
    village_id: int | None
    name: str  # of the asker; empty when nobody is named
    honorific: str
    village: str  # with its unit word
    category: str
    category_title: str
    text: str
    first_text: str
    text_revision: int
    summary: str
    department: str
    department_name: str
    answer: str
    answer_full: str
    answered_by: str
    answer_revision: int
    outcome: Outcome | None
    due_date: date | None
    due_reason: str
    competent_body: str
    expected: str
    told_on: date | None
    merged_into: int | None  # the other's number
    kind: str
    slip: str
    source: str
    severity: str
    reference: str
    contact: str
    receipt: str
    prepared: str
    prepared_full: str
    prepared_by: str
    prepared_revision: int
    supporters: int
    asked_at: datetime
    raised_at: datetime | None
    department_called_at: datetime | None
    decided_at: datetime | None

    @property
    def stand(self) -> str:
        """What a decision is about to change, in short: another one once somebody has decided."""
        return stand_of(self.decided_at, self.department)

    @property
    def brief(self) -> str:
        """The secretary's short form, or the text itself."""
        return self.summary or self.text


def opinion(session: Session, opinion_id: int) -> OpinionView | None:
    """One opinion."""
    found = session.get(Opinion, opinion_id)
    return filled(session, found.meeting_id, [found])[0] if found else None


def all_opinions(session: Session, meeting_id: int) -> list[OpinionView]:
    """Every opinion of a meeting in order of arrival."""
    return _select(session, meeting_id)


def with_outcome(
    session: Session, meeting_id: int, outcomes: Iterable[Outcome]
) -> list[OpinionView]:
    """Those of which one of these became, in order of arrival."""
    return _select(session, meeting_id, Opinion.outcome.in_(outcomes))


def answered_without_words(session: Session, meeting_id: int) -> list[OpinionView]:
    """What was answered before all, while nobody has written down yet what was said."""
    empty = sa.exists().where(
        Entry.opinion_id == Opinion.id, Entry.kind == EntryKind.ANSWER, Entry.text == ""
    )
    answered = Opinion.outcome == Outcome.ANSWERED_ON_SPOT
    return [one for one in _select(session, meeting_id, answered, empty) if not one.answer]


def of_delegate(session: Session, meeting_id: int, delegate_id: int) -> list[OpinionView]:
    """What one delegate raised, newest first."""
    return _select(session, meeting_id, Opinion.delegate_id == delegate_id)[::-1]


def shown(session: Session, meeting_id: int) -> OpinionView | None:
    """The one on the hall screen. Asked again here: nothing unfit may be seen even by mistake."""
    found = _select(
        session,
        meeting_id,
        Opinion.shown.is_(True),
        Opinion.state == State.APPROVED,
        Opinion.sensitive.is_(False),
    )
    return found[0] if found else None


def is_shown(session: Session, meeting_id: int) -> bool:
    """Whether an opinion is on the hall screen."""
    query = sa.select(Opinion.id).where(Opinion.meeting_id == meeting_id, Opinion.shown)
    return session.scalar(query) is not None


def joined_with(session: Session, opinion_id: int) -> list[int]:
    """Numbers of the opinions that were joined with this one."""
    return numbers_joined(session, [opinion_id]).get(opinion_id, [])


def numbers_joined(session: Session, opinion_ids: Iterable[int]) -> dict[int, list[int]]:
    """For each of these opinions the numbers of those that were joined with it."""
    query = sa.select(Opinion.merged_into_id, Opinion.number)
    query = query.where(Opinion.merged_into_id.in_(opinion_ids)).order_by(Opinion.number)
    found: dict[int, list[int]] = defaultdict(list)
    for base, number in session.execute(query):
        assert base is not None, "asked for by what they were joined with"
        found[base].append(number)
    return found


def joined_rows(session: Session, opinion_id: int) -> Sequence[Opinion]:
    """The opinions that were joined with this one."""
    return session.scalars(sa.select(Opinion).where(Opinion.merged_into_id == opinion_id)).all()


def askers_joined(session: Session, opinion_id: int) -> Sequence[int]:
    """Delegates whose opinion was joined with this one."""
    query = sa.select(Opinion.delegate_id).where(
        Opinion.merged_into_id == opinion_id, Opinion.delegate_id.is_not(None)
    )
    return [one for one in session.scalars(query) if one is not None]


@dataclass(frozen=True)
class Counts:
    """Opinions of a meeting: all, those nobody has looked at yet, those without an outcome."""

    received: int
    new: int
    open: int


def counts(session: Session, meeting_id: int) -> Counts:
    """How many opinions wait for what."""
    is_open = Opinion.outcome.is_(None)
    is_new = sa.and_(is_open, Opinion.state == State.NEW)
    query = sa.select(
        sa.func.count(Opinion.id),
        sa.func.count(Opinion.id).filter(is_new),
        sa.func.count(Opinion.id).filter(is_open),
    ).where(Opinion.meeting_id == meeting_id)
    return Counts(*session.execute(query).one())


def count_of(session: Session, delegate_id: int, channel: Channel) -> int:
    """How many opinions a delegate has sent by a channel."""
    query = sa.select(sa.func.count(Opinion.id)).where(
        Opinion.delegate_id == delegate_id, Opinion.channel == channel
    )
    return session.scalar(query) or 0


def entry(session: Session, opinion_id: int, kind: EntryKind) -> Entry | None:
    """The newest entry of a kind in an opinion's thread."""
    query = sa.select(Entry).where(Entry.opinion_id == opinion_id, Entry.kind == kind)
    return session.scalar(query.order_by(Entry.id.desc()).limit(1))


def meeting_day(meeting: Meeting, now: datetime) -> date:
    """The day the meeting is held, from which due dates count."""
    planned = meeting.plan.session(meeting.session_index).schedule.date
    if meeting.opened_at is None and planned is not None:
        return planned
    return clock.local(meeting.opened_at or now).date()


def due_offers(meeting: Meeting, now: datetime) -> dict[Outcome, tuple[DueOffer, ...]]:
    """For each outcome: the dates that the rules give, the strictest first."""
    day, plan, days = meeting_day(meeting, now), meeting.plan.deadlines, calendar()
    return {outcome: offers_of(outcome, day, plan, days) for outcome in Outcome}


def answerers(plan: Plan) -> list[str]:
    """Who is likely to answer: the officials the plan names, and its departments."""
    return [*(one.full for one in plan.people), *(one.name for one in plan.departments)]


def plan_of(session: Session, meeting_id: int) -> Plan:
    """The plan of a meeting."""
    meeting = session.get(Meeting, meeting_id)
    assert meeting is not None, f"meeting {meeting_id} does not exist"
    return meeting.plan


def _select(
    session: Session, meeting_id: int, *conditions: sa.ColumnElement[bool]
) -> list[OpinionView]:
    query = sa.select(Opinion).where(Opinion.meeting_id == meeting_id, *conditions)
    return filled(session, meeting_id, session.scalars(query.order_by(Opinion.number)).all())


@dataclass(frozen=True)
class _Names:
    """Everything an opinion refers to, read at once for the whole list."""

    plan: Plan
    people: dict[int, Person]
    villages: dict[int, str]
    numbers: dict[int, int]
    questions: dict[int, Entry]
    answers: dict[int, Entry]
    prepared: dict[int, Entry]
    supporters: dict[int, int]


def filled(session: Session, meeting_id: int, found: Sequence[Opinion]) -> list[OpinionView]:
    """Rows as everybody reads them, with all names."""
    if not found:
        return []
    ids = [one.id for one in found]
    others = {one.merged_into_id for one in found} - {None}
    numbers = sa.select(Opinion.id, Opinion.number).where(Opinion.id.in_(others))
    askers = {one.delegate_id for one in found if one.delegate_id is not None}
    names = _Names(
        plan=plan_of(session, meeting_id),
        people=people(session, meeting_id, askers) if askers else {},
        villages={one.id: one.label for one in villages(session, meeting_id)},
        numbers=dict(session.execute(numbers).all()) if others else {},
        questions=_entries(session, ids, EntryKind.QUESTION),
        answers=_entries(session, ids, EntryKind.ANSWER),
        prepared=_entries(session, ids, EntryKind.PREPARED),
        supporters=supporters(session, ids),
    )
    return [_view(one, names) for one in found]


def _entries(session: Session, ids: Iterable[int], kind: EntryKind) -> dict[int, Entry]:
    """The newest entry of a kind for each opinion."""
    query = sa.select(Entry).where(Entry.opinion_id.in_(list(ids)), Entry.kind == kind)
    return {one.opinion_id: one for one in session.scalars(query.order_by(Entry.id))}


def _view(one: Opinion, names: _Names) -> OpinionView:
    person = names.people.get(one.delegate_id or 0)
    category = names.plan.category(one.category)
    department = names.plan.department(one.department)
    question, answer = names.questions[one.id], names.answers.get(one.id)
    prepared = names.prepared.get(one.id)
    return OpinionView(
        **{name: getattr(one, name) for name in _SAME},
        channel=Channel(one.channel),
        approved=one.state == State.APPROVED,
        village_id=person.village_id if person else one.village_id,
        name=person.name if person else one.asker,
        honorific=person.honorific if person else one.honorific,
        village=person.village_label if person else names.villages.get(one.village_id or 0, ""),
        category_title=category.title if category else "",
        text=question.text,
        first_text=question.first_text,
        text_revision=question.revision,
        department_name=department.name if department else "",
        answer=answer.text if answer else "",
        answer_full=answer.full if answer else "",
        answered_by=answer.said_by if answer else "",
        answer_revision=answer.revision if answer else 0,
        outcome=Outcome(one.outcome) if one.outcome else None,
        merged_into=names.numbers.get(one.merged_into_id or 0),
        prepared=prepared.text if prepared else "",
        prepared_full=prepared.full if prepared else "",
        prepared_by=prepared.said_by if prepared else "",
        prepared_revision=prepared.revision if prepared else 0,
        supporters=names.supporters.get(one.id, 0),
    )


# What a view takes over from the row as it is.
_SAME = (
    "id",
    "meeting_id",
    "number",
    "shown",
    "sensitive",
    "turn_id",
    "delegate_id",
    "category",
    "summary",
    "department",
    "due_date",
    "due_reason",
    "competent_body",
    "expected",
    "told_on",
    "kind",
    "slip",
    "source",
    "severity",
    "reference",
    "contact",
    "receipt",
    "asked_at",
    "raised_at",
    "department_called_at",
    "decided_at",
)
