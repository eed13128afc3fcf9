"""The sentence forms of minutes: what was raised, asked back, answered, and decided. Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from meeting.papers import wording
from meeting.plan import Plan
from plugins.opinions import texts
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads.pieces import Piece
from plugins.opinions.rules import ROUTED_OUT, Channel, EntryKind, Outcome

_BY_WAY_OF = {
    Channel.DIRECT: "",
    Channel.VIA_SECRETARY: "Câu hỏi gửi qua thư ký",
    Channel.PHONE: "Câu hỏi gửi qua điện thoại",
    Channel.PRE_COLLECTED: "Ý kiến gửi trước hội nghị",
}
NOBODY = "người có ý kiến"


def raised(one: OpinionView) -> str:
    """Who raised it and what: ``Ông Đinh Bưm, làng Stơr: …``."""
    who = asked(one)
    if is_nothing(one):
        return f"{who} phát biểu, không nêu kiến nghị."
    return f"{who}: {one.brief}" if one.brief else f"{who} phát biểu."


def is_nothing(one: OpinionView) -> bool:
    """Whether somebody spoke and asked for nothing."""
    return one.text == texts.NOTHING_RAISED


def asked(one: OpinionView) -> str:
    """Who raised it and how: ``Ông Đinh Bưm, làng Stơr`` or ``Câu hỏi gửi qua thư ký của bà …``."""
    way = _BY_WAY_OF[one.channel]
    if not one.name:
        return ", ".join(filter(None, (way or "Ý kiến", "không ghi tên", one.village)))
    who = ", ".join(filter(None, (person(one, inside=bool(way)), one.village)))
    return f"{way} của {who}" if way else who


def person(one: OpinionView, *, inside: bool) -> str:
    """With the form of address; an enterprise or a name without one stays as it is."""
    if one.delegate_id is None:
        return one.name
    known = one.honorific in ("Ông", "Bà")
    return wording.person(one.name, one.honorific if known else None, inside=inside)  # type: ignore[arg-type]


def masked(one: OpinionView) -> str:
    """A sensitive opinion in public: nobody can tell who said what."""
    if one.outcome is Outcome.REFERRED or one.kind in ROUTED_OUT:
        return "Một công dân phản ánh nội dung thuộc diện khiếu nại, tố cáo. "
    who = ", ".join(filter(None, ("Một công dân", one.village)))
    return f"{who} nêu ý kiến riêng, nội dung được ghi trong hồ sơ. "


def also_asked(joined: Sequence[OpinionView]) -> str:
    """All who raised the same: ``Cùng nội dung: ý kiến 4 của bà Đinh Thị Hlŏp, làng Leng.``"""
    if not joined:
        return ""
    return f"Cùng nội dung: {'; '.join(_one_more(one) for one in joined)}."


def _one_more(one: OpinionView) -> str:
    if one.sensitive:
        return f"ý kiến {one.number} của một công dân"
    if not one.name:
        return ", ".join(filter(None, (f"ý kiến {one.number} không ghi tên", one.village)))
    who = ", ".join(filter(None, (person(one, inside=True), one.village)))
    return f"ý kiến {one.number} của {who}"


def said(piece: Piece, one: OpinionView, plan: Plan) -> str:
    """A piece of the thread in its sentence; empty when nothing is written in it."""
    words = piece.text or piece.full
    form = _FORMS.get(piece.kind)
    return f"{form(piece, one, plan)}: {words}" if words and form else ""


def _clarification(piece: Piece, one: OpinionView, plan: Plan) -> str:
    whom = person(one, inside=True) or NOBODY
    return f"{_official(piece.said_by, plan) or 'Chủ trì'} đề nghị {whom} nói rõ thêm"


def _reply(piece: Piece, one: OpinionView, _: Plan) -> str:
    return f"{piece.said_by or person(one, inside=False) or 'Người có ý kiến'} cho biết"


def _answer(piece: Piece, one: OpinionView, plan: Plan) -> str:
    by = piece.said_by
    if not by:
        return "Trả lời"
    if by in {department.name for department in plan.departments}:
        return f"Chủ trì giao {by} trả lời; đại diện {by} báo cáo"
    return f"{_official(by, plan)} trả lời"


def _follow_up(piece: Piece, one: OpinionView, _: Plan) -> str:
    who = piece.said_by or person(one, inside=True) or NOBODY
    return f"Sau phần trả lời, {who} tiếp tục trao đổi"


def _conclusion(piece: Piece, one: OpinionView, plan: Plan) -> str:
    return f"{_official(piece.said_by, plan) or 'Chủ trì'} kết luận"


_FORMS: dict[EntryKind, Callable[[Piece, OpinionView, Plan], str]] = {
    EntryKind.CLARIFICATION: _clarification,
    EntryKind.REPLY: _reply,
    EntryKind.ANSWER: _answer,
    EntryKind.FOLLOW_UP: _follow_up,
    EntryKind.CONCLUSION: _conclusion,
}


def _official(name: str, plan: Plan) -> str:
    """A name of the plan with its office."""
    found = next((one for one in plan.people if one.name == name), None)
    return found.full if found else name


def became(one: OpinionView, plan: Plan) -> str:
    """What became of it."""
    if one.outcome is None or (is_nothing(one) and one.outcome is Outcome.NOTED):
        return ""
    if one.outcome is Outcome.BEYOND_AUTHORITY:
        return _beyond(one, plan)
    return {
        Outcome.ANSWERED_ON_SPOT: "Nội dung đã được trả lời, giải quyết tại hội nghị.",
        Outcome.PENDING: (
            "Nội dung này chưa giải quyết tại hội nghị. Chủ trì giao "
            f"{one.department_name} kiểm tra, trả lời cho {_whom(one)} {_due(one)}."
        ),
        Outcome.OFF_TOPIC_WRITTEN: (
            "Nội dung ngoài chủ đề; chủ trì tiếp nhận và sẽ trả lời riêng bằng văn bản "
            f"{_due(one)}."
        ),
        Outcome.NOTED: "Chủ trì tiếp thu, ghi nhận ý kiến.",
        Outcome.MERGED: f"Trùng nội dung ý kiến {one.merged_into}.",
        Outcome.REFERRED: (
            "Chủ trì hướng dẫn gửi đơn khiếu nại, tố cáo theo quy định của pháp luật."
        ),
    }[one.outcome]


def _whom(one: OpinionView) -> str:
    return NOBODY if one.sensitive or not one.name else person(one, inside=True)


def _due(one: OpinionView) -> str:
    due = f"trước ngày {wording.short_date(one.due_date)}" if one.due_date else ""
    if one.due_reason and not one.sensitive:
        return f"{due} (muộn hơn thời hạn quy định, lý do: {one.due_reason.rstrip(' .')})"
    return due


def _beyond(one: OpinionView, plan: Plan) -> str:
    charge = f"giao {one.department_name} tham mưu văn bản " if one.department_name else ""
    told = (
        f"Nội dung vượt thẩm quyền của {plan.host.commune}; chủ trì tiếp thu, {charge}"
        f"kiến nghị {one.competent_body} và thông báo cho người có ý kiến biết."
    )
    if one.expected:
        told += f" Thời gian giải quyết dự kiến: {one.expected.rstrip(' .')}."
    if one.told_on:
        told += f" Đã thông báo ngày {wording.short_date(one.told_on)}."
    return told
