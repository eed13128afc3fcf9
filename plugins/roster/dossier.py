"""What the dossier keeps of the roster. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from meeting.models import Meeting
from meeting.points import DossierSheet, InDossier
from plugins.roster.dispatch.queries import Sent, sent
from plugins.roster.models import Delegate, Way

HEAD = (
    "STT", "Ông/Bà", "Họ và tên", "Nơi ở", "Chức vụ, đơn vị", "Thành phần mời", "Lĩnh vực",
    "Đặc điểm phân biệt", "Được mời", "Tự đến", "Đi thay cho", "Ngày gửi giấy mời", "Cách gửi",
    "Bỏ khỏi danh sách",
)  # fmt: skip
YES = "có"
WAYS = {
    Way.HAND: "trao tay",
    Way.VILLAGE_HEAD: "qua trưởng làng (thôn, khóm, ấp)",
    Way.POST: "bưu điện",
    Way.MESSAGE: "tin nhắn",
    Way.PHONE: "điện thoại",
}
IN_DOSSIER = InDossier(
    tables={
        "roster_village": "các làng (thôn, khóm, ấp) và số chỗ của mỗi nơi",
        "roster_delegate": "người trong danh sách, cả người thêm tại bàn đón tiếp",
        "roster_invitation": "mã mời của từng người",
        "roster_dispatch": "sổ gửi giấy mời",
        "roster_village_list": "trang riêng để mỗi nơi lập danh sách",
    },
    left_out={
        "roster_import_draft": "tệp danh sách đang nhập dở; người đã nhập có trong danh sách"
    },
    ids={"delegate_id": "roster_delegate", "village_id": "roster_village"},
    actors={"delegate": "roster_delegate"},
    facts={
        "person": "người",
        "people": "số người",
        "village": "nơi",
        "villages": "số nơi",
        "file_name": "tệp",
        "added": "thêm",
        "changed": "sửa",
        "removed": "bỏ",
        "way": "cách gửi",
    },
    codes={"way": {one.value: said for one, said in WAYS.items()}},
)


def people(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """Everybody who is or was on the list, as they were put on it."""
    query = (
        sa.select(Delegate)
        .where(Delegate.meeting_id == meeting.id)
        .options(joinedload(Delegate.village))
        .order_by(Delegate.id)
    )
    found = session.scalars(query).all()
    names = {one.id: one.name for one in found}
    letters = sent(session, meeting.id)
    return [HEAD, *(_row(*one, names, letters) for one in enumerate(found, 1))]


def _row(
    number: int, one: Delegate, names: Mapping[int, str], letters: Mapping[int, Sent]
) -> Sequence[object]:
    letter = letters.get(one.id)
    return (
        *(number, one.honorific, one.name, one.village.label if one.village else ""),
        *(one.office_title, one.group, one.field, one.distinction),
        *(YES if one.invited else "", YES if one.walk_in else ""),
        *(names.get(one.substitute_for_id or 0, ""), letter and letter.on),
        *(WAYS[letter.way] if letter else "", one.removed_at),
    )


SHEETS = (DossierSheet(order=10, title="Danh sách", rows=people),)
