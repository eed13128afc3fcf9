"""What the dossier keeps of the programme. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.points import DossierSheet, InDossier
from plugins.agenda import queries
from plugins.agenda.rules import Step

IN_DOSSIER = InDossier(
    tables={
        "agenda_item": "các bước của chương trình",
        "agenda_span": "mỗi lần một bước bắt đầu và kết thúc",
    },
    ids={"item_id": "agenda_item", "before_id": "agenda_item"},
    facts={
        "step": "bước",
        "kind": "loại bước",
        "seconds": "số giây",
        "source": "lấy từ",
        "steps": "số bước",
    },
)
HEAD = (
    "STT", "Nội dung", "Người thực hiện", "Dự kiến (phút)", "Bắt đầu", "Kết thúc",
    "Đã dùng (phút)", "Ghi chú",
)  # fmt: skip


def steps(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """Each step with its times; one that ran again has a line each time."""
    rows: list[Sequence[object]] = [HEAD]
    for number, step in enumerate(queries.steps(session, meeting.id), 1):
        rows += _lines(number, step)
    return rows


def _lines(number: int, step: Step) -> list[Sequence[object]]:
    said = (number, step.title, step.who, step.minutes)
    if not step.spans:
        return [(*said, "", "", "", step.note)]
    return [
        (
            *said,
            span.started_at,
            span.ended_at,
            round((span.ended_at - span.started_at).total_seconds() / 60) if span.ended_at else "",
            step.note,
        )
        for span in step.spans
    ]


SHEETS = (DossierSheet(order=30, title="Chương trình", rows=steps),)
