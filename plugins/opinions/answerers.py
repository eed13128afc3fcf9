"""The departments in the hall: whose device it is, and the chair's call to answer."""

from __future__ import annotations

from meeting.contract import Refused, Tx, _l
from plugins.opinions import rules
from plugins.opinions.events import AnswererSeated, DepartmentCalled
from plugins.opinions.models import Answerer
from plugins.opinions.rows import about, opinion_of


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
