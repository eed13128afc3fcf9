"""What the chair does in one tap, and the way back; the chair's notes."""

from __future__ import annotations

from dataclasses import dataclass

from meeting import text as words
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from plugins.chair import queries
from plugins.chair.models import Note
from plugins.chair.rules import NOTE_LIMIT, Stand, joined
from plugins.opinions import api as opinions
from plugins.opinions.api import OpinionView, Outcome, Wish
from plugins.speakers import api as speakers
from plugins.speakers.api import TurnView


def assign(tx: Tx, *, opinion_id: int, seen: str, department: str) -> None:
    """Give an opinion to a department."""
    found = _opinion(tx, opinion_id)
    if found.department != department:
        _as_seen(found, seen)
        opinions.assign_department(tx, opinion_id=opinion_id, department=department)


def call(tx: Tx, *, opinion_id: int, department: str) -> None:
    """Call the department that the chair saw named; its device shows a sign."""
    found = _opinion(tx, opinion_id)
    if found.department != department:
        raise _moved(found)
    if found.department_called_at is None:
        opinions.call_department(tx, opinion_id=opinion_id)


def decide(tx: Tx, *, opinion_id: int, seen: str, wish: Wish) -> None:
    """Say what becomes of an opinion; an empty outcome takes that back."""
    found = _opinion(tx, opinion_id)
    if _is_so(found, wish):
        return
    _as_seen(found, seen)
    opinions.set_outcome(tx, opinion_id=opinion_id, wish=wish)


def answered(
    tx: Tx, *, opinion_id: int, seen: str, answered_by: str, as_prepared: bool = False
) -> None:
    """It was answered in the hall. The words are those prepared, or the secretary's task."""
    found = _opinion(tx, opinion_id)
    if found.outcome is Outcome.ANSWERED_ON_SPOT:
        return
    _as_seen(found, seen)
    if as_prepared and not found.answer:
        opinions.use_prepared(tx, opinion_id=opinion_id, seen=found.answer_revision)
    elif not found.answered_by:
        opinions.record_answer(
            tx,
            opinion_id=opinion_id,
            text=found.answer,
            full=found.answer_full,
            answered_by=answered_by,
            seen=found.answer_revision,
        )
    wish = Wish(outcome=Outcome.ANSWERED_ON_SPOT, words_follow=True)
    opinions.set_outcome(tx, opinion_id=opinion_id, wish=wish)
    if found.department_called_at is not None:
        opinions.stop_calling(tx, opinion_id=opinion_id)


def undo(
    tx: Tx,
    *,
    opinion_id: int,
    seen: str,
    before: Stand,
    had_answer: bool = True,
    was_raised: bool = True,
) -> None:
    """Put an opinion back as it stood before a tap. An answer that only the tap made goes again;
    so does that it was taken up in the hall.
    """
    found = _opinion(tx, opinion_id)
    if Stand.of(found) != before:
        _as_seen(found, seen)
    opinions.set_outcome(tx, opinion_id=opinion_id, wish=Wish(outcome=""))
    if before.outcome:
        opinions.set_outcome(tx, opinion_id=opinion_id, wish=_again(before))
    opinions.assign_department(tx, opinion_id=opinion_id, department=before.department)
    if not had_answer:
        opinions.drop_answer(tx, opinion_id=opinion_id, seen=1)
    if not was_raised:
        opinions.lay_back(tx, opinion_id=opinion_id)


def take_off(tx: Tx, *, opinion_id: int, was_raised: bool) -> None:
    """Take an opinion off the hall screen again, as if it had not been put there."""
    found = _opinion(tx, opinion_id)
    opinions.hide(tx, opinion_id=opinion_id)
    if not (was_raised or found.outcome or found.answer):
        opinions.lay_back(tx, opinion_id=opinion_id)


