"""What is done with papers that are written: they get their number, and are kept as they are."""

from __future__ import annotations

import re
from datetime import date, timedelta

from meeting import clock, text
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from meeting.points import PaperKind
from plugins.minutes.events import NumberGiven, PaperMade
from plugins.minutes.models import Correction, Registration
from plugins.minutes.papers import catalogue
from plugins.minutes.papers.corrections import fitting, take_in, waiting, with_changes
from plugins.minutes.papers.versions import MINUTES, Made, freeze, newest

A_YEAR = timedelta(days=366)
_NUMBER = re.compile(r"[0-9]{1,5}[A-Za-zĐđ]?")


@allowed_when_closed
def register(
    tx: Tx,
    *,
    paper: str,
    addressee: str = "",
    number: str,
    dated: date | None,
    seen: str | None = None,
) -> str:
    """Give a paper its number and date; what it says is kept from then on, word for word.

    ``seen`` is what the clerk saw of it: another one's number is not overwritten unseen. Returns
    the number as it is printed.

    Raises Refused when number or date are not ones a records clerk would give.
    """
    meeting = tx.meeting
    kind = catalogue.kind_of(tx.session, meeting, paper)
    if not kind.numbered:
        raise Refused("minutes.not_numbered", _l("This paper has no number."))
    given = Registration(
        meeting_id=meeting.id,
        paper=paper,
        key=addressee,
        number=_number(number),
        dated=_day(tx, dated),
        given_at=tx.now,
        given_by=tx.by.name,
    )
    before = tx.session.get(Registration, (meeting.id, paper, addressee))
    if before is not None and before.shown == given.shown:
        return before.number
    if before is not None and seen is not None and seen != before.shown:
        raise _moved(before)
    if newest(tx.session, meeting.id, paper, addressee) is None:
        _keep(tx, paper, addressee)
    tx.session.merge(given)
    tx.emit(_told(given))
    return given.number


def _told(given: Registration) -> NumberGiven:
    return NumberGiven(
        meeting_id=given.meeting_id,
        paper=given.paper,
        key=given.key,
        number=given.number,
        dated=given.dated.isoformat(),
    )


def _keep(tx: Tx, paper: str, key: str) -> Made:
    """Make the paper's first version. Minutes are made by the close."""
    if paper == MINUTES:
        raise Refused(
            "minutes.not_made",
            _l("There are no minutes yet. They are made when the secretary closes the meeting."),
        )
    made = make_first(tx, catalogue.kind_of(tx.session, tx.meeting, paper), key)
    tx.emit(
        PaperMade(
            meeting_id=tx.meeting_id,
            paper=paper,
            key=key,
            version=made.version,
            sha256=made.sha256,
        )
    )
    return made


def make_first(tx: Tx, kind: PaperKind, key: str = "") -> Made:
    """Freeze what the record says now with its corrections, and what is posted of it. A correction
    that fits nothing any more stands in neither.
    """
    made, fit = _freeze(tx, kind, key)
    if kind.masked:
        fit |= _freeze(tx, kind, key, masked=True)[1]
    take_in(tx.session, fit, made.version)
    return made


def _freeze(
    tx: Tx, kind: PaperKind, key: str, *, masked: bool = False
) -> tuple[Made, set[Correction]]:
    """The first version, with the corrections that stand in it."""
    changes = waiting(tx.session, tx.meeting_id, kind.name, key, masked=masked)
    record = catalogue.raw(tx.session, tx.meeting, kind, key, masked=masked)
    made = freeze(tx, with_changes(record, changes), paper=kind.name, key=key, masked=masked)
    return made, set(fitting(record, changes))


def _number(typed: str) -> str:
    """`5` becomes `05`, as the decree writes numbers below ten."""
    bare = text.clean(typed)
    if not _NUMBER.fullmatch(bare) or not bare.strip("0"):
        raise Refused(
            "minutes.wrong_number",
            _l("Type only the number as it stands in the register, such as 05 or 12a."),
        )
    digits = bare.rstrip("AaBbCcDdĐđEe") if not bare.isdigit() else bare
    return bare.zfill(2 + len(bare) - len(digits)) if len(digits) < 2 else bare


def _day(tx: Tx, dated: date | None) -> date:
    if dated is None:
        raise Refused("minutes.no_date", _l("Choose the day on which the paper was signed."))
    meeting = tx.meeting
    held = clock.local(meeting.closed_at or meeting.opened_at or tx.now).date()
    if abs(dated - held) > A_YEAR:
        raise Refused(
            "minutes.wrong_day",
            _l("%(day)s is more than a year away from the meeting. Look at the year again."),
            day=f"{dated:%d/%m/%Y}",
        )
    return dated


def _moved(before: Registration) -> Refused:
    return Refused(
        "minutes.number_moved",
        _l(
            "Somebody has given this paper the number %(number)s of %(day)s meanwhile. Compare "
            "with the register, and send yours again only if it is right."
        ),
        number=before.number,
        day=f"{before.dated:%d/%m/%Y}",
    )
