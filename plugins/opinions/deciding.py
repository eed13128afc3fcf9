"""What becomes of an opinion, and by when: pure, without database and clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from meeting import text as words
from meeting.contract import Refused, _l
from meeting.plan.options import Deadlines
from meeting.workdays import Calendar, Reckoned
from plugins.opinions import texts
from plugins.opinions.rules import DUE, Case, Outcome


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An outcome as somebody asks for it. An empty one takes the present outcome back.

    ``department``: whom to assign in the same step; None leaves that as it is.
    """

    outcome: str
    department: str | None = None
    due_date: date | None = None
    due_reason: str = ""  # why the date is later than the rules offer
    competent_body: str = ""
    expected: str = ""  # when that body is to act, in words
    told_on: date | None = None  # when the asker was told so
    merged_into: int | None = None  # the other opinion's number
    words_follow: bool = False  # answered before all: what was said is written down later


@dataclass(frozen=True, kw_only=True)
class Decision:
    """An outcome with exactly what belongs to it."""

    outcome: Outcome
    due_date: date | None = None
    due_reason: str = ""
    competent_body: str = ""
    expected: str = ""
    told_on: date | None = None
    merged_into: int | None = None  # the other opinion's number


def stand_of(decided_at: datetime | None, department: str) -> str:
    """When it was decided on, and who is to answer: a form names what its reader saw."""
    return f"{decided_at.isoformat() if decided_at else ''} {department}"


def as_seen(number: int, *, seen: str, present: str) -> None:
    """Refuse a decision over one that its maker has not seen."""
    if seen != present:
        raise Refused(
            "opinions.decided_since",
            _l(
                "Opinion %(number)s was decided on by somebody else a moment ago, so nothing was "
                "done. Look at it as it is now, then press again."
            ),
            number=number,
        )


def no_outcome() -> Refused:
    """Nobody chose an outcome."""
    return Refused("opinions.no_outcome", _l("Choose what becomes of the opinion."))


def decide(
    case: Case,
    wish: Wish,
    *,
    day: date,
    offer: DueOffer | None = None,
    target: Outcome | None = None,
) -> Decision:
    """What the wish comes to on the meeting's ``day``.

    ``offer``: the strictest rule for this outcome; a later date needs a reason. ``target``: the
    present outcome of the one it is joined with.
    """
    if wish.outcome not in set(Outcome):
        raise no_outcome()
    kind = Outcome(wish.outcome)
    if kind is Outcome.ANSWERED_ON_SPOT:
        _needs_answer(case, words_follow=wish.words_follow)
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
        _needs_reason(wish, offer)
    if kind is Outcome.MERGED:
        _needs_link(case, wish.merged_into, target)
    return _exactly(kind, wish, offer)


def _exactly(kind: Outcome, wish: Wish, offer: DueOffer | None) -> Decision:
    """The outcome without what belongs to others."""
    if kind in DUE:
        late = _is_late(wish, offer)
        reason = texts.official(wish.due_reason) if late else ""
        return Decision(outcome=kind, due_date=wish.due_date, due_reason=reason)
    if kind is Outcome.BEYOND_AUTHORITY:
        return Decision(
            outcome=kind,
            competent_body=texts.official(wish.competent_body),
            expected=texts.official(wish.expected),
            told_on=wish.told_on,
        )
    return Decision(outcome=kind, merged_into=wish.merged_into if kind is Outcome.MERGED else None)


def _is_late(wish: Wish, offer: DueOffer | None) -> bool:
    return bool(offer and wish.due_date and wish.due_date > offer.day)


def _needs_reason(wish: Wish, offer: DueOffer | None) -> None:
    """A shorter date may be set by hand; a longer one is explained (plan deadlines)."""
    if offer and _is_late(wish, offer) and not words.clean(wish.due_reason):
        raise Refused(
            "opinions.late_without_reason",
            _l(
                "The rules give until %(due)s (%(rule)s). "
                "For a later date write the reason beside it."
            ),
            due=f"{offer.day:%d/%m/%Y}",
            rule=offer.rule,
        )


def _needs_answer(case: Case, *, words_follow: bool) -> None:
    """Who answered is always known; the words may follow until the meeting is closed."""
    if not (case.answer or words_follow):
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
    """A due date that a rule gives; ``last``: the last day that the law leaves."""

    day: date
    last: date
    count: int
    working: bool  # whether ``count`` means working days
    by_law: bool = False  # else the plan says so
    unknown_years: tuple[int, ...] = ()

    @property
    def rule(self) -> object:
        """The rule in words."""
        if self.by_law:
            return _l("%(count)s working days by the law on receiving citizens", count=self.count)
        if self.working:
            return _l("%(count)s working days by the plan", count=self.count)
        return _l("%(count)s days by the plan", count=self.count)


def due_offers(
    outcome: Outcome, day: date, plan: Deadlines, days: Calendar
) -> tuple[DueOffer, ...]:
    """What each rule gives that is switched on for this outcome, the strictest first.

    For what is beyond authority it is the day by which the asker must be told (Law on Receiving
    Citizens, Article 28).
    """
    if outcome is Outcome.PENDING:
        offers = [
            _working(plan.pending_reply_working_days, day, days),
            _calendar(plan.pending_reply_max_days, day, days),
        ]
    elif outcome is Outcome.OFF_TOPIC_WRITTEN:
        offers = [_working(plan.off_topic_reply_working_days, day, days)]
    elif outcome is Outcome.BEYOND_AUTHORITY:
        offers = [_working(plan.acknowledge_working_days, day, days, by_law=True)]
    else:
        offers = []
    return tuple(sorted((one for one in offers if one), key=lambda offer: offer.day))


def _working(
    count: int | None, day: date, days: Calendar, *, by_law: bool = False
) -> DueOffer | None:
    if count is None:
        return None
    return _offer(days.after_working_days(day, count), count, working=True, by_law=by_law)


def _calendar(count: int | None, day: date, days: Calendar) -> DueOffer | None:
    if count is None:
        return None
    return _offer(days.after_days(day, count), count, working=False)


def _offer(counted: Reckoned, count: int, *, working: bool, by_law: bool = False) -> DueOffer:
    return DueOffer(
        day=counted.target,
        last=counted.last,
        count=count,
        working=working,
        by_law=by_law,
        unknown_years=counted.unknown_years,
    )