def _again(before: Stand) -> Wish:
    return Wish(
        outcome=before.outcome,
        department=before.department,
        due_date=before.due_date,
        due_reason=before.due_reason,
        competent_body=before.competent_body,
        expected=before.expected,
        told_on=before.told_on,
        merged_into=before.merged_into,
        words_follow=True,
    )


def ask_asker(tx: Tx, *, opinion_id: int, subject: str) -> int:
    """The chair has a question to whoever raised it.

    Who speaks now is asked back at once; anybody else is put on the list of speakers. Returns the
    turn on that list, 0 for none.
    """
    found = _opinion(tx, opinion_id)
    present = speakers.current(tx.session, tx.meeting_id)
    if present is not None and _is_asker(found, present):
        speakers.ask_back(tx, turn_id=present.id)
        return 0
    person = found.delegate_id
    if found.turn_id is not None:
        speech = None if person else found.turn_id
        return speakers.ask_follow_up(tx, delegate_id=person, turn_id=speech, subject=subject)
    if person is None:
        raise Refused(
            "chair.nobody_to_ask",
            _l("Nobody is known who raised this. Ask in the hall, and give the floor by hand."),
        )
    return speakers.request_turn(tx, delegate_id=person, subject=subject)


def _is_asker(found: OpinionView, turn: TurnView) -> bool:
    same = found.delegate_id is not None and found.delegate_id == turn.delegate_id
    return same or found.turn_id == turn.id


def _opinion(tx: Tx, opinion_id: int) -> OpinionView:
    found = opinions.opinion(tx.session, opinion_id)
    if found is None or found.meeting_id != tx.meeting_id or not found.approved:
        raise Refused(
            "chair.no_such_opinion",
            _l("The secretary has taken this opinion back. Go on to the next one."),
        )
    return found


def _is_so(found: OpinionView, wish: Wish) -> bool:
    """Whether everything is as somebody wants it: the same tap twice does what it did once."""
    return (
        (found.outcome or "") == wish.outcome
        and wish.department in (None, found.department)
        and found.due_date == wish.due_date
        and found.competent_body == wish.competent_body
    )


def _as_seen(found: OpinionView, seen: str) -> None:
    """Refuse a tap on an old picture."""
    if Stand.of(found).stamp != seen:
        raise _moved(found)


def _moved(found: OpinionView) -> Refused:
    return Refused(
        "chair.moved",
        _l(
            "Opinion %(number)s was decided on by somebody else a moment ago, so nothing was done. "
            "Look at it as it is now, then press again."
        ),
        number=found.number,
    )


@dataclass(frozen=True)
class Saved:
    """A note as it stands after saving."""

    text: str
    revision: int
    joined: bool  # with what another of the chair's tablets had written


@allowed_when_closed
def save_note(tx: Tx, *, opinion_id: int, text: str, seen: int) -> Saved:
    """Keep the chair's note on an opinion. ``seen``: the revision it was written over, 0 for none.

    Nobody is told, and the journal does not know: it is the chair's alone.
    """
    found = opinions.opinion(tx.session, opinion_id)
    if found is None or found.meeting_id != tx.meeting_id:
        raise Refused(
            "chair.nothing_to_note",
            _l("This opinion is not there any more. Write the note down on paper."),
        )
    clean = words.clean(text, lines=True)
    if words.graphemes(clean) > NOTE_LIMIT:
        raise Refused(
            "chair.note_too_long",
            _l("A note has room for %(limit)s letters. Shorten it."),
            limit=NOTE_LIMIT,
        )
    note = queries.note(tx.session, opinion_id)
    if note is None:
        note = Note(meeting_id=tx.meeting_id, opinion_id=opinion_id, text="", revision=0)
        tx.session.add(note)
    is_other = note.revision not in (0, seen) and note.device_id != tx.by.id
    whole = joined(note.text, clean) if is_other else clean
    if note.text != whole or note.revision == 0:
        note.text, note.revision = whole, note.revision + 1
        note.device_id, note.saved_at = tx.by.id, tx.now
    return Saved(note.text, note.revision, joined=whole != clean)
