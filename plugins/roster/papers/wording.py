"""The words of the papers. They are Vietnamese whatever language the screens speak."""

from __future__ import annotations

from meeting.papers import frame
from meeting.papers import wording as office
from plugins.roster.papers.facts import Facts

DOTS = "…" * 14
END_MARK = "./."
CONTENT_LETTERS = 420  # how much of the plan's contents an invitation repeats
CONTENT_OF_VILLAGE = 250  # ... on the letter to a village, whose text stands larger
CONTENT_WHOLE = 150  # on half a page all of it or nothing

INVITATION = "GIẤY MỜI"
LIST = "DANH SÁCH"
SIGN_NOTE = "(Ký, ghi rõ họ tên)"
CUT = "Cắt theo đường này"
STRIP_TITLE = "GIẤY MỜI DỰ HỘI NGHỊ"
STRIP_USE = "Đưa mã này tại bàn đón tiếp, hoặc quét bằng điện thoại."
WHEN, WHERE, CHAIR, CONTENT, WHO, NOTES, TO = (
    "Thời gian: ", "Địa điểm: ", "Chủ trì: ", "Nội dung: ", "Thành phần: ", "Lưu ý:", "Tới dự: ",
)  # fmt: skip

SIGN_IN = "DANH SÁCH ĐẠI BIỂU KÝ TÊN"
OFFICIALS = "Đại biểu cơ quan, tổ chức"
ELSEWHERE = "Đại biểu khác"
MONEY = "DANH SÁCH KÝ NHẬN TIỀN"
SLIP = "PHIẾU CÂU HỎI"
CODES = "DANH SÁCH MÃ GIẤY MỜI"
COUNTING = "BẢNG ĐẾM ĐẠI BIỂU"
QUEUE = "DANH SÁCH ĐĂNG KÝ PHÁT BIỂU"
NOTES_TITLE = "GHI CHÉP HỘI NGHỊ"
PACK = "BỘ GIẤY TỜ DỰ PHÒNG"


def when(facts: Facts) -> str:
    """`07 giờ 30 phút, thứ Sáu, ngày 20 tháng 10 năm 2023`; the plan's words before that."""
    return frame.when(facts.session.schedule)


def when_short(facts: Facts) -> str:
    """`07 giờ 30 phút, 20/10/2023`, for a strip."""
    schedule = facts.session.schedule
    if schedule.date is None:
        return schedule.text
    hour = office.time(schedule.start) if schedule.start else frame.BLANK_TIME
    return f"{hour}, {office.weekday(schedule.date)}, {office.short_date(schedule.date)}"


def where(facts: Facts) -> str:
    return facts.session.venue.full or DOTS


def subject(facts: Facts) -> str:
    """`Dự Hội nghị trao đổi, đối thoại …`."""
    return f"Dự {facts.title}"


def contents(facts: Facts, letters: int) -> str:
    """The plan's contents as one sentence; what is too long for the paper is counted."""
    items = [item.strip(" .;") for item in facts.plan.content]
    said: list[str] = []
    for item in items:
        if said and len("; ".join([*said, item])) > letters:
            break
        said.append(item)
    words = "; ".join([said[0], *(one[:1].lower() + one[1:] for one in said[1:])]) if said else ""
    left = len(items) - len(said)
    more = f"; và {office.count(left, 'nội dung')} khác theo kế hoạch của hội nghị" if left else ""
    return office.sentence(words + more)


def privacy(facts: Facts) -> str:
    """What people are told of their data, in the few words a paper has room for."""
    rules = facts.plan.privacy
    if rules.notice and len(rules.notice) <= 300:
        return rules.notice
    reach = f"{rules.contact}, điện thoại {rules.phone}" if rules.phone else rules.contact
    told = [
        f"{facts.plan.host.name} chỉ ghi họ tên, nơi ở và ý kiến của ông, bà để tổ chức hội nghị, "
        "lập biên bản và trả lời kiến nghị."
    ]
    if rules.recording:
        told.append("Hội nghị có chụp ảnh, ghi âm, ghi hình.")
    told.append(f"Cần xem, sửa hoặc xóa thông tin: liên hệ {reach}.")
    return " ".join(told)
