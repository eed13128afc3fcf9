"""What a village does with its own list, and what the office does with the villages' lists."""

from __future__ import annotations

from typing import TypedDict, Unpack

import sqlalchemy as sa

from meeting import text
from meeting.contract import Refused, Tx, _l
from meeting.plan.parts import DelegateKind
from plugins.roster import rules, service
from plugins.roster.models import Delegate, Village, VillageList
from plugins.roster.villages import rules as list_rules
from plugins.roster.villages.events import (
    VillageLinkIssued,
    VillageLinksIssued,
    VillageListClosed,
    VillageListReopened,
    VillageListSubmitted,
)
from plugins.roster.villages.queries import list_of_secret, list_of_village, sent_by_village

SAME, OTHER = "same", "other"  # what a changed name means: better spelt, or somebody else


# ── The village ─────────────────────────────────────────────────────────────────────────────────


class Named(TypedDict):
    """What a village says of a person, and nothing more."""

    name: str
    honorific: str
    distinction: str


def enter_name(tx: Tx, *, secret: str, **named: Unpack[Named]) -> int:
    """The village names one of its people. Returns the delegate's id."""
    village = _open_list(tx, secret).village
    present = sent_by_village(tx.session, village.id)
    if list_rules.is_full(village.places, len(present)):
        raise Refused(
            "roster.places_taken",
            _l("All %(count)s places are taken. To send more people, please call the office."),
            count=len(present),
        )
    _tell_apart(named, present)
    return _enter(tx, village, named)


def correct_name(
    tx: Tx, *, secret: str, delegate_id: int, meant: str = "", **named: Unpack[Named]
) -> int:
    """The village corrects a name; the code stays. Returns the id of who is on the list now.

    A name that is not the old one better spelt is somebody else, with a code of their own: that
    must be ``meant``, SAME or OTHER.
    """
    village = _open_list(tx, secret).village
    delegate = _own(tx, village, delegate_id)
    others = [one for one in sent_by_village(tx.session, village.id) if one.id != delegate.id]
    _tell_apart(named, others)
    name = text.clean(named["name"])
    unsaid = meant not in (SAME, OTHER) and rules.is_name(name)
    if unsaid and list_rules.is_other_person(delegate.search_key, text.search_key(name)):
        raise Refused(
            "roster.other_person",
            _l("Is “%(name)s” another person than %(before)s? Please choose below."),
            name=name,
            before=delegate.name,
        )
    if meant == OTHER:
        service.remove_person(tx, delegate_id=delegate.id)
        return _enter(tx, village, named)
    service.change_person(tx, delegate_id=delegate.id, **named)
    return delegate.id


def spell_usually(tx: Tx, *, secret: str, delegate_id: int, seen: str) -> str:
    """The village takes the proposed spelling of a name."""
    own = _own(tx, _open_list(tx, secret).village, delegate_id)
    return service.spell_usually(tx, delegate_id=own.id, seen=seen)


def take_off(tx: Tx, *, secret: str, delegate_id: int) -> bool:
    """The village takes one of its people off. Doing it again changes nothing."""
    village = _open_list(tx, secret).village
    delegate = service.the_delegate(tx, delegate_id)
    if delegate.village_id == village.id and delegate.removed_at is not None:
        return False
    return service.remove_person(tx, delegate_id=_own(tx, village, delegate_id).id)


def submit_list(tx: Tx, *, secret: str) -> bool:
    """The village says that this is its list; until the office closes it, it may still change."""
    own = _open_list(tx, secret)
    people = sent_by_village(tx.session, own.village_id)
    if not people:
        raise Refused(
            "roster.empty_list", _l("Nobody is on the list yet. Write the first name, then send.")
        )
    own.submitted_at = tx.now
    tx.emit(
        VillageListSubmitted(
            meeting_id=tx.meeting_id,
            village_id=own.village_id,
            village=own.village.label,
            people=len(people),
        )
    )
    return True


def _open_list(tx: Tx, secret: str) -> VillageList:
    """The list of a link that is in force, while the village may change it."""
    own = list_of_secret(tx.session, tx.meeting_id, secret)
    if own is None:
        raise no_such_link()
    if own.closed_at is not None:
        raise Refused(
            "roster.list_closed",
            _l("The office has closed this list. To change something, please call the office."),
        )
    return own


def no_such_link() -> Refused:
    """What a link says that is wrong, or was replaced by a newer one."""
    return Refused(
        "roster.no_such_link",
        _l("This link is not in force any more. Please ask the office for the new one."),
    )


def _own(tx: Tx, village: Village, delegate_id: int) -> Delegate:
    """One of the people this village sends; officials and others are not its to change."""
    found = {one.id: one for one in sent_by_village(tx.session, village.id)}.get(delegate_id)
    if found is None:
        raise Refused(
            "roster.not_on_this_list",
            _l("This person is not on your list any more. Look at the list again."),
        )
    return found


