"""What the dossier keeps of the papers. Its words are Vietnamese."""

from __future__ import annotations

from meeting.points import InDossier

IN_DOSSIER = InDossier(
    tables={
        "minutes_draft": "lời thư ký soạn cho biên bản",
        "minutes_version": "văn bản đã lập, nguyên văn, kèm mã kiểm tra SHA-256",
        "minutes_registration": "số và ngày của văn bản do văn thư cấp",
        "minutes_phrase": "mẫu câu mà hội nghị này dùng thay mẫu chung",
        "minutes_correction": "chỗ sửa trong văn bản: trước, sau, ai sửa, lý do",
        "minutes_remark": "góp ý của người đọc dự thảo",
    },
    ids={"remark_id": "minutes_remark"},
    facts={
        "revision": "lần lưu",
        "version": "bản số",
        "sha256": "mã SHA-256",
        "paper": "văn bản",
        "key": "gửi",
        "reason": "lý do",
        "number": "số",
        "dated": "ngày",
        "before": "trước",
        "after": "sau",
        "words": "góp ý",
        "settled": "đã xử lý",
        "phrase": "câu",
        "form": "lời mới",
        "printer": "máy in",
        "copies": "số bản",
        "job": "lệnh in",
        "ticket": "phiếu in",
    },
)
