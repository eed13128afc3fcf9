"""What the dossier keeps of the door. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text
from meeting.models import Meeting
from meeting.points import DossierSheet, InDossier
from plugins.checkin import queries
from plugins.checkin.models import Absence, Presence
from plugins.checkin.rules import Via
from plugins.roster.api import LISTED, Delegate, Person, people

PRESENT, LEFT, EXCUSED, MISSING = "có mặt", "về sớm", "vắng có lý do", "vắng"
HEAD = (
    "STT", "Họ và tên", "Nơi ở, đơn vị", "Có mặt", "Giờ đến", "Cách điểm danh", "Bàn đón tiếp",
    "Đi thay cho", "Giờ về", "Lý do vắng",
)  # fmt: skip
WAYS = {
    Via.CODE: "điện thoại, mã mời",
    Via.POSTER: "điện thoại, chọn tên",
    Via.DESK: "bàn đón tiếp",
    Via.KIOSK: "máy ở cửa",
}
IN_DOSSIER = InDossier(
    tables={
        "checkin_presence": "điểm danh: ai đến, lúc nào, cách nào",
        "checkin_absence": "người báo vắng",
        "checkin_conflict": "việc phải xử lý khi máy đón tiếp mất mạng",
    },
    left_out={"checkin_phone": "điện thoại đã nhận mã mời: sau khi khôi phục, quét lại mã là được"},
    ids={"conflict_id": "checkin_conflict"},
    settings_left_out=frozenset({"checkin.wifi_password"}),
    facts={
        "person": "người",
        "via": "cách",
        "over_quota": "quá số chỗ",
        "reason": "lý do",
        "substitute_for": "đi thay",
        "came_at": "giờ đến",
        "desk": "bàn",
        "code": "việc",
        "said": "nội dung",
        "settlement": "cách giải quyết",
    },
    codes={"via": {one.value: said for one, said in WAYS.items()}},
)
DECISIONS_HEAD = (
    "Thời điểm", "Việc", "Người", "Nơi ở, đơn vị", "Lý do, cách giải quyết", "Người quyết định",
    "Giải quyết lúc",
)  # fmt: skip
OVER_QUOTA = "Cho vào khi đã đủ số chỗ"
CONFLICT = "Ghi khi máy đón tiếp mất mạng, phải xử lý sau"
VILLAGES_HEAD = (
    "Nơi",
    "Số chỗ",
    "Được mời",
    "Có mặt",
    "Vắng",
    "Vắng có lý do",
    "Đi thay",
    "Về sớm",
)
ELSEWHERE = "Nơi khác"


def presence(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """Everybody on the list, with whether they came."""
    here = queries.presences(session, meeting.id)
    excused = queries.absences(session, meeting.id)
    listed = sa.select(Delegate).where(Delegate.meeting_id == meeting.id, LISTED)
    stands_for = {one.id: one.substitute_for_id for one in session.scalars(listed)}
    found = people(session, meeting.id)
    everybody = sorted(found.values(), key=_place)
    rows: list[Sequence[object]] = [HEAD]
    for number, one in enumerate(everybody, 1):
        came, absent = here.get(one.id), excused.get(one.id)
        replaced = found.get(stands_for[one.id] or 0)
        where = one.village_label or one.office_title
        rows.append(
            (
                number,
                one.addressed,
                where,
                _state(came, absent),
                came and came.at,
                WAYS.get(Via(came.via), "") if came else "",
                came.desk if came else "",
                replaced.name if replaced else "",
                came and came.left_at,
                absent.reason if absent and not came else "",
            )
        )
    return rows


def _place(one: Person) -> tuple[object, ...]:
    return one.village == "", text.collation_key(one.village), text.sort_key(one.name)


def _state(came: Presence | None, absent: Absence | None) -> str:
    if came is not None:
        return LEFT if came.left_at else PRESENT
    return EXCUSED if absent else MISSING


def villages(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """The people's delegates place by place."""
    rows: list[Sequence[object]] = [VILLAGES_HEAD]
    rows += [
        (
            one.village or ELSEWHERE,
            one.places,
            one.invited,
            one.present,
            one.missing,
            one.excused,
            one.substitutes,
            one.left,
        )
        for one in queries.village_table(session, meeting.id)
    ]
    return rows


def decisions(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """What somebody at the door had to decide, as it came."""
    found = [*_over_quota(session, meeting), *_conflicts(session, meeting)]
    return [DECISIONS_HEAD, *(row for _at, row in sorted(found, key=lambda one: one[0]))]


def _over_quota(session: Session, meeting: Meeting) -> Iterator[tuple[datetime, Sequence[object]]]:
    known = people(session, meeting.id)
    for one in queries.presences(session, meeting.id).values():
        if one.over_quota and one.delegate_id in known:
            who = known[one.delegate_id]
            where = who.village_label or who.office_title
            by = one.allowed_by or one.desk
            yield (
                one.at,
                (one.at, OVER_QUOTA, who.addressed, where, one.reason, by, one.recorded_at),
            )


def _conflicts(session: Session, meeting: Meeting) -> Iterator[tuple[datetime, Sequence[object]]]:
    known = people(session, meeting.id)
    for one in queries.conflicts(session, meeting.id):
        who = known.get(one.delegate_id or 0)
        where = (who.village_label or who.office_title) if who else ""
        name = who.addressed if who else one.said
        yield (
            one.at,
            (one.at, CONFLICT, name, where, one.settlement, one.settled_by, one.settled_at),
        )


SHEETS = (
    DossierSheet(order=20, title="Điểm danh", rows=presence),
    DossierSheet(order=22, title="Theo nơi ở", rows=villages),
    DossierSheet(order=24, title="Quyết định ở cửa", rows=decisions),
)