def _tell_apart(named: Named, others: list[Delegate]) -> None:
    """Two of the same name need a word that tells them apart; else it is the same person twice."""
    key, told = (text.search_key(text.clean(named[part])) for part in ("name", "distinction"))
    for one in others:
        if one.search_key == key and text.search_key(one.distinction) == told:
            raise Refused(
                "roster.same_name",
                _l(
                    "%(name)s is on the list already. If it is another person of the same name, "
                    "write below what tells them apart."
                ),
                name=one.name,
            )


def _enter(tx: Tx, village: Village, named: Named) -> int:
    """A person on the list, invited as the plan's first group of citizens."""
    groups = tx.meeting.plan.groups
    details = service.Details(
        village_id=village.id,
        honorific=named["honorific"],
        distinction=named["distinction"],
        kind=DelegateKind.CITIZEN,
        people_side=True,
        group=next((one.name for one in groups if one.kind == DelegateKind.CITIZEN), ""),
    )
    return service.enter(tx, name=named["name"], **details).id


# ── The office ──────────────────────────────────────────────────────────────────────────────────


def issue_links(tx: Tx) -> int:
    """A link for every village that has none. Returns how many were made."""
    made = give_links(tx)
    if made:
        tx.emit(VillageLinksIssued(meeting_id=tx.meeting_id, villages=made))
    return made


def give_links(tx: Tx) -> int:
    """``issue_links`` as a step of a larger use case, which says what happened."""
    query = (
        sa.select(Village)
        .outerjoin(VillageList, VillageList.village_id == Village.id)
        .where(Village.meeting_id == tx.meeting_id, VillageList.id.is_(None))
    )
    fresh = tx.session.scalars(query).all()
    for village in fresh:
        _make(tx, village)
    return len(fresh)


def renew_link(tx: Tx, *, village_id: int, seen: int) -> int:
    """Replace a village's link; the old one opens nothing now.

    ``seen`` is the link the clicker looked at: a second click does not end the new one. Returns
    the new link's ``issue_of``.
    """
    village = _the_village(tx, village_id)
    own = list_of_village(tx.session, village_id)
    if own is None:
        own = _make(tx, village)
        tx.emit(_issued(tx, village))
        return issue_of(own)
    if issue_of(own) != seen:
        raise Refused(
            "roster.link_replaced",
            _l("The link was replaced a moment ago. Look at the page again."),
        )
    own.secret, own.issued_at = rules.new_secret(), tx.now
    tx.emit(_issued(tx, village))
    return issue_of(own)


def issue_of(own: VillageList) -> int:
    """Tells one issue of a village's link from another, without its secret."""
    return int(own.issued_at.timestamp() * 1_000_000)


def close_list(tx: Tx, *, village_id: int) -> bool:
    """The list is final: the village only reads it. Returns whether that is new."""
    village = _the_village(tx, village_id)
    own = list_of_village(tx.session, village_id) or _make(tx, village)
    if own.closed_at is not None:
        return False
    own.closed_at, own.closed_by = tx.now, tx.by.name
    closed = VillageListClosed(
        meeting_id=tx.meeting_id, village_id=village.id, village=village.label
    )
    tx.emit(closed)
    return True


def reopen_list(tx: Tx, *, village_id: int) -> bool:
    """The village may change its list again. Returns whether that is new."""
    village = _the_village(tx, village_id)
    own = list_of_village(tx.session, village_id)
    if own is None or own.closed_at is None:
        return False
    own.closed_at, own.closed_by = None, ""
    reopened = VillageListReopened(
        meeting_id=tx.meeting_id, village_id=village.id, village=village.label
    )
    tx.emit(reopened)
    return True


def close_all(tx: Tx) -> int:
    """Close every list that is open. Returns how many."""
    query = sa.select(Village.id).where(Village.meeting_id == tx.meeting_id)
    ids = tx.session.scalars(query.order_by(Village.position)).all()
    return sum(close_list(tx, village_id=one) for one in ids)


def _make(tx: Tx, village: Village) -> VillageList:
    own = VillageList(village_id=village.id, secret=rules.new_secret(), issued_at=tx.now)
    tx.session.add(own)
    tx.session.flush()
    return own


def _issued(tx: Tx, village: Village) -> VillageLinkIssued:
    return VillageLinkIssued(meeting_id=tx.meeting_id, village_id=village.id, village=village.label)


def _the_village(tx: Tx, village_id: int) -> Village:
    village = tx.session.get(Village, village_id)
    if village is None or village.meeting_id != tx.meeting_id:
        raise Refused("roster.no_village", _l("Choose a village from this meeting's list."))
    return village
