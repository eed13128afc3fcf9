"""What may be asked, approved, shown, answered and decided: pure, without database and clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from meeting import text as words
from meeting.contract import Refused, _l
from meeting.plan.options import Deadlines
from meeting.workdays import Calendar, Reckoned
from plugins.opinions import texts


class Channel(StrEnum):
    """How an opinion reached the meeting."""

    DIRECT = "DIRECT"
    VIA_SECRETARY = "VIA_SECRETARY"
    PHONE = "PHONE"
    PRE_COLLECTED = "PRE_COLLECTED"

    @property
    def label(self) -> object:
        """The channel in words."""
        return _CHANNELS[self]


_CHANNELS: dict[Channel, object] = {
    Channel.DIRECT: _l("Spoken"),
    Channel.VIA_SECRETARY: _l("Question slip"),
    Channel.PHONE: _l("Sent by phone"),
    Channel.PRE_COLLECTED: _l("Collected before the meeting"),
}


class State(StrEnum):
    """Whether the secretary has let an opinion through to the chair."""

    NEW = "NEW"
    APPROVED = "APPROVED"


class EntryKind(StrEnum):
    """What a piece of an opinion's thread is."""

    QUESTION = "QUESTION"
    CLARIFICATION = "CLARIFICATION"
    ANSWER = "ANSWER"
    FOLLOW_UP = "FOLLOW_UP"
    CONCLUSION = "CONCLUSION"


class Outcome(StrEnum):
    """What became of an opinion."""

    ANSWERED_ON_SPOT = "ANSWERED_ON_SPOT"
    PENDING = "PENDING"
    BEYOND_AUTHORITY = "BEYOND_AUTHORITY"
    OFF_TOPIC_WRITTEN = "OFF_TOPIC_WRITTEN"
    NOTED = "NOTED"
    MERGED = "MERGED"
    REFERRED = "REFERRED"

    @property
    def label(self) -> object:
        """The outcome in words."""
        return _OUTCOMES[self]


_OUTCOMES: dict[Outcome, object] = {
    Outcome.ANSWERED_ON_SPOT: _l("Answered at the meeting"),
    Outcome.PENDING: _l("Not settled yet: a department answers by a date"),
    Outcome.BEYOND_AUTHORITY: _l("Beyond our authority: passed on"),
    Outcome.OFF_TOPIC_WRITTEN: _l("Off topic: answered privately in writing"),
    Outcome.NOTED: _l("Noted"),
    Outcome.MERGED: _l("Same as another opinion"),
    Outcome.REFERRED: _l("Guided to file a complaint or denunciation"),
}
DUE = frozenset({Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN})  # outcomes with a date


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Whose opinion it is: a speaking turn, a delegate, a name somebody gave, or nobody named."""

    turn_id: int | None = None
    delegate_id: int | None = None
    name: str = ""
    village_id: int | None = None
    anonymous: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """An opinion as far as the rules look at it."""

    number: int
    approved: bool = False
    sensitive: bool = False
    answer: str = ""
    answered_by: str = ""
    department: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An outcome as somebody asks for it. An empty one takes the present outcome back.

    ``department``: whom to assign in the same step; None leaves that as it is.
    """

    outcome: str
    department: str | None = None
    due_date: date | None = None
    competent_body: str = ""
    merged_into: int | None = None  # the other opinion's number


@dataclass(frozen=True, kw_only=True)
class Decision:
    """An outcome with exactly what belongs to it."""

    outcome: Outcome
    due_date: date | None = None
    competent_body: str = ""
    merged_into: int | None = None  # the other opinion's number


def known_asker(asker: Asker, channel: Channel, *, anonymous_slips: bool) -> Asker:
    """Refuse an opinion nobody is named for, unless it is said to have come without a name."""
    if asker.turn_id is not None or asker.delegate_id is not None:
        return asker
    if asker.anonymous:
        if channel is not Channel.DIRECT and not anonymous_slips:
            raise Refused(
                "opinions.name_needed",
                _l("The plan does not accept slips without a name. Write who asks."),
            )
        return replace(asker, name="")
    if not words.clean(asker.name):
        raise Refused(
            "opinions.no_asker",
            _l("Write who asks, or choose “no name given”."),
        )
    return replace(asker, name=texts.asker_name(asker.name))


def listed(code: str, codes: Sequence[str], refusal: str) -> str:
    """A category or department of the plan, or none."""
    if code and code not in codes:
        raise Refused(
            refusal,
            _l("“%(given)s” is not in the plan. Choose one of the list."),
            given=code,
        )
    return code


def within_limit(sent: int, limit: int) -> None:
    """Refuse a phone that sends more questions than the office wants to handle from one person."""
    if limit and sent >= limit:
        raise Refused(
            "opinions.too_many",
            _l(
                "You have sent %(sent)s questions, the most that one person can send by phone. "
                "Hand further ones to the secretary on paper."
            ),
            sent=sent,
        )


def fresh(seen: int, present: int, *, theirs: str, by: str) -> None:
    """Refuse a text that was written over an older version than the stored one."""
    if seen != present:
        raise Refused(
            "opinions.stale",
            _l(
                "%(by)s saved another version while you were typing. Both are shown: "
                "put into your text what shall stay, then save again."
            ),
            by=by,
            theirs=theirs,
            revision=present,
        )


