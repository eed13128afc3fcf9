"""Changing the order by hand, and going back to the rule."""

from __future__ import annotations

from meeting.contract import Tx
from plugins.speakers import lineup, order, queries
from plugins.speakers.events import QueueReordered, RuleFollowed
from plugins.speakers.turns import event, turn_of


def move(tx: Tx, *, turn_id: int, before_id: int, seen: str) -> None:
    """Put somebody before another one who waits, or behind all for 0.

    ``seen`` is the order the clicker saw (``3 5 9``). What stands above stays as it was seen.
    """
    turn = turn_of(tx, turn_id)
    waiting = queries.waiting_turns(tx.session, tx.meeting_id)
    before = [one.id for one in waiting]
    order.same_order(seen, before)
    after = order.moved(before, turn_id, before_id)
    if before_id == 0:
        if after == before and turn.placed is None and turn.deferred_at is not None:
            return
        turn.placed, turn.deferred_at = None, tx.now
    elif after == before:
        return
    else:
        by_id = {one.id: one for one in waiting}
        held = order.frozen(after, turn_id, lineup.hand_places(waiting))
        for place, one in enumerate(held, 1):
            by_id[one].placed = place
        turn.deferred_at = tx.now
    tx.emit(event(tx, QueueReordered, turn, before_id=before_id))


def follow_rule(tx: Tx) -> None:
    """Undo all that was placed by hand: the rule alone decides again."""
    by_hand = [
        one
        for one in queries.waiting_turns(tx.session, tx.meeting_id)
        if one.placed is not None or one.deferred_at is not None
    ]
    if not by_hand:
        return
    for one in by_hand:
        one.placed, one.deferred_at = None, None
    tx.emit(RuleFollowed(meeting_id=tx.meeting_id, turns=len(by_hand)))
