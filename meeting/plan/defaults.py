"""What a plan leaves out: topics, programme, house rules, as commune offices use them."""

from __future__ import annotations

from typing import Any

CATEGORIES: tuple[dict[str, Any], ...] = (
    {"code": "QUY_HOACH_XD", "title": "Quy hoạch, xây dựng, trật tự xây dựng"},
    {"code": "GIAO_THONG_CT", "title": "Đường, cầu, công trình, dự án"},
    {"code": "DAT_DAI", "title": "Đất đai, tranh chấp đất đai"},
    {"code": "BOI_THUONG", "title": "Đền bù, giải phóng mặt bằng, thu hồi đất, tái định cư"},
    {"code": "MOI_TRUONG", "title": "Vệ sinh môi trường, rác, nước thải"},
    {"code": "NONG_NGHIEP", "title": "Nông nghiệp, thủy lợi, giống, dịch bệnh"},
    {"code": "NTM", "title": "Nông thôn mới, đô thị văn minh"},
    {"code": "DIEN_NUOC", "title": "Điện, nước sạch, viễn thông"},
    {"code": "THU_TUC_HC", "title": "Thủ tục hành chính, dịch vụ công"},
    {"code": "CHINH_SACH", "title": "Chế độ, chính sách, người có công, bảo hiểm"},
    {"code": "HO_NGHEO", "title": "Rà soát hộ nghèo, bình xét đối tượng thụ hưởng"},
    {"code": "AN_SINH_YTE_GD", "title": "An sinh xã hội, y tế, giáo dục, văn hóa"},
    {"code": "DONG_GOP", "title": "Huy động đóng góp, xã hội hóa, các quỹ"},
    {"code": "NGAN_SACH", "title": "Tài chính, ngân sách, tài sản công"},
    {"code": "DAN_CHU", "title": "Dân chủ ở cơ sở, tiếp công dân, khiếu nại"},
    {"code": "AN_NINH", "title": "An ninh trật tự, quốc phòng"},
    {"code": "CAN_BO", "title": "Thái độ, đạo đức của cán bộ, công chức", "sensitive": True},
    {"code": "XD_DANG_CQ", "title": "Xây dựng Đảng, chính quyền, hoạt động của HĐND"},
    {"code": "KHAC", "title": "Ý kiến, kiến nghị khác"},
)

GROUPS: tuple[dict[str, Any], ...] = (
    {"code": "DANG_UY", "name": "Thường trực Đảng ủy", "kind": "OFFICIAL", "may_answer": False},
    {"code": "HDND", "name": "Thường trực HĐND", "kind": "OFFICIAL", "may_answer": False},
    {"code": "UBND", "name": "Lãnh đạo UBND", "kind": "OFFICIAL"},
    {"code": "MTTQ", "name": "Ủy ban MTTQ và các đoàn thể", "kind": "OFFICIAL"},
    {"code": "CONG_CHUC", "name": "Cán bộ, công chức", "kind": "OFFICIAL"},
    {"code": "NHAN_DAN", "name": "Nhân dân", "kind": "CITIZEN", "invitation": "UNIT"},
)

_AGENDA: tuple[tuple[str, str, str, int], ...] = (
    (
        "WELCOME",
        "Đón tiếp đại biểu, điểm danh, phát tài liệu, đăng ký phát biểu",
        "Bàn đón tiếp",
        30,
    ),
    ("OPENING", "Ổn định tổ chức; tuyên bố lý do, giới thiệu đại biểu", "Văn phòng", 10),
    (
        "RULES",
        "Thông qua chương trình, nội quy; giới thiệu chủ trì; cử thư ký; "
        "phân công tổng hợp ý kiến và đăng ký phát biểu",
        "Văn phòng",
        5,
    ),
    ("SURVEY", "Hướng dẫn lấy ý kiến về sự hài lòng của Nhân dân", "Ủy ban MTTQ", 5),
    (
        "REPORT",
        "Nêu mục đích, yêu cầu; thông báo tình hình kinh tế - xã hội, quốc phòng - an ninh",
        "Chủ trì",
        20,
    ),
    ("SPEAKING", "Nhân dân phát biểu ý kiến hoặc gửi câu hỏi qua thư ký", "Nhân dân", 60),
    ("ANSWERS", "Trả lời, hỏi lại hoặc phân công đơn vị trả lời", "Chủ trì, các đơn vị", 45),
    ("FOLLOW_UP", "Nhân dân tiếp tục trao đổi", "Nhân dân", 20),
    ("GUESTS", "Phát biểu của đại biểu (nếu có)", "Đảng ủy, MTTQ, đại biểu cấp trên", 10),
    ("CONCLUSION", "Kết luận hội nghị", "Chủ trì", 10),
    ("SURVEY", "Thu phiếu lấy ý kiến về sự hài lòng", "Ủy ban MTTQ, thư ký", 5),
    ("CLOSING", "Thông qua biên bản; bế mạc", "Chủ tọa, thư ký", 5),
)


