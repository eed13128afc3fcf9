"""What the dossier keeps of the opinions. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.points import DossierSheet, InDossier
from plugins.opinions.queries import OpinionView, all_opinions
from plugins.opinions.reads.pieces import threads
from plugins.opinions.rules import Channel, EntryKind, Kind, Outcome

HEAD = (
    "Số", "Cách nêu", "Người nêu", "Nơi ở", "Lĩnh vực", "Loại", "Nhạy cảm", "Nội dung", "Tóm tắt",
    "Đơn vị trả lời", "Trả lời", "Người trả lời", "Kết quả", "Hạn trả lời", "Lý do kéo dài hạn",
    "Cơ quan có thẩm quyền", "Báo người nêu ngày", "Trùng ý kiến số", "Người cùng ý kiến",
    "Liên hệ", "Nguồn", "Số phiếu", "Nhận lúc", "Nêu lúc",
)  # fmt: skip
THREAD_HEAD = (
    "Ý kiến số",
    "Thời điểm",
    "Phần",
    "Nội dung",
    "Nguyên văn lúc đầu",
    "Người nói",
    "Người ghi",
)
YES, NOT_NAMED, PROGRAM = "có", "không nêu tên", "Phần mềm"
CHANNELS = {
    Channel.DIRECT: "phát biểu tại hội trường",
    Channel.VIA_SECRETARY: "phiếu câu hỏi",
    Channel.PHONE: "gửi bằng điện thoại",
    Channel.PRE_COLLECTED: "thu thập trước hội nghị",
}
KINDS = {
    Kind.PETITION: "kiến nghị",
    Kind.FEEDBACK: "phản ánh",
    Kind.QUESTION: "câu hỏi",
    Kind.PROPOSAL: "đề xuất",
    Kind.COMPLAINT: "khiếu nại",
    Kind.DENUNCIATION: "tố cáo",
}
OUTCOMES = {
    Outcome.ANSWERED_ON_SPOT: "Đã trả lời tại hội nghị",
    Outcome.PENDING: "Chưa giải quyết, giao đơn vị trả lời",
    Outcome.BEYOND_AUTHORITY: "Vượt thẩm quyền, kiến nghị cấp trên",
    Outcome.OFF_TOPIC_WRITTEN: "Ngoài nội dung, trả lời riêng bằng văn bản",
    Outcome.NOTED: "Tiếp thu, ghi nhận",
    Outcome.MERGED: "Trùng ý kiến khác",
    Outcome.REFERRED: "Hướng dẫn gửi đơn khiếu nại, tố cáo",
}
IN_DOSSIER = InDossier(
    tables={
        "opinions_opinion": "ý kiến: ai nêu, cách nêu, đơn vị trả lời, kết quả, hạn trả lời",
        "opinions_entry": "lời đã nói về từng ý kiến: nội dung, hỏi lại, trả lời, kết luận",
        "opinions_pair": "dấu của từng cặp từ, để tìm ý kiến giống nhau",
        "opinions_support": "người cùng ý kiến",
    },
    left_out={
        "opinions_answerer": "máy nào của đơn vị nào: máy phải ghép lại",
        "opinions_collection": "tệp ý kiến đang nhập dở và dấu nhận biết tệp đã nhập",
    },
    ids={
        "opinion_id": "opinions_opinion",
        "also": "roster_delegate",
        "by": "roster_delegate",
    },
    facts={
        "opinion_id": "ý kiến số",
        "number": "ý kiến số",
        "department": "đơn vị",
        "outcome": "kết quả",
        "sensitive": "nhạy cảm",
        "supports": "cùng ý kiến",
    },
    codes={"outcome": {one.value: said for one, said in OUTCOMES.items()}},
    shown={"opinion_id": "number"},
)
ENTRIES = {
    EntryKind.QUESTION: "ý kiến",
    EntryKind.CLARIFICATION: "chủ trì hỏi lại",
    EntryKind.REPLY: "nói rõ thêm",
    EntryKind.ANSWER: "trả lời",
    EntryKind.FOLLOW_UP: "trao đổi thêm",
    EntryKind.CONCLUSION: "chủ trì kết luận",
}


def opinions(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """Every opinion in order of arrival, with what became of it."""
    return [HEAD, *map(_opinion, all_opinions(session, meeting.id))]


def _opinion(one: OpinionView) -> Sequence[object]:
    return (
        *(one.number, CHANNELS[one.channel], one.addressed or NOT_NAMED, one.village),
        *(one.category_title, KINDS[Kind(one.kind)] if one.kind else ""),
        *(YES if one.sensitive else "", one.text, one.summary, one.department_name),
        *(one.answer_full or one.answer, one.answered_by),
        *(OUTCOMES[one.outcome] if one.outcome else "", one.due_date, one.due_reason),
        *(one.competent_body, one.told_on, one.merged_into, one.supporters or ""),
        *(one.contact, one.source, one.slip, one.asked_at, one.raised_at),
    )


def thread(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
    """What was said, piece by piece, as it was tidied and as it came."""
    found = threads(session, meeting.id)
    rows: list[Sequence[object]] = [THREAD_HEAD]
    for one in all_opinions(session, meeting.id):
        for piece in found.get(one.id, ()):
            first = piece.first_text if piece.first_text != piece.text else ""
            by = piece.said_by or (one.addressed if piece.kind is EntryKind.QUESTION else "")
            text = piece.full or piece.text
            typed = piece.saved_by if piece.is_typed else PROGRAM
            rows.append((one.number, piece.at, ENTRIES[piece.kind], text, first, by, typed))
    return rows


SHEETS = (
    DossierSheet(order=50, title="Ý kiến", rows=opinions),
    DossierSheet(order=52, title="Trao đổi", rows=thread),
)
