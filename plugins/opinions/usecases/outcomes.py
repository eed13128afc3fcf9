"""What becomes of an opinion."""

from __future__ import annotations

from meeting.contract import Tx
from plugins.opinions import deciding, queries, rules, texts
from plugins.opinions.deciding import Decision, Wish
from plugins.opinions.events import OutcomeSet, ThreadChanged
from plugins.opinions.models import Opinion
from plugins.opinions.rules import EntryKind, Outcome
from plugins.opinions.usecases import findable, wall
from plugins.opinions.usecases.raising import heard_in_hall
from plugins.opinions.usecases.rows import about, case_of, numbered, opinion_of, rewrite
from plugins.opinions.usecases.triage import assign_department


def set_outcome(tx: Tx, *, opinion_id: int, wish: Wish, seen: str | None = None) -> None:
    """Say what becomes of an opinion. ``seen``: how it stood for whoever decides; None: unsaid."""
    opinion = opinion_of(tx, opinion_id)
    if seen is not None:
        deciding.as_seen(opinion.number, seen=seen, present=_stand(opinion))
    if not wish.outcome:
        _clear(tx, opinion)
        return
    if wish.department is not None and wish.department != opinion.department:
        assign_department(tx, opinion_id=opinion_id, department=wish.department)
    other = _other(tx, wish)
    decided = deciding.decide(
        case_of(tx, opinion),
        wish,
        day=queries.meeting_day(tx.meeting, tx.now),
        offer=_strictest(tx, wish.outcome),
        target=Outcome(other.outcome) if other and other.outcome else None,
    )
    before = about(tx, OutcomeSet, opinion, outcome=decided.outcome.value)
    _store(tx, opinion, decided, other)
    if decided.outcome is Outcome.ANSWERED_ON_SPOT:
        heard_in_hall(tx, opinion)
    if decided.outcome is Outcome.REFERRED:
        opinion.sensitive = True
    if other is not None:
        _bring_along(tx, opinion, other)
        tx.emit(about(tx, ThreadChanged, other))
    wall.hide_if_unfit(tx, opinion)
    tx.emit(before)


def _store(tx: Tx, opinion: Opinion, decided: Decision, other: Opinion | None) -> None:
    opinion.outcome, opinion.decided_at = decided.outcome, tx.now
    opinion.due_date, opinion.due_reason = decided.due_date, decided.due_reason
    opinion.competent_body, opinion.expected = decided.competent_body, decided.expected
    opinion.told_on = decided.told_on
    opinion.merged_into_id = other.id if other else None
    opinion.department_called_at = None  # nothing is left to be answered now


def _stand(opinion: Opinion) -> str:
    return deciding.stand_of(opinion.decided_at, opinion.department)


def nothing_raised(tx: Tx, *, opinion_id: int, seen: int) -> None:
    """The speaker asked for nothing: the minutes say so, and it is settled."""
    entry = queries.entry(tx.session, opinion_id, EntryKind.QUESTION)
    assert entry is not None, "every opinion begins with its question"
    rules.fresh(seen, entry.revision, theirs=entry.text, by=entry.saved_by)
    rewrite(tx, entry, entry.text or texts.NOTHING_RAISED)
    findable.keep(tx, opinion_of(tx, opinion_id), entry.text)
    set_outcome(tx, opinion_id=opinion_id, wish=Wish(outcome=Outcome.NOTED))


def _bring_along(tx: Tx, opinion: Opinion, other: Opinion) -> None:
    """Those joined with one that is joined itself now follow it: the chain stays one link long."""
    for follower in queries.joined_rows(tx.session, opinion.id):
        follower.merged_into_id = other.id


def _other(tx: Tx, wish: Wish) -> Opinion | None:
    """The opinion to be joined with."""
    if wish.outcome != Outcome.MERGED or wish.merged_into is None:
        return None
    return numbered(tx, wish.merged_into)


def _strictest(tx: Tx, outcome: str) -> deciding.DueOffer | None:
    if outcome not in rules.DUE:
        return None
    offers = queries.due_offers(tx.meeting, tx.now)[Outcome(outcome)]
    return offers[0] if offers else None


def join(tx: Tx, *, opinion_id: int, number: int | None) -> None:
    """Join an opinion that repeats another with that one; what was decided already stays."""
    rules.may_be_joined(case_of(tx, opinion_of(tx, opinion_id)))
    set_outcome(tx, opinion_id=opinion_id, wish=Wish(outcome=Outcome.MERGED, merged_into=number))


def _clear(tx: Tx, opinion: Opinion) -> None:
    if opinion.outcome is None:
        return
    joined = opinion.merged_into_id
    opinion.outcome = opinion.due_date = opinion.merged_into_id = opinion.decided_at = None
    opinion.due_reason = opinion.competent_body = opinion.expected = ""
    opinion.told_on = None
    tx.emit(about(tx, OutcomeSet, opinion, outcome=""))
    if joined is not None:
        tx.emit(about(tx, ThreadChanged, opinion_of(tx, joined)))
