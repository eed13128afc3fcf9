"""What people do by themselves at the door, on a phone or at the kiosk: find their name and come
in; be written down, if the office lets phones do that.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meeting import text
from meeting.contract import Refused, Tx, _l
from plugins.checkin import queries
from plugins.checkin.phones import identify_by_name
from plugins.checkin.refusals import ON_PHONE, chosen_from_list, invitation_of
from plugins.checkin.rules import CheckInResult, Via
from plugins.checkin.service import check_in, walk_in
from plugins.roster.api import Delegate, Person, Village, of_village, search, villages

MANY = 12  # villages that fit a phone in one column


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The village and the names to choose from."""

    villages: list[Village]  # those whose name begins as typed, or all
    village: Village | None
    typed: str
    many: bool  # so many villages that one looks for them by their first letters
    example: str  # what to type for one of them
    people: list[Person]  # of the chosen village, those with this name
    present: set[int]
    taken: set[int]  # a phone speaks for them


def choice(session: Session, meeting_id: int, village_id: int, typed: str) -> Choice:
    """What the pages on which one chooses a name need, on a phone and at the kiosk."""
    typed = text.clean(typed)[:100]
    places = villages(session, meeting_id)
    village = next((one for one in places if one.id == village_id), None)
    return Choice(
        villages=[one for one in places if _begins(one, typed)] if village is None else places,
        village=village,
        typed=typed,
        many=len(places) > MANY,
        example=text.search_key(places[-1].label) if places else "",
        people=_named(session, village, typed) if village else [],
        present=queries.present_ids(session, meeting_id),
        taken=queries.with_phone(session, meeting_id),
    )


def _begins(village: Village, typed: str) -> bool:
    """Whether each typed word begins a word of the village's name: “bt 2” is not asked for."""
    known = text.search_key(village.label).split()
    return all(any(w.startswith(one) for w in known) for one in text.search_key(typed).split())


def _named(session: Session, village: Village, typed: str) -> list[Person]:
    """People of a village by given name; those whose name is what was typed, if anything was."""
    everybody = of_village(session, village.id)
    if not text.search_key(typed):
        return everybody
    found = {one.id for one in search(session, village.meeting_id, typed, 1000)}
    return [one for one in everybody if one.id in found]


def may_write_down(tx: Tx) -> bool:
    """Whether phones may put somebody on the list."""
    return bool(tx.setting("checkin.self_walk_in")) and tx.meeting.plan.attendance.walk_ins


def write_me_down(tx: Tx, *, name: str, village_id: int) -> int:
    """Somebody whose name is not on the list writes it with their phone and is in."""
    if not may_write_down(tx):
        raise Refused(
            "checkin.not_on_list",
            _l("Your name is not on the list. Please come to the reception desk: it is quick."),
        )
    village = tx.session.get(Village, village_id)
    if village is None or village.meeting_id != tx.meeting_id:
        raise Refused("checkin.no_village", _l("Choose where you are from first."))
    if text.search_key(name) and _named(tx.session, village, name):
        raise Refused(
            "checkin.on_list", _l("This name is on the list. Choose it there, please."), name=name
        )
    result = walk_in(tx, name=name, village_id=village_id, via=Via.POSTER)
    tx.session.flush()
    tx.session.refresh(tx.session.get_one(Delegate, result.delegate_id), ["invitation"])
    identify_by_name(tx, delegate_id=result.delegate_id)
    return result.delegate_id


def come_by_code(tx: Tx, *, raw: str) -> CheckInResult:
    """Somebody shows or types their invitation at the kiosk and is in."""
    invitation = invitation_of(tx, raw, ON_PHONE)
    return check_in(tx, delegate_id=invitation.delegate_id, via=Via.KIOSK)


def come_by_name(tx: Tx, *, delegate_id: int) -> CheckInResult:
    """Somebody chooses their name at the kiosk and is in."""
    if not tx.setting("checkin.by_name"):
        raise Refused(
            "checkin.names_closed",
            _l(
                "Names cannot be chosen here. Type the code of your invitation, or ask at the desk."
            ),
        )
    chosen_from_list(tx, delegate_id)
    return check_in(tx, delegate_id=delegate_id, via=Via.KIOSK)
