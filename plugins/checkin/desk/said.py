"""What the desk reads out: each outcome and each refusal as colour, sentence and next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import g

from meeting import clock
from meeting.contract import Refused, _, setting
from meeting.db import db
from plugins.checkin import queries
from plugins.checkin.rules import CheckInResult, Outcome, Via, may_exceed
from plugins.roster.api import Delegate, Person, person


class Kind(StrEnum):
    """How it looks, sounds and shakes."""

    OK = "ok"  # green: may go in
    ALREADY = "already"  # yellow: is in, nothing was done
    ATTENTION = "attention"  # yellow: somebody has to decide
    NOTED = "noted"  # blue: written down, nobody came in
    REFUSED = "refused"  # red: not with this


class Next(StrEnum):
    """A button under the sentence."""

    SEARCH = "search"  # the field, to type the name
    ADMIT = "admit"  # it is this person all the same
    OVER = "over"  # with a reason
    UNDO = "undo"
    UNDO_SUBSTITUTE = "undo_substitute"
    WALK_IN = "walk-in"
    OPEN = "open"  # the page that opens the meeting


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer of the desk, for the full screen and for the page without JavaScript."""

    kind: Kind
    code: str  # "ADMITTED", "checkin.village_full"
    title: str
    text: str = ""
    person: Person | None = None
    notes: tuple[str, ...] = ()
    steps: tuple[Next, ...] = ()
    substitute_id: int | None = None


_YELLOW = {
    "checkin.village_full",
    "checkin.has_substitute",
    "checkin.is_here",
    "checkin.reason_needed",
}
_BY_NAME = ("checkin.unknown_code", "checkin.revoked_code", "checkin.other_meeting")


def of_result(result: CheckInResult) -> Said:
    """What is said about somebody who is in."""
    return of_presence(result.delegate_id, result.outcome)


def of_presence(delegate_id: int, outcome: str) -> Said:
    """What is said about somebody as they are in the record now."""
    session = db.session()
    whom, there = person(session, delegate_id), queries.presence(session, delegate_id)
    if there is None:
        return Said(kind=Kind.ATTENTION, code="UNDONE", title=_("Not checked in"), person=whom)
    since = _since(there.at, there.desk, there.via)
    if outcome == Outcome.ALREADY_IN:
        return Said(
            kind=Kind.ALREADY,
            code=outcome,
            title=_("Is in already"),
            text=_("Came in at %(time)s, %(where)s.", **since),
            person=whom,
            notes=_notes(whom, there.reason if there.over_quota else ""),
            steps=(Next.SEARCH, Next.UNDO),
        )
    back = outcome == Outcome.BACK_AGAIN
    return Said(
        kind=Kind.OK,
        code=outcome,
        title=_("Back again") if back else _("Please come in"),
        text=_("First came in at %(time)s, %(where)s.", **since) if back else _welcome(whom),
        person=whom,
        notes=_notes(whom, there.reason if there.over_quota else ""),
    )


def _since(at: datetime, desk: str, via: str) -> dict[str, str]:
    phone = _("by phone") if not Via(via).of_staff else ""
    return {"time": f"{clock.local(at):%H:%M}", "where": desk or phone}


def _welcome(whom: Person | None) -> str:
    """What to say to them, in one sentence."""
    if whom is None:
        return ""
    address = whom.honorific_inside or _("you")
    if whom.village_label and whom.people_side:
        sentence = _("Please come in, %(address)s, and sit with %(village)s.")
    else:
        sentence = _("Please come in, %(address)s.")
    return str(sentence) % {"address": address, "village": whom.village_label}


def _notes(whom: Person | None, over: str) -> tuple[str, ...]:
    if whom is None:
        return ()
    absent = replaced_by(whom.id)
    return tuple(
        filter(
            None,
            (
                absent and _("in place of %(name)s", name=absent.name),
                over and _("over quota: %(reason)s", reason=over),
            ),
        )
    )


def replaced_by(delegate_id: int) -> Person | None:
    """Whose seat somebody takes."""
    session = db.session()
    delegate = session.get(Delegate, delegate_id)
    if delegate is None or delegate.substitute_for_id is None:
        return None
    return person(session, delegate.substitute_for_id)


def of_refusal(refused: Refused) -> Said:
    """What is said when somebody is not let in, and what to do next."""
    about = person(db.session(), refused.facts.get("delegate_id") or 0)
    return Said(
        kind=Kind.ATTENTION if refused.code in _YELLOW else Kind.REFUSED,
        code=refused.code,
        title="",  # the page knows a word for each code
        text=refused.message,
        person=about,
        steps=tuple(_steps(refused.code, about)),
        substitute_id=refused.facts.get("substitute_id"),
    )


def _steps(code: str, about: Person | None) -> list[Next]:
    if code in {"checkin.village_full", "checkin.reason_needed"}:
        return [Next.OVER] if about and may_allow() else []
    if code == "checkin.has_substitute":
        return [Next.UNDO_SUBSTITUTE, Next.OVER]
    if code == "checkin.is_here":
        return [Next.UNDO]
    if code == "checkin.not_open":
        return [Next.OPEN]
    if code == "checkin.revoked_code" and about:
        return [Next.SEARCH, Next.ADMIT]
    return [Next.SEARCH, Next.WALK_IN] if code in _BY_NAME else [Next.SEARCH]


def may_allow() -> bool:
    """Whether this device may let one more in than there are places."""
    return may_exceed(setting("checkin.when_full", g.meeting.id), g.actor.role)
