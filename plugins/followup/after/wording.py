"""The words of the list as a file. Like every paper it is in Vietnamese."""

from __future__ import annotations

from plugins.followup.rules import Standing
from plugins.opinions.api import Outcome

COLUMNS = (
    ("STT", 6), ("Ý kiến số", 10), ("Người nêu", 26), ("Nội dung", 60), ("Việc phải làm", 24),
    ("Nơi thực hiện", 30), ("Hạn", 12), ("Ngày thực hiện", 14), ("Văn bản, hình thức", 34),
    ("Tình trạng", 16),
)  # fmt: skip
TO_DO = {
    Outcome.PENDING: "trả lời",
    Outcome.OFF_TOPIC_WRITTEN: "trả lời riêng bằng văn bản",
    Outcome.BEYOND_AUTHORITY: "chuyển kiến nghị, báo người nêu",
}
STANDINGS = {
    Standing.DONE: "Đã xong",
    Standing.DONE_LATE: "Đã xong, sau hạn",
    Standing.LATE: "Quá hạn",
    Standing.TODAY: "Hôm nay là hạn cuối",
    Standing.OPEN: "Chưa xong",
}
