"""A plan told back in a few lines, so that an office sees whether it was understood."""

from __future__ import annotations

from meeting.plan.model import Plan, Session
from meeting.plan.options import Channel
from meeting.plan.parts import AgendaKind

_CHANNELS = {
    Channel.DIRECT: "phát biểu trực tiếp",
    Channel.VIA_SECRETARY: "gửi câu hỏi qua thư ký",
    Channel.PRE_COLLECTED: "ý kiến gửi trước hội nghị",
}


def summary(plan: Plan) -> list[tuple[str, str]]:
    """Label and value of what matters most, in Vietnamese, for printing."""
    count = len(plan.villages)
    rows = [
        ("Hội nghị", plan.title),
        ("Cơ quan tổ chức", plan.host.name),
        ("Loại", "định kỳ" if plan.meeting_type == "PERIODIC" else "đột xuất"),
    ]
    for index in range(plan.session_count):
        rows += _of_session(plan.session(index))
    rows += [
        ("Người kết luận", plan.concluding_official.full),
        (
            "Đơn vị",
            f"{count} {plan.unit_label.plural}: " + ", ".join(v.name for v in plan.villages),
        ),
        ("Chỉ tiêu", _quota(plan)),
        ("Thành phần", " · ".join(group.name for group in plan.groups)),
        ("Lĩnh vực", f"{len(plan.categories)}; đơn vị trả lời: {len(plan.departments)}"),
        ("Cách hỏi", ", ".join(_CHANNELS[channel] for channel in plan.asking.channels)),
        ("Trả lời", _answers(plan)),
        ("Phát biểu", f"{plan.speaking.minutes} phút mỗi lượt"),
        ("Hạn trả lời", _deadline(plan)),
        ("Lấy ý kiến hài lòng", "có" if plan.survey.on else "không"),
        ("Phần mở rộng", _plugins(plan)),
    ]
    return rows + [("Lưu ý", note) for note in notes(plan)]


def notes(plan: Plan) -> list[str]:
    """What is allowed but worth a second look."""
    found = []
    if any(not plan.session(i).schedule.is_fixed for i in range(plan.session_count)):
        found.append("chưa định ngày; giấy mời cần có ngày, giờ cụ thể")
    if not plan.notice_channels:
        found.append("chưa ghi cách thông báo công khai (notice_channels)")
    if not plan.secretaries:
        found.append("chưa ghi thư ký; có thể cử tại hội nghị")
    answered = {code for one in plan.departments for code in one.fields}
    left = [one.title for one in plan.categories if one.code not in answered]
    if plan.departments and left:
        found.append("chưa giao đơn vị nào: " + "; ".join(left))
    if not plan.survey.on and any(step.kind == AgendaKind.SURVEY for step in plan.agenda):
        found.append("chương trình có lấy ý kiến hài lòng, nhưng survey.on = false")
    if over := _minutes_over(plan):
        found.append(f"chương trình dài hơn thời gian họp {over} phút")
    low, high = plan.expected()
    given = [plan.places(village) for village in plan.villages]
    if all(given) and plan.quota.kind in ("range", "expected_range"):
        total = sum(places or 0 for places in given)
        if not (low or 0) <= total <= (high or total):
            found.append(f"tổng số mời theo từng nơi là {total}, ngoài khoảng {low} - {high}")
    return found


def _minutes_over(plan: Plan) -> int:
    """By how much the programme after the welcome is longer than the meeting."""
    when = plan.session().schedule
    if not (when.start and when.end):
        return 0
    steps = sum(step.minutes or 0 for step in plan.agenda if step.kind != AgendaKind.WELCOME)
    length = (when.end.hour - when.start.hour) * 60 + when.end.minute - when.start.minute
    return max(0, steps - length)


def _of_session(session: Session) -> list[tuple[str, str]]:
    label = f"Buổi {session.index + 1}" if session.name else "Thời gian"
    when = session.schedule
    day = f"{when.date:%d/%m/%Y}" if when.date else when.text
    hours = " - ".join(f"{hour:%H:%M}" for hour in (when.start, when.end) if hour)
    name = f"{session.name}: " if session.name else ""
    rows = [
        (label, name + ", ".join(filter(None, (day, hours)))),
        ("Địa điểm", session.venue.full or "chưa ghi"),
        ("Chủ trì", session.chair.full),
    ]
    if session.name:
        rows.append(("Đơn vị dự", ", ".join(village.name for village in session.villages)))
    return rows


def _quota(plan: Plan) -> str:
    low, high = plan.expected()
    quota = plan.quota
    if quota.kind == "per_unit":
        word = plan.unit_label.singular
        return f"mỗi {word} {quota.places_per_village():02} người, tất cả {low} người"
    if quota.kind == "range":
        return f"không ít hơn {low} và không quá {high} người"
    if quota.kind == "expected_range":
        return f"dự kiến {low} - {high} người"
    if quota.kind == "expected_total":
        return f"khoảng {low} người"
    if quota.kind == "one_per_field":
        return f"mỗi lĩnh vực 01 người ({len(quota.fields)} lĩnh vực), tất cả {low} người"
    return "không đặt chỉ tiêu"


def _plugins(plan: Plan) -> str:
    off = [name for name, on in plan.plugins.items() if not on]
    return "tất cả" + (f", trừ {', '.join(off)}" if off else "")


def _answers(plan: Plan) -> str:
    if plan.asking.answer_mode == "each":
        return "từng ý kiến"
    return f"theo đợt {plan.asking.batch_size} ý kiến"


def _deadline(plan: Plan) -> str:
    rules = plan.deadlines
    parts = []
    if rules.pending_reply_working_days:
        parts.append(f"{rules.pending_reply_working_days} ngày làm việc")
    if rules.pending_reply_max_days:
        parts.append(f"chậm nhất {rules.pending_reply_max_days} ngày")
    return ", ".join(parts) or "không ghi"
