"""What the dossier keeps of the hall screens. Its words are Vietnamese."""

from __future__ import annotations

from meeting.points import InDossier

IN_DOSSIER = InDossier(
    tables={"display_stage": "hình đã ghim và dòng chữ trên màn hình hội trường"},
    left_out={"display_screen": "cách hiển thị của từng màn hình: theo máy"},
    ids={"screen_id": "device"},
    facts={
        "screen": "màn hình",
        "scene": "hình",
        "scenes": "các hình",
        "message": "dòng chữ",
        "scale": "cỡ chữ",
        "margin": "lề",
        "on": "bật",
    },
)
