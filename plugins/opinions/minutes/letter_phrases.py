"""The sentence forms of letters: replies to people, slips to departments, letters to bodies."""

from __future__ import annotations

from meeting.contract import _l
from plugins.opinions.minutes.phrases import phrase

LETTERS = (
    phrase(
        "reply_opening",
        _l("Reply letter: how it begins"),
        "Tại {meeting} tổ chức ngày {date}, {host} đã tiếp nhận ý kiến của {you}. {host} trả lời "
        "như sau:",
        "meeting date host you",
        may_go="meeting date you",
    ),
    phrase(
        "reply_recall",
        _l("Reply letter: what was raised"),
        "Nội dung ý kiến: {words}",
        "words",
    ),
    phrase(
        "reply_more",
        _l("Reply letter: what was asked further"),
        "Tại hội nghị, {you} trao đổi thêm: {words}",
        "you words",
        may_go="you",
    ),
    phrase(
        "reply_said",
        _l("Reply letter: what was said at the meeting"),
        "Tại hội nghị, {who} đã trả lời: {words}",
        "who words",
    ),
    phrase("reply_answer", _l("Reply letter: the answer"), "Nội dung trả lời: {words}", "words"),
    phrase(
        "reply_found",
        _l("Reply letter: what was found out since"),
        "Kết quả kiểm tra, trả lời: {words}",
        "words",
    ),
    phrase(
        "reply_noted",
        _l("Reply letter: noted"),
        "{host} tiếp thu, ghi nhận ý kiến của {you}.",
        "host you",
        may_go="host you",
    ),
    phrase(
        "reply_beyond",
        _l("Reply letter: beyond our authority"),
        "Nội dung này vượt thẩm quyền của {commune}. {host} có văn bản kiến nghị {body} xem xét, "
        "giải quyết theo thẩm quyền và thông báo để {you} được biết.",
        "commune host body you",
        may_go="commune host you",
    ),
    phrase(
        "reply_referred",
        _l("Reply letter: guided to file a complaint or denunciation"),
        "Đối với nội dung thuộc diện khiếu nại, tố cáo, đề nghị {you} gửi đơn hoặc đến trực tiếp "
        "cơ quan có thẩm quyền theo quy định của pháp luật về khiếu nại, tố cáo để được xem xét, "
        "giải quyết. Họ tên, địa chỉ của {you} được giữ bí mật theo quy định.",
        "you",
        may_go="you",
    ),
    phrase(
        "reply_contact",
        _l("Reply letter: whom to ask"),
        "Nếu còn nội dung chưa rõ, đề nghị {you} liên hệ {office} để được giải đáp.",
        "you office",
        may_go="you",
    ),
    phrase(
        "reply_closing",
        _l("Reply letter: its last sentence"),
        "{host} trả lời để {you} được biết.",
        "host you",
        may_go="host you",
    ),
    phrase(
        "transfer_opening",
        _l("Transfer slip: how it begins"),
        "{host} chuyển {department} {count} ý kiến, kiến nghị của Nhân dân nêu tại {meeting} tổ "
        "chức ngày {date} để giải quyết, trả lời:",
        "host department count meeting date",
        may_go="host meeting date",
    ),
    phrase(
        "transfer_closing",
        _l("Transfer slip: its last sentence"),
        "Đề nghị {department} trả lời đúng thời hạn và gửi kết quả về {office} để theo dõi, tổng "
        "hợp.",
        "department office",
        may_go="department office",
    ),
    phrase(
        "forwarding_opening",
        _l("Letter to a competent body: how it begins"),
        "Ngày {date}, {host} tổ chức {meeting}. Tại hội nghị, Nhân dân nêu {count} ý kiến, kiến "
        "nghị thuộc thẩm quyền của {body} như sau:",
        "date host meeting count body",
        may_go="date host meeting",
    ),
    phrase(
        "forwarding_closing",
        _l("Letter to a competent body: its last sentence"),
        "{host} kính đề nghị {body} xem xét, giải quyết và cho biết kết quả để thông báo cho Nhân "
        "dân.",
        "host body",
        may_go="host body",
    ),
)
