"""What the opinions tell the others: each names the opinion, and the delegate who asked."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class OpinionEvent(Event):
    """Something happened to one opinion."""

    opinion_id: int
    delegate_id: int | None = None
    also: tuple[int, ...] = ()  # delegates whose opinion was joined with it


@dataclass(frozen=True, kw_only=True)
class OpinionAsked(OpinionEvent):
    """An opinion arrived, by whatever channel."""

    name = "opinions.asked"
    title = _l("Opinion received")
    number: int


@dataclass(frozen=True, kw_only=True)
class OpinionEdited(OpinionEvent):
    """Its text, short form or topic was tidied."""

    name = "opinions.edited"
    title = _l("Opinion's text edited")


@dataclass(frozen=True, kw_only=True)
class AskerCorrected(OpinionEvent):
    """It belongs to somebody else than was written down."""

    name = "opinions.asker_corrected"
    title = _l("Opinion's asker corrected")


@dataclass(frozen=True, kw_only=True)
class OpinionApproved(OpinionEvent):
    """The chair sees it from now on."""

    name = "opinions.approved"
    title = _l("Opinion approved")


@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(OpinionEvent):
    """It went back to the secretary's list."""

    name = "opinions.approval_withdrawn"
    title = _l("Approval withdrawn")


@dataclass(frozen=True, kw_only=True)
class OpinionAssigned(OpinionEvent):
    """A department was told to answer; an empty code takes that back."""

    name = "opinions.assigned"
    title = _l("Department assigned")
    department: str


@dataclass(frozen=True, kw_only=True)
class OpinionAnswered(OpinionEvent):
    """An answer was recorded or edited."""

    name = "opinions.answered"
    title = _l("Answer recorded")


@dataclass(frozen=True, kw_only=True)
class OutcomeSet(OpinionEvent):
    """It was decided what becomes of it; an empty outcome takes that back."""

    name = "opinions.outcome_set"
    title = _l("Outcome set")
    outcome: str


@dataclass(frozen=True, kw_only=True)
class OpinionShown(OpinionEvent):
    """It was put on the hall screen."""

    name = "opinions.shown"
    title = _l("Opinion shown in the hall")


@dataclass(frozen=True, kw_only=True)
class OpinionHidden(OpinionEvent):
    """It was taken off the hall screen."""

    name = "opinions.hidden"
    title = _l("Opinion taken off the hall screen")


@dataclass(frozen=True, kw_only=True)
class SensitivityMarked(OpinionEvent):
    """It is masked outside from now on, or no longer."""

    name = "opinions.sensitivity_marked"
    title = _l("Opinion marked sensitive or not")
    sensitive: bool


@dataclass(frozen=True, kw_only=True)
class OpinionDetailed(OpinionEvent):
    """Its sort, source, severity or reference was written down."""

    name = "opinions.detailed"
    title = _l("Opinion's details noted")


@dataclass(frozen=True, kw_only=True)
class OpinionDropped(OpinionEvent):
    """It was opened for a turn that did not take place."""

    name = "opinions.dropped"
    title = _l("Empty opinion dropped")
    number: int


@dataclass(frozen=True, kw_only=True)
class OpinionRaised(OpinionEvent):
    """One collected before the day was taken up in the hall."""

    name = "opinions.raised"
    title = _l("Collected opinion taken up")


@dataclass(frozen=True, kw_only=True)
class ThreadChanged(OpinionEvent):
    """Something was said about it, or another was joined with it."""

    name = "opinions.thread_changed"
    title = _l("Opinion's thread continued")


@dataclass(frozen=True, kw_only=True)
class AnswerPrepared(OpinionEvent):
    """A department wrote what it would answer."""

    name = "opinions.prepared"
    title = _l("Answer prepared")


@dataclass(frozen=True, kw_only=True)
class DepartmentCalled(OpinionEvent):
    """The chair asks the department to answer; an empty code ends the call."""

    name = "opinions.department_called"
    title = _l("Department called to answer")
    department: str


@dataclass(frozen=True, kw_only=True)
class OpinionSupported(OpinionEvent):
    """A delegate thinks so too, or no longer."""

    name = "opinions.supported"
    title = _l("Opinion supported")
    by: int
    supports: bool


@dataclass(frozen=True, kw_only=True)
class AnswererSeated(Event):
    """A device belongs to a department from now on; an empty code: to none."""

    name = "opinions.answerer_seated"
    title = _l("Department's device named")
    device_id: int
    department: str


EVENTS: tuple[type[OpinionEvent], ...] = (
    OpinionAsked,
    OpinionEdited,
    AskerCorrected,
    OpinionApproved,
    ApprovalWithdrawn,
    OpinionAssigned,
    OpinionAnswered,
    OutcomeSet,
    OpinionShown,
    OpinionHidden,
    SensitivityMarked,
    OpinionDetailed,
    OpinionDropped,
    OpinionRaised,
    ThreadChanged,
    AnswerPrepared,
    DepartmentCalled,
    OpinionSupported,
)
OF_DEVICES: tuple[type[Event], ...] = (AnswererSeated,)
