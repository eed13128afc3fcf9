"""How opinions come in: by phone, on a slip, collected before the day, or spoken in a turn."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from meeting import codes
from meeting.contract import Refused, Tx, _l
from plugins.opinions import queries, rules, texts
from plugins.opinions.collecting.sources import sources
from plugins.opinions.events import (
    AskerCorrected,
    OpinionAsked,
    OpinionDetailed,
    OpinionDropped,
    OpinionEdited,
    SensitivityMarked,
)
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.reads.supporters import supporters
from plugins.opinions.rules import OPENER, ROUTED_OUT, Asker, Channel, EntryKind, Kind, State
from plugins.opinions.usecases import findable, wall
from plugins.opinions.usecases.raising import approve
from plugins.opinions.usecases.rows import about, opinion_of, rewrite, write
from plugins.opinions.usecases.triage import categorise
from plugins.roster.api import HONORIFICS, Delegate, Village
from plugins.speakers.api import Turn

RECEIPT_LENGTH = 8  # letters: nobody guesses one of a meeting's before the limit on guesses


@dataclass(frozen=True)
class Receipt:
    """What somebody gets for an opinion: its number, and a code if they gave no name."""

    id: int
    number: int
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What the office knows about an opinion beside its words. Lists are the plan's."""

    slip: str = ""
    source: str = ""
    severity: str = ""
    reference: str = ""
    contact: str = ""
    kind: str = ""


NO_DETAILS = Details()


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
    return _take_in(tx, opinion, texts.question(text), category)


def record(  # noqa: PLR0913 - the fields of one form
    tx: Tx,
    *,
    text: str,
    channel: str,
    asker: Asker,
    category: str = "",
    approved: bool = False,
    details: Details = NO_DETAILS,
) -> Receipt:
    """The office writes down what was spoken, what stands on a slip, or what was collected."""
    via = _channel(channel)
    known = rules.known_asker(asker, via, anonymous_slips=tx.meeting.plan.asking.anonymous_slips)
    opinion = _standing_ready(tx, known) or Opinion(channel=via)
    _attribute(tx, opinion, known)
    _describe(tx, opinion, details)
    if opinion.id is not None:
        return _first_words(tx, opinion, texts.question(text), category)
    if known.anonymous:
        opinion.receipt = codes.new_code(RECEIPT_LENGTH)
    receipt = _take_in(tx, opinion, texts.question(text), category)
    if approved:
        approve(tx, opinion_id=receipt.id)
    return receipt


def open_for_turn(tx: Tx, *, turn_id: int) -> Receipt | None:
    """Somebody has the floor: their opinion stands ready for the words. None if it does already.

    It is there for the chair at once, for the whole hall hears it; its first words are the subject
    that the speaker gave.
    """
    turn = tx.session.get(Turn, turn_id)
    if turn is None or turn.meeting_id != tx.meeting_id:
        return None
    known = tx.session.scalar(sa.select(Opinion.id).where(Opinion.turn_id == turn_id).limit(1))
    if known is not None:
        return None
    opinion = Opinion(channel=Channel.DIRECT)
    _attribute(tx, opinion, Asker(turn_id=turn_id))
    topics = {one.code for one in tx.meeting.plan.categories}
    receipt = _take_in(tx, opinion, turn.subject, turn.topic if turn.topic in topics else "")
    approve(tx, opinion_id=receipt.id)
    return receipt


def open_another(tx: Tx, *, turn_id: int) -> Receipt:
    """The speaker raises one thing more: an opinion without words yet, before the chair at once.

    Where one stands ready that nobody has written in, it is that one.
    """
    ready = _blank(tx, turn_id)
    if ready is not None:
        return Receipt(ready.id, ready.number)
    opinion = Opinion(channel=Channel.DIRECT)
    _attribute(tx, opinion, Asker(turn_id=turn_id))
    receipt = _take_in(tx, opinion, "", "")
    approve(tx, opinion_id=receipt.id)
    return receipt


def _blank(tx: Tx, turn_id: int) -> Opinion | None:
    """An opinion of this turn in which nothing is written, and of which nobody has said a thing."""
    query = (
        sa.select(Opinion)
        .join(Entry)
        .where(
            Opinion.meeting_id == tx.meeting_id,
            Opinion.turn_id == turn_id,
            Opinion.outcome.is_(None),
            Entry.kind == EntryKind.QUESTION,
            Entry.text == "",
        )
    )
    return tx.session.scalar(query.order_by(Opinion.number).limit(1))


def _standing_ready(tx: Tx, asker: Asker) -> Opinion | None:
    """The opinion that was opened for this turn, while nobody has written in it."""
    return _untouched(tx, asker.turn_id) if asker.turn_id is not None else None


def _first_words(tx: Tx, opinion: Opinion, text: str, category: str) -> Receipt:
    entry = queries.entry(tx.session, opinion.id, EntryKind.QUESTION)
    assert entry is not None, "every opinion begins with its question"
    rewrite(tx, entry, text)
    findable.keep(tx, opinion, text)
    if category:
        categorise(tx, opinion, category)
    tx.emit(about(tx, OpinionEdited, opinion))
    return Receipt(opinion.id, opinion.number)


def drop_untouched(tx: Tx, *, turn_id: int) -> None:
    """The turn did not take place after all: forget what was opened for it, if nobody wrote."""
    opinion = _untouched(tx, turn_id)
    if opinion is None or opinion.shown or opinion.department or opinion.outcome:
        return
    if queries.joined_with(tx.session, opinion.id) or supporters(tx.session, [opinion.id]):
        return  # others stand behind it meanwhile
    event = about(tx, OpinionDropped, opinion, number=opinion.number)
    tx.session.execute(sa.delete(Entry).where(Entry.opinion_id == opinion.id))
    tx.session.delete(opinion)
    tx.session.flush()
    tx.emit(event)


