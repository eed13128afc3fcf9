"""What the dossier keeps of the floor. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.points import DossierSheet, InDossier
from plugins.roster.api import people, villages
from plugins.speakers.models import Turn
from plugins.speakers.order import Kind
from plugins.speakers.rules import State, Way

IN_DOSSIER = InDossier(
    tables={"speakers_turn": "lượt phát biểu, từ lúc đăng ký đến lúc xong"},
    ids={"turn_id": "speakers_turn", "before_id": "speakers_turn"},
    facts={
        "speaker": "người",
        "seconds": "số giây",
        "turns": "số lượt",
        "count": "lần thứ",
        "language": "ngôn ngữ",
        "interpreter": "người phiên dịch",
    },
)
HEAD = (
    "STT", "Người phát biểu", "Nơi ở, đơn vị", "Lượt", "Cách đăng ký", "Đăng ký lúc", "Mời lúc",
    "Xong lúc", "Thời lượng (giây)", "Kết quả", "Muốn nói về", "Lần nhắc đúng trọng tâm",
    "Ngôn ngữ", "Phiên dịch",
)  # fmt: skip
KINDS = {Kind.NORMAL: "phát biểu", Kind.FOLLOW_UP: "trao đổi thêm sau trả lời"}
WAYS = {
    Way.PHONE: "điện thoại",
    Way.DESK: "bàn đón tiếp",
    Way.SECRETARY: "thư ký ghi",
    Way.HAND: "giơ tay trong hội trường",
}
STATES = {
    State.WAITING: "chưa đến lượt",
    State.SPEAKING: "đang phát biểu",
    State.PAUSED: "đang tạm dừng",
    State.SPOKEN: "đã phát biểu",
    State.ABSENT: "mời nhưng không có mặt",
    State.WITHDRAWN: "rút đăng ký",
}


def turns(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """Every turn: those that were called in that order, then those that were not."""
    query = sa.select(Turn).where(Turn.meeting_id == meeting.id)
    found = sorted(session.scalars(query), key=_place)
    asked = [one.delegate_id for one in found if one.delegate_id is not None]
    known = people(session, meeting.id, asked)
    places = {one.id: one.label for one in villages(session, meeting.id)}
    rows: list[Sequence[object]] = [HEAD]
    for number, one in enumerate(found, 1):
        who = known.get(one.delegate_id or 0)
        name = who.addressed if who else f"{one.honorific} {one.speaker_name}".strip()
        where = (who.village_label or who.office_title) if who else ""
        rows.append(
            (
                number,
                name,
                where or places.get(one.village_id or 0, ""),
                KINDS[Kind(one.kind)],
                WAYS[Way(one.way)],
                one.asked_at,
                one.called_at,
                one.ended_at,
                round(one.spoken_ms / 1000) if one.called_at else "",
                STATES[State(one.state)],
                one.subject,
                one.reminders or "",
                one.language,
                one.interpreter,
            )
        )
    return rows


def _place(one: Turn) -> tuple[object, ...]:
    return one.called_at is None, one.called_at or one.asked_at, one.id


SHEETS = (DossierSheet(order=40, title="Phát biểu", rows=turns),)
