"""What the dossier keeps of the chair's tablet: nothing."""

from __future__ import annotations

from meeting.points import InDossier

IN_DOSSIER = InDossier(
    left_out={"chair_note": "ghi chép riêng của chủ trì, không thuộc hồ sơ"},
)