def _untouched(tx: Tx, turn_id: int) -> Opinion | None:
    """What a turn has opened, as long as it is exactly as it was opened."""
    query = (
        sa.select(Opinion)
        .join(Entry)
        .where(Opinion.turn_id == turn_id, Opinion.channel == Channel.DIRECT)
        .group_by(Opinion.id)
        .having(
            sa.func.count(Entry.id) == 1,
            sa.func.max(Entry.revision) == 1,
            sa.func.max(Entry.saved_by) == OPENER.name,
        )
    )
    return tx.session.scalar(query)


def describe(tx: Tx, *, opinion_id: int, details: Details, category: str | None = None) -> None:
    """Write down what the office knows beside the words. A topic of None stays as it is."""
    opinion = opinion_of(tx, opinion_id)
    was_masked = opinion.sensitive
    _describe(tx, opinion, details)
    is_other = category is not None and category != opinion.category
    if is_other:
        categorise(tx, opinion, category or "")
    wall.hide_if_unfit(tx, opinion)
    findable.keep(tx, opinion)
    if is_other:
        tx.emit(about(tx, OpinionEdited, opinion))
    tx.emit(about(tx, OpinionDetailed, opinion))
    if opinion.sensitive and not was_masked:
        tx.emit(about(tx, SensitivityMarked, opinion, sensitive=True))


def correct_asker(tx: Tx, *, opinion_id: int, asker: Asker) -> None:
    """Write down another asker."""
    opinion = opinion_of(tx, opinion_id)
    nameless = tx.meeting.plan.asking.anonymous_slips
    known = rules.known_asker(asker, Channel(opinion.channel), anonymous_slips=nameless)
    before = about(tx, AskerCorrected, opinion)
    _attribute(tx, opinion, known)
    if known.anonymous and not opinion.receipt:
        opinion.receipt = codes.new_code(RECEIPT_LENGTH)
    findable.keep(tx, opinion)
    if before.delegate_id not in (None, opinion.delegate_id):
        tx.emit(before)  # the one who is no longer the asker sees that, too
    tx.emit(about(tx, AskerCorrected, opinion))


def _channel(raw: str) -> Channel:
    if raw not in {Channel.DIRECT, Channel.VIA_SECRETARY, Channel.PRE_COLLECTED}:
        raise Refused(
            "opinions.no_channel", _l("Choose how the opinion came: spoken, or on a slip.")
        )
    return Channel(raw)


def _attribute(tx: Tx, opinion: Opinion, asker: Asker) -> None:
    """Write down whose opinion it is; a turn stands for the one who spoke in it."""
    delegate_id, name, village_id = asker.delegate_id, asker.name, asker.village_id
    address = asker.honorific if asker.honorific in HONORIFICS else ""
    if asker.turn_id is not None:
        turn = tx.session.get(Turn, asker.turn_id)
        if turn is None or turn.meeting_id != tx.meeting_id:
            raise Refused(
                "opinions.no_such_turn",
                _l("This speaking turn is not in the list any more. Choose the speaker again."),
            )
        opinion.turn_id = turn.id
        delegate_id, name, village_id = turn.delegate_id, turn.speaker_name, turn.village_id
        address = turn.honorific
    if delegate_id is not None:
        delegate = tx.session.get(Delegate, delegate_id)
        if delegate is None or delegate.meeting_id != tx.meeting_id:
            raise Refused(
                "opinions.no_such_person",
                _l("This person is not on the list of this meeting. Search for the name again."),
            )
        opinion.delegate_id, opinion.asker, opinion.village_id = delegate_id, "", None
        opinion.honorific = ""
        return
    opinion.delegate_id, opinion.asker, opinion.honorific = None, name, address
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


def _describe(tx: Tx, opinion: Opinion, details: Details) -> None:
    asking = tx.meeting.plan.asking
    opinion.source = rules.listed(
        details.source, sources(tx.meeting.plan), "opinions.unknown_source"
    )
    opinion.severity = rules.listed(
        details.severity, asking.severities, "opinions.unknown_severity"
    )
    opinion.kind = rules.listed(details.kind, list(Kind), "opinions.unknown_kind")
    opinion.slip, opinion.contact = texts.line(details.slip), texts.line(details.contact)
    opinion.reference = texts.line(details.reference)
    if opinion.kind in ROUTED_OUT:  # whoever complains or denounces is protected by law
        opinion.sensitive = True


def _take_in(tx: Tx, opinion: Opinion, question: str, category: str) -> Receipt:
    """Give a new opinion its number and the first entry of its thread."""
    categorise(tx, opinion, category)
    last = tx.session.scalar(
        sa.select(sa.func.max(Opinion.number)).where(Opinion.meeting_id == tx.meeting_id)
    )
    opinion.meeting_id, opinion.number, opinion.asked_at = tx.meeting_id, (last or 0) + 1, tx.now
    opinion.state, opinion.shown = State.NEW, False
    if opinion.channel != Channel.PRE_COLLECTED:
        opinion.raised_at = tx.now
    tx.session.add(opinion)
    tx.session.flush()
    write(tx, opinion, EntryKind.QUESTION, question)
    findable.keep(tx, opinion, question)
    tx.emit(about(tx, OpinionAsked, opinion, number=opinion.number))
    return Receipt(opinion.id, opinion.number, opinion.receipt or "")
