"""What the dossier keeps of the survey. Its words are Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.points import DossierSheet, InDossier
from plugins.survey import queries

IN_DOSSIER = InDossier(
    tables={
        "survey_tally": "số phiếu lấy ý kiến hài lòng phát ra, thu về, hợp lệ",
        "survey_answer": "số phiếu chọn từng mức của từng nội dung lấy ý kiến",
    },
    facts={
        "handed_out": "phát ra",
        "returned": "thu về",
        "valid": "hợp lệ",
        "answers": "kết quả",
        "revision": "lần ghi",
    },
)


def sheet(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """Item by item how often each choice was ticked; below it the forms."""
    plan, counts = queries.asked(meeting.plan), queries.result(session, meeting)
    head = ("STT", "Nội dung", *plan.choices, "Cộng")
    if counts is None:
        return [head]
    forms = (
        ("Số phiếu phát ra", counts.handed_out),
        ("Số phiếu thu về", counts.returned),
        ("Số phiếu hợp lệ", counts.valid),
    )
    lines = zip(plan.items, counts.answers, strict=True)
    return [
        head,
        *((at, item, *line, sum(line)) for at, (item, line) in enumerate(lines, start=1)),
        *(("", name, *[""] * len(plan.choices), figure) for name, figure in forms),
    ]


SHEETS = (DossierSheet(order=75, title="Lấy ý kiến hài lòng", rows=sheet),)