def agenda(*, survey: bool) -> list[dict[str, Any]]:
    """The merged programme of real plans; the two survey steps only where people are asked."""
    return [
        {"kind": kind, "title": title, "who": who, "minutes": minutes}
        for kind, title, who, minutes in _AGENDA
        if survey or kind != "SURVEY"
    ]


def house_rules(*, minutes: int) -> tuple[str, ...]:
    """The usual rules of conduct, with the plan's own speaking time."""
    return (
        "Đến đúng giờ, ký danh sách điểm danh tại bàn đón tiếp.",
        "Để điện thoại ở chế độ rung, giữ trật tự trong hội trường.",
        "Đăng ký với thư ký trước khi phát biểu; nói rõ họ tên, nơi ở.",
        f"Mỗi lượt phát biểu không quá {minutes:02} phút, ngắn gọn, đi vào trọng tâm.",
        "Không xúc phạm người khác; tôn trọng ý kiến của nhau.",
        "Câu hỏi ngoài nội dung được tiếp nhận và trả lời riêng bằng văn bản.",
        "Thực hiện theo sự điều hành của chủ trì.",
    )


SURVEY_ITEMS = (
    "Công tác tổ chức hội nghị",
    "Thời gian dành cho Nhân dân phát biểu",
    "Nội dung trả lời của người chủ trì",
    "Thái độ của cán bộ, công chức",
    "Việc giải quyết kiến nghị lần trước",
)

PREPARED_CONCLUSIONS = (
    "Biểu dương tinh thần thẳng thắn, trách nhiệm của các ý kiến tại hội nghị.",
    "Giao các đơn vị giải quyết đúng thời hạn những việc đã nêu; báo cáo kết quả qua Văn phòng.",
    "Giao Văn phòng theo dõi, đôn đốc và tổng hợp kết quả thực hiện.",
    "Đề nghị Ủy ban MTTQ giám sát việc thực hiện kết luận.",
)

NOTICE_CHANNELS: tuple[dict[str, Any], ...] = (
    {"name": "Đài truyền thanh", "kind": "LOUDSPEAKER"},
    {"name": "Trang thông tin điện tử", "kind": "WEBSITE"},
    {"name": "Niêm yết tại trụ sở", "kind": "POSTING"},
    {"name": "Giấy mời", "kind": "INVITATION"},
)

CHECKLIST = (
    "Hội trường, bàn ghế, ánh sáng",
    "Âm ly, loa, micro",
    "Trang trí maket",
    "In giấy mời, chương trình, nội quy, phiếu câu hỏi, danh sách điểm danh",
)

RECIPIENTS: dict[str, tuple[str, ...]] = {
    "plan": ("Thường trực Đảng ủy (b/c)", "Như thành phần mời", "Lưu: VT."),
    "invitation": ("Như thành phần mời", "Lưu: VT."),
    "programme": ("Như thành phần mời", "Lưu: VT."),
    "minutes": (
        "Thường trực Đảng ủy (b/c)",
        "Chủ tịch, các Phó Chủ tịch",
        "Ủy ban MTTQ",
        "Lưu: VT, Hồ sơ.",
    ),
    "conclusion_notice": (
        "Các đơn vị được giao nhiệm vụ (t/h)",
        "Ủy ban MTTQ (giám sát)",
        "Các {head} (để thông báo)",
        "Đài truyền thanh",
        "Lưu: VT.",
    ),
    "result_notice": (
        "Các {head} (để thông báo)",
        "Đài truyền thanh",
        "Niêm yết tại trụ sở",
        "Lưu: VT.",
    ),
    "summary_report": (
        "Ban Thường vụ Đảng ủy (b/c)",
        "Thường trực HĐND",
        "Ủy ban MTTQ",
        "Lưu: VT.",
    ),
    "written_reply": ("Như trên", "Lưu: VT."),
    "transfer_slip": ("Như trên", "Lưu: VT."),
}


def privacy_notice(host: str, contact: str, phone: str, *, recording: bool) -> str:
    """What people are told about their data, on the invitation and at the door."""
    told = [
        f"{host} ghi họ tên, nơi ở và ý kiến của ông, bà để tổ chức hội nghị đối thoại, "
        "lập biên bản và trả lời kiến nghị theo luật.",
        "Số điện thoại chỉ ghi khi ông, bà muốn được báo kết quả.",
        "Không ghi số căn cước, dân tộc, tôn giáo.",
    ]
    if recording:
        told.append(
            "Hội nghị có chụp ảnh, ghi âm, ghi hình để đưa tin và lưu hồ sơ; "
            "ai không muốn xuất hiện rõ mặt xin báo ban tổ chức."
        )
    reach = f"{contact}, điện thoại {phone}" if phone else contact
    told.append(f"Cần xem lại, sửa hoặc xóa thông tin: liên hệ {reach}.")
    return " ".join(told)
