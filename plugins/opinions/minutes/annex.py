"""The table of all opinions, lying on its side behind a paper (skeleton B of the minutes)."""

from __future__ import annotations

from meeting.papers import frame, wording
from meeting.papers.model import Annex, Column, Row, Table, Text, italic, text
from meeting.plan import Plan
from meeting.plan.parts import DelegateKind, DocumentKind
from plugins.opinions.collecting.wording import NO_TOPIC
from plugins.opinions.minutes import persons, sentences
from plugins.opinions.minutes.persons import is_private
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Channel, Outcome

TITLE = "Bảng ý kiến, kiến nghị của {people} và trả lời"
PRIVATE = "Nội dung riêng, được ghi trong hồ sơ."
ROUTED_OUT = "Nội dung thuộc diện khiếu nại, tố cáo."
OPEN = "Chưa có kết quả"
_WAYS = {
    Channel.DIRECT: "Phát biểu",
    Channel.VIA_SECRETARY: "Qua thư ký",
    Channel.PHONE: "Qua điện thoại",
    Channel.PRE_COLLECTED: "Trước hội nghị",
}
_OUTCOMES = {
    Outcome.ANSWERED_ON_SPOT: "Đã trả lời, giải quyết tại hội nghị",
    Outcome.PENDING: "Giao giải quyết, trả lời sau",
    Outcome.OFF_TOPIC_WRITTEN: "Ngoài nội dung; trả lời riêng bằng văn bản",
    Outcome.NOTED: "Tiếp thu, ghi nhận",
    Outcome.REFERRED: "Hướng dẫn gửi đơn theo quy định",
}


def annex(told: Told, paper: str) -> list[Annex]:
    """The table behind ``paper`` ("Biên bản"); nothing when there is nothing to list."""
    if not told.found:
        return []
    return [
        Annex(
            title=TITLE.format(people=people(told.plan)),
            reference=_reference(told, paper),
            landscape=True,
            blocks=(Table(columns=_columns(told.plan), rows=_rows(told), small=True),),
        )
    ]


def _reference(told: Told, paper: str) -> str:
    """With which paper it goes: minutes are of the day of the meeting, others of a later one."""
    kind, day = told.telling.paper, told.day
    known = day if kind == DocumentKind.MINUTES else None
    return frame.enclosed_with(told.plan, kind, paper, year=day.year, day=known)


def has_enterprises(plan: Plan) -> bool:
    """Whether the plan invites enterprises too."""
    return any(one.kind is DelegateKind.ENTERPRISE for one in plan.groups)


def people(plan: Plan) -> str:
    """Who is heard here: ``Nhân dân``, ``Nhân dân, doanh nghiệp``."""
    return "Nhân dân, doanh nghiệp" if has_enterprises(plan) else "Nhân dân"


def _columns(plan: Plan) -> tuple[Column, ...]:
    unit = plan.unit_label.singular.lower()
    whose = f"Người nêu, {unit}{'/doanh nghiệp' if has_enterprises(plan) else ''}"
    return (
        Column(title="STT", share=10, align="center"),
        Column(title=whose, share=30),
        Column(title="Hình thức", share=18),
        Column(title="Lĩnh vực", share=25),
        Column(title="Tóm tắt ý kiến", share=59),
        Column(title="Trả lời, người trả lời", share=57),
        Column(title="Kết quả", share=24),
        Column(title="Đơn vị - thời hạn", share=29),
    )


def _rows(told: Told) -> tuple[Row, ...]:
    return tuple(_row(one, told) for one in told.found)


def _row(one: OpinionView, told: Told) -> Row:
    return (
        text(str(one.number)),
        text(persons.in_list(one, masked=told.masked)),
        text(_WAYS[one.channel]),
        text(one.category_title or NO_TOPIC),
        _words(one, told),
        text("" if is_private(one) else "\n".join(sentences.exchange(one, told))),
        text(result(one)),
        text(whose_turn(one, told)),
    )


def _words(one: OpinionView, told: Told) -> Text:
    if is_private(one):
        return text(italic(ROUTED_OUT if persons.is_routed_out(one) else PRIVATE))
    same = sentences.also_asked(told.joined.get(one.number, []), told)
    said = one.brief or "Phát biểu."
    return text("\n".join(filter(None, (said, same))))


def result(one: OpinionView) -> str:
    """What became of it, in a cell."""
    if one.outcome is None:
        return OPEN
    if one.outcome is Outcome.MERGED:
        return f"Trùng nội dung ý kiến {one.merged_into}"
    if one.outcome is Outcome.BEYOND_AUTHORITY:
        return f"Vượt thẩm quyền; kiến nghị {one.competent_body}"
    return _OUTCOMES[one.outcome]


def whose_turn(one: OpinionView, told: Told) -> str:
    """Who does it by when, in a cell."""
    if one.outcome in {Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN}:
        due = sentences.due(one, told)
        when = due if one.department_name else wording.opening(due)
        return "\n".join(filter(None, (one.department_name, when)))
    if one.outcome is Outcome.BEYOND_AUTHORITY:
        charged = f"{one.department_name} tham mưu văn bản" if one.department_name else ""
        return "\n".join(filter(None, (charged, *sentences.when_and_told(one, told))))
    return ""
