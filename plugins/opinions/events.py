"""What the opinions tell the others: each names the opinion, and the delegate who asked."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class OpinionEvent(Event):
    """Something happened to one opinion."""

    opinion_id: int
    delegate_id: int | None = None


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
)
