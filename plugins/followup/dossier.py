"""What the dossier keeps of what was to be done. Its words are Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting import clock
from meeting.models import Meeting
from meeting.points import DossierSheet, InDossier
from plugins.followup.after.queries import Line, lines
from plugins.followup.after.wording import TO_DO

IN_DOSSIER = InDossier(
    tables={
        "followup_step": "việc chuẩn bị đã làm xong",
        "followup_reply": "ý kiến đã trả lời hoặc đã chuyển sau hội nghị",
    },
    ids={"also": "roster_delegate", "opinion_id": "opinions_opinion"},
    shown={"opinion_id": "number"},
    facts={"opinion_id": "ý kiến số", "step": "việc", "done_on": "ngày xong", "note": "ghi chú"},
)
HEAD = (
    "Ý kiến số", "Việc phải làm", "Nơi thực hiện", "Hạn", "Ngày thực hiện", "Văn bản, hình thức",
    "Người ghi",
)  # fmt: skip


def replies(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """What the meeting owed, by opinion, and what was done about it."""
    found = lines(session, meeting, clock.now())
    return [HEAD, *map(_row, sorted(found, key=lambda one: one.opinion.number))]


def _row(one: Line) -> Sequence[object]:
    outcome, done = one.opinion.outcome, one.done
    assert outcome is not None, "only what is decided is owed"
    return (
        *(one.opinion.number, TO_DO[outcome], one.owner, one.due),
        *(done.done_on if done else None, done.note if done else ""),
        done.recorded_by if done else "",
    )


SHEETS = (DossierSheet(order=54, title="Trả lời sau hội nghị", rows=replies),)
