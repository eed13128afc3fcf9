"""What can be done with opinions: one function a verb, one transaction each."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from meeting.contract import Refused, Tx, _l
from plugins.opinions import queries, rules, texts
from plugins.opinions.events import (
    ApprovalWithdrawn,
    AskerCorrected,
    OpinionAnswered,
    OpinionApproved,
    OpinionAsked,
    OpinionAssigned,
    OpinionEdited,
    OpinionEvent,
    OpinionHidden,
    OpinionShown,
    OutcomeSet,
    SensitivityMarked,
)
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.rules import Asker, Case, Channel, EntryKind, Outcome, State, Wish
from plugins.roster.api import Delegate, Village
from plugins.speakers.api import Turn


@dataclass(frozen=True)
class Receipt:
    """What somebody gets for an opinion: its number, to ask for it by."""

    id: int
    number: int


def ask(tx: Tx, *, text: str, category: str = "") -> Receipt:
    """An attendee sends a question from their own phone."""
    delegate_id = tx.by.delegate_id
    if delegate_id is None:
        raise Refused(
            "opinions.not_known",
            _l("Say who you are first: scan your invitation, or choose your name."),
        )
    if not tx.setting("opinions.phone"):
        raise Refused(
            "opinions.phone_off",
            _l("Questions by phone are not taken now. Hand yours to the secretary on paper."),
        )
    sent = queries.count_of(tx.session, delegate_id, Channel.PHONE)
    rules.within_limit(sent, tx.setting("opinions.phone_limit"))
    opinion = Opinion(channel=Channel.PHONE, delegate_id=delegate_id)
    return _take_in(tx, opinion, text, category)


def record(
    tx: Tx, *, text: str, channel: str, asker: Asker, category: str = "", approved: bool = False
) -> Receipt:
    """The secretary writes down what was spoken, or what stands on a slip."""
    via = _channel(channel)
    known = rules.known_asker(asker, via, anonymous_slips=tx.meeting.plan.asking.anonymous_slips)
    opinion = Opinion(channel=via)
    _attribute(tx, opinion, known)
    receipt = _take_in(tx, opinion, text, category)
    if approved:
        approve(tx, opinion_id=receipt.id)
    return receipt


def _channel(raw: str) -> Channel:
    if raw not in {Channel.DIRECT, Channel.VIA_SECRETARY, Channel.PRE_COLLECTED}:
        raise Refused(
            "opinions.no_channel", _l("Choose how the opinion came: spoken, or on a slip.")
        )
    return Channel(raw)


def _attribute(tx: Tx, opinion: Opinion, asker: Asker) -> None:
    """Write down whose opinion it is; a turn stands for the one who spoke in it."""
    delegate_id, name, village_id = asker.delegate_id, asker.name, asker.village_id
    if asker.turn_id is not None:
        turn = tx.session.get(Turn, asker.turn_id)
        if turn is None or turn.meeting_id != tx.meeting_id:
            raise Refused(
                "opinions.no_such_turn",
                _l("This speaking turn is not in the list any more. Choose the speaker again."),
            )
        opinion.turn_id = turn.id
        delegate_id, name, village_id = turn.delegate_id, turn.speaker_name, turn.village_id
    if delegate_id is not None:
        delegate = tx.session.get(Delegate, delegate_id)
        if delegate is None or delegate.meeting_id != tx.meeting_id:
            raise Refused(
                "opinions.no_such_person",
                _l("This person is not on the list of this meeting. Search for the name again."),
            )
        opinion.delegate_id, opinion.asker, opinion.village_id = delegate_id, "", None
        return
    opinion.delegate_id, opinion.asker = None, name
    opinion.village_id = _village(tx, village_id)


def _village(tx: Tx, village_id: int | None) -> int | None:
    if village_id is None:
        return None
    village = tx.session.get(Village, village_id)
    if village is None or village.meeting_id != tx.meeting_id:
        raise Refused(
            "opinions.no_such_village",
            _l("This village is not in the plan. Choose one."),
        )
    return village.id


def _take_in(tx: Tx, opinion: Opinion, text: str, category: str) -> Receipt:
    """Give a new opinion its number and the first entry of its thread."""
    question = texts.question(text)
    _categorise(tx, opinion, category)
    last = tx.session.scalar(
        sa.select(sa.func.max(Opinion.number)).where(Opinion.meeting_id == tx.meeting_id)
    )
    opinion.meeting_id, opinion.number, opinion.asked_at = tx.meeting_id, (last or 0) + 1, tx.now
    opinion.state, opinion.shown = State.NEW, False
    tx.session.add(opinion)
    tx.session.flush()
    _write(tx, opinion, EntryKind.QUESTION, question)
    tx.emit(_event(OpinionAsked, opinion, number=opinion.number))
    return Receipt(opinion.id, opinion.number)


def _categorise(tx: Tx, opinion: Opinion, category: str) -> None:
    """Set the topic. One the plan calls sensitive makes the opinion so, until somebody decides."""
    plan = tx.meeting.plan
    opinion.category = rules.listed(
        category, [one.code for one in plan.categories], "opinions.unknown_category"
    )
    found = plan.category(category)
    opinion.sensitive = bool(opinion.sensitive or (found and found.sensitive))


def _write(tx: Tx, opinion: Opinion, kind: EntryKind, text: str, said_by: str = "") -> Entry:
    entry = Entry(
        opinion_id=opinion.id,
        kind=kind,
        text=text,
        first_text=text,
        said_by=said_by,
        saved_by=tx.by.name,
        revision=1,
        at=tx.now,
        saved_at=tx.now,
    )
    tx.session.add(entry)
    tx.session.flush()
    return entry


def _rewrite(tx: Tx, entry: Entry, text: str, said_by: str = "") -> None:
    entry.text, entry.said_by = text, said_by
    entry.saved_by, entry.saved_at = tx.by.name, tx.now
    entry.revision += 1


def _event(kind: type[OpinionEvent], opinion: Opinion, **facts: object) -> OpinionEvent:
    return kind(
        meeting_id=opinion.meeting_id,
        opinion_id=opinion.id,
        delegate_id=opinion.delegate_id,
        **facts,
    )


def _opinion(tx: Tx, opinion_id: int) -> Opinion:
    opinion = tx.session.get(Opinion, opinion_id)
    if opinion is None or opinion.meeting_id != tx.meeting_id:
        raise Refused(
            "opinions.no_such_opinion", _l("There is no such opinion. Go back to the list.")
        )
    return opinion


def _case(tx: Tx, opinion: Opinion) -> Case:
    answer = queries.entry(tx.session, opinion.id, EntryKind.ANSWER)
    return Case(
        number=opinion.number,
        approved=opinion.state == State.APPROVED,
        sensitive=opinion.sensitive,
        answer=answer.text if answer else "",
        answered_by=answer.said_by if answer else "",
        department=opinion.department,
        outcome=Outcome(opinion.outcome) if opinion.outcome else None,
    )


def edit(tx: Tx, *, opinion_id: int, text: str, summary: str, category: str, seen: int) -> int:
    """Tidy the text. ``seen`` is the revision the editor started from. Returns the new one."""
    opinion = _opinion(tx, opinion_id)
    entry = queries.entry(tx.session, opinion_id, EntryKind.QUESTION)
    assert entry is not None, "every opinion begins with its question"
    rules.fresh(seen, entry.revision, theirs=entry.text, by=entry.saved_by)
    _rewrite(tx, entry, texts.question(text))
    opinion.summary = texts.summary(summary)
    if category != opinion.category:
        _categorise(tx, opinion, category)
        _hide_if_unfit(tx, opinion)
    tx.emit(_event(OpinionEdited, opinion))
    return entry.revision


def correct_asker(tx: Tx, *, opinion_id: int, asker: Asker) -> None:
    """Write down another asker."""
    opinion = _opinion(tx, opinion_id)
    nameless = tx.meeting.plan.asking.anonymous_slips
    known = rules.known_asker(asker, Channel(opinion.channel), anonymous_slips=nameless)
    before = _event(AskerCorrected, opinion)
    _attribute(tx, opinion, known)
    if before.delegate_id not in (None, opinion.delegate_id):
        tx.emit(before)  # the one who is no longer the asker sees that, too
    tx.emit(_event(AskerCorrected, opinion))


def approve(tx: Tx, *, opinion_id: int) -> None:
    """Let an opinion through to the chair."""
    opinion = _opinion(tx, opinion_id)
    if opinion.state != State.APPROVED:
        opinion.state = State.APPROVED
        tx.emit(_event(OpinionApproved, opinion))


def withdraw_approval(tx: Tx, *, opinion_id: int) -> None:
    """Take an opinion back from the chair, and off the hall screen."""
    opinion = _opinion(tx, opinion_id)
    if opinion.state == State.APPROVED:
        opinion.state = State.NEW
        _hide_if_unfit(tx, opinion)
        tx.emit(_event(ApprovalWithdrawn, opinion))


def assign_department(tx: Tx, *, opinion_id: int, department: str) -> None:
    """Name the department that answers; an empty code takes that back."""
    opinion = _opinion(tx, opinion_id)
    codes = [one.code for one in tx.meeting.plan.departments]
    rules.listed(department, codes, "opinions.unknown_department")
    if department == opinion.department:
        return
    if not department:
        rules.may_lose_department(_case(tx, opinion))
    opinion.department = department
    tx.emit(_event(OpinionAssigned, opinion, department=department))


def record_answer(tx: Tx, *, opinion_id: int, text: str, answered_by: str, seen: int) -> int:
    """Write down the answer. ``seen``: the revision the editor started from, 0 for none."""
    opinion = _opinion(tx, opinion_id)
    entry = queries.entry(tx.session, opinion_id, EntryKind.ANSWER)
    present = entry.revision if entry else 0
    theirs, by = (entry.text, entry.saved_by) if entry else ("", "")
    rules.fresh(seen, present, theirs=theirs, by=by)
    words, speaker = texts.answer(text), texts.official(answered_by)
    rules.keeps_its_answer(_case(tx, opinion), words, speaker)
    if entry is None:
        entry = _write(tx, opinion, EntryKind.ANSWER, words, speaker)
    else:
        _rewrite(tx, entry, words, speaker)
    tx.emit(_event(OpinionAnswered, opinion))
    return entry.revision


def set_outcome(tx: Tx, *, opinion_id: int, wish: Wish) -> None:
    """Say what becomes of an opinion."""
    opinion = _opinion(tx, opinion_id)
    if not wish.outcome:
        _clear_outcome(tx, opinion)
        return
    if wish.department is not None and wish.department != opinion.department:
        assign_department(tx, opinion_id=opinion_id, department=wish.department)
    other = _numbered(tx, wish.merged_into) if wish.outcome == Outcome.MERGED else None
    target = Outcome(other.outcome) if other and other.outcome else None
    day = queries.meeting_day(tx.meeting, tx.now)
    decided = rules.decide(_case(tx, opinion), wish, day=day, target=target)
    opinion.outcome, opinion.due_date = decided.outcome, decided.due_date
    opinion.competent_body = decided.competent_body
    opinion.merged_into_id = other.id if other else None
    opinion.decided_at = tx.now
    if decided.outcome is Outcome.REFERRED:
        opinion.sensitive = True
    _hide_if_unfit(tx, opinion)
    tx.emit(_event(OutcomeSet, opinion, outcome=decided.outcome.value))


def join(tx: Tx, *, opinion_id: int, number: int | None) -> None:
    """Join an opinion that repeats another with that one; what was decided already stays."""
    rules.may_be_joined(_case(tx, _opinion(tx, opinion_id)))
    set_outcome(tx, opinion_id=opinion_id, wish=Wish(outcome=Outcome.MERGED, merged_into=number))


def _numbered(tx: Tx, number: int | None) -> Opinion | None:
    if number is None:
        return None
    query = sa.select(Opinion).where(Opinion.meeting_id == tx.meeting_id, Opinion.number == number)
    found = tx.session.scalar(query)
    if found is None:
        raise Refused(
            "opinions.no_such_number",
            _l("There is no opinion number %(number)s. Look the number up in the list."),
            number=number,
        )
    return found


def _clear_outcome(tx: Tx, opinion: Opinion) -> None:
    if opinion.outcome is None:
        return
    opinion.outcome = opinion.due_date = opinion.merged_into_id = opinion.decided_at = None
    opinion.competent_body = ""
    tx.emit(_event(OutcomeSet, opinion, outcome=""))


def show(tx: Tx, *, opinion_id: int) -> None:
    """Put an opinion on the hall screen, in the place of any other."""
    opinion = _opinion(tx, opinion_id)
    rules.may_be_shown(_case(tx, opinion))
    if opinion.shown:
        return
    before = tx.session.scalar(
        sa.select(Opinion).where(Opinion.meeting_id == tx.meeting_id, Opinion.shown)
    )
    if before is not None:
        hide(tx, opinion_id=before.id)
        tx.session.flush()  # two are never shown, not even for a moment
    opinion.shown = True
    tx.emit(_event(OpinionShown, opinion))


def hide(tx: Tx, *, opinion_id: int) -> None:
    """Take an opinion off the hall screen."""
    opinion = _opinion(tx, opinion_id)
    if opinion.shown:
        opinion.shown = False
        tx.emit(_event(OpinionHidden, opinion))


def mark_sensitive(tx: Tx, *, opinion_id: int, sensitive: bool) -> None:
    """Mask an opinion outside the staff's pages, or no longer."""
    opinion = _opinion(tx, opinion_id)
    if opinion.sensitive == sensitive:
        return
    if not sensitive:
        rules.may_be_open(_case(tx, opinion))
    opinion.sensitive = sensitive
    _hide_if_unfit(tx, opinion)
    tx.emit(_event(SensitivityMarked, opinion, sensitive=sensitive))


def _hide_if_unfit(tx: Tx, opinion: Opinion) -> None:
    if opinion.sensitive or opinion.state != State.APPROVED:
        hide(tx, opinion_id=opinion.id)