def may_be_shown(case: Case) -> None:
    """Only what was approved and is not sensitive reaches the hall screen."""
    if case.sensitive:
        raise Refused(
            "opinions.sensitive",
            _l("Opinion %(number)s is sensitive and is never shown in the hall."),
            number=case.number,
        )
    if not case.approved:
        raise Refused(
            "opinions.not_approved",
            _l("Opinion %(number)s is not approved yet. Approve it first."),
            number=case.number,
        )


def may_lose_department(case: Case) -> None:
    """A pending opinion always has somebody who owes the answer."""
    if case.outcome is Outcome.PENDING:
        raise Refused(
            "opinions.department_needed",
            _l("Opinion %(number)s is pending, so a department must owe the answer."),
            number=case.number,
        )


def may_be_open(case: Case) -> None:
    """A complaint or denunciation stays masked: whoever makes one is protected by law."""
    if case.outcome is Outcome.REFERRED:
        raise Refused(
            "opinions.referred",
            _l(
                "Opinion %(number)s was guided to file a complaint or denunciation "
                "and stays masked. Change the outcome first."
            ),
            number=case.number,
        )


def may_be_joined(case: Case) -> None:
    """What the chair or the secretary decided is theirs to change."""
    if case.outcome not in {None, Outcome.MERGED}:
        raise Refused(
            "opinions.decided",
            _l("Opinion %(number)s has its outcome already. Ask the secretary to change it."),
            number=case.number,
        )


def keeps_its_answer(case: Case, text: str, answered_by: str) -> None:
    """What counts as answered cannot lose its answer."""
    if case.outcome is Outcome.ANSWERED_ON_SPOT and not (text and answered_by):
        raise Refused(
            "opinions.answer_needed",
            _l(
                "Opinion %(number)s counts as answered at the meeting, "
                "so the answer and who gave it must stay. Change the outcome first."
            ),
            number=case.number,
        )


def no_outcome() -> Refused:
    """Nobody chose an outcome."""
    return Refused("opinions.no_outcome", _l("Choose what becomes of the opinion."))


def decide(case: Case, wish: Wish, *, day: date, target: Outcome | None = None) -> Decision:
    """What the wish comes to. ``target``: the present outcome of the one it is joined with."""
    if wish.outcome not in set(Outcome):
        raise no_outcome()
    kind = Outcome(wish.outcome)
    if kind is Outcome.ANSWERED_ON_SPOT:
        _needs_answer(case)
    if kind is Outcome.PENDING and not case.department:
        raise Refused(
            "opinions.no_department",
            _l("Choose the department that owes the answer."),
        )
    if kind is Outcome.BEYOND_AUTHORITY and not words.clean(wish.competent_body):
        raise Refused(
            "opinions.no_competent_body",
            _l("Write which body is competent, so that it can be passed on."),
        )
    if kind in DUE:
        _needs_date(wish.due_date, day)
    if kind is Outcome.MERGED:
        _needs_link(case, wish.merged_into, target)
    beyond = kind is Outcome.BEYOND_AUTHORITY
    return Decision(
        outcome=kind,
        due_date=wish.due_date if kind in DUE else None,
        competent_body=texts.official(wish.competent_body) if beyond else "",
        merged_into=wish.merged_into if kind is Outcome.MERGED else None,
    )


def _needs_answer(case: Case) -> None:
    if not case.answer:
        raise Refused(
            "opinions.no_answer",
            _l("No answer is recorded yet. Write the answer and save it first."),
        )
    if not case.answered_by:
        raise Refused(
            "opinions.no_answerer",
            _l("Write who answered, and save it first."),
        )


def _needs_date(due: date | None, day: date) -> None:
    if due is None:
        raise Refused("opinions.no_due_date", _l("Write the day by which the answer is due."))
    if due < day:
        raise Refused(
            "opinions.due_too_early",
            _l("The due date %(due)s lies before the meeting. Choose a later day."),
            due=f"{due:%d/%m/%Y}",
        )


def _needs_link(case: Case, number: int | None, target: Outcome | None) -> None:
    if number is None:
        raise Refused("opinions.no_link", _l("Choose the opinion it is the same as."))
    if number == case.number:
        raise Refused(
            "opinions.own_link",
            _l("Opinion %(number)s cannot be the same as itself. Choose another one."),
            number=number,
        )
    if target is Outcome.MERGED:
        raise Refused(
            "opinions.link_merged",
            _l(
                "Opinion %(number)s is itself the same as another one. "
                "Choose the one that it was joined with."
            ),
            number=number,
        )


@dataclass(frozen=True, kw_only=True)
class DueOffer:
    """A due date offered by a rule of the plan."""

    day: date
    count: int
    working: bool  # whether ``count`` means working days
    unknown_years: tuple[int, ...] = ()


def due_offer(outcome: Outcome, day: date, plan: Deadlines, days: Calendar) -> DueOffer | None:
    """The earliest date among the rules that are switched on for this outcome."""
    if outcome is Outcome.PENDING:
        working, most = plan.pending_reply_working_days, plan.pending_reply_max_days
    elif outcome is Outcome.OFF_TOPIC_WRITTEN:
        working, most = plan.off_topic_reply_working_days, None
    else:
        return None
    offers = []
    if working is not None:
        offers.append(_offer(days.after_working_days(day, working), working, working=True))
    if most is not None:
        offers.append(_offer(days.after_days(day, most), most, working=False))
    return min(offers, key=lambda offer: offer.day, default=None)


def _offer(counted: Reckoned, count: int, *, working: bool) -> DueOffer:
    return DueOffer(
        day=counted.target, count=count, working=working, unknown_years=counted.unknown_years
    )
