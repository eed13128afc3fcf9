"""What the secretary decides when an opinion comes in. Each of it can be taken back."""

from __future__ import annotations

from meeting.contract import Tx
from plugins.opinions import rules
from plugins.opinions.events import (
    ApprovalWithdrawn,
    OpinionAssigned,
    OpinionDetailed,
    OpinionEdited,
    SensitivityMarked,
)
from plugins.opinions.models import Opinion
from plugins.opinions.rules import ROUTED_OUT, Kind, State
from plugins.opinions.usecases import wall
from plugins.opinions.usecases.rows import about, case_of, opinion_of


def withdraw_approval(tx: Tx, *, opinion_id: int) -> None:
    """Take an opinion back from the chair, and off the hall screen."""
    opinion = opinion_of(tx, opinion_id)
    if opinion.state == State.APPROVED:
        opinion.state = State.NEW
        wall.hide_if_unfit(tx, opinion)
        tx.emit(about(tx, ApprovalWithdrawn, opinion))


def set_category(tx: Tx, *, opinion_id: int, category: str) -> None:
    """Name the topic; an empty code takes that back."""
    opinion = opinion_of(tx, opinion_id)
    if category != opinion.category:
        categorise(tx, opinion, category)
        wall.hide_if_unfit(tx, opinion)
        tx.emit(about(tx, OpinionEdited, opinion))


def categorise(tx: Tx, opinion: Opinion, category: str) -> None:
    """Set the topic. One the plan calls sensitive makes the opinion so, until somebody decides."""
    plan = tx.meeting.plan
    opinion.category = rules.listed(
        category, [one.code for one in plan.categories], "opinions.unknown_category"
    )
    found = plan.category(category)
    opinion.sensitive = bool(opinion.sensitive or (found and found.sensitive))


def set_kind(tx: Tx, *, opinion_id: int, kind: str) -> None:
    """Say what sort it is. Whoever complains or denounces is protected by law: masked."""
    opinion = opinion_of(tx, opinion_id)
    kind = rules.listed(kind, list(Kind), "opinions.unknown_kind")
    if kind == opinion.kind:
        return
    opinion.kind = kind
    tx.emit(about(tx, OpinionDetailed, opinion))
    if kind in ROUTED_OUT:
        mark_sensitive(tx, opinion_id=opinion_id, sensitive=True)


def assign_department(tx: Tx, *, opinion_id: int, department: str) -> None:
    """Name the department that answers; an empty code takes that back."""
    opinion = opinion_of(tx, opinion_id)
    codes = [one.code for one in tx.meeting.plan.departments]
    rules.listed(department, codes, "opinions.unknown_department")
    if department == opinion.department:
        return
    if not department:
        rules.may_lose_department(case_of(tx, opinion))
    opinion.department, opinion.department_called_at = department, None
    tx.emit(about(tx, OpinionAssigned, opinion, department=department))


def mark_sensitive(tx: Tx, *, opinion_id: int, sensitive: bool) -> None:
    """Mask an opinion outside the staff's pages, or no longer."""
    opinion = opinion_of(tx, opinion_id)
    if opinion.sensitive == sensitive:
        return
    if not sensitive:
        rules.may_be_open(case_of(tx, opinion))
    opinion.sensitive = sensitive
    wall.hide_if_unfit(tx, opinion)
    tx.emit(about(tx, SensitivityMarked, opinion, sensitive=sensitive))
