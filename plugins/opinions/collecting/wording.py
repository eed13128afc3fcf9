"""Words of the paper and the file of what was collected: Vietnamese whatever the screens speak."""

from __future__ import annotations

from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Outcome

TITLE = "BẢNG TỔNG HỢP, PHÂN LOẠI"
SUBJECT = "Ý kiến, kiến nghị của Nhân dân trước hội nghị"
MASKED = "Nội dung nhạy cảm, không in; xem tại máy của thư ký."
NOBODY = "Một công dân"
UNNAMED = "Không ghi tên"
NO_TOPIC = "Chưa xếp lĩnh vực"
NO_URGENCY = "Chưa xếp mức độ"
NOT_ASSIGNED = "Chưa giao"
PREPARED, UNPREPARED = "Đã chuẩn bị", "Chưa chuẩn bị"


def who(one: OpinionView) -> str:
    """Whose it is, in a cell."""
    return one.name or UNNAMED


def place(one: OpinionView) -> str:
    """The village; who is guided to file a complaint is not to be found by it."""
    return "" if one.sensitive and one.outcome is Outcome.REFERRED else one.village
