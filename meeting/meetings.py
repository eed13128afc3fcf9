"""The life of a meeting: made from a plan, opened on the day, closed with its minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting import clock
from meeting.errors import Refused
from meeting.events import Event
from meeting.i18n import DEFAULT
from meeting.models import Meeting, MeetingPlugin, MeetingState
from meeting.plan import Plan, Sample
from meeting.plan.options import Scalar
from meeting.points import Closing
from meeting.settings import write_setting
from meeting.writing import Tx

VILLAGE = {"en": "village"}  # what the unit of any plan is called where nobody knows a làng or ấp
USUAL_START = time(7, 30)  # of a day whose plan does not say when


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Event):
    """A meeting was made from a plan."""

    name = "core.meeting_planned"
    title = _l("Meeting planned")


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(Event):
    """The secretary opened the meeting: people may check in, ask and speak."""

    name = "core.meeting_opened"
    title = _l("Meeting opened")


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Event):
    """The meeting is closed; its record does not change any more."""

    name = "core.meeting_closed"
    title = _l("Meeting closed")


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """The office changed a setting of this meeting."""

    name = "core.setting_changed"
    title = _l("Setting changed")
    setting: str
    value: str


@dataclass(frozen=True, kw_only=True)
class MeetingRestored(Event):
    """A meeting came back from its dossier, with its journal up to then."""

    name = "core.meeting_restored"
    title = _l("Meeting restored from its dossier")
    sha256: str


CORE_EVENTS: tuple[type[Event], ...] = (
    MeetingPlanned,
    MeetingOpened,
    MeetingClosed,
    MeetingRestored,
    SettingChanged,
)


def create_meeting(tx: Tx, *, plan: Plan, session_index: int = 0) -> int:
    """Make a meeting and let each plugin fill its tables from the plan. Returns its id."""
    meeting = Meeting(
        title=plan.title,
        plan_json=plan.model_dump_json(),
        session_index=session_index,
        created_at=tx.now,
    )
    tx.session.add(meeting)
    tx.session.flush()
    tx.meeting_id = meeting.id
    _write_settings(tx, plan)
    for plugin in tx.registry.plugins.values():
        if plugin.switchable and not plan.plugins.get(plugin.name, True):
            tx.session.add(MeetingPlugin(meeting_id=meeting.id, name=plugin.name, on=False))
        elif plugin.load_plan is not None:
            plugin.load_plan(tx, plan)
    tx.emit(MeetingPlanned(meeting_id=meeting.id))
    return meeting.id


def _write_settings(tx: Tx, plan: Plan) -> None:
    """Settings of plugins as the plan has them; those of plugins that are not installed rest."""
    for plugin, values in plan.settings.items():
        for key, value in values.items():
            if plugin in tx.registry.plugins:
                change_setting(tx, name=f"{plugin}.{key}", value=value)


def load_sample(tx: Tx, *, sample: Sample) -> None:
    """Fill a meeting with invented people, to try the program out."""
    off = tx.registry.switched_off(tx.meeting_id, tx.session)
    for plugin in tx.registry.plugins.values():
        if plugin.load_sample is not None and plugin.name not in off:
            plugin.load_sample(tx, sample)


def open_meeting(tx: Tx) -> None:
    """Open the meeting. Doing it again changes nothing."""
    meeting = tx.meeting
    if meeting.state == MeetingState.OPEN:
        return
    meeting.state = MeetingState.OPEN
    meeting.opened_at = tx.now
    tx.emit(MeetingOpened(meeting_id=meeting.id))


def close_meeting(tx: Tx) -> None:
    """Close an open meeting; what still runs ends with it.

    What must be done before is the caller's to check.
    """
    meeting = tx.meeting
    if meeting.state != MeetingState.OPEN:
        raise Refused("core.not_open", _l("The meeting is not open, so it cannot be closed."))
    closings: list[Closing] = tx.registry.contributions("core.closing", meeting.id, tx.session)
    for one in closings:
        one.end(tx)
    meeting.state = MeetingState.CLOSED
    meeting.closed_at = tx.now
    tx.emit(MeetingClosed(meeting_id=meeting.id))


def change_setting(tx: Tx, *, name: str, value: Scalar) -> None:
    """Set one declared setting of this meeting."""
    try:
        write_setting(tx.session, tx.registry, tx.meeting_id, name, value)
    except (KeyError, ValueError) as error:
        raise Refused(
            "core.bad_setting",
            _l("“%(value)s” cannot be used here. Choose another value."),
            value=str(value),
        ) from error
    tx.emit(SettingChanged(meeting_id=tx.meeting_id, setting=name, value=str(value)))


def present_meetings(session: Session) -> list[Meeting]:
    """The meetings that are meant by who opens the bare address, the likeliest first.

    Those that are open; before one is, today's; on another day the planned one that begins nearest
    to now; when all are over, the one that ended last.
    """
    meetings = session.scalars(select(Meeting).order_by(Meeting.id.desc())).all()
    is_open = [one for one in meetings if one.state == MeetingState.OPEN]
    planned = [one for one in meetings if one.state == MeetingState.PLANNED]
    now = clock.now()
    planned.sort(key=lambda one: _far(one, now))
    today = [one for one in planned if _starts(one).date() == clock.local(now).date()]
    ended = sorted(meetings, key=lambda one: one.closed_at or one.created_at, reverse=True)
    return is_open or today or planned[:1] or ended[:1]


def _starts(meeting: Meeting) -> datetime:
    """When a meeting begins by its plan; one without a day yet is further off than any other."""
    schedule = meeting.plan.session(meeting.session_index).schedule
    day, hour = schedule.date or date.min, schedule.start or USUAL_START
    return datetime.combine(day, hour, clock.VIETNAM)


def _far(meeting: Meeting, now: datetime) -> timedelta:
    return abs(now - _starts(meeting))


def sister_meetings(session: Session, meeting: Meeting) -> list[Meeting]:
    """The meetings of the same plan, one for each session there is, in the plan's order.

    Of several for a session the one made last: a session held on another computer comes back from
    its dossier beside the one that was planned here. A plan loaded twice takes no place from what
    was opened. The meeting itself always stands for its own session.
    """
    found: dict[int, Meeting] = {}
    query = select(Meeting).where(Meeting.title == meeting.title).order_by(Meeting.id)
    for one in session.scalars(query):
        before = found.get(one.session_index)
        if _same_plan(one.plan, meeting.plan) and not (before and _mere_copy(one, before)):
            found[one.session_index] = one
    found[meeting.session_index] = meeting
    return [found[index] for index in sorted(found)]


def _same_plan(one: Plan, other: Plan) -> bool:
    """Whether two meetings are of one plan; days, places and people may have changed between."""
    names = [each.name for each in one.sessions]
    return one.host.name == other.host.name and names == [each.name for each in other.sessions]


def _mere_copy(one: Meeting, before: Meeting) -> bool:
    """Whether it was made once more of the very same plan and never opened, unlike the other."""
    same = one.plan_json == before.plan_json
    return same and one.opened_at is None and before.opened_at is not None


def several_meetings(session: Session) -> bool:
    """Whether this server keeps more than one."""
    return (session.scalar(select(func.count(Meeting.id))) or 0) > 1


def revision_of(session: Session, meeting_id: int) -> int:
    """How many changes a meeting has seen; what a request knows of it leaves that out."""
    return session.scalar(select(Meeting.revision).where(Meeting.id == meeting_id)) or 0


def unit_word(meeting: Meeting) -> str:
    """What a sentence calls a village: in Vietnamese the plan's own word, else the common one."""
    language = str(get_locale() or DEFAULT)
    return VILLAGE.get(language, meeting.plan.unit_label.singular)
