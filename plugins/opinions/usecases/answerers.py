"""The departments in the hall: whose device it is, and the chair's call to answer."""

from __future__ import annotations

from meeting.contract import Refused, Tx, _l
from plugins.opinions import rules
from plugins.opinions.events import AnswererSeated, DepartmentCalled
from plugins.opinions.models import Answerer
from plugins.opinions.reads import readers
from plugins.opinions.usecases.rows import about, case_of, opinion_of
from plugins.opinions.usecases.thread import prepare


def seat(tx: Tx, *, device_id: int, department: str) -> None:
    """Say which department answers on a device; an empty code takes that back."""
    codes = [one.code for one in tx.meeting.plan.departments]
    rules.listed(department, codes, "opinions.unknown_department")
    found = tx.session.get(Answerer, (tx.meeting_id, device_id))
    if found is not None:
        tx.session.delete(found)
        tx.session.flush()
    if department:
        tx.session.add(
            Answerer(meeting_id=tx.meeting_id, device_id=device_id, department=department)
        )
    tx.emit(AnswererSeated(meeting_id=tx.meeting_id, device_id=device_id, department=department))


def sit_down(tx: Tx, *, department: str) -> None:
    """A department says on its own device who it is. Later only the secretary changes that."""
    device_id = tx.by.id
    if device_id is None or tx.session.get(Answerer, (tx.meeting_id, device_id)) is not None:
        raise Refused(
            "opinions.seated",
            _l("This device belongs to a department already. Ask the secretary to change it."),
        )
    if not department:
        raise Refused("opinions.no_department_chosen", _l("Choose your department."))
    seat(tx, device_id=device_id, department=department)


def call_department(tx: Tx, *, opinion_id: int) -> None:
    """The chair asks the department to answer now; its device shows a sign."""
    opinion = opinion_of(tx, opinion_id)
    if not opinion.department:
        raise Refused(
            "opinions.nobody_to_call",
            _l("No department is named for this opinion yet. Give it to one first."),
        )
    opinion.department_called_at = tx.now
    tx.emit(about(tx, DepartmentCalled, opinion, department=opinion.department))


def stop_calling(tx: Tx, *, opinion_id: int) -> None:
    """The department has heard it, or is not needed any more."""
    opinion = opinion_of(tx, opinion_id)
    if opinion.department_called_at is not None:
        opinion.department_called_at = None
        tx.emit(about(tx, DepartmentCalled, opinion, department=""))


def prepare_own(tx: Tx, *, opinion_id: int, text: str, full: str, said_by: str, seen: int) -> int:
    """A department writes on its own device what it would answer."""
    _only_own(tx, opinion_id)
    return prepare(tx, opinion_id=opinion_id, text=text, full=full, said_by=said_by, seen=seen)


def heard(tx: Tx, *, opinion_id: int) -> None:
    """A department has seen on its own device that the chair calls it."""
    _only_own(tx, opinion_id)
    stop_calling(tx, opinion_id=opinion_id)


def _only_own(tx: Tx, opinion_id: int) -> None:
    """It may have been given to another department while the page lay open."""
    opinion = opinion_of(tx, opinion_id)
    mine = readers.department_of(tx.session, tx.meeting_id, tx.by.id or 0)
    if (
        not mine
        or opinion.department != mine
        or not rules.department_may_read(case_of(tx, opinion))
    ):
        raise Refused(
            "opinions.not_assigned",
            _l("This opinion is not assigned to your department any more. Ask the secretary."),
        )
