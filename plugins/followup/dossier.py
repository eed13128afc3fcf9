"""What the dossier keeps of the steps before the day. Its words are Vietnamese."""

from __future__ import annotations

from meeting.points import InDossier

IN_DOSSIER = InDossier(
    tables={"followup_step": "việc chuẩn bị đã làm xong"},
    facts={"step": "việc", "done_on": "ngày xong", "note": "ghi chú"},
)
